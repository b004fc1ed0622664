"""The modules that hold resources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.languages import File
from generator.languages.python.imports import (
    Import,
    ModuleAt,
    import_block,
    runtime,
    standard,
)
from generator.languages.python.operations import Operations
from generator.languages.python.spelling import Docstring
from generator.languages.python.types import Types
from generator.languages.python.views import (
    FLAVOURS,
    ArgumentView,
    ChildView,
    ContextView,
    ResourceView,
)
from generator.plan.credentials import Credentials
from generator.plan.layout import Layout, ModulePath, PlacedResource
from generator.plan.published import Names
from generator.text import Code, Text


class ResourceModules:
    """Makes the views of all modules of resources."""

    def __init__(
        self, layout: Layout, types: Types, names: Names, credentials: Credentials
    ) -> None:
        self._layout = layout
        self._types = types
        self._names = names
        self._credentials = credentials
        inner = (
            *layout.resource_modules,
            *layout.type_packages,
            *layout.webhook_modules,
        )
        self._packages = frozenset(path[:-1] for path in inner if path)

    def files(self) -> list[File]:
        """One file for each module."""
        return [
            self._module(path, placed)
            for path, placed in self._layout.resource_modules.items()
        ]

    def children(
        self, placed: Sequence[PlacedResource], at: ModuleAt
    ) -> tuple[ChildView, ...]:
        """The attributes that lead to resources."""
        return tuple(
            ChildView(
                Code(child.attribute),
                Code(child.place.name),
                Code(at.relative(child.place.module)),
                _brief(_resource_doc(child)),
            )
            for child in placed
        )

    def _module(self, path: ModulePath, placed: list[PlacedResource]) -> File:
        is_package = path in self._packages
        at = ModuleAt(path, is_package)
        imports: set[Import] = runtime("AsyncResource", "Resource")
        linked = [child for one in placed for child in one.children]
        taken = frozenset(
            f"{prefix}{one.place.name}"
            for one in (*placed, *linked)
            for prefix in ("", "Async")
        ).union(self._names.naming.reserved["class"])
        builders = frozenset(o.builder for one in placed for o in one.operations)
        types = replace(self._types, taken=taken, has_tables=False, members=builders)
        resources = [self._resource(one, at, types, imports) for one in placed]
        type_imports = {
            Import(child.place.module, name)
            for child in linked
            for name in (child.place.name, f"Async{child.place.name}")
        }
        if type_imports:
            imports |= standard("typing", "TYPE_CHECKING")
        name = "/__init__.py" if is_package else ".py"
        return File(
            "/".join(path) + name,
            "resources.py.jinja",
            {
                "doc": _brief(_resource_doc(placed[0])),
                "imports": import_block(imports, at),
                "uses_deprecated": types.has_deprecated(imports),
                "type_imports": import_block(type_imports, at, indent=4),
                "resources": resources,
                "flavours": FLAVOURS,
                "operations": [o for r in resources for o in r.operations],
            },
        )

    def _resource(
        self, placed: PlacedResource, at: ModuleAt, types: Types, imports: set[Import]
    ) -> ResourceView:
        members = [one.method for one in placed.operations]
        members += [child.attribute for child in placed.children]
        shadowed = types.members.union(members)
        types = replace(types, members=shadowed)
        path = [types.argument(argument.type) for argument in placed.path]
        for annotation in path:
            imports |= annotation.imports
        operations = Operations(types, self._names, self._credentials, path)
        context = None
        if placed.context is not None:
            argument = placed.context.path[-1]
            scope = self._names.scope("arguments", placed.context.key)
            name = scope.take("argument", "path 1", argument.name)
            annotation = types.argument(argument.type)
            imports |= annotation.imports
            context = ContextView(
                Code(placed.context.place.name),
                ArgumentView(Code(name), annotation.code),
                Docstring(
                    (
                        Text(
                            f"One of them, by its `{argument.name.wire.raw}`. Sends nothing."
                        ),
                    ),
                    arguments=((Code(name), argument.doc.body),),
                ),
            )
        return ResourceView(
            name=Code(placed.place.name),
            doc=_resource_doc(placed),
            path=tuple(annotation.code for annotation in path),
            children=self.children(placed.children, at),
            context=context,
            operations=tuple(
                operations.view(operation, shadowed, imports)
                for operation in placed.operations
            ),
        )


def _resource_doc(placed: PlacedResource) -> Docstring:
    if placed.doc:
        return Docstring((placed.doc.summary, placed.doc.body))
    if placed.template:
        return Docstring((Text(f"What is found at `{placed.template.raw}`."),))
    return Docstring((Text(f"What belongs to {placed.place.name}."),))


def _brief(doc: Docstring) -> Docstring:
    """The first of its paragraphs that says something."""
    return Docstring(tuple(text for text in doc.paragraphs if text)[:1])
