"""Reading the requests that an API sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar
from urllib.parse import parse_qs

from .calls import Read
from .drift import Drift, DriftHook, too_deep
from .errors import DecodeError, InvalidArgumentError
from .inspection import Inspected, Inspector
from .reading import parse_json

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
FormT = TypeVar("FormT", bound="FormModel")

_MAX_FIELDS = 10_000


class Parser(Protocol[T_co]):
    """Reads the body of one kind of request."""

    def __call__(
        self, content: bytes, /, *, on_drift: DriftHook | None = None
    ) -> T_co: ...


class FormModel(Inspected, Protocol):
    """A model whose fields are all in one form."""

    @classmethod
    def from_dict(
        cls, data: dict[str, Any], /, *, on_drift: DriftHook | None = None
    ) -> Any: ...


def parse_event(
    content: bytes,
    read: Read[T],
    on_drift: DriftHook | None,
    *,
    exact: bool = False,
) -> T:
    """Read JSON; with `exact`, numbers with all of their digits.

    Raises:
        DecodeError: It is not JSON, or cannot be what it has to be.
    """
    data = parse_json(content, exact=exact, what="the request")
    try:
        return read(data, on_drift=on_drift)
    except RecursionError:
        pass
    raise too_deep()


def parse_form(content: bytes, model: type[FormT], on_drift: DriftHook | None) -> FormT:
    """Read `application/x-www-form-urlencoded`.

    All values of a form are texts: those of fields that are numbers, booleans or objects
    are read as JSON has them.

    Raises:
        DecodeError: It is not a form in UTF-8, or has more than 10,000 fields.
    """
    try:
        fields = parse_qs(
            content.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MAX_FIELDS,
        )
    except ValueError:
        fields = None
    if fields is None:
        raise DecodeError(f"the request of {len(content)} bytes is not a form")
    form = _Form(fields)
    model.inspect(form)
    value: FormT = model.from_dict(form.values, on_drift=on_drift)
    return value


class _Form(Inspector):
    """Finds out what the texts of a form stand for, by what its fields have to be."""

    __slots__ = ("values",)

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        super().__init__(fields, "", _ignore)
        self.values: dict[str, Any] = {
            name: texts[0] if len(texts) == 1 else texts
            for name, texts in fields.items()
        }

    def _typed(
        self,
        name: str,
        kind: type[Any] | tuple[type[Any], ...],
        expected: str,
        required: bool,
        nullable: bool,
    ) -> Any:
        texts = self._data.get(name)
        if texts is not None:
            kinds = kind if isinstance(kind, tuple) else (kind,)
            self.values[name] = _meant(texts, kinds)


def _meant(texts: list[str], kinds: tuple[type[Any], ...]) -> Any:
    """The value of a field that occurs once or several times."""
    if list in kinds:
        return texts
    if len(texts) > 1:
        return texts
    text = texts[0]
    if str in kinds or object in kinds:
        return text
    try:
        value = parse_json(text.encode())
    except DecodeError:
        return text
    return value if isinstance(value, kinds) else text


def parser_of(name: str, parsers: Mapping[str, Parser[T]]) -> Parser[T]:
    """The parser that has a name.

    Raises:
        InvalidArgumentError: None has.
    """
    parser = parsers.get(name)
    if parser is None:
        raise InvalidArgumentError(f"the API sends nothing called {name!r}")
    return parser


def _ignore(drift: Drift) -> None:
    """The hook of who only asks for types."""
