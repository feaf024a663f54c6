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


_POINTERS = re.compile(
    r"\W{0,4}(?:(?:baca|lihat|simak|tonton)(?: berita| artikel)?(?: juga| lainnya| terkait)"
    r"|(?:berita|artikel) ter(?:kait|populer|baru|kini)(?: lainnya)?"
    r"|berita lainnya|related (?:posts?|articles?)|read also|also read|pilihan editor)\W{0,3}$",
    re.IGNORECASE,
)

# (vyp/kna) (H-2) (Dio/Ysl) (fbn) (*) *** (AKN/Ed:DRS/Dok:PHP) (SUC/YLI – Humas Setneg): who wrote and edited
_SIGN_OFF = re.compile(
    r"\s{0,2}\*{0,5}\s{0,2}[(\[](?:\*/)?(?:[A-Za-z.]{1,14}-?\d{0,4}(?:[/,\-–|&: ]{1,2}[A-Za-z.]{1,14}-?\d{0,4}){1,5}"
    r"|(?:[\w-]+\.)+(?:id|com|co) ?[-–/|] ?[\w ]{2,40}"
    r"|[a-z]{1,6}\d{0,3}|[A-Z]{1,2}-?\d{1,3}|\*{1,3}|[A-Z][a-z]{1,3}"
    r"|[A-Za-z]{2,8}(?:/[A-Za-z]{2,8}){0,3} ?[-–—,/] ?(?i:humas|biro|tim|dinas|diskominfo|bagian)\b[^()]{0,40})"
    r"[)\]][\s.*]{0,4}$"
)
# ( Kabar.com | Ani Budi ), (Ani Budi/Red): names of two words and more
_SIGNED = re.compile(
    r"\s{0,2}[(\[]\s?[\w.]+(?: [\w.]+){0,3}(?:\s?[/|]\s?[A-Za-z.]+(?: [A-Za-z.]+){0,3}){1,3}\s?[)\]][\s.*]{0,4}$"
)
_END_MARK = re.compile(r"\s{0,2}[•■▪●◆]\s?[\w.]{0,20}$")  # the sentence ends. • VIVAnews
_STARS = re.compile(r"[\s*]{0,3}\*{1,5}$|[\s]?#{2,5}$|\s?-{3,}$")
_SENTENCE_END = (".", "!", "?", "”", '"', "’", "'", "…", ")", ":", "*")
_SAFE_SLASH = re.compile(r"[(\[][A-Za-z*./: -]{1,40}[)\]][\s.*]{0,4}$")


def is_end_mark(before: str, line: str) -> bool:
    """Whether the last line is a sign and the outlet's name, and no item of a list."""
    return before[:1] != line[:1] and _END_MARK.fullmatch(line) is not None


def without_sign_off(line: str) -> str:
    """A closing line without the initials that end it; empty where it was nothing else.

    A bracket after a full sentence, alone on its line, or with a slash inside it is a sign-off; an
    abbreviation in brackets at the end of a sentence ("... Perpustakaan Nasional (Perpusnas)") is not.
    """
    line = _STARS.sub("", line).rstrip() if line.endswith(("*", "#", "---")) else line
    line = _END_MARK.sub("", line) or line
    if not line.endswith((")", "]", ").", "]", "*")):
        return line
    match = _SIGN_OFF.search(line[-80:]) or _SIGNED.search(line[-80:])
    if match is None:
        return line
    head, mark = line[: len(line) - len(match.group())].rstrip(), match.group().strip()
    if not head or head.endswith(_SENTENCE_END) or ("/" in mark and re.search(r"[a-z]", mark)) or mark.startswith("*"):
        return head
    return line
