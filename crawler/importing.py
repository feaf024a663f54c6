"""An existing collection, row by row, as raw articles."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from archive.article import JAKARTA
from crawler.clock import clock_of
from crawler.extract import clean_body
from crawler.items import PageReading, PrintedDate, RawArticle

csv.field_size_limit(64 * 1024 * 1024)


class ImportFileError(ValueError):
    """A file that cannot be imported at all; the message is a sentence that names it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, and the raw article, or why there is none."""

    line: int
    raw: RawArticle | None
    reason: str = ""


def read_rows(path: Path, *, now: datetime) -> Iterator[Row]:
    """The rows of a JSON lines or CSV file, gzip understood; a broken row is a row with its reason.

    ``now`` (aware) is when rows that do not say when they were ``fetched`` were first seen; later rows are later.

    Raises:
        ImportFileError: the file is missing, unreadable, damaged or of another kind.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        with gzip.open(path) if packed else path.open("rb") as stream:
            text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="strict", newline="")
            for line, fields in _records(text, path):
                yield _row(line, fields, now + timedelta(microseconds=line))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ImportFileError(f"{path}: damaged gzip ({error}).") from None
    except UnicodeDecodeError as error:
        raise ImportFileError(f"{path}: not UTF-8 near byte {error.start}; convert it first.") from None
    except csv.Error as error:
        raise ImportFileError(f"{path}: not readable as CSV: {error}.") from None
    except OSError as error:
        raise ImportFileError(f"{path}: cannot be read: {error.strerror or error}.") from None


def _records(text: io.TextIOWrapper, path: Path) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    """Each record with its line; a record that cannot be read is the reason why."""
    first = text.readline(64 * 1024 * 1024)
    if not first.strip():
        raise ImportFileError(f"{path}: the first line is empty; expected JSON lines, or CSV with a header.")
    lines = chain([first], text)
    if first.lstrip().startswith("{"):
        yield from ((number, _json(line)) for number, line in enumerate(lines, 1) if line.strip())
        return
    reader = csv.DictReader(lines, delimiter=";" if first.count(";") > first.count(",") else ",")
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    if not {"url", "body"} <= set(reader.fieldnames):
        raise ImportFileError(f"{path}: neither JSON lines nor CSV (comma or semicolon) with the columns url and body.")
    yield from ((reader.line_num, fields) for fields in reader)


def _json(line: str) -> Mapping[str, Any] | str:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"not JSON: {error}"
    return value if isinstance(value, dict) else "not a JSON object"


def _row(line: int, fields: Mapping[str, Any] | str, clock: datetime) -> Row:
    if isinstance(fields, str):
        return Row(line, None, fields)
    text = {name: value.strip() for name, value in fields.items() if isinstance(name, str) and isinstance(value, str)}
    for name in ("url", "body"):
        if not text.get(name):
            return Row(line, None, f"{name} is missing" if not fields.get(name) else f"{name} is no text")
    try:
        fetched = clock_of(text["fetched"], JAKARTA) if text.get("fetched") else None
    except ValueError as error:
        return Row(line, None, f"fetched: {error}")
    published = text.get("published") or text.get("published_text")
    authors = fields.get("authors")
    names = authors if isinstance(authors, list) else str(authors or "").split(";")
    reading = PageReading(
        title=text.get("title"),
        body=clean_body(text["body"]),
        authors=tuple(name.strip() for name in names if isinstance(name, str) and name.strip()),
        section=text.get("section"),
        language=text.get("language"),
        dates=(PrintedDate(published, "import"),) if published else (),
        origins={"title": "import", "body": "import"},
    )
    return Row(
        line,
        RawArticle(
            url=text["url"],
            fetched_at=fetched or clock,
            reading=reading,
            source=text.get("source") or text.get("outlet"),
            has_clock=fetched is not None,
        ),
    )
