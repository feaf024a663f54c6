"""The targets of bench/fuzz.py: what is promised of each reader, its seeds, its worst cases made by hand."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from fuzz_worst import WORST_FEEDS, WORST_LINES, WORST_QUERIES, WORST_URLS, pages, repeated

from crawler.dates import DateReading, answer, judge_dates, parse_date
from crawler.discovery import Found, Listing, read_feed, read_listing, read_sitemap
from crawler.extract import NO_SELECTORS, Selectors, clean_body, join_pages, read_page
from crawler.items import PageReading, PrintedDate
from crawler.urls import address_of, is_public_host, outlet_of
from crawler.urls import answer as urls_answer
from crawler.warc import WarcError, WarcIndex
from edition import articles, listings
from edition.pack import pack
from index.analysis import fold, terms, tokens
from index.highlight import highlight
from index.query import Node, QueryError, parse_query

TESTS = Path(__file__).parent.parent / "tests/crawler"
NOW = datetime(2024, 7, 2, 10, tzinfo=UTC)
WIB = ZoneInfo("Asia/Jakarta")
BASE = "https://www.warga.example/berita/perpustakaan-desa-ramai"
ORIGINS = ("json-ld:datePublished", "meta:article:published_time", "css:time", "text", "json-ld:dateModified", "url")
ANY = Selectors(
    title="h1", body="article", date="time", authors="[rel=author]", editor=".editor", section=".section",
    tags="a[rel=tag]", lead=".lead", next_page="a.next", drop=(".baca-juga", "figure"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """``check`` raises whatever goes wrong; ``worst`` gives labelled inputs of a size; ``words`` are for mutations."""

    name: str
    check: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    words: Callable[[], Iterable[str]]
    worst: Callable[[int], Iterable[tuple[str, bytes]]]
    max_len: int


def text_of(data: bytes) -> str:
    """Any bytes as a string: what is no UTF-8 becomes lone surrogates, as from a file name or an argument."""
    return data.decode("utf-8", "surrogateescape")


def is_clean(text: str) -> bool:
    """Whether a text is NFC, whole, and without control characters but newlines."""
    text.encode()
    return unicodedata.is_normalized("NFC", text) and not any(c < " " and c != "\n" for c in text)


def check_dates(data: bytes) -> None:
    line = text_of(data).replace("\n", " ")
    short, told = answer(line), json.loads(answer(line, as_json=True))
    assert short == answer(line) and "\n" not in short
    assert told["value"] == (None if short == "-" else short), (short, told)
    if short != "-":
        ends = [datetime.fromisoformat(part) for part in short.split("/")]
        assert ends[0] <= ends[-1] and len(ends) <= 2
        assert 1900 <= ends[0].year <= ends[-1].year <= 2100
    assert answer(data.replace(b"\n", b" ")) in (short, "-")
    for zone in (None, WIB):
        reading = parse_date(line, NOW, zone)
        assert reading is None or (isinstance(reading, DateReading) and reading.moment(WIB, line, "text").at.tzinfo)
    lines = text_of(data).split("\n")[:1000]
    printed = [PrintedDate(text, ORIGINS[n % len(ORIGINS)]) for n, text in enumerate(lines)]
    judged = judge_dates(printed, fetched_at=NOW, zone=WIB, url_date=NOW.date())
    assert judged == judge_dates(printed, fetched_at=NOW, zone=WIB, url_date=NOW.date())
    assert len(judged.signals) == len(printed) and all(signal.verdict for signal in judged.signals)
    for moment in (judged.published, judged.modified):
        assert moment is None or (moment.at.tzinfo and moment.at <= NOW + timedelta(days=1))


def check_urls(data: bytes) -> None:
    text = text_of(data)
    address = address_of(text)
    assert isinstance(is_public_host(text), bool)
    assert urls_answer(text).count("\t") == 1
    outlet_of(text)
    if address is not None:
        again = address_of(address.url)
        assert again is not None and (again.url, again.key) == (address.url, address.key), (address, again)
        assert address.url.isascii() and not any(c.isspace() for c in address.url) and address.page >= 1
        assert isinstance(is_public_host(address.url.split("/")[2]), bool)


def check_page(data: bytes) -> None:
    selectors = ANY if data[-1:] > b"\x80" else NO_SELECTORS
    reading = read_page(data, url=BASE, content_type="text/html", selectors=selectors)
    assert reading == read_page(data, url=BASE, content_type="text/html", selectors=selectors)
    assert isinstance(reading, PageReading) and (reading.refusal is None) == bool(reading.body)
    for field in fields(reading):
        value = getattr(reading, field.name)
        for text in value if isinstance(value, tuple) else [value]:
            text = text.text if isinstance(text, PrintedDate) else text
            assert text is None or isinstance(text, int) or not hasattr(text, "encode") or is_clean(text), field.name
    assert type(reading.page) is int and reading.page >= 1
    assert join_pages([reading, reading]).refusal == reading.refusal
    cleaned = clean_body(text_of(data))
    assert all(line == line.strip() for line in cleaned.split("\n"))
    assert unicodedata.is_normalized("NFC", cleaned)


def check_listing(data: bytes) -> None:
    readers = (read_feed, read_sitemap, read_listing, lambda body, base: read_listing(body, base, cards="item, li, tr"))
    for read in readers:
        listing = read(data, BASE)
        assert isinstance(listing, Listing) and listing == read(data, BASE) and listing.broken >= 0
        for found in (*listing.found, *listing.listings):
            assert isinstance(found, Found) and found.url
            f"{found.url}{found.date}{found.title}".encode()


def check_query(data: bytes) -> None:
    typed, _, body = text_of(data).partition("\n")
    found = tokens(body)
    assert all(fold(body[t.start : t.end]) == t.word == fold(t.word) for t in found)
    assert terms(body)[0].split() == [t.word for t in found]
    try:
        node: Node = parse_query(typed)
    except QueryError as error:
        assert 1 <= error.position <= len(typed) + 1
        return
    assert node == parse_query(typed)
    for piece in highlight(node, body[:200], body):
        places = [place for span in piece.spans for place in span]
        assert places == sorted(places) and places[0] >= 0 and places[-1] <= len(piece.text)
        assert all(start < end for start, end in piece.spans)
        assert piece.text in body


_FOLDER = tempfile.TemporaryDirectory(prefix="kliping-fuzz-")
_NUMBERS = count()


def check_warc(data: bytes) -> None:
    path = (
        Path(_FOLDER.name) / f"{next(_NUMBERS)}.warc"
    )  # a new name each time: indexes are kept by name, size and time
    path.write_bytes(data)
    try:
        recording = WarcIndex.open(path)
        assert len(recording) and recording.newest.tzinfo
        for entry in recording.entries():
            assert recording.find(entry.url) is not None
            response = recording.read(entry)
            assert response.status == entry.status and isinstance(response.body, bytes)
    except WarcError as error:
        assert str(path) in str(error) and "\n" not in str(error)
    finally:
        path.unlink()


def label_lines() -> Iterator[bytes]:
    for path in sorted((TESTS / "dates").glob("labels*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            if not line.startswith("# "):
                yield line.rpartition("\t")[0].encode()


def addresses() -> Iterator[bytes]:
    for line in (TESTS / "urls/pairs.tsv").read_text("utf-8").splitlines():
        yield from (field.encode() for field in line.split("\t") if "://" in field)
    yield from (exchange.url.encode() for exchange in articles.all_exchanges())


def edition_lists() -> Iterator[bytes]:
    yield from (exchange.body[:20_000] for exchange in listings.all_exchanges())


def queries() -> Iterator[bytes]:
    for typed in ("kerja sama rusia", '"perpustakaan nasional" -(mobil OR motor)', "e-book buku-buku PNRI", "Jum’at"):
        yield from (f"{typed}\n{line}".encode() for line in ("", "Perpustakaan Nasional dan mobil, buku-buku Jum’at."))


def recordings() -> Iterator[bytes]:
    """Small recordings, packed and plain, also without the digests that would catch every change."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.warcwriter import WARCWriter

    exchanges = sorted(articles.all_exchanges(), key=lambda one: len(one.body))
    for few in (exchanges[:1], exchanges[:3]):
        path = Path(_FOLDER.name) / "seed.warc.gz"
        pack(few, path)
        yield path.read_bytes()
        for keep in (True, False):
            plain = BytesIO()
            writer = WARCWriter(plain, gzip=False)
            with path.open("rb") as file:
                for record in ArchiveIterator(file):
                    if not keep:
                        for name in ("WARC-Block-Digest", "WARC-Payload-Digest"):
                            record.rec_headers.remove_header(name)
                    writer.write_record(record)
            yield plain.getvalue()


def words_of(seeds: Callable[[], Iterable[bytes]]) -> Callable[[], Iterable[str]]:
    return lambda: sorted({word for seed in seeds() for word in text_of(seed).split()[:200] if 1 < len(word) < 40})[
        :2000
    ]


def edition_pages() -> Iterator[bytes]:
    yield from (exchange.body[:60_000] for exchange in articles.all_exchanges())


TARGETS = {
    target.name: target
    for target in (
        Target("dates", check_dates, label_lines, words_of(label_lines), repeated(WORST_LINES), 2_000),
        Target("urls", check_urls, addresses, words_of(addresses), repeated(WORST_URLS, 4_000, 8_000), 5_000),
        Target("extract", check_page, edition_pages, words_of(edition_pages), pages, 60_000),
        Target("discovery", check_listing, edition_lists, words_of(edition_lists), repeated(WORST_FEEDS), 20_000),
        Target("query", check_query, queries, words_of(queries), repeated(WORST_QUERIES), 4_000),
        Target(
            "warc", check_warc, recordings, words_of(recordings), repeated(("WARC/1.0\r\n\r\n", "\x1f", "\n")), 40_000
        ),
    )
}
