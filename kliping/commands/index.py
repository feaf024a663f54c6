"""``kliping index``: care of the indexes."""

from __future__ import annotations

from dataclasses import asdict

import click

from kliping.config import load
from kliping.console import emit, note, out
from kliping.trouble import BUSY, CANNOT, NEEDS_A_PERSON, end


@click.group()
def index() -> None:
    """The indexes: how far they are, build anew, go back, what they refused."""


@index.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a target.")
def status(as_json: bool) -> None:
    """How far each index is, and what is wrong with it."""
    from rich.markup import escape
    from rich.table import Table

    from kliping.rooms import opened
    from kliping.targets import targets_of

    config = load()
    with opened(config) as archive:
        found = [target.status() for target in targets_of(config, archive)]
    if as_json:
        for one in found:
            emit(asdict(one))
    else:
        table = Table(
            "target", "generation", "documents", "behind", "dead", "bytes", "pusher", box=None, pad_edge=False
        )
        for one in found:
            cells = (one.name, one.generation, one.documents, one.behind, one.dead, f"{one.size:,}", one.pusher)
            table.add_row(*(escape(str(cell if cell is not None else "-")) for cell in cells))
        out().print(table)
    for one in found:
        if one.problem:
            note(f"{one.name}: {one.problem}")
    if any(one.problem or one.dead for one in found):
        end(NEEDS_A_PERSON)


@index.command()
@click.option("--target", "targets", multiple=True, help="Only this target (may be given again).")
def rebuild(targets: tuple[str, ...]) -> None:
    """Build the index anew from the archive; searches go on meanwhile.

    \b
    Example:
      kliping index rebuild
    """
    from index.lock import Busy
    from kliping.progress import Ticker
    from kliping.rooms import opened
    from kliping.targets import targets_of

    config = load()
    with opened(config) as archive:
        for target in targets_of(config, archive, targets):
            ticker = Ticker("changes pushed")
            try:
                report = target.rebuild(progress=ticker.tell_of)
            except Busy as busy:
                note(str(busy))
                end(BUSY)
            ticker.close()
            click.echo(f"{target.name}: {report.put} documents put, {report.dead} refused.")


@index.command()
@click.option("--target", "targets", multiple=True, help="Only this target (may be given again).")
def rollback(targets: tuple[str, ...]) -> None:
    """Let the index before the last rebuild answer again; what it lacks is pushed next."""
    from kliping.rooms import opened
    from kliping.targets import targets_of

    config = load()
    with opened(config) as archive:
        for target in targets_of(config, archive, targets):
            click.echo(f"{target.name}: {target.rollback()} answers again; 'kliping push' brings it up to date.")


@index.command()
@click.option("--replay", is_flag=True, help="Try them once more.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a document.")
def dead(replay: bool, as_json: bool) -> None:
    """Documents an index refused, each with the reason; kept until they go in."""
    from kliping.rooms import opened
    from kliping.targets import targets_of

    config = load()
    left = 0
    with opened(config) as archive:
        for target in targets_of(config, archive):
            if replay:
                target.replay()
            generation = target.status().generation
            for letter in archive.dead(generation) if generation else ():
                left += 1
                if as_json:
                    emit(asdict(letter))
                else:
                    click.echo(f"{letter.article_id}  {target.name}  {letter.reason}")
    if left:
        note(f"{left} documents; mend the cause, then 'kliping index dead --replay'.")
        end(NEEDS_A_PERSON if not replay else CANNOT)
