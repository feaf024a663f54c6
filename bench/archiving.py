"""How many articles a second the archive takes and gives, each put its own durable transaction.

    python bench/archiving.py [ARTICLES]

The floor is the smallest thing that can be acknowledged, one row in one transaction, on the same disk in the same run.
"""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.article import JAKARTA, Article, Capture, DateSignal, Moment
from archive.revisions import difference
from archive.store import Archive

START = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = [
    a + b for a in ("pus", "baca", "desa", "buku", "lite", "kota") for b in ("taka", "an", "rasi", "ku", "nya", "")
]


def made(n: int) -> tuple[Article, Capture]:
    """The n-th article, 300 words in twelve paragraphs, and its response."""
    draw = random.Random(n)  # noqa: S311
    paragraphs = (" ".join(draw.choices(WORDS, k=25)).capitalize() + "." for _ in range(12))
    url = f"https://kabar.example/baca/{n}/judul-berita-{n}"
    article = Article(
        key=f"kabar:{n}",
        url=url,
        source="kabar",
        title=f"Judul berita nomor {n}",
        body="\n\n".join(paragraphs),
        published=Moment(START.astimezone(JAKARTA), "minute", "stated", "Kamis, 1 Januari 2026 07.00 WIB", "css:.date"),
        authors=("Sri Wulan",),
        tags=("perpustakaan", "literasi"),
        dates=(DateSignal("Kamis, 1 Januari 2026 07.00 WIB", "css:.date", "2026-01-01T07:00:00+07:00", "published"),),
        origins={"title": "meta:og:title", "body": "css:.isi", "authors": "json-ld"},
    )
    digest = hashlib.sha256(url.encode()).hexdigest()
    return article, Capture(url, START + timedelta(seconds=n), 200, digest, "kabar-2026.warc.gz", n * 9_000)


def rate(count: int, work: Callable[[], object]) -> float:
    """How many a second."""
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def floor(place: Path, count: int) -> float:
    with Archive.open(place) as archive:
        return rate(count, lambda: [archive.bury("bench", "one", n, "a row") for n in range(count)])


def fill(place: Path, first: int, count: int) -> None:
    with Archive.open(place) as archive:
        for n in range(first, first + count):
            archive.put(*made(n))


def shared(place: Path, count: int) -> float:
    """Two processes at once, start-up included."""
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import runpy; from pathlib import Path; "
    code += f"runpy.run_path({__file__!r})['fill'](Path({str(place)!r}), int(sys.argv[1]), {count // 2})"
    root = Path(__file__).parent.parent

    def work() -> None:
        half = [subprocess.Popen([sys.executable, "-c", code, str(n)], cwd=root) for n in (0, count)]
        if any(process.wait() for process in half):
            raise SystemExit("a writer failed")

    return rate(count, work)


def main(count: int) -> None:
    rows: list[tuple[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        rows.append(("floor: one row, one transaction", floor(Path(folder) / "floor.sqlite", count)))
        pages = [made(n) for n in range(count)]
        later = [(replace(a, body=a.body + "\n\nDisunting."), at(c, 3600)) for a, c in pages]
        with Archive.open(Path(folder) / "archive.sqlite") as archive:
            run = archive.start_run("bench", START)
            archive.discover(run, "kabar", [c.url for _, c in pages])
            rows.append(("new", rate(count, lambda: [archive.put(a, c) for a, c in pages])))
            rows.append(("the same capture again", rate(count, lambda: [archive.put(a, c) for a, c in pages])))
            fresh = [(a, at(c, 60)) for a, c in pages]
            ledger = rate(count, lambda: [archive.put(a, c, run=run) for a, c in fresh])
            rows.append(("a later capture, ledger settled", ledger))
            rows.append(("revised, with difference", rate(count, lambda: [archive.put(a, c) for a, c in later])))
            rows.append(("all articles read", rate(count, lambda: sum(1 for _ in archive.articles()))))
            rows.append(("change log followed, articles fetched", rate(2 * count, lambda: follow(archive))))
            archive.close_run(run, START, "finished")
        rows.append(("new, two processes at once, with start-up", shared(Path(folder) / "two.sqlite", count)))
    pairs = [((a.title, a.body), (b.title, b.body)) for (a, _), (b, _) in zip(pages, later, strict=True)]
    rows.append(("differences alone", rate(count, lambda: [difference(*pair) for pair in pairs])))
    sys.stdout.write(f"{count:,} articles of 300 words; a second:\n")
    for name, value in rows:
        sys.stdout.write(f"{name:<44}{value:>10,.0f}\n")


def at(capture: Capture, seconds: int) -> Capture:
    """The same page fetched later, with other bytes."""
    digest = hashlib.sha256(f"{capture.digest}{seconds}".encode()).hexdigest()
    return replace(capture, fetched_at=capture.fetched_at + timedelta(seconds=seconds), digest=digest)


def follow(archive: Archive) -> None:
    place = 0
    while found := archive.changes(place, 500):
        archive.stored(change.article_id for change in found)
        place = found[-1].sequence


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
