"""Where a query matches in the original text: pure functions over the query tree and the text.

Words match as in the index, themselves or by stem; phrases and the other names of synonyms match as sequences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from index.analysis import Token, stem, tokens
from index.query import All, And, Node, Not, Or, Phrase, Same, Word

FRAGMENT = 200  #: characters of a body fragment, about
MAX_FRAGMENTS = 3  #: fragments of a body
MAX_MATCHES = 2_000  #: places in a body that are looked at; a hostile text has millions


@dataclass(frozen=True, slots=True)
class Highlight:
    """A piece of a field (``title`` whole, ``body`` in fragments) as it stands in the original.

    ``spans`` are [start, end) pairs in characters of ``text``: sorted, none overlapping another.
    """

    field: str
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is marked: words, stems, and phrases by their first word, longest first."""

    words: frozenset[str]
    stems: frozenset[str]
    phrases: dict[str, tuple[tuple[str, ...], ...]]


def highlight(node: Node, title: str, body: str) -> tuple[Highlight, ...]:
    """The title if it matches, then the fragments of the body that show most of the query, in the body's order."""
    wanted = _wanted(node)
    if not wanted.words and not wanted.phrases:
        return ()
    in_title = [(start, end) for start, end, _ in _matches(title, wanted)]
    marked = [Highlight("title", title, tuple(in_title))] if in_title else []
    return (*marked, *_fragments(body, list(islice(_matches(body, wanted), MAX_MATCHES))))


def _positive(node: Node) -> Iterator[Word | Phrase]:
    match node:
        case Word() | Phrase():
            yield node
        case Same(typed, others):
            yield from _positive(typed)
            yield from others
        case And(parts) | Or(parts):
            for part in parts:
                yield from _positive(part)
        case Not() | All():
            return


@lru_cache(maxsize=64)
def _wanted(node: Node) -> _Wanted:
    leaves = list(_positive(node))
    words = frozenset(leaf.word for leaf in leaves if isinstance(leaf, Word))
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for leaf in leaves:
        if isinstance(leaf, Phrase):
            phrases.setdefault(leaf.words[0], []).append(leaf.words)
    longest_first = {head: tuple(sorted(set(all_), key=len, reverse=True)) for head, all_ in phrases.items()}
    return _Wanted(words, frozenset(map(stem, words)), longest_first)


def _matches(text: str, wanted: _Wanted) -> Iterator[tuple[int, int, str]]:
    """Places that match, in order: start, end, and what of the query it was."""
    found = tokens(text)
    at = 0
    while at < len(found):
        token = found[at]
        length = _phrase_length(found, at, wanted)
        if length:
            yield token.start, found[at + length - 1].end, token.word
        elif token.word in wanted.words or stem(token.word) in wanted.stems:
            yield token.start, token.end, stem(token.word)
        at += length or 1


def _phrase_length(found: list[Token], at: int, wanted: _Wanted) -> int:
    for words in wanted.phrases.get(found[at].word, ()):
        if tuple(token.word for token in found[at : at + len(words)]) == words:
            return len(words)
    return 0


def _fragments(body: str, matches: list[tuple[int, int, str]]) -> Iterable[Highlight]:
    """The best windows of about ``FRAGMENT`` characters, none overlapping, none across a paragraph's end."""
    windows: list[tuple[int, int, int, int]] = []
    last = 0
    for first, (start, _, _) in enumerate(matches):
        paragraph = _paragraph(body, start)
        last = max(last, first)
        while last + 1 < len(matches) and matches[last + 1][1] <= min(start + FRAGMENT, paragraph[1]):
            last += 1
        inside = matches[first : last + 1]
        worth = 100 * len({what for _, _, what in inside}) + len(inside)
        windows.append((-worth, first, last, start))
    chosen: list[tuple[int, int, int, int]] = []
    for _, first, last, start in sorted(windows):
        begin, end = _around(body, start, matches[last][1])
        if all(end <= other[0] or begin >= other[1] for other in chosen):
            chosen.append((begin, end, first, last))
        if len(chosen) == MAX_FRAGMENTS:
            break
    for begin, end, _, _ in sorted(chosen):
        spans = tuple((s - begin, e - begin) for s, e, _ in matches if s >= begin and e <= end)
        yield Highlight("body", body[begin:end], spans)


def _paragraph(body: str, at: int) -> tuple[int, int]:
    end = body.find("\n", at)
    return body.rfind("\n", 0, at) + 1, len(body) if end < 0 else end


def _around(body: str, start: int, end: int) -> tuple[int, int]:
    """Widen [start, end) to the fragment's length inside its paragraph, and to whole words."""
    first, last = _paragraph(body, start)
    room = max(FRAGMENT - (end - start), 0)
    begin = max(first, start - room // 3)
    finish = min(max(last, end), begin + max(FRAGMENT, end - begin))
    if begin > first:
        space = body.find(" ", begin, start)
        begin = start if space < 0 else space + 1
    if finish < last:
        space = body.rfind(" ", end, finish)
        finish = end if space < 0 else space
    return begin, finish
