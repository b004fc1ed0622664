"""The package itself and the client's module."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    "ServerError",
    "StatusError",
    "Transport",
    "TransportError",
    "UnexpectedContentTypeError",
    "UnexpectedRedirectError",
    "UnprocessableEntityError",
    "Unset",
)
# What the client's constructor has besides credentials, and what it uses.
RESERVED = frozenset(
    {"base_url", "on_drift", "strict", "timeout", "transport"}
    | {"os", "self", "settings", "super"}
)
_CLASSES = {
    SchemeKind.BASIC: "BasicAuth",
    SchemeKind.BEARER: "BearerAuth",
    SchemeKind.OAUTH2: "BearerAuth",
    SchemeKind.OPEN_ID_CONNECT: "BearerAuth",
    SchemeKind.API_KEY: "ApiKeyAuth",
}


def client_files(
    layout: Layout,
    apis: Sequence[Api],
    settings: ClientSettings,
    credentials: Credentials,
    resources: ResourceModules,
) -> list[File]:
    """`__init__.py` and `client.py`."""
    at = ModuleAt(("client",), is_package=False)
    pair = _pair(credentials)
    unordered = arguments(credentials.schemes)
    given = {name: unordered[name] for name in (*pair, *unordered)}
    views = {name: _argument(name, schemes) for name, schemes in given.items()}
    imports = runtime(
        "DEFAULT_TIMEOUT",
        "AsyncBaseClient",
        "AsyncTransport",
        "BaseClient",
        "DriftHook",
        "Transport",
        "settings",
    )
    imports |= runtime(*(_CLASSES[one.scheme.kind] for one in credentials.schemes))
    if given:
        imports |= runtime("Credential")
    if any("Callable" in one.annotation for one in views.values()):
        imports |= standard("collections.abc", "Callable")
    if settings.base_url_variable:
        imports |= standard("os")
    if layout.client:
        imports |= standard("typing", "TYPE_CHECKING")
    type_imports = {
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
        lazy_package((), doc, runtime(*_OFFERED, *offered_besides(apis)) | client),
        File("client.py", "client.py.jinja", view),
    ]


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
        (
            Code("timeout"),
            Text(
                "Seconds that sending, and waiting for more of the response, may take,"
                " each. Connecting has the same limit, but no more than 5 seconds."
            ),
        ),
        (Code("transport"), Text("What carries the requests; httpx2 if not given.")),
        (
            Code("strict"),
            Text("Raise `DriftError` where a response contradicts its description."),
        ),
        (Code("on_drift"), Text("Is told of each such contradiction.")),
    ]
    raises = (
        (
            Code("ConfigurationError"),
            Code("The credentials or the URL cannot be used."),
        ),
        (Code("InvalidArgumentError"), Code("The timeout is not finite.")),
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
