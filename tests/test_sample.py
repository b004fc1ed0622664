"""Our own sample, run as a user would run it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.conftest import PARTICIPANT, PATH, ROOT, SERVICE, SESSION
from tests.server import Reply, Server

SAMPLE = Path(__file__).parent / "samples" / "create_message_interaction.py"


def test_sample(server: Server, example: dict[str, Any]) -> None:
    server.reply = Reply.json(example)
    done = subprocess.run(
        [sys.executable, str(SAMPLE), SERVICE, SESSION, PARTICIPANT],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "generated"),
            "TWILIO_ACCOUNT_SID": "AC1",
            "TWILIO_AUTH_TOKEN": "token",
            "TWILIO_BASE_URL": server.url,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"KI{'a' * 32} sent\n"
    assert server.only.line == f"POST {PATH} HTTP/1.1"
    assert server.only.body == b"Body=Your+taxi+is+here."
