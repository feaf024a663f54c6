"""An outlet's CSS selectors: what a spider states, compiled once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from .text import text_of


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors of an outlet; an empty string means none, a comma parts alternatives.

    ``drop`` are elements inside the body that are no text. Raises ValueError, naming the field, for what is no CSS.
    """

    title: str = ""
    body: str = ""
    date: str = ""
    authors: str = ""
    editor: str = ""
    section: str = ""
    tags: str = ""
    lead: str = ""
    next_page: str = ""
    drop: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a selector that could never match."""
        for name in ("title", "body", "date", "authors", "editor", "section", "tags", "lead", "next_page"):
            _check(name, getattr(self, name))
        for css in self.drop:
            _check("drop", css)

    def __bool__(self) -> bool:
        """Whether anything is selected at all."""
        return self != NO_SELECTORS


def _check(name: str, css: str) -> None:
    try:
        if css:
            _compiled(css)
    except SelectorError as error:
        raise ValueError(f"selector {name}: {css!r} is no CSS selector ({error})") from None


@lru_cache(maxsize=512)
def _compiled(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")


def select(root: HtmlElement, css: str) -> list[HtmlElement]:
    """Elements in document order, without those inside another one of them; empty for an empty selector."""
    if not css:
        return []
    found = _compiled(css)(root)
    inside = set(found)
    return [e for e in found if not any(a in inside for a in e.iterancestors())] if len(found) > 1 else found


def texts(root: HtmlElement, css: str) -> list[str]:
    """Texts of the elements a selector finds, one line each."""
    return [text for element in select(root, css) if (text := text_of(element))]


NO_SELECTORS = Selectors()
