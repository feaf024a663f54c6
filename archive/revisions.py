"""What changed between two texts, told so that a person can read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

Operation = tuple[str, int, int, int, int]  # what to do, and the spans of old and new, as difflib has it

_MOST_PAIRS = 300_000  # equal pairs difflib may look at for one difference; beyond that a change is told whole
_CONTEXT = 8  # words kept on each side of a change
_LONGEST = 50_000  # characters; both texts are kept whole anyway


def difference(before: tuple[str, str], after: tuple[str, str]) -> str:
    """The difference of two (title, body), paragraph by paragraph, word by word.

    A changed paragraph is one line, ``¶3 … pada [-Selasa-] {+Rabu+} di …``; ``-¶3`` and ``+¶3`` stand before
    one that went or came whole, and the title is ``title``. Paragraphs are numbered as in the newer text,
    those that went as in the older. Equal texts give ``""``.
    """
    told = "\n".join(_Difference().tell(before, after))
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST]}… ({len(told) - _LONGEST} more characters)"


class _Difference:
    """One comparison, with the work it may still do: difflib is quadratic where words repeat."""

    def __init__(self) -> None:
        self._pairs = _MOST_PAIRS

    def tell(self, before: tuple[str, str], after: tuple[str, str]) -> Iterator[str]:
        if before[0] != after[0]:
            yield f"title {self._words(before[0], after[0])}"
        old, new = before[1].split("\n\n"), after[1].split("\n\n")
        for op, a, z, b, y in self._operations(old, new):
            if op == "equal":
                continue
            paired = min(z - a, y - b)
            for i in range(paired):
                yield f"¶{b + i + 1} {self._words(old[a + i], new[b + i])}"
            for i in range(a + paired, z):
                yield f"-¶{i + 1} {' '.join(old[i].split())}"
            for i in range(b + paired, y):
                yield f"+¶{i + 1} {' '.join(new[i].split())}"

    def _words(self, old: str, new: str) -> str:
        a, b = old.split(), new.split()
        if a == b:
            return "(only spaces or line breaks differ)"
        told: list[str] = []
        operations = list(self._operations(a, b))
        for place, (op, i, j, k, m) in enumerate(operations):
            if op == "equal":
                told.append(_context(a[i:j], first=place == 0, last=place == len(operations) - 1))
                continue
            if i < j:
                told.append(f"[-{' '.join(a[i:j])}-]")
            if k < m:
                told.append(f"{{+{' '.join(b[k:m])}+}}")
        return " ".join(told)

    def _operations(self, old: Sequence[str], new: Sequence[str]) -> list[Operation]:
        """As difflib gives them, but the middle in one piece where matching it would take too long."""
        start = _common(old, new)
        end = _common(old[start:][::-1], new[start:][::-1])
        a, z, b, y = start, len(old) - end, start, len(new) - end
        counts = Counter(new[b:y])
        self._pairs -= sum(counts[item] for item in old[a:z])
        if self._pairs < 0:
            middle: list[Operation] = [("replace", a, z, b, y)] if a < z or b < y else []
        else:
            matcher = SequenceMatcher(None, old[a:z], new[b:y], autojunk=False)
            middle = [(op, a + i, a + j, b + k, b + m) for op, i, j, k, m in matcher.get_opcodes()]
        head: list[Operation] = [("equal", 0, start, 0, start)] if start else []
        tail: list[Operation] = [("equal", z, len(old), y, len(new))] if end else []
        return [*head, *middle, *tail]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _context(words: Sequence[str], *, first: bool, last: bool) -> str:
    head = 0 if first else _CONTEXT
    tail = 0 if last else _CONTEXT
    if len(words) <= head + tail + 1:
        return " ".join(words)
    return " ".join([*words[:head], "…", *words[len(words) - tail :]])
