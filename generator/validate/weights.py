"""Which faults a client can be made in spite of.

An error ends the run. So it is one only where what requests are made of is missing, or is
something else than it should be. What is said to people, or said twice, or said in a
place where it means nothing, is left out with a warning.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.validate.faults import Fault

_UNKNOWN = "additionalProperties unevaluatedProperties"
_ANY = ""
_ABOUT_KEYS = frozenset({*_UNKNOWN.split(), "exclusive", "not", "required"})


@dataclass(frozen=True, slots=True)
class Weight:
    """What faults of a kind weigh, and why."""

    keywords: str
    """The keywords of JSON Schema that are broken, with spaces between; empty: any."""
    kinds: str
    """The objects that it is about, such as `info`; empty: any."""
    keys: str
    """The keys in question; empty: any."""
    is_error: bool
    effect: str
    """What becomes of it, for the end of the message; empty: nothing worth a word."""
    why: str

    def holds(self, fault: Fault, key: str) -> bool:
        """Whether a fault about a key is of this kind."""
        return all(
            not words or value in words.split()
            for words, value in (
                (self.keywords, fault.keyword),
                (self.kinds, fault.kind),
                (self.keys, key),
            )
        )


WEIGHTS = (
    Weight(
        *(_UNKNOWN, "paths", _ANY),
        is_error=True,
        effect="",
        why="Nobody can tell which URL a path without a slash means.",
    ),
    Weight(
        *(_UNKNOWN, "responses", _ANY),
        is_error=False,
        effect="",
        why="It says nothing of the answers that have a status code.",
    ),
    Weight(
        *(_UNKNOWN, _ANY, "const patternProperties prefixItems"),
        is_error=False,
        effect="",
        why="Keywords of OpenAPI 3.1, which are easily understood in 3.0 as well.",
    ),
    Weight(
        *(_UNKNOWN, _ANY, _ANY),
        is_error=False,
        effect="it is not used",
        why="Later versions, other tools and slips all add keys. What is lost by a slip "
        "and needed is reported as missing besides.",
    ),
    Weight(
        *("uniqueItems", _ANY, "parameters"),
        is_error=False,
        effect="",
        why="That a parameter is there twice is a rule of its own.",
    ),
    Weight(
        *("uniqueItems", _ANY, _ANY),
        is_error=False,
        effect="it counts once",
        why="Said twice is not said otherwise; large public documents do it.",
    ),
    Weight(
        *("format", _ANY, "pattern patternProperties"),
        is_error=False,
        effect="it is not enforced",
        why="A server checks its patterns itself.",
    ),
    Weight(
        *("format", _ANY, _ANY),
        is_error=False,
        effect="",
        why="Such URLs are text to us. References and servers have rules of their own.",
    ),
    Weight(
        *("required", "info response operation", _ANY),
        is_error=False,
        effect="",
        why="No request depends on a title, a version or a description; and OpenAPI 3.1 "
        "has made `responses` optional, as if nothing were known of the answer.",
    ),
    Weight(
        *(_ANY, "example examples examplexorexamples link", _ANY),
        is_error=False,
        effect="",
        why="No request depends on examples, nor on links.",
    ),
    Weight(
        *(_ANY, _ANY, "description summary title termsOfService example examples"),
        is_error=False,
        effect="it is not used",
        why="Text for people, and examples: no request depends on them.",
    ),
    Weight(
        *("minProperties not required", "responses", _ANY),
        is_error=False,
        effect="",
        why="The same as no `responses`.",
    ),
    Weight(
        *("type", "info", "version"),
        is_error=False,
        effect="it is not used",
        why="YAML takes 1.0 without quotes for a number, as many do not know.",
    ),
    Weight(
        *(_ANY, "contact externaldocs externaldocumentation license tag xml", _ANY),
        is_error=False,
        effect="",
        why="Said for people, and for other formats than JSON.",
    ),
    Weight(
        *("not pattern", "httpsecurityscheme", _ANY),
        is_error=False,
        effect="it is not used",
        why="The format of a token is said for people.",
    ),
    Weight(
        *("not", "schemaxorcontent", "style explode allowReserved example examples"),
        is_error=False,
        effect="it is not used",
        why="It has no meaning beside `content`.",
    ),
    Weight(
        *("required", "schemaxorcontent parameter header", "schema content"),
        is_error=False,
        effect="",
        why="It concerns one operation only, which is left out for a parameter.",
    ),
    Weight(
        *("type", "schema", "exclusiveMaximum exclusiveMinimum"),
        is_error=False,
        effect="it is not enforced",
        why="A flag before OpenAPI 3.1 and a number since: many documents mix them up.",
    ),
    Weight(
        *("type pattern", "schema", "required $recursiveAnchor $anchor"),
        is_error=False,
        effect="it is not used",
        why="Flags of other versions of JSON Schema. Nothing is sent without need.",
    ),
    Weight(
        *("minItems", "schema", "allOf anyOf oneOf required"),
        is_error=False,
        effect="it is not used",
        why="An empty list asks for nothing. An empty `enum` would allow nothing.",
    ),
)
"""What holds for a fault: the first that fits. If none does, it is an error."""


def weight(fault: Fault) -> Weight | None:
    """What a fault weighs; None if it is an error, without any more to say."""
    key = _key(fault)
    return next((one for one in WEIGHTS if one.holds(fault, key)), None)


def _key(fault: Fault) -> str:
    """The key of an object of OpenAPI that a fault is about, if it is about one."""
    if fault.keyword in _ABOUT_KEYS and fault.expected:
        return str(fault.expected[0])
    found, steps = "", iter(fault.rule)
    for step in steps:
        if step == "properties":
            found = next(steps, found)
    if not found and fault.rule[:1] == ("",) and len(fault.rule) > 2:
        # A definition of JSON Schema that several keywords share, such as `stringArray`.
        names = (part for part in reversed(fault.path) if not part.isdecimal())
        found = next(names, "")
    return found
