"""The contract: what an article is once Kliping stands behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")

Kind = Literal["news", "press_release", "announcement", "event"]
Relation = Literal["original", "copy", "reprint", "rewrite"]
Precision = Literal["second", "minute", "day"]
ZoneBasis = Literal["stated", "assumed"]


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant with its evidence.

    Attributes:
        at: aware datetime in the zone it was read in; with precision ``day`` the midnight that begins the day.
        precision: how exactly the page told it.
        zone: whether the page stated the zone or the outlet's zone was assumed.
        text: the printed string, unchanged.
        origin: where on the page it stood, for example ``meta:article:published_time``.
    """

    at: datetime
    precision: Precision
    zone: ZoneBasis
    text: str
    origin: str

    def __post_init__(self) -> None:
        """Refuse a naive datetime, which would be an instant nobody can name."""
        if self.at.tzinfo is None:
            raise ValueError(f"{self.text!r}: a moment needs a time zone")

    def iso(self) -> str:
        """ISO 8601 with offset and seconds, or a bare date where only the day is known."""
        return self.at.date().isoformat() if self.precision == "day" else self.at.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class DateSignal:
    """One date a page states, and what became of it.

    ``value`` is ISO 8601 (a bare date where no time was told), or None where it could not be read.
    ``verdict`` is ``published``, ``modified``, ``agrees``, or ``refused: REASON``.
    """

    text: str
    origin: str
    value: str | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Capture:
    """One fetched response. ``digest`` is the hex sha256 of its body as it went over the wire.

    ``warc`` and ``offset`` say where it is kept, None where it is not: the name of a file among our captures, or the
    whole path of a recording that stands elsewhere. ``refusal`` is why it gave no article.
    """

    url: str
    fetched_at: datetime
    status: int
    digest: str
    warc: str | None = None
    offset: int | None = None
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read from one capture. Text is Unicode NFC; paragraphs of ``body`` are parted by a blank line.

    ``key`` comes from the address alone (``detik:d-7428519``), else it is the normalised address;
    ``aliases`` are keys that evidence on the page (rel=canonical, AMP links) says are the same article.
    ``origins`` tells for each field where it was found.
    """

    key: str
    url: str
    source: str
    title: str
    body: str
    kind: Kind = "news"
    published: Moment | None = None
    modified: Moment | None = None
    lead: str | None = None
    authors: tuple[str, ...] = ()
    editor: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    dateline: str | None = None
    language: str | None = None
    access: str | None = None
    topics: tuple[str, ...] = ()
    dates: tuple[DateSignal, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """What an article is in its story: ``of`` is the id of the article it comes from, None for the original.

    ``similarity`` is 0 to 1, to that article; 1 for the original.
    """

    relation: Relation = "original"
    of: str | None = None
    similarity: float = 1.0


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with what the archive knows of it. ``sequence`` is its newest place in the change log."""

    id: str
    story_id: str
    article: Article
    first_seen: datetime
    last_seen: datetime
    revision: int
    sequence: int
    place: Place = Place()

    @property
    def date(self) -> datetime:
        """What people filter and chart by: the publication, else when it was first seen."""
        return self.article.published.at if self.article.published else self.first_seen

    @property
    def date_basis(self) -> Literal["published", "first_seen"]:
        """Which of the two ``date`` is."""
        return "published" if self.article.published else "first_seen"


def article_id(key: str) -> str:
    """The first 20 hex digits of the sha256 of an article key."""
    return hashlib.sha256(key.encode()).hexdigest()[:20]
