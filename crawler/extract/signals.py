"""Every date a page states about itself, as printed, with where it stood; judging them is ``crawler.dates``' work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from crawler.items import PrintedDate

from .jsonld import LinkedData
from .metas import Metas
from .selectors import Tree
from .stamps import has_date, is_stamp
from .tables import entries
from .text import label_of, plain

_ITEMPROPS = ("datePublished", "dateModified", "dateCreated")
_SCRIPT = re.compile(
    r"""["']?\b(articleDate|article_date|published_date|publishedDate|publish_date|publishDate|published_at|publishedAt|date_published"""
    r"""|published_time|publishedTime|datePublished|content_PublishedDate|created_date_article|tanggal_tayang|tgl_terbit)["']?\s*[:=]\s*["']([^"'\n<>]{6,40})["']"""
)
_NAMES = ("ublish", "rticleDate", "rticle_date", "tanggal_tayang", "tgl_terbit")  # pieces of them, found fast
_STATED = (
    "//body//*[@datetime or @content or @title][@itemprop='datePublished' or @itemprop='dateModified'"
    " or contains(concat(' ', @class, ' '), ' published ')]"
)
_RDFA = re.compile(r"(?:^|[\s:])(?:created|issued|datePublished|date)(?:$|\s)").search  # Drupal: dc:date dc:created
_MAX_LINE = 140
_TAIL = 200_000


def printed_dates(
    root: HtmlElement,
    metas: Metas,
    data: LinkedData,
    selected: Iterable[PrintedDate],
    shown: Iterable[PrintedDate],
    scripted: Iterable[PrintedDate],
) -> tuple[PrintedDate, ...]:
    """All signals, each text and origin once: JSON-LD, metas, the outlet's selector, the displayed ones, scripts.

    Microdata outside the head of the article is asked only where the page's own head says nothing.
    """
    found = [PrintedDate(text, f"json-ld:{key}") for key, text in data.dates()]
    for name in entries("date-metas"):
        for content in metas.contents.get(name, ())[:2]:
            if (text := plain(content)) and any(c.isdigit() for c in text) and len(text) <= _MAX_LINE:
                found.append(PrintedDate(text, f"meta:{metas.spelled[name]}"))
    for itemprop in _ITEMPROPS:
        for content in metas.itemprops.get(itemprop, ())[:1]:
            if (text := plain(content)) and any(c.isdigit() for c in text):
                found.append(PrintedDate(text, f"itemprop:{itemprop}"))
    if not found:
        found += stated_dates(root)
    return tuple(dict.fromkeys([*found, *selected, *shown, *scripted]))


def selected_dates(tree: Tree, css: str) -> Iterator[PrintedDate]:
    """Text of the elements an outlet's date selector finds, and the machine-readable attribute beside it."""
    for element in tree.select(css)[:3]:
        for name in ("datetime", "content", "d-time"):
            if value := plain(element.get(name)):
                yield PrintedDate(value, f"css:{css}@{name}")
        if text := label_of(element, 2 * _MAX_LINE):
            yield PrintedDate(text, f"css:{css}")


def shown_dates(head: Sequence[HtmlElement]) -> Iterator[PrintedDate]:
    """Dates displayed about the title: ``time`` elements, microdata, then short lines that hold a date."""
    marked: set[HtmlElement] = set()
    for element in head:
        itemprop, stamp = element.get("itemprop"), element.get("datetime") if element.tag == "time" else None
        if stamp is None and (rdfa := element.get("property")) and _RDFA(rdfa) and element.get("content"):
            yield PrintedDate(element.get("content", "")[:_MAX_LINE], "itemprop:datePublished")
        if itemprop not in _ITEMPROPS and element.tag != "time" and not element.get("d-time"):
            continue
        value = plain(stamp or element.get("content")) if itemprop in _ITEMPROPS or stamp else None
        text = label_of(element, _MAX_LINE)
        if itemprop in _ITEMPROPS:
            marked.add(element)
            if printed := value or text:
                yield PrintedDate(printed[:_MAX_LINE], f"itemprop:{itemprop}")
        elif value and any(c.isdigit() for c in value):
            marked.add(element)
            yield PrintedDate(value, "time:datetime")
        if epoch := element.get("d-time"):
            yield PrintedDate(epoch, "time:datetime")
        if (
            (element in marked or element.tag == "time")
            and text
            and len(text) <= _MAX_LINE
            and any(c.isdigit() for c in text)
        ):
            yield PrintedDate(text, "time:text")


def stated_dates(root: HtmlElement) -> Iterator[PrintedDate]:
    """Machine-readable dates in microdata and hAtom anywhere on the page, where it states one value only.

    Blogs print them below the text; a list states one for each article.
    """
    found: dict[str, dict[str, None]] = {}
    for element in root.xpath(_STATED)[:40]:
        value = plain(element.get("datetime") or element.get("content") or element.get("title"))
        name = element.get("itemprop") if element.get("itemprop") in _ITEMPROPS else "datePublished"
        if name and value and len(value) <= _MAX_LINE and any(c.isdigit() for c in value):
            found.setdefault(name, {})[value] = None
    for name, values in found.items():
        if len(values) == 1:
            yield PrintedDate(next(iter(values)), f"itemprop:{name}")


def shown_lines(lines: Iterable[str]) -> Iterator[PrintedDate]:
    """Short lines about the title that print a date and nothing of the text."""
    for line in lines:
        if len(line) <= _MAX_LINE and has_date(line) and is_stamp(line):
            yield PrintedDate(line, "text")


def scripted_dates(scripts: Iterable[str]) -> Iterator[PrintedDate]:
    """Dates that inline scripts (dataLayer, window.kly) state under a publication's name, if they state one only."""
    found: dict[str, dict[str, None]] = {}
    for script in scripts:
        for part in _NAMES:
            place = script.find(part, 0, _TAIL)
            while place >= 0:
                match = _SCRIPT.search(script, max(0, place - 12), place + 90)
                if match is not None and any(c.isdigit() for c in match[2]):
                    found.setdefault(match[1], {})[match[2].strip()] = None
                place = script.find(part, place + len(part), _TAIL)
    for name, texts in found.items():
        if len(texts) == 1:
            yield PrintedDate(next(iter(texts)), f"script:{name}")
