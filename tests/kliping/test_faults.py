"""Faults of ours and of the machine: counted, told, never silent."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from conftest import FULL, broken

DETIK = "https://news.detik.com/berita/d-7419065/perpusnas-gandeng-2-perpustakaan-rusia-lacak-naskah-nusantara"


def rows(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    return {row["source"]: row for row in json.loads(done.stdout)["sources"]}


def test_a_fault_on_the_way_to_the_archive_is_counted_and_needs_a_person(edition: Path, tmp_path: Path) -> None:
    code = f"""
import crawler.intake as intake
whole = intake.normalise
def normalise(raw, topics):
    if raw.url == {DETIK!r}:
        raise ZeroDivisionError("naskah")
    return whole(raw, topics)
intake.normalise = normalise"""
    done = broken(code, "crawl", "detik", "--replay", str(edition), "--json", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    row = rows(done)["detik"]
    assert row["reasons"]["failed"] == {"error: ZeroDivisionError": 1}
    assert (row["failed"], row["unfinished"]) == (1, 0)
    assert row["new"] > 0
    assert "detik: 1 address met a fault of Kliping itself" in done.stderr


def test_a_listing_that_meets_a_fault_needs_a_person(edition: Path, tmp_path: Path) -> None:
    code = "import crawler.news_spider as spider; spider.read_feed = lambda body, base: 1 / 0"
    done = broken(code, "crawl", "mediaindonesia", "--replay", str(edition), "--json", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert rows(done)["mediaindonesia"]["counted"]["listings failed: error: ZeroDivisionError"] > 0


def test_an_archive_that_lacks_a_table_stops_the_crawl(edition: Path, tmp_path: Path) -> None:
    code = """
from archive import filing
filing._INSERT = __import__("sqlalchemy").text("INSERT INTO nowhere VALUES (1)")"""
    done = broken(code, "crawl", "detik", "--replay", str(edition), "--json", cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert "no such table: nowhere" in done.stderr
    assert rows(done)["detik"]["new"] == 0


def test_the_ledger_of_a_crawl_that_filled_the_disk_is_printed(edition: Path, tmp_path: Path) -> None:
    done = broken(FULL, "crawl", "detik", "--replay", str(edition), "--json", cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    row = rows(done)["detik"]
    assert row["new"] > 0
    assert row["unfinished"] > 0
    assert row["discovered"] == row["fetched"] + row["unfinished"]
    assert "Stopped: detik: archive: " in done.stderr
    assert "the disk is full: free some space" in done.stderr
