"""Lines that print when a page was published, told apart from sentences, captions and agendas that hold a date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from .blocks import HEADINGS
from .tables import folded, names
from .text import label_of, squeeze, text_of

_MONTH = r"(?:jan|feb|peb|mar|apr|mei|may|jun|jul|agu|ags|agt|aug|sep|okt|oct|nov|nop|des|dec)[a-z]{0,6}"
DATE_LINE = re.compile(
    rf"(?<![\w,.])\d{{1,2}}(?:st|nd|rd|th)?[\s/.-]{{1,3}}{_MONTH}[\s/.,-]{{1,3}}(?:\d{{4}}|\d{{2}})(?!\d)|\b{_MONTH}\s\d{{1,2}},?\s\d{{4}}\b"
    r"|(?<![\d/.-])\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?![\d/])|(?<!\d)(?:19|20)\d\d[-/]\d{1,2}[-/]\d{1,2}(?!\d)"
    r"|\b(?:\d{1,3}|se)\s?(?:detik|menit|jam|hari|minggu|pekan|bulan) (?:yang )?lalu\b"
    r"|\b(?:baru saja|kemarin,? (?:pukul )?\d)\b",
    re.IGNORECASE,
)
_TIME = re.compile(r"(?<!\d)[0-2]?\d[.:][0-5]\d(?!\d)")
_WEEKDAY = (
    r"(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)(?:day)?|sat)"
)
_CLOCK = re.compile(
    r"\W{0,3}(?:(?:pukul|jam|pkl\.?|at)\s?)?[0-2]?\d[.:][0-5]\d(?:[.:][0-5]\d)?"
    r"\s?(?:am|pm)?\s?(?:wib|wita|wit|gmt|utc)?\W{0,3}",
    re.IGNORECASE,
)
_OF_THE_DATE = re.compile(
    rf"\b{_WEEKDAY}\b\s?,?|[0-2]?\d[.:][0-5]\d(?:[.:][0-5]\d)?\s?(?:[ap]m\b)?|[+-]\d\d:?\d\d\b", re.IGNORECASE
)
_EVENT = re.compile(rf"\b{_WEEKDAY}(?: \w+)?,? ?\(\d", re.IGNORECASE)  # "Senin (20/7/2026)", as only prose prints it
_BY = re.compile(r"\b(?:oleh|by|penulis|author)\s?:?\s+[\w.]+", re.IGNORECASE)  # a user's name in lower case
_SEPARATOR = re.compile(r"\s?[|•·/,:;()\[\]–—-]+\s?|\s{3,}")
_MAX_PART, _MAX_WORDS, _MAX_HEADING = 5, 12, 3  # words beside the date: of one part, of a line, of a heading
_WIDE = 100


def has_date(line: str) -> bool:
    """Whether a line prints a day, or how long ago something was."""
    return DATE_LINE.search(line) is not None


def has_time(line: str) -> bool:
    """Whether a line prints a time of day."""
    return _TIME.search(DATE_LINE.sub(" ", line)) is not None


def beside_date(line: str) -> list[str]:
    """What a line prints beside days, weekdays and clocks: names, sections, labels, each apart."""
    rest = _OF_THE_DATE.sub(" | ", DATE_LINE.sub(" | ", line))
    return [part for raw in _SEPARATOR.split(rest) if (part := raw.strip(" .")) and not part.isdigit()]


def is_stamp(line: str, *, heading: bool = False) -> bool:
    """Whether a line is a date with no more than a name, a section, an outlet or a label beside it.

    A sentence has words in lower case that no such label has; ``heading``: it is printed as a title is.
    """
    parts = beside_date(line)
    words = [word for part in parts for word in part.split()]
    if not words:
        return True
    if folded("agenda-labels").match(line.lower()) or _EVENT.search(line) or line[0] in "\"“‘'":
        return False
    if len(words) > (_MAX_HEADING if heading else _MAX_WORDS) or any(len(p.split()) > _MAX_PART for p in parts):
        return False
    known, named = names("stamp-words"), set(" ".join(_BY.findall(line)).split())
    return not any(word[0].islower() and "." not in word and word not in known and word not in named for word in words)


def stamp_of(element: HtmlElement, text: str) -> str | None:
    """The date line an element prints, if none within it does; its parent's or neighbours' clock goes with it."""
    if not has_date(text):
        return None
    if (full := element.get("title")) and has_time(full) and has_date(full):
        return full[:160]  # the day and clock beside "2 hari yang lalu"
    if any(has_date(text_of(child)) for child in element.iterdescendants()):
        return None
    if not is_stamp(text, heading=element.tag in HEADINGS) or _is_caption(element):
        return None
    if has_time(text):
        return text
    parent = element.getparent()
    if parent is not None and parent.tag not in ("body", "article", "main"):
        wider = label_of(parent, _WIDE)
        if wider and has_time(wider) and len(DATE_LINE.findall(wider)) == 1 and is_stamp(wider):
            return wider
    clock = clock_beside(element)
    return f"{text} {clock}" if clock else text


def clock_beside(element: HtmlElement) -> str | None:
    """The time of day that an element of its own prints next to the one with the day."""
    return next((text for text in neighbours(element) if _CLOCK.fullmatch(text)), None)


def neighbours(element: HtmlElement) -> Iterator[str]:
    """What stands just behind and before an element, in elements or as bare text, its wrappers' neighbours too."""
    label = label_of(element, _WIDE)
    for holder in (element, *element.iterancestors()):
        if holder.tag == "body" or label_of(holder, _WIDE) != label:
            return
        for sibling in (holder.getnext(), holder.getprevious()):
            if sibling is not None and (text := label_of(sibling, _WIDE)):
                yield text
        before, parent = holder.getprevious(), holder.getparent()
        bare = before.tail if before is not None else parent.text if parent is not None else None
        if bare and 0 < len(line := squeeze(bare)) <= _WIDE:
            yield line


def _is_caption(element: HtmlElement) -> bool:
    return element.tag == "figcaption" or any(
        above.tag in ("figcaption", "figure") for above in element.iterancestors()
    )
