"""What cannot be written yet."""

from __future__ import annotations

from generator.document import Pointer


class LeftOut(Exception):
    """Why an operation cannot be written yet. It goes with all that only it needs."""

    def __init__(self, reason: str, at: Pointer) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at
