"""Reading WARC files: whole, cut, damaged, and as other programs write them."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.warc import (
    WarcCorrupt,
    WarcEmpty,
    WarcError,
    WarcIndex,
    WarcMissing,
    WarcNotWarc,
    WarcTruncated,
)
from crawler.warc.erase import erase_records
from crawler.warc.record import dechunk
from crawler.warc.writer import Exchange, WarcWriter

URL = "https://www.contoh.example/berita/1"


def pack(*bodies: bytes, gz: bool = True) -> bytes:
    """A WARC of one response for each body, at addresses /0, /1 …, as warcio writes it."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=gz)
    for n, body in enumerate(bodies):
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        fields = {"WARC-Date": f"2026-07-{n + 1:02}T00:00:00Z", "WARC-Record-ID": f"<urn:x:{n}>"}
        url = f"https://www.contoh.example/{n}"
        record = writer.create_warc_record(
            url, "response", BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=fields
        )
        writer.write_record(record)
    return out.getvalue()


def plain(
    block: bytes, *more: str, kind: str = "response", url: str = URL, date: str = "2026-07-14T03:33:20Z"
) -> bytes:
    """One uncompressed record by hand."""
    fields = [f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", f"WARC-Date: {date}", *more]
    head = "\r\n".join(["WARC/1.0", *fields, f"Content-Length: {len(block)}", "", ""])
    return head.encode() + block + b"\r\n\r\n"


@pytest.fixture
def save(tmp_path: Path):
    def write(data: bytes, name: str = "r.warc.gz") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def bodies(index: WarcIndex) -> list[bytes]:
    return [index.read(entry).body for entry in index.entries()]


@pytest.mark.parametrize("gz", [True, False])
def test_a_whole_file(save, gz):
    index = WarcIndex.open(save(pack(b"satu", b"dua", b"", gz=gz)))
    assert bodies(index) == [b"satu", b"dua", b""]
    assert index.damage is None
    assert index.unusable == ()
    assert index.newest == datetime(2026, 7, 3, tzinfo=UTC)
    assert all(entry.is_page for entry in index.entries())


@pytest.mark.parametrize("gz", [True, False])
def test_cut_anywhere_gives_the_whole_records_before_the_cut(save, gz):
    whole = pack(b"satu", b"dua", gz=gz)
    ends = [end for end in range(len(whole) + 1) if len(_records(save, whole[:end])) == 1]
    first = len(pack(b"satu", gz=gz))
    separator = 0 if gz else 4  # of a plain record, the blank lines behind it may be missing
    assert ends[0] == first - separator
    for cut in range(1, len(whole)):
        path = save(whole[:cut])
        if cut < first - separator:
            with pytest.raises((WarcTruncated, WarcNotWarc)) as error:
                WarcIndex.open(path)
            assert isinstance(error.value, WarcTruncated) or cut < 5
        else:
            index = WarcIndex.open(path)
            complete = cut >= len(whole) - separator
            assert bodies(index) == ([b"satu", b"dua"] if complete else [b"satu"])
            if first < cut < len(whole) - separator:
                assert isinstance(index.damage, WarcTruncated)
                assert index.damage.offset == first
                assert f"{path}, byte {first}: the file ends" in str(index.damage)


def _records(save, data: bytes) -> list[object]:
    try:
        return list(WarcIndex.open(save(data)).entries())
    except WarcError:
        return []


def test_a_flipped_bit_is_never_taken_for_text(save):
    whole = pack(b"satu " * 20, b"dua " * 20)
    first = len(pack(b"satu " * 20))
    for at in range(first, len(whole)):
        data = bytearray(whole)
        data[at] ^= 0x10
        index = WarcIndex.open(save(bytes(data)))
        if index.damage is None:  # a byte that says nothing: time, system, or an unset flag of the gzip header
            assert bodies(index) == [b"satu " * 20, b"dua " * 20]
            assert first <= at < first + 10
        else:
            assert bodies(index) == [b"satu " * 20]
            assert index.damage.offset == first


def test_a_flipped_bit_in_a_plain_file_shows_by_its_digest(save):
    whole = pack(b"satu", b"dua", gz=False)
    at = whole.index(b"dua")
    for digest in (b"WARC-Block-Digest", b"WARC-Other-Digest"):  # without a digest nobody can tell
        data = whole.replace(b"WARC-Block-Digest", digest)
        index = WarcIndex.open(save(data[:at] + b"d-a" + data[at + 3 :]))
        assert isinstance(index.damage, WarcCorrupt) is (digest == b"WARC-Block-Digest")
        assert bodies(index)[0] == b"satu"


def test_damage_in_the_middle_is_called_corrupt(save):
    whole = bytearray(pack(b"satu " * 50, b"dua " * 50, b"tiga"))
    at = len(pack(b"satu " * 50))
    whole[at + 60] ^= 0xFF
    path = save(bytes(whole))
    index = WarcIndex.open(path)
    assert isinstance(index.damage, WarcCorrupt)
    assert str(index.damage).startswith(f"{path}, byte {at}: the compressed record is damaged (")
    assert bodies(index) == [b"satu " * 50]


def test_filler_at_the_end_is_a_cut_file(save):
    whole = pack(b"satu")
    index = WarcIndex.open(save(whole + bytes(5000)))
    assert isinstance(index.damage, WarcTruncated)
    index = WarcIndex.open(save(whole + b"sampah"))
    assert isinstance(index.damage, WarcCorrupt)


def test_a_wrong_length_in_a_plain_file_is_corrupt(save):
    whole = pack(b"satu", b"dua", gz=False).replace(b"WARC-Block-Digest", b"WARC-Other-Digest")
    bad = whole.replace(b"Content-Length: 48", b"Content-Length: 47", 1)
    assert bad != whole
    with pytest.raises(WarcCorrupt) as error:
        _raise(WarcIndex.open(save(bad)).damage)
    assert "no WARC record begins here" in str(error.value)


def _raise(error: Exception | None) -> None:
    assert error
    raise error


@pytest.mark.parametrize(
    ("data", "error", "sentence"),
    [
        (b"", WarcEmpty, "holds no response"),
        (b"<html>bukan warc</html>", WarcNotWarc, "not a WARC file"),
        (gzip.compress(b"<html>bukan warc</html>", mtime=0), WarcNotWarc, "no WARC record"),
        (gzip.compress(pack(b"a", b"b", gz=False), mtime=0), WarcCorrupt, "warcio recompress"),
        (plain(b"x", kind="warcinfo"), WarcEmpty, "holds no response"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", WarcCorrupt, "no Content-Length"),
        (b"WARC/1.0\r\n" + b"x" * 300_000, WarcCorrupt, "no end"),
    ],
)
def test_what_cannot_be_replayed_at_all(save, data, error, sentence):
    path = save(data)
    with pytest.raises(error, match=sentence) as raised:
        WarcIndex.open(path)
    assert str(path) in str(raised.value)
    assert str(raised.value).endswith((".", "NEW."))
    assert "\n" not in str(raised.value)


def test_no_such_file(tmp_path):
    with pytest.raises(WarcMissing, match=r"none\.warc\.gz: cannot be read: No such file"):
        WarcIndex.open(tmp_path / "none.warc.gz")
    with pytest.raises(WarcMissing, match="Is a directory"):
        WarcIndex.open(tmp_path)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08\0\0\0\0\0\0\0"]))
def test_any_bytes_give_an_answer_or_one_sentence(tmp_path_factory, data, start):
    path = tmp_path_factory.getbasetemp() / "any.warc"
    path.write_bytes(start + data)
    try:
        WarcIndex.open(path)
    except WarcError as error:
        assert str(path) in str(error)


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def test_a_gzip_bomb_costs_no_memory(save):
    bomb = gzip.compress(plain(OK + b"\r\n" + bytes(60_000_000)))
    (entry,) = WarcIndex.open(save(bomb)).entries()
    assert entry.size > 60_000_000


@pytest.mark.parametrize(
    ("block", "status", "body"),
    [
        (OK + b"\r\nhalo", 200, b"halo"),
        (b"HTTP/1.0 404 Tidak Ada\r\n\r\nx", 404, b"x"),
        (b"HTTP/2 200\r\ncontent-type: text/html\r\n\r\nx", 200, b"x"),
        (b"HTTP/1.1 200\n\nhalo", 200, b"halo"),
        (b"HTTP/1.1 301 Moved\r\nLocation: /x\r\n", 301, b""),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalo\r\n0\r\n\r\n", 200, b"halo"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n4;a=b\r\nhalo\r\n0\r\nTrailer: x\r\n\r\n", 200, b"halo"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n<html>already undone", 200, b"<html>already undone"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", 200, b""),
        (OK + b"X-Long: a\r\n b\r\n\r\nx", 200, b"x"),
        (OK + b"no colon here\r\n\r\nx", 200, b"x"),
    ],
)
@pytest.mark.parametrize("gz", [True, False])
def test_responses_in_many_shapes(save, block, status, body, gz):
    data = plain(block)
    index = WarcIndex.open(save(gzip.compress(data) if gz else data))
    (entry,) = index.entries()
    response = index.read(entry)
    assert (entry.status, response.status, response.body) == (status, status, body)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=40), max_size=6))
def test_dechunk_undoes_chunks(parts):
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    assert dechunk(chunked) == b"".join(parts)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_dechunk_takes_any_bytes(data):
    assert isinstance(dechunk(data), bytes)


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2026-07-14T03:33:20Z", datetime(2026, 7, 14, 3, 33, 20, tzinfo=UTC)),
        ("2026-07-14T03:33:20.123456Z", datetime(2026, 7, 14, 3, 33, 20, 123456, tzinfo=UTC)),
        ("2026-07-14T10:33:20+07:00", datetime(2026, 7, 14, 3, 33, 20, tzinfo=UTC)),
        ("2026-07-14T03:33:20", datetime(2026, 7, 14, 3, 33, 20, tzinfo=UTC)),
    ],
)
def test_its_clock_is_the_records(save, date, moment):
    (entry,) = WarcIndex.open(save(plain(OK + b"\r\nx", date=date))).entries()
    assert entry.date == moment
    assert entry.date.tzinfo is UTC


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (plain(OK + b"\r\nx", date="kemarin"), "its WARC-Date 'kemarin' is no date"),
        (plain(OK + b"\r\nx", url=""), "it has no WARC-Target-URI"),
        (plain(b"bukan http"), "it does not begin with an HTTP status line"),
        (plain(b"", kind="revisit"), "it repeats one that is not in this file"),
    ],
)
def test_one_bad_record_is_told_and_the_rest_goes_on(save, bad, why):
    path = save(bad + plain(OK + b"\r\nx"))
    index = WarcIndex.open(path)
    assert len(index) == 1
    assert index.unusable == (f"{path}, byte 0: the record cannot be replayed, {why}.",)


def test_what_is_no_web_response_is_passed_over(save):
    others = [
        plain(b"x", kind="metadata"),
        plain(b"x", kind="resource"),
        plain(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        plain(b"1.2.3.4", url="dns:contoh.example"),
    ]
    index = WarcIndex.open(save(b"".join(others) + plain(OK + b"\r\nx")))
    assert (len(index), index.unusable) == (1, ())


@pytest.mark.parametrize(
    "refers",
    [
        ["WARC-Refers-To: <urn:x:1>"],
        [f"WARC-Refers-To-Target-URI: {URL}", "WARC-Refers-To-Date: 2026-07-14T03:33:20Z"],
        [f"WARC-Refers-To-Target-URI: <{URL}>", "WARC-Refers-To-Date: 2026-07-14T03:33:20Z"],
        ["WARC-Payload-Digest: sha1:AAAA"],
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_a_revisit_has_the_body_of_what_it_repeats(save, refers, order):
    original = plain(OK + b"\r\nhalo", "WARC-Record-ID: <urn:x:1>", "WARC-Payload-Digest: sha1:AAAA")
    again = plain(b"HTTP/1.1 200 OK\r\nX-New: 1\r\n\r\n", *refers, kind="revisit", date="2026-07-15T00:00:00Z")
    index = WarcIndex.open(save(b"".join([original, again][::order])))
    entry = index.find(URL)
    assert entry.date == datetime(2026, 7, 15, tzinfo=UTC)
    response = index.read(entry)
    assert (response.body, response.header("x-new")) == (b"halo", "1")


def test_a_revisit_without_headers_has_those_of_what_it_repeats(save):
    original = plain(OK + b"\r\nhalo", "WARC-Record-ID: <urn:x:1>")
    again = plain(b"", "WARC-Refers-To: <urn:x:1>", kind="revisit", date="2026-07-15T00:00:00Z")
    index = WarcIndex.open(save(original + again))
    response = index.read(index.find(URL))
    assert (response.status, response.body, response.header("content-type")) == (200, b"halo", "text/html")


@pytest.mark.parametrize(
    ("recorded", "asked"),
    [
        (URL, URL),
        (URL, URL + "#komentar"),
        (URL, URL.replace("https", "http")),
        (URL.replace("https", "http"), URL),
        (f"<{URL}>", URL),
        ("https://www.contoh.example/désa", "https://www.contoh.example/d%C3%A9sa"),
        ("https://www.contoh.example", "https://www.contoh.example/"),
    ],
)
def test_addresses_that_are_found(save, recorded, asked):
    assert WarcIndex.open(save(plain(OK + b"\r\nx", url=recorded))).find(asked)


@pytest.mark.parametrize("asked", [URL + "/", URL + "?page=2", URL.replace("www.", ""), "ftp" + URL[5:], "x"])
def test_addresses_that_are_not(save, asked):
    assert WarcIndex.open(save(plain(OK + b"\r\nx"))).find(asked) is None


def test_of_several_captures_the_newest_or_the_one_asked_for(save):
    first, second = plain(OK + b"\r\nbaru", date="2026-07-15T00:00:00Z"), plain(OK + b"\r\nlama")
    index = WarcIndex.open(save(first + second))
    assert [index.read(e).body for e in index.captures(URL)] == [b"lama", b"baru"]
    assert index.read(index.find(URL)).body == b"baru"
    assert index.read(index.find(URL, len(first))).body == b"lama"
    assert index.read(index.find(URL, 99_999)).body == b"baru"


@pytest.mark.parametrize(
    ("head", "page"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: TEXT/HTML; charset=x\r\n", True),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/xhtml+xml\r\n", True),
        (b"HTTP/1.1 200 OK\r\n", True),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n", False),
        (b"HTTP/1.1 404 No\r\nContent-Type: text/html\r\n", False),
        (b"HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n", False),
    ],
)
def test_which_entries_are_pages(save, head, page):
    (entry,) = WarcIndex.open(save(plain(head + b"\r\nx"))).entries()
    assert entry.is_page is page


def test_an_index_is_made_once_until_the_file_changes(save):
    path = save(pack(b"satu"))
    index = WarcIndex.open(path)
    assert WarcIndex.open(path) is index
    save(pack(b"satu", b"dua"))
    assert len(WarcIndex.open(path)) == 2
    save(pack(b"lain sekali"))
    with pytest.raises(WarcCorrupt, match="not the one that was indexed"):
        index.read(index.find("https://www.contoh.example/0"))


def recorded(path: Path, count: int = 4) -> list[int]:
    writer = WarcWriter.open(path)
    at = datetime(2026, 7, 14, tzinfo=UTC)
    offsets = [
        writer.write(Exchange(f"{URL}/{n}", at, 200, [], b"rahasia %d " % n * 50, request_headers=[(b"Host", b"x")]))
        for n in range(count)
    ]
    writer.close()
    return offsets


def test_erased_records_are_gone_and_the_others_stay(tmp_path):
    path = tmp_path / "r.warc.gz"
    offsets = recorded(path)
    size = path.stat().st_size
    assert erase_records(path, [offsets[2], offsets[0]]) == 2
    assert path.stat().st_size == size
    index = WarcIndex.open(path)
    assert index.damage is None
    assert [entry.offset for entry in index.entries()] == [offsets[1], offsets[3]]
    assert bodies(index) == [b"rahasia 1 " * 50, b"rahasia 3 " * 50]
    text = gzip.decompress(path.read_bytes())
    assert b"rahasia 0" not in text
    assert f"{URL}/0".encode() not in text  # the request record named it
    assert list(tmp_path.iterdir()) == [path]
    assert erase_records(path, offsets) == 2  # the erased ones are passed over
    assert erase_records(path, []) == 0


def test_erasing_asks_for_records_that_are_there(tmp_path):
    path = tmp_path / "r.warc.gz"
    offsets = recorded(path)
    before = path.read_bytes()
    for wrong in (offsets[1] + 1, len(before), 0):
        with pytest.raises(WarcCorrupt):
            erase_records(path, [offsets[0], wrong])
    assert path.read_bytes() == before
    with pytest.raises(WarcMissing):
        erase_records(tmp_path / "none.warc.gz", [0])


def test_erasing_waits_for_the_crawl(tmp_path):
    path = tmp_path / "r.warc.gz"
    writer = WarcWriter.open(path)
    offset = writer.write(Exchange(URL, datetime(2026, 7, 14, tzinfo=UTC), 200, [], b"x"))
    with pytest.raises(WarcError, match="a crawl is writing"):
        erase_records(path, [offset])
    writer.close()
    assert erase_records(path, [offset]) == 1


def test_erasing_needs_a_compressed_file(save):
    path = save(plain(OK + b"\r\nrahasia"))
    with pytest.raises(WarcError, match="only compressed records"):
        erase_records(path, [0])


def test_erasing_a_record_without_id_leaves_its_neighbour(save):
    first, second = gzip.compress(plain(OK + b"\r\n" + URL.encode() * 9)), gzip.compress(plain(OK + b"\r\nx"))
    path = save(first + second)
    assert erase_records(path, [0]) == 1
    assert [entry.offset for entry in WarcIndex.open(path).entries()] == [len(first)]


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1969-07-20T00:00:00Z"])
def test_a_record_of_no_possible_time_is_told(save, date):
    index = WarcIndex.open(save(plain(b"HTTP/1.1 200 OK\r\n\r\nx", date=date) + pack(b"satu", gz=False), "r.warc"))
    assert bodies(index) == [b"satu"]
    (told,) = index.unusable
    assert f"its WARC-Date {date!r} is no time between 1990 and 2100" in told


def test_a_file_of_such_records_alone_says_so(save):
    with pytest.raises(WarcEmpty, match=r"holds no response to replay.*WARC-Date"):
        WarcIndex.open(save(plain(b"HTTP/1.1 200 OK\r\n\r\nx", date="0001-01-01T00:00:00Z"), "r.warc"))
