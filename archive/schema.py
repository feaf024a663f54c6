"""The archive's tables, as SQLAlchemy sees them; ``migrations/`` is what makes them.

Those of stories (``story_…``) are not here: ``archive.stories`` reads and writes them in SQL.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, Float, Index, Integer, MetaData, String, Table, UniqueConstraint
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware datetime as UTC text of fixed width, so that its order is the order of time."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        """Refuse a naive datetime: it would be an instant nobody can name."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value}: an instant needs a time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        """Give it back in UTC."""
        return None if value is None else datetime.fromisoformat(value)


metadata = MetaData()


def _text(name: str, **options: Any) -> Column[Any]:
    return Column(name, String, nullable=False, **options)


meta = Table("meta", metadata, _text("name", primary_key=True), _text("value"))

# One row an article: how it is read now. Its text is the revision ``current``; ``read_at`` and ``read_url``
# say which capture that reading came from; ``reading`` holds every other field that is not empty.
# ``relation``, ``of`` and ``similarity`` are its place in its story.
articles = Table(
    "articles",
    metadata,
    _text("id", primary_key=True),
    _text("story_id"),
    _text("key"),
    _text("url"),
    _text("source"),
    Column("reading", JSON, nullable=False),
    Column("current", Integer, nullable=False),
    Column("read_at", Instant, nullable=False),
    _text("read_url"),
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("sequence", Integer, nullable=False),
    _text("relation", server_default="original"),
    Column("of", String),
    Column("similarity", Float, nullable=False, server_default="1"),
)

# Every text an article ever had; ``number`` is its place in time, ``diff`` is to the one before.
revisions = Table(
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("article_id"),
    Column("number", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    _text("cause"),
    _text("digest"),
    _text("title"),
    _text("body"),
    Column("diff", String),
    UniqueConstraint("article_id", "digest"),
)

# Every response kept or read; ``revision_id`` is the text it gave, when last read.
captures = Table(
    "captures",
    metadata,
    _text("url", primary_key=True),
    Column("fetched_at", Instant, primary_key=True),
    _text("digest", primary_key=True),
    Column("status", Integer, nullable=False),
    Column("warc", String),
    Column("offset", Integer),
    Column("refusal", String),
    Column("article_id", String),
    Column("revision_id", Integer),
    Index("captures_of_article", "article_id"),
)

# Every key, address and folded id that leads to an article (``archive.names``), with the key it came with.
# Names outlive a removed article.
names = Table(
    "names",
    metadata,
    _text("name", primary_key=True),
    _text("article_id"),
    _text("basis"),
    Column("key", String),
    Index("names_of_article", "article_id"),
)

tombstones = Table(
    "tombstones",
    metadata,
    _text("article_id", primary_key=True),
    _text("key"),
    _text("reason"),
    Column("removed_at", Instant, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("sequence", Integer, primary_key=True),
    _text("op"),
    _text("article_id"),
)

cursors = Table("cursors", metadata, _text("generation", primary_key=True), Column("sequence", Integer, nullable=False))

dead_letters = Table(
    "dead_letters",
    metadata,
    _text("generation", primary_key=True),
    _text("article_id", primary_key=True),
    Column("sequence", Integer, nullable=False),
    _text("reason"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("command"),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("reason", String),
)

# One row for each address a run met (``run_sources`` finds the runs of a source); ``outcome`` begins as ``unfinished``.
ledger = Table(
    "ledger",
    metadata,
    Column("run", Integer, primary_key=True),
    _text("address", primary_key=True),
    _text("source"),
    _text("outcome"),
    Column("reason", String),
)

run_sources = Table(
    "run_sources",
    metadata,
    _text("source", primary_key=True),
    Column("run", Integer, primary_key=True),
)

counts = Table(
    "counts",
    metadata,
    Column("run", Integer, primary_key=True),
    _text("source", primary_key=True),
    _text("what", primary_key=True),
    Column("n", Integer, nullable=False),
)
