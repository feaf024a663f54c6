"""``kliping story``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kliping.config import load
from kliping.console import emit, out
from kliping.trouble import Trouble

if TYPE_CHECKING:
    from archive.store import Archive
    from archive.stories.family import Family


@click.command()
@click.argument("name", metavar="ID|URL|KEY")
@click.option("--diff", "which", metavar="ID", help="The whole difference of this article; 'all' for every one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def story(name: str, which: str | None, as_json: bool) -> None:
    """One story: its first publisher and its release, who has it from whom, lags and differences.

    NAME is the id of a story or of any article in it, an address or a key.

    \b
    Examples:
      kliping story 3f9c0c7e51d2a4b86e07
      kliping story https://www.perpusnas.go.id/berita/judul --diff all
      kliping story 3f9c0c7e51d2a4b86e07 --json
    """
    from kliping.rooms import opened
    from kliping.views.story import print_story

    with opened(load()) as archive:
        family = _family(archive, name)
    if family is None:
        raise Trouble(f"There is no story {name!r} in the archive, and no article of that name.")
    ids = {member.article.id for member in family.members}
    if which is not None and which != "all" and which not in ids:
        raise Trouble(f"--diff {which!r}: no article of this story; write one of its ids, or 'all'.")
    if as_json:
        emit(story_fields(family))
    else:
        print_story(family, out(), which)


def _family(archive: Archive, name: str) -> Family | None:
    from crawler.urls import address_of

    address = address_of(name) if "/" in name else None
    names = [name, *([address.key, address.url] if address else [])]
    return next((found for one in names if one and (found := archive.family(one))), None)


def story_fields(family: Family) -> dict[str, Any]:
    """The object of ``--json``: the story, its articles in order with their facts, the log of merges and splits."""
    from archive.lags import lag
    from crawler.stories.origin import RELEASES

    first = family.members[0].article
    members = []
    for member in family.members:
        article, evidence = member.article.article, member.evidence
        behind = lag(first.article.published, article.published)
        members.append(
            {
                "id": member.article.id,
                "relation": member.relation,
                "of": member.of,
                "similarity": member.similarity,
                "source": article.source,
                "title": article.title,
                "url": article.url,
                "published": article.published.iso() if article.published else None,
                "lag_minutes": behind.minutes if behind else None,
                "lag_days": behind.days if behind else None,
                "kept": evidence.kept if evidence else None,
                "shared_quotes": evidence.quotes if evidence else None,
                "shared_facts": evidence.facts if evidence else None,
            }
        )
    return {
        "story": family.story_id,
        "aliases": list(family.aliases),
        "release": first.id if first.article.source in RELEASES else None,
        "first": first.id,
        "articles": len(members),
        "outlets": len({member.article.article.source for member in family.members}),
        "members": members,
        "log": [
            {"at": e.at.isoformat(), "event": e.event, "story": e.story, "other": e.other, "reason": e.reason}
            for e in family.log
        ],
    }
