"""The filter ``kliping dates``: lines in, one line out for each, whatever the bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, tzinfo

from crawler.dates.parse import read

NONE = "-"


def answers(lines: Iterable[str | bytes], *, zone: tzinfo | None = None, as_json: bool = False) -> Iterator[str]:
    """One answer for each line, without its newline: ``string<TAB>reference`` in, a value or ``-`` out."""
    if as_json:
        for line in lines:
            yield answer(line, zone=zone, as_json=True)
        return
    for line in lines:
        if isinstance(line, bytes):
            try:
                line = line.decode()
            except UnicodeDecodeError:
                yield NONE
                continue
        text, reference = split_line(line)
        reading = read(text, reference, zone, detailed=False)
        yield NONE if reading is None else reading.isoformat()


def answer(line: str | bytes, *, zone: tzinfo | None = None, as_json: bool = False) -> str:
    """The answer for one line, as ``answers`` gives it."""
    if as_json:
        from crawler.dates.details import answer_json

        return answer_json(line, zone)
    return next(answers([line], zone=zone))


def split_line(line: str) -> tuple[str, datetime | date | None]:
    """The string and its reference; a last field that is no ISO date or date-time belongs to the string."""
    text, tab, last = line.rpartition("\t")
    if not tab:
        return line, None
    last = last.strip()
    if not last:
        return text, None
    try:
        return text, date.fromisoformat(last) if len(last) == 10 else datetime.fromisoformat(last)
    except ValueError:
        return line, None
