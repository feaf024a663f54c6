"""The article's container on a page of an unknown outlet: where the prose is densest, by the text nodes alone.

The scorer is ours (after Readability's idea that paragraphs credit their parents): it costs a few milliseconds and its
answer is narrow. trafilatura reads only what the scorer cannot, and only the narrowest element that holds the prose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import nlargest

from lxml import etree
from lxml.html import HtmlElement

from . import noise
from .blocks import BLOCKS
from .prose import weigh_prose
from .text import names_of, squeeze

_MORE, _TOO_MUCH = 1.25, 4.0  # times the prose: what a wider element must at least and may at most hold
_SHARES = (1.0, 0.5, 0.25)
_WEIGHED = 50  # elements with the highest scores, whose whole text is looked at
# where trafilatura, which is quadratic, is not asked: whole pages have 2,000 elements, whose depths add up to 40,000
_MANY, _DEEP = 4_000, 200_000


def find_containers(prose: Mapping[HtmlElement, float], heading: HtmlElement | None = None) -> list[HtmlElement]:
    """Elements that hold the article, in document order; empty where there is no prose.

    Args:
        prose: weight of the prose in each block of the stripped page.
        heading: the element that prints the article's title; its surroundings are believed first.
    """
    if not prose:
        return []
    inside = _inside(prose)
    scores: dict[HtmlElement, float] = {}
    for block, weight in prose.items():
        for element, share in zip(_creditors(block), _SHARES, strict=False):
            scores[element] = scores.get(element, 0.0) + share * weight
    near = set(_around(heading)) if heading is not None else set()
    best = max(
        nlargest(_WEIGHED, scores, key=lambda e: scores[e]),
        key=lambda e: scores[e] * _trust(e) * (1.0 if not near or near & {e, *e.iterancestors()} else 0.5),
    )
    return _with_twins(_widened(best, inside), inside)


def _creditors(block: HtmlElement) -> list[HtmlElement]:
    """Elements that gain from a block's prose: a paragraph credits those above it, any other block itself first."""
    found = [] if block.tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre") else [block]
    for element in block.iterancestors():
        if len(found) == len(_SHARES) or (element.tag in ("body", "html") and found):
            break
        found.append(element)
    return found


def _trust(element: HtmlElement) -> float:
    """How far an element's name and links speak for it."""
    trust = 1.0
    names = names_of(element)
    kind = noise.container_class(names)
    if (element.get("itemprop") or "").lower() == "articlebody":
        trust *= 1.8
    elif kind == "strong":
        trust *= 1.4
    elif noise.is_elsewhere(names):
        trust *= 0.5
    elif kind == "weak" or element.tag == "article":
        trust *= 1.2
    size = len("".join(element.itertext()).strip()) or 1
    linked = sum(len("".join(a.itertext()).strip()) for a in element.iter("a"))
    return trust * (1.05 - min(1.0, linked / size))


def _around(heading: HtmlElement) -> list[HtmlElement]:
    """The nearest elements above the title that may hold the article too."""
    found = []
    for element in heading.iterancestors():
        if element.tag in ("body", "html"):
            break
        found.append(element)
        if len(found) == 6:
            break
    return found


def _inside(prose: Mapping[HtmlElement, float]) -> dict[HtmlElement, float]:
    """Weight of all prose inside each element that holds any."""
    inside = dict(prose)
    for element, weight in prose.items():
        for above in element.iterancestors():
            inside[above] = inside.get(above, 0.0) + weight
    return inside


def _widened(best: HtmlElement, inside: dict[HtmlElement, float]) -> HtmlElement:
    """The element above, as long as it holds clearly more of the article (sections, wrapped paragraphs).

    A container that says so itself is not widened: what stands beside it may be a glossary ten times its size.
    """
    if (best.get("itemprop") or "").lower() == "articlebody" or noise.container_class(names_of(best)) == "strong":
        return best
    weight = inside[best]
    for element in best.iterancestors():
        if element.tag in ("body", "html"):
            break
        whole = inside[element]
        if _MORE * weight < whole < _TOO_MUCH * weight and _trust(element) > 0.55:
            best, weight = element, whole
        elif whole > _MORE * weight:
            break
    return best


def _with_twins(best: HtmlElement, inside: dict[HtmlElement, float]) -> list[HtmlElement]:
    """The container and its twins: pages or sections of one article that stand near it under the same class.

    Where little prose stands outside the twins, what holds them all is taken, for it holds their subheads too.
    Two titles mean two articles, which are left apart.
    """
    names = best.get("class")
    for level, above in enumerate(best.iterancestors()):
        if not names or level == 3 or above.tag in ("body", "html") or sum(1 for _ in above.iter("h1")) > 1:
            break
        twins = [e for e in above.iter() if e.tag == best.tag and e.get("class") == names and inside.get(e, 0.0) > 0]
        if len(twins) > 1:
            whole = sum(inside[twin] for twin in twins)
            return [above] if whole >= 0.9 * inside[above] else twins
    return [best]


def narrowest(root: HtmlElement) -> HtmlElement:
    """The smallest element that holds nearly all prose of the page, for a reader that is dear by the kilobyte."""
    inside = _inside(weigh_prose(root))
    body = root.find("body")
    best = body if body is not None else root
    total = inside.get(best, 0.0)
    while total:
        inner = next((e for e in best.iterchildren(*BLOCKS) if inside.get(e, 0.0) >= 0.9 * total), None)
        if inner is None:
            break
        best = inner
    return best


def read_with_trafilatura(root: HtmlElement) -> Sequence[str]:
    """Paragraphs as trafilatura finds them in the narrowest element; imported late, for it takes 150 ms."""
    element = narrowest(root)
    if _is_dear(element):
        return []
    from trafilatura import bare_extraction

    found = bare_extraction(element, include_comments=False, include_tables=False, with_metadata=False)
    text = found.text if found is not None and not isinstance(found, dict) else None
    return [line for raw in (text or "").splitlines() if (line := squeeze(raw))]


def _is_dear(element: HtmlElement) -> bool:
    """Whether an element holds more, or more inside one another, than any page of a reader's."""
    depth = deep = many = 0
    for event, _ in etree.iterwalk(element, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deep += depth
        many += event == "start"
        if deep > _DEEP or many > _MANY:
            return True
    return False
