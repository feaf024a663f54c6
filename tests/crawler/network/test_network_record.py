"""What is fetched is kept, and can be replayed to the same responses."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.edition_server import Answer
from warcio.archiveiterator import ArchiveIterator

from crawler.handlers import ReplayHandler
from crawler.replay import replay_settings
from crawler.warc import WarcError, WarcIndex
from crawler.warc.writer import Exchange, WarcWriter

SITE = "https://www.contoh.example"
HTML = {"Content-Type": "text/html; charset=utf-8"}
WHEN = datetime(2026, 7, 14, 3, 33, 20, tzinfo=UTC)


def site() -> dict[str, Answer]:
    return {
        f"{SITE}/robots.txt": Answer(headers={"Content-Type": "text/plain"}, body=b"User-agent: *\nAllow: /\n"),
        f"{SITE}/1": Answer(headers=HTML, body="<p>Perpustakaan – désa</p>".encode()),
        f"{SITE}/2": Answer(headers={**HTML, "Content-Encoding": "gzip"}, body=gzip.compress(b"<p>dua</p>", mtime=0)),
        f"{SITE}/3": Answer(301, {"Location": "/1"}),
        f"{SITE}/4": Answer(404, HTML, b"<p>tiada</p>"),
        f"{SITE}/5": Answer(headers={"Content-Type": "text/html"}),
    }


def facts(outcome):
    return [(a["url"], a["status"], a["body"], a["capture"][2:4]) for a in outcome["answers"]]


def times(outcome):
    return {(a["url"], a["capture"][1]) for a in outcome["answers"]}


def test_a_recorded_crawl_replays_to_the_same_answers(crawl, server, tmp_path):
    server.pages = site()
    urls = [f"{SITE}/{n}" for n in range(1, 6)]
    record = tmp_path / "new" / "r.warc.gz"
    live = crawl(*urls, via=server, KLIPING_RECORD=str(record))
    replay = crawl(*urls, **replay_settings(record))
    assert sorted(facts(replay)) == sorted(facts(live))
    assert times(replay) <= times(live)  # of an address fetched twice, the newest one is replayed
    assert [a["capture"][4] for a in replay["answers"]] == [str(record)] * 5
    assert [a["capture"][4] for a in live["answers"]] == [None] * 5  # a file of the operator's own
    entries = {e.url: e for e in WarcIndex.open(record).entries()}
    assert set(entries) == set(site())
    assert entries[f"{SITE}/3"].status == 301


def test_captures_say_where_they_are_kept(crawl, server, tmp_path):
    server.pages = site()
    outcome = crawl(f"{SITE}/1", f"{SITE}/3", via=server, KLIPING_KEEP_PAGES=True, KLIPING_DATA=str(tmp_path))
    (kept,) = (tmp_path / "captures").iterdir()
    assert kept.name.endswith("-probe.warc.gz")
    index = WarcIndex.open(kept)
    assert {e.url.rpartition("/")[2] for e in index.entries()} == {"robots.txt", "1", "3"}
    for answer in outcome["answers"]:
        url, at, status, digest, warc, offset = answer["capture"]
        entry = index.find(url, offset)
        assert (warc, entry.offset) == (kept.name, offset)
        assert (entry.date.isoformat(), entry.status) == (at, status)
        assert index.read(entry).digest == digest


def test_a_replay_of_what_is_kept_names_it_as_the_crawl_did(crawl, server, tmp_path):
    server.pages = site()
    live = crawl(f"{SITE}/1", via=server, KLIPING_KEEP_PAGES=True, KLIPING_DATA=str(tmp_path))
    (kept,) = (tmp_path / "captures").iterdir()
    replay = crawl(f"{SITE}/1", KLIPING_DATA=str(tmp_path), **replay_settings(kept))
    assert replay["answers"][0]["capture"] == live["answers"][0]["capture"]


def test_a_run_is_one_file_and_no_file_is_ever_written_twice(crawl, server, tmp_path):
    server.pages = site()
    told = {"KLIPING_KEEP_PAGES": True, "KLIPING_DATA": str(tmp_path), "KLIPING_RUN": 12}
    names = [crawl(f"{SITE}/1", via=server, **told)["answers"][0]["capture"][4] for _ in range(3)]
    assert names == ["run-000012.warc.gz", "run-000012-2.warc.gz", "run-000012-3.warc.gz"]


def test_nothing_is_kept_where_nothing_was_asked(crawl, server, tmp_path):
    crawl(f"{SITE}/1", via=server, KLIPING_DATA=str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_the_request_is_kept_too(crawl, server, tmp_path):
    server.pages = site()
    crawl(f"{SITE}/1", via=server, KLIPING_RECORD=str(tmp_path / "r.warc.gz"), USER_AGENT="Kliping/1 (+mail)")
    with (tmp_path / "r.warc.gz").open("rb") as file:
        kinds = [
            (r.rec_type, r.http_headers and r.http_headers.get_header("User-Agent")) for r in ArchiveIterator(file)
        ]
    assert kinds == [("warcinfo", None), *[("response", None), ("request", "Kliping/1 (+mail)")] * 2]


def test_a_full_disk_stops_the_crawl(crawl, server):
    server.pages = site()
    outcome = crawl(*(f"{SITE}/{n}" for n in range(1, 6)), via=server, KLIPING_RECORD="/dev/full")
    assert outcome["closed"] == "cannot_record: No space left on device"
    assert {a["reason"] for a in outcome["answers"]} <= {"cannot_record", "robots_unavailable"}


def exchange(**more) -> Exchange:
    return Exchange(**{"url": f"{SITE}/1", "fetched_at": WHEN, "status": 200, "headers": [], "body": b"x"} | more)


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "r.warc.gz"
    writer = WarcWriter.open(path)
    writer.write(exchange())
    before = path.read_bytes()
    real = os.write

    def half(fd, data):
        if len(data) < 50:
            raise OSError(28, "No space left on device")
        return real(fd, bytes(data)[: len(data) // 2])

    monkeypatch.setattr("crawler.warc.writer.os.write", half)
    with pytest.raises(OSError, match="No space"):
        writer.write(exchange(body=os.urandom(500)))
    monkeypatch.undo()
    assert path.read_bytes() == before
    offset = writer.write(exchange(body=b"later"))
    writer.close()
    index = WarcIndex.open(path)
    assert index.damage is None
    assert offset == len(before)
    assert index.read(index.find(f"{SITE}/1")).body == b"later"


def test_crawlers_of_one_process_share_a_file(tmp_path):
    first, second = WarcWriter.open(tmp_path / "r.warc.gz"), WarcWriter.open(tmp_path / "r.warc.gz")
    assert WarcWriter.is_open(tmp_path / "r.warc.gz")
    first.write(exchange(body=b"1"))
    first.close()
    second.write(exchange(body=b"2"))
    second.close()
    assert not WarcWriter.is_open(tmp_path / "r.warc.gz")
    assert len(WarcIndex.open(tmp_path / "r.warc.gz")) == 2
    third = WarcWriter.open(tmp_path / "r.warc.gz")  # and it can be written on later
    third.write(exchange(body=b"3"))
    third.close()
    assert len(WarcIndex.open(tmp_path / "r.warc.gz")) == 3


def test_another_process_may_not_write_to_it(tmp_path):
    writer = WarcWriter.open(tmp_path / "r.warc.gz")
    code = "import sys; from crawler.warc.writer import WarcWriter; WarcWriter.open(sys.argv[1])"
    other = subprocess.run([sys.executable, "-c", code, tmp_path / "r.warc.gz"], capture_output=True, text=True)
    writer.close()
    assert "another process is writing to it" in other.stderr


def test_a_damaged_file_is_not_written_on(tmp_path):
    path = tmp_path / "r.warc.gz"
    writer = WarcWriter.open(path)
    writer.write(exchange())
    writer.write(exchange())
    writer.close()
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(WarcError, match=r"r\.warc\.gz.*damaged"):
        WarcWriter.open(path)


def test_what_was_written_survives_a_kill(tmp_path):
    path = tmp_path / "r.warc.gz"
    code = (
        "import sys; from tests_exchange import exchange; from crawler.warc.writer import WarcWriter\n"
        "w = WarcWriter.open(sys.argv[1])\n"
        "while True: print(w.write(exchange()), flush=True)\n"
    )
    shared = "from datetime import UTC, datetime\nfrom crawler.warc.writer import Exchange\n"
    shared += "def exchange(): return Exchange('https://a.example/', datetime.now(UTC), 200, [], b'x' * 5000)\n"
    (tmp_path / "tests_exchange.py").write_text(shared)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    with subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout
        told = [int(process.stdout.readline()) for _ in range(5)]
        process.send_signal(signal.SIGKILL)
        told += [int(line) for line in process.stdout.read().split("\n")[:-1]]
    kept = {entry.offset for entry in WarcIndex.open(path).entries()}
    assert kept >= set(told)


header_text = st.binary(max_size=30).filter(lambda b: not set(b) & {10, 13, 0} and b == b.strip())
header_name = st.from_regex(rb"[A-Za-z][A-Za-z0-9-]{0,15}", fullmatch=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=3000),
    status=st.integers(100, 599),
    headers=st.lists(st.tuples(header_name, header_text), max_size=6),
    path=st.text(max_size=20),
)
def test_any_exchange_comes_back_as_it_went(tmp_path, body, status, headers, path):
    from scrapy import Request

    url = Request(f"{SITE}/{path}").url.partition("#")[0]
    headers = [(k, v) for k, v in headers if k.lower() not in (b"transfer-encoding", b"content-length")]
    file = tmp_path / "r.warc.gz"
    file.unlink(missing_ok=True)
    writer = WarcWriter.open(file)
    offset = writer.write(exchange(url=url, status=status, headers=headers, body=body))
    writer.close()
    index = WarcIndex.open(file)
    entry = index.find(url)
    assert (entry.offset, entry.date, entry.status) == (offset, WHEN, status)
    response = index.read(entry)
    assert (response.status, response.body) == (status, body)
    assert list(response.headers[:-1]) == headers
    with file.open("rb") as opened:  # and an independent reader agrees, digests and all
        record = next(r for r in ArchiveIterator(opened, check_digests="raise") if r.rec_type == "response")
        assert record.raw_stream.read() == body


def test_it_is_one_gzip_member_a_record(tmp_path):
    path = tmp_path / "r.warc.gz"
    writer = WarcWriter.open(path, {"software": "Kliping"})
    writer.write(exchange())
    writer.close()
    assert path.read_bytes().count(b"\x1f\x8b\x08") == 3
    assert BytesIO(gzip.decompress(path.read_bytes())).read().count(b"WARC/1.0\r\n") == 3


def test_handlers_do_not_load_lazily():
    assert ReplayHandler.lazy is False  # Scrapy would report a broken recording at the first request only
