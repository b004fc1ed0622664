"""Runs the Python sample of Twilio's page, unchanged, against a server of our own.

The page is named on the command line; its text is not part of this project.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conftest import PATH, SPEC
from tests.server import Reply, Server


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
            "TWILIO_ACCOUNT_SID": f"AC{'a' * 32}",
            "TWILIO_AUTH_TOKEN": "token",
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
        for request in server.requests:
            kind = request.headers["content-type"]
            scheme = request.headers["authorization"].split()[0]
            print(f"{request.line}, {kind}, {scheme}, {request.body.decode()}")
        is_right = (
            re.fullmatch(r"KI[0-9a-f]{32}\n", done.stdout)
            and server.only.line == f"POST {PATH} HTTP/1.1"
            and server.only.headers["content-type"].endswith("x-www-form-urlencoded")
            and server.only.headers["authorization"].startswith("Basic ")
        )
        return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
