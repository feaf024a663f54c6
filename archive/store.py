"""The archive's public face: one SQLite file with every article, its revisions, captures and changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from archive import captures, filing, history, ledgers, log, names, removal, rows, schema
from archive.article import Article, Capture, StoredArticle
from archive.changes import ChangeStore
from archive.engine import checkpoint, plainly
from archive.errors import ArchiveError, ArticleRemoved, LedgerError
from archive.filing import Put
from archive.history import Revision
from archive.ledgers import Run, SourceLedger
from archive.log import Change, DeadLetter
from archive.removal import Removal, Tombstone
from archive.runs import RunStore
from archive.stories.family import Family, Member
from archive.stories.keeping import Regrouped
from archive.stories.store import StoryStore

__all__ = [
    "Archive",
    "ArchiveError",
    "ArticleRemoved",
    "Change",
    "DeadLetter",
    "Family",
    "LedgerError",
    "Member",
    "Put",
    "Regrouped",
    "Removal",
    "Revision",
    "Run",
    "SourceLedger",
    "StoredArticle",
    "Tombstone",
]

_BATCH = 500  # articles held in memory at a time
_VERSIONS = 20_000  # and ids with a number


class Archive(ChangeStore, RunStore, StoryStore):
    """An open archive. One may be shared by threads; any number of processes may have the same file open.

    Every method is one transaction: when it returns, what it wrote is on the disk. All raise
    ``archive.errors.ArchiveError``, one sentence for the user, when the file cannot be read or written.
    Articles are here, the change log in ``ChangeStore``, runs and their ledgers in ``RunStore``, stories in
    ``StoryStore``.
    """

    def put(
        self,
        article: Article,
        capture: Capture,
        *,
        run: int | None = None,
        address: str | None = None,
        further: Sequence[Capture] = (),
    ) -> Put:
        """Archive an article as read from a capture, and settle its address in the ledger of ``run``.

        ``new``: never seen. ``revised``: a text it never had; a capture older than the current reading becomes
        history, never current. ``unchanged``: a text it had. ``folded``: a text it had, met under another
        address, or two articles found to be one. Fields other than the text follow the newest reading.
        ``further`` are the captures of the article's further pages.

        Raises:
            ArticleRemoved: it was removed for good.
            ValueError: its text cannot be stored, or the capture's time has no zone.
        """
        for page in (capture, *further):
            _aware(page)
        try:
            with self._write() as connection:
                done, gone = filing.file(connection, article, capture, further)
                if done.sequence is not None:
                    new = article if done.outcome == "new" else None
                    self._stories.follow(connection, (done.id, done.sequence), new, gone, capture.fetched_at)
                if run is not None:
                    ledgers.settle(connection, run, address or capture.url, done.outcome, None, article.source)
        except UnicodeEncodeError as error:
            raise ValueError(f"{article.url!a}: it holds half a surrogate pair, which cannot be stored") from error
        return done

    def refuse(self, capture: Capture, *, run: int | None = None, address: str | None = None) -> None:
        """Keep a capture that gave no article (``capture.refusal`` says why) and settle its address.

        Raises:
            ValueError: the capture has no refusal, or its time no zone.
            LedgerError: ``address`` was never discovered in ``run``.
        """
        _aware(capture)
        if not capture.refusal:
            raise ValueError(f"{capture.url}: a refused capture must say why")
        with self._write() as connection:
            captures.keep(connection, captures.recognise(connection, capture), None)
            if run is not None:
                ledgers.settle(connection, run, address or capture.url, "refused", capture.refusal)

    def get(self, name: str) -> StoredArticle | None:
        """The article with this id, key or address (normalised by the caller), also by those of folded ones."""
        with self._read() as connection:
            of = names.owner(connection, name)
            found = None if of is None else rows.standing(connection, of)
        return found.stored if found else None

    def resolve(self, key: str) -> str | None:
        """The id of the article that has this key now, None if there is none or it was removed."""
        found = self.get(key)
        return found.id if found else None

    def stored(self, ids: Iterable[str]) -> dict[str, StoredArticle]:
        """The articles of these ids, by id; one that is folded, removed or unknown is left out."""
        wanted = list(ids)
        found: dict[str, StoredArticle] = {}
        with self._read() as connection:
            for start in range(0, len(wanted), _BATCH):
                found |= rows.stored(connection, wanted[start : start + _BATCH])
        return found

    def articles(self) -> Iterator[StoredArticle]:
        """All articles in order of id, in constant memory and without holding up writers.

        Each is as it was when its batch was read; who needs one state reads ``changes`` from a
        ``last_sequence`` taken before.
        """
        last, more = "", True
        while more:
            with self._read() as connection:
                batch = rows.batch(connection, last, _BATCH)
            yield from batch
            more = len(batch) == _BATCH
            last = batch[-1].id if batch else last

    def versions(self) -> Iterator[tuple[str, int]]:
        """Id and newest sequence of every article in order of id, as ``articles`` gives them."""
        last, more = "", True
        while more:
            with self._read() as connection:
                batch = rows.versions(connection, last, _VERSIONS)
            yield from batch
            more = len(batch) == _VERSIONS
            last = batch[-1][0] if batch else last

    def revisions(self, article_id: str) -> list[Revision]:
        """All texts of an article in order of time; empty for an unknown id."""
        with self._read() as connection:
            return history.of(connection, article_id)

    def captures(self, article_id: str) -> list[Capture]:
        """All responses an article was read from, further pages too, in order of time."""
        with self._read() as connection:
            return captures.of(connection, article_id)

    def names(self, article_id: str) -> list[str]:
        """All keys, addresses and ids of folded articles that lead to an article, sorted."""
        with self._read() as connection:
            return names.of(connection, article_id)

    def last_fetched(self, name: str) -> datetime | None:
        """When the article with this key, or this very address, was last fetched; also if it was refused."""
        found = self.get(name)
        if found is not None:
            return found.last_seen
        with self._read() as connection:
            return captures.last_fetched(connection, name)

    def totals(self) -> dict[str, int]:
        """The number of articles of each source."""
        query = select(schema.articles.c.source, func.count()).group_by(schema.articles.c.source)
        with self._read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def retag(self, tagger: Callable[[Article], tuple[str, ...]]) -> int:
        """Set the topics of every article anew; how many changed. No revision comes of it."""
        last, changed, more = "", 0, True
        while more:
            with self._write() as connection:
                batch = rows.batch(connection, last, _BATCH)
                for stored in batch:
                    topics = tagger(stored.article)
                    if topics != stored.article.topics:
                        tagged = replace(stored, article=replace(stored.article, topics=topics))
                        rows.rewrite(connection, tagged, log.append(connection, "put", stored.id))
                        changed += 1
            more = len(batch) == _BATCH
            last = batch[-1].id if batch else last
        return changed

    # Removal

    def addresses(self, name: str, name_of: Callable[[str], str]) -> list[str]:
        """Every address that led to the article with this id, key or address, or means it, and what it goes by; sorted.

        ``name_of`` gives the key (or plain address) that an address as it was fetched goes by.
        """
        with self._read() as connection:
            return removal.addresses(connection, name, name_of)

    def pages(self, name: str, addresses: Sequence[str] = ()) -> list[tuple[str, int]]:
        """Where all that ``remove`` would forget is kept: (``Capture.warc``, offset), sorted."""
        with self._read() as connection:
            return removal.pages(connection, name, addresses)

    def remove(
        self, name: str, reason: str, at: datetime, *, addresses: Sequence[str] = (), keep: Collection[str] = ()
    ) -> Removal:
        """Erase the article with this id, key or address wholly, and never archive it again.

        A name nobody has yet is barred all the same. ``addresses`` are further names that are barred, and responses
        from them go with it. For the WARC files in ``keep``, which could not be erased yet, the archive goes on
        knowing where the pages are, so that removing the same again can finish it; otherwise that erases nothing more.
        """
        with self._write() as connection:
            done = removal.remove(connection, name, reason, at, addresses, keep)
            self._stories.leave(connection, done.article_id, at)
        with plainly(self.place), self._engine.connect() as connection:
            return replace(done, erased=checkpoint(connection))

    def is_removed(self, name: str) -> bool:
        """Whether an id, a key or an address is that of a removed article."""
        with self._read() as connection:
            return removal.is_removed(connection, name)

    def tombstones(self) -> list[Tombstone]:
        """What was removed, by id."""
        with self._read() as connection:
            return removal.tombstones(connection)


def _aware(capture: Capture) -> None:
    if capture.fetched_at.tzinfo is None:
        raise ValueError(f"{capture.url}: the time of a capture needs a zone")
