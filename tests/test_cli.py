"""The command as a user meets it: in a process of its own, on good days and bad."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from syrupy.assertion import SnapshotAssertion

from generator.codes import Code
from generator.write import foreign_files, read_manifest, write
from tests.conftest import ROOT, SPEC
from tests.surface import surface


def clientsmith(
    *arguments: str | Path, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command and give what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def generate(
    spec: Path, output: Path, *more: str | Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    options = ("--output", output, "--package", "made.client", *more)
    return clientsmith("generate", spec, *options, cwd=ROOT, **environment)


def tree(folder: Path) -> dict[str, bytes]:
    """All files of a folder with their contents."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_committed_client_is_what_is_generated(tmp_path: Path) -> None:
    done = clientsmith(
        *("generate", SPEC, "--output", tmp_path),
        *("--package", "twilio_client", "--mount", "proxy.v1"),
    )
    assert (done.returncode, done.stdout) == (0, "")
    committed = tree(ROOT / "generated" / "twilio_client")
    assert tree(tmp_path / "twilio_client") == committed


def test_same_input_same_bytes(tmp_path: Path) -> None:
    trees: list[dict[str, bytes]] = []
    for number, (seed, zone, locale) in enumerate(
        [("0", "UTC", "C"), ("1", "Asia/Kolkata", "C.UTF-8"), ("2", "UTC", "tr_TR")]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        spec = folder / SPEC.name
        shutil.copy(SPEC, spec)
        done = generate(
            spec, folder / "out", PYTHONHASHSEED=seed, TZ=zone, LC_ALL=locale
        )
        assert done.returncode == 0, done.stderr
        trees.append(tree(folder / "out"))
    assert trees[0] == trees[1] == trees[2]


def test_the_order_of_keys_decides_about_the_order_of_members_only(
    tmp_path: Path,
) -> None:
    def reverse(value: Any) -> Any:
        if isinstance(value, dict):
            entries = list(cast(dict[str, Any], value).items())
            return {key: reverse(item) for key, item in entries[::-1]}
        if isinstance(value, list):
            return [reverse(item) for item in cast(list[object], value)]
        return value

    outputs: list[dict[str, bytes]] = []
    data = yaml.safe_load((ROOT / "tests/specs/odd_names.yaml").read_text("utf-8"))
    for name, document in (("a", data), ("b", reverse(data))):
        spec = tmp_path / f"{name}.json"
        spec.write_text(json.dumps(document), encoding="utf-8")
        assert generate(spec, tmp_path / name).returncode == 0
        outputs.append(tree(tmp_path / name))
    assert outputs[0] != outputs[1]
    assert outputs[0].keys() == outputs[1].keys()
    assert surface(outputs[0]) == surface(outputs[1])


def test_json_and_yaml_make_the_same_client(tmp_path: Path) -> None:
    data = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
    (tmp_path / "a.json").write_text(json.dumps(data), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(yaml.safe_dump(data, sort_keys=False), "utf-8")
    assert generate(tmp_path / "a.json", tmp_path / "a").returncode == 0
    assert generate(tmp_path / "b.yaml", tmp_path / "b").returncode == 0
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


DOCUMENT = """\
openapi: 3.0.3
info: {title: T, version: "1"}
paths:
  /a:
    get:
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Thng"}
components:
  schemas:
    Thing: {type: object, properties: {a: {type: string}}}
"""
RIGHT = DOCUMENT.replace("Thng", "Thing")

BAD = {
    "missing": (None, "1:1"),
    "empty": ("", "1:1"),
    "blank": (" \n\n", "1:1"),
    "comments only": ("# nothing\n", "1:1"),
    "no OpenAPI": ("a: 1\nb: 2\n", "1:1"),
    "a list": ("- a\n", "1:1"),
    "a version too new": (RIGHT.replace("3.0.3", "4.0.0"), "1:10"),
    "a version that is a number": (RIGHT.replace("3.0.3", "3.1"), "1:10"),
    "Swagger": ("swagger: '2.0'\ninfo: {}\n", "1:1"),
    "broken YAML": ("openapi: 3.0.3\ninfo: {title: [\n", "3:1"),
    "tabs": ("openapi: 3.0.3\n\tinfo: {}\n", "2:1"),
    "a merge conflict": ("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n", "2:1"),
    "a key twice": ("openapi: 3.0.3\ninfo: {}\ninfo: {}\n", "3:1"),
    "a reference to nothing": (DOCUMENT, "11:30"),
    "a reference to a host": (DOCUMENT.replace("#/components", "http://a#"), "11:30"),
    "a reference to a file": (DOCUMENT.replace("#/", "/etc/passwd#/"), "11:30"),
    "a wrong type": (RIGHT.replace("{type: string}", "{type: strng}"), "14:50"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input(tmp_path: Path, what: str) -> None:
    text, place = BAD[what]
    spec = tmp_path / "spec.yaml"
    shutil.copy(SPEC, spec)
    assert generate(spec, tmp_path / "out").returncode == 0
    before = tree(tmp_path / "out")
    if text is None:
        spec.unlink()
    else:
        spec.write_text(text, encoding="utf-8")
    done = generate(spec, tmp_path / "out")
    assert done.returncode == 2
    assert done.stdout == ""
    messages = re.findall(r"^\S+:\d+:\d+: error\[.*", done.stderr, re.MULTILINE)
    assert len(messages) == 1, done.stderr
    assert messages[0].startswith(f"{spec}:{place}: "), done.stderr
    assert "Traceback" not in done.stderr
    assert tree(tmp_path / "out") == before


def test_json_positions(tmp_path: Path) -> None:
    spec = tmp_path / "spec.json"
    spec.write_text(
        '{"openapi": "3.0.3",\n "info": {"title": 5, "version": "1"},\n "paths": {}}',
        encoding="utf-8",
    )
    done = generate(spec, tmp_path / "out")
    assert f"{spec}:2:20: warning[schema]" in done.stderr
    assert "at: #/info/title" in done.stderr


def test_control_characters_do_not_reach_the_terminal(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text('openapi: "3.0.3\\e[31m"\nx: "\u202e"\n', encoding="utf-8")
    done = generate(spec, tmp_path / "out")
    assert done.returncode == 2
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", done.stderr)


def test_an_edited_file_is_not_overwritten(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    shutil.copy(SPEC, spec)
    assert generate(spec, tmp_path).returncode == 0
    edited = tmp_path / "made" / "client" / "client.py"
    edited.write_text("mine", encoding="utf-8")
    spec.write_text(spec.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    before = tree(tmp_path)
    done = generate(spec, tmp_path)
    assert done.returncode == 2
    assert f"{edited}:1:1: error[output]" in done.stderr
    assert tree(tmp_path) == before


def test_stale_files_go_and_foreign_ones_stay(tmp_path: Path) -> None:
    package = tmp_path / "made" / "client"
    assert generate(SPEC, tmp_path, "--mount", "proxy.v1").returncode == 0
    (package / "mine.py").write_text("mine", encoding="utf-8")
    (package / "proxy" / "mine.py").write_text("mine", encoding="utf-8")
    done = generate(SPEC, tmp_path)
    assert done.returncode == 0
    assert (package / "mine.py").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in (package / "proxy").iterdir()] == ["mine.py"]
    assert (package / "services.py").exists()


def test_nothing_changed(tmp_path: Path) -> None:
    assert "created" in generate(SPEC, tmp_path).stderr
    assert generate(SPEC, tmp_path).stderr == "made.client: up to date\n"
    assert "unchanged" in generate(SPEC, tmp_path, "--fresh").stderr
    assert generate(SPEC, tmp_path, "--quiet").stderr == ""
    (tmp_path / "made" / "client" / "py.typed").unlink()
    assert "1 created" in generate(SPEC, tmp_path).stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("generate", "--package", "x"),
        ("generate", SPEC),
        ("generate", SPEC, "--output", "x"),
        ("generate", SPEC, "--output", "x", "--package", "a b"),
        ("generate", SPEC, "--output", "x", "--package", "a..b"),
        ("generate", SPEC, "--output", "x", "--package", "class"),
        ("generate", SPEC, "--output", "x", "--package", "x", "--mount", "../y"),
    ],
)
def test_wrong_arguments(arguments: tuple[str | Path, ...], tmp_path: Path) -> None:
    done = clientsmith(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


CONFIG = """\
[tool.clientsmith]
output = "out"

[[tool.clientsmith.clients]]
package = "made"
specs = [{ path = "spec.yaml", mount = "proxy.v1" }]
"""


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("output", "outptu", "2:1"),
        ("package", "pakage", "5:1"),
        ("mount", "mout", "6:32"),
        ('"made"', "5", "5:1"),
        ("proxy.v1", "proxy/v1", "6:32"),
        ("[[tool", "[tool", "4:19"),
    ],
)
def test_wrong_configuration(tmp_path: Path, old: str, new: str, place: str) -> None:
    shutil.copy(SPEC, tmp_path / "spec.yaml")
    config = tmp_path / "pyproject.toml"
    config.write_text(CONFIG, encoding="utf-8")
    assert clientsmith("generate", cwd=tmp_path).returncode == 0
    before = tree(tmp_path / "out")
    text = CONFIG.replace(old, new).replace("]]", "]" if "[tool" in new else "]]")
    config.write_text(text, encoding="utf-8")
    done = clientsmith("generate", cwd=tmp_path)
    assert done.returncode == 2
    assert f"{config}:{place}: error[configuration]" in done.stderr
    assert tree(tmp_path / "out") == before


def test_no_configuration(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    done = clientsmith("generate", cwd=tmp_path)
    assert done.returncode == 2
    assert "no `[tool.clientsmith]`" in done.stderr


def test_what_cannot_be_served_is_left_out_by_name(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    text = RIGHT.replace(
        "  /a:",
        "  /b:\n    put:\n      responses: {}\n"
        "      requestBody: {content: {plainly: {}}}\n  /a:",
    )
    spec.write_text(
        text.replace("responses: {}", "responses: {'204': {description: d}}")
    )
    done = generate(spec, tmp_path / "out")
    assert done.returncode == 0
    assert (
        "warning[unsupported]: PUT /b is left out: its body is plainly" in done.stderr
    )
    assert (tmp_path / "out/made/client/a.py").exists()
    assert not (tmp_path / "out/made/client/b.py").exists()


@pytest.mark.parametrize("form", ["concise", "json", "github", "sarif"])
def test_formats_for_programs(
    tmp_path: Path, form: str, snapshot: SnapshotAssertion
) -> None:
    (tmp_path / "spec.yaml").write_text(DOCUMENT, encoding="utf-8")
    arguments = ("lint", "spec.yaml", "--output-format", form)
    done = clientsmith(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout == snapshot
    if form in ("json", "sarif"):
        json.loads(done.stdout)


def test_the_text_for_people(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    (tmp_path / "spec.yaml").write_text(DOCUMENT, encoding="utf-8")
    done = clientsmith("lint", "spec.yaml", cwd=tmp_path)
    assert done.stderr == snapshot


def test_lint_writes_nothing_and_takes_several(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text(DOCUMENT, encoding="utf-8")
    odd = RIGHT.replace("  /a:", "  /a?b:")
    (tmp_path / "odd.yaml").write_text(odd, encoding="utf-8")
    before = tree(tmp_path)
    assert clientsmith("lint", SPEC).returncode == 0
    assert clientsmith("lint", "odd.yaml", cwd=tmp_path).returncode == 1
    assert clientsmith("lint", "odd.yaml", "--strict", cwd=tmp_path).returncode == 2
    done = clientsmith("lint", "wrong.yaml", "gone.yaml", "odd.yaml", cwd=tmp_path)
    assert done.returncode == 2
    for name in ("wrong", "gone", "odd"):
        assert f"{name}.yaml:" in done.stderr
    assert tree(tmp_path) == before


def test_strict_refuses_to_leave_anything_out(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(RIGHT.replace("  /a:", "  /a?b:"), encoding="utf-8")
    assert generate(spec, tmp_path / "a").returncode == 0
    assert generate(spec, tmp_path / "b", "--strict").returncode == 2
    assert not (tmp_path / "b").exists()


def test_the_model_is_json() -> None:
    done = clientsmith("model", SPEC, "--mount", "proxy.v1")
    assert done.returncode == 0
    data = json.loads(done.stdout)
    assert data["kind"] == "Api"
    record = next(one for one in data["types"] if one["kind"] == "Record")
    assert len(record["fields"]) == 20
    assert [field["name"]["wire"] for field in record["fields"] if field["sensitivity"]]


def test_explain() -> None:
    listed = clientsmith("explain").stdout.split()
    assert listed == sorted(code.value for code in Code)
    for name in listed:
        assert len(Code(name).explanation) > 70
    assert clientsmith("explain", "schema").stdout.startswith("schema\n\n")
    done = clientsmith("explain", "refrence")
    assert done.returncode == 2
    assert "did you mean `reference`?" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "colored"),
    [
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        (("--output-format", "concise"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colors(
    arguments: tuple[str, ...], environment: dict[str, str], colored: bool
) -> None:
    done = clientsmith("lint", "gone.yaml", *arguments, cwd=ROOT, **environment)
    assert ("\x1b[" in done.stderr + done.stdout) is colored


def test_help_is_quick() -> None:
    """`--help` answers in a fifth of the time that the heavy imports take."""

    def seconds(*arguments: str) -> float:
        script = (
            "import resource, subprocess, sys\n"
            "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
            "use = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
            "print(use.ru_utime + use.ru_stime)"
        )
        command = [sys.executable, "-c", script, sys.executable, *arguments]
        return min(
            float(
                subprocess.run(
                    command, capture_output=True, text=True, check=True
                ).stdout
            )
            for _ in range(3)
        )

    heavy = seconds("-c", "import black, jinja2, openapi_spec_validator")
    assert seconds("-m", "generator", "--help") < heavy / 5
    assert seconds("-m", "generator", "generate", "--help") < heavy / 5


def test_an_up_to_date_run_imports_nothing_heavy(tmp_path: Path) -> None:
    generate(SPEC, tmp_path)
    script = (
        "import sys\n"
        "from generator.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "heavy = {'black', 'jinja2', 'openapi_spec_validator'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    arguments = ["generate", str(SPEC), "--output", str(tmp_path), "--package"]
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments, "made.client"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


def test_what_tools_leave_behind_changes_nothing(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for name in ("generator", "templates", "specs"):
        shutil.copytree(ROOT / name, checkout / name)

    def run() -> str:
        arguments = ("--output", tmp_path, "--package", "made.client")
        return clientsmith("generate", SPEC, *arguments, cwd=checkout).stderr

    assert "created" in run()
    for folder in (checkout / "generator", checkout / "templates" / "python"):
        for left in (".mypy_cache/a.py", "__pycache__/b.txt", ".ruff_cache/x/c.toml"):
            (folder / left).parent.mkdir(parents=True, exist_ok=True)
            (folder / left).touch()
        (folder / "README.md").write_text("other", encoding="utf-8")
    assert run() == "made.client: up to date\n"
    (checkout / "templates" / "python" / "_header.jinja").write_text("# x\n\n")
    assert "updated" in run()


@pytest.mark.parametrize(
    ("text", "place"),
    [("{{ 1 }}", "1:1"), ("{{ nothing }}", "1:1"), ("\n{% if %}", "2:1"), ("(", "1:1")],
)
def test_a_wrong_template(tmp_path: Path, text: str, place: str) -> None:
    checkout = tmp_path / "checkout"
    for name in ("generator", "templates", "specs"):
        shutil.copytree(ROOT / name, checkout / name)
    template = checkout / "templates" / "python" / "client.py.jinja"
    template.write_text(text, encoding="utf-8")
    arguments = ("--output", tmp_path / "out", "--package", "made")
    done = clientsmith("generate", SPEC, *arguments, cwd=checkout)
    assert done.returncode == 2
    assert f"{template}:{place}: error[template]" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_manifest_cannot_name_files_elsewhere(tmp_path: Path) -> None:
    assert generate(SPEC, tmp_path).returncode == 0
    victim = tmp_path / "made" / "victim.txt"
    victim.write_text("mine", encoding="utf-8")
    sha = hashlib.sha256(b"mine").hexdigest()
    manifest = tmp_path / "made" / "client" / ".clientsmith.json"
    data = json.loads(manifest.read_text(encoding="utf-8"))
    data["files"] |= {"../victim.txt": sha, str(victim): sha, "a/../../victim.txt": sha}
    manifest.write_text(json.dumps(data), encoding="utf-8")
    assert generate(SPEC, tmp_path, "--fresh").returncode == 0
    assert victim.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("moment", range(1, 6))
def test_a_run_that_was_killed_is_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    """Whenever it is killed, the next run, of yet another document, succeeds."""
    folder = tmp_path / "package"
    newest = {"a.py": "3", "d.py": "3"}
    write({"a.py": "1", "b.py": "1", "c.py": "1"}, "old", folder)
    replace, calls = os.replace, itertools.count(1)

    def replace_or_die(source: Path, target: Path) -> None:
        if next(calls) == moment:
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr(os, "replace", replace_or_die)
    with pytest.raises(KeyboardInterrupt):
        write({"a.py": "2", "b.py": "2", "d.py": "2"}, "new", folder)
    monkeypatch.setattr(os, "replace", replace)
    assert read_manifest(folder).inputs != "new"
    assert foreign_files(newest, folder) == []
    write(newest, "newest", folder)
    assert {path.name: path.read_text() for path in folder.glob("*.py")} == newest
    assert [path.name for path in tmp_path.iterdir()] == ["package"]


def test_one_wrong_client_keeps_all_from_being_written(tmp_path: Path) -> None:
    shutil.copy(SPEC, tmp_path / "spec.yaml")
    (tmp_path / "wrong.yaml").write_text(DOCUMENT, encoding="utf-8")
    second = CONFIG[CONFIG.index("[[") :].replace("made", "other")
    text = CONFIG + second.replace("spec.yaml", "wrong.yaml")
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    done = clientsmith("generate", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.endswith("1 error; nothing was written\n")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["timeout", "self", "base_url", "two words"])
def test_names_of_credentials_are_checked(tmp_path: Path, name: str) -> None:
    shutil.copy(SPEC, tmp_path / "spec.yaml")
    row = f"username = {{argument = '{name}', variable = 'X'}}"
    table = f"[tool.clientsmith.credentials]\n{row}\n"
    (tmp_path / "pyproject.toml").write_text(table + CONFIG, encoding="utf-8")
    done = clientsmith("generate", cwd=tmp_path)
    assert done.returncode == 2
    assert "error[configuration]" in done.stderr


def test_any_mount_makes_a_client_that_type_checks(tmp_path: Path) -> None:
    for mount in ("client", "models.client", "_runtime", "self.send", "a.a.a"):
        output = tmp_path / mount
        assert generate(SPEC, output, "--mount", mount).returncode == 0
        done = subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", "-p", "made.client"],
            cwd=output,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


def test_nothing_is_written_through_links_and_folders(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for number, (name, target) in enumerate(
        [("proxy", elsewhere), ("client.py", tmp_path / "nothing"), ("client.py", None)]
    ):
        package = tmp_path / str(number) / "made" / "client"
        package.mkdir(parents=True)
        if target is None:
            (package / name).mkdir()
        else:
            (package / name).symlink_to(target)
        done = generate(SPEC, tmp_path / str(number), "--mount", "proxy.v1")
        assert done.returncode == 2
        assert "error[output]" in done.stderr
        assert [path.name for path in package.iterdir()] == [name]
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("second", ["made", "made.inner", "MADE"])
def test_clients_have_folders_of_their_own(tmp_path: Path, second: str) -> None:
    shutil.copy(SPEC, tmp_path / "spec.yaml")
    more = CONFIG[CONFIG.index("[[") :].replace("made", second)
    (tmp_path / "pyproject.toml").write_text(CONFIG + more, encoding="utf-8")
    done = clientsmith("generate", cwd=tmp_path)
    assert done.returncode == 2
    assert "shares its folder" in done.stderr
    assert not (tmp_path / "out").exists()
