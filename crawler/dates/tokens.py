"""The tokeniser: text to words, each with a class of one character.

The grammar then is patterns over those characters, so that it costs a few microseconds a line and
can be read. Tables know single words and clock readings, never whole strings. The classes:

====== ======================================  ====== =======================================
``d``  number 1 to 9, one digit                ``M``  month
``D``  number 01 to 31, two digits             ``W``  weekday (``w``: minggu, a week too)
``O``  zero                                    ``J``  Javanese market day
``n``  number 32 to 99                         ``Z``  zone (``V``: UTC, GMT, Z)
``Y``  year 1900 to 2100                       ``A``  am, pm (``S``: pagi, siang, sore, malam)
``y``  another number of four digits           ``p``  pukul, at (``j``: jam, an hour too)
``#``  other figures                           ``o``  pada, tanggal (``5``: dan)
``t``  clock with a colon                      ``R``  sampai (``0``: dengan; ``1 2``: s and d)
``u``  clock with a dot                        ``4``  selesai (``6``: tahun; ``m``: bulan)
``c``  clock with seconds                      ``U``  diperbarui (``Q``: terbit)
``v``  two clocks, a range                     ``B``  nomor, jalan (``C``: versi, Rp)
``F``  day, month and year in figures          ``H``  Hijri month (``h``: its second word)
``G``  day and month in figures                ``X``  st, nd, rd, th
``K``  range of days in figures                ``T``  the letter T
``L``  three two-digit figures with dots       ``x``  any other word
``N``  two days with a hyphen                  ``I e q g f k l b s r i a E 3 7 8 9``
``P``  month and year in figures                      words of relative forms (``relative``)
====== ======================================  ====== =======================================

Punctuation stands for itself, odd marks as ``|``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, timedelta, timezone
from typing import Final, cast

from crawler.dates import language as words
from crawler.dates.figures import CLOCKS, figures

LONGEST: Final = 600
"""Characters of a line that are read; a date line is shorter, and a paragraph's first date stands before."""

_MODEL = r"(?:(?<=\b[A-Z])|(?<=\b[A-Z][A-Z]))[0-9]{1,2}\b(?![-/.:])"
"""The figures of ``G20``, ``U17``, ``MH17``, which are one word with their letters."""
_LETTERS = rf"[A-Za-z]++(?:(?=['`0-9])(?:['`]+[A-Za-z]+|{_MODEL}))?+"
_FIND = re.compile(rf"{_LETTERS}|[0-9]++(?:[-/.:][0-9]+)*+|[^\sA-Za-z0-9]").findall
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+").findall
_DASH_BEFORE_FIGURES = re.compile(r"(?<=[A-Za-z.)]) - (?=[0-9]{1,2}[/.][0-9])|(?<=\b[A-Za-z]) - (?=[0-9])").sub
_SPACED_COLON = re.compile(r"(?<=[0-9]) : (?=[0-9][0-9])").sub
_DOTTED_ZONE = re.compile(r"\bW\.\s?I\.\s?(B|TA|T)\b\.?").sub
_DOTTED_NOON = re.compile(r"\b([AaPp])\.\s?[Mm]\b\.?").sub
_SPELLED_ZONE = re.compile(rf"\bwaktu indonesia (?:bagian )?({'|'.join(words.SPELLED_ZONES)})\b", re.IGNORECASE).sub
_ENTITY = re.compile(r"&#?[A-Za-z0-9]{1,9};").search

_SAME_MARK: Final = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212~", "-")
    | dict.fromkeys("\u2236\ua789", ":")
    | dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4\u2032\u201d\u201c", "'")
)

CLASSES: dict[str, str] = {}
MONTH: dict[str, int] = {}
WEEKDAY: dict[str, int] = {}
ZONE: dict[str, timezone] = {}


def _forms(spellings: str | Iterable[str]) -> list[str]:
    """Each word as it is printed: lower case, capitalised, all capitals."""
    known = spellings.split() if isinstance(spellings, str) else list(spellings)
    return [form for word in known for form in (word, word.capitalize(), word.upper())]


def _fill() -> None:
    """Build the tables from the words; a class set later wins over one set before."""
    for mark, spellings in (
        ("B", words.NUMBERED),
        ("C", words.COUNTED),
        ("I", " ".join(words.UNITS.values())),
        ("e", words.ONE_UNIT),
        ("q", [*words.NUMBERS, *words.NUMBER_SCALES, words.HALF]),
        ("o", words.DATE_PREFIXES),
        ("R", words.UNTIL),
        ("5", words.AND),
        ("p", words.CLOCK_PREFIXES),
        ("j", "jam"),
        ("6", "tahun thn"),
        ("m", "bulan bln"),
        ("0", words.WITH),
        ("S", words.PARTS_OF_DAY),
        ("A", "am pm"),
        ("k", words.DAY_WORDS),
        ("g", words.AGO),
        ("f", words.AHEAD),
        ("l", f"{words.LAST} {words.NEXT}"),
        ("3", words.SINCE_YOU_KNOW),
        ("a", words.ABOUT),
        ("b", words.JUST),
        ("s", words.JUST_NOW),
        ("r", words.NOW),
        ("9", words.EARLIER),
        ("i", words.THIS),
        ("8", words.SOME),
        ("E", words.EDGE),
        ("7", "dalam in"),
        ("U", words.UPDATED),
        ("Q", words.PUBLISHED),
        ("4", words.OPEN_END),
        ("X", words.ORDINALS),
        ("J", words.MARKET_DAYS),
        ("H", words.HIJRI_MONTHS),
        ("h", words.HIJRI_SECONDS),
        ("M", " ".join(words.MONTHS)),
        ("W", " ".join(words.WEEKDAYS)),
        ("w", "minggu mgg min"),
        ("Z", words.ZONES),
        ("V", words.UNIVERSAL),
        ("1", "s"),
        ("2", "d"),
        ("T", "t"),
    ):
        CLASSES.update(dict.fromkeys(_forms(spellings), mark))
    for number, spellings in enumerate(words.MONTHS, 1):
        MONTH.update(dict.fromkeys(_forms(spellings), number))
    for number, spellings in enumerate(words.WEEKDAYS):
        WEEKDAY.update(dict.fromkeys(_forms(spellings), number))
    for name, minutes in [*words.ZONES.items(), *((name, 0) for name in words.UNIVERSAL.split())]:
        zone = timezone(timedelta(minutes=minutes), name.upper()) if minutes else UTC
        ZONE.update(dict.fromkeys(_forms([name]), zone))
    CLASSES.update({mark: mark for mark in ",.()-/+'"})
    CLASSES.update(dict.fromkeys('|:;*[]{}<>"_!?#=%^\\~', "|") | {"@": "p", "&": "5", "`": "'", "$": "C"})
    CLASSES.update({str(n): "d" for n in range(1, 10)} | {f"{n:02}": "D" for n in range(1, 32)})
    CLASSES.update({str(n): "n" for n in range(32, 100)} | {"0": "O", "00": "O"})
    CLASSES.update({str(n): "Y" for n in range(1900, 2101)})
    CLASSES.update({clock: "t" if ":" in clock else "u" for clock in CLOCKS})


_fill()
_CLASS = CLASSES.get
_DIGITS: Final = frozenset("0123456789")


def plain(text: str) -> str:
    """The text in NFKC with entities resolved, one kind of dash and apostrophe, nothing invisible, cut at LONGEST."""
    text = text[: 4 * LONGEST]
    if "&" in text and _ENTITY(text):
        from html import unescape  # costs milliseconds at import and is seldom needed

        text = unescape(unescape(text))
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFKC", text.translate(_SAME_MARK))
        text = "".join(
            " " if char.isspace() else char for char in text if char.isspace() or unicodedata.category(char)[0] != "C"
        )
    if " - " in text:
        text = _DASH_BEFORE_FIGURES(" | ", text)  # RRI - 14/04/2020; a code is printed without blanks
    if " : " in text:
        text = _SPACED_COLON(":", text)
    if ".I." in text:
        text = _DOTTED_ZONE(r"WI\1 ", text)
    if ".m" in text or ".M" in text:
        text = _DOTTED_NOON(r"\1m ", text)
    if "aktu" in text or "AKTU" in text:
        text = _SPELLED_ZONE(lambda match: words.SPELLED_ZONES[match[1].lower()], text)
    if len(text) > LONGEST:
        text = text[:LONGEST].rpartition(" ")[0]
    return text


def scan(text: str) -> tuple[list[str], str]:
    """The tokens of a plain text and their classes, one character each."""
    tokens = _FIND(text)
    marks = list(map(_CLASS, tokens))
    place = 0
    for _ in range(marks.count(None)):
        place = marks.index(None, place)
        token, before = tokens[place], (marks[place - 1] if place else None) or ""
        parts = figures(token, before) if token[0] in _DIGITS else _word(token, before)
        if len(parts) == 1:
            tokens[place], marks[place] = parts[0]
        else:
            tokens[place : place + 1] = [part for part, _ in parts]
            marks[place : place + 1] = [mark for _, mark in parts]
    return tokens, "".join(cast(list[str], marks))


def _word(token: str, before: str) -> list[tuple[str, str]]:
    """Class of a word no table knows as printed: an odd case, an apostrophe, glued to its neighbour, or misspelt."""
    if not token.isalpha():
        low = token.lower().replace("'", "").replace("`", "")
        return [(low, _CLASS(low, "x"))] if low.isalpha() else [(token, "|")]
    if not (token.istitle() or token.islower() or token.isupper()):
        low = token.lower()
        if low in CLASSES:
            return [(low, CLASSES[low])]
        parts = [(part, _CLASS(part, "x")) for part in _CAMEL(token)]
        if any(mark in "MWwZUQpjJ" for _, mark in parts):
            return parts
    if before and before in "tuc" and token.isupper():
        for zone in ("WITA", "WIB", "WIT"):
            if token.startswith(zone):
                return [(zone, "Z"), (token[len(zone) :], "x")]
    if before and before in "dD" and 6 <= len(token) <= 11:
        low = token.lower()
        for name in words.LONG_MONTHS.split():
            if one_slip(low, name):
                return [(name, "M")]
    return [(token, "x")]


def one_slip(word: str, name: str) -> bool:
    """Whether one letter wrong, missing, too many, or two letters swapped turns one into the other."""
    if word[0] != name[0] or abs(len(word) - len(name)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), min(len(word), len(name)))
    a, b = word[at:], name[at:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[2:] == b[2:] and a[:2] == b[1::-1])
