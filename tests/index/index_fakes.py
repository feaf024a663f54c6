"""Articles of our own for the tests of the index room, and an archive that lives in memory."""

from __future__ import annotations

from collections import namedtuple
from datetime import UTC, datetime, timedelta

from archive.article import JAKARTA, Article, Moment, StoredArticle, article_id

Change = namedtuple("Change", "sequence op article_id")
Letter = namedtuple("Letter", "generation article_id sequence reason")
SEEN = datetime(2024, 7, 10, 3, 0, tzinfo=UTC)


def moment(at: datetime, precision: str = "minute") -> Moment:
    return Moment(at, precision, "stated", at.isoformat(), "test")


def article(key: str, title: str = "Judul", body: str = "Isi berita.", **more) -> Article:
    more.setdefault("source", key.partition(":")[0])
    if isinstance(more.get("published"), datetime):
        more["published"] = moment(more["published"])
    return Article(key=key, url=f"https://{more['source']}.example/{key}", title=title, body=body, **more)


def stored(key: str, *args, sequence: int = 1, story: str | None = None, **more) -> StoredArticle:
    id_ = article_id(key)
    story_id = article_id(story) if story else id_
    return StoredArticle(id_, story_id, article(key, *args, **more), SEEN, SEEN, 1, sequence)


def jakarta(*when: int) -> datetime:
    return datetime(*when, tzinfo=JAKARTA)


def day(number: int) -> datetime:
    return jakarta(2024, 7, 1, 9) + timedelta(days=number)


class FakeArchive:
    """The part of ``archive.store.Archive`` that the index room uses."""

    def __init__(self, id: str = "a1"):
        self.id = id
        self.log: list[Change] = []
        self.now: dict[str, StoredArticle] = {}
        self.cursors: dict[str, int] = {}
        self.letters: dict[tuple[str, str], Letter] = {}
        self.fetched: list[str] = []

    @property
    def last_sequence(self) -> int:
        return len(self.log)

    def put(self, key: str, *args, **more) -> str:
        one = stored(key, *args, sequence=len(self.log) + 1, **more)
        self.log.append(Change(one.sequence, "put", one.id))
        self.now[one.id] = one
        return one.id

    def drop(self, key: str, op: str = "gone") -> None:
        self.log.append(Change(len(self.log) + 1, op, article_id(key)))
        self.now.pop(article_id(key), None)

    def changes(self, after: int, limit: int) -> list[Change]:
        return self.log[after : after + limit]

    def stored(self, ids) -> dict[str, StoredArticle]:
        ids = list(ids)
        self.fetched += ids
        return {id_: self.now[id_] for id_ in ids if id_ in self.now}

    def cursor(self, generation: str) -> int:
        return self.cursors.get(generation, 0)

    def last_runs(self, source: str | None = None, limit: int = 10) -> list:
        return []

    def provenance(self, articles) -> dict:
        return {}

    def versions(self):
        yield from sorted((one.id, one.sequence) for one in self.now.values())

    def advance(self, generation: str, sequence: int, letters=()) -> None:
        for letter in letters:
            self.bury(letter.generation, letter.article_id, letter.sequence, letter.reason)
        self.cursors[generation] = max(sequence, self.cursor(generation))

    def bury(self, generation: str, article_id: str, sequence: int, reason: str) -> None:
        self.letters[generation, article_id] = Letter(generation, article_id, sequence, reason)

    def dead(self, generation: str) -> list[Letter]:
        return [letter for letter in self.letters.values() if letter.generation == generation]

    def exhume(self, generation: str, article_ids=None) -> int:
        ids = [letter.article_id for letter in self.dead(generation)] if article_ids is None else list(article_ids)
        return sum(self.letters.pop((generation, id_), None) is not None for id_ in ids)

    def forget(self, generation: str) -> None:
        self.cursors.pop(generation, None)
        self.exhume(generation)
