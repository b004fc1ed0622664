"""Security schemes: how an API wants to be convinced of who is calling."""

from __future__ import annotations

from collections.abc import Mapping

from generator.codes import Code
from generator.diagnostics import Diagnostics
from generator.document import Node
from generator.model import Doc, SchemeKind, SecurityScheme
from generator.resolve import Spec
from generator.text import Text


def build_schemes(spec: Spec, found: Diagnostics) -> dict[str, SecurityScheme]:
    """The schemes that can be served, by their id."""
    schemes: dict[str, SecurityScheme] = {}
    for key, entry in (spec.root / "components" / "securitySchemes").entries():
        node = spec.follow(entry)
        kind = (node / "type").text
        scheme = (node / "scheme").text.lower()
        if kind == "http" and scheme == "basic":
            doc = Doc(body=Text((node / "description").text))
            schemes[key] = SecurityScheme(id=Text(key), kind=SchemeKind.BASIC, doc=doc)
        else:
            message = f"security scheme `{key}` is left out: {kind} {scheme}".rstrip()
            found.warning(Code.UNSUPPORTED, message, entry.at)
    return schemes


def is_authenticated(
    root: Node, operation: Node, schemes: Mapping[str, SecurityScheme]
) -> bool | None:
    """Whether credentials are sent; None if those that are asked for are not served.

    Each requirement is an alternative (OpenAPI 3.0.3, Security Requirement Object); an
    empty list, or an empty requirement, asks for nothing.
    """
    node = operation if "security" in operation else root
    requirements = list((node / "security").items())
    if any(
        requirement.fields and all(key in schemes for key in requirement.fields)
        for requirement in requirements
    ):
        return True
    if all(requirement.fields for requirement in requirements) and requirements:
        return None
    return False
