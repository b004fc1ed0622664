"""Servers' side of paths: two routers, and values that would like to lead elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from urllib.parse import unquote

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

FRAGMENTS = (
    *(
        "..",
        ".",
        "...",
        "/",
        "\\",
        "//",
        "%",
        "%2",
        "%2e",
        "%2E",
        "%2f",
        "%5c",
        "%252e",
    ),
    *("2e", "e", "2", "5c", ";", "=", ",", "&", "?", "#", "+", " ", ":", "@", "~", "*"),
    *(
        "\x00",
        "\r\n",
        "\x7f",
        "\ud800",
        "ü",
        "日本",
        "\u2024",
        "\uff0e",
        "\u202e",
        "\xad",
    ),
    *("{", "}", "{id}", "a", "b", "admin", "0", "-1", "KS1", "Sessions", "x.y", "a-b"),
    *("http://h", "%00", "%c0%ae", "", "'", '"', "<", "|", "..;", "..%2f", "/.", "./"),
)
"""Pieces of which steps to other paths, and whatever else a path may not hold, are made."""


def hostile_text(random: Random) -> str:
    """A text of up to five fragments."""
    return "".join(random.choices(FRAGMENTS, k=random.randint(1, 5)))


@dataclass(frozen=True)
class Template:
    """A path template as a server has it."""

    text: str

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(_PLACEHOLDER.findall(self.text))

    @cached_property
    def segments(self) -> tuple[re.Pattern[str], ...]:
        """What each segment of a path has to be, once it is decoded."""
        return tuple(_segment(part) for part in self.text.split("/"))

    def match(self, segments: Sequence[str]) -> dict[str, str] | None:
        """The values of decoded segments; None if they are none of this template."""
        if len(segments) != len(self.segments):
            return None
        texts: list[str] = []
        for pattern, segment in zip(self.segments, segments, strict=True):
            found = pattern.fullmatch(segment)
            if found is None:
                return None
            texts += found.groups()
        return dict(zip(self.names, texts, strict=True))


def strict_route(
    path: str, templates: Sequence[Template]
) -> list[tuple[Template, dict[str, str]]]:
    """All matches of a server that splits the path first, and decodes each segment."""
    return _matches([unquote(part) for part in path.split("/")], templates)


def sloppy_route(
    path: str, templates: Sequence[Template]
) -> list[tuple[Template, dict[str, str]]]:
    """All matches of a server that decodes the path and makes its steps before it splits."""
    return _matches(walked(unquote(path)), templates)


def walked(path: str) -> list[str]:
    """The segments of a decoded path after its steps, as the least careful servers do it.

    A backslash is a slash, what follows a semicolon is dropped from steps, and an empty
    segment is kept.
    """
    segments: list[str] = []
    for part in re.split(r"[/\\]", path):
        step = part.partition(";")[0]
        if step == "..":
            del segments[-1:]
        elif step != ".":
            segments.append(part)
    return segments


def filled(template: Template, values: Mapping[str, str]) -> str:
    """A template with decoded values."""
    return _PLACEHOLDER.sub(lambda match: values[match[1]], template.text)


def _segment(part: str) -> re.Pattern[str]:
    pieces = _PLACEHOLDER.split(part)
    # Every second piece is the name of a placeholder.
    return re.compile(
        "".join(
            "(.+)" if index % 2 else re.escape(piece)
            for index, piece in enumerate(pieces)
        ),
        re.DOTALL,
    )


def _matches(
    segments: Sequence[str], templates: Sequence[Template]
) -> list[tuple[Template, dict[str, str]]]:
    found = ((one, one.match(segments)) for one in templates)
    return [(one, values) for one, values in found if values is not None]
