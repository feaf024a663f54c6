"""What ``bench/index.py`` measures of the product, each in a process of its own: prints what it took as JSON.

python bench/index_jobs.py push|ask|follow|documents: the archive and the target are those of the environment.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from kliping.config import load
from kliping.rooms import opened
from kliping.targets import targets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.store import Archive
    from index.target import Target

LATEST = 10  #: articles whose way from the archive to a search is timed
PATIENCE = 60.0  # seconds until a search must find one
_LOOK = 0.02  # seconds between two searches for it


@contextmanager
def configured() -> Iterator[tuple[Archive, Target]]:
    """The archive, and the one target."""
    config = load()
    with opened(config) as archive, targets_of(config, archive) as (target,):
        yield archive, target


def push() -> dict[str, Any]:
    """Everything into an empty index: documents, seconds, seconds of the processor, memory at most (MB)."""
    with configured() as (_, target):
        begin, processor = time.monotonic(), time.process_time()
        report = target.push()
        seconds, used = time.monotonic() - begin, time.process_time() - processor
        size = target.status().size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return {"documents": report.put, "seconds": seconds, "processor": used, "peak": peak, "size": size}


def ask() -> dict[str, Any]:
    """Times of every kind of query, and how fast everything is read out."""
    from index_questions import answers, export

    with configured() as (_, target), target.reader() as engine:
        return {"size": target.status().size, "answers": list(answers(engine)), "export": export(engine)}


def follow() -> dict[str, Any]:
    """Seconds from an article's being archived until a search finds it, while a pusher follows."""
    dice = random.Random(7)  # noqa: S311 - the same each time
    stop, taken = threading.Event(), []
    with configured() as (archive, target):
        pusher = threading.Thread(target=target.follow, args=(stop,))
        pusher.start()
        try:
            with target.reader() as engine:
                for number in range(LATEST):
                    time.sleep(dice.random())  # so that they come at any moment between two looks of the pusher
                    taken.append(found_after(archive, engine, number))
        finally:
            stop.set()
            pusher.join()
    return {"seconds": taken}


def found_after(archive: Archive, engine: Any, number: int) -> float:
    """Seconds until a search finds an article that is put now."""
    from archive.article import Article, Capture, Moment
    from index.engine import Request

    now = datetime.now(UTC)
    word = "baru" + "".join("abcdefghij"[int(digit)] for digit in str(time.time_ns()))
    url = f"https://outlet1.example/baca/{word}"
    moment = Moment(now, "minute", "stated", now.isoformat(), "meta")
    article = Article(f"outlet1:{word}", url, "outlet1", f"Berita {word}", f"Isi {number}.", published=moment)
    archive.put(article, Capture(url, now, 200, f"{time.time_ns():064x}"))
    begin = time.monotonic()
    while not engine.search(Request(word)).articles:
        if time.monotonic() - begin > PATIENCE:
            raise SystemExit(f"an article was not found within {PATIENCE:.0f} seconds")
        time.sleep(_LOOK)
    return time.monotonic() - begin


def documents() -> dict[str, Any]:
    """Write every document, as it is sent, to a file of lines."""
    import orjson

    from index.batches import read
    from index.elastic_documents import source_from

    with configured() as (archive, _), Path(sys.argv[2]).open("wb") as out:
        at = count = 0
        while batch := read(archive, at, 1_000):
            at, count = batch.last, count + len(batch.puts)
            out.writelines(orjson.dumps(source_from(one)) + b"\n" for one in batch.puts)
    return {"documents": count}


if __name__ == "__main__":
    print(json.dumps({"push": push, "ask": ask, "follow": follow, "documents": documents}[sys.argv[1]]()))
