"""``kliping watch``: each source is crawled when it is due, by a child process; the indexes are fed in between."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from archive.errors import ArchiveError
from crawler.schedule import Plan, plans
from kliping.config import Config
from kliping.trouble import BUSY, CANNOT, DONE, INTERRUPTED, NEEDS_A_PERSON, Trouble
from kliping.watching.beat import EVERY, free_room, read_beat, tell_systemd, who_beats, write_beat
from kliping.watching.children import HURRY, Child, Nursery
from kliping.watching.crawls import Crawls
from kliping.watching.guarded import GRACE
from kliping.watching.log import Log
from kliping.watching.options import Options
from kliping.watching.pushes import Pushes
from kliping.watching.signals import Signals
from kliping.watching.sources import renewed, sources_on
from kliping.watching.status import bounds_fields, plan_fields
from kliping.watching.visits import Known, Visits, with_failures
from kliping.watching.words import clock

_LOOK = 60.0  # seconds between two looks at the archive: others crawl, too
_LOOK_AGAIN, _LOOK_AGAIN_MOST = 5.0, 300.0  # while the archive is away, doubled each time
_PUSH_CEILING = 24 * 3600.0  # seconds; a new index is filled from the whole archive


class Watcher:
    """One watcher of a data folder; whoever makes it holds the lock ``watch``.

    What is due is read from the archive, so a watcher that is started anew goes on where the last one was.
    """

    def __init__(self, config: Config, options: Options, signals: Signals, nursery: Nursery) -> None:
        self._config, self._options = config, options
        self._signals, self._nursery = signals, nursery
        before = (read_beat(config) or {}).get("told", {}) if options.quiet else {}  # from cron: a mail a day is enough
        self._log = Log(quiet=options.quiet, told=before)
        self._crawls = Crawls(config, options, nursery, self._log)
        self._pushes = Pushes()
        self._pushing: Child | None = None
        self._names, self._off = sources_on(config, options.names)
        self._visits, self._known = Visits(), Known({}, 0)
        self._plans: dict[str, Plan] = {}
        self._look_at = self._beat_at = 0.0
        self._away = 0  # looks in vain since the archive was last there
        self._away_since = datetime.now(UTC)
        self._sentence = ""  # why it is away

    def run(self) -> int:
        """Watch until a signal, or with ``once`` until nothing is due; the exit code."""
        self._log.begins(self._names, self._off, self._options.bounds, self._options.jobs)
        tell_systemd("READY=1")
        while not self._signals.asked:
            self._turn()
            if self._options.once and self._is_done():
                return self._once_code()
            self._signals.wait(self._pause())
        self._end()
        if self._signals.first == signal.SIGINT or self._options.once:
            return INTERRUPTED
        return DONE

    def _turn(self) -> None:
        ended = self._crawls.ended()
        if ended or time.monotonic() >= self._look_at:
            self._look()
        for end in ended:
            self._log.crawled(end, None if self._away else self._plans.get(end.name))
        self._push()
        started = not self._away and self._crawls.start_due(self._plans, datetime.now(UTC))
        if started or ended or time.monotonic() >= self._beat_at:
            self._beat()

    def _look(self) -> None:
        """See which sources are on, what the archive knows of them, and when each is due."""
        self._look_at = time.monotonic() + _LOOK
        self._look_at_sources()
        self._log.room(self._config.data, free_room(self._config.data))
        try:
            self._known = self._visits.read(self._config, self._names)
        except (ArchiveError, Trouble, OSError) as error:
            self._away_since = self._away_since if self._away else datetime.now(UTC)
            self._away += 1
            self._look_at = time.monotonic() + min(_LOOK_AGAIN * 2 ** min(self._away - 1, 10), _LOOK_AGAIN_MOST)
            self._sentence = str(error)
            self._log.trouble("archive", f"{error} No crawl is started until that is mended.")
            return
        self._away = 0
        self._log.mended("archive", "The archive is there again.")
        now = datetime.now(UTC)
        self._plans = plans(with_failures(self._known.visits, self._crawls.failures), now, self._options.bounds)
        self._log.day(self._plans, now)

    def _look_at_sources(self) -> None:
        try:
            self._config = renewed(self._config)
            names, self._off = sources_on(self._config, self._options.names)
        except (Trouble, OSError) as trouble:
            self._log.trouble("sources", f"{trouble} The sources stay as they were.")
            return
        self._log.mended("sources", "Configuration and sources can be read again.")
        self._log.on_now(self._names, names, self._off)
        self._names = names

    def _push(self) -> None:
        now = time.monotonic()
        if self._pushing and (end := self._pushing.look()):
            self._pushing = None
            if told := self._pushes.end(end, now):
                self._log.trouble("push", told)
            elif not self._pushes.needs_a_person:
                self._log.mended("push", "push: the indexes have everything again.")
        if self._away or not self._pushes.is_due(self._known.sequence, now, idle=not self._crawls.running):
            return
        try:
            self._pushing = self._nursery.start("push", "push", ceiling=_PUSH_CEILING)
        except OSError as error:
            self._pushes.fails_to_start(now)
            self._log.trouble("push", f"No push can be started: {error.strerror}; trying again.")
        else:
            self._pushes.begin(self._known.sequence, now)

    def _children(self) -> Iterator[Child]:
        yield from self._crawls.running.values()
        if self._pushing:
            yield self._pushing

    def _pause(self) -> float:
        """Seconds until there may be something to do; a child's end is a signal and needs no looking."""
        now = time.monotonic()
        times = [self._look_at - now, self._beat_at - now, *(child.until_late() for child in self._children())]
        due = None if self._away else self._crawls.until_due(self._plans, datetime.now(UTC))
        return max(min([EVERY, *times] if due is None else [EVERY, due, *times]), 0.05)

    def _beat(self) -> None:
        self._beat_at = time.monotonic() + EVERY
        since = self._away_since.isoformat(timespec="seconds")
        beat = who_beats() | {
            "bounds": bounds_fields(self._options.bounds),
            "trouble": {"since": since, "sentence": self._sentence} if self._away else None,
            "told": self._log.told,
            "running": self._crawls.fields(),
            "sources": {name: plan_fields(plan) for name, plan in self._plans.items()},
        }
        try:
            write_beat(self._config, beat)
        except OSError as error:
            self._log.trouble("beat", f"{self._config.data}: watch.json cannot be written: {error.strerror}.")
        else:
            self._log.mended("beat", "watch.json can be written again.")
        tell_systemd("WATCHDOG=1", f"STATUS={self._in_short()}")

    def _in_short(self) -> str:
        running = f"Crawling {', '.join(self._crawls.running)}; " if self._crawls.running else ""
        waiting = [(plan.due, name) for name, plan in self._plans.items() if name not in self._crawls.running]
        due, name = min(waiting, default=(None, ""))
        return f"{running}next: {name} at {clock(due, datetime.now(UTC))}." if due else f"{running}no other source."

    def _is_done(self) -> bool:
        """For ``once``: nothing runs, is due, or waits to be pushed."""
        if any(self._children()):
            return False
        if self._away:
            return True
        due = self._crawls.until_due(self._plans, datetime.now(UTC))
        waits = self._pushes.is_due(self._known.sequence, time.monotonic(), idle=True)
        return not waits and (due is None or due > 0)

    def _once_code(self) -> int:
        self._beat()
        codes = list(self._crawls.codes.values())
        self._log.routine(f"Done: {len(codes)} of {len(self._names)} sources were due; {self._in_short()}")
        failed = [code for code in codes if code not in (DONE, NEEDS_A_PERSON, BUSY)]
        if self._away or (codes and len(failed) == len(codes)):
            return CANNOT
        if codes and all(code == BUSY for code in codes):
            return BUSY
        return NEEDS_A_PERSON if failed or NEEDS_A_PERSON in codes or self._pushes.needs_a_person else DONE

    def _end(self) -> None:
        """Ask the children to end and wait for them; not long any more after a second signal."""
        tell_systemd("STOPPING=1")
        names = ", ".join(child.name for child in self._children())
        self._log.routine(f"Asked to end; waiting for {names}." if names else "Asked to end.")
        asked = 1
        for child in self._children():
            child.end(GRACE)
        while any(True for _ in self._children()):
            if self._signals.asked > asked:
                asked = self._signals.asked
                for child in self._children():
                    child.end(HURRY)
            self._signals.wait(min([EVERY, *(max(child.until_late(), 0.05) for child in self._children())]))
            for end in self._crawls.ended():
                self._log.cut(end)
            if self._pushing and self._pushing.look():
                self._pushing = None
            self._beat()
        self._log.routine("Ended.")
