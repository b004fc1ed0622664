"""Where everything goes: which module holds which class, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from generator.model import (
    Api,
    Declaration,
    Doc,
    Name,
    Operation,
    Parameter,
    Resource,
    Type,
    TypeId,
    Webhook,
)
from generator.plan.arguments import body_arguments, sent_types
from generator.plan.keys import operation_key
from generator.plan.models import name_types
from generator.plan.names import Scope, unused
from generator.plan.published import Names
from generator.plan.steps import Unnamed, by_name, children_of, find_steps
from generator.text import NO_TEXT, Text

ModulePath: TypeAlias = tuple[str, ...]
"""A module of the output, from the package's root: `("proxy", "v1", "services")`."""

CLIENT_MEMBERS = frozenset({"aclose", "close", "send", "stream"})
"""What a client has besides what leads to resources."""

EVENT_PARSER = "parse"
"""The function that reads whatever an API sends to us."""


@dataclass(frozen=True, slots=True)
class Place:
    """A class and the module that holds it."""

    module: ModulePath
    name: str


@dataclass(frozen=True, slots=True)
class PlacedOperation:
    key: str
    """What stands for it among all names: `proxy.v1 GET /v1/Services/{}`."""
    operation: Operation
    method: str
    """Its name among the methods of the resource."""
    builder: str
    """The name of the function that makes its request."""


@dataclass(frozen=True, slots=True)
class PlacedResource:
    """A class of the chain."""

    key: str
    """What stands for it among all names: `proxy.v1 /Services/{}`."""
    place: Place
    attribute: str
    """Its name on the class above it; empty for what an argument leads to."""
    path: tuple[Parameter, ...]
    """The arguments that lead to it."""
    operations: tuple[PlacedOperation, ...]
    children: tuple[PlacedResource, ...]
    """What its attributes lead to."""
    context: PlacedResource | None
    """What calling it with an argument leads to."""
    template: Text
    """The path of the API that leads here."""
    doc: Doc


@dataclass(frozen=True, slots=True)
class PlacedWebhook:
    webhook: Webhook
    parser: str
    """The name of the function that reads it."""


@dataclass(frozen=True, slots=True)
class PlacedWebhooks:
    """What an API sends to us, in a module of its own."""

    webhooks: tuple[PlacedWebhook, ...]
    event: Type | None
    """What any of them holds that is JSON; None if none is."""


@dataclass(slots=True)
class Layout:
    """The whole plan of a package."""

    types: dict[TypeId, Place] = field(default_factory=dict[TypeId, Place])
    declarations: dict[TypeId, Declaration] = field(
        default_factory=dict[TypeId, Declaration]
    )
    type_modules: dict[ModulePath, list[TypeId]] = field(
        default_factory=dict[ModulePath, list[TypeId]]
    )
    type_packages: dict[ModulePath, list[TypeId]] = field(
        default_factory=dict[ModulePath, list[TypeId]]
    )
    keys: dict[TypeId, str] = field(default_factory=dict[TypeId, str])
    """What stands for each type among all names."""
    sent: set[TypeId] = field(default_factory=set[TypeId])
    """The types of which a request may hold a value."""
    resource_modules: dict[ModulePath, list[PlacedResource]] = field(
        default_factory=dict[ModulePath, list[PlacedResource]]
    )
    webhook_modules: dict[ModulePath, PlacedWebhooks] = field(
        default_factory=dict[ModulePath, PlacedWebhooks]
    )
    client: list[PlacedResource] = field(default_factory=list[PlacedResource])
    """What the attributes of the client lead to."""


def lay_out(apis: Sequence[Api], names: Names) -> Layout:
    """Give everything its place."""
    layout = Layout()
    tree = _Folder(Name(Text(""), ()))
    for api in apis:
        tree.at(api.mount).apis.append(api)
    folder = _FolderLayout(layout, names, (), tree, "", "")
    layout.client = list(folder.place().children)
    return layout


@dataclass(slots=True)
class _Folder:
    """A part of a mount: the APIs that hang there, and the folders below."""

    name: Name
    apis: list[Api] = field(default_factory=list[Api])
    folders: dict[tuple[str, ...], _Folder] = field(
        default_factory=dict[tuple[str, ...], "_Folder"]
    )

    def at(self, mount: Iterable[Name]) -> _Folder:
        folder = self
        for part in mount:
            folder = folder.folders.setdefault(part.words, _Folder(part))
        return folder


class _FolderLayout:
    """Places one folder of modules, and those below it."""

    def __init__(
        self,
        layout: Layout,
        names: Names,
        path: ModulePath,
        folder: _Folder,
        class_name: str,
        mount: str,
    ) -> None:
        self._layout = layout
        self._names = names
        self._path = path
        self._folder = folder
        self._mount = mount
        files = ["__init__", "client", "models", "_runtime"]
        if not path:
            files.append("testing")
        self._modules = names.scope("modules", mount, reserved=files)
        self._class_name = class_name
        own = (class_name, f"Async{class_name}")
        self._classes = names.scope("classes", mount, reserved=own, twins=True)
        self._called: dict[str, Place] = {}

    def place(self) -> PlacedResource:
        """The class of the folder itself."""
        attributes = self._names.scope("members", self._mount, reserved=CLIENT_MEMBERS)
        folders = self._folder.folders
        below = {words: self._below(words, attributes) for words in sorted(folders)}
        children = [below[words] for words in folders]
        doc = Doc()
        for api in self._folder.apis:
            doc = doc or api.doc
            self._place_types(api)
            self._layout.sent |= sent_types(api)
            steps = find_steps(api.root)
            self._called = self._name(steps)
            placed = {
                step.name: self._static(step, (), attributes, chain)
                for chain, step in sorted(steps.items(), key=by_name)
            }
            children += [placed[step.name] for step in steps.values()]
            self._place_webhooks(api)
        own = PlacedResource(
            self._mount,
            Place(self._path, self._class_name),
            "",
            (),
            (),
            tuple(children),
            None,
            NO_TEXT,
            doc,
        )
        if self._path:
            self._layout.resource_modules.setdefault(self._path, []).append(own)
        return own

    def _below(self, words: tuple[str, ...], attributes: Scope) -> PlacedResource:
        """A folder in this one."""
        part = self._folder.folders[words]
        key = f".{part.name.wire.raw}"
        attribute = attributes.take("attribute", key, part.name)
        module = self._modules.take("module", key, part.name)
        name = Name(part.name.wire, part.name.words, self._folder.name.words)
        inner = _FolderLayout(
            self._layout,
            self._names,
            (*self._path, module),
            part,
            self._classes.take("class", key, name),
            f"{self._mount}{key}".removeprefix("."),
        )
        return replace(inner.place(), attribute=attribute)

    def _name(self, steps: Mapping[str, Resource]) -> dict[str, Place]:
        """Names for all modules and classes, by their keys.

        What is nearer to the client chooses first: it has fewer words to be told by.
        """
        called: dict[str, Place] = {}
        level = [Unnamed(chain, step) for chain, step in steps.items()]
        while level:
            level.sort(key=lambda one: (one.resource.name.wire.raw, one.chain))
            for one in level:
                name, module = one.name, one.module
                if one.resource.argument is None:
                    taken = self._modules.take("module", one.chain, name)
                    module = (*self._path, taken)
                place = Place(module, self._classes.take("class", one.chain, name))
                called[one.chain] = place
            level = [
                below for one in level for below in one.below(called[one.chain].module)
            ]
        return called

    def _static(
        self,
        resource: Resource,
        path: tuple[Parameter, ...],
        attributes: Scope,
        chain: str,
    ) -> PlacedResource:
        """A resource with a module of its own."""
        return self._resource(
            resource,
            path,
            attributes.take("attribute", chain, resource.name),
            self._names.scope("functions", self._mount, chain),
            chain,
        )

    def _resource(
        self,
        resource: Resource,
        path: tuple[Parameter, ...],
        attribute: str,
        functions: Scope,
        chain: str,
    ) -> PlacedResource:
        """A class, and all that its attributes and its arguments lead to."""
        place = self._called[chain]
        members = self._names.scope("members", self._mount, chain)
        position = self._layout.resource_modules.setdefault(place.module, [])
        index = len(position)
        operations = self._operations(resource.operations, members, functions)
        children: dict[Name, PlacedResource] = {}
        context: PlacedResource | None = None
        for below, child in sorted(children_of(resource, chain).items(), key=by_name):
            if child.argument is None:
                children[child.name] = self._static(child, path, members, below)
            else:
                arguments = (*path, child.argument)
                context = self._resource(child, arguments, "", functions, below)
        placed = PlacedResource(
            f"{self._mount} {chain}".lstrip(),
            place,
            attribute,
            path,
            operations,
            tuple(children[c.name] for c in resource.children if c.name in children),
            context,
            resource.template,
            resource.doc,
        )
        position.insert(index, placed)
        return placed

    def _operations(
        self, operations: Sequence[Operation], members: Scope, functions: Scope
    ) -> tuple[PlacedOperation, ...]:
        """Methods by their verb, or by their whole name where two verbs are the same."""
        verbs = [operation.verb for operation in operations]
        keys = list(map(operation_key, operations))
        wishes = [
            Name(one.name.wire, one.verb) if verbs.count(one.verb) == 1 else one.name
            for one in operations
        ]
        builders = map(_builder_name, operations)
        return tuple(
            PlacedOperation(f"{self._mount} {key}".lstrip(), operation, method, builder)
            for key, operation, method, builder in zip(
                keys,
                operations,
                members.take_all("method", zip(keys, wishes, strict=True)),
                functions.take_all("function", zip(keys, builders, strict=True)),
                strict=True,
            )
        )

    def _place_types(self, api: Api) -> None:
        if not api.types:
            return
        package = (*self._path, "models")
        named = name_types(api, self._names, self._mount)
        layout = self._layout
        for declaration in api.types:
            one, called = declaration.id, named[declaration.id]
            place = Place((*package, called.module), called.name)
            layout.types[one] = place
            layout.declarations[one] = declaration
            layout.keys[one] = f"{self._mount} {called.key}".lstrip()
            layout.type_modules.setdefault(place.module, []).append(one)
            layout.type_packages.setdefault(package, []).append(one)

    def _place_webhooks(self, api: Api) -> None:
        """A module for what the API sends; resources have chosen their names before."""
        if not api.webhooks:
            return
        name = Name(Text("webhooks"), ("webhooks",), ("received",))
        key = unused("webhooks", self._modules.given)
        module = (*self._path, self._modules.take("module", key, name))
        scope = self._names.scope(
            "functions", self._mount, key, reserved=(EVENT_PARSER,)
        )
        wishes = [(one.id, _parser_name(one)) for one in api.webhooks]
        placed = map(PlacedWebhook, api.webhooks, scope.take_all("function", wishes))
        self._layout.webhook_modules[module] = PlacedWebhooks(tuple(placed), api.event)


def _parser_name(webhook: Webhook) -> Name:
    """`parse batch completed`."""
    own = webhook.name
    return Name(own.wire, ("parse", *own.words), own.qualifiers)


def _builder_name(operation: Operation) -> Name:
    """The name of the function that makes the request: not that of an argument of it."""
    arguments = [one.name.words for one in operation.parameters]
    arguments += [field.name.words for field in body_arguments(operation.body)]
    if operation.name.words not in arguments:
        return operation.name
    return Name(operation.name.wire, (*operation.name.words, "request"))
