"""Reporters without a label: a person's name that a page prints beside its date of publication."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from lxml.html import HtmlElement

from .authors import is_initials, names_in, people
from .evidence import Evidence
from .stamps import beside_date, has_date, is_stamp, neighbours
from .tables import names
from .text import label_of, text_of
from .titles import folded

_ROLE = re.compile(
    r"^(?:penulis|reporter|pewarta|jurnalis|wartawan|kontributor|oleh|by)\s+(?=[A-Z])"
    r"|\s*\((?:penulis|reporter|pewarta|jurnalis|wartawan|kontributor)[^()]{0,30}\)$",
    re.IGNORECASE,
)
_OF_AUTHORS = re.compile(r"author|penulis|reporter|jurnalis|wartawan|kontributor|profil|user|member", re.IGNORECASE)
_WORDS = range(2, 5)


def beside_stamps(page: Evidence, labels: Mapping[HtmlElement, str]) -> tuple[str, ...]:
    """Names in the lines that print the date, or just before or behind one; ``labels`` stand about the title.

    Words of the title, and those that the text prints in lower case, name a subject and no person.
    """
    subjects = {word for text in ((page.title or "").lower(), *page.lines) for word in text.split()}
    told = [found for text in dict.fromkeys(_candidates(labels)) if (found := _persons(text, subjects, page.brands))]
    sections = _sections(page.root) if told else set()
    return next((found for found in told if not sections.intersection(map(folded, found))), ())


def _candidates(labels: Mapping[HtmlElement, str]) -> Iterator[str]:
    for element, label in labels.items():
        if has_date(label) and is_stamp(label) and not any(has_date(text_of(child)) for child in element):
            yield from beside_date(label)
            yield from (text for text in neighbours(element) if not has_date(text))


def _persons(text: str, subjects: Collection[str], brands: Collection[str]) -> tuple[str, ...]:
    """The persons of a text that names nobody and nothing else, degrees, roles, initials and the outlet aside."""
    text = _ROLE.sub("", text)
    known = {folded(brand) for brand in brands}
    parts = [part for part in names_in(text) if not is_initials(part) and folded(part) not in known]
    found = people([text], brands)
    if len(found) != len(parts) or any(len(name.split()) not in _WORDS for name in found):
        return ()
    barred = (names("no-byline"), names("places"), subjects)
    return () if any(word.lower() in words for name in found for word in name.split() for words in barred) else found


def _sections(root: HtmlElement) -> set[str]:
    """Labels of the page's links that lead to no author: a section's name is among them."""
    links = (a for a in root.iter("a") if not _OF_AUTHORS.search(f"{a.get('href')} {a.get('rel')} {a.get('class')}"))
    return {folded(label) for a in links if (label := label_of(a, 60))}
