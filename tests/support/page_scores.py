"""How well a reader of pages does on labelled pages: one score for the bench and for the floors of the suite."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "labels"
GOOD = 0.95  # body F1 from which a page counts as well read


@dataclass(frozen=True)
class Label:
    """What a page says, read by eye; ``published`` is ISO 8601 with offset, a bare day, or None."""

    file: str
    is_article: bool
    url: str | None = None
    fetched: str | None = None
    title: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    body: str = ""
    boilerplate: tuple[str, ...] = ()
    folder: Path = FOLDER

    @property
    def html(self) -> bytes:
        return (self.folder / self.file).read_bytes()


@dataclass
class Read:
    """What one reader says of one page; ``published`` as it prints it."""

    is_article: bool = True
    title: str | None = None
    published: str | None = None
    authors: list[str] = field(default_factory=list)
    body: str = ""


@dataclass
class Marks:
    """Shares of the pages where each field is right; ``misses`` names the others."""

    instant: float
    day: float
    title: float
    people: float
    f1: float
    good: float
    boilerplate: float
    empty: float
    taken: float
    misses: dict[str, list[str]]

    def row(self) -> dict[str, float]:
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "misses"}


def labels(path: Path = FOLDER / "pages.jsonl") -> list[Label]:
    """All labels of a file of JSON lines, whose page names are relative to it."""
    known = {f.name for f in fields(Label)}
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        Label(**{k: _fixed(v) for k, v in row.items() if k in known and v is not None}, folder=path.parent)
        for row in rows
    ]


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def words(text: str) -> Counter[str]:
    return Counter(text.lower().split())


def f1(body: str, truth: str) -> float:
    got, want = words(body), words(truth)
    both = sum((got & want).values())
    return 2 * both / (sum(got.values()) + sum(want.values())) if both else 0.0


def same_minute(got: str | None, want: str) -> bool:
    """Whether an instant with its offset is told, and is the one of the label to the minute."""
    if not got or "T" not in got:
        return False
    at = datetime.fromisoformat(got)
    if at.tzinfo is None:
        return False
    return abs((at - datetime.fromisoformat(want)).total_seconds()) < 60


def mark(pairs: Iterable[tuple[Label, Read]]) -> Marks:
    """The marks of one reader over labelled pages; of pages that are no articles only whether they were taken."""
    pairs = list(pairs)
    articles = [(label, read) for label, read in pairs if label.is_article]
    others = [(label, read) for label, read in pairs if not label.is_article]
    misses: dict[str, list[str]] = {}

    def share(name: str, rows: list[tuple[Label, Read]], right: Any) -> float:
        wrong = [label.file for label, read in rows if not right(label, read)]
        misses[name] = wrong
        return 1 - len(wrong) / len(rows) if rows else 1.0

    timed = [row for row in articles if row[0].published and "T" in row[0].published]
    dated = [row for row in articles if row[0].published]
    scores = {label.file: f1(read.body, label.body) for label, read in articles}
    strings = [(label.file, text, text in read.body) for label, read in articles for text in label.boilerplate]
    misses["boilerplate"] = [f"{file}: {text}" for file, text, left in strings if left]
    return Marks(
        instant=share("instant", timed, lambda label, read: same_minute(read.published, label.published)),
        day=share("day", dated, lambda label, read: (read.published or "")[:10] == label.published[:10]),
        title=share("title", articles, lambda label, read: read.title == label.title),
        people=share(
            "people", [r for r in articles if r[0].authors], lambda a, read: set(read.authors) == set(a.authors)
        ),
        f1=sum(scores.values()) / len(scores),
        good=share("good", articles, lambda label, read: scores[label.file] >= GOOD),
        boilerplate=sum(left for _, _, left in strings) / max(1, len(strings)),
        empty=1 - share("empty", articles, lambda label, read: bool(read.body.strip())),
        taken=1 - share("taken", others, lambda label, read: not read.is_article),
        misses=misses,
    )
