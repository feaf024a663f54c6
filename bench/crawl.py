"""How many pages a second one core takes from recording to archive, and where the time goes.

.venv/bin/python bench/crawl.py [RECORDING]
"""

from __future__ import annotations

import json
import os
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROUNDS = 3
PROFILED = """
import cProfile, sys
from kliping.cli import main
path = sys.argv.pop()
profile = cProfile.Profile()
try:
    profile.runcall(main)
except SystemExit:
    pass
profile.dump_stats(path)
"""
# (what, file and function as the profile names them)
WHERE = (
    ("reading pages", "crawler/extract/page.py", "read_page"),
    ("reading listings", "crawler/news_spider.py", "parse_listing"),
    ("judging dates", "crawler/intake.py", "judged_dates"),
    ("archiving", "archive/store.py", "put"),
    ("ledger", "crawler/run.py", "admit"),
    ("ledger, recorded pages", "crawler/run.py", "admit_recorded"),
    ("serving the recording", "crawler/warc/index.py", "read"),
)


def crawl(recording: Path, *, profile: Path | None = None) -> tuple[float, float, int]:
    """Wall seconds, processor seconds and fetched pages of one replay into a fresh data folder."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["crawl", "--replay", str(recording), "--json"]
        head = ["-c", PROFILED] if profile else ["-m", "kliping"]
        tail = [str(profile)] if profile else []
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            [sys.executable, *head, *words, *tail],
            cwd=ROOT,
            env=os.environ | {"KLIPING_DATA": folder},
            capture_output=True,
            text=True,
            check=True,
        )
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        pages = sum(
            row["fetched"] + sum(n for what, n in row["counted"].items() if " " not in what)
            for row in json.loads(done.stdout)["sources"]
        )
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return wall, spent, pages


def startup() -> float:
    """Processor seconds that a crawl costs before its first page."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = "import scrapy.crawler, twisted.internet.asyncioreactor, crawler.sources, archive.store, index.targets\n"
    subprocess.run([sys.executable, "-c", code + "crawler.sources.spiders()"], cwd=ROOT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    recording = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "edition.warc.gz")
    if not recording.is_file():
        sys.exit(f"{recording}: not there; 'make edition' packs it.")
    rounds = [crawl(recording) for _ in range(ROUNDS)]
    wall, spent, pages = min(rounds)
    begin = startup()
    print(f"{recording.name}: {pages} pages, best of {ROUNDS}")
    print(f"  whole process   {wall:6.2f} s wall  {spent:6.2f} s processor  {pages / spent:7.1f} pages/s/core")
    print(f"  start-up        {begin:21.2f} s processor")
    print(f"  without start-up{spent - begin:21.2f} s processor  {pages / max(spent - begin, 0.01):7.1f} pages/s/core")
    with tempfile.TemporaryDirectory() as folder:
        crawl(recording, profile=Path(folder) / "profile")
        stats = pstats.Stats(str(Path(folder) / "profile"))
    total = stats.total_tt  # type: ignore[attr-defined]
    print(f"Where the time goes (profiled, {total:.2f} s in the crawl's thread):")
    for what, file, function in WHERE:
        seconds = sum(
            row[3]
            for (path, _, name), row in stats.stats.items()
            if path.endswith(file) and name == function  # type: ignore[attr-defined]
        )
        print(f"  {what:<24}{seconds:7.2f} s  {100 * seconds / total:5.1f} %")


if __name__ == "__main__":
    main()
