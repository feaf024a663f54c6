"""A process that writes into an archive and says what was acknowledged, to be killed by a test.

Usage: archive_writer.py PLACE FIRST COUNT; one line for each article that ``put`` returned for.
"""

from __future__ import annotations

import sys
from pathlib import Path

from archive_samples import BODY, article, at, capture

from archive.store import Archive
from crawler.grouping import Grouping


def main(place: Path, first: int, count: int) -> None:
    """Each article is put twice, edited the second time; every third is folded into the one before."""
    with Archive.open(place, stories=Grouping()) as archive:
        run = archive.start_run("crawl", at(0))
        for n in range(first, first + count):
            claims = (f"kabar:{n - 1}",) if n % 3 == 2 else ()
            one = article(n, title="Ruang baca desa", aliases=claims)
            archive.discover(run, "kabar", [one.url])
            archive.put(one, capture(n, n), run=run)
            archive.put(article(n, BODY + f"\n\nDisunting {n}.", title="Ruang baca desa"), capture(n, n + 0.5))
            sys.stdout.write(f"{n}\n")
            sys.stdout.flush()
        archive.close_run(run, at(0), "finished")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
