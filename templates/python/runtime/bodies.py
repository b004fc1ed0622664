"""What a request carries: forms, JSON, and what is sent as it is."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NoReturn, Protocol, TypeGuard, cast

from .errors import InvalidArgumentError
from .headers import check_header
from .models import Model
from .sending import as_json, secret_texts
from .unset import UNSET, Unset
from .uploads import Upload, is_bytes, upload_of
from .values import Scalar, Value, Written, flatten, urlencoded, wire_text

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

    def encode(self) -> bytes | Upload | None:
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
        fields: Mapping[str, object] | Unset,
        *,
        json: Collection[str] = (),
        sensitive: Collection[str] = (),
    ) -> None:
        fields = {} if isinstance(fields, Unset) else fields
        self._fields = fields
        self._json = json
        self._sensitive = sensitive
        # What has no text is refused where it is flattened.
        plain = cast(Mapping[str, Value | Written], fields)
        written = {name: _formed(name, fields[name]) for name in json if name in fields}
        self._pairs = flatten({**plain, **written})
        texts = (text for name, text in self._pairs if name in sensitive)
        styled = [name for name in sensitive if isinstance(fields.get(name), Written)]
        self.secrets = (*texts, *secrets_of(fields, styled))

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
        self.secrets = tuple(secrets_of(given, sensitive))

    def encode(self) -> bytes | None:
        """The object, its fields in the order in which they were given."""
        if not self._fields and not self._required:
            return None
        return encoded(self._fields)

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
            None if isinstance(value, Unset) else encoded(as_json("body", value))
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


class RawBody:
    """A body that is sent as it is: bytes, or what is read while it is sent.

    If it `is_text`, it may also be a `str`, which is sent in UTF-8; the media types of
    texts are told so. Nothing is sent if it is `UNSET`. `sensitive` says that a text may
    not be shown anywhere.

    Raises:
        InvalidArgumentError: It is neither a text nor gives bytes, or the media type
            cannot be sent.
    """

    def __init__(
        self,
        value: object,
        *,
        content_type: str,
        is_text: bool = False,
        sensitive: bool = False,
    ) -> None:
        check_header("Content-Type", content_type)
        is_told = "charset=" in content_type.lower()
        if isinstance(value, str) and content_type.startswith("text/") and not is_told:
            content_type = f"{content_type}; charset=utf-8"
        self.content_type = content_type
        self._content = _raw(value, is_text=is_text)
        is_secret = sensitive and isinstance(value, str)
        self.secrets = tuple(secret_texts(value, everything=True) if is_secret else ())

    def encode(self) -> bytes | Upload | None:
        """The text in UTF-8, the bytes, or what gives them piece by piece."""
        return self._content

    def extended(self, fields: Mapping[str, object]) -> NoReturn:
        """Refuse more fields: it has none."""
        raise InvalidArgumentError("extra_body: this body has no fields")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RawBody) and self._compared() == other._compared()

    def __hash__(self) -> int:
        return hash(self._compared())

    def _compared(self) -> tuple[str, bytes | Upload | None]:
        return self.content_type, self._content

    def __repr__(self) -> str:
        return f"RawBody({self.content_type})"


def _raw(value: object, *, is_text: bool) -> bytes | Upload | None:
    if isinstance(value, Unset):
        return None
    if is_text and isinstance(value, str):
        return wire_text("body", value).encode()
    return bytes(value) if is_bytes(value) else upload_of("body", value)


def _formed(name: str, value: object) -> Value:
    """A field of a form: JSON in the place of what has no text of its own."""
    if is_list(value):
        return [_item(name, one) for one in value]
    return _item(name, value)


def _item(name: str, value: object) -> Scalar:
    if is_object(value) or is_list(value):
        return encoded(as_json(name, value)).decode()
    return cast(Scalar, value)


def is_object(value: object) -> bool:
    """Whether a value is an object as JSON has it."""
    return isinstance(value, (Model, Mapping))


def is_list(value: object) -> TypeGuard[Collection[object]]:
    """Whether a value is a list as JSON has it."""
    return isinstance(value, Collection) and not isinstance(
        value, (str, bytes, bytearray, memoryview, Mapping)
    )


def secrets_of(
    fields: Mapping[str, object], sensitive: Collection[str]
) -> Iterator[str]:
    """The texts in fields that nothing may show: those of sensitive ones, and models."""
    for name, value in fields.items():
        yield from secret_texts(value, everything=name in sensitive)


def encoded(value: Any) -> bytes:
    """JSON without blanks, its texts as they are (RFC 8259, section 8.1)."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode()
