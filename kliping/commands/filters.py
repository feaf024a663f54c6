"""``kliping dates`` and ``kliping urls``: a line in, a line out."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from typing import IO
from zoneinfo import ZoneInfo

import click

from kliping.trouble import Trouble


@click.command()
@click.option("--zone", metavar="ZONE", help="Zone for dates that state none, for example Asia/Jakarta.")
@click.option("--json", "as_json", is_flag=True, help="A JSON object a line instead of the value.")
def dates(zone: str | None, as_json: bool) -> None:
    """Read "string TAB reference" lines, write one ISO value a line ("-" for none).

    \b
    Example:
      printf 'Selasa, 2 Juli 2024 14.56 WIB\\n2 jam lalu\\t2024-07-02T15:00+07:00\\n' | kliping dates
    """
    from crawler.dates import answers

    tzinfo = None
    if zone:
        try:
            tzinfo = ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise Trouble(f"--zone {zone!r} is no zone of the tz database: write one such as Asia/Jakarta.") from None
    _write(answers(_lines(sys.stdin.buffer), zone=tzinfo, as_json=as_json))


@click.command()
def urls() -> None:
    """Read an address a line, write "canonical address TAB article key" ("-" for none).

    \b
    Example:
      echo 'https://m.detik.com/news/d-7428519/judul?utm_source=x' | kliping urls
    """
    from crawler.urls import answer

    _write(answer(line.decode("utf-8", "replace").rstrip("\r\n")) for line in _lines(sys.stdin.buffer))


def _lines(stream: IO[bytes]) -> Iterable[bytes]:
    return iter(stream.readline, b"") if _is_followed() else stream


def _write(lines: Iterable[str]) -> None:
    """A line out for each line in; at once where a person or a program waits for each answer."""
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=_is_followed())  # type: ignore[union-attr]
    sys.stdout.writelines(line + "\n" for line in lines)
    sys.stdout.flush()


def _is_followed() -> bool:
    """Whether standard input comes bit by bit: a terminal or a pipe, not a file."""
    return not stat.S_ISREG(os.fstat(sys.stdin.fileno()).st_mode)
