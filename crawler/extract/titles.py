"""Titles: the article's own, without the outlet's name that templates append."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from lxml.html import HtmlElement

from .stamps import has_date
from .tables import any_of
from .text import squeeze

_SIGNS = re.compile(r"[\W_]+")
_PARTS = re.compile(r"\s+(?:[-–—|:•·«»]|::|\|\|)\s+|\s*\|\s*|\s+[-–—]+\s+")
_PAGE = re.compile(
    r"\s*(?:[-–—|:(]\s*)?(?:halaman|page|hal\.?)\s*(?:all|semua|\d+)(?:\s*(?:dari|of|/)\s*\d+)?\)?\s*$", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Letters and digits alone, for comparing titles."""
    return _SIGNS.sub("", text.lower())


def without_site(title: str, brands: Collection[str] = (), *, guess: bool = True) -> str:
    """A title without page number and outlet name; a dash that belongs to the title stays.

    Only a last part that is a brand or, to ``guess``, reads like an outlet's name beside a longer rest is taken off.
    """
    title = _PAGE.sub("", squeeze(title)).strip()
    known = {folded(brand) for brand in brands if brand}
    while True:
        cut = None
        for part in _PARTS.finditer(title):
            cut = part
        if cut is None:
            return title
        head, tail = title[: cut.start()].rstrip(), title[cut.end() :].strip()
        if head and _is_site(tail, known, guess) and (folded(tail) in known or len(head) > len(tail)):
            title = _PAGE.sub("", head).strip()
            continue
        first = _PARTS.search(title)
        if first is not None and folded(title[: first.start()]) in known and len(title) - first.end() > 15:
            return title[first.end() :].strip()
        return title


def _is_site(tail: str, known: Collection[str], guess: bool) -> bool:
    name = folded(tail)
    if not name or name in known:
        return True
    if any(
        len(brand) > 3 and (name.startswith(brand) or name.endswith(brand)) and len(name) < len(brand) + 16
        for brand in known
    ):
        return True
    return guess and len(tail) <= 45 and any_of("site-names").fullmatch(tail) is not None


def agree(one: str, other: str, shared: float = 0.7) -> bool:
    """Whether two printed titles are one: equal, one within the other, or that share of the shorter one's words."""
    a, b = folded(one), folded(other)
    if not a or not b:
        return False
    if a == b or (min(len(a), len(b)) >= 0.5 * max(len(a), len(b)) and (a in b or b in a)):
        return True
    left, right = set(one.lower().split()), set(other.lower().split())
    return len(left & right) >= shared * min(len(left), len(right)) and min(len(left), len(right)) > 2


def _adds(element: HtmlElement, shown: str, claim: str) -> bool:
    """Whether a heading holds the claimed title and something apart from it: a kicker, a byline.

    A heading that goes on where the claim ends is the whole title, of which the page's head tells the beginning.
    """
    whole, part = folded(shown), folded(claim)
    if part == whole or part not in whole:
        return False
    pieces = [piece for text in element.itertext() if (piece := folded(text))]
    starts = range(len(pieces))
    if any("".join(pieces[i : j + 1]) == part for i in starts for j in starts[i:]) and len(pieces) <= _MAX_PIECES:
        return True
    rest = shown[len(claim) :]
    goes_on = whole.startswith(part) and not _BYLINE.match(rest) and not has_date(rest)
    return not goes_on and len(part) < 0.75 * len(whole)


_MAX_PIECES = 12  # text nodes of a heading
_BYLINE = re.compile(r"[\W_]*(?:oleh|by|penulis|reporter|editor)\b", re.IGNORECASE)
_SHARED = {"h2": 1.0, "h3": 1.0}  # cards of other articles are headed so too, often in nearly the same words


def choose_title(
    told: Iterable[tuple[str, str]], printed: Iterable[tuple[str, HtmlElement, str]], brands: Collection[str] = ()
) -> tuple[str | None, str | None, HtmlElement | None]:
    """Title, its origin, and the element that prints it.

    Args:
        told: (text, origin) of JSON-LD, metas and the title element, best first.
        printed: (text, element, origin) of headings on the page, the outlet's selector first.
        brands: names that are no part of a title.
    """
    said = [(clean, origin) for text, origin in told if text and (clean := without_site(text, brands))]
    shown = [(squeeze(text), element, origin) for text, element, origin in printed if squeeze(text)]
    own = {folded(brand) for brand in brands}
    for claim, claimed in said:
        for text, element, origin in shown:
            clean = without_site(text, brands, guess=False)
            if folded(clean) in own or not agree(clean, claim, _SHARED.get(origin, 0.4)):
                continue
            return (claim, claimed, element) if _adds(element, clean, claim) else (clean, origin, element)
    if said:
        return said[0][0], said[0][1], None
    if shown:
        text, element, origin = max(
            shown[:6], key=lambda item: (item[2].startswith("css"), item[1].tag == "h1", len(item[0]))
        )
        return without_site(text, brands), origin, element
    return None, None, None
