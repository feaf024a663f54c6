"""The filter ``kliping stories``: JSON lines of articles in, JSON lines of their places in stories out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from crawler.dates import parse_date
from crawler.stories.group import group
from crawler.stories.origin import RELEASES
from crawler.stories.signature import StoryArticle
from crawler.urls import address_of

JAKARTA = ZoneInfo("Asia/Jakarta")
_TEXTS = ("body", "url", "title", "published", "published_text", "source")


class StoryLineError(ValueError):
    """A line that is no article; the message names the line, the field and what to do."""


def answers(lines: Iterable[bytes]) -> Iterator[str]:
    """A JSON object for each line, in the order read: id, story, relation, of, similarity. Blank lines are passed over.

    Raises:
        StoryLineError: where a line is no JSON object, or lacks an id, or an id comes twice.
    """
    seen: dict[str, int] = {}
    ids: list[str | int] = []

    def articles() -> Iterator[StoryArticle]:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            given = _given(line, number)
            id_ = str(given["id"])
            if id_ in seen:
                raise StoryLineError(
                    f"line {number}: id {id_!r} is on line {seen[id_]} already: give every article its own"
                )
            seen[id_] = number
            ids.append(given["id"])
            yield _article(id_, given)

    placed = group(articles())
    numbers = {str(id_): id_ for id_ in ids}
    for one in placed:
        told = {
            "id": numbers[one.id],
            "story": one.story,
            "relation": one.relation,
            "of": None if one.of is None else numbers[one.of],
            "similarity": one.similarity,
        }
        yield json.dumps(told)


def _given(line: bytes, number: int) -> dict[str, Any]:
    """The fields of a line, texts or None but for the id."""
    try:
        given = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except (ValueError, RecursionError):
        raise StoryLineError(f"line {number} is no JSON: write one object a line, in UTF-8") from None
    if not isinstance(given, dict):
        raise StoryLineError(f"line {number} is no JSON object: write one with `id` and `body`")
    id_ = given.get("id")
    if isinstance(id_, bool) or not isinstance(id_, str | int) or id_ == "":
        raise StoryLineError(f"line {number}: `id` is missing or neither text nor number")
    if "body" not in given:
        raise StoryLineError(f"line {number}: `body` is missing; an empty one is written as null")
    for field in _TEXTS:
        if not isinstance(given.get(field), str | None):
            raise StoryLineError(f"line {number}: `{field}` is no text: write a string or null")
    return given


def _article(id_: str, given: dict[str, Any]) -> StoryArticle:
    address = address_of(given["url"]) if given.get("url") else None
    host = urlsplit(address.url).hostname if address else None
    source = (address.source if address else None) or given.get("source") or host
    published = _published(given.get("published"), given.get("published_text"))
    return StoryArticle(
        id=id_,
        body=given["body"] or "",
        title=given.get("title"),
        source=source,
        day=published.toordinal() if published else None,
        at=published.timestamp() if isinstance(published, datetime) else None,
        origin=source in RELEASES,
    )


def _published(published: str | None, printed: str | None) -> datetime | date | None:
    """When an article was published: an aware instant, a day, or None where it cannot be read."""
    for text in (published, printed):
        reading = parse_date(text, None, JAKARTA) if text else None
        if reading and reading.precision in ("second", "minute", "day"):
            if reading.clock is None:
                return reading.day
            return datetime.combine(reading.day, reading.clock, reading.offset or JAKARTA)
    return None
