"""The stories of the edition: facts and wording of our own, each told by several outlets.

A story file is a run of blocks parted by lines that hold only ``+++``: the facts of the story (TOML), then for each
telling its facts (TOML) and its text. Paragraphs of a text are parted by blank lines; ``## …`` is a subheading,
``[[…]]`` a word the outlet links to its tag page, ``*…*`` emphasis, ``{3}`` or ``{3-5}`` the paragraphs of the
telling named by ``of``, with the ``edits`` of this telling made in them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

STORIES = Path(__file__).parent / "stories"
FENCE = re.compile(r"^\+\+\+\n", re.MULTILINE)
BORROWED = re.compile(r"\{(\d+)(?:-(\d+))?\}")
LINKED = re.compile(r"\[\[([^\]]+)\]\]")
STRESSED = re.compile(r"\*([^*]+)\*")


class StoryError(ValueError):
    """A story file that cannot be read; the message names the file and the telling."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One article: one outlet's telling of a story, under one address.

    ``published`` is aware; ``precision`` says whether the page shows its minute, only its day or nothing.
    ``breaks`` are the paragraph counts after which a new page begins; ``twins`` names the outlet's variants that are
    recorded too; ``page`` holds literal template values, most of them traps.
    """

    story: str
    name: str
    outlet: str
    url: str
    title: str
    published: datetime
    paragraphs: tuple[str, ...]
    relation: str = "original"
    of: str | None = None
    precision: str = "minute"
    modified: datetime | None = None
    shown: datetime | None = None
    seen: datetime | None = None
    authors: tuple[str, ...] = ()
    editor: str | None = None
    place: str | None = None
    dateline: str | None = None
    section: str = ""
    tags: tuple[str, ...] = ()
    lead: str = ""
    kind: str = "news"
    language: str = "id"
    access: str | None = None
    topics: tuple[str, ...] = ("Perpusnas",)
    template: str = "article.html"
    breaks: tuple[int, ...] = ()
    twins: tuple[str, ...] = ()
    baca: tuple[tuple[str, str], ...] = ()
    unlisted: bool = False
    corrected: Mapping[str, Any] = field(default_factory=dict)
    response: Mapping[str, Any] = field(default_factory=dict)
    page: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> str:
        """The clean text, as extraction should give it."""
        return "\n\n".join(plain(paragraph) for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Story:
    """One event and everything told about it; ``note`` says what makes it hard."""

    name: str
    title: str
    note: str
    tellings: tuple[Telling, ...]


def plain(paragraph: str) -> str:
    """A paragraph without our inline marks."""
    return STRESSED.sub(r"\1", LINKED.sub(r"\1", paragraph.removeprefix("## ")))


def _paragraphs(text: str, base: Sequence[str], edits: Sequence[Sequence[str]], where: str) -> tuple[str, ...]:
    """The paragraphs of a text, those borrowed from another telling edited; every edit must find its place."""
    unused = {old for old, _ in edits}
    found: list[str] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        paragraph = " ".join(block.split())
        borrowed = BORROWED.fullmatch(paragraph)
        if borrowed is None:
            found.append(paragraph)
            continue
        first, last = int(borrowed[1]), int(borrowed[2] or borrowed[1])
        if not base or last > len(base):
            raise StoryError(f"{where}: {paragraph} borrows what the telling named by `of` does not have")
        for line in base[first - 1 : last]:
            for old, new in edits:
                if old in line:
                    unused.discard(old)
                    line = line.replace(old, new)
            found.append(line)
    if unused:
        raise StoryError(f"{where}: the edit of {sorted(unused)[0]!r} finds nothing to change")
    return tuple(found)


def read_story(path: Path) -> Story:
    """One story file.

    Raises:
        StoryError: naming the file, when a block is missing, unknown or borrows what is not there.
    """
    blocks = FENCE.split(path.read_text(encoding="utf-8"))
    if len(blocks) < 5 or len(blocks) % 2 == 0:
        raise StoryError(f"{path.name}: expected +++ facts +++ and for each telling +++ facts +++ text")
    facts = tomllib.loads(blocks[1])
    tellings: dict[str, Telling] = {}
    for head, text in zip(blocks[3::2], blocks[4::2], strict=True):
        told = tomllib.loads(head)
        told.setdefault("name", told["outlet"])
        where = f"{path.name}: {told['name']}"
        of, edits = told.get("of"), told.pop("edits", [])
        if of is not None and of not in tellings:
            raise StoryError(f"{where}: `of` names {of!r}, which is no earlier telling")
        base = tellings[of].paragraphs if of else ()
        told["paragraphs"] = _paragraphs(text, base, edits, where)
        lists = ("authors", "tags", "topics", "breaks", "twins")
        told.update({name: tuple(told[name]) for name in lists if name in told})
        told["baca"] = tuple((title, url) for title, url in told.get("baca", ()))
        if told["name"] in tellings:
            raise StoryError(f"{where}: told twice; give one of them another `name`")
        tellings[told["name"]] = Telling(story=facts["name"], **told)
    return Story(facts["name"], facts["title"], facts.get("note", ""), tuple(tellings.values()))


@cache
def stories() -> tuple[Story, ...]:
    """All stories, in the order of their file names."""
    return tuple(read_story(path) for path in sorted(STORIES.glob("*.md")))


def tellings() -> tuple[Telling, ...]:
    """Every article of the edition."""
    return tuple(telling for story in stories() for telling in story.tellings)
