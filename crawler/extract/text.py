"""Text as it leaves extraction: Unicode NFC, one kind of space, mojibake repaired only where it is certain."""

from __future__ import annotations

import html
import re
import unicodedata

from lxml.html import HtmlElement

# Zero width space and BOM, soft hyphen, bidi marks: never part of what a reader sees. Joiners stay, for emoji.
_INVISIBLE = re.compile("[\u200b\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")

# UTF-8 that was once read as cp1252: a lead byte's letter followed by its continuation bytes' signs. Only runs that no
# language prints: "É”" could be a word and its closing quote, "Ã©", "â€œ" or a letter before a C1 control cannot.
_TAIL = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE = re.compile(
    rf"[ÂÃ][{_TAIL}]|[\u00c4-\u00df][\u0080-\u009f]|[âï][€‚„†ˆ»¿\u0080-\u009f][{_TAIL}]|[\u00e0-\u00ef][\u0080-\u009f][{_TAIL}]|ðŸ[{_TAIL}]{{2}}"
)
_LOST_JOINER = re.compile("â\x81[\xa0 ]")  # a word joiner (E2 81 A0) whose last byte became a blank
_LOST_QUOTE = re.compile("â€(?=[\\s.,;:!?)]|$)")  # the last byte of ” (9D) does not exist in cp1252


def squeeze(text: str) -> str:
    """One line: NFC, every run of white space (NBSP too) one space, invisible signs gone, mojibake repaired."""
    if text.isascii():
        return " ".join(_CONTROL.sub("", text).split())
    text = _CONTROL.sub("", _INVISIBLE.sub("", repair(text)))
    return " ".join(unicodedata.normalize("NFC", text).split())


def names_of(element: HtmlElement) -> str:
    """Class and id names of an element, the first 300 characters of them; empty for none."""
    names, identity = element.get("class", "")[:300], element.get("id")
    return f"{names} {identity[:300]}" if identity else names


def text_of(element: HtmlElement) -> str:
    """All text inside an element, as one line."""
    return squeeze("".join(element.itertext()))


def lines_of(element: HtmlElement) -> list[str]:
    """Texts inside an element, each child's on a line of its own: a name and what its bearer is."""
    return [line for part in element.itertext() if (line := squeeze(part))]


def label_of(element: HtmlElement, limit: int) -> str | None:
    """Text of a small element as one line; None for an empty one or more than ``limit`` characters, read no further."""
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        parts.append(part)
        size += len(part.strip())
        if size > limit:
            return None
    text = squeeze("".join(parts))
    return text if 0 < len(text) <= limit else None


def plain(text: str | None) -> str | None:
    """One line from an attribute or JSON value whose entities may be escaped once more; None where nothing is left."""
    if not text:
        return None
    for _ in range(2):
        if "&" not in text:
            break
        text = html.unescape(text)
    return squeeze(text) or None


def repair(text: str) -> str:
    """Undo UTF-8 read as cp1252 ("â€œ" → "“"), run by run; what does not decode exactly stays as it was."""
    return _LOST_QUOTE.sub("”", _LOST_JOINER.sub("", _MOJIBAKE.sub(_redecode, text)))


def _redecode(match: re.Match[str]) -> str:
    """The run as UTF-8, each sign taken as its cp1252 byte (or the byte of the same number)."""
    run = match.group()
    try:
        raw = b"".join(c.encode("latin-1") if ord(c) < 0x100 else c.encode("cp1252") for c in run)
        return raw.decode("utf-8")
    except UnicodeError:
        return run
