"""``kliping dates --json``: the whole reading of a line, and what the line says where it is no date."""

from __future__ import annotations

import json
import re
from datetime import tzinfo
from typing import Final

from crawler.dates.figures import day_month
from crawler.dates.lines import split_line
from crawler.dates.parse import parse_date
from crawler.dates.tokens import MONTH, plain, scan

_PARTS: Final = re.compile(
    r"(?P<day>[dD])[-/.]?(?P<month>M)(?![-/.,]?[Yy])|(?P<month2>M)[-/.,]?(?P<year>Y)|(?P<pair>G)|(?P<figures>P)"
    r"|(?P<clock>[tu])(?=\(?[ZV])|(?<=[pj])(?P<clock2>[tu])|(?P<year2>Y)"
)


def answer_json(line: str | bytes, zone: tzinfo | None) -> str:
    """One JSON object for a line of the filter; ``value`` is null where the line is no date."""
    reading, partial = None, None
    text = ""
    if isinstance(line, bytes):
        try:
            line = line.decode()
        except UnicodeDecodeError:
            line = ""
    text, reference = split_line(line)
    reading = parse_date(text, reference, zone)
    if reading is None:
        partial = partial_value(text)
        return _dump(partial=partial)
    return _dump(
        value=reading.isoformat(),
        precision=reading.precision,
        zone=reading.zone,
        role=reading.role,
        weekday=reading.weekday,
        approximate=reading.approximate,
        ignored=list(reading.ignored),
        alternatives=list(reading.alternatives),
    )


def _dump(
    *,
    value: str | None = None,
    precision: str | None = None,
    partial: str | None = None,
    zone: str | None = None,
    role: str | None = None,
    weekday: str | None = None,
    approximate: bool = False,
    ignored: list[str] | None = None,
    alternatives: list[str] | None = None,
) -> str:
    return json.dumps(
        {
            "value": value,
            "precision": precision,
            "partial": partial,
            "zone": zone,
            "role": role,
            "weekday": weekday,
            "approximate": approximate,
            "ignored": ignored or [],
            "alternatives": alternatives or [],
        },
        ensure_ascii=False,
    )


def partial_value(text: str) -> str | None:
    """The part of a date a line tells, as in ISO 8601 (``2024-07``, ``2024``, ``--07-02``, ``T14:56``), else None."""
    tokens, classes = scan(plain(text.strip()))
    match = _PARTS.search(classes)
    if not match or re.search(r"[BC][.|,]?$", classes[: match.start()]):
        return None
    if match["month"]:
        return f"--{MONTH[tokens[match.start('month')]]:02}-{int(tokens[match.start()]):02}"
    if match["month2"]:
        return f"{tokens[match.start('year')]}-{MONTH[tokens[match.start()]]:02}"
    token = tokens[match.start()]
    if match["pair"]:
        pair = day_month(token)
        return f"--{pair[1]:02}-{pair[0]:02}" if pair else None
    if match["figures"]:
        first, last = re.split(r"[-/]", token)
        year, month = (first, last) if len(first) == 4 else (last, first)
        return f"{year}-{int(month):02}" if len(year) == 4 else None
    return token if match["year2"] else f"T{token.replace('.', ':').zfill(5)}"
