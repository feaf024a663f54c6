"""Queries of every kind, and how long an engine takes to answer each."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from index_corpus import START

from index.engine import Filters, Request, SearchEngine

ROUNDS = 40
LONGEST = 20.0  #: seconds for one kind of query; what is slow is asked less often
FEWEST = 10

_MONTH = Filters(sources=("outlet3",), date_from=START.date(), date_to=(START + timedelta(days=30)).date())

QUESTIONS = {
    "a common word": Request("perpustakaan"),
    "a rare word": Request("bemopeto"),
    "four words": Request("kerja sama perpustakaan rusia"),
    "a name with synonyms": Request("perpusnas"),
    "a phrase": Request('"perpustakaan nasional"'),
    "OR, minus, group": Request("(literasi OR pustakawan) -rusia membaca"),
    "everything, newest first": Request(""),
    "a word, by date": Request("literasi", sort="date"),
    "a month of an outlet": Request("perpustakaan", filters=_MONTH),
    "unfolded": Request("perpustakaan", fold=False, limit=50),
}


def answers(engine: SearchEngine) -> Iterator[dict[str, Any]]:
    """For each kind of query: what it finds, and the median and 95th percentile of its times in milliseconds."""
    for name, request in QUESTIONS.items():
        results = engine.search(request)
        times: list[float] = []
        while len(times) < ROUNDS and (len(times) < FEWEST or sum(times) < LONGEST * 1000):
            times.append(milliseconds(lambda request=request: engine.search(request)))
        p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
        yield {
            "kind": name,
            "articles": results.articles,
            "stories": results.stories,
            "about": results.about,
            "p50": statistics.median(times),
            "p95": p95,
        }


def export(engine: SearchEngine, most: int = 20_000) -> float:
    """Articles a second of a stream of everything; of a large index only its beginning is read."""
    begin, count = time.perf_counter(), 0
    for count, _ in enumerate(engine.stream(Request("")), 1):
        if count == most:
            break
    return count / (time.perf_counter() - begin)


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000
