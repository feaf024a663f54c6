"""What the command line makes of a search."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run


def ids(stdout: str) -> list[str]:
    return [json.loads(line)["id"] for line in stdout.splitlines()]


@pytest.mark.parametrize(
    "words",
    [
        ("-rusia pustakawan", "--format", "jsonl"),
        ("--format", "jsonl", "-rusia pustakawan"),
        ("--format", "jsonl", "--", "-rusia pustakawan"),
        ("--format=jsonl", "pustakawan -rusia"),
    ],
)
def test_a_query_may_begin_with_a_minus(filled: Path, run: Run, words: tuple[str, ...]) -> None:
    done = run("search", *words, data=filled)
    assert done.returncode == 0, done.stderr
    assert ids(done.stdout) == ids(run("search", "pustakawan -rusia", "--format", "jsonl", data=filled).stdout)
    assert ids(done.stdout)


def test_a_query_of_negations_is_everything_else(filled: Path, run: Run) -> None:
    everything = ids(run("search", "", "--no-fold", "--format", "jsonl", data=filled).stdout)
    found = ids(run("search", "-hari", "--no-fold", "--format", "jsonl", data=filled).stdout)
    named = ids(run("search", "hari", "--no-fold", "--format", "jsonl", data=filled).stdout)
    assert sorted(found + named) == sorted(everything)
    assert found


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("pustakawan", "--sorce", "detik"), "--source"),
        (("pustakawan", "-rusia"), "unexpected extra argument"),
        ((), "QUERY"),
        (("--limit",), "--limit"),
    ],
)
def test_what_is_no_search_is_told(run: Run, words: tuple[str, ...], says: str) -> None:
    done = run("search", *words)
    assert done.returncode == 2
    assert says in done.stderr


def test_help_is_help(run: Run) -> None:
    for word in ("-h", "--help"):
        done = run("search", word)
        assert done.returncode == 0
        assert "Search titles and bodies" in done.stdout
