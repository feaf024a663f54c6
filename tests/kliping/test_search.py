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


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--source", "detk"), "There is no source 'detk'; did you mean 'detik'?"),
        (("--source", "detik", "--source", "zzzzz"), "There is no source 'zzzzz'; 'kliping sources' lists"),
        (("--topic", "perpsnas"), "There is no topic 'perpsnas'; did you mean 'Perpusnas'?"),
        (("--topic", "zzzzz"), "There is no topic 'zzzzz'; known are Perpusnas."),
    ],
)
def test_a_name_that_nobody_knows_is_told(filled: Path, run: Run, words: tuple[str, ...], says: str) -> None:
    done = run("search", "", *words, data=filled)
    assert done.returncode == 2
    assert done.stdout == ""
    assert says in done.stderr


def test_case_of_names_is_nothing(filled: Path, run: Run) -> None:
    def found(*words: str) -> list[str]:
        return ids(run("search", "", "--no-fold", "--format", "jsonl", *words, data=filled).stdout)

    assert found("--topic", "perpusnas") == found("--topic", "Perpusnas") != []
    assert found("--source", "DETIK") == found("--source", "detik") != []


def test_a_source_of_the_archive_alone_is_known(run: Run, tmp_path: Path) -> None:
    row = {"url": "https://contoh.example/berita/satu-dua-tiga", "source": "Warta Desa", "title": "Layanan malam"}
    row["body"] = "Perpustakaan daerah membuka layanan malam untuk pelajar yang menyiapkan ujian akhir sekolah."
    (tmp_path / "rows.jsonl").write_text(json.dumps(row) + "\n")
    assert run("import", "rows.jsonl").returncode == 0
    assert len(ids(run("search", "", "--source", "warta desa", "--format", "jsonl").stdout)) == 1
    assert run("search", "", "--source", "tempo").returncode == 0  # known, but nothing of it yet
