"""``kliping article``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from kliping.config import load
from kliping.console import emit, out
from kliping.trouble import Trouble


@click.command()
@click.argument("name", metavar="ID|URL|KEY")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def article(name: str, as_json: bool) -> None:
    """One article: its text, revisions with differences, dates with their evidence, captures.

    \b
    Examples:
      kliping article 3f9c0c7e51d2a4b86e07
      kliping article https://www.perpusnas.go.id/berita/judul --json
    """
    from crawler.urls import address_of
    from kliping.rooms import opened
    from kliping.views.article import print_article

    with opened(load()) as archive:
        address = address_of(name) if "/" in name else None
        stored = archive.get(name) or (address and (archive.get(address.key or "") or archive.get(address.url)))
        if not stored:
            raise Trouble(f"There is no article {name!r} in the archive.")
        revisions, captures = archive.revisions(stored.id), archive.captures(stored.id)
        if as_json:
            emit(_fields(stored, revisions, captures))
        else:
            print_article(stored, revisions, captures, out())


def _fields(stored: Any, revisions: Any, captures: Any) -> dict[str, Any]:
    whole = stored.article
    return {
        "id": stored.id,
        "story_id": stored.story_id,
        "first_seen": stored.first_seen.isoformat(),
        "last_seen": stored.last_seen.isoformat(),
        "date": stored.date.isoformat(),
        "date_basis": stored.date_basis,
        "revision": stored.revision,
        **{name: _plain(value) for name, value in asdict(whole).items()},
        "published": whole.published.iso() if whole.published else None,
        "modified": whole.modified.iso() if whole.modified else None,
        "revisions": [_plain(asdict(revision)) for revision in revisions],
        "captures": [_plain(asdict(capture)) for capture in captures],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
