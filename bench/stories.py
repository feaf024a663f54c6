"""How well and how fast articles are grouped into stories, beside three peers: prints two tables.

python bench/stories.py [--events N] [--labelled FILE] [--sizes 10000,100000]

Quality is on collections with known edits (``story_corpus.py``) in the ways articles may be given, and on a labelled
file of JSON lines (id, body, cluster, event, relation, and if known outlet or source, published_text or published,
hn_kind or hard). F1 is over pairs; ``F1`` leaves out pairs of two stories of one event, ``strict`` counts them. Below
stands which relations were joined, and what was joined wrongly. Speed is one process, in memory, texts to stories, in
processor time; beside it what signing alone costs rensa in the same run, as a yardstick of the machine.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from zoneinfo import ZoneInfo

from story_corpus import Told, collection, opaque

from crawler.dates import parse_date
from crawler.stories import StoryArticle, group

Grouper = Callable[[Sequence[StoryArticle]], list[str]]
JAKARTA = ZoneInfo("Asia/Jakarta")
WAYS = "all", "body", "opaque"
ALONE = {"single", "singleton"}  # labels of articles that are no copy of anything


def ours(articles: Sequence[StoryArticle]) -> list[str]:
    return [placed.story for placed in group(articles)]


def joined(count: int, pairs: list[tuple[int, int]]) -> list[str]:
    """The components of pairs: how the peers are commonly used."""
    root = list(range(count))

    def find(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for one, other in pairs:
        root[find(one)] = find(other)
    return [str(find(one)) for one in range(count)]


def by_datasketch(articles: Sequence[StoryArticle], bar: float = 0.5) -> list[str]:
    from datasketch import MinHash, MinHashLSH

    index, pairs = MinHashLSH(threshold=bar, num_perm=128), []
    for number, article in enumerate(articles):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([word.encode() for word in set(article.body.lower().split())] or [b""])
        pairs += [(number, int(other)) for other in index.query(sketch)]
        index.insert(str(number), sketch)
    return joined(len(articles), pairs)


def by_rensa(articles: Sequence[StoryArticle], bar: float = 0.5) -> list[str]:
    from rensa import RMinHash, RMinHashLSH

    index, pairs = RMinHashLSH(threshold=bar, num_perm=128, num_bands=32), []
    for number, article in enumerate(articles):
        sketch = RMinHash(num_perm=128, seed=42)
        sketch.update(list(set(article.body.lower().split())))
        pairs += [(number, other) for other in index.query(sketch)]
        index.insert(number, sketch)
    return joined(len(articles), pairs)


def by_simhash(articles: Sequence[StoryArticle], bits: int = 8) -> list[str]:
    from simhash import Simhash, SimhashIndex

    index, pairs = SimhashIndex([], k=bits), []
    for number, article in enumerate(articles):
        sketch = Simhash(article.body.lower().split())
        pairs += [(number, int(other)) for other in index.get_near_dups(sketch)]
        index.add(str(number), sketch)
    return joined(len(articles), pairs)


def groupers() -> dict[str, Grouper]:
    """Ours, and the peers that are installed."""
    found: dict[str, Grouper] = {"kliping": ours}
    for name, grouper in (("datasketch", by_datasketch), ("rensa", by_rensa), ("simhash", by_simhash)):
        try:
            __import__(name)
        except ImportError:
            print(f"{name} is not installed: pip install '.[bench]'", file=sys.stderr)
        else:
            found[name] = grouper
    return found


def scores(found: list[str], stories: list[str], events: list[str]) -> tuple[float, float, float, float]:
    """Precision, recall, F1 over pairs without those of two stories of one event, and strict F1."""

    def pairs(labels: Sequence[object]) -> int:
        return sum(count * (count - 1) // 2 for count in Counter(labels).values())

    right, together, true = pairs(list(zip(found, stories, strict=True))), pairs(found), pairs(stories)
    wrong = together - pairs(list(zip(found, events, strict=True)))
    precision, recall = right / (right + wrong or 1), right / (true or 1)
    strict = 2 * right / (together + true or 1)
    return precision, recall, 2 * right / (2 * right + wrong + true - right or 1), strict


def given(rows: list[Told], how: str) -> list[StoryArticle]:
    """The articles with all that is known, with their bodies alone, or as opaque tokens."""
    if how == "all":
        return [StoryArticle(row.id, row.body, None, row.source, row.day or None) for row in rows]
    return [StoryArticle(row.id, opaque(row.body) if how == "opaque" else row.body) for row in rows]


def labelled(path: Path) -> list[Told]:
    """The rows of a labelled file."""
    rows = []
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            reading = parse_date(row.get("published_text") or row.get("published") or "", None, JAKARTA)
            day = reading.day.toordinal() if reading else 0
            edit = row["relation"] if row["relation"] not in ALONE else row.get("hn_kind") or row.get("hard") or "other"
            source = row.get("outlet") or row.get("source") or ""
            rows.append(Told(row["id"], row["cluster"], row["event"], edit, source, day, row["body"]))
    return rows


def quality(name: str, rows: list[Told], peers: dict[str, Grouper]) -> None:
    stories, events = [row.story for row in rows], [row.event for row in rows]
    for how in WAYS:
        for who, grouper in peers.items() if how != "all" else [("kliping", ours)]:
            told = scores(grouper(given(rows, how)), stories, events)
            print(f"{name:<10} {len(rows):>6} {how:<7} {who:<11}" + "".join(f"{value:>9.3f}" for value in told))


def joins(name: str, rows: list[Told], how: str) -> None:
    """For each two relations how many of their pairs are in one story, and what is there wrongly."""
    found = ours(given(rows, how))
    told, right, wrong = Counter[str](), Counter[str](), Counter[str]()
    for (a, one), (b, other) in combinations(zip(found, rows, strict=True), 2):
        kind = " + ".join(sorted((one.edit.partition(":")[0], other.edit.partition(":")[0])))
        told[kind] += one.story == other.story
        right[kind] += a == b and one.story == other.story
        wrong[kind + (" of one event" if one.event == other.event else "")] += a == b and one.story != other.story
    print(f"\n{name}, {how}: " + ", ".join(f"{kind} {right[kind]}/{count}" for kind, count in told.most_common(24)))
    print("  wrongly: " + ", ".join(f"{kind} {count}" for kind, count in wrong.most_common(12) if count))


def yardstick(articles: Sequence[StoryArticle]) -> float:
    """Seconds that rensa takes to sign as many articles: what a machine, as loaded as now, is worth."""
    try:
        from rensa import RMinHash
    except ImportError:
        return float("nan")
    begun = time.process_time()
    for article in articles:
        RMinHash(num_perm=128, seed=42).update(list(set(article.body.lower().split())))
    return time.process_time() - begun


def speed(size: int, peers: dict[str, Grouper]) -> None:
    rows = collection(size // 3)[:size]
    articles = given(rows, "all")
    for who, grouper in peers.items():
        if who == "simhash" and size > 10_000:
            continue  # its index grows with the square here
        begun = time.process_time()
        grouper(articles)
        took = time.process_time() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        times = took / yardstick(articles)
        print(
            f"{size:>8} {who:<11} {size / took:>9.0f} articles/s, {times:.1f} times the yardstick, peak {peak:.0f} MB"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=400)
    parser.add_argument("--labelled", type=Path)
    parser.add_argument("--sizes", default="10000")
    options = parser.parse_args()
    logging.disable(logging.WARNING)  # simhash tells each full bucket
    peers = groupers()
    print(f"{'collection':<10} {'':>6} {'given':<7} {'':<11}{'precision':>9}{'recall':>9}{'F1':>9}{'strict':>9}")
    made = collection(options.events)
    quality("made", made, peers)
    if options.labelled:
        rows = labelled(options.labelled)
        quality("labelled", rows, peers)
        for how in WAYS:
            joins("labelled", rows, how)
    joins("made", made, "all")
    print()
    for size in options.sizes.split(","):
        speed(int(size), peers)


if __name__ == "__main__":
    main()
