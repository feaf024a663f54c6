"""An outlet's CSS selectors: what a spider states, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from cssselect import HTMLTranslator, SelectorError, parse
from lxml.etree import XPath
from lxml.html import HtmlElement

from .text import text_of

_TRANSLATOR = HTMLTranslator()
_CLASS = re.compile(r"([a-z][a-z0-9]*)?\.([A-Za-z_][\w-]*)", re.ASCII).fullmatch
_ANY = "descendant-or-self::*["
_SINGLE = ("title", "body", "date", "authors", "editor", "section", "tags", "lead", "next_page")
_ALTERNATIVE = re.compile(r"(?:\([^)]*\)|\[[^\]]*\]|[^,(\[])+").findall
_NAME = re.compile(r"[.#]([\w-]+)").findall


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

    def found_in(self, html: bytes) -> Selectors:
        """Those that can match a page: a class or id that is nowhere in its bytes is not worth a walk over its tree."""
        held = {name: _held(getattr(self, name), html) for name in _SINGLE}
        return replace(self, **held, drop=tuple(css for one in self.drop if (css := _held(one, html))))

    def __post_init__(self) -> None:
        """Refuse a selector that could never match."""
        for name in _SINGLE:
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


def _held(css: str, html: bytes) -> str:
    """The alternatives of a selector whose classes and ids all occur in a page."""
    return ",".join(one for one, names in _alternatives(css) if all(name in html for name in names))


@lru_cache(maxsize=512)
def _alternatives(css: str) -> tuple[tuple[str, tuple[bytes, ...]], ...]:
    """Each alternative of a selector, with the class and id names that it asks for."""
    bare = ((one.strip(), re.sub(r"[(\[][^)\]]*[)\]]", "", one)) for one in _ALTERNATIVE(css))
    return tuple((one, tuple(name.encode() for name in _NAME(plain))) for one, plain in bare if one)


@lru_cache(maxsize=512)
def _compiled(css: str) -> XPath:
    """As XPath, with all alternatives that ask for one element each in one predicate: one walk finds them."""
    paths = [_TRANSLATOR.selector_to_xpath(one) for one in parse(css)]
    single = [path.removeprefix(_ANY)[:-1] for path in paths if path.startswith(_ANY) and "/" not in path]
    other = [path for path in paths if not path.startswith(_ANY) or "/" in path]
    return XPath(" | ".join([*([f"{_ANY}{' or '.join(single)}]"] if single else []), *other]))


def select(root: HtmlElement, css: str) -> list[HtmlElement]:
    """Elements in document order, without those inside another one of them; empty for an empty selector."""
    return _outermost(_compiled(css)(root)) if css else []


def _outermost(found: list[HtmlElement]) -> list[HtmlElement]:
    inside = set(found)
    return [e for e in found if not any(a in inside for a in e.iterancestors())] if len(found) > 1 else found


class Tree:
    """A page's tree, walked once for all selectors that ask for a class; XPath walks it for each."""

    def __init__(self, root: HtmlElement, selectors: Selectors) -> None:
        self.root = root
        self._wanted = _wanted(selectors)
        self._classed: dict[str, list[tuple[int, HtmlElement]]] | None = None

    def select(self, css: str) -> list[HtmlElement]:
        """As ``select``; what has left the tree meanwhile is not found."""
        asked = _classes(css)
        if not asked or not self._wanted.issuperset(name for _, name in asked):
            return select(self.root, css)
        if self._classed is None:
            self._classed = _by_class(self.root, self._wanted)
        found = {
            place: element
            for tag, name in asked
            for place, element in self._classed.get(name, ())
            if (not tag or element.tag == tag) and self._holds(element)
        }
        return _outermost([found[place] for place in sorted(found)])

    def texts(self, css: str) -> list[str]:
        """Texts of the elements a selector finds, one line each."""
        return [text for element in self.select(css) if (text := text_of(element))]

    def _holds(self, element: HtmlElement) -> bool:
        return element is self.root or self.root in element.iterancestors()


def _by_class(root: HtmlElement, wanted: frozenset[str]) -> dict[str, list[tuple[int, HtmlElement]]]:
    """Elements by each of the wanted classes, with their place in the document."""
    classed: dict[str, list[tuple[int, HtmlElement]]] = {}
    for place, element in enumerate(root.iter()):  # XPath would be slower, and would keep every element alive
        names = element.get("class")
        if names and not wanted.isdisjoint(classes := names.split()):
            for name in wanted.intersection(classes):
                classed.setdefault(name, []).append((place, element))
    return classed


@lru_cache(maxsize=512)
def _wanted(selectors: Selectors) -> frozenset[str]:
    """The classes that an outlet's selectors ask for by no more than their name."""
    return frozenset(name for field in _SINGLE for _, name in _classes(getattr(selectors, field)))


@lru_cache(maxsize=512)
def _classes(css: str) -> tuple[tuple[str, str], ...]:
    """Tag and class of each alternative of a selector that asks for no more than these; nothing for any other."""
    asked = [_CLASS(one.strip()) for one in css.split(",")]
    return tuple((match[1], match[2]) for match in asked if match) if css and all(asked) else ()


NO_SELECTORS = Selectors()
