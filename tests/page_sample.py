"""Runs the Python sample of Twilio's page, unchanged, against a server of our own.

The page is named on the command line; its text is not part of this project.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from tests.places import PATH, SPEC
from tests.server import Reply, Server

ACCOUNT, TOKEN = f"AC{'a' * 32}", "token"


def main(page: Path) -> int:
    text = page.read_text(encoding="utf-8")
    sample = re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)[0]
    example = re.findall(r"^```json\n(.*?)^```", text, re.DOTALL | re.MULTILINE)[-1]
    with tempfile.TemporaryDirectory() as folder, Server() as server:
        server.reply = Reply.json(json.loads(example))
        arguments = ["--output", folder, "--package", "twilio.rest"]
        command = ["-m", "generator", "generate", str(SPEC), *arguments]
        subprocess.run([sys.executable, *command, "--mount", "proxy.v1"], check=True)
        script = Path(folder) / "sample.py"
        script.write_text(sample, encoding="utf-8")
        environment = {
            **os.environ,
            "PYTHONPATH": folder,
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_BASE_URL": server.url,
        }
        done = subprocess.run(
            [sys.executable, str(script)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        print(done.stdout, end="")
        return _judged(server, done.stdout, sample)


def _judged(server: Server, printed: str, sample: str) -> int:
    """Whether the sample did what its page says, and nothing else; says what differs."""
    request = server.only
    text = re.findall(r'body="(.*?)"', sample)[0]
    credentials = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    expected = {
        "line": f"POST {PATH} HTTP/1.1",
        "content-type": "application/x-www-form-urlencoded",
        "authorization": f"Basic {credentials}",
        "body": urlencode({"Body": text}),
        "printed": "KI",
    }
    found = {
        "line": request.line,
        "content-type": request.headers["content-type"],
        "authorization": request.headers["authorization"],
        "body": request.body.decode(),
        "printed": printed[:2],
    }
    for name, value in found.items():
        verdict = "as expected" if value == expected[name] else f"not {expected[name]}"
        print(f"{name}: {value} ({verdict})")
    return 0 if found == expected else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
