"""``kliping inspect``: what is read from one page, and why."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from kliping.console import emit, out
from kliping.trouble import Trouble

MAX_BYTES = 50 * 1024 * 1024


@click.command()
@click.argument("url", required=False)
@click.option("--html", type=click.Path(path_type=Path), help="A saved page (gzip understood) instead of fetching.")
@click.option("--url", "page_url", help="The address the saved page came from.")
@click.option("--fetched", help="When it was fetched (ISO 8601): the clock of the dry run.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option(
    "--batch",
    is_flag=True,
    help="JSON lines {html: path, url?, fetched?} on standard input, one object out for each.",
)
def inspect(
    url: str | None, html: Path | None, page_url: str | None, fetched: str | None, as_json: bool, batch: bool
) -> None:
    """Dry run of one page; touches no data folder.

    \b
    Examples:
      kliping inspect https://news.detik.com/berita/d-7428519/judul
      kliping inspect --html page.html.gz --url https://www.perpusnas.go.id/berita/judul --json
    """
    if batch:
        if url or html or page_url or fetched:
            raise Trouble("--batch reads its pages from standard input; give neither an address nor --html with it.")
        for number, line in enumerate(sys.stdin.buffer, 1):
            emit(_batch_row(line, number))
            sys.stdout.flush()
        return
    if (url is None) == (html is None):
        raise Trouble("inspect needs either an address or --html FILE.")
    clock = _clock(fetched, "--fetched")
    if html is not None:
        result = _inspect(_page(html), page_url, None, clock or datetime.now(UTC))
    else:
        from kliping.fetch import fetch

        page = fetch(str(url))
        result = _inspect(page.body, page.url, page.content_type, clock or datetime.now(UTC))
    if as_json:
        emit(result)
    else:
        from kliping.views.page import print_page

        print_page(result, out())


def _inspect(body: bytes, url: str | None, content_type: str | None, clock: datetime) -> dict[str, Any]:
    from crawler.inspection import inspect_page

    return inspect_page(body, url=url, content_type=content_type, fetched_at=clock)


def _batch_row(line: bytes, number: int) -> dict[str, Any]:
    """A row that cannot be read is answered in its place, so that lines stay in step."""
    from crawler.inspection import refused

    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return refused(f"line {number}: not JSON: {error}")
    if not isinstance(row, dict) or not row.get("html") or not isinstance(row["html"], str):
        return refused(f"line {number}: not an object with html, the path of a page")
    url, fetched = row.get("url"), row.get("fetched")
    for name, value in (("url", url), ("fetched", fetched)):
        if not isinstance(value, str | None):
            return refused(f"line {number}: {name}: not a string: {json.dumps(value)[:80]}")
    try:
        clock = _clock(fetched, f"line {number}: fetched")
        return _inspect(_page(Path(row["html"])), url, None, clock or datetime.now(UTC))
    except Trouble as trouble:
        return refused(str(trouble))


def _page(path: Path) -> bytes:
    try:
        body = path.read_bytes()
        if body.startswith(b"\x1f\x8b"):
            with gzip.open(path) as file:
                body = file.read(MAX_BYTES + 1)
    except ValueError:
        raise Trouble(f"{str(path)!r}: is no path of a file.") from None
    except (OSError, EOFError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "damaged gzip"
        raise Trouble(f"{path}: cannot be read: {reason}.") from None
    return body


def _clock(text: object, what: str) -> datetime | None:
    if not text:
        return None
    from archive.article import JAKARTA
    from crawler.clock import clock_of

    try:
        return clock_of(str(text), JAKARTA)
    except ValueError as error:
        raise Trouble(f"{what}: {error}: write it in ISO 8601, such as 2024-07-02T15:00:00+07:00.") from None
