"""How fast the embedded index takes documents and answers: prints a table.

python bench/search.py [DOCUMENTS]
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

from archive.article import JAKARTA, article_id
from index.document import Document
from index.embedded import EmbeddedEngine
from index.engine import Filters, Request
from index.stems import overrides

WORDS = 250  # of an article
BATCH = 1_000
ROUNDS = 40
OUTLETS = [f"outlet{number}" for number in range(14)]
COMMON = ["yang", "dan", "di", "perpustakaan", "nasional", "perpusnas", "literasi", "buku", "membaca", "pustakawan"]
COMMON += ["masyarakat", "kerja", "sama"]
RARE = ["rusia", "manuskrip", "pnri"]
START = datetime(2020, 1, 1, 8, tzinfo=JAKARTA)


def documents(count: int, seed: int = 7) -> Iterator[Document]:
    """Articles of words that thin out as in a language, a third of them in a story with others."""
    dice = random.Random(seed)  # noqa: S311 - the same articles each time
    words = COMMON + dice.sample(sorted(overrides()), 20_000) + RARE
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    for number in range(count):
        text = dice.choices(words, cum_weights=weights, k=WORDS)
        title = dice.choices(words, cum_weights=weights, k=9)
        at = START + timedelta(minutes=dice.randrange(5 * 365 * 24 * 60))
        id_ = article_id(f"bench:{number}")
        yield Document(
            id=id_,
            story_id=article_id(f"story:{dice.randrange(count // 3)}") if dice.random() < 0.33 else id_,
            url=f"https://bench.example/{number}",
            source=dice.choice(OUTLETS),
            kind="news",
            title=" ".join(title).capitalize(),
            body=".\n\n".join(" ".join(text[start : start + 50]).capitalize() for start in range(0, WORDS, 50)),
            lead=None,
            section=dice.choice(["Humaniora", "Edukasi", "Daerah"]),
            authors=(),
            tags=(),
            topics=("perpusnas",) if "perpusnas" in text else (),
            language="id",
            published=at.isoformat(),
            precision="minute",
            date=at,
            date_basis="published",
            first_seen=at,
            sequence=number + 1,
            word_count=WORDS,
            revision=1,
        )


QUESTIONS = {
    "a common word": Request("perpustakaan"),
    "a rare word": Request("rusia"),
    "four words": Request("kerja sama perpustakaan rusia"),
    "a name with synonyms": Request("perpusnas"),
    "a phrase": Request('"perpustakaan nasional"'),
    "OR, minus, group": Request("(literasi OR pustakawan) -rusia membaca"),
    "everything, newest first": Request(""),
    "a word, by date": Request("literasi", sort="date"),
    "a month of an outlet": Request(
        "perpustakaan",
        filters=Filters(sources=("outlet3",), date_from=START.date(), date_to=(START + timedelta(days=30)).date()),
    ),
    "unfolded": Request("perpustakaan", fold=False, limit=50),
}


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def main() -> None:
    """Index, ask, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    made = list(documents(count))
    with tempfile.TemporaryDirectory() as place:
        engine = EmbeddedEngine.create(Path(place) / "bench", "bench")
        begin = time.perf_counter()
        source = iter(made)
        while batch := list(islice(source, BATCH)):
            engine.apply(batch, [])
            engine.commit(batch[-1].sequence)
        engine.close()
        took = time.perf_counter() - begin
        size = sum(path.stat().st_size for path in Path(place).rglob("*") if path.is_file())
        print(f"{count:,} documents of {WORDS} words: {count / took:,.0f} a second, {size / 1e6:,.0f} MB\n")
        engine = EmbeddedEngine.open(Path(place) / "bench")
        print(f"{'query':26} {'articles':>9} {'stories':>8} {'p50 ms':>7} {'p95 ms':>7}")
        for name, request in QUESTIONS.items():
            results = engine.search(request)
            times = [milliseconds(lambda request=request: engine.search(request)) for _ in range(ROUNDS)]
            p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            print(f"{name:26} {results.articles:9,} {results.stories:8,} {p50:7.1f} {p95:7.1f}")
        begin = time.perf_counter()
        streamed = sum(1 for _ in engine.stream(Request("")))
        print(f"\nexport of everything: {streamed / (time.perf_counter() - begin):,.0f} articles a second")
        engine.close()


if __name__ == "__main__":
    main()
