"""One article as every index holds it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from archive.article import JAKARTA, Moment, Relation, StoredArticle
from archive.stories.provenance import Provenance
from index.analysis import word_count

MAX_BODY = 2_000_000  #: characters of title and body together; more is no article


@dataclass(frozen=True, slots=True)
class Document:
    """One article as an index holds it.

    ``published`` is ISO 8601 with offset, or a bare date where only the day is known (``precision`` tells).
    ``printed`` is the string that the page printed for it.
    ``date`` is the aware instant people filter and sort by: of a bare date the midnight in Jakarta that begins it.
    ``sequence`` is the document's version: its newest place in the archive's change log.
    ``relation`` and ``of`` (an article id) are its place in its story, ``similarity`` (0 to 1) that to ``of``.
    ``original_source`` is the source of the original of the story, its own for the original itself.
    ``lag_days``, ``lag_minutes`` and ``kept`` (a share, 0 to 1) are after the original of the story; None for the
    original itself and where they are not known. ``delay_minutes`` is from publication to when we first saw it.
    """

    id: str
    story_id: str
    url: str
    source: str
    kind: str
    title: str
    body: str
    lead: str | None
    section: str | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    topics: tuple[str, ...]
    language: str | None
    published: str | None
    precision: str | None
    date: dt.datetime
    date_basis: str
    first_seen: dt.datetime
    sequence: int
    word_count: int
    revision: int
    printed: str | None = None
    relation: Relation = "original"
    of: str | None = None
    similarity: float = 1.0
    lag_days: int | None = None
    lag_minutes: int | None = None
    kept: float | None = None
    delay_minutes: int | None = None
    original_source: str | None = None

    @property
    def day(self) -> dt.date:
        """The day in Jakarta that ``date`` lies in."""
        return self.date.astimezone(JAKARTA).date()

    @property
    def date_text(self) -> str:
        """``date`` as people are shown it: ``published``, else ISO 8601 with the offset of Jakarta."""
        return self.published or self.date.astimezone(JAKARTA).isoformat(timespec="seconds")


def document_of(stored: StoredArticle, after: Provenance | None = None) -> Document:
    """The document of an article; ``after`` is how it followed the original of its story.

    Raises:
        ValueError: it cannot be indexed; the message says why.
    """
    article, moment = stored.article, stored.article.published
    if len(article.title) + len(article.body) > MAX_BODY:
        raise ValueError(f"title and body are longer than {MAX_BODY:,} characters")
    at = stored.date
    if moment is not None and moment.precision == "day":
        at = dt.datetime.combine(moment.at.date(), dt.time(), JAKARTA)
    behind = after.lag if after else None
    return Document(
        id=stored.id,
        story_id=stored.story_id,
        url=article.url,
        source=article.source,
        kind=article.kind,
        title=article.title,
        body=article.body,
        lead=article.lead,
        section=article.section,
        authors=article.authors,
        tags=article.tags,
        topics=article.topics,
        language=article.language,
        published=moment.iso() if moment else None,
        precision=moment.precision if moment else None,
        date=at,
        date_basis=stored.date_basis,
        first_seen=stored.first_seen,
        sequence=stored.sequence,
        word_count=word_count(article.body),
        revision=stored.revision,
        printed=moment.text if moment else None,
        relation=stored.place.relation,
        of=stored.place.of,
        similarity=stored.place.similarity,
        lag_days=behind.days if behind else None,
        lag_minutes=behind.minutes if behind else None,
        kept=after.kept if after else None,
        delay_minutes=_delay(moment, stored.first_seen),
        original_source=_origin(stored, after),
    )


def _origin(stored: StoredArticle, after: Provenance | None) -> str | None:
    """The source of the original of its story; None where nobody looked."""
    if stored.place.of is None:
        return stored.article.source
    return after.source if after else None


def _delay(published: Moment | None, first_seen: dt.datetime) -> int | None:
    """Whole minutes from publication to when the article was first seen; None where only the day is known."""
    if published is None or published.precision == "day":
        return None
    return round((first_seen - published.at).total_seconds() / 60)
