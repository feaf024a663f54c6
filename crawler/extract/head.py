"""The elements about a title and below an article, where a page displays its date and its bylines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from .blocks import BLOCKS
from .evidence import Evidence
from .text import label_of

LABEL = 160  # characters of a line that is no prose
_NEAR = 140  # elements after the title that are looked at
_ABOVE = 2  # elements before it
_BELOW = 15  # elements after the article
_PARAGRAPH = 100


def head_of(page: Evidence) -> list[HtmlElement]:
    """Elements after the title up to the first paragraph, then the few just above it.

    What stands further above is the site's own head, whose date is today's (Republika).
    """
    title = page.heading
    if title is not None:
        after = [*title.iterdescendants(), *_following(title, _NEAR)]
        return [*_until_prose(page, after), *_above(title, set(page.containers))]
    if not page.containers:
        return []
    nearest: list[HtmlElement] = page.containers[0].xpath(
        "preceding::*[position() <= 40] | descendant::*[position() <= 12]"
    )
    return nearest


def _following(element: HtmlElement, count: int) -> Iterator[HtmlElement]:
    """The first elements behind one, as XPath's axis gives them, without a walk to the end of the page."""
    holders = (element, *element.iterancestors())
    return islice((e for holder in holders for sibling in holder.itersiblings() for e in sibling.iter()), count)


def _above(title: HtmlElement, containers: Collection[HtmlElement]) -> Iterator[HtmlElement]:
    """Elements just above the title, up to the breadcrumb; beside the article only what holds no links (menus)."""
    taken = 0
    for element in (title, *title.iterancestors()):
        if element.tag in ("body", "html"):
            return
        outer = any(e in containers for e in element.iter())
        for sibling in element.itersiblings(preceding=True):
            if sibling.tag in ("nav", "header") or "bread" in sibling.get("class", "") or taken == _ABOVE:
                return
            if label_of(sibling, LABEL) and not (outer and sibling.find(".//a") is not None):
                taken += 1
                yield from sibling.iter()


def _until_prose(page: Evidence, elements: Sequence[HtmlElement]) -> Iterator[HtmlElement]:
    """Elements up to the first paragraph of the article."""
    inside = set(page.containers)
    for element in elements:
        if element in inside and all(e is not page.heading for e in element.iterdescendants()):
            yield from element.xpath("child::*[position() <= 3]")
            return
        text = element.text or ""
        if (
            element.tag in BLOCKS
            and len(text.strip()) >= _PARAGRAPH
            and any(a in inside for a in element.iterancestors())
        ):
            return
        yield element


def tail_lines(page: Evidence) -> list[str]:
    """Short lines just below the article, where some templates print who wrote it."""
    if not page.containers:
        return []
    return [line for element in _following(page.containers[-1], _BELOW) if (line := label_of(element, LABEL))]
