"""What each document that must be refused has to be refused for, and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.hostile.places import Source, Spot
from tests.hostile.runs import Said


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a document."""

    pointer: str
    """A pattern that the whole pointer must match."""
    says: str = ""
    """A pattern that must occur in the message or the hint; case does not count."""
    spot: Callable[[Source], Spot] | None = None
    """Where it stands, if a pointer cannot tell."""
    names_line_of: str = ""
    """A second place whose line must be named."""

    def is_met(self, said: Iterable[Said], source: Source) -> bool:
        return any(self._is(one, source) for one in said)

    def _is(self, one: Said, source: Source) -> bool:
        words = f"{one['message']} {one['hint'] or ''} {one['related'] or ''}"
        if not re.fullmatch(self.pointer, one["pointer"]):
            return False
        if not re.search(self.says, words, re.IGNORECASE | re.DOTALL):
            return False
        if self.spot is not None and (one["line"], one["column"]) != self.spot(source):
            return False
        if self.names_line_of:
            line = source.line(self.names_line_of)
            return re.search(rf"\b{line}\b", words) is not None
        return True


def _at(pointer: str, says: str = "", names_line_of: str = "") -> Fault:
    return Fault(re.escape(pointer), says, names_line_of=names_line_of)


def _first(pattern: str) -> Callable[[Source], Spot]:
    def find(source: Source) -> Spot:
        match = re.search(pattern, source.text)
        assert match is not None
        return source.at(match.start())

    return find


_THING = "#/components/schemas/Thing"
_A = f"{_THING}/properties/a"
_GET = "#/paths/~1things/get"
_SCHEMAS = "#/components/schemas"


def _each(form: str, keys: str, says: str) -> list[Fault]:
    return [_at(form.format(key), says) for key in keys.split()]


FAULTS: Mapping[int, Sequence[Fault]] = {
    77: [
        _at(f"{_A}/enum", "empty"),
        Fault(
            rf"{re.escape(_THING)}/properties/b/enum(/1)?",
            "twice|duplicate|repeat|uniq|already",
        ),
    ],
    85: [
        _at(
            "#/paths/~1b/get/operationId",
            "#/paths/~1a/get/operationId",
            names_line_of="#/paths/~1a/get/operationId",
        )
    ],
    # --- YAML and JSON
    87: [_at("#/info/title", "!!python/object/apply")],
    89: [
        _at(f"{_A}/default", "!!binary"),
        Fault(rf"{re.escape(_THING)}/properties/b/enum", "!!set"),
        Fault(rf"{re.escape(_THING)}/properties/c", "!foo"),
    ],
    91: [Fault(rf"{re.escape(_THING)}/properties/p\d.*", "alias|larger")],
    93: [Fault(r"#/x-m\d+(/<<(/1)?)?", "alias|merge|larger")],
    95: [_at(_A, "`a`", names_line_of=_A)],
    97: [_at(_A, "`a`", names_line_of=_A)],
    99: [_at("#/info/title", "surrogate")],
    101: [_at(f"{_THING}/maximum", "NaN")],
    109: [_at("#/openapi", "text|string.*quote")],
    113: [Fault(r"#/x-deep(/a)+", "nested deeper than \\d+")],
    115: [Fault(rf"{re.escape(_A)}(/items)+(/type)?", "nested deeper than \\d+")],
    117: [Fault("#", "empty")],
    119: [Fault("#", "mapping.*(text|string)", _first("just"))],
    121: [Fault("#.*", "UTF-8", _first("\ufffd"))],
    123: [Fault("#", "UTF-16", lambda source: (1, 1))],
    125: [Fault("#.*", "control character", _first("\x1b"))],
    127: [Fault("#.*", "tab", _first("\t"))],
    129: [Fault("#.*", "end|ends")],
    131: [Fault("#.*", "conflict", _first("<{7}"))],
    # --- references
    132: [_at(f"{_A}/$ref", "host|remote|fetch")],
    134: [_at(f"{_A}/$ref", "file")],
    136: _each(f"{_THING}/properties/{{}}/$ref", "a b c d e", "host|only files"),
    138: [_at(f"{_A}/$ref", "host|remote|fetch")],
    142: [
        Fault(rf"{_SCHEMAS}/(A|B|Thing)/\$ref", r"A -> \S*B -> \S*A|B -> \S*A -> \S*B")
    ],
    144: [Fault(rf"{_SCHEMAS}/A(/allOf(/0(/\$ref)?)?)?", "A -> .*A|itself")],
    150: _each(f"{_THING}/properties/{{}}/$ref", "a b c d", "schema"),
    156: _each(f"{_THING}/discriminator/mapping/{{}}", "x y z", ""),
    # --- OpenAPI
    168: [
        *_each("#/{}", "info servers tags security", ""),
        *_each("#/paths/~1a/{}", "get/parameters get/responses post put", ""),
        *_each(f"{_SCHEMAS}/{{}}", "A/required A/properties B/enum C/items D/type", ""),
        *_each(f"{_SCHEMAS}/{{}}", "E F G", ""),
    ],
    170: [
        Fault("#/info(/title)?", "title"),
        Fault("#/info(/version)?", "version"),
        Fault("#/paths/~1a/get(/responses)?", "responses"),
        Fault(r"#/paths/~1a/get/parameters/0(/in)?", r"\bin\b"),
    ],
    172: [_at("#/openapi", r"4\.0\.0")],
    176: [Fault(r"#/paths/~1a~1\{id\}.*", r"\{id\}")],
    178: [Fault(r"#/paths/~1a~1\{id\}/get/parameters/0.*", "required")],
    180: [Fault(r"#/paths/~1a\?x=1\#frag.*", "query|fragment")],
    182: [Fault("#/paths/~1~1evil.test~1x.*", "host")],
    184: [Fault(f"{_GET}/parameters/1.*", r"`q`")],
    186: [Fault(f"{_GET}/parameters/0.*", "schema.*content")],
    188: [Fault(rf"{re.escape(_A)}/default", "enum")],
    192: [Fault(rf"{re.escape(_THING)}(/allOf.*)?", "string with integer")],
    196: [Fault(rf"{re.escape(_A)}.*", "items")],
    202: [
        Fault("#/servers/0/variables/env(/default)?", "default"),
        Fault("#/servers/1.*", "missing"),
    ],
    204: [_at("#/security/0/nope", "nope")],
}
