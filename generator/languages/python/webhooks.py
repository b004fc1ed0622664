"""The modules that read what an API sends."""

from __future__ import annotations

from dataclasses import replace

from generator.languages import File
from generator.languages.python.documentation import lifecycle_notes
from generator.languages.python.imports import (
    RUNTIME,
    Import,
    ModuleAt,
    import_block,
    runtime,
    standard,
)
from generator.languages.python.results import reader
from generator.languages.python.spelling import Docstring
from generator.languages.python.types import Types
from generator.languages.python.views import WebhookView
from generator.model import Encoding, ListOf, MapOf, Nullable, Type
from generator.plan.layout import (
    EVENT_PARSER,
    Layout,
    ModulePath,
    PlacedWebhook,
    PlacedWebhooks,
)
from generator.plan.published import Names
from generator.text import NO_TEXT, Code, Text

_DOC = """What the API sends: each function reads the body of one kind of request.

They believe what they are given. If the API signs its requests, check the signature
first, over the very bytes."""
_CONTENT = (Code("content"), Text("The body of the request, as it was received."))
_ON_DRIFT = (
    Code("on_drift"),
    Text("Is told where it contradicts the API's description."),
)
_NAME = (
    Code("name"),
    Text(
        "Which one it is, as the API's description calls it. If it is not given, that is "
        "found out from what it holds."
    ),
)
_RAISES = (Code("DecodeError"), Code("It cannot be read."))
_UNKNOWN = (Code("InvalidArgumentError"), Code("There is none of that name."))


class WebhookModules:
    """Makes the views of all modules that read webhooks."""

    def __init__(self, layout: Layout, types: Types, names: Names) -> None:
        self._layout = layout
        taken = names.naming.reserved["class"]
        self._types = replace(types, taken=taken, has_tables=False)

    def files(self) -> list[File]:
        """One file for each API that sends something."""
        modules = self._layout.webhook_modules
        return [self._module(path, placed) for path, placed in modules.items()]

    def _module(self, path: ModulePath, placed: PlacedWebhooks) -> File:
        module = _Module(self._types, ModuleAt(path, is_package=False))
        webhooks = [module.webhook(one) for one in placed.webhooks]
        event = None if placed.event is None else module.event(placed.event)
        return File(
            "/".join(path) + ".py",
            "webhooks.py.jinja",
            {
                "doc": Docstring(tuple(map(Text, _DOC.split("\n\n")))),
                "imports": import_block(module.imports, module.at),
                "type_imports": import_block(module.type_imports, module.at, indent=4),
                "webhooks": webhooks,
                "event": event,
            },
        )


class _Module:
    """A module while it is put together."""

    def __init__(self, types: Types, at: ModuleAt) -> None:
        self._types = types
        self.at = at
        self.imports = runtime("DriftHook") | standard("typing", "TYPE_CHECKING")
        self.type_imports: set[Import] = set()

    def webhook(self, placed: PlacedWebhook) -> WebhookView:
        """The function that reads one kind of request."""
        webhook = placed.webhook
        wire = webhook.name.wire
        doc = Docstring(
            (webhook.doc.summary or Text(f"Read `{wire.raw}`."), webhook.doc.body),
            arguments=(_CONTENT, _ON_DRIFT),
            notes=tuple(lifecycle_notes(webhook.doc)),
            raises=(_RAISES,),
        )
        is_form = webhook.encoding is Encoding.FORM
        return self._view(Code(placed.parser), wire, doc, webhook.type, is_form=is_form)

    def event(self, kind: Type) -> WebhookView:
        """The function that reads any of them."""
        self.imports |= runtime("Parser", "parser_of")
        doc = Docstring(
            (Text("Read whatever the API has sent as JSON."),),
            arguments=(_CONTENT, _NAME, _ON_DRIFT),
            raises=(_RAISES, _UNKNOWN),
        )
        return self._view(Code(EVENT_PARSER), NO_TEXT, doc, kind, is_form=False)

    def _view(
        self, name: Code, wire: Text, doc: Docstring, kind: Type, *, is_form: bool
    ) -> WebhookView:
        types = self._types
        annotation = types.annotation(kind)
        if is_form:
            read = types.annotation(plain(kind))
        else:
            read = reader(kind, types)
        self.type_imports |= set(filter(_is_model, annotation.imports))
        local = set(filter(_is_model, read.imports))
        self.imports |= (annotation.imports | read.imports) - self.type_imports - local
        maker = Code("parse_form" if is_form else "parse_event")
        self.imports |= runtime(maker)
        arguments = [Code("content"), read.code, Code("on_drift")]
        if types.is_exact(kind) and not is_form:
            arguments.append(Code("exact=True"))
        block = import_block(local, self.at, indent=4)
        return WebhookView(
            name=name,
            wire=wire,
            doc=doc,
            annotation=annotation.code,
            imports=block,
            maker=maker,
            arguments=tuple(arguments),
            is_form=is_form,
            is_loose=not is_form and _is_loose(kind, read.code),
        )


def _is_loose(kind: Type, read: Code) -> bool:
    """Whether type checkers cannot see what a reader makes, as with unions."""
    is_model = read.endswith(".from_dict")
    return not is_model and not isinstance(plain(kind), ListOf | MapOf)


def plain(kind: Type) -> Type:
    """A type, null left aside."""
    return kind.inner if isinstance(kind, Nullable) else kind


def _is_model(one: Import) -> bool:
    """Whether it comes from a module of models, which is loaded when it is needed."""
    return not isinstance(one.module, str) and one.module != RUNTIME
