"""Swagger 2.0 documents become OpenAPI 3.0.3 documents.

Nothing after this knows of Swagger, but for the places: each part of the result knows
where in the Swagger document it was written.
"""

from __future__ import annotations

from collections.abc import Callable

from generator.diagnostics import Diagnostics
from generator.document import Document, Json, Node
from generator.swagger.bodies import Bodies
from generator.swagger.inheritance import note_renamed
from generator.swagger.names import allowed_names
from generator.swagger.operations import Operations
from generator.swagger.parameters import Parameters, extensions, kept
from generator.swagger.places import Parts, Places, in_order
from generator.swagger.schemas import Schemas
from generator.swagger.security import requirements, security_scheme
from generator.swagger.servers import check_server, servers

# What the keys of the document have become.
_PLACES = {
    "basePath": "servers",
    "definitions": "components",
    "host": "servers",
    "parameters": "components",
    "responses": "components",
    "schemes": "servers",
    "securityDefinitions": "components",
    "swagger": "openapi",
}


def translate(document: Document, found: Diagnostics) -> Document:
    """The OpenAPI 3.0.3 document that says what a Swagger 2.0 document says.

    The references of the document are pointers into itself, and its schema was checked;
    what is of a wrong type all the same is taken as missing. The result goes by a name
    of its own, so that a place in it is never taken for one in the document; it is known
    to `found` by that name.
    """
    translated = _Translator(document, found).document()
    found.documents[translated.file] = translated
    return translated


class _Translator:
    def __init__(self, document: Document, found: Diagnostics) -> None:
        self._document = document
        self._found = found
        self._root = document.root
        self._places = Places(document)
        self._schemas = Schemas(self._places, found)
        self._parameters = Parameters(self._places, self._schemas, found)
        self._schemes = allowed_names((self._root / "securityDefinitions").fields)
        bodies = Bodies(self._places, self._schemas, self._parameters)
        self._operations = Operations(
            self._root, self._schemes, self._places, self._parameters, bodies, found
        )

    def document(self) -> Document:
        check_server(self._root, self._found)
        made = self._made()
        # People care for the order, and members of classes keep it.
        wanted = [_PLACES.get(key, key) for key in self._root.fields]
        order = [key for key in dict.fromkeys((*wanted, *made)) if key in made]
        self._places.answer()
        return Document(
            f"{self._document.file} as OpenAPI 3.0",
            self._document.text,
            {key: made[key] for key in order},
            self._places.origins(),
        )

    def _made(self) -> dict[str, Json]:
        """All parts of the document."""
        root, places = self._root, self._places
        made: dict[str, Json] = {
            **extensions(root),
            **kept(root, "externalDocs", "tags"),
        }
        made |= {"openapi": "3.0.3", "info": dict((root / "info").fields)}
        places.note(("openapi",), root.at / "swagger")
        urls = servers(root, root / "schemes", ("servers",), places)
        if urls:
            made["servers"] = urls
        if (root / "security").exists:
            made["security"] = requirements(
                root / "security", self._schemes, ("security",), places
            )
        # The components come first, so that references lead to them if they can.
        components = self._components()
        if components:
            made["components"] = components
        return {**made, "paths": self._paths()}

    def _paths(self) -> dict[str, Json]:
        def write(path: str, item: Node) -> Json:
            if path.startswith("x-"):
                return item.value
            return self._operations.path_item(item, ("paths", path))

        return in_order(self._root / "paths", write)

    # --- components

    def _components(self) -> dict[str, Json]:
        """All components, without the maps that are empty.

        Fields of forms are none: they are written where they are used.
        """
        root, operations = self._root, self._operations
        homes = {
            "schemas": self._schemas_of_definitions(),
            "parameters": self._map(
                self._shared_parameters("header", "path", "query"),
                "parameters",
                operations.shared_parameter,
            ),
            "requestBodies": self._map(
                self._shared_parameters("body"), "requestBodies", operations.shared_body
            ),
            "responses": self._map(
                root / "responses", "responses", operations.shared_response
            ),
            "securitySchemes": self._map(
                root / "securityDefinitions", "securitySchemes", self._security_scheme
            ),
        }
        return {home: written for home, written in homes.items() if written}

    def _map(
        self, node: Node, home: str, write: Callable[[Node, Parts], Json]
    ) -> dict[str, Json]:
        """A map of components, under names that they may have."""
        names = allowed_names(node.fields)
        self._places.move(node.at, ("components", home))

        def write_noted(key: str, entry: Node) -> Json:
            place = ("components", home, names[key])
            self._places.move(entry.at, place)
            return write(entry, place)

        written = in_order(node, write_noted)
        return {names[key]: value for key, value in written.items()}

    def _schemas_of_definitions(self) -> dict[str, Json]:
        definitions = self._root / "definitions"
        schemas = self._map(definitions, "schemas", self._schemas.write)
        note_renamed(definitions, schemas, self._places)
        return schemas

    def _shared_parameters(self, *locations: str) -> Node:
        """Those of the document's parameters that are in one of some places."""
        node = self._root / "parameters"
        chosen = {
            key: entry.value
            for key, entry in node.entries()
            if (self._places.follow(entry) / "in").text in locations
        }
        return Node(chosen, node.at)

    def _security_scheme(self, node: Node, place: Parts) -> Json:
        return security_scheme(node, place, self._places)
