"""RawArticle to outcome: the one way into the archive, for the Scrapy pipelines and for ``import`` alike."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Literal
from urllib.parse import urlsplit

from archive.article import JAKARTA, Article, Capture, DateSignal
from archive.errors import ArchiveError, ArticleRemoved
from archive.store import Archive
from crawler.dates import parse_date
from crawler.dates.judge import JudgedDates, judge_dates
from crawler.items import PageReading, PrintedDate, RawArticle
from crawler.plain import plain, plain_or_none
from crawler.topics import Topics
from crawler.urls import Address, Outlet, address_of, outlet_of
from crawler.urls.zones import region_zone

Fate = Literal["new", "revised", "unchanged", "folded", "refused", "skipped"]

MIN_WORDS = 8  # less is a caption or an empty shell, not an article
MIN_SLUG_WORDS = 4  # an address of unknown form whose last part is shorter names a listing
_TITLE_WORDS = 12
_NO_CLOCK = "refused: it counts from a clock, and nobody knows when the page was fetched"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page gave no article, in a few words."""

    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one RawArticle; ``id`` is the article's where there is one, ``reason`` why there is none."""

    fate: Fate
    id: str | None = None
    reason: str | None = None


def normalise(raw: RawArticle, topics: Topics) -> Article | Refusal:
    """The article a page states, with its dates judged, its identity and topics; or why there is none. Pure."""
    reading = raw.reading
    address = address_of(raw.url)
    if address is None:
        return Refusal("no usable address")
    if reading.refusal:
        return Refusal(reading.refusal)
    body = plain(reading.body or "").strip()
    if len(body.split()) < MIN_WORDS:
        return Refusal("empty: no text" if not body else "too short")
    outlet = outlet_of(raw.url)
    title = " ".join(plain(reading.title or "").split())
    origins = dict(reading.origins) if title else {**reading.origins, "title": "body"}
    title = title or _first_words(body)
    judged = judged_dates(raw, outlet, address)
    if address.key is None and (judged.published is None or len(_slug_words(address.url)) < MIN_SLUG_WORDS):
        return Refusal("listing: the address is that of a listing or home page")
    return Article(
        key=address.key or address.url,  # an old address form, but the page is dated as only articles are
        url=address.url,
        source=source_of(raw, address),
        title=title,
        body=body,
        kind=raw.kind or reading.kind or "news",
        published=judged.published,
        modified=judged.modified,
        lead=plain_or_none(reading.lead),
        authors=_without_brands(reading.authors, outlet),
        editor=plain_or_none(reading.editor),
        section=plain_or_none(reading.section),
        tags=tuple(filter(None, map(plain_or_none, reading.tags))),
        image=plain_or_none(reading.image),
        dateline=plain_or_none(reading.dateline),
        language=plain_or_none(reading.language),
        access=plain_or_none(reading.access),
        topics=topics.tag(title, body),
        dates=judged.signals,
        origins={
            **origins,
            **{
                name: moment.origin
                for name, moment in (("published", judged.published), ("modified", judged.modified))
                if moment
            },
        },
        aliases=_aliases(reading, address),
    )


def judged_dates(raw: RawArticle, outlet: Outlet | None, address: Address) -> JudgedDates:
    """Every date signal of the page with its verdict, in the zone of its region or outlet (Jakarta where unknown)."""
    zone = region_zone(urlsplit(address.url).hostname or "") or (outlet.zone if outlet else JAKARTA)
    printed = [replace(one, text=plain(one.text)) for one in raw.reading.dates]
    known = printed if raw.has_clock else [one for one in printed if not _counts_from_a_clock(one, raw, zone)]
    judged = judge_dates(known, fetched_at=raw.fetched_at, zone=zone, url_date=address.date)
    verdicts = iter(judged.signals)
    signals = tuple(
        next(verdicts) if one in known else DateSignal(one.text, one.origin, None, _NO_CLOCK) for one in printed
    )
    return replace(judged, signals=signals)


def _counts_from_a_clock(printed: PrintedDate, raw: RawArticle, zone: tzinfo) -> bool:
    """Whether a date is another one, or none, for who does not know when it was printed."""
    return parse_date(printed.text, None, zone) != parse_date(printed.text, raw.fetched_at.astimezone(zone), zone)


def source_of(raw: RawArticle, address: Address) -> str:
    """The outlet that owns the host, else the name given, else the host."""
    host = (urlsplit(address.url).hostname or "").removeprefix("www.")
    return address.source or plain_or_none(raw.source) or host


class Intake:
    """Takes raw articles into an archive; every outcome is settled in the ledger of the run, in one transaction."""

    def __init__(self, archive: Archive, topics: Topics, *, run: int | None = None) -> None:
        self._archive = archive
        self._topics = topics
        self._run = run

    def take(self, raw: RawArticle) -> Outcome:
        """Normalise and archive one article.

        Raises:
            archive.store.ArchiveError: when the archive cannot be written.
        """
        return self._file(raw, normalise(raw, self._topics))

    def take_all(self, raws: Sequence[RawArticle]) -> tuple[list[Outcome], ArchiveError | None]:
        """Take articles in one transaction, which is much faster: what became of each, and what stopped it early.

        Raises:
            archive.store.ArchiveError: when none of them could be written.
        """
        read = [normalise(raw, self._topics) for raw in raws]
        self._archive.prepare([article for article in read if isinstance(article, Article)])
        taken: list[Outcome] = []
        with self._archive.batch():
            for raw, article in zip(raws, read, strict=True):
                try:
                    taken.append(self._file(raw, article))
                except ArchiveError as error:
                    return taken, error
        return taken, None

    def _file(self, raw: RawArticle, article: Article | Refusal) -> Outcome:
        capture = _capture(raw)
        if isinstance(article, Article) and not raw.complete and self._would_cut(article):
            article = Refusal("incomplete: a further page could not be fetched, the known text stays")
        if isinstance(article, Refusal):
            self._archive.refuse(replace(capture, refusal=article.reason), run=self._run, address=raw.address)
            return Outcome("refused", reason=article.reason)
        try:
            put = self._archive.put(article, capture, run=self._run, address=raw.address, further=_beside(raw))
        except ArticleRemoved:
            if capture.warc:  # what is kept of it must be found when it is removed again
                self._archive.refuse(replace(capture, refusal="removed"))
            if self._run is not None and raw.address:
                self._archive.settle(self._run, raw.address, "skipped", "removed")
            return Outcome("skipped", reason="removed")
        return Outcome(put.outcome, put.id)

    def _would_cut(self, article: Article) -> bool:
        """Whether this text, of which a page is missing, would stand as a revision of one that was read before."""
        known = self._archive.resolve(article.key)
        return known is not None and all(article.body != text.body for text in self._archive.revisions(known))


def _capture(raw: RawArticle) -> Capture:
    """The capture of the article; of several pages one digest over all, of an imported row that of its text."""
    if raw.capture is None:
        return Capture(raw.url, raw.fetched_at, 200, _digest(raw.reading.title or "", raw.reading.body or ""))
    if not raw.further:
        return raw.capture
    return replace(raw.capture, digest=_digest(raw.capture.digest, *(page.digest for page in raw.further)))


def _beside(raw: RawArticle) -> tuple[Capture, ...]:
    """The other responses an article came from; the first page too, where its capture stands for all pages."""
    first = (raw.capture,) if raw.capture and raw.further else ()
    return (*raw.way, *first, *raw.further)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _aliases(reading: PageReading, address: Address) -> tuple[str, ...]:
    """Keys that the page itself says are this article; only of its own outlet, only what can be an article."""
    claimed = (address_of(url) for url in (reading.canonical, *reading.variants) if url)
    keys = (other.key for other in claimed if other and other.key and other.source == address.source)
    host = urlsplit(address.key or address.url).hostname
    if address.source is None:  # an unknown site speaks for its own host only
        keys = (key for key in keys if urlsplit(key).hostname == host)
    return tuple(dict.fromkeys(key for key in keys if key != address.key))


def _without_brands(authors: Collection[str], outlet: Outlet | None) -> tuple[str, ...]:
    brands = {brand.casefold() for brand in outlet.brands} if outlet else set()
    names = filter(None, map(plain_or_none, authors))
    return tuple(name for name in names if name.casefold() not in brands)


def _slug_words(url: str) -> list[str]:
    return re.split(r"[^A-Za-z0-9]+", urlsplit(url).path.rstrip("/").rpartition("/")[2])


def _first_words(body: str) -> str:
    words = body.split()
    return " ".join(words[:_TITLE_WORDS]) + (" …" if len(words) > _TITLE_WORDS else "")
