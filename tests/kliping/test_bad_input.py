"""Bad input: one sentence, the contract's exit code, nothing lost."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path

import pytest
from conftest import Run


def one_sentence(stderr: str) -> str:
    lines = [line for line in stderr.splitlines() if line.strip()]
    assert len(lines) == 1, stderr
    assert "Traceback" not in stderr
    return lines[0]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("crawl", "detk"), "detik"),
        (("crawl", "--replay", "nowhere.warc.gz"), "nowhere.warc.gz"),
        (("crawl", "perpusnas"), "KLIPING_CONTACT"),
        (("crawl", "perpusnas", "--since", "bulan lalu"), "--since"),
        (("crawl", "perpusnas", "--since", "0001-01-01"), "1990"),
        (("inspect", "--html", "nowhere.html", "--fetched", "9999-12-31T23:59:59Z"), "1990"),
        (("search", "perpusnas"), "no archive yet"),
        (("import", "nowhere.jsonl"), "nowhere.jsonl"),
        (("inspect", "--html", "nowhere.html"), "nowhere.html"),
        (("inspect",), "--html"),
        (("sources", "nosuch"), "nosuch"),
        (("dates", "--zone", "Mars/Olympus"), "Mars/Olympus"),
        (("archive", "remove", "bukan alamat", "--reason", "x"), "bukan alamat"),
    ],
)
def test_usage_is_told_in_one_sentence(run: Run, words: tuple[str, ...], says: str) -> None:
    done = run(*words)
    assert done.returncode == 2, done.stderr
    assert says in one_sentence(done.stderr)
    assert done.stdout == ""


def test_a_permission_source_says_why_it_is_off(run: Run) -> None:
    done = run("crawl", "antara", KLIPING_CONTACT="redaksi@perpustakaan.example")
    assert done.returncode == 2
    assert "permission" in one_sentence(done.stderr)


@pytest.mark.parametrize("query", ['"kerja sama', "(rusia", "rusia OR"])
def test_a_query_that_cannot_be_read(filled: Path, run: Run, query: str) -> None:
    done = run("search", query, data=filled)
    assert done.returncode == 2
    assert "character" in one_sentence(done.stderr)


def test_days_that_are_none(filled: Path, run: Run) -> None:
    assert run("search", "x", "--from", "31/7/2024", data=filled).returncode == 2
    assert run("search", "x", "--from", "2024-08-01", "--to", "2024-07-01", data=filled).returncode == 2


def test_an_unknown_configuration_key_names_the_nearest(run: Run, tmp_path: Path) -> None:
    (tmp_path / "kliping.toml").write_text('contct = "x"\n')
    done = run("sources")
    assert done.returncode == 2
    assert "'contact'" in one_sentence(done.stderr)


def test_a_data_folder_that_cannot_be_made(run: Run, tmp_path: Path, edition: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("crawl", "--replay", str(edition), data=tmp_path / "file" / "data")
    assert done.returncode == 2
    assert "file" in one_sentence(done.stderr)


def test_what_is_no_recording(run: Run, tmp_path: Path) -> None:
    for name, content in (("empty.warc.gz", b""), ("text.warc.gz", b"halo"), ("other.warc.gz", gzip.compress(b"halo"))):
        (tmp_path / name).write_bytes(content)
        done = run("crawl", "--replay", name)
        assert done.returncode == 2, (name, done.stderr)
        assert name in one_sentence(done.stderr)


def test_a_truncated_recording_gives_its_whole_records_and_is_named(run: Run, tmp_path: Path, edition: Path) -> None:
    whole = edition.read_bytes()
    (tmp_path / "cut.warc.gz").write_bytes(whole[: len(whole) // 2])
    done = run("crawl", "--replay", "cut.warc.gz", "--json")
    assert done.returncode == 1
    assert "cut.warc.gz" in done.stderr
    assert sum(row["new"] for row in json.loads(done.stdout)["sources"]) > 5


def test_an_archive_of_a_newer_version(run: Run, tmp_path: Path, edition: Path) -> None:
    assert run("crawl", "--replay", str(edition)).returncode == 0
    with sqlite3.connect(tmp_path / "data" / "archive.db") as connection:
        connection.execute("UPDATE meta SET value = '9999' WHERE name LIKE '%version%' OR name LIKE '%schema%'")
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    done = run("search", "perpusnas")
    assert done.returncode == 2
    assert "newer" in one_sentence(done.stderr)


def test_rows_that_cannot_be_taken_are_named_by_line(run: Run, tmp_path: Path) -> None:
    body = "Perpustakaan daerah membuka layanan malam untuk pelajar yang menyiapkan ujian akhir sekolah."
    rows = [
        json.dumps({"url": "https://contoh.example/berita/satu-dua-tiga", "body": body, "title": "Layanan malam"}),
        "bukan json",
        json.dumps({"url": "https://contoh.example/berita/tanpa-isi"}),
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows) + "\n")
    done = run("import", "rows.jsonl")
    assert done.returncode == 1, done.stderr
    assert "3 rows = 1 new + 0 revised + 0 unchanged + 0 folded + 2 refused" in done.stdout
    assert "line 2" in done.stderr
    assert "line 3" in done.stderr
    again = run("import", "rows.jsonl")
    assert "0 new + 0 revised + 1 unchanged" in again.stdout


BODY = "Perpustakaan daerah membuka layanan malam untuk pelajar yang menyiapkan ujian akhir sekolah."


def rows_of(path: Path, *rows: dict[str, object]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path.name


@pytest.mark.parametrize("fetched", ["0001-01-01T00:00:00+07:00", "9999-12-31T23:59:59Z", "9999-12-31"])
def test_a_row_of_no_possible_time_is_refused(run: Run, tmp_path: Path, fetched: str) -> None:
    good = {"url": "https://contoh.example/berita/satu-dua-tiga", "body": BODY, "published": "9999-12-31T23:59:59Z"}
    bad = {"url": "https://contoh.example/berita/empat-lima-enam", "body": BODY, "fetched": fetched}
    done = run("import", rows_of(tmp_path / "rows.jsonl", bad, good))
    assert done.returncode == 1, done.stderr
    assert "2 rows = 1 new + 0 revised + 0 unchanged + 0 folded + 1 refused" in done.stdout
    assert f"line 1: refused: fetched: {fetched!r} is no time between 1990 and 2100" in done.stderr


def test_a_row_whose_fetched_cannot_be_read_is_refused(run: Run, tmp_path: Path) -> None:
    row = {"url": "https://contoh.example/berita/empat-lima-enam", "body": BODY, "fetched": "kemarin dulu"}
    done = run("import", rows_of(tmp_path / "rows.jsonl", row))
    assert done.returncode == 2
    assert "line 1: refused: fetched: 'kemarin dulu' is no date" in done.stderr


@pytest.mark.parametrize(
    ("published", "fetched", "day"),
    [
        ("2 jam lalu", None, None),
        ("Kemarin, 14.05 WIB", None, None),
        ("Selasa, 2 Juli", None, None),
        ("2 jam lalu", "2024-07-02T15:00:00+07:00", "2024-07-02"),
        ("Selasa, 2 Juli", "2024-07-05", "2024-07-02"),
        ("Selasa, 2 Juli 2024 14.56 WIB", None, "2024-07-02T14:56:00+07:00"),
        ("1719900000", None, "2024-07-02T13:00:00+07:00"),
    ],
)
def test_a_date_that_counts_from_a_clock_needs_one(
    run: Run, tmp_path: Path, published: str, fetched: str | None, day: str | None
) -> None:
    url = "https://contoh.example/berita/empat-lima-enam"
    row = {"url": url, "body": BODY, "published": published, "fetched": fetched}
    assert run("import", rows_of(tmp_path / "rows.jsonl", row)).returncode == 0
    stored = json.loads(run("article", url, "--json").stdout)
    assert stored["published"] == day
    assert stored["date_basis"] == ("published" if day else "first_seen")
    (signal,) = stored["dates"]
    assert (signal["text"], signal["verdict"].startswith("refused: it counts from a clock")) == (published, day is None)
