"""Invented texts for the tests of stories in the archive, and how an archive tells them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from archive.article import JAKARTA, Article, Capture, Moment
from archive.store import Archive

DAY = datetime(2026, 3, 2, 9, 0, tzinfo=JAKARTA)
_SOUNDS = [a + b for a in "bcdfghjklmnprstwyz" for b in "aiueo"]


def words(count: int, seed: int) -> list[str]:
    """Invented words, every fourth a name."""
    dice = random.Random(seed)  # noqa: S311 - the same words each time
    found = ["".join(dice.choices(_SOUNDS, k=4)) for _ in range(count)]
    return [word.capitalize() if place % 4 == 3 else word for place, word in enumerate(found)]


def text(seed: int, count: int = 120) -> str:
    """A text of its own."""
    return " ".join(words(count, seed))


def reworded(body: str, seed: int, share: float = 0.25) -> str:
    """The same with a share of its words other ones; names stay."""
    dice, fresh = random.Random(seed), words(1_000, seed + 1)  # noqa: S311
    return " ".join(dice.choice(fresh).lower() if w.islower() and dice.random() < share else w for w in body.split())


def told(key: str, body: str, *, day: float = 0, dated: bool = True, **fields: Any) -> tuple[Article, Capture]:
    """An article, published so many days after the tests' first, and a response that gave it an hour later."""
    outlet = key.partition(":")[0]
    at = DAY + timedelta(days=day)
    url = f"https://{outlet}.example/baca/{key.partition(':')[2]}"
    moment = Moment(at, "minute", "stated", at.isoformat(), "test") if dated else None
    article = Article(key=key, url=url, source=outlet, title=f"Judul {key}", body=body, published=moment)
    article = replace(article, **fields)
    return article, Capture(url, (at + timedelta(hours=1)).astimezone(UTC), 200, f"{key} {hash_of(body)}")


def hash_of(body: str) -> int:
    """Tells responses apart."""
    return sum(map(ord, body)) + len(body)


def put(archive: Archive, rows: Iterable[tuple[Article, Capture]]) -> list[str]:
    """Put articles; their ids."""
    return [archive.put(*row).id for row in rows]


def places(archive: Archive) -> dict[str, tuple[object, ...]]:
    """By key the story (the key of the article it is named by), relation, of and similarity of every article."""
    stored = {one.id: one for one in archive.articles()}
    key = {id_: one.article.key for id_, one in stored.items()}
    return {
        one.article.key: (key[one.story_id], one.place.relation, key.get(one.place.of or ""), one.place.similarity)
        for one in stored.values()
    }


def partition(archive: Archive) -> set[frozenset[str]]:
    """The stories, each as the keys of its articles."""
    found: dict[object, set[str]] = {}
    for key, (story, *_) in places(archive).items():
        found.setdefault(story, set()).add(key)
    return {frozenset(keys) for keys in found.values()}
