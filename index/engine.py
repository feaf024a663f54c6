"""What every search engine takes and gives: documents, requests, results, and the few methods of an engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from archive.article import JAKARTA, Moment, Relation, StoredArticle
from archive.stories.provenance import Provenance
from index.analysis import word_count
from index.highlight import Highlight
from index.query import Node, parse_query

Sort = Literal["score", "date"]
Interval = Literal["day", "month"]

MAX_FOLDED = 10_000  #: stories that a folded result can be paged through; unfolded results have no end
MAX_BODY = 2_000_000  #: characters of title and body together; more is no article


class EngineError(RuntimeError):
    """An engine that cannot do what it was asked: one sentence that names the command to run."""


class Away(EngineError):
    """A fault outside us that may pass: a server that does not answer, is full or blocked. The target is paused."""


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


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits must also be. Any of the named values counts; no name means no limit.

    ``date_from`` and ``date_to`` are days in Asia/Jakarta on ``Document.date``, both inclusive.
    """

    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    date_from: dt.date | None = None
    date_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A search. ``sort`` by score gives ties newest first, then by id; so does ``""``, where all scores are equal.

    ``fold`` keeps the best-ranked matching article of each story. ``interval`` is that of the histogram.

    Raises:
        QueryError: the query cannot be read.
    """

    query: str
    filters: Filters = Filters()
    sort: Sort = "score"
    fold: bool = True
    limit: int = 10
    offset: int = 0
    interval: Interval = "month"
    node: Node = field(init=False)

    def __post_init__(self) -> None:
        """Parse the query, once for all engines."""
        object.__setattr__(self, "node", parse_query(self.query))


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that matches. ``score`` is None where hits are sorted by date.

    ``articles`` and ``outlets`` count the matching articles of its story, and the sources they are from.
    """

    document: Document
    score: float | None
    highlights: tuple[Highlight, ...]
    articles: int
    outlets: int


@dataclass(frozen=True, slots=True)
class Bucket:
    """A value and how many matching articles have it."""

    value: str
    articles: int


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits. ``articles`` and ``stories`` count all that match.

    Both are exact, unless ``about`` says of the number of stories that it is an estimate.
    ``facets`` has source, kind, topic and section, most frequent first; ``histogram`` days (2024-07-02) or months
    (2024-07) in Jakarta that have articles, in order. ``notice`` is a sentence for the user, if there is one to say.
    """

    query: str
    articles: int
    stories: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[Bucket, ...]]
    histogram: tuple[Bucket, ...]
    notice: str | None = None
    about: bool = False


@dataclass(frozen=True, slots=True)
class Deletion:
    """An article that is no more; ``sequence`` is the place in the change log that says so."""

    id: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A document an engine would not take, and why."""

    id: str
    sequence: int
    reason: str


@dataclass(frozen=True, slots=True)
class EngineState:
    """What an index says of itself.

    ``pushed`` is the place in the change log it was last committed at, None where only the archive's cursor tells;
    ``sequence`` the highest of its documents; ``version`` that of mapping and analysis together.
    """

    archive_id: str
    version: str
    pushed: int | None
    sequence: int
    documents: int


class SearchEngine(Protocol):
    """One concrete index. All methods raise ``EngineError``; writers are kept apart by the caller.

    ``lanes`` is how many ``apply`` may be under way at once, each from a thread of its own.
    """

    lanes: int

    def apply(self, puts: Sequence[Document], deletes: Sequence[Deletion]) -> list[Rejected]:
        """Put documents and delete by id; each replaces what is older by its sequence.

        Nothing need be seen, nor be durable, before ``commit``.
        """

    def commit(self, pushed: int) -> None:
        """Make durable and visible what was applied, and remember that it was the log up to ``pushed``."""

    def search(self, request: Request) -> Results:
        """One page of results."""

    def stream(self, request: Request) -> Iterator[Hit]:
        """Every matching article in order, unfolded, whatever the limit, from one moment of the index."""

    def state(self) -> EngineState:
        """What the index says of itself."""

    def versions(self, after: int = 0) -> Iterator[tuple[str, int]]:
        """Id and sequence of every document with a sequence greater than ``after``, in order of id."""

    def close(self) -> None:
        """Let go of files and threads; what was not committed is lost."""
