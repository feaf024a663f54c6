"""``kliping import``: an existing collection through the same intake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kliping.config import load
from kliping.console import note
from kliping.trouble import CANNOT, NEEDS_A_PERSON, end

if TYPE_CHECKING:
    from archive.store import Archive
    from crawler.importing import Row

_FATES = ("new", "revised", "unchanged", "folded", "refused")
_SHOWN = 20
_AT_ONCE = 100  # rows of one transaction


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Take JSON lines or CSV (gzip understood) with url, title, body, published, source; then push.

    Only url and body are required. A second import of the same file changes nothing. A date such as "2 jam lalu" or
    "2 Juli" is read only if the row also says when the page was "fetched" (ISO 8601): without it, it is no publication.

    \b
    Example:
      kliping import collection.jsonl.gz
    """
    from archive.errors import ArchiveError
    from crawler.importing import ImportFileError
    from kliping.pushing import push_beside
    from kliping.rooms import opened

    config = load()
    counts: Counter[str] = Counter()
    ended: ArchiveError | ImportFileError | None = None
    with opened(config, create=True, grouping=True) as archive, push_beside(config, archive) as pushed:
        try:
            _take(file, archive, config.topics, counts)
        except (ArchiveError, ImportFileError) as error:  # what was taken before is there, and is told
            ended = error
    rows = sum(counts.values())
    if ended and not rows:
        raise ended
    click.echo(f"{rows} rows = " + " + ".join(f"{counts[fate]} {fate}" for fate in _FATES))
    pushed.tell()
    if isinstance(ended, ArchiveError):
        raise ended
    if ended:
        note(f"{ended} The rows before it were taken.")
        end(NEEDS_A_PERSON)
    if rows and counts["refused"] == rows:
        end(CANNOT)
    if counts["refused"] or pushed.needs_a_person:
        end(NEEDS_A_PERSON)


def _take(file: Path, archive: Archive, topics: Mapping[str, Any] | None, counts: Counter[str]) -> None:
    from crawler.importing import read_rows
    from crawler.intake import Intake, Outcome
    from crawler.topics import Topics
    from kliping.progress import counting

    intake = Intake(archive, Topics(topics))
    try:
        for some in _batches(counting(read_rows(file, now=datetime.now(UTC)), "rows")):
            taken, failed = intake.take_all([row.raw for row in some if row.raw])
            outcomes = iter(taken)  # told when they are on the disk
            for row in some:
                outcome = next(outcomes, None) if row.raw else Outcome("refused", reason=row.reason)
                if outcome is None:
                    break
                fate = "refused" if outcome.id is None else outcome.fate
                counts[fate] += 1
                if fate == "refused" and counts[fate] <= _SHOWN:
                    note(f"{file}, line {row.line}: refused: {outcome.reason or ''}")
            if failed:
                raise failed
    finally:
        if counts["refused"] > _SHOWN:
            note(f"{file}: {counts['refused'] - _SHOWN} more rows were refused.")


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows in parts that are taken in one transaction; where a file ends before its time, those before, too."""
    from crawler.importing import ImportFileError

    batch: list[Row] = []
    try:
        for row in rows:
            batch.append(row)
            if len(batch) == _AT_ONCE:
                yield batch
                batch = []
    except ImportFileError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch
