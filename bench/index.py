"""How fast both engines take an archive, how large they get, how fast they answer: prints tables.

python bench/index.py [--sizes 10000,100000] [--rounds 3] [--elasticsearch URL] [--archives FOLDER]

Elasticsearch is fed beside a bare ``streaming_bulk`` of the same documents held in memory, in turns, into indexes of
the same template. Every job is a process of its own. Without --elasticsearch a cached test server is started.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from index_cluster import Cluster, cluster
from index_corpus import fill

from archive.store import Archive

MOST_IN_MEMORY = 200_000  #: documents; more are pushed once, and not beside a bare push
WARM = 60_000  #: documents that a server is given before anything is measured, or its Java would still be compiled

Environment = dict[str, str]
Told = dict[str, Any]


def job(environment: Environment, *words: str, script: str = "index_jobs.py") -> Told:
    """Run one of the jobs; what it told. It sees no configuration but this."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / script), *words],
        env=_seen(environment),
        cwd=environment["KLIPING_DATA"],
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join([script, *words])} failed")
    told: Told = json.loads(done.stdout)
    return told


def _seen(environment: Environment) -> Environment:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("KLIPING_")}
    return {**ours, "PYTHONPATH": str(ROOT), **environment}


def command(environment: Environment) -> float:
    """Seconds of the whole ``kliping push``."""
    begin = time.monotonic()
    words = [sys.executable, "-m", "kliping", "push"]
    done = subprocess.run(words, env=_seen(environment), cwd=environment["KLIPING_DATA"], stderr=subprocess.PIPE)
    if done.returncode:
        raise SystemExit(f"kliping push: {done.stderr.decode()}")
    return time.monotonic() - begin


class Bench:
    """One size: an archive of so many articles, which both engines are fed from."""

    def __init__(self, place: Path, documents: int, rounds: int, found: Cluster | None) -> None:
        self.documents, self.rounds, self.cluster = documents, rounds, found
        self.archive, self.data = place / "archive.sqlite", place
        self.base = {"KLIPING_DATA": str(place), "KLIPING_ARCHIVE": f"sqlite:///{self.archive}"}
        with Archive.open(self.archive) as archive:
            self.archive_id = archive.id

    def run(self) -> None:
        """Push, ask, follow; print."""
        embedded = self.base | {"KLIPING_INDEX": "embedded"}
        pushed = [job(embedded, "push")]
        _line("embedded, kliping push", pushed, None)
        told = {"embedded": self._told(embedded)}
        if self.cluster is not None:
            told["elasticsearch"] = self._elasticsearch(self.cluster)
        _questions(told)

    def _elasticsearch(self, found: Cluster) -> Told:
        if self.documents > MOST_IN_MEMORY:
            print("  (pushed once, and not beside a bare streaming_bulk, which would hold it all in memory)")
        else:
            self._turns(found)
        with found.empty(self.archive_id) as (environment, index):
            begin = found.processor()
            pushed = job(self.base | environment, "push")
            server = found.processor() - begin
            if self.documents > MOST_IN_MEMORY:
                _line("Elasticsearch, kliping push", [pushed], server)
            found.settle(index)
            return self._told(self.base | environment)

    def _told(self, environment: Environment) -> Told:
        return job(environment, "ask") | {"follow": job(environment, "follow")["seconds"]}

    def _turns(self, found: Cluster) -> None:
        """Bare and ours in turns, so that what else the machine does falls on both."""
        lines = str(self.data / "documents.jsonl")
        job(self.base | {"KLIPING_INDEX": "embedded"}, "documents", lines)

        def bare(environment: Environment, index: str) -> Told:
            words = (environment["KLIPING_ELASTICSEARCH_URL"], index, lines, str(time.monotonic()))
            return job(environment, *words, script="index_bare.py")

        works: dict[str, Callable[[Environment, str], Told]] = {
            "bare": bare,
            "ours": lambda environment, _: job(environment, "push"),
            "command": lambda environment, _: {"seconds": command(environment)},
        }
        while found.warmth < WARM:
            with found.empty(self.archive_id) as (environment, index):
                found.warmth += bare(self.base | environment, index)["documents"]
        told: dict[str, list[Told]] = {name: [] for name in works}
        for _ in range(self.rounds):
            for name, work in works.items():
                with found.empty(self.archive_id) as (environment, index):
                    begin = found.processor()
                    one = work(self.base | environment, index)
                    told[name].append(one | {"server": found.processor() - begin})
        _line("bare streaming_bulk, from memory", told["bare"])
        _line("Elasticsearch, kliping push", told["ours"])
        _ratio("documents a second, kliping : bare", [(b["seconds"], o["seconds"]) for b, o in _pairs(told, "ours")])
        _ratio("whole process, kliping : bare", [(b["whole"], o["seconds"]) for b, o in _pairs(told, "command")])


def _pairs(told: dict[str, list[Told]], name: str) -> list[tuple[Told, Told]]:
    return list(zip(told["bare"], told[name], strict=True))


def _line(name: str, told: list[Told], server: float | None = None) -> None:
    """Medians of some pushes: documents a second, microseconds of the processor for each on either side, memory."""
    count = told[0]["documents"]
    rate = statistics.median(one["documents"] / one["seconds"] for one in told)
    client = statistics.median(one["processor"] for one in told) / count * 1e6
    used = [one["server"] for one in told if "server" in one] or ([] if server is None else [server])
    there = f"{statistics.median(used) / count * 1e6:8,.0f}" if used else " " * 8
    peak = max((one["peak"] for one in told if "peak" in one), default=None)
    size = f"{told[-1]['size'] / 1e6:8,.0f}" if "size" in told[-1] else " " * 8
    print(f"{name:36} {rate:9,.0f} {client:9,.0f} {there} {f'{peak:8,.0f}' if peak else ' ' * 8} {size}")


def _ratio(name: str, pairs: list[tuple[float, float]]) -> None:
    """How many times faster the second is: median, and the least and the most of all turns."""
    each = sorted(bare / ours for bare, ours in pairs)
    middle = statistics.median(bare for bare, _ in pairs) / statistics.median(ours for _, ours in pairs)
    seconds = ", ".join(f"{bare:.1f}:{ours:.1f}" for bare, ours in pairs)
    print(f"{name:36} {middle:9.2f}  ({each[0]:.2f} to {each[-1]:.2f}; seconds bare:kliping {seconds})")


def _questions(told: dict[str, Told]) -> None:
    print("\nmilliseconds" + " " * 14 + f"{'articles':>10} {'stories':>10}", end="")
    for engine in told:
        print(f" {engine + ' p50':>18} {'p95':>7}", end="")
    print()
    for rows in zip(*(engine["answers"] for engine in told.values()), strict=True):
        first = rows[0]
        print(f"{first['kind']:26}{first['articles']:10,} {first['stories']:10,}", end="")
        print("".join(f" {row['p50']:18.1f} {row['p95']:7.1f}" for row in rows))
    print()
    for name, engine in told.items():
        seconds = engine["follow"]
        print(
            f"{name}: {engine['size'] / 1e6:,.0f} MB; export {engine['export']:,.0f} articles a second; archived to"
            f" searchable {statistics.median(seconds):.2f} s, at worst {max(seconds):.2f} s of {len(seconds)}"
        )


def made(place: Path, documents: int) -> None:
    """The archive of a size, made where it is not there yet."""
    if not place.exists():
        draft = place.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        fill(draft, documents)
        with closing(sqlite3.connect(draft)) as tables:
            tables.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        draft.rename(place)


def main() -> None:
    """Every size in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000", help="articles, joined by commas (10000)")
    parser.add_argument("--rounds", type=int, default=3, help="turns of bare and kliping push (3)")
    parser.add_argument("--elasticsearch", metavar="URL", help="a server that runs, user:password@ if it wants them")
    parser.add_argument("--archives", type=Path, help="folder that archives are kept in for the next time")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kliping-bench-") as scratch, cluster(told.elasticsearch) as found:
        kept = told.archives or Path(scratch)
        kept.mkdir(parents=True, exist_ok=True)
        for documents in (int(size) for size in told.sizes.split(",")):
            made(kept / f"{documents}.sqlite", documents)
            place = Path(scratch) / f"data-{documents}"
            place.mkdir()
            shutil.copyfile(kept / f"{documents}.sqlite", place / "archive.sqlite")
            print(f"\n== {documents:,} articles of 250 words, {found.name if found else 'embedded alone'}")
            print(f"{'':36} {'docs/s':>9} {'client us':>9} {'server':>8} {'peak MB':>8} {'size MB':>8}", flush=True)
            Bench(place, documents, told.rounds, found).run()
            shutil.rmtree(place)


if __name__ == "__main__":
    main()
