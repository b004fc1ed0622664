"""Changes are laid over a document (OpenAPI Overlay Specification 1.0 and 1.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.diagnostics import Diagnostics
from generator.document import Document


def overlay(
    document: Document, layers: Sequence[Document], found: Diagnostics
) -> Document:
    """Lay overlays over a document, each over what the ones before have made of it.

    What was overlaid leads to its place in an overlay by `Document.origin`. The document
    that was given is left as it is; the new one shares with it what did not change.

    Raises:
        Stop: An overlay is wrong or does not fit; why was reported.
    """
    if not layers:
        return document
    # These load the library for JSONPath, which a run without overlays can do without.
    from generator.overlay.actions import read_actions
    from generator.overlay.apply import apply
    from generator.overlay.draft import Draft

    since = found.errors
    actions = [one for layer in layers for one in read_actions(layer, document, found)]
    found.stop_on_error(since)
    draft = Draft.of(document)
    for action in actions:
        apply(action, draft, found)
    found.stop_on_error(since)
    overlaid = replace(document, value=draft.value, origins=draft.origins())
    found.documents[document.file] = overlaid
    return overlaid
