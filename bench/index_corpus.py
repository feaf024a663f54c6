"""An archive of many independent articles, and how long it takes to make one: seeded, so always the same.

Words are those of the sample edition with their frequencies there; two of a hundred articles are copies of another.
"""

from __future__ import annotations

import hashlib
import random
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

from archive.article import Article, Capture, Moment, article_id
from archive.store import Archive

WORDS = 250  #: of an article
COPIES = 0.02  #: share of articles that are another's text, in its story
OUTLETS = [f"outlet{number}" for number in range(14)]
SECTIONS = ["Humaniora", "Edukasi", "Daerah", "Nasional", None]
START = datetime(2020, 1, 1, tzinfo=UTC)
_BATCH = 1_000


def vocabulary() -> tuple[list[str], list[float]]:
    """The words of the edition, and how often each comes, added up; beyond them invented rare ones."""
    stories = Path(__file__).parent.parent / "edition" / "stories"
    text = " ".join(path.read_text("utf-8") for path in sorted(stories.glob("*.md")))
    counts = Counter(re.findall(r"[a-z]+", text.lower()))
    words = sorted(counts, key=lambda word: (-counts[word], word))
    dice = random.Random(1)  # noqa: S311 - the same each time
    syllables = [a + b for a in "bcdfghjklmnprst" for b in "aiueo"]
    rare = sorted({"".join(dice.choices(syllables, k=4)) for _ in range(20_000)})
    weights = [float(counts[word]) for word in words] + [0.2] * len(rare)
    return words + rare, list(accumulate(weights))


def articles(count: int, seed: int = 7) -> Iterator[tuple[Article, Capture, str | None]]:
    """Articles with their captures, and the id of the article that one copies."""
    dice = random.Random(seed)  # noqa: S311 - the same each time
    words, weights = vocabulary()
    recent: list[tuple[str, str, str]] = []
    for number in range(count):
        outlet, of = dice.choice(OUTLETS), None
        key = f"{outlet}:{number}"
        if recent and dice.random() < COPIES:
            of, title, body = dice.choice(recent)
        else:
            text = dice.choices(words, cum_weights=weights, k=WORDS)
            title = " ".join(dice.choices(words, cum_weights=weights, k=9)).capitalize()
            body = ".\n\n".join(" ".join(text[start : start + 50]).capitalize() for start in range(0, WORDS, 50))
            recent = [*recent[-200:], (article_id(key), title, body)]
        at = START + timedelta(minutes=number * 2.6)
        article = Article(
            key=key,
            url=f"https://{outlet}.example/baca/{number}",
            source=outlet,
            title=title,
            body=body,
            kind="press_release" if dice.random() < 0.05 else "news",
            published=Moment(at, "minute", "stated", at.isoformat(), "meta"),
            authors=(f"Penulis {dice.randrange(200)}",),
            section=dice.choice(SECTIONS),
            tags=("perpustakaan", f"tag{dice.randrange(50)}"),
            language="id",
            topics=("perpusnas",) if "perpusnas" in body else (),
        )
        digest = hashlib.sha256(key.encode()).hexdigest()
        yield article, Capture(article.url, at + timedelta(minutes=30), 200, digest), of


def fill(place: Path, count: int) -> None:
    """Make an archive; stories are as they were planted, not grouped, which would take the longest."""
    planted: list[tuple[str, str]] = []
    with Archive.open(place) as archive:
        rows = articles(count)
        while some := list(islice(rows, _BATCH)):
            with archive.batch():
                for article, capture, of in some:
                    put = archive.put(article, capture)
                    planted += [(of, put.id)] if of else []
    with sqlite3.connect(place) as tables:
        statement = "UPDATE articles SET story_id = ?1, relation = 'copy', \"of\" = ?1 WHERE id = ?2"
        tables.executemany(statement, planted)
        tables.execute("DELETE FROM story_waiting")
    tables.close()
