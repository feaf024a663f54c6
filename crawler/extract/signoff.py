"""Who wrote and edited, as the last line of an article tells it: initials, codes and names in brackets, dashes, stars.

A sign-off stands alone on its line or after a full sentence; what stands in brackets inside a sentence is its own.
"""

from __future__ import annotations

import re

_BRACKET = re.compile(r"\s?[(\[]([^()\[\]]{1,60})[)\]]\s?[.*]{0,4}$")
_PARTS = re.compile(r"\s?[/|,:;&–—]\s?|\s-\s|-(?=\D)")  # H-2 is a code, rin-bud are two
_CODE = re.compile(r"[A-Z]{1,4}-\d{1,3}|[A-Za-z.*]{1,14}\d{0,4}|\d{1,3}")
_WORD = re.compile(r"[\w.'’*-]+")
_INITIALS = re.compile(r"[a-z]{1,6}\d{0,3}|[A-Z]{1,5}\d{0,3}|[A-Z][a-z]{1,5}|[A-Z]{1,4}-\d{1,3}|\*{1,5}")
_DASHED = re.compile(r"(?:^|\s)-\s?[A-Za-z]{2,5}(?:/[A-Za-z]{2,5})?\s?-$")  # -rwl-
_BARE = re.compile(r"(?:^|\s)[A-Z]{2,4}$")  # RWL
_END_MARK = re.compile(r"\s{0,2}[•■▪●◆]\s?[\w.]{0,20}$")  # the sentence ends. • VIVAnews
_STARS = re.compile(r"[\s*]{0,3}\*{1,5}$|\s?#{2,5}$|(?:^|\s)#$|\s?-{3,}$")
_SENTENCE_END = (".", "!", "?", "”", '"', "’", "'", "…", ")", ":", "*")
_PAIR = re.compile(r"\s?\((?!dan/|on/|ya/)[a-z]{2,4}(?:/[a-z]{2,4}){1,3}\)")  # (mdk/yan) after the last item of a list
_PARTICLES = frozenset({"dan", "di", "bin", "binti", "of"})
_OFFICES = ("humas", "biro", "tim", "dinas", "diskominfo", "kominfo", "bagian", "mediacenter")
_MAX_WORDS, _MAX_ALONE = 7, 4  # words of one part, and of the only one that no office begins


def is_end_mark(before: str, line: str) -> bool:
    """Whether the last line is a sign and the outlet's name, and no item of a list."""
    return before[:1] != line[:1] and _END_MARK.fullmatch(line) is not None


def without_sign_off(line: str, *, last: bool = False, said: bool = True) -> str:
    """A line without the sign-off that ends it; empty where it was nothing else.

    ``last``: nothing follows it, so that capitals alone after a full sentence, and a pair of initials, sign off, too.
    ``said``: the line before it is a full sentence, and not an item of a list.
    """
    if line.endswith(("*", "#", "---")):
        line = _STARS.sub("", line).rstrip()
    line = _END_MARK.sub("", line) or line
    for pattern in (_DASHED, _BARE) if last and said else (_DASHED,):
        if (match := pattern.search(line[-20:])) and _is_over(head := line[: len(line) - len(match.group())].rstrip()):
            return head
    match = _BRACKET.search(line[-80:])
    if match is None or not is_sign_off(match[1]):
        return line
    head = line[: len(line) - len(match.group())].rstrip()
    return head.rstrip("*").rstrip() if _is_over(head) or (last and _PAIR.fullmatch(match.group())) else line


def is_sign_off(inside: str) -> bool:
    """Whether the words of a bracket are initials, codes, names and offices: no sentence, no number alone."""
    parts = [part for raw in _PARTS.split(inside.strip()) if (part := raw.strip())]
    if not any(sign.isalpha() or sign == "*" for sign in inside):
        return False
    if len(parts) == 1:
        words = parts[0].split()
        limit = _MAX_WORDS if words[0].lower().startswith(_OFFICES) else _MAX_ALONE
        return _INITIALS.fullmatch(parts[0]) is not None or (1 < len(words) <= limit and _is_name(words))
    return bool(parts) and all(_CODE.fullmatch(p) or (len(w := p.split()) <= _MAX_WORDS and _is_name(w)) for p in parts)


def _is_name(words: list[str]) -> bool:
    """Whether words are written as names of people, outlets and offices are."""
    return all(_WORD.fullmatch(word) and (not word[0].islower() or word in _PARTICLES or "." in word) for word in words)


def _is_over(head: str) -> bool:
    return not head or head.endswith(_SENTENCE_END)
