"""What ``kliping doctor`` looks at."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kliping.accesses import variables
from kliping.config import Config
from kliping.rooms import opened, sqlite_path
from kliping.trouble import Trouble

if TYPE_CHECKING:
    from index.target import Target

Level = Literal["ok", "warn", "bad"]
_KIBANA_SECRETS = ("USERNAME", "PASSWORD", "API_KEY", "ANALYST_PASSWORD", "SYSTEM_PASSWORD")
_KIBANA = ("URL", "CA_CERTS", *(f"{name}{kind}" for name in _KIBANA_SECRETS for kind in ("", "_FILE")))
_LOW = 1024**3  # bytes of free disk below which a crawl should not be left alone


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: ``bad`` stops work, ``warn`` needs a person, ``ok`` is as it should be."""

    level: Level
    about: str
    says: str


def findings(config: Config) -> Iterator[Finding]:
    """Everything there is to say, from the ground up."""
    yield Finding("ok", "Python", sys.version.split()[0])
    yield from _data(config)
    yield from _archive(config)
    yield from _names(config)
    if config.contact:
        yield Finding("ok", "contact", config.contact)
    else:
        yield Finding("warn", "contact", "none: set KLIPING_CONTACT before a live crawl.")
    if config.fetch_via:
        yield Finding("warn", "fetch_via", f"every request goes to {config.fetch_via}; unset it for the real web.")
    known = {"KLIPING_DATA", "KLIPING_ARCHIVE", "KLIPING_CONTACT", "KLIPING_FETCH_VIA", "KLIPING_KEEP_PAGES"}
    known |= {"KLIPING_CONFIG", "KLIPING_PERMITTED", "KLIPING_SYNONYMS", "KLIPING_DEBUG", "KLIPING_INDEX"}
    known |= {f"KLIPING_KIBANA_{name}" for name in _KIBANA} | variables(config)
    for name in sorted(os.environ):
        if name.startswith("KLIPING_") and name not in known:
            yield Finding("warn", name, "no such variable; README.md lists them.")


def _data(config: Config) -> Iterator[Finding]:
    folder = next(path for path in (config.data.absolute(), *config.data.absolute().parents) if path.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        yield Finding("bad", "data folder", f"{folder} cannot be written: mend its rights or set KLIPING_DATA.")
        return
    free = shutil.disk_usage(folder).free
    says = f"{config.data}, {free / 1024**3:.1f} GiB free"
    yield Finding("warn" if free < _LOW else "ok", "data folder", says + (": make room." if free < _LOW else ""))


def _names(config: Config) -> Iterator[Finding]:
    from crawler.sources import spiders
    from crawler.topics import Topics, TopicsError

    try:
        Topics(config.topics)
    except TopicsError as error:
        yield Finding("bad", "topics", str(error))
    for name in config.permitted:
        if name not in spiders():
            yield Finding("warn", "permitted", f"{name!r} is no source; 'kliping sources' lists them.")


def _archive(config: Config) -> Iterator[Finding]:
    from archive.errors import ArchiveError
    from crawler.grouping import Grouping
    from index.engine import EngineError
    from kliping.targets import targets_of

    path = sqlite_path(config.archive)
    if path and not path.is_file():
        yield Finding("warn", "archive", f"{path} is not there yet: 'kliping crawl' or 'kliping import FILE' makes it.")
        return
    try:
        with opened(config) as archive:
            totals = archive.totals()
            yield Finding("ok", "archive", f"{sum(totals.values()):,} articles of {len(totals)} sources")
            if waiting := archive.waiting(Grouping().rules):
                yield Finding("warn", "stories", f"{waiting:,} articles are in none yet: 'kliping archive regroup'.")
            for run in archive.last_runs(limit=1):
                lost = run.reason == "interrupted"
                says = f"{run.command}, {run.started_at.isoformat(timespec='minutes')}: {run.reason or 'under way'}"
                yield Finding("warn" if lost else "ok", "last run", says)
            with targets_of(config, archive) as targets:
                yield from map(_index, targets)
    except (ArchiveError, EngineError, Trouble) as error:
        yield Finding("bad", "archive", str(error))


def _index(target: Target) -> Finding:
    status = target.status()
    says = f"{status.documents:,} documents, {status.behind:,} changes behind, {status.dead:,} refused"
    wrong = status.problem or status.dead or status.behind
    return Finding("warn" if wrong else "ok", f"index {target.name}", status.problem or says)
