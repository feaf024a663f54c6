"""The stories of an open archive: who has what from whom, and telling all of it anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from archive.article import Article, StoredArticle
from archive.base import Store
from archive.prepared import raw
from archive.stories import family, waiting
from archive.stories.family import Family
from archive.stories.keeping import Regrouped
from archive.stories.provenance import Provenance, provenance

SMALL = 500  # articles without a story that are grouped at once when an archive is opened
_GROUPED = 100  # articles grouped in one transaction: others wait no longer than for a blink


class StoryStore(Store):
    """The stories of an open archive; those that can be told are told as each article is put."""

    def family(self, name: str) -> Family | None:
        """The story of the article with this id, key or address, or that has or once had this story id."""
        with self._read() as connection:
            return family.family(connection, name)

    def provenance(self, articles: Sequence[StoredArticle]) -> dict[str, Provenance]:
        """How each of these followed the original of its story, by id; originals are left out."""
        with self._read() as connection:
            return provenance(raw(connection), articles)

    def prepare(self, articles: Sequence[Article]) -> None:
        """Read the articles that are put next in one step; nothing but time comes of it."""
        self._stories.prepare(articles)

    def waiting(self, rules: str | None = None) -> int:
        """How many articles have no story yet, or none by these rules (``Knowledge.rules``)."""
        with self._read() as connection:
            tables = raw(connection)
            if rules is not None and waiting.rules(tables) not in (None, rules):
                return int(tables.execute("SELECT count(*) FROM articles").fetchone()[0])
            return waiting.count(tables)

    def regroup(self, at: datetime, progress: Callable[[int, int], None] | None = None) -> Regrouped:
        """Tell all stories anew, in batches that each leave them consistent; after one cut short it goes on there.

        ``at`` stands in the log of merges and splits; ``progress`` gets the articles done, and of how many.
        """
        with self._write() as connection:
            total = self._stories.begin(connection)
        return self._group(total, at, progress)

    def _catch_up(self) -> None:
        """Group what waits, where it is little."""
        super()._catch_up()
        if self._stories.knows and 0 < (few := self.waiting()) <= SMALL:
            self._group(few, datetime.now(UTC), None)

    def _group(self, total: int, at: datetime, progress: Callable[[int, int], None] | None) -> Regrouped:
        done = Regrouped()
        while True:
            with self._write() as connection:
                some = self._stories.regroup(connection, _GROUPED, at)
            if some is None:
                return done
            done = done.plus(some)
            if progress:
                progress(done.articles, total)
