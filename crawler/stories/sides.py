"""Two texts side by side: sentences that answer each other on one row, the words that differ marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_SENTENCE = re.compile(r"(?<=[.!?”\"])(?<![\s(][A-Z]\.)(?<!Plt\.)(?<!\sDr\.)\s+(?=[A-Z0-9“\"])|\n+")  # not at initials
_WORD = re.compile(r"\s+")
_ALIKE = 0.3  # of the words of the shorter of two sentences: what is reworded keeps so many
MOST = 400  # sentences of a text that are laid out; what follows is one row

Piece = tuple[str, bool]  # a run of words, and whether the other side lacks it


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a side is empty where the sentence has no answer."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]

    @property
    def same(self) -> bool:
        """Whether both sides read alike."""
        return bool(self.left) and bool(self.right) and not any(marked for _, marked in (*self.left, *self.right))


def side_by_side(left: str, right: str) -> list[Row]:
    """The sentences of two texts on rows, in the order of the right one; sentences only the left has stand between."""
    ours, theirs = _sentences(left), _sentences(right)
    answers = _answers(ours, theirs)
    rows: list[Row] = []
    told: set[int] = set()
    for place, sentence in enumerate(theirs):
        answer = answers.get(place)
        if answer is None:
            rows.append(Row((), ((sentence, True),)))
            continue
        rows += [Row(((ours[gone], True),), ()) for gone in _passed_over(answer, told, answers)]
        told.add(answer)
        rows.append(_row(ours[answer], sentence))
    return rows + [Row(((one, True),), ()) for at, one in enumerate(ours) if at not in told]


def _passed_over(answer: int, told: set[int], answers: dict[int, int]) -> Iterator[int]:
    """Sentences of the left before this one that nothing on the right answers and that no row has shown."""
    answered = set(answers.values())
    for at in range(answer):
        if at not in told and at not in answered:
            told.add(at)
            yield at


def _sentences(text: str) -> list[str]:
    parts = [part for raw in _SENTENCE.split(text) if (part := " ".join(raw.split()))]
    return parts if len(parts) <= MOST else [*parts[: MOST - 1], " ".join(parts[MOST - 1 :])]


def _answers(ours: Sequence[str], theirs: Sequence[str]) -> dict[int, int]:
    """For each sentence of the right the one of the left that it answers, best pairs first, each taken once."""
    sets = [_words(one) for one in ours]
    pairs = []
    for place, sentence in enumerate(theirs):
        words = _words(sentence)
        for at, other in enumerate(sets):
            shared = len(words & other) / (min(len(words), len(other)) or 1)
            if shared >= _ALIKE:
                pairs.append((shared * (len(words & other) ** 0.5), -abs(at - place), place, at))
    answers: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, place, at in sorted(pairs, reverse=True):
        if place not in answers and at not in taken:
            answers[place] = at
            taken.add(at)
    return answers


def _words(sentence: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", sentence.lower()) if len(word) > 2)


def _row(left: str, right: str) -> Row:
    ours, theirs = _WORD.split(left), _WORD.split(right)
    first: list[Piece] = []
    second: list[Piece] = []
    for how, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if b > a:
            first.append((" ".join(ours[a:b]), how != "equal"))
        if d > c:
            second.append((" ".join(theirs[c:d]), how != "equal"))
    return Row(tuple(first), tuple(second))
