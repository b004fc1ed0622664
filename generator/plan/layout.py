"""Where everything goes: which module holds which class, and what they are called."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from generator.model import (
    Api,
    Declaration,
    Doc,
    Enumeration,
    Name,
    Operation,
    Parameter,
    Resource,
    TypeId,
)
from generator.plan.arguments import body_arguments, sent_types
from generator.plan.graph import cycles, uses
from generator.plan.names import Naming, Scope
from generator.text import NO_TEXT, Text

ModulePath: TypeAlias = tuple[str, ...]
"""A module of the output, from the package's root: `("proxy", "v1", "services")`."""

_ID_WORDS = frozenset({"code", "id", "key", "name", "number", "sid", "slug", "uuid"})


@dataclass(frozen=True, slots=True)
class Place:
    """A class and the module that holds it."""

    module: ModulePath
    name: str


@dataclass(frozen=True, slots=True)
class PlacedOperation:
    operation: Operation
    method: str
    """Its name among the methods of the resource."""
    builder: str
    """The name of the function that makes its request."""


@dataclass(frozen=True, slots=True)
class PlacedResource:
    """A class of the chain."""

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
    sent: set[TypeId] = field(default_factory=set[TypeId])
    """The types of which a request may hold a value."""
    resource_modules: dict[ModulePath, list[PlacedResource]] = field(
        default_factory=dict[ModulePath, list[PlacedResource]]
    )
    client: list[PlacedResource] = field(default_factory=list[PlacedResource])
    """What the attributes of the client lead to."""


def lay_out(apis: Sequence[Api], naming: Naming) -> Layout:
    """Give everything its place."""
    layout = Layout()
    tree = _Folder(Name(Text(""), ()))
    for api in apis:
        tree.at(api.mount).apis.append(api)
    folder = _FolderLayout(layout, naming, (), tree, "")
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
        naming: Naming,
        path: ModulePath,
        folder: _Folder,
        class_name: str,
    ) -> None:
        self._layout = layout
        self._naming = naming
        self._path = path
        self._folder = folder
        self._modules = Scope(naming)
        self._modules.reserve("__init__", "client", "models", "_runtime")
        self._class_name = class_name
        self._classes = Scope(naming)
        self._classes.reserve(class_name, f"Async{class_name}")

    def place(self) -> PlacedResource:
        """The class of the folder itself."""
        attributes = Scope(self._naming)
        attributes.reserve("send", "close", "aclose")
        children: list[PlacedResource] = []
        doc = Doc()
        for part in self._folder.folders.values():
            attribute = attributes.take("attribute", part.name)
            module = self._modules.take("module", part.name)
            above = self._folder.name.words
            name = Name(part.name.wire, part.name.words, above)
            inner = _FolderLayout(
                self._layout,
                self._naming,
                (*self._path, module),
                part,
                self._classes.take_twins("class", name),
            ).place()
            children.append(replace(inner, attribute=attribute))
        for api in self._folder.apis:
            doc = doc or api.doc
            self._place_types(api)
            self._layout.sent |= sent_types(api)
            steps = _steps(api.root)
            placed = {
                step.name: self._static(step, (), attributes, ())
                for step in _by_name(steps)
            }
            children += [placed[step.name] for step in steps]
        place = Place(self._path, self._class_name)
        own = PlacedResource(place, "", (), (), tuple(children), None, NO_TEXT, doc)
        if self._path:
            self._layout.resource_modules.setdefault(self._path, []).append(own)
        return own

    def _static(
        self,
        resource: Resource,
        path: tuple[Parameter, ...],
        attributes: Scope,
        above: tuple[str, ...],
    ) -> PlacedResource:
        """A resource with a module of its own."""
        name = Name(resource.name.wire, resource.name.words, above)
        module = (*self._path, self._modules.take("module", name))
        return self._resource(
            resource,
            path,
            module,
            self._classes.take_twins("class", name),
            attributes.take("attribute", resource.name),
            Scope(self._naming),
            (*above, *resource.name.words),
        )

    def _resource(
        self,
        resource: Resource,
        path: tuple[Parameter, ...],
        module: ModulePath,
        class_name: str,
        attribute: str,
        functions: Scope,
        above: tuple[str, ...],
    ) -> PlacedResource:
        """A class, and all that its attributes and its arguments lead to."""
        members = Scope(self._naming)
        position = self._layout.resource_modules.setdefault(module, [])
        index = len(position)
        operations = _place_operations(resource.operations, members, functions)
        children: dict[Name, PlacedResource] = {}
        context: PlacedResource | None = None
        for child in _by_name(resource.children):
            if child.argument is None:
                children[child.name] = self._static(child, path, members, above)
            else:
                context = self._resource(
                    child,
                    (*path, child.argument),
                    module,
                    self._classes.take_twins(
                        "class", _context_name(child, resource, above)
                    ),
                    "",
                    functions,
                    above,
                )
        placed = PlacedResource(
            Place(module, class_name),
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

    def _place_types(self, api: Api) -> None:
        """Each record has a module, which it shares with what only it needs.

        Types that need each other share one as well, so that no import is circular.
        """
        if not api.types:
            return
        package = (*self._path, "models")
        # What things are called must not depend on the order of the document.
        by_id = {one.id: one for one in sorted(api.types, key=lambda one: one.id)}
        homes = _homes(by_id.values())
        modules = Scope(self._naming)
        modules.reserve("__init__")
        classes = Scope(self._naming)
        paths: dict[TypeId, ModulePath] = {}
        places: dict[TypeId, Place] = {}
        for identifier, declaration in by_id.items():
            home = homes[identifier]
            if home not in paths:
                name = modules.take("module", by_id[home].name)
                paths[home] = (*package, name)
            name = classes.take("model", declaration.name)
            places[identifier] = Place(paths[home], name)
        for declaration in api.types:
            place = places[declaration.id]
            self._layout.types[declaration.id] = place
            self._layout.declarations[declaration.id] = declaration
            self._layout.type_modules.setdefault(place.module, []).append(
                declaration.id
            )
            self._layout.type_packages.setdefault(package, []).append(declaration.id)


def _steps(root: Resource) -> list[Resource]:
    """What an API's attributes lead to.

    The path `/` gets a step of its own, and so does a path that begins with an argument:
    `by_owner`, to be called with it.
    """
    steps: list[Resource] = []
    for child in root.children:
        if child.argument is not None:
            name = Name(child.name.wire, ("by", *child.name.words))
            child = replace(root, name=name, operations=(), children=(child,))
        steps.append(child)
    if root.operations:
        steps.append(replace(root, name=Name(Text("/"), ("root",)), children=()))
    return steps


def _by_name(resources: Iterable[Resource]) -> list[Resource]:
    """In an order that does not depend on that of the document."""
    return sorted(resources, key=lambda one: one.name.wire.raw)


def _homes(types: Collection[Declaration]) -> dict[TypeId, TypeId]:
    """For each type, the one that gives its module the name."""
    graph = {declaration.id: uses(declaration) for declaration in types}
    users: dict[TypeId, list[TypeId]] = {}
    for user, used in graph.items():
        for identifier in used:
            users.setdefault(identifier, []).append(user)
    together = cycles(graph)
    homes: dict[TypeId, TypeId] = {}
    for declaration in types:
        owners = {together[user] for user in users.get(declaration.id, [])}
        alone = isinstance(declaration, Enumeration) and len(owners) == 1
        homes[declaration.id] = owners.pop() if alone else together[declaration.id]
    return homes


def _place_operations(
    operations: Sequence[Operation], members: Scope, functions: Scope
) -> tuple[PlacedOperation, ...]:
    """Methods by their verb, or by their whole name where two verbs are the same."""
    verbs = [operation.verb for operation in operations]
    methods = members.take_all(
        "method",
        [
            Name(one.name.wire, one.verb) if verbs.count(one.verb) == 1 else one.name
            for one in operations
        ],
    )
    builders = functions.take_all("function", list(map(_builder_name, operations)))
    return tuple(map(PlacedOperation, operations, methods, builders))


def _builder_name(operation: Operation) -> Name:
    """The name of the function that makes the request: not that of an argument of it."""
    arguments = [one.name.words for one in operation.parameters]
    arguments += [field.name.words for field in body_arguments(operation.body)]
    if operation.name.words not in arguments:
        return operation.name
    return Name(operation.name.wire, (*operation.name.words, "request"))


def _context_name(
    argument: Resource, collection: Resource, above: tuple[str, ...]
) -> Name:
    """`ServiceContext` for `ServiceSid`; after the collection for a mere `Sid`."""
    words = argument.name.words
    while words and words[-1] in _ID_WORDS:
        words = words[:-1]
    words = words or collection.name.words
    return Name(argument.name.wire, (*words, "context"), above)
