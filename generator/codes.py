"""All kinds of problems, each with a stable name and an explanation."""

from __future__ import annotations

from enum import Enum
from textwrap import dedent


class Code(Enum):
    """The name of a kind of problem is stable; `explanation` says what the rule is."""

    COMPONENT_NAME = "component-name"
    CONFIGURATION = "configuration"
    CONTRADICTION = "contradiction"
    DIALECT = "dialect"
    DISCRIMINATOR = "discriminator"
    DUPLICATE_KEY = "duplicate-key"
    FILE = "file"
    LIMIT = "limit"
    NOT_OPENAPI = "not-openapi"
    OPERATION_ID = "operation-id"
    OUTPUT = "output"
    PARAMETER = "parameter"
    PATH = "path"
    PATH_PARAMETER = "path-parameter"
    PATTERN = "pattern"
    REFERENCE = "reference"
    SCHEMA = "schema"
    SECURITY = "security"
    SERVER = "server"
    SYNTAX = "syntax"
    TEMPLATE = "template"
    UNSUPPORTED = "unsupported"

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
        A schema contradicts itself: a default that its enumeration lacks, an array whose
        items are not described although OpenAPI 3.0 asks for it, an `allOf` of types that
        no value can have at once. The part in question is left out of the client.
        """),
    Code.DISCRIMINATOR: _text("""
        The mapping of a discriminator leads to a schema that the document does not have.
        Its values are names of components or references; nothing is fetched.
        """),
    Code.DIALECT: _text("""
        A vendor's extension (`x-...`) says something that clientsmith does not know, or
        that does not fit the rest of the document. It is not used.

        Extensions are read from a list of known ones only: a document must not be able to
        choose names, types or imports of the generated code through a key of its own.
        """),
    Code.DUPLICATE_KEY: _text("""
        A mapping has the same key twice. Neither JSON nor YAML gives that a meaning, and
        readers that keep the last one silently lose the first. Remove one of them.
        """),
    Code.FILE: _text("""
        A file cannot be read: it does not exist, is a folder, or may not be opened.
        """),
    Code.LIMIT: _text("""
        The document is larger, nested more deeply, or made larger by aliases than any
        honest document is. The limits keep a document from exhausting memory or time; the
        largest public descriptions stay far below them.
        """),
    Code.NOT_OPENAPI: _text("""
        The file is not a description that clientsmith can read: it has no `openapi`, or
        one that names another version than 3.0, 3.1 or 3.2. The version must be a text:
        write `openapi: "3.1.0"`, since `3.1` without quotes is a number.
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
    Code.PARAMETER: _text("""
        Two parameters of a list have the same name in the same place. A parameter is known
        by both together (OpenAPI, Parameter Object).
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
        A `$ref` leads to nothing, in a circle, or out of the document.

        Where a schema belongs, a reference must lead to a schema. References are followed
        within the document (`#/components/...`), and no schema may be made of itself by
        `allOf`. Nothing is
        fetched: a reference to a host or to a file elsewhere is an error, because
        generating a client must not read files or talk to servers that a document names.
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
    Code.SYNTAX: _text("""
        The text is not JSON (RFC 8259) or YAML 1.2, or uses a part of YAML that OpenAPI
        does not allow, such as tags beyond the types of JSON.
        """),
    Code.TEMPLATE: _text("""
        A template cannot be rendered, prints something that is no code, or makes code that
        is not valid. If the template is one of clientsmith's own, this is its mistake.
        """),
    Code.UNSUPPORTED: _text("""
        Something that is legal and that clientsmith cannot write yet. What is left out is
        named; the rest of the client is generated.
        """),
}
