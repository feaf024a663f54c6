"""What a reader of the edition should find: the expected values, from the same files as the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from edition.articles import addresses, corrected, seen
from edition.outlets import outlets
from edition.stories import Telling, tellings
from edition.values import values_of

DESKS = {"Redaksi", "Antara", "Tim detikcom"}  # bylines that are no people
GENERIC = {"Berita"}  # sections that only say that this is news


@dataclass(frozen=True, slots=True)
class Truth:
    """The expected values of one article, fields as in ``archive.article.Article``.

    ``published`` is ISO 8601 with offset, a bare date where the page shows only a day, None where it shows nothing.
    ``first_seen`` is the WARC-Date of its own page, ISO 8601. ``addresses`` are all recorded addresses of the same
    article, its own first. ``dateline`` is the printed prefix without its separator, ``place`` the place in it.
    ``relation`` is to the telling of the same story that it was written from: original, copy, reprint or rewrite.
    """

    url: str
    key: str
    source: str
    title: str
    published: str | None
    authors: tuple[str, ...]
    editor: str | None
    body: str
    dateline: str | None
    place: str | None
    tags: tuple[str, ...]
    section: str | None
    story: str
    relation: str
    kind: str
    language: str
    access: str | None
    topics: tuple[str, ...]
    addresses: tuple[str, ...]
    first_seen: str


def _published(telling: Telling) -> str | None:
    if telling.precision == "none":
        return None
    if telling.precision == "day":
        return telling.published.date().isoformat()
    return telling.published.isoformat(timespec="seconds")


def _people(telling: Telling) -> tuple[str, ...]:
    """The people named, each once; desks and brands are no people."""
    return tuple(dict.fromkeys(name for name in telling.authors if name not in DESKS))


def truth_of(telling: Telling) -> Truth:
    """The expected values of one telling."""
    outlet = outlets()[telling.outlet]
    prefix = " ".join(values_of(telling, outlet)["dateline_raw"].split()).strip(" -–—,:.")
    return Truth(
        url=telling.url,
        key=outlet.article_key(telling.url),
        source=telling.outlet,
        title=telling.title.strip(),
        published=_published(telling),
        authors=_people(telling),
        editor=None if "editor" in outlet.untold else telling.editor,
        body=telling.body,
        dateline=prefix or None,
        place=telling.place,
        tags=telling.tags,
        section=None if "section" in outlet.untold or telling.section in GENERIC else telling.section,
        story=telling.story,
        relation=telling.relation,
        kind=telling.kind,
        language=telling.language,
        access=telling.access or outlet.access,
        topics=telling.topics,
        addresses=addresses(telling),
        first_seen=seen(telling).isoformat(timespec="seconds"),
    )


@cache
def articles() -> tuple[Truth, ...]:
    """Every article of the edition."""
    return tuple(truth_of(telling) for telling in tellings())


@cache
def corrections() -> tuple[Truth, ...]:
    """The articles of the later recording: the same keys, the text as the outlet corrected it."""
    return tuple(truth_of(corrected(telling)) for telling in tellings() if telling.corrected)


@cache
def refusals() -> Mapping[str, str]:
    """Recorded pages at addresses like an article's that are no articles, and the family of the reason."""
    return {rule["url"]: rule["refusal"] for outlet in outlets().values() for rule in outlet.pages if "refusal" in rule}


@cache
def lists() -> tuple[str, ...]:
    """The recorded HTML lists of articles; feeds, sitemaps and data files are not among them."""
    rules = (rule for outlet in outlets().values() for rule in outlet.lists)
    return tuple(url for rule in rules if rule.get("template", "").endswith(".html") for url in rule["urls"])


@cache
def not_recorded() -> frozenset[str]:
    """The articles that lists name and the recording does not hold."""
    return frozenset(url for outlet in outlets().values() for url in outlet.not_recorded)


@cache
def stories() -> Mapping[str, tuple[str, ...]]:
    """The article keys of each story, in the order told."""
    groups: dict[str, list[str]] = {}
    for one in articles():
        groups.setdefault(one.story, []).append(one.key)
    return {name: tuple(keys) for name, keys in groups.items()}
