"""The wheel carries the templates, and works without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from tests.conftest import ROOT, SPEC


def test_the_wheel_generates(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build = ["wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run(
        [*pip, *build, "--wheel-dir", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("clientsmith-*.whl")
    target = tmp_path / "installed"
    install = ["install", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*pip, *install, str(wheel)], check=True, capture_output=True)
    # An environment of its own, in which only the dependencies are those of this one.
    venv.create(tmp_path / "venv", with_pip=False)
    dependencies = sysconfig.get_paths()["purelib"]
    bin_folder = "Scripts" if os.name == "nt" else "bin"
    command = [str(tmp_path / "venv" / bin_folder / "python"), "-m", "generator"]
    arguments = ["--output", "out", "--package", "twilio_client", "--mount", "proxy.v1"]
    done = subprocess.run(
        [*command, "generate", str(SPEC), *arguments],
        cwd=tmp_path,
        env={"PYTHONPATH": os.pathsep.join([str(target), dependencies])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made = tmp_path / "out" / "twilio_client"
    committed = ROOT / "generated" / "twilio_client"
    files = [path.relative_to(committed) for path in committed.rglob("*.py")]
    assert len(files) > 20
    for path in files:
        assert (made / path).read_bytes() == (committed / path).read_bytes()
