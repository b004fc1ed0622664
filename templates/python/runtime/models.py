"""What all models share: `repr`, unknown fields, and writing back what was read."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, TypeAlias, TypeGuard, TypeVar, cast

from .drift import DriftHook, Reader, below, kind_of, tell, too_deep
from .enums import CaselessEnum, OpenIntEnum
from .errors import DecodeError, InvalidArgumentError
from .redaction import MASK
from .times import read_date, read_date_time, write_date_time
from .unset import UNSET, Unset

JsonObject: TypeAlias = dict[str, Any]
"""An object of JSON: values by name."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(slots=True, kw_only=True, repr=False)
class Model:
    """The base of all models.

    A model keeps the JSON object that it was read from. Fields that this client does not
    know, the difference between null and absent, and the exact spelling of a time are
    thus written back as they came.

    Models are equal if they are of one class and their attributes are, wherever they
    come from. Since they can be changed, they have no hash.
    """

    _names: ClassVar[frozenset[str]] = frozenset()
    """The fields' names on the wire."""
    _sensitive: ClassVar[frozenset[str]] = frozenset()
    """The attributes whose text is not shown."""
    _read_only: ClassVar[frozenset[str]] = frozenset()
    """The names on the wire of what only the API sets, and no request has."""
    _wire: JsonObject | None = field(default=None, compare=False)
    """The object as it was received; None if the model was made by hand."""

    def to_dict(self) -> JsonObject:
        """The object as the API would send it."""
        raise NotImplementedError

    def to_request(self) -> JsonObject:
        """The object as a request has it: without what only the API sets, at any depth."""
        draft = copy(self)
        for name, value in self._set_fields():
            setattr(draft, name, _to_request(value))
        data = draft.to_dict()
        return {name: data[name] for name in data if name not in self._read_only}

    def sensitive_values(self) -> list[object]:
        """The values whose texts must not be shown."""
        return [getattr(self, name) for name in self._sensitive]

    def __repr__(self) -> str:
        shown = [
            f"{name}={MASK if name in self._sensitive else repr(value)}"
            for name, value in self._set_fields()
        ]
        return f"{type(self).__name__}({', '.join(shown)})"

    def __getstate__(self) -> JsonObject:
        """All attributes, for `pickle` and `copy`."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def __setstate__(self, state: JsonObject) -> None:
        for name, value in state.items():
            setattr(self, name, value)

    def _set_fields(self) -> list[tuple[str, Any]]:
        """The attributes that are not as they are where nothing is given, in order."""
        values = [(one, getattr(self, one.name)) for one in fields(self)]
        return [
            (one.name, value)
            for one, value in values
            if one.name != "_wire" and not _is_unset(value, one)
        ]


@dataclass(slots=True, kw_only=True, repr=False)
class OpenModel(Model):
    """The base of models of whose further fields nothing is known."""

    @property
    def extra(self) -> JsonObject:
        """The fields that the API sent and this client does not know."""
        received = self._wire or JsonObject()
        return {k: v for k, v in received.items() if k not in self._names}


def _is_unset(value: object, attribute: Field[Any]) -> bool:
    """Whether an attribute says nothing. `None` does where `UNSET` would be nothing."""
    if value is None:
        return attribute.default is not UNSET
    return value is UNSET or (attribute.default_factory is not MISSING and not value)


class Getter(Protocol):
    """What gives the fields of an object by their names."""

    def __call__(self, name: str, default: Any = None, /) -> Any: ...


def getter(data: JsonObject, model: type[Model]) -> Getter:
    """What gives the fields of the object that a model is read from, or a default.

    Raises:
        DecodeError: It is an array, a string or the like instead.
    """
    if _is_object(data):
        return data.get
    kind = kind_of(data)
    raise DecodeError(f"{model.__name__} is read from an object, not from {kind}")


def put(data: JsonObject, name: str, value: object, null: bool = False) -> None:
    """Write a field; `UNSET` is left out.

    `None` is null where `null` says so, or null was received, and otherwise left out.
    """
    if value is None:
        if null or name in data:
            data[name] = None
    elif value is UNSET:
        data.pop(name, None)
    else:
        data[name] = value


def put_text(data: JsonObject, name: str, value: object, null: bool = False) -> None:
    """Write a member of an enumeration, as the plain text that it stands for."""
    text = str.__str__(value) if isinstance(value, str) else value
    put(data, name, text, null)


def put_caseless(
    data: JsonObject, name: str, value: object, null: bool = False
) -> None:
    """Write a member of an enumeration: in the case in which it was received."""
    put(data, name, _in_its_case(value, data.get(name)), null)


def put_date_time(
    data: JsonObject, name: str, value: object, null: bool = False
) -> None:
    """Write a time: as it was received while it means the same, otherwise in UTC."""
    if isinstance(value, datetime) and read_date_time(data.get(name)) != value:
        put(data, name, write_date_time(value))
    elif not isinstance(value, datetime):
        put(data, name, value, null)


def put_date(data: JsonObject, name: str, value: object, null: bool = False) -> None:
    """Write a date: as it was received while it means the same."""
    if isinstance(value, date) and read_date(data.get(name)) != value:
        put(data, name, value.isoformat())
    elif not isinstance(value, date):
        put(data, name, value, null)


def put_json(
    data: JsonObject,
    name: str,
    value: object,
    form: Form | None = None,
    null: bool = False,
) -> None:
    """Write a field that holds models, lists, maps, or values of a format.

    Raises:
        InvalidArgumentError: They are nested more deeply than Python goes, or a value has
            no JSON that every server would read alike.
    """
    try:
        written = to_json(value, data.get(name), form)
    except RecursionError:
        pass  # see `reads_model`
    else:
        put(data, name, written, null)
        return
    raise InvalidArgumentError("what is to be sent is nested too deeply")


def to_json(value: object, was: object = None, form: Form | None = None) -> Any:
    """A value as JSON has it: models become objects, times become texts.

    Values of a format, `form` or the one of their type, are written as they were
    received, in `was`, while they mean the same.
    """
    match value:
        case Model():
            return value.to_dict()
        case list() | tuple():
            items = cast(Sequence[object], value)
            nothing = [None] * len(items)
            before = was if _is_array(was) and len(was) == len(items) else nothing
            pairs = zip(items, before, strict=True)
            return [to_json(item, old, form) for item, old in pairs]
        case dict():
            fields = cast(dict[str, object], value)
            known = was if _is_object(was) else JsonObject()
            return {
                name: to_json(item, known.get(name), form)
                for name, item in fields.items()
            }
        case _ if form is not None and not isinstance(value, Unset):
            return form.written(value, was)
        case str():
            return _in_its_case(value, was)
        case OpenIntEnum():
            return int(value)
        case None | bool() | int() | float() | Unset():
            return value
        case _:
            from .formats import written

            return written(value, was)


def _in_its_case(value: object, was: object) -> object:
    """A text as JSON has it; a member of an enumeration as it was received."""
    if isinstance(value, CaselessEnum) and isinstance(was, str):
        return was if type(value)(was) == value else value.value
    return str.__str__(value) if isinstance(value, str) else value


def _to_request(value: object) -> object:
    """A value with the models inside as requests have them."""
    match value:
        case Model():
            return value.to_request()
        case list() | tuple():
            return [_to_request(item) for item in cast(Sequence[object], value)]
        case dict():
            entries = cast(dict[str, object], value)
            return {name: _to_request(item) for name, item in entries.items()}
        case _:
            return value


class Form(Protocol):
    """What writes values of a format (`formats.py`)."""

    def written(self, value: object, was: object = None) -> Any: ...


class _Readable(Protocol[T_co]):
    def from_dict(
        self, data: JsonObject, /, *, on_drift: DriftHook | None = None
    ) -> T_co: ...


def _is_object(value: object) -> TypeGuard[JsonObject]:
    return isinstance(value, dict)


def _is_array(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def reads_model(model: _Readable[T]) -> Reader[T]:
    """A reader of objects. What is no object stays as it is.

    Models that contain themselves are read one inside the other, and no deeper than
    Python goes: beyond that, what was received counts as unreadable.
    """

    def read(value: Any, on_drift: DriftHook | None = None) -> Any:
        if not _is_object(value):
            tell(on_drift, "an object", value)
            return value
        try:
            return model.from_dict(value, on_drift=on_drift)
        except RecursionError:
            pass  # an error that is raised here would keep this one, and all its frames
        raise too_deep()

    return read


def reads_nullable(inner: Reader[T]) -> Reader[T | None]:
    """A reader of what may be null."""

    def read(value: Any, on_drift: DriftHook | None = None) -> T | None:
        return None if value is None else inner(value, on_drift)

    return read


def reads_list(item: Reader[T]) -> Reader[list[T]]:
    """A reader of arrays. What is no array stays as it is."""

    def read(value: Any, on_drift: DriftHook | None = None) -> Any:
        if not _is_array(value):
            tell(on_drift, "an array", value)
            return value
        return [item(one, below(on_drift, index)) for index, one in enumerate(value)]

    return read


def reads_map(item: Reader[T]) -> Reader[dict[str, T]]:
    """A reader of objects with names of their own. What is no object stays as it is."""

    def read(value: Any, on_drift: DriftHook | None = None) -> Any:
        if not _is_object(value):
            tell(on_drift, "an object", value)
            return value
        return {name: item(one, below(on_drift, name)) for name, one in value.items()}

    return read
