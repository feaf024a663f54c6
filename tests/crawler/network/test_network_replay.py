"""A recording played through Scrapy's downloader."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.edition_server import EditionServer

from crawler.replay import replay_settings
from crawler.warc import WarcError, WarcIndex
from crawler.warc.writer import Exchange, WarcWriter

SITE = "https://www.contoh.example"
WHEN = datetime(2026, 7, 14, 3, 33, 20, tzinfo=UTC)
HTML = (b"Content-Type", b"text/html; charset=utf-8")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "r.warc.gz"
    writer = WarcWriter.open(path)

    def add(url: str, body: bytes = b"", *headers: tuple[bytes, bytes], status: int = 200) -> None:
        writer.write(Exchange(f"{SITE}/{url}", WHEN, status, [HTML, *headers], body))

    add("1", b"<p>lama</p>")
    add("1", b"<p>baru</p>")
    add("2", gzip.compress(b"<p>dua</p>"), (b"Content-Encoding", b"gzip"))
    add("lama", b"", (b"Location", b"/1"), status=301)
    add("putar", b"", (b"Location", b"/putar"), status=302)
    add("rusak", b"<p>maaf</p>", status=503)
    for n in range(40):
        add(f"n/{n}", b"<p>%d</p>" % n)
    writer.close()
    return path


def told(outcome):
    return [a.get("body") or a.get("status") or a.get("reason") or a["message"] for a in outcome["answers"]]


def test_pages_redirects_errors_and_what_is_missing(crawl, recording):
    urls = [f"{SITE}/{path}" for path in ("1", "2", "lama", "putar", "rusak", "tiada")]
    outcome = crawl(*urls, **replay_settings(recording))
    assert {
        a["url"].rpartition("/")[2]: answer for a, answer in zip(outcome["answers"], told(outcome), strict=True)
    } == {
        "1": "<p>baru</p>",  # twice: the redirect ends there
        "2": "<p>dua</p>",
        "putar": "max redirections reached",
        "rusak": "<p>maaf</p>",
        "tiada": "not_recorded",
    }
    assert len(outcome["answers"]) == 6
    assert "retry/count" not in outcome["stats"]
    assert "kliping/robots" not in outcome["stats"]


def test_its_clock_is_the_recording(crawl, recording):
    (answer,) = crawl(f"{SITE}/2", **replay_settings(recording))["answers"]
    entry = WarcIndex.open(recording).find(f"{SITE}/2")
    assert answer["capture"][1] == WHEN.isoformat()
    assert answer["capture"][4:] == [str(recording), entry.offset]


def test_robots_txt_that_was_not_recorded_is_not_there(crawl, recording):
    (answer,) = crawl(f"{SITE}/robots.txt", **replay_settings(recording))["answers"]
    assert answer["status"] == 404
    assert "capture" not in answer


def test_the_order_is_the_same_each_time(recording):
    """Also in other processes, where the hashes of strings differ."""
    code = (
        "import json, subprocess, sys; from crawler.replay import replay_settings\n"
        f"urls = ['{SITE}/n/%d' % n for n in range(40)] + ['https://lain.example/x', '{SITE}/lama']\n"
        "scenario = {'requests': [{'url': u} for u in urls], 'settings': replay_settings(sys.argv[1])}\n"
        "command = [sys.executable, sys.argv[2]]\n"
        "run = subprocess.run(command, input=json.dumps(scenario), capture_output=True, text=True)\n"
        "print([answer['url'] for answer in json.loads(run.stdout)['answers']])\n"
    )
    worker = Path(__file__).parents[2] / "support" / "crawl_worker.py"
    orders = [
        subprocess.run(
            [sys.executable, "-c", code, recording, worker],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert orders[0] == orders[1]
    assert orders[0].count("https://") == 42


def test_a_page_larger_than_the_limit(crawl, recording):
    (answer,) = crawl(f"{SITE}/1", **replay_settings(recording), DOWNLOAD_MAXSIZE=100)["answers"]
    assert answer["reason"] == "too_large"


def test_a_recording_changed_under_way(crawl, recording):
    settings = replay_settings(recording)
    data = bytearray(recording.read_bytes())
    entry = WarcIndex.open(recording).find(f"{SITE}/2")
    stat = recording.stat()
    data[entry.offset + 30] ^= 0xFF
    crawl(f"{SITE}/1", **settings)  # the worker has its index now
    recording.write_bytes(data)
    os.utime(recording, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    (answer,) = crawl(f"{SITE}/2", **settings)["answers"]
    assert answer["reason"] == "unreadable"
    assert f"byte {entry.offset}" in answer["message"]


def test_a_broken_recording_is_told_before_the_crawl(tmp_path):
    with pytest.raises(WarcError):
        replay_settings(tmp_path / "none.warc.gz")


def test_the_server_plays_a_recording(crawl, recording):
    with EditionServer(recording) as server:
        outcome = crawl(f"{SITE}/1", f"{SITE}/2", f"{SITE}/lama", f"{SITE}/tiada", via=server)
    assert sorted(map(str, told(outcome))) == ["<p>baru</p>", "<p>baru</p>", "<p>dua</p>", "not here"]
