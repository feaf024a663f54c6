"""``kliping watch``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from kliping.config import Config, load
from kliping.console import emit, note, out
from kliping.trouble import BUSY, NEEDS_A_PERSON, Trouble, end
from kliping.watching.options import Options
from kliping.watching.words import span_of

if TYPE_CHECKING:
    from crawler.schedule import Bounds

_ALREADY = "{holder} watches already; 'kliping watch --status' tells what it does."


def _span(name: str, default: str, text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(name, callback=span_of, metavar="SPAN", default=default, show_default=True, help=text)


@click.command()
@click.argument("sources", nargs=-1)
@click.option("--once", is_flag=True, help="Crawl what is due, push, and end: for cron and timers.")
@_span("--at-least", "10m", "The shortest pause between the beginnings of two crawls of a source.")
@_span("--at-most", "24h", "The longest.")
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Crawls at once, at most.")
@_span("--ceiling", "3h", "A crawl that takes longer is ended, and has failed.")
@click.option("--quiet", is_flag=True, help="Say only what needs a person.")
@click.option("--status", "as_status", is_flag=True, help="When each source is due, and end.")
@click.option("--json", "as_json", is_flag=True, help="With --status: one JSON object.")
@click.option("--healthy", is_flag=True, help="Exit 0 if a watcher is at work and not stuck, else 1.")
def watch(
    sources: tuple[str, ...],
    once: bool,
    at_least: timedelta,
    at_most: timedelta,
    jobs: int,
    ceiling: timedelta,
    quiet: bool,
    as_status: bool,
    as_json: bool,
    healthy: bool,
) -> None:
    """Crawl every source that is on when it is due, and push, until TERM or Ctrl-C.

    A source is crawled as often as it publishes, between the two bounds; one that fails, less and less often.
    Each crawl is a child process. What is due is read from the archive, so a restart forgets nothing.

    \b
    Examples:
      kliping watch
      kliping watch perpusnas detik --at-least 5m --at-most 6h
      kliping watch --once --quiet
      kliping watch --status
    """
    config = load()
    if healthy:
        _tell_health(config)
        return
    from crawler.schedule import Bounds

    try:
        bounds = Bounds(at_least, at_most)
    except ValueError as error:
        raise click.UsageError(f"--at-least and --at-most: {error}") from None
    if as_json and not as_status:
        raise click.UsageError("--json goes with --status.")
    if as_status:
        _tell_status(config, sources, bounds, as_json=as_json)
        return
    _watch(config, Options(sources, bounds, jobs, ceiling, once, quiet))


def _watch(config: Config, options: Options) -> None:
    from kliping.crawling import names_of
    from kliping.locks import hold
    from kliping.watching.beat import LOCK
    from kliping.watching.children import Nursery
    from kliping.watching.signals import listening
    from kliping.watching.watcher import Watcher

    if not names_of(options.names, config, None, None):
        raise Trouble("No source is on; 'kliping sources' tells why.")
    try:
        with hold(config.locks, LOCK, _ALREADY), listening() as signals, Nursery(config.data / "logs") as nursery:
            code = Watcher(config, options, signals, nursery).run()
    except Trouble as trouble:
        if options.quiet and trouble.code == BUSY:  # from cron, where the last one being at it is no news
            end(BUSY)
        raise
    if code:
        end(code)


def _tell_status(config: Config, names: tuple[str, ...], bounds: Bounds, *, as_json: bool) -> None:
    from kliping.crawling import choose
    from kliping.watching.status import print_status, status

    now = datetime.now(UTC)
    chosen, off = choose(names, config, None)
    told = status(config, [spider.name for spider in chosen], bounds, now)
    if as_json:
        emit(told | {"off": off})
        return
    print_status(told, now, out())
    for name, reason in off.items():
        note(f"{name}: off: {reason}")
    note(f"Process {told['pid']} watches." if told["pid"] else "No watcher is at work; 'kliping watch' starts one.")
    if told["trouble"]:
        note(told["trouble"]["sentence"])


def _tell_health(config: Config) -> None:
    from kliping.watching.beat import health

    well, sentence = health(config, datetime.now(UTC))
    note(sentence)
    if not well:
        end(NEEDS_A_PERSON)
