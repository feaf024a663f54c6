"""What a page says, before anything is decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from archive.article import Capture, Kind


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date string exactly as it stood, and where (``css:.detail__date``, ``json-ld:datePublished``, ``url`` …)."""

    text: str
    origin: str


@dataclass(frozen=True, slots=True)
class PageReading:
    """What extraction read from one page; fields as in ``archive.article.Article``.

    ``refusal`` is why the page is no article (then the article fields are empty), else None.
    ``canonical`` is the page's rel=canonical; ``variants`` are other addresses it claims (amphtml, og:url), absolute.
    ``next_page`` is the absolute address of the article's next page, ``page`` its own number.
    """

    refusal: str | None = None
    title: str | None = None
    body: str | None = None
    lead: str | None = None
    authors: tuple[str, ...] = ()
    editor: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    dateline: str | None = None
    language: str | None = None
    access: str | None = None
    kind: Kind | None = None
    dates: tuple[PrintedDate, ...] = ()
    canonical: str | None = None
    variants: tuple[str, ...] = ()
    next_page: str | None = None
    page: int = 1
    origins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawArticle:
    """A page as printed, on its way to intake: the reading, its address, its clock (aware) and its capture.

    ``source`` is the name given by whoever brought it; the outlet that owns the host wins over it.
    ``address`` is the discovered address that this answers in the ledger of its run, ``url`` where redirects led.
    ``further`` are the captures of the article's other pages, ``way`` those of the redirects and failed tries that led
    to any of them; ``complete`` is False when a page could not be had.
    ``has_clock`` is False where nobody knows when the page was fetched: ``fetched_at`` is when it was brought then, and
    a date that counts from a clock ("2 jam lalu") says nothing.
    """

    url: str
    fetched_at: datetime
    reading: PageReading
    capture: Capture | None = None
    source: str | None = None
    kind: Kind | None = None
    address: str | None = None
    further: tuple[Capture, ...] = ()
    way: tuple[Capture, ...] = ()
    complete: bool = True
    has_clock: bool = True
