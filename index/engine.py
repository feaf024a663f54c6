"""What every search engine takes and gives: requests, results, and the few methods of an engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from index.document import Document
from index.highlight import Highlight
from index.query import Node, parse_query

Sort = Literal["score", "date"]
Interval = Literal["day", "month"]

MAX_FOLDED = 10_000  #: stories that a folded result can be paged through; unfolded results have no end


class EngineError(RuntimeError):
    """An engine that cannot do what it was asked: one sentence that names the command to run."""


class Away(EngineError):
    """A fault outside us that may pass: a server that does not answer, is full or blocked. The target is paused."""


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

    def replace_equals(self) -> None:
        """From now on what is put also replaces what has the same sequence."""

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
