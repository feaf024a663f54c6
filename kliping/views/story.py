"""One story on a terminal: its family as a tree, then what each article changed, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.tree import Tree

from archive.article import JAKARTA, StoredArticle
from archive.lags import lag
from archive.stories.family import Family, Member
from crawler.stories.origin import RELEASES
from crawler.stories.sides import Piece, Row, side_by_side

_COLOURS = {"original": "bold", "copy": "green", "reprint": "cyan", "rewrite": "yellow"}
_SHOWN = 6  # rows of a difference before the rest is only counted


def print_story(family: Family, console: Console, which: str | None) -> None:
    """The tree and the differences; of one article or of all of them the whole difference where ``which`` says so."""
    first = family.members[0].article
    outlets = {member.article.article.source for member in family.members}
    console.print(f"[bold]{escape(first.article.title)}[/bold]")
    console.print(
        f"story {family.story_id} · {_count(len(family.members), 'article')} · {_count(len(outlets), 'outlet')}"
    )
    if first.article.source in RELEASES:
        console.print(f"press release of {escape(first.article.source)}, {_when(first)}")
    if dated := [member.article for member in family.members if member.article.article.published]:
        earliest = min(dated, key=lambda stored: stored.date)
        console.print(f"first published by {escape(earliest.article.source)}, {_when(earliest)}")
    console.print()
    console.print(_tree(family))
    for event in family.log:
        console.print(f"[dim]{event.at:%Y-%m-%d %H:%M} {event.event}: {event.other} ({escape(event.reason)})[/dim]")
    for member in family.members[1:]:
        if which in (None, "all", member.article.id) and member.relation != "copy":
            _print_difference(family, member, console, whole=which is not None)


def _tree(family: Family) -> Tree:
    """Each article under the one it comes from."""
    first = family.members[0]
    tree = Tree(_line(first, first))
    branches = {first.article.id: tree}
    for member in family.members[1:]:
        above = branches.get(member.of or "", tree)
        branches[member.article.id] = above.add(_line(member, first))
    return tree


def _line(member: Member, first: Member) -> str:
    stored = member.article
    facts = [_when(stored)]
    if member is not first:
        behind = lag(first.article.article.published, stored.article.published)
        facts.append(f"lag {behind}" if behind else "lag unknown")
        facts.append(f"{member.similarity:.0%} alike")
        if member.evidence:
            facts.append(f"{member.evidence.kept:.0%} of the original kept")
            facts.append(
                f"{_count(member.evidence.quotes, 'quote')} and {member.evidence.facts} names and numbers shared"
            )
    colour = _COLOURS[member.relation]
    head = f"[{colour}]{member.relation}[/{colour}]  {escape(stored.article.source)}  {escape(stored.article.title)}"
    return f"{head}\n[dim]{stored.id}  {'  ·  '.join(facts)}[/dim]"


def _when(stored: StoredArticle) -> str:
    moment = stored.article.published
    if moment is None:
        return f"first seen {stored.first_seen.astimezone(JAKARTA):%Y-%m-%d %H:%M}"
    return f"{moment.at:%Y-%m-%d}" if moment.precision == "day" else f"{moment.at:%Y-%m-%d %H:%M %z}"


def _print_difference(family: Family, member: Member, console: Console, *, whole: bool) -> None:
    texts = {one.article.id: one.article.article for one in family.members}
    of = texts.get(member.of or "", family.members[0].article.article)
    own = member.article.article
    rows = side_by_side(of.body, own.body)
    changed = [row for row in rows if not row.same]
    if not changed:
        return
    shown = rows if whole else changed[:_SHOWN]
    table = Table(escape(of.source), escape(own.source), expand=True, show_lines=True, header_style="bold")
    for row in shown:
        table.add_row("".join(_marked(row.left, "red")), "".join(_marked(row.right, "green")))
    console.print()
    console.print(table)
    added, gone = _alone(changed)
    left = len(changed) - len(shown) if not whole else 0
    more = f"; {_count(left, 'more change')}, in full with --diff {member.article.id}" if left > 0 else ""
    console.print(f"[dim]{_count(added, 'sentence')} added, {gone} left out{more}[/dim]")


def _alone(rows: list[Row]) -> tuple[int, int]:
    return sum(not row.left for row in rows), sum(not row.right for row in rows)


def _marked(pieces: tuple[Piece, ...], colour: str) -> Iterator[str]:
    for text, marked in pieces:
        yield f"[{colour}]{escape(text)}[/{colour}] " if marked else f"{escape(text)} "


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"
