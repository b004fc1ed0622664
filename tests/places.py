"""Where things are, in the project and on the server."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
SPEC = ROOT / "specs" / "message_interaction.yaml"

SERVICE = f"KS{'a' * 32}"
SESSION = f"KC{'a' * 32}"
PARTICIPANT = f"KP{'a' * 32}"
PATH = (
    f"/v1/Services/{SERVICE}/Sessions/{SESSION}"
    f"/Participants/{PARTICIPANT}/MessageInteractions"
)
