"""What is no part of an article's text, by line and by element; the knowledge is in ``tables``."""

from __future__ import annotations

import re
from typing import Literal

from .tables import any_of, border, folded

MAX_LINE = 300  # a longer line is prose, whatever it begins with; notices have no limit


def is_noise(line: str) -> bool:
    """Whether a whole line is a pointer, an advertisement, a credit, a notice or a bare mark."""
    line = line.lower()
    if len(line) <= MAX_LINE and folded("lines").match(line):
        return True
    return folded("notices").match(line) is not None


def ends_article(line: str) -> bool:
    """Whether nothing after this line belongs to the article, if the line stands in its second half."""
    return len(line) <= MAX_LINE and folded("cuts").match(line.lower()) is not None


def opens_comments(line: str) -> bool:
    """Whether the line heads what readers wrote below an article."""
    return len(line) <= 60 and folded("comment-headings").fullmatch(line.lower()) is not None


def opens_summary(line: str) -> bool:
    """Whether the line heads a box that sums up the article."""
    return len(line) <= 40 and folded("summaries").match(line.lower()) is not None


def opens_pointers(line: str) -> bool:
    """Whether the line announces titles of other articles that follow on lines of their own."""
    return len(line) <= 40 and _POINTERS.match(line) is not None


def without_inserts(line: str) -> str:
    """The line without bracketed pointers and embed marks inside it."""
    if "(" in line or "[" in line or "croll" in line.lower() or line.endswith("!"):
        return any_of("inline").sub("", line).strip()
    return line


def split_pointer(text: str) -> tuple[str, str]:
    """What stands before the label of a pointer that ends a text, and the label; all of it and nothing for none."""
    match = _POINTER_LABEL.search(text[-60:])
    if match is None:
        return text, ""
    start = len(text) - len(match.group())
    return text[:start], text[start:]


def _kind(table: str, names: str) -> Literal["strong", "weak"] | None:
    if border(table).search(names):
        return "strong"
    return "weak" if border(table, weak=True).search(names) else None


def noise_class(names: str) -> Literal["strong", "weak"] | None:
    """Whether class and id names of a block say that it is no text, and how surely."""
    return _kind("blocks", names)


def container_class(names: str) -> Literal["strong", "weak"] | None:
    """Whether class and id names say that an element holds an article's text, and how surely."""
    return _kind("containers", names)


def is_elsewhere(names: str) -> bool:
    """Whether class and id names say that an element's prose belongs to something else."""
    return border("elsewhere").search(names) is not None


def noise_inline_class(names: str) -> bool:
    """Whether class and id names of an element inside a line say that it is no text."""
    return border("inlines").search(names) is not None


_POINTER_LABEL = re.compile(
    r"(?:(?<=[.!?”\"')\s])|^)[\s(\[*]{0,4}(?:baca|lihat|simak|tonton|read)(?: berita| artikel)?\s?(?:juga|pula|also)?"
    r"\s?[:：]\s{0,3}$",
    re.IGNORECASE,
)
_POINTERS = re.compile(
    r"\W{0,4}(?:(?:baca|lihat|simak|tonton)(?: berita| artikel)?(?: juga| lainnya| terkait)"
    r"|(?:berita|artikel) ter(?:kait|populer|baru|kini)(?: lainnya)?"
    r"|berita lainnya|related (?:posts?|articles?)|read also|also read|pilihan editor)\W{0,3}$",
    re.IGNORECASE,
)
