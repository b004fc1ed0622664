"""All kinds of problems, each with a stable name and an explanation."""

from __future__ import annotations

from enum import Enum
from textwrap import dedent


class Code(Enum):
    """The name of a kind of problem is stable; `explanation` says what the rule is."""

    BODY = "body"
    COMPONENT_NAME = "component-name"
    CONFIGURATION = "configuration"
    CONTRADICTION = "contradiction"
    DIALECT = "dialect"
    DISCRIMINATOR = "discriminator"
    DUPLICATE_KEY = "duplicate-key"
    ENUMERATION = "enumeration"
    FILE = "file"
    LIMIT = "limit"
    NAMES = "names"
    NOT_OPENAPI = "not-openapi"
    OPERATION_ID = "operation-id"
    OUTPUT = "output"
    OVERLAY = "overlay"
    PARAMETER = "parameter"
    PATH = "path"
    PATH_PARAMETER = "path-parameter"
    PATTERN = "pattern"
    REFERENCE = "reference"
    SCHEMA = "schema"
    SECURITY = "security"
    SERVER = "server"
    SIBLINGS = "siblings"
    SWAGGER = "swagger"
    SYNTAX = "syntax"
    TAG = "tag"
    TEMPLATE = "template"
    THOROUGH = "thorough"
    UNSUPPORTED = "unsupported"
    VALUE = "value"

    @property
    def explanation(self) -> str:
        """What the rule is, why it is there, and what to do, as Markdown."""
        return _EXPLANATIONS[self]


def _text(text: str) -> str:
    return dedent(text).strip("\n")


_EXPLANATIONS = {
    Code.CONFIGURATION: _text("""
        The table `[tool.clientsmith]` of `pyproject.toml`, or an argument of the command
        line, cannot be used as it is.

        Keys that are not known are errors and not ignored, because a misspelled key would
        otherwise change nothing, silently. The README shows all keys.
        """),
    Code.COMPONENT_NAME: _text("""
        The name of a component consists of letters, digits, dots, dashes and underscores
        (OpenAPI, Components Object). Names of types are made from it.
        """),
    Code.CONTRADICTION: _text("""
        A document contradicts itself: an array whose items are not described although
        OpenAPI 3.0 asks for it, an `allOf` of types that no value can have at once, a
        property that is required and described nowhere, an example that does not fit its
        schema, a link that leads to no operation. The part in question is left out of the
        client. `clientsmith doctor` writes an overlay that repairs what it can.
        """),
    Code.DISCRIMINATOR: _text("""
        The mapping of a discriminator leads to a schema that the document does not have.
        Its values are names of components or references; nothing is fetched.

        As a warning: two alternatives of a union look alike, so that a value cannot be told
        to be one or the other, and is read as the first. Give them a discriminator, or a
        property that is required and has another constant in each.
        """),
    Code.DIALECT: _text("""
        A vendor's extension (`x-...`) says something that clientsmith does not know, or
        that does not fit the rest of the document. It is not used.

        Extensions are read from a list of known ones only: a document must not be able to
        choose names, types or imports of the generated code through a key of its own.
        """),
    Code.BODY: _text("""
        A request whose method gives a body no meaning has one (RFC 9110, section 9.3). Some
        servers and proxies drop it or refuse the request. The client sends it since the
        document asks for it.
        """),
    Code.DUPLICATE_KEY: _text("""
        A mapping has the same key twice. Neither JSON nor YAML gives that a meaning, and
        readers that keep the last one silently lose the first. Remove one of them.
        """),
    Code.ENUMERATION: _text("""
        An enumeration lists a value twice (JSON Schema, Validation, section 6.1.2). Which of
        the two was to be another one cannot be known. Remove one of them.
        """),
    Code.FILE: _text("""
        A file cannot be read: it does not exist, is a folder, or may not be opened.
        """),
    Code.LIMIT: _text("""
        The document is larger, nested more deeply, or made larger by aliases than any
        honest document is. The limits keep a document from exhausting memory or time; the
        largest public descriptions stay far below them.
        """),
    Code.NAMES: _text("""
        The file `names.lock` in the package's folder keeps what was published under its
        name, whatever a later version of the document adds. It cannot be used: it is broken,
        of another version or for another language, or two things have the same name in it,
        as when two branches were merged. Restore it; or delete a line, and what the line
        stands for is named anew; or delete the file, and everything is.

        As a warning: something that the document no longer has has left its name to
        something new that would be called just so. Code that uses the name should be looked
        at.
        """),
    Code.NOT_OPENAPI: _text("""
        The file is not a description that clientsmith can read: it has no `openapi`, or
        one that names another version than 3.0, 3.1 or 3.2; or its `swagger` is not "2.0".
        The version must be a text: write `openapi: "3.1.0"`, since `3.1` without quotes is a
        number.
        """),
    Code.OPERATION_ID: _text("""
        Two operations have the same `operationId`. It must be unique among all operations
        of a document (OpenAPI, Operation Object), since names are made from it.
        """),
    Code.OUTPUT: _text("""
        A file of the output cannot be replaced: it was edited since clientsmith wrote it,
        something else wrote it, or the folder cannot be written to.

        Move what you have changed to a template or beside the package, delete the file,
        and generate again. Nothing was written.
        """),
    Code.OVERLAY: _text("""
        An overlay (OpenAPI Overlay Specification) is wrong, or does not fit the document: it
        is laid over what it was written for, and a change whose target is no longer there
        would be lost without a word.
        """),
    Code.PARAMETER: _text("""
        Two parameters of a list have the same name in the same place. A parameter is known
        by both together (OpenAPI, Parameter Object).

        As a notice: a header parameter is called `Accept` or `Content-Type`. OpenAPI says to
        ignore it (Parameter Object, `name`), since the client sets these headers by what it
        sends and reads. `Authorization` should be ignored as well, but is kept: it takes the
        place of the client's credentials in the calls that give it.
        """),
    Code.PATH: _text("""
        Requests cannot be sent to this path: it begins with two slashes, by which it would
        name another host, or holds a query or a fragment, which are no part of a path. Its
        operations are left out.
        """),
    Code.PATTERN: _text("""
        A text has not the format that OpenAPI's schema asks for; mostly it is a pattern that
        is not valid, or valid only in another dialect than ECMA-262. It is not enforced.
        """),
    Code.PATH_PARAMETER: _text("""
        Every name in braces of a path needs a parameter with `in: path` of exactly that
        name and `required: true`, on the path or on the operation; and every such
        parameter needs its place in the path (OpenAPI, Path Templating).
        """),
    Code.REFERENCE: _text("""
        A `$ref` leads to nothing, in a circle, to another kind of object than belongs in its
        place, or to where nothing is read.

        References are followed within the document and to files in its folder; `--root`
        names another folder. Nothing is fetched from other hosts unless `--allow-remote`
        names them, and what was fetched is pinned in a lock file: generating a client must
        not read files or talk to servers just because a document names them. No schema may
        be made of itself by `allOf`.
        """),
    Code.SCHEMA: _text("""
        The document breaks the schema that the OpenAPI Initiative publishes for its
        version: a key is missing, is not allowed there, or has a value of another type.
        """),
    Code.SECURITY: _text("""
        An operation asks for a security scheme that `components/securitySchemes` does not
        define. The client would send requests without credentials.
        """),
    Code.SERVER: _text("""
        The URL of a server is not one that requests can be sent to: it must begin with
        http:// or https:// and a host, or be a path, and must carry neither credentials
        nor a query nor a fragment.
        """),
    Code.SIBLINGS: _text("""
        Beside a `$ref` there are other keys, which OpenAPI 3.0 says to ignore (Reference
        Object). Real documents say there what is nullable and describe it, so `description`
        and `nullable` are taken, and nothing else. From OpenAPI 3.1 on all of them count.
        """),
    Code.SWAGGER: _text("""
        A Swagger 2.0 document says something that OpenAPI 3.0, into which it is translated,
        has no counterpart for. The piece is left out, or written in the nearest way.
        """),
    Code.SYNTAX: _text("""
        The text is not JSON (RFC 8259) or YAML 1.2, or uses a part of YAML that OpenAPI
        does not allow, such as tags beyond the types of JSON.
        """),
    Code.TAG: _text("""
        Tags group operations for people (OpenAPI, Tag Object). Each is described once; its
        parent, in OpenAPI 3.2, is another one that is described, and not itself in the end.
        """),
    Code.TEMPLATE: _text("""
        A template cannot be rendered, prints something that is no code, or makes code that
        is not valid. If the template is one of clientsmith's own, this is its mistake.
        """),
    Code.THOROUGH: _text("""
        The full walk of openapi-spec-validator, which `lint --thorough` asks for, has found
        something, or could not be completed.
        """),
    Code.UNSUPPORTED: _text("""
        Something that is legal and that clientsmith cannot write yet. What is left out is
        named; the rest of the client is generated.
        """),
    Code.VALUE: _text("""
        A default or an example does not fit the schema that it belongs to. The document is
        valid all the same, but one of the two is wrong: `clientsmith doctor` finds all such
        places and writes an overlay that mends them. A default that does not fit is left
        out.
        """),
}
