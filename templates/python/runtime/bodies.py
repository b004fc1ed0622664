"""What a request carries: forms, and JSON."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NoReturn, Protocol, TypeGuard, cast

from .errors import InvalidArgumentError
from .models import Model
from .sending import as_json, secret_texts
from .unset import UNSET, Unset
from .values import Scalar, Value, Written, flatten, urlencoded

JSON = "application/json"


class Body(Protocol):
    """What a request carries."""

    @property
    def content_type(self) -> str:
        """The media type, for the header `Content-Type`."""
        ...

    @property
    def secrets(self) -> tuple[str, ...]:
        """The sensitive texts inside, which nothing may show."""
        ...

    def encode(self) -> bytes | None:
        """The body as it is sent; None if there is nothing to send."""
        ...

    def extended(self, fields: Mapping[str, object]) -> Body:
        """This body with more fields, or others in the place of its own.

        Raises:
            InvalidArgumentError: It has no fields, or a value cannot be sent.
        """
        ...


class Form:
    """A body of form fields, `application/x-www-form-urlencoded`.

    The items of a list repeat their field's name. `json` names the fields that may be, or
    have as items, what has no text of its own: that is written as JSON (OpenAPI 3.0.4,
    Encoding Object, `contentType`). `sensitive` names the fields whose text must not be
    shown anywhere.

    Raises:
        InvalidArgumentError: A value cannot be sent.
    """

    content_type = "application/x-www-form-urlencoded"

    def __init__(
        self,
        fields: Mapping[str, object],
        *,
        json: Collection[str] = (),
        sensitive: Collection[str] = (),
    ) -> None:
        self._fields = fields
        self._json = json
        self._sensitive = sensitive
        # What has no text is refused where it is flattened.
        plain = cast(Mapping[str, Value | Written], fields)
        written = {name: _formed(name, fields[name]) for name in json if name in fields}
        self._pairs = flatten({**plain, **written})
        texts = (text for name, text in self._pairs if name in sensitive)
        styled = [name for name in sensitive if isinstance(fields.get(name), Written)]
        self.secrets = (*texts, *_secrets(fields, styled))

    def encode(self) -> bytes | None:
        """The fields in the order in which they were given."""
        return urlencoded(self._pairs).encode("ascii") if self._pairs else None

    def extended(self, fields: Mapping[str, object]) -> Form:
        """This form with more fields, or others in the place of its own."""
        return Form(
            {**self._fields, **fields}, json=self._json, sensitive=self._sensitive
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Form) and self._pairs == other._pairs

    def __hash__(self) -> int:
        return hash(self._pairs)

    def __repr__(self) -> str:
        return f"Form({', '.join(name for name, _ in self._pairs)})"


class JsonFields:
    """A body that is an object of JSON, made of its fields.

    Fields that are `UNSET` are not sent; those that `nullable` names may be `None`. If
    the body is not `required` and no field is given, nothing is sent at all. `sensitive`
    names the fields whose texts must not be shown anywhere.

    Raises:
        InvalidArgumentError: A value cannot be sent.
    """

    def __init__(
        self,
        fields: Mapping[str, object],
        *,
        required: bool = False,
        nullable: Collection[str] = (),
        sensitive: Collection[str] = (),
        content_type: str = JSON,
    ) -> None:
        self.content_type = content_type
        self._required = required
        self._sensitive = sensitive
        given = {name: value for name, value in fields.items() if value is not UNSET}
        for name, value in given.items():
            if value is None and name not in nullable:
                raise InvalidArgumentError(f"{name}: None cannot be sent")
        self._fields = {name: as_json(name, value) for name, value in given.items()}
        self.secrets = tuple(_secrets(given, sensitive))

    def encode(self) -> bytes | None:
        """The object, its fields in the order in which they were given."""
        if not self._fields and not self._required:
            return None
        return _encoded(self._fields)

    def extended(self, fields: Mapping[str, object]) -> JsonFields:
        """This object with more fields, or others in the place of its own."""
        more = JsonFields(fields, nullable=fields, sensitive=self._sensitive)
        merged = JsonFields(
            {**self._fields, **more._fields},
            required=self._required,
            nullable={**self._fields, **more._fields},
            sensitive=self._sensitive,
            content_type=self.content_type,
        )
        merged.secrets = (*self.secrets, *more.secrets)
        return merged

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JsonFields) and self._compared() == other._compared()

    def __hash__(self) -> int:
        return hash(self._compared())

    def _compared(self) -> tuple[str, bytes | None]:
        return self.content_type, self.encode()

    def __repr__(self) -> str:
        return f"JsonFields({', '.join(self._fields)})"


class Json:
    """A body that is any value of JSON. Nothing is sent if it is `UNSET`.

    `sensitive` says that no text inside may be shown anywhere.

    Raises:
        InvalidArgumentError: The value, or a part of it, cannot be sent.
    """

    def __init__(
        self,
        value: object,
        *,
        nullable: bool = False,
        sensitive: bool = False,
        content_type: str = JSON,
    ) -> None:
        if value is None and not nullable:
            raise InvalidArgumentError("body: None cannot be sent")
        self.content_type = content_type
        self._content = (
            None if isinstance(value, Unset) else _encoded(as_json("body", value))
        )
        self.secrets = tuple(secret_texts(value, everything=sensitive))

    def encode(self) -> bytes | None:
        """The value as JSON."""
        return self._content

    def extended(self, fields: Mapping[str, object]) -> NoReturn:
        """Refuse more fields: they belong into the argument `body`."""
        raise InvalidArgumentError("extra_body: put its fields into `body`")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Json) and self._compared() == other._compared()

    def __hash__(self) -> int:
        return hash(self._compared())

    def _compared(self) -> tuple[str, bytes | None]:
        return self.content_type, self._content

    def __repr__(self) -> str:
        return "Json()"


def _formed(name: str, value: object) -> Value:
    """A field of a form: JSON in the place of what has no text of its own."""
    if _is_list(value):
        return [_item(name, one) for one in value]
    return _item(name, value)


def _item(name: str, value: object) -> Scalar:
    if _is_object(value) or _is_list(value):
        return _encoded(as_json(name, value)).decode()
    return cast(Scalar, value)


def _is_object(value: object) -> bool:
    return isinstance(value, (Model, Mapping))


def _is_list(value: object) -> TypeGuard[Collection[object]]:
    return isinstance(value, Collection) and not isinstance(
        value, (str, bytes, bytearray, memoryview, Mapping)
    )


def _secrets(fields: Mapping[str, object], sensitive: Collection[str]) -> Iterator[str]:
    for name, value in fields.items():
        yield from secret_texts(value, everything=name in sensitive)


def _encoded(value: Any) -> bytes:
    """JSON without blanks, its texts as they are (RFC 8259, section 8.1)."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode()
