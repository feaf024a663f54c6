"""A live crawl against a server of this machine that plays the edition's hosts."""

from __future__ import annotations

import fcntl
import gzip
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Run, kliping
from support.edition_server import Answer, EditionServer

from archive.store import Archive
from crawler.warc import WarcIndex

PERMITTED = {"KLIPING_PERMITTED": "antara,kompas"}
DETIK = "https://news.detik.com/berita/d-7419065/perpusnas-gandeng-2-perpustakaan-rusia-lacak-naskah-nusantara"


@pytest.fixture
def server(edition: Path) -> Iterator[EditionServer]:
    with EditionServer(edition) as server:
        yield server


def articles(data: Path) -> dict[str, tuple[Any, ...]]:
    """What must be the same however the pages came: all but when they were fetched."""
    with Archive.open(data / "archive.db", create=False) as archive:
        return {
            one.id: (
                one.article.key,
                one.article.url,
                one.article.title,
                one.article.body,
                one.article.published and one.article.published.iso(),
                one.article.authors,
                one.article.tags,
                one.article.topics,
                one.article.kind,
            )
            for one in archive.articles()
        }


def ledger(stdout: str) -> dict[str, dict[str, Any]]:
    return {row["source"]: row for row in json.loads(stdout)["sources"]}


def test_a_live_crawl_gives_the_same_archive_as_the_replay(
    server: EditionServer, filled: Path, run: Run, tmp_path: Path
) -> None:
    slow, flaky = "https://mediaindonesia.com/feed/all", DETIK
    server.faults[slow] = [Answer(503, {"Retry-After": "1"})]
    server.faults[flaky] = [Answer(500), Answer(reset=True)]
    done = run("crawl", "--json", KLIPING_FETCH_VIA=server.origin, **PERMITTED)
    assert done.returncode == 0, done.stderr
    assert articles(tmp_path / "data") == articles(filled)
    assert server.urls.count(flaky) == 3
    assert max(server.busiest.values()) == 1
    for row in ledger(done.stdout).values():
        assert row["discovered"] == row["fetched"] + row["skipped"] + row["failed"] + row["unfinished"], row
    assert not [url for url in server.urls if "127.0.0.1" in url or "169.254" in url]


def test_what_a_live_crawl_kept_replays_to_the_same(server: EditionServer, run: Run, tmp_path: Path) -> None:
    run("crawl", "detik", "perpusnas", KLIPING_FETCH_VIA=server.origin)
    (kept,) = (tmp_path / "data" / "captures").glob("*.warc.gz")
    again = run("crawl", "--replay", str(kept), "--json")
    assert again.returncode == 0, again.stderr
    assert sum(row["new"] + row["revised"] for row in ledger(again.stdout).values()) == 0
    fresh = run("crawl", "--replay", str(kept), data=tmp_path / "fresh")
    assert fresh.returncode == 0
    assert articles(tmp_path / "fresh") == articles(tmp_path / "data")


def test_record_writes_a_recording_of_its_own(server: EditionServer, run: Run, tmp_path: Path) -> None:
    words = ("crawl", "mediaindonesia", "--record", "own.warc.gz")
    assert run(*words, KLIPING_FETCH_VIA=server.origin, KLIPING_KEEP_PAGES="no").returncode == 0
    assert not (tmp_path / "data" / "captures").exists()
    run("crawl", "--replay", "own.warc.gz", data=tmp_path / "fresh")
    assert articles(tmp_path / "fresh") == articles(tmp_path / "data")


def test_a_second_crawl_stops_where_nothing_is_new(server: EditionServer, run: Run) -> None:
    run("crawl", "perpusnas", KLIPING_FETCH_VIA=server.origin)
    first = len(server.urls)
    done = run("crawl", "perpusnas", "--json", KLIPING_FETCH_VIA=server.origin)
    row = ledger(done.stdout)["perpusnas"]
    assert row["fetched"] - row["refused"] == 0
    assert row["reasons"]["skipped"]["known"] > 0
    assert not [url for url in server.urls[first:] if "/page/" in url]


def test_a_forbidden_path_is_skipped_with_its_reason(server: EditionServer, run: Run) -> None:
    server.pages["https://news.detik.com/robots.txt"] = Answer(
        200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /berita/\n"
    )
    row = ledger(run("crawl", "detik", "--json", KLIPING_FETCH_VIA=server.origin).stdout)["detik"]
    assert row["reasons"]["skipped"]["robots"] > 0
    assert not [url for url in server.urls if url.startswith("https://news.detik.com/berita/d-")]


def test_robots_that_answer_5xx_mean_wait(server: EditionServer, run: Run) -> None:
    server.pages["https://mediaindonesia.com/robots.txt"] = Answer(503)
    done = run("crawl", "mediaindonesia", KLIPING_FETCH_VIA=server.origin)
    assert done.returncode == 2, done.stdout
    assert {url for url in server.urls if "mediaindonesia" in url} == {"https://mediaindonesia.com/robots.txt"}


def test_an_article_that_must_go_goes_wholly(server: EditionServer, run: Run, tmp_path: Path) -> None:
    run("crawl", "detik", KLIPING_FETCH_VIA=server.origin)
    phrase = "Untuk melacaknya, Perpusnas menggandeng"
    assert run("article", DETIK).stdout.count(phrase)
    assert run("index", "rebuild").returncode == 0  # an older generation is kept then
    assert run("archive", "remove", DETIK, "--reason", "hak jawab").returncode == 0
    assert run("article", DETIK).returncode == 2
    assert phrase not in run("search", "", "--full", "--no-fold", "--format", "jsonl").stdout
    stored = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert not [path for path in stored if phrase.encode() in path.read_bytes()]
    first = len(server.urls)
    row = ledger(run("crawl", "detik", "--json", KLIPING_FETCH_VIA=server.origin).stdout)["detik"]
    assert row["reasons"]["skipped"]["removed"] == 1
    assert DETIK not in server.urls[first:]
    kept = next((tmp_path / "data" / "captures").glob("run-000001*.warc.gz"))
    run("crawl", "--replay", str(kept))
    assert run("article", DETIK).returncode == 2


def test_no_network_is_told(run: Run) -> None:
    done = run("crawl", "mediaindonesia", KLIPING_FETCH_VIA="http://127.0.0.1:9")
    assert done.returncode == 2
    assert "network" in done.stderr


def test_a_parser_that_was_mended_makes_revisions_of_its_own(edition: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    kliping("crawl", "--replay", str(edition), data=data, cwd=tmp_path)
    with Archive.open(data / "archive.db", create=False) as archive:
        stored = next(iter(archive.articles()))
        capture = archive.captures(stored.id)[0]
        put = archive.put(replace(stored.article, body=stored.article.body + "\n\nSatu alinea."), capture)
    assert (put.outcome, put.cause) == ("revised", "parser")


def test_a_recording_that_is_called_like_one_of_ours_is_left_alone(
    server: EditionServer, edition: Path, run: Run, tmp_path: Path
) -> None:
    run("crawl", "mediaindonesia", KLIPING_FETCH_VIA=server.origin)
    (ours,) = (tmp_path / "data" / "captures").glob("*.warc.gz")
    before = ours.read_bytes()
    foreign = tmp_path / ours.name
    foreign.write_bytes(edition.read_bytes())
    run("crawl", "detik", "--replay", str(foreign))
    done = run("archive", "remove", DETIK, "--reason", "hak jawab")
    assert done.returncode == 0, done.stderr
    assert f"{foreign}: this recording is not ours to change" in done.stderr
    assert ours.read_bytes() == before
    assert foreign.read_bytes() == edition.read_bytes()


def test_reasons_can_be_grouped(server: EditionServer, run: Run) -> None:
    bomb = gzip.compress(bytes(20_000_000))
    for n in (1, 2):
        server.pages[f"https://mediaindonesia.com/humaniora/70000{n}/layanan-malam-perpustakaan-daerah-{n}"] = Answer(
            200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, bomb
        )
    items = "".join(f"<item><link>{url}</link></item>" for url in server.pages)
    server.pages["https://mediaindonesia.com/feed/all"] = Answer(
        200, {"Content-Type": "application/rss+xml"}, f"<rss><channel>{items}</channel></rss>".encode()
    )
    row = ledger(run("crawl", "mediaindonesia", "--json", KLIPING_FETCH_VIA=server.origin).stdout)["mediaindonesia"]
    assert row["reasons"]["failed"] == {"too_large": 2}


def test_a_rubric_of_data_is_a_listing(server: EditionServer, run: Run) -> None:
    for feed in ("", "politik"):
        server.pages[f"https://rss.tempo.co/{feed}"] = Answer(404)
    row = ledger(run("crawl", "tempo", "--json", KLIPING_FETCH_VIA=server.origin).stdout)["tempo"]
    assert row["new"] > 0
    assert "https://www.tempo.co/politik/_payload.json" in server.urls


def kept_pages(data: Path) -> dict[int, str]:
    """The address of each response of the first crawl that is kept, by its offset."""
    kept = data / "captures" / "run-000001.warc.gz"
    return {entry.offset: entry.url for entry in WarcIndex.open(kept).entries()}


def rows_of_captures(data: Path) -> dict[int, tuple[str, str | None]]:
    with closing(sqlite3.connect(data / "archive.db")) as connection:
        rows = connection.execute("SELECT offset, url, refusal FROM captures WHERE warc IS NOT NULL")
        return {offset: (url, refusal) for offset, url, refusal in rows}


def test_whatever_is_kept_has_a_row_and_goes_with_its_article(server: EditionServer, run: Run, tmp_path: Path) -> None:
    old, gone = (f"https://news.detik.com/berita/d-700000{n}/naskah-lama" for n in (1, 2))
    items = "".join(f"<item><link>{url}</link></item>" for url in (old, gone))
    feed = Answer(200, {"Content-Type": "application/rss+xml"}, f"<rss><channel>{items}</channel></rss>".encode())
    server.pages |= {"https://news.detik.com/rss": feed, old: Answer(301, {"Location": DETIK}), gone: Answer(410)}
    server.faults[DETIK] = [Answer(500, {}, b"coba lagi")]
    server.pages["https://news.detik.com/indeks"] = Answer(404)
    done = run("crawl", "detik", KLIPING_FETCH_VIA=server.origin)
    assert done.returncode == 0, done.stderr
    rows = rows_of_captures(tmp_path / "data")
    assert {offset: url for offset, (url, _) in rows.items()} == kept_pages(tmp_path / "data")
    why = {reason for _, reason in rows.values()}
    assert {"robots", "listing", "http 301", "http 500", "http 410", "http 404", None} <= why
    assert "not read" not in why
    assert run("archive", "remove", DETIK, "--reason", "hak jawab").returncode == 0
    assert not {old, DETIK} & set(kept_pages(tmp_path / "data").values())
    asked = len(server.urls)
    run("crawl", "detik", KLIPING_FETCH_VIA=server.origin)
    assert not {old, DETIK} & set(server.urls[asked:])
    assert run("archive", "remove", gone, "--reason", "hak jawab").returncode == 0
    assert gone not in kept_pages(tmp_path / "data").values()


def test_a_page_that_cannot_be_erased_yet_is_not_forgotten(server: EditionServer, run: Run, tmp_path: Path) -> None:
    run("crawl", "mediaindonesia", KLIPING_FETCH_VIA=server.origin)
    url = next(url for url in kept_pages(tmp_path / "data").values() if "/humaniora/" in url)
    (kept,) = (tmp_path / "data" / "captures").glob("*.warc.gz")
    with kept.open("rb") as crawling:
        fcntl.flock(crawling, fcntl.LOCK_EX)
        done = run("archive", "remove", url, "--reason", "hak jawab")
    assert done.returncode == 1
    assert "run this again" in done.stderr
    assert run("article", url).returncode == 2
    assert url in kept_pages(tmp_path / "data").values()
    assert run("archive", "remove", url, "--reason", "hak jawab").returncode == 0
    assert url not in kept_pages(tmp_path / "data").values()
