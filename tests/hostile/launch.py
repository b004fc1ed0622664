"""Runs a module as a command, and writes down what it must not have done."""

from __future__ import annotations

import json
import os
import resource
import runpy
import sys
from pathlib import Path
from typing import Any

_CONNECTIONS = frozenset({"socket.connect", "socket.getaddrinfo", "urllib.Request"})
_PROCESSES = frozenset({"os.system", "subprocess.Popen", "os.exec", "os.posix_spawn"})
_SECRETS = ("/etc/passwd", "/etc/shadow")
_SECONDS = 120
_BYTES = 6_000_000_000


def main() -> None:
    """Run `MODULE ARGUMENT...`; what it did goes to the file REPORT, as JSON."""
    report, module, *arguments = sys.argv[1:]
    seen: list[str] = []

    def watch(event: str, details: tuple[Any, ...]) -> None:
        if event in _CONNECTIONS or event in _PROCESSES:
            # The validator reads the schemas that it brings along by their URLs.
            if not str(details[0]).startswith(f"file://{sys.prefix}"):
                seen.append(f"{event}{str(details)[:200]}")
        elif event == "open" and str(details[0]).startswith(_SECRETS):
            seen.append(f"opened {details[0]}")

    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    sys.addaudithook(watch)
    sys.argv = [module, *arguments]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        if "PWNED" in os.environ:
            seen.append("a payload has run")
        Path(report).write_text(json.dumps(seen), encoding="utf-8")


if __name__ == "__main__":
    main()
