"""Where a page holds prose, by its text nodes alone: sentences outside links, side columns and readers' comments."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from lxml.etree import XPath
from lxml.html import HtmlElement

from . import noise
from .blocks import BLOCKS, HEADINGS
from .text import label_of, names_of

_LINE = 30  # shorter text nodes are labels
_SENTENCE = 60  # from here on a text node without a full stop is prose too
_OUTSIDE = frozenset(
    {"nav", "footer", "aside", "button", "select", "option", "textarea", "label", "figcaption", "title"}
)
_INLINE_TABLE = frozenset({"td", "th", "tr", "tbody", "table"})
_DOUBTED = 0.1  # of its length: prose in what is named a side column, a list, comments
OPENING = 200  # characters of text from which a heading of comments closes the article
_TEXTS = XPath(f"//text()[string-length(.) >= {_LINE}]")
_FOLLOWING = XPath("following::*")


def weigh_prose(root: HtmlElement) -> dict[HtmlElement, float]:
    """Weight of prose in each block element in document order: links left out, side columns nearly so.

    What stands below the heading of the readers' comments is none, however much it is.
    """
    weights: dict[HtmlElement, float] = {}
    outside: dict[HtmlElement, bool] = {}
    comments = _below_comments(root)
    written = 0.0
    for text in _TEXTS(root):
        stripped = text.strip()
        if len(stripped) < _LINE or not _is_sentence(stripped):
            continue
        if written >= OPENING and text.getparent() in comments:
            break
        if (element := _block_of(text)) is not None:
            weight = len(stripped) * (_DOUBTED if _is_outside(element, outside) else 1.0)
            weights[element] = weights.get(element, 0.0) + weight
            written += weight
    return weights


def _below_comments(root: HtmlElement) -> Collection[HtmlElement]:
    """All elements behind the heading of the readers' comments."""
    for heading in root.iter(*HEADINGS):
        if (label := label_of(heading, 60)) and noise.opens_comments(label):
            return set(_FOLLOWING(heading))
    return ()


def _block_of(text: Any) -> HtmlElement | None:
    """The block that prints a text; None for a link and what is no part of a page's text by its element."""
    element: HtmlElement | None = text.getparent()
    if text.is_tail and element is not None:
        element = element.getparent()
    while element is not None and element.tag not in BLOCKS and element.tag not in _INLINE_TABLE:
        if element.tag == "a" or element.tag in _OUTSIDE:
            return None
        element = element.getparent()
    return element


def _is_sentence(text: str) -> bool:
    """Whether a text node reads like prose: words in lower case, long or ended by a sign."""
    if len(text) < _SENTENCE and text[-1] not in '.!?,”"':
        return False
    words = text[:400].split()
    return len(words) > 4 and sum(word[0].islower() for word in words) >= 0.3 * len(words)


def _is_outside(element: HtmlElement, known: dict[HtmlElement, bool]) -> bool:
    """Whether the element or one above it is navigation, comments, a side column or a list of other articles."""
    chain = []
    answer = False
    current: HtmlElement | None = element
    while current is not None and current.tag not in ("body", "html"):
        if current in known:
            answer = known[current]
            break
        chain.append(current)
        if current.tag in _OUTSIDE or (_against(current) and noise.container_class(names_of(current)) != "strong"):
            answer = True
            break
        current = current.getparent()
    for item in chain:
        known[item] = answer
    return answer


def _against(element: HtmlElement) -> bool:
    names = names_of(element)
    return names != "" and (noise.is_elsewhere(names) or noise.noise_class(names) == "strong")
