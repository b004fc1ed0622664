"""Decodes and encodes examples with a client, as a script in a process of its own.

It imports nothing but the standard library and the client, which lies where the process
stands. `OPERATIONS` of the module that it is given says how operations are called. Tasks
come as JSON, a line each, and so go outcomes.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from types import ModuleType
from typing import Any, TypeAlias, TypeGuard
from urllib.parse import parse_qsl

_Reader: TypeAlias = Callable[[Any], Any]
_Row: TypeAlias = tuple[str, str, Mapping[str, tuple[str, _Reader | None]], bool]

_MAX_DRIFTS = 20
"""How many contradictions of one example are told."""
_MAX_EXCERPT = 40  # characters


class Client:
    """A client that makes requests which nobody sends."""

    def __init__(self, table: str) -> None:
        self._package = table.rpartition(".")[0]
        rows: dict[str, _Row] = importlib.import_module(table).OPERATIONS
        self._rows = rows
        self.drift = self._runtime("drift")
        self.models = self._runtime("models")
        self.reading = self._runtime("reading")
        self._unset = self._runtime("unset").UNSET

    def row(self, operation: str) -> _Row:
        """How an operation is called."""
        return self._rows[operation]

    def request(self, operation: str, arguments: Mapping[str, object]) -> Any:
        """The request of an operation. What is not given is unset, in the path as well."""
        module_name, name, _, _ = self._rows[operation]
        module: Any = importlib.import_module(f"{self._package}.{module_name}")
        # An example is that of a body or a response, and says nothing of the path.
        module.segment = module.styled_segment = _any_segment
        module.require_any = _demand_nothing
        builder = getattr(module, name)
        unset = dict.fromkeys(inspect.signature(builder).parameters, self._unset)
        return builder(**{**unset, **arguments})

    def _runtime(self, name: str) -> Any:
        module: ModuleType = importlib.import_module(f"{self._package}._runtime.{name}")
        return module


def _any_segment(*_: object, **__: object) -> str:
    return "x"


def _demand_nothing(**_: object) -> None:
    pass


def outcome(client: Client, line: bytes) -> dict[str, Any]:
    """What becomes of an example: whether it was decoded, and came back.

    `reason` says why not; `drift`, in which points it contradicts its schema.
    """
    task: dict[str, Any] = json.loads(line)
    told: dict[str, Any] = {"decoded": False, "returned": False, "drift": []}
    steps = _response if task["is_response"] else _request
    try:
        for key, value in steps(client, task):
            told[key] = value
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a client is told
        told["reason"] = f"{type(error).__name__}: {error}"
    return told


def _response(client: Client, task: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    before = task["value"]
    drifts: list[str] = []
    request = client.request(task["operation"], {})

    def hook(drift: Any) -> None:
        if len(drifts) < _MAX_DRIFTS:
            drifts.append(str(drift))
        if task["is_strict"]:
            client.drift.raise_drift(drift)

    yield "drift", drifts
    content = json.dumps(before).encode()
    received = client.reading.parse_json(content, exact=request.exact)
    reading = request.by_status.get(task["status"], request)
    value = reading.read(received, on_drift=hook)
    yield "decoded", True
    written = json.dumps(client.models.to_json(value, received))
    problem = difference(before, json.loads(written))
    yield "returned", not problem
    yield "reason", problem


def _request(client: Client, task: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    operation, before = task["operation"], task["value"]
    value = deepcopy(before)  # the client may keep and change what it reads
    _, _, known, is_whole = client.row(operation)
    fields: Any = {next(iter(known)): value} if is_whole else value
    if not _is_object(fields):
        raise TypeError(f"{_excerpt(value)} is no object, and the body is sent as one")
    arguments = {
        known[wire][0]: _read(known[wire][1], one)
        for wire, one in fields.items()
        if wire in known
    }
    yield "decoded", True
    body = client.request(operation, arguments).body
    extra = {wire: one for wire, one in fields.items() if wire not in known}
    if extra:
        body = body.extended(extra)
    problem = _difference_sent(client, body, before, known, is_whole)
    yield "returned", not problem
    yield "reason", problem


def _read(reader: _Reader | None, value: Any) -> Any:
    return value if reader is None else reader(value)


def _difference_sent(
    client: Client,
    body: Any,
    before: Any,
    known: Mapping[str, tuple[str, _Reader | None]],
    is_whole: bool,
) -> str:
    """How what is sent differs from the example; empty if it does not."""
    content: bytes | None = body.encode()
    if body.content_type.startswith("application/x-www-form-urlencoded"):
        sent = parse_qsl((content or b"").decode(), keep_blank_values=True)
        texts = [(k, t) for k, v in before.items() for t in _texts(v)]
        return _difference_of_fields(_by_name(texts), _by_name(sent), known, client)
    if content is None:
        return difference(before, {})
    after = json.loads(content)
    if is_whole:
        ((name, entry),) = known.items()
        return _difference_of_fields(
            {name: before}, {name: after}, {name: entry}, client
        )
    return _difference_of_fields(before, after, known, client)


def _difference_of_fields(
    before: dict[str, Any],
    after: dict[str, Any],
    known: Mapping[str, tuple[str, _Reader | None]],
    client: Client,
) -> str:
    """A difference that matters. A value is sent as its type is written: a time in UTC."""
    if before.keys() != after.keys():
        return difference(before, after)
    for wire, (_, reader) in known.items():
        if wire in before:
            was, sent = before[wire], after[wire]
            value = _read(reader, was)
            hidden, is_plain = _read_only(value, client)
            problem = difference({wire: was}, {wire: sent}, hidden)
            if problem and not (is_plain and _read(reader, sent) == value):
                return problem
    rest = [wire for wire in before if wire not in known]
    return difference({w: before[w] for w in rest}, {w: after[w] for w in rest})


def _read_only(value: Any, client: Client) -> tuple[frozenset[str], bool]:
    """The fields that no request has, of all models in a value; whether there are none."""
    names: set[str] = set()
    is_plain = True
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, client.models.Model):
            is_plain = False
            names |= one._read_only
            pending += [getattr(one, name) for name in one.__dataclass_fields__]
        elif _is_object(one):
            pending += one.values()
        elif _is_array(one):
            pending += one
    return frozenset(names), is_plain


def _texts(value: Any) -> list[Any]:
    """A value as the texts of a form."""
    items = value if _is_array(value) else [value]
    return [one if isinstance(one, str) else _compact(one) for one in items]


def _compact(value: Any) -> str:
    """JSON as a client writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _by_name(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The texts of each field; one alone is no list."""
    fields: dict[str, Any] = {}
    for name, text in pairs:
        fields.setdefault(name, []).append(text)
    return {k: texts[0] if len(texts) == 1 else texts for k, texts in fields.items()}


def difference(before: Any, after: Any, hidden: frozenset[str] = frozenset()) -> str:
    """Where two values differ as JSON data, in words; empty if they do not.

    `hidden` are names that may be missing afterwards.
    """
    pending: list[tuple[str, Any, Any]] = [("", before, after)]
    while pending:
        at, one, other = pending.pop()
        if _is_object(one) and _is_object(other):
            lost = one.keys() - other.keys() - hidden
            added = other.keys() - one.keys()
            for names, what in ((lost, "is lost"), (added, "is added")):
                if names:
                    return f"{at}/{_step(min(names))} {what}"
            common = [name for name in one if name in other]
            inside = [(f"{at}/{_step(k)}", one[k], other[k]) for k in common]
            pending += reversed(inside)
        elif _is_array(one) and _is_array(other):
            if len(one) != len(other):
                found = f"{len(other)} items instead of {len(one)}"
                return f"{at} has {found}".lstrip()
            pairs = zip(one, other, strict=True)
            inside = [(f"{at}/{index}", *pair) for index, pair in enumerate(pairs)]
            pending += reversed(inside)
        elif one != other or isinstance(one, bool) is not isinstance(other, bool):
            return f"{at} is {_excerpt(other)} instead of {_excerpt(one)}".lstrip()
    return ""


def _is_object(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_array(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _step(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _excerpt(value: Any) -> str:
    text = json.dumps(value, default=repr)
    shown = text if len(text) <= _MAX_EXCERPT else f"{text[:_MAX_EXCERPT]}..."
    return f"`{shown}`"


def main() -> None:
    """Do what comes in."""
    # What is deprecated is tried as well.
    warnings.simplefilter("ignore", DeprecationWarning)
    answers, sys.stdout = sys.stdout, sys.stderr  # a client may print what it likes
    sys.path.insert(0, os.getcwd())
    client = Client(sys.argv[1])
    for line in sys.stdin.buffer:
        # Each is written at once: what comes after may end the process.
        print(json.dumps(outcome(client, line)), file=answers, flush=True)


if __name__ == "__main__":
    main()
