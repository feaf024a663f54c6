"""``kliping index``: care of the indexes."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from kliping.config import load
from kliping.console import emit, note, out
from kliping.trouble import BUSY, CANNOT, NEEDS_A_PERSON, end

if TYPE_CHECKING:
    from archive.store import Archive
    from index.target import Target
    from index.target_status import TargetStatus

_ELSEWHERE = {"synonyms": "index_synonyms", "key": "index_key"}  # module in kliping.commands of what only clusters have


class _Index(click.Group):
    """Loads the commands of Elasticsearch when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All of them."""
        return [*super().list_commands(ctx), *_ELSEWHERE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name in _ELSEWHERE:
            module = importlib.import_module(f"kliping.commands.{_ELSEWHERE[cmd_name]}")
            command: click.Command = getattr(module, cmd_name)
            return command
        return super().get_command(ctx, cmd_name)


_TARGET = click.option("--target", "targets", multiple=True, help="Only this target (may be given again).")


@contextmanager
def _opened(targets: tuple[str, ...]) -> Iterator[tuple[Archive, list[Target]]]:
    from kliping.rooms import opened
    from kliping.targets import targets_of

    config = load()
    with opened(config) as archive, targets_of(config, archive, targets) as found:
        yield archive, found


@contextmanager
def _not_at_once() -> Iterator[None]:
    """Another process that is at the target is no fault."""
    from index.lock import Busy

    try:
        yield
    except Busy as busy:
        note(str(busy))
        end(BUSY)


@click.group(cls=_Index)
def index() -> None:
    """The indexes: how far they are, build anew, go back, what they refused."""


@index.command()
@_TARGET
@click.option("--verify", is_flag=True, help="Compare archive and index wholly: every article, every version.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a target.")
def status(targets: tuple[str, ...], verify: bool, as_json: bool) -> None:
    """How far each index is, and what is wrong with it.

    \b
    Examples:
      kliping index status
      kliping index status --verify
    """
    wrong = False
    with _opened(targets) as (_, found):
        told = [(target.status(), target) for target in found]
        if not as_json:
            _print_table([status for status, _ in told])
        for one, target in told:
            compared = _compared(target) if verify and not one.problem else None
            wrong |= bool(one.problem or one.dead or (compared and not compared["clean"]))
            if as_json:
                emit(asdict(one) | ({"verified": compared} if verify else {}))
            elif one.problem or compared:
                note(f"{one.name}: {one.problem or (compared or {})['says']}")
    if wrong:
        end(NEEDS_A_PERSON)


def _compared(target: Target) -> dict[str, Any]:
    found = target.verify()
    return asdict(found) | {"clean": found.clean, "says": str(found)}


def _print_table(statuses: list[TargetStatus]) -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table("target", "generation", "documents", "behind", "dead", "bytes", "pusher", box=None, pad_edge=False)
    for one in statuses:
        cells = (one.name, one.generation, one.documents, one.behind, one.dead, f"{one.size:,}", one.pusher)
        table.add_row(*(escape(str(cell if cell is not None else "-")) for cell in cells))
    out().print(table)


@index.command()
@_TARGET
def rebuild(targets: tuple[str, ...]) -> None:
    """Build the index anew from the archive; searches go on meanwhile, and the new one answers once it is whole.

    \b
    Example:
      kliping index rebuild
    """
    from kliping.progress import Ticker

    with _opened(targets) as (_, found), _not_at_once():
        for target in found:
            ticker = Ticker(f"changes pushed to {target.name}")
            report = target.rebuild(progress=ticker.tell_of)
            ticker.close()
            click.echo(f"{target.name}: {report.put} documents put, {report.dead} refused.")


@index.command()
@_TARGET
def rollback(targets: tuple[str, ...]) -> None:
    """Let the index before the last rebuild answer again, brought up to date first."""
    with _opened(targets) as (_, found), _not_at_once():
        for target in found:
            click.echo(f"{target.name}: {target.rollback()} answers again, up to date.")


@index.command()
@_TARGET
@click.option("--replay", is_flag=True, help="Try them once more, with what their articles are now.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a document.")
def dead(targets: tuple[str, ...], replay: bool, as_json: bool) -> None:
    """Documents an index refused, each with the reason; kept until they go in."""
    left = 0
    with _opened(targets) as (archive, found), _not_at_once():
        for target in found:
            if replay:
                target.replay()
            generation = target.generation()
            for letter in archive.dead(generation) if generation else ():
                left += 1
                if as_json:
                    emit(asdict(letter) | {"target": target.name})
                else:
                    click.echo(f"{letter.article_id}  {target.name}  {letter.reason}")
    if left:
        note(f"{left} documents; mend the cause, then 'kliping index dead --replay'.")
        end(NEEDS_A_PERSON if not replay else CANNOT)
