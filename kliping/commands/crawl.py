"""``kliping crawl``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kliping.config import load
from kliping.console import note, out
from kliping.trouble import CANNOT, INTERRUPTED, NEEDS_A_PERSON, end

if TYPE_CHECKING:
    from kliping.crawling import CrawlReport


@click.command()
@click.argument("sources", nargs=-1)
@click.option("--replay", type=click.Path(path_type=Path), help="Read a recording (WARC) instead of the web.")
@click.option("--record", type=click.Path(path_type=Path), help="Also record every response to this WARC file.")
@click.option("--since", metavar="WHEN", help="Only what is announced as newer: 12h, 7d, 2w or 2024-07-02.")
@click.option("--json", "as_json", is_flag=True, help="The ledger as one JSON object.")
def crawl(sources: tuple[str, ...], replay: Path | None, record: Path | None, since: str | None, as_json: bool) -> None:
    """Crawl sources (all that are on, if none is named) into the archive, push, and print the ledger.

    A live crawl needs KLIPING_CONTACT. Nothing that was archived is lost, whatever stops it.

    \b
    Examples:
      kliping crawl perpusnas detik --since 7d
      kliping crawl --replay build/edition.warc.gz
      kliping crawl perpusnas --record today.warc.gz
    """
    from kliping.crawling import crawl as run
    from kliping.crawling import names_of
    from kliping.locks import held
    from kliping.pushing import push_beside
    from kliping.rooms import opened
    from kliping.views.ledger import ledger_fields, print_ledger

    if replay and record:
        raise click.UsageError("--record records a live crawl; it does not go with --replay.")
    config = load()
    chosen = names_of(sources, config, replay, since)
    with (
        held(config.locks, [f"crawl-{name}" for name in chosen], "the crawl of"),
        opened(config, create=True, grouping=True) as archive,
    ):
        with push_beside(config, archive) as pushed:
            report = run(config, archive, sources, replay=replay, record=record, since=since)
        if as_json:
            click.echo(ledger_fields(report))
        else:
            print_ledger(report, out())
    for notice in report.notices:
        note(notice)
    pushed.tell()
    code = _exit_code(report, replayed=replay is not None)
    if code in (INTERRUPTED, CANNOT):
        end(code)
    if code or pushed.needs_a_person:
        end(NEEDS_A_PERSON)


def _exit_code(report: CrawlReport, *, replayed: bool) -> int:
    if report.interrupted:
        return INTERRUPTED
    if not replayed and report.all_failed_by_network:
        note("No source could be reached: check the network, then start again.")
        return CANNOT
    if any(reason.startswith("archive") for reason in report.finished.values()):
        return CANNOT
    return NEEDS_A_PERSON if report.notices else 0
