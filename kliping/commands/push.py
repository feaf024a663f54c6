"""``kliping push``."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import click

from kliping.config import load
from kliping.trouble import BUSY, INTERRUPTED, NEEDS_A_PERSON, end


@click.command()
@click.option("--follow", is_flag=True, help="Go on pushing what comes, until Ctrl-C.")
@click.option("--target", "targets", multiple=True, help="Only this target (may be given again).")
def push(follow: bool, targets: tuple[str, ...]) -> None:
    """Feed the indexes from the archive: what changed since the last push, or everything into an empty one.

    \b
    Examples:
      kliping push
      kliping push --follow
    """
    from kliping.pushing import push_beside, push_once
    from kliping.rooms import opened

    config = load()
    with opened(config) as archive:
        if follow:
            with push_beside(config, archive) as pushed:
                _wait()
        else:
            pushed = push_once(config, archive, targets)
    pushed.tell()
    if pushed.needs_a_person:
        end(NEEDS_A_PERSON)
    if pushed.busy:
        end(BUSY)
    if follow:
        end(INTERRUPTED)


def _wait() -> None:
    """Until INT or TERM; what is under way is pushed to its end."""
    stop = threading.Event()

    def stopped(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stopped)
    while not stop.wait(1.0):
        pass
