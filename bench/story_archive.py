"""How fast articles are put in stories as they are archived, and how much room stories take.

    python bench/story_archive.py [ARTICLES] [--batch N] [--plain]

Releases, their copies and rewrites of some 300 words arrive in the order of their days, a thousand a day; each is put
in its own durable transaction, or ``--batch`` of them in one. ``--plain`` archives without stories, to compare. Every
fiftieth part of the collection a line says how fast it went there.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

from story_corpus import Newsroom, Told, edits, others

from archive.article import Article, Capture, Moment
from archive.store import Archive
from crawler.grouping import Grouping

A_DAY = 1_000
START = datetime(2020, 1, 1, tzinfo=UTC)


def arriving(count: int) -> Iterator[Told]:
    """Articles in the order of their days: of three events one is told several times."""
    room, number = Newsroom(5), 0
    while number < count:
        write = room.event()
        text, day = room.release(write), number // A_DAY
        made = edits(room, text, write) | {name: told for name, (told, _) in others(room, text, write).items()}
        chosen = ["release", *room.dice.sample(sorted(made), room.dice.choice((0, 0, 1, 3, 6)))]
        for place, edit in enumerate(chosen[: count - number]):
            told = made.get(edit, text)
            body = "\n\n".join(" ".join(line).capitalize() + "." for line in told)
            yield Told(f"a{number}", "", "", edit, f"outlet{(number + place) % 40}", day, body)
            number += 1


def rows(count: int) -> Iterator[tuple[Article, Capture]]:
    for number, told in enumerate(arriving(count)):
        at = START + timedelta(days=told.day, seconds=number % A_DAY * 80)
        url = f"https://{told.source}.example/baca/{number}/judul-berita-{number}"
        article = Article(
            key=f"{told.source}:{number}",
            url=url,
            source=told.source,
            title=f"Judul berita nomor {number}",
            body=told.body,
            published=Moment(at, "minute", "stated", at.isoformat(), "css:.date"),
            authors=("Sri Wulan",),
            tags=("perpustakaan", "literasi"),
            origins={"title": "meta:og:title", "body": "css:.isi"},
        )
        yield article, Capture(url, at, 200, hashlib.sha256(url.encode()).hexdigest(), "2020.warc.gz", number * 9_000)


def fill(archive: Archive, count: int, batch: int) -> None:
    """Put all, and tell how fast; the time for making the articles is not counted."""
    step, spent, worked, begun = max(count // 20, batch), 0.0, 0.0, 0
    waiting: list[tuple[Article, Capture]] = []
    for number, row in enumerate(rows(count), 1):
        waiting.append(row)
        if len(waiting) < max(batch, 100) and number < count:
            continue
        start, cpu = time.perf_counter(), time.process_time()
        for at in range(0, len(waiting), batch):
            if batch > 1:  # as ``kliping import`` does
                archive.prepare([article for article, _ in waiting[at : at + batch]])
            with archive.batch() if batch > 1 else nullcontext():
                for one in waiting[at : at + batch]:
                    archive.put(*one)
        spent += time.perf_counter() - start
        worked += time.process_time() - cpu
        waiting.clear()
        if number - begun >= step:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            done = number - begun
            sys.stdout.write(
                f"{number:>10,} {done / spent:>8,.0f} a second, {worked / done * 1_000:.2f} ms of processor each, "
                f"peak {peak:,.0f} MB\n"
            )
            sys.stdout.flush()
            spent, worked, begun = 0.0, 0.0, number


def room(place: Path) -> None:
    """Rows an article of every table of stories, and bytes of the whole file; ``--plain`` has the file without."""
    with sqlite3.connect(place) as file:
        articles = file.execute("SELECT count(*) FROM articles").fetchone()[0]
        for (table,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'story_%'"):
            count = file.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            sys.stdout.write(f"{table:<16}{count / articles:>8.2f} rows an article\n")
        pages = file.execute("PRAGMA page_count").fetchone()[0] * 4096
        sys.stdout.write(f"{pages / articles:,.0f} bytes of file an article\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int, nargs="?", default=20_000)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--regroup", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "archive.sqlite"
        with Archive.open(place, stories=None if options.plain else Grouping()) as archive:
            fill(archive, options.articles, options.batch)
            if options.regroup:
                start = time.perf_counter()
                done = archive.regroup(START)
                sys.stdout.write(f"{done}: {done.articles / (time.perf_counter() - start):,.0f} a second\n")
        room(place)


if __name__ == "__main__":
    main()
