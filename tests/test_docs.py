"""The documents against the code."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from kliping.cli import _COMMANDS, cli
from kliping.config import _ENVIRONMENT, _KEYS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md")}


@pytest.mark.parametrize("name", _COMMANDS)
def test_every_command_is_in_the_readme_and_has_an_example(name: str) -> None:
    assert re.search(rf"`(index |archive )?{name}\b", README), name
    shown = CliRunner().invoke(cli, [name, "--help"])
    assert shown.exit_code == 0
    command = cli.get_command(None, name)  # type: ignore[arg-type]
    if not hasattr(command, "commands"):
        assert "Example" in shown.output, name


@pytest.mark.parametrize("document", TEXTS)
def test_every_command_line_of_the_documents_exists(document: str) -> None:
    for name, rest in re.findall(r"\.venv/bin/kliping ([a-z]+)([^\n`]*)", TEXTS[document]):
        assert name in _COMMANDS, name
        parts = getattr(cli.get_command(None, name), "commands", {})  # type: ignore[arg-type]
        words = [name, *(word for word in rest.split()[:1] if word in parts)]
        shown = CliRunner().invoke(cli, [*words, "--help"]).output
        for option in re.findall(r" (--[a-z-]+)", rest):
            assert option in shown, f"{name} {option}"


def test_every_setting_is_in_the_readme() -> None:
    for key in _KEYS:
        assert f"`{key}`" in README or f"[{key}" in README, key
    for variable in _ENVIRONMENT.values():
        assert f"`{variable}`" in README, variable


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for text in TEXTS.values():
        for target in re.findall(r"`make ([a-z]+)`|^make ([a-z]+)", text, re.M):
            assert "".join(target) in targets, target
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "make run" in listed


def test_every_path_that_is_named_exists() -> None:
    for text in TEXTS.values():
        for path in re.findall(r"`([a-z]+/[A-Za-z0-9_./-]*)`", text):
            if path.startswith(("data", "build", "tests/pages")) or "NAME" in path:
                continue
            assert (ROOT / path).exists(), path


def test_the_readme_says_which_folders_there_are() -> None:
    for folder in re.findall(r"^\| `([a-z]+)/`", README, re.M):
        assert (ROOT / folder).is_dir()
