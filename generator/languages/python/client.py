"""The package itself and the client's module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.languages import File
from generator.languages.python.imports import (
    Import,
    ModuleAt,
    import_block,
    runtime,
    standard,
)
from generator.languages.python.offers import offered_besides
from generator.languages.python.packages import lazy_package
from generator.languages.python.resources import ResourceModules
from generator.languages.python.spelling import Docstring, call, literal
from generator.languages.python.views import FLAVOURS, ArgumentView, SchemeView
from generator.model import Api, SchemeKind
from generator.plan.credentials import Credentials, PlannedScheme, arguments
from generator.plan.layout import Layout
from generator.plan.settings import ClientSettings, CredentialSetting
from generator.text import Code, Text

# What of the run time a user of the package may need.
_OFFERED = (
    "UNSET",
    "ApiError",
    "AsyncTransport",
    "Attempt",
    "AttemptHook",
    "AttemptResult",
    "AuthenticationError",
    "BadRequestError",
    "CallOptions",
    "ConfigurationError",
    "ConflictError",
    "ConnectError",
    "DecodeError",
    "Drift",
    "DriftError",
    "HttpRequest",
    "HttpResponse",
    "InvalidArgumentError",
    "MissingArgumentError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "Request",
    "RequestTimeoutError",
    "Response",
    "ResponseTooLargeError",
    "ServerError",
    "StatusError",
    "Transport",
    "TransportError",
    "UnexpectedContentTypeError",
    "UnexpectedRedirectError",
    "UnprocessableEntityError",
    "Unset",
)
# What users of lists that come in pages may need besides.
_OFFERED_FOR_PAGES = (
    "AsyncPager",
    "ForeignPageError",
    "Page",
    "Pager",
    "PagingError",
    "RepeatedPageError",
    "TooManyPagesError",
)
# What of the run time every `client.py` uses.
_USED = (
    "DEFAULT_DEADLINE",
    "DEFAULT_MAX_RESPONSE_BYTES",
    "DEFAULT_RETRIES",
    "DEFAULT_TIMEOUT",
    "AsyncBaseClient",
    "AsyncTransport",
    "AttemptHooks",
    "BaseClient",
    "DriftHook",
    "Transport",
    "settings",
)
# What the client's constructor has besides credentials.
OWN_ARGUMENTS = frozenset(
    {"base_url", "deadline", "follow_redirects", "hooks", "max_response_bytes"}
    | {"on_drift", "retries", "ssl_context", "strict", "timeout", "transport"}
)
# What it uses beside these.
RESERVED = OWN_ARGUMENTS | {"os", "self", "settings", "super"}
_CLASSES = {
    SchemeKind.BASIC: "BasicAuth",
    SchemeKind.BEARER: "BearerAuth",
    SchemeKind.OAUTH2: "BearerAuth",
    SchemeKind.OPEN_ID_CONNECT: "BearerAuth",
    SchemeKind.API_KEY: "ApiKeyAuth",
}
# What is said of the arguments that all clients have.
_OPTIONS = (
    (
        Code("timeout"),
        Text(
            "Seconds that sending, and waiting for more of the response, may take, each."
            " Connecting has the same limit, but no more than 5 seconds."
        ),
    ),
    (
        Code("deadline"),
        Text("Seconds that a call may take, with all attempts and waits between."),
    ),
    (
        Code("retries"),
        Text(
            "How often a request is repeated at most. One that may do something twice,"
            " such as a POST, is only if it was not carried out, or has an idempotency"
            " key."
        ),
    ),
    (
        Code("max_response_bytes"),
        Text("How large a response may be, unpacked. The rest is not even read."),
    ),
    (
        Code("follow_redirects"),
        Text("Follow those of GET and HEAD that stay on the same server."),
    ),
    (Code("transport"), Text("What carries the requests; httpx2 if not given.")),
    (
        Code("ssl_context"),
        Text("How httpx2 verifies servers; as the system does if not given."),
    ),
    (Code("hooks"), Text("Are told of each attempt to send a request.")),
    (
        Code("strict"),
        Text("Raise `DriftError` where a response contradicts its description."),
    ),
    (Code("on_drift"), Text("Is told of each such contradiction.")),
)


def client_files(
    layout: Layout,
    apis: Sequence[Api],
    settings: ClientSettings,
    credentials: Credentials,
    resources: ResourceModules,
) -> list[File]:
    """`__init__.py`, `client.py` and `testing.py`."""
    at = ModuleAt(("client",), is_package=False)
    pair = _pair(credentials)
    unordered = arguments(credentials.schemes)
    given = {name: unordered[name] for name in (*pair, *unordered)}
    views = {name: _argument(name, schemes) for name, schemes in given.items()}
    imports = _imports(credentials, views.values(), settings)
    # Whoever has a context has loaded its module, which is a slow one.
    type_imports = standard("ssl", "SSLContext") | {
        Import(child.place.module, name)
        for child in layout.client
        for name in (child.place.name, f"Async{child.place.name}")
    }
    title = _title(apis)
    view = {
        "doc": Docstring((Text(f"The clients of {title}."),)),
        "class_doc": Docstring((Text(f"{title}."), *_bodies(apis))),
        "imports": import_block(imports, at),
        "type_imports": import_block(type_imports, at, indent=4),
        "children": resources.children(layout.client, at),
        "positional": [views[name] for name in pair],
        "keywords": [view for name, view in views.items() if name not in pair],
        "schemes": tuple(map(_scheme, credentials.schemes)),
        "needed": tuple(tuple(map(Code, keys)) for keys in credentials.needed),
        "base_url_variable": Text(settings.base_url_variable or ""),
        "user_agent": Text(settings.package),
        "init_doc": _init_doc(given, settings),
        "flavours": FLAVOURS,
    }
    client = {Import(("client",), name) for name in ("AsyncClient", "Client")}
    doc = Docstring((Text(f"A client of {title}."),))
    return [
        lazy_package((), doc, _offered(apis, credentials) | client),
        File("client.py", "client.py.jinja", view),
        File("testing.py", "testing.py.jinja", {}),
    ]


def _offered(apis: Sequence[Api], credentials: Credentials) -> set[Import]:
    """What of the run time the package offers."""
    offered = runtime(*_OFFERED, *offered_besides(apis))
    if any(one.scheme.token_url for one in credentials.schemes):
        offered |= runtime("ClientCredentials")
    resources = (resource for api in apis for resource in api.root.walk())
    if any(one.paging for step in resources for one in step.operations):
        offered |= runtime(*_OFFERED_FOR_PAGES)
    return offered


def _imports(
    credentials: Credentials, given: Iterable[ArgumentView], settings: ClientSettings
) -> set[Import]:
    """What `client.py` imports at run time."""
    imports = runtime(*_USED)
    imports |= runtime(*(_CLASSES[one.scheme.kind] for one in credentials.schemes))
    imports |= standard("typing", "TYPE_CHECKING")
    if credentials.schemes:
        imports |= runtime("Credential")
    annotations = [one.annotation for one in given]
    if any("ClientCredentials" in one for one in annotations):
        imports |= runtime("ClientCredentials")
    if any("Callable" in one for one in annotations):
        imports |= standard("collections.abc", "Callable")
    if settings.base_url_variable:
        imports |= standard("os")
    return imports


def _pair(credentials: Credentials) -> list[str]:
    """The user name and the password, if there is one pair: nobody mistakes the two."""
    pairs = {
        tuple(setting.argument for setting in one.parts)
        for one in credentials.schemes
        if one.scheme.kind is SchemeKind.BASIC
    }
    return [*pairs.pop()] if len(pairs) == 1 else []


def _scheme(planned: PlannedScheme) -> SchemeView:
    """The scheme, made of what the client was given."""
    arguments: list[Code] = []
    scheme = planned.scheme
    if scheme.location is not None:
        arguments += [literal(Code(scheme.location.value)), literal(scheme.place)]
    arguments += [_credential(setting) for setting in planned.parts]
    if scheme.token_url:
        arguments.append(Code(f"token_url={literal(scheme.token_url)}"))
    head = f"{literal(Code(planned.key))}: {_CLASSES[scheme.kind]}"
    return SchemeView(Code(head), tuple(arguments))


def _credential(setting: CredentialSetting) -> Code:
    name = Code(setting.argument)
    variable = (literal(Code(setting.variable)),) if setting.variable else ()
    return call((literal(name), name, *variable), "Credential", 24, 1)


def _argument(name: str, schemes: Sequence[PlannedScheme]) -> ArgumentView:
    """An argument of the client: what is secret for long may change, and be fetched."""
    is_text = any(one.scheme.kind is SchemeKind.BASIC for one in schemes)
    annotation = "str | None" if is_text else "str | Callable[[], str] | None"
    if any(one.scheme.token_url for one in schemes):
        annotation = "str | Callable[[], str] | ClientCredentials | None"
    return ArgumentView(Code(name), Code(annotation), Code("None"))


def _argument_doc(name: str, schemes: Sequence[PlannedScheme]) -> Text:
    """What an argument is, and what is taken in its place."""
    scheme = schemes[0].scheme
    setting = next(one for one in schemes[0].parts if one.argument == name)
    match scheme.kind:
        case SchemeKind.BASIC:
            is_user = setting is schemes[0].parts[0]
            what = "The user name." if is_user else "The password."
        case SchemeKind.API_KEY:
            what = "The key, or a function that gives it."
        case _:
            what = "The token, or a function that gives one whenever a request is made."
            if scheme.token_url:
                what = (
                    "The token, or a function that gives one whenever a request is made, "
                    f"or `ClientCredentials`, which get one of {scheme.token_url.raw}."
                )
    if setting.variable:
        what = f"{what} Without it, the variable {setting.variable} is read."
    return Text(f"{what} {scheme.doc.body.raw}".rstrip())


def _init_doc(
    arguments: Mapping[str, Sequence[PlannedScheme]], settings: ClientSettings
) -> Docstring:
    variable = settings.base_url_variable
    fallback = f" Without it, the variable {variable} is read." if variable else ""
    described = [
        (Code(name), _argument_doc(name, schemes))
        for name, schemes in arguments.items()
    ]
    described += [
        (Code("base_url"), Text(f"Another server to send all requests to.{fallback}")),
        *_OPTIONS,
    ]
    raises = (
        (
            Code("ConfigurationError"),
            Code("The credentials or the URL cannot be used."),
        ),
        (Code("InvalidArgumentError"), Code("A number is out of its range.")),
    )
    return Docstring(
        (Text("Make a client. Nothing is sent."),), tuple(described), raises=raises
    )


def _title(apis: Sequence[Api]) -> str:
    titles = dict.fromkeys(api.doc.summary.raw.rstrip(".") for api in apis)
    return ", ".join(titles)


def _bodies(apis: Sequence[Api]) -> tuple[Text, ...]:
    """The description of the API, if the client serves a single one."""
    return (apis[0].doc.body,) if len(apis) == 1 else ()
