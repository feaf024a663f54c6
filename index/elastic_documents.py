"""A document as the ``_source`` of Elasticsearch, and back."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from index.document import Document

DERIVED = ("published_at",)  #: fields of the mapping that no document has: they are told from its others

_INSTANTS = ("date", "first_seen")
_LISTS = ("authors", "tags", "topics")
_PLAIN = tuple(one.name for one in fields(Document) if one.name not in _INSTANTS)


def source_from(document: Document) -> dict[str, Any]:
    """What is sent: every field that the document has, instants as datetimes in UTC.

    Of an article without a date, ``date`` is when it was first seen, in whole seconds: those of one second stand in
    order of their ids, in every engine.
    """
    told = {name: value for name in _PLAIN if (value := getattr(document, name)) is not None}
    date = document.date.astimezone(UTC)
    if document.published is not None:
        told["published_at"] = date
    elif document.date == document.first_seen:
        date = date.replace(microsecond=0)
    told["date"] = date
    told["first_seen"] = document.first_seen.astimezone(UTC)
    return told


def document_from(source: dict[str, Any]) -> Document:
    """The document that ``source_from`` told, instants in UTC.

    Raises:
        KeyError, TypeError, ValueError: it did not come from ``source_from``.
    """
    told = {name: source.get(name) for name in _PLAIN} | {name: tuple(source.get(name) or ()) for name in _LISTS}
    date, first_seen = (datetime.fromisoformat(source[name]) for name in _INSTANTS)
    if "published_at" not in source and date == first_seen.replace(microsecond=0):
        date = first_seen
    return Document(**told, date=date, first_seen=first_seen)
