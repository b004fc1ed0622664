"""The package itself and the client's module."""

from __future__ import annotations

from collections.abc import Sequence

from generator.languages import File
from generator.languages.python.imports import (
    Import,
    ModuleAt,
    import_block,
    runtime,
    standard,
)
from generator.languages.python.packages import lazy_package
from generator.languages.python.resources import ResourceModules
from generator.languages.python.spelling import Docstring, literal
from generator.languages.python.views import FLAVOURS, CredentialView
from generator.model import Api, SchemeKind
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
_PARTS = {SchemeKind.BASIC: ("username", "password")}


def client_files(
    layout: Layout,
    apis: Sequence[Api],
    settings: ClientSettings,
    resources: ResourceModules,
) -> list[File]:
    """`__init__.py` and `client.py`."""
    at = ModuleAt(("client",), is_package=False)
    credentials = _credentials(apis, settings)
    imports = runtime(
        "DEFAULT_TIMEOUT",
        "AsyncBaseClient",
        "AsyncTransport",
        "BaseClient",
        "DriftHook",
        "Transport",
        "settings",
    )
    if credentials:
        imports |= runtime("BasicAuth", "Credential")
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
        "credentials": credentials,
        "base_url_variable": Text(settings.base_url_variable or ""),
        "user_agent": Text(settings.package),
        "init_doc": _init_doc(credentials, settings),
        "flavours": FLAVOURS,
    }
    client = {Import(("client",), name) for name in ("AsyncClient", "Client")}
    doc = Docstring((Text(f"A client of {title}."),))
    return [
        lazy_package((), doc, runtime(*_OFFERED) | client),
        File("client.py", "client.py.jinja", view),
    ]


def _credentials(
    apis: Sequence[Api], settings: ClientSettings
) -> tuple[CredentialView, ...]:
    """What the client is given to prove who is calling."""
    kinds = dict.fromkeys(scheme.kind for api in apis for scheme in api.schemes)
    parts = [part for kind in kinds for part in _PARTS[kind]]
    return tuple(
        CredentialView(
            Code(part),
            Code(setting.argument),
            (
                literal(Text(setting.argument)),
                Code(setting.argument),
                literal(Text(setting.variable)),
            ),
            Text(setting.variable),
        )
        for part, setting in ((part, _setting(part, settings)) for part in parts)
    )


def _setting(part: str, settings: ClientSettings) -> CredentialSetting:
    """The configured names, or `username` and `PETSTORE_USERNAME`."""
    prefix = settings.package.replace(".", "_").upper()
    default = CredentialSetting(part, f"{prefix}_{part.upper()}")
    return settings.credentials.get(part, default)


def _init_doc(
    credentials: Sequence[CredentialView], settings: ClientSettings
) -> Docstring:
    variable = settings.base_url_variable
    fallback = f" Without it, the variable {variable} is read." if variable else ""
    arguments = [
        (one.name, Text(f"Without it, the variable {one.variable.raw} is read."))
        for one in credentials
    ]
    arguments += [
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
        (Text("Make a client. Nothing is sent."),), tuple(arguments), raises=raises
    )


def _title(apis: Sequence[Api]) -> str:
    titles = dict.fromkeys(api.doc.summary.raw.rstrip(".") for api in apis)
    return ", ".join(titles)


def _bodies(apis: Sequence[Api]) -> tuple[Text, ...]:
    """The description of the API, if the client serves a single one."""
    return (apis[0].doc.body,) if len(apis) == 1 else ()
