"""openapi-spec-validator's own walk, told to say where it is and kept from harm.

The walk knows places only as long as it stands on them: what it finds inside a schema has
a path that begins at the schema, and some of it has none. So each validator of a keyword
is replaced by a subclass that takes note of what it finds, with the place, and passes
nothing on. What the library raises on a document that it did not expect is such a finding
too, and the walk goes on beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import new_class
from typing import Any, TypeAlias

from jsonschema.exceptions import ValidationError
from jsonschema_path import SchemaPath
from openapi_spec_validator import (
    OpenAPIV2SpecValidator,
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)
from openapi_spec_validator.validation.keywords import (
    KeywordValidator,
    OperationValidator,
    SchemaValidator,
)
from openapi_spec_validator.validation.validators import SpecValidator

from generator.thorough.sayings import RAISED, raised, said

Place: TypeAlias = tuple[str | int, ...]
"""The way to a place, through references, as if what they lead to stood there."""
Tell: TypeAlias = Callable[[Place, str], None]
"""Takes a finding. One that says nothing tells only where the walk is."""

_VALIDATORS: Mapping[str, type[SpecValidator]] = {
    "2.0": OpenAPIV2SpecValidator,
    "3.0": OpenAPIV30SpecValidator,
    "3.1": OpenAPIV31SpecValidator,
    "3.2": OpenAPIV32SpecValidator,
}
_CACHE_SIZE = 100_000


class _Nowhere(dict[str, Any]):
    """Handlers of URLs for every scheme, none of which reads anything."""

    def __contains__(self, scheme: object) -> bool:
        return True

    def __getitem__(self, scheme: str) -> Any:
        return self._refuse

    @staticmethod
    def _refuse(uri: str) -> Any:
        raise PermissionError(f"`{uri[:80]}` is not read")


class _Seen(list[Any]):
    """A list that knows at once whether it has something.

    The library asks its lists of schemas and of operations for each new one, which takes
    two fifths of the time with the largest documents.
    """

    def __init__(self) -> None:
        super().__init__()
        self._known: set[str | int] = set()

    def __contains__(self, value: object) -> bool:
        return self._key(value) in self._known

    def append(self, value: Any, /) -> None:
        self._known.add(self._key(value))

    @staticmethod
    def _key(value: object) -> str | int:
        return value if isinstance(value, str | int) else repr(value)


def walk(document: dict[str, Any], version: str, tell: Tell) -> None:
    """Tell all that the library finds in a document of a version, such as `3.1`."""
    path = SchemaPath.from_dict(
        document, handlers=_Nowhere(), resolved_cache_maxsize=_CACHE_SIZE
    )
    base = _VALIDATORS[version]
    walker = _Walker(tell)
    table = {
        keyword: walker.replaced(keyword, validator)
        for keyword, validator in base.keyword_validators.items()
    }
    members = {"keyword_validators": table}
    walking = new_class(
        "Walking", (base,), exec_body=lambda space: space.update(members)
    )
    validator: SpecValidator = walking(path)
    for error in validator.schema_validator.iter_errors(document):
        place = tuple(error.absolute_path)
        tell(place, said(error, place))
    for _ in validator.root_validator(path):
        pass  # each has been told


class _Walker:
    """Makes the validators of keywords that tell what they find."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._depth = 0
        """How many validators of schemas are at work, one within the other."""

    def replaced(
        self, keyword: str, base: type[KeywordValidator]
    ) -> type[KeywordValidator]:
        """A subclass of a validator that tells what it finds."""
        visit = self._visit

        def call(
            self: KeywordValidator, *arguments: Any, **options: Any
        ) -> Iterator[ValidationError]:
            def found() -> Iterator[ValidationError]:
                found: Iterator[ValidationError] = base.__call__(
                    self, *arguments, **options
                )
                return found

            (path,) = [one for one in arguments if isinstance(one, SchemaPath)][:1]
            visit(keyword, path.parts, found)
            return iter(())

        members: dict[str, Any] = {"__call__": call}
        if issubclass(base, SchemaValidator):
            members |= {"__init__": _init_schemas, "_collect_properties": _properties}
        elif issubclass(base, OperationValidator):
            members |= {"__init__": _init_operations}
        return new_class(
            base.__name__, (base,), exec_body=lambda space: space.update(members)
        )

    def _visit(
        self,
        keyword: str,
        place: Place,
        found: Callable[[], Iterator[ValidationError]],
    ) -> None:
        is_schema = keyword == "schema"
        if keyword == "default":
            place = (*place, "default")
        if keyword in ("path", "default") or (is_schema and not self._depth):
            self._tell(place, "")
        self._depth += is_schema
        try:
            for error in found():
                at = (*place, *error.absolute_path)
                self._tell(at, said(error, at))
        except RecursionError as error:
            # It is told where the schema begins that has no end; the stack is as deep
            # as it can be here.
            if self._depth > is_schema:
                raise
            self._tell(place, raised(error))
        except RAISED as error:
            self._tell(place, raised(error))
        finally:
            self._depth -= is_schema


def _init_schemas(self: SchemaValidator, registry: Any) -> None:
    super(type(self), self).__init__(registry)
    self.visited_schema_ids = _Seen()
    self.meta_checked_schema_ids = _Seen()


def _init_operations(self: OperationValidator, registry: Any) -> None:
    super(type(self), self).__init__(registry)
    self.operation_ids_registry = _Seen()


def _properties(self: SchemaValidator, schema: SchemaPath) -> set[str]:
    """The names of all properties of a schema and the schemas in it.

    The library's own way takes exponential time where schemas share their parts, and has
    no end where one is a part of itself.
    """
    names: set[str] = set()
    seen: set[int] = set()
    pending = [schema]
    while pending:
        one = pending.pop()
        value = one.read_value()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if "properties" in one:
            names.update((one / "properties").str_keys())
        for keyword in ("allOf", "anyOf", "oneOf"):
            if keyword in one:
                pending.extend(one / keyword)
        pending.extend(one / keyword for keyword in ("items", "not") if keyword in one)
    return names
