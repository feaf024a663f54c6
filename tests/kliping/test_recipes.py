"""The recipes for cron and systemd, as far as this machine can tell."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kliping.cli import cli
from kliping.config import _ENVIRONMENT
from kliping.trouble import BUSY, CANNOT
from kliping.watching.beat import EVERY
from kliping.watching.guarded import GRACE

ROOT = Path(__file__).parent.parent.parent
RECIPES = ROOT / "recipes"
UNITS = sorted((RECIPES / "systemd").iterdir())
COMMAND = "/srv/kliping/.venv/bin/kliping"
FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))  # minute hour day month weekday


class Unit(configparser.RawConfigParser):
    """A unit file; of a key that stands more than once all values, a line each."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, interpolation=None, comment_prefixes=("#", ";"), delimiters=("=",))
        self.optionxform = str  # type: ignore[assignment,method-assign]
        self.text = path.read_text()
        self.read_string(self.text)


def service(name: str) -> configparser.SectionProxy:
    return Unit(RECIPES / "systemd" / name)["Service"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here: apt install systemd")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for path in UNITS:
        (tmp_path / path.name).write_text(path.read_text().replace(COMMAND, sys.executable))
    done = subprocess.run(
        ["systemd-analyze", "verify", *(tmp_path / path.name for path in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "kliping" in line]
    assert (done.returncode, ours) == (0, []), done.stderr


def test_what_the_recipes_call_exists() -> None:
    lines = [line for path in UNITS for line in re.findall(rf"^ExecStart={COMMAND} (.*)$", path.read_text(), re.M)]
    assert lines == ["watch --once", "watch"]
    shown = CliRunner().invoke(cli, ["watch", "--help"]).output
    for line in [*lines, *(command for _, _, command in cron_lines())]:
        for option in re.findall(r"--[a-z-]+", line):
            assert option in shown, line


def test_the_watcher_is_started_again_only_where_that_helps() -> None:
    watch = service("kliping-watch.service")
    assert watch["Restart"] == "on-failure"
    assert {int(code) for code in watch["RestartPreventExitStatus"].split()} == {CANNOT, BUSY}
    assert watch["KillMode"] == "mixed"
    assert int(watch["TimeoutStopSec"]) > GRACE
    assert int(watch["WatchdogSec"]) > 4 * EVERY
    assert watch["OOMPolicy"] == "continue"
    assert service("kliping-crawl.service")["SuccessExitStatus"] == str(BUSY)


def test_both_services_are_shut_in_alike() -> None:
    hard = [path.read_text().split("NoNewPrivileges")[1].split("[Install]")[0].strip() for path in UNITS[:3:2]]
    assert hard[0] == hard[1]
    watch = service("kliping-watch.service")
    assert (watch["ProtectSystem"], watch["StateDirectory"]) == ("strict", "kliping")
    assert watch["Environment"].splitlines()[0] == "KLIPING_DATA=/var/lib/kliping"


@pytest.mark.parametrize("name", ["kliping.env", "kliping.cron", *(f"systemd/{path.name}" for path in UNITS)])
def test_every_variable_is_one_of_ours(name: str) -> None:
    for variable in re.findall(r"\b(KLIPING_[A-Z_]+)=", (RECIPES / name).read_text()):
        assert variable in _ENVIRONMENT.values() or variable.startswith("KLIPING_ELASTICSEARCH_"), variable


def cron_lines() -> list[tuple[list[str], str, str]]:
    """The five fields, the user and the command of each line of the crontab."""
    found = []
    for line in (RECIPES / "kliping.cron").read_text().splitlines():
        if line.strip() and not line.startswith("#") and not re.match(r"^[A-Z_]+=\S*$", line):
            *fields, user, command = line.split(maxsplit=6)
            found.append((fields, user, command))
    return found


def times(field: str, low: int, high: int) -> set[int]:
    """The values that a field of a crontab means."""
    meant: set[int] = set()
    for part in field.split(","):
        match = re.fullmatch(r"(?:\*|(\d+)(?:-(\d+))?)(?:/(\d+))?", part)
        assert match, part
        first, last, step = match.groups()
        begin = int(first) if first else low
        end = int(last) if last else (high if not first or step else begin)
        assert low <= begin <= end <= high, part
        meant |= set(range(begin, end + 1, int(step or 1)))
    return meant


def test_the_crontab_is_one() -> None:
    text = (RECIPES / "kliping.cron").read_text()
    assert text.endswith("\n"), "cron leaves out a last line without its end"
    assert cron_lines()
    for fields, user, command in cron_lines():
        assert len(fields) == 5
        minutes, *others = (times(field, *bounds) for field, bounds in zip(fields, FIELDS, strict=True))
        assert minutes == set(range(0, 60, 10))
        assert all(len(other) == high - low + 1 for other, (low, high) in zip(others, FIELDS[1:], strict=True))
        assert user == "kliping"
        assert "%" not in command, "cron would read it as the end of a line"
        assert "flock" not in command
        assert shlex.split(command)[:2] == ["cd", "/srv/kliping"]
        assert "--quiet" in command


def test_the_readme_names_every_recipe() -> None:
    text = (RECIPES / "README.md").read_text()
    for path in [RECIPES / "kliping.cron", RECIPES / "kliping.env", *UNITS]:
        assert path.name in text
