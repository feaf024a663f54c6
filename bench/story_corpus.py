"""Collections whose stories are known because we made them: releases, and what newsrooms do to them.

The language is invented: words thin out as in a real one, a third of a text are its everyday words, and each release
has a topic, names and numbers of its own. The edits work on any text, so they can also be made in a real one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from zlib import crc32

Text = list[list[str]]  # sentences of words

_ONSETS = ["b", "c", "d", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "w", "y", "ng", "ny"]
_VOWELS = ["a", "i", "u", "e", "o", "ai"]
_CODAS = ["", "", "", "n", "ng", "s", "r", "k", "t"]
_OUTLETS = [f"outlet{number}" for number in range(20)]


@dataclass(frozen=True, slots=True)
class Told:
    """An article of the collection: its story, the event it tells of, and what was done to it."""

    id: str
    story: str
    event: str
    edit: str
    source: str
    day: int
    body: str


def words_of_a_language(count: int, dice: random.Random) -> list[str]:
    """Different invented words, the shorter ones first."""
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = 1 + (len(found) > 40) + (len(found) > 600) + dice.randrange(2) * (len(found) > 150)
        parts = (dice.choice(_ONSETS) + dice.choice(_VOWELS) + dice.choice(_CODAS) for _ in range(syllables))
        found["".join(parts)] = None
    return list(found)


class Newsroom:
    """Writes releases and edits them; the same seed, the same collection."""

    def __init__(self, seed: int = 11) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - the same collection each time
        language = words_of_a_language(30_000, self.dice)
        self.everyday, self.others = language[:250], language[250:]
        self.often = list(accumulate(1 / (rank + 3) for rank in range(len(self.everyday))))
        self.weights = list(accumulate(1 / (rank + 60) for rank in range(len(self.others))))
        self.topics = [self.dice.sample(self.others, 250) for _ in range(60)]
        here = set(language)
        abroad = words_of_a_language(20_000, random.Random(seed + 1))  # noqa: S311
        self.foreign = [word + "x" if word in here else word for word in abroad]

    def sentence(
        self, topic: Sequence[str], own: Sequence[str], names: Sequence[str], numbers: Sequence[str]
    ) -> list[str]:
        """A sentence about a topic; some of its words are the event's own."""
        dice, found = self.dice, []
        for _ in range(dice.randint(11, 22)):
            kind = dice.random()
            if kind < 0.42:
                found += dice.choices(self.everyday, cum_weights=self.often)
            elif kind < 0.62:
                found += dice.choices(self.others, cum_weights=self.weights)
            elif kind < 0.76:
                found.append(topic[int(len(topic) * dice.random() ** 2)])
            elif kind < 0.89:
                found.append(dice.choice(own))
            elif kind < 0.97:
                found.append(dice.choice(names))
            else:
                found.append(dice.choice(numbers))
        return found

    def event(self) -> Callable[[], list[str]]:
        """A writer of sentences about one event."""
        dice = self.dice
        topic = dice.choice(self.topics)
        names = [word.capitalize() for word in dice.sample(self.others, 14)]
        numbers = [str(dice.choice((dice.randint(10, 99), dice.randint(100, 20_000), 2024))) for _ in range(8)]
        own = dice.choices(self.others, cum_weights=self.weights, k=25)
        return lambda: self.sentence(topic, own, names, numbers)

    def release(self, write: Callable[[], list[str]]) -> Text:
        """A text of some 120 to 400 words."""
        return [write() for _ in range(self.dice.randint(8, 24))]

    def spun(self, text: Text, share: float) -> Text:
        """A share of the words replaced, each by its own other word; names and numbers stay."""
        return [
            [self._other(word) if _plain(word) and self.dice.random() < share else word for word in line]
            for line in text
        ]

    def _other(self, word: str) -> str:
        number = crc32(word.encode()) + self.dice.randrange(2)
        return self.everyday[number % 250] if word in self.everyday[:250] else self.others[number % len(self.others)]

    def cut(self, text: Text, share: float) -> Text:
        """A share of the sentences, the first always."""
        return text[:1] + [line for line in text[1:] if self.dice.random() < share]

    def mixed(self, text: Text, write: Callable[[], list[str]], share: float) -> Text:
        """As many new sentences about the same event as the share says, put in anywhere."""
        found = list(text)
        for _ in range(round(share * len(text))):
            found.insert(self.dice.randint(0, len(found)), write())
        return found

    def shuffled(self, text: Text) -> Text:
        """The sentences after the first in another order."""
        return text[:1] + self.dice.sample(text[1:], len(text) - 1)

    def translated(self, text: Text) -> Text:
        """Another language: its own words in nearly the same order; names, numbers and some rare words survive."""
        found = []
        for line in text:
            told = [self._foreign(word) for word in line]
            for at in range(0, len(told) - 1, 2):
                if self.dice.random() < 0.4:
                    told[at], told[at + 1] = told[at + 1], told[at]
            found.append(told)
        return found

    def _foreign(self, word: str) -> str:
        number = crc32(word.lower().encode())
        if not _plain(word):
            return word if number % 8 else self.foreign[number % len(self.foreign)].capitalize()
        if word in self.everyday:
            return self.foreign[number % 150]
        return word if number % 25 == 0 else self.foreign[150 + number % (len(self.foreign) - 150)]

    def template(self, text: Text) -> Text:
        """The same sentences about something else: other names and numbers."""
        instead = {word: self._instead(word) for line in text for word in line if not _plain(word)}
        return [[instead.get(word, word) for word in line] for line in text]

    def _instead(self, word: str) -> str:
        if self.dice.random() < 0.35:
            return word
        return str(self.dice.randint(10, 20_000)) if word.isdigit() else self.dice.choice(self.others).capitalize()


def _plain(word: str) -> bool:
    return word[:1].islower()


def edits(room: Newsroom, text: Text, write: Callable[[], list[str]]) -> dict[str, Text]:
    """Everything that makes a copy, reprint or rewrite of a text, by name."""
    dice = room.dice
    spun = room.spun(text, dice.uniform(0.3, 0.5))
    return {
        "copy": text,
        "reprint": room.cut(room.spun(text, 0.04), 0.8),
        "cut": room.cut(text, dice.uniform(0.25, 0.5)),
        "mixed": room.mixed(room.cut(room.spun(text, 0.1), 0.7), write, 0.5),
        "reworded": room.shuffled(room.spun(room.cut(text, 0.8), dice.uniform(0.2, 0.35))),
        "spun": spun,
        "spun and cut": room.cut(spun, 0.5),
        "retold": room.mixed(room.cut(room.spun(text, 0.2), 0.5), write, 0.35),
        "translated": room.translated(room.cut(text, 0.8)),
    }


def others(room: Newsroom, text: Text, write: Callable[[], list[str]]) -> dict[str, tuple[Text, int]]:
    """Everything of the same event or form that is another story, by name, with the days until it."""
    dice = room.dice
    return {
        "report": (room.release(write), dice.randrange(2)),
        "follow-up": (room.release(write) + dice.sample(text, 2), dice.randint(3, 20)),
        "template": (room.template(text), dice.randint(1, 9)),
        "yearly": (room.spun(room.template(text), 0.05), 365),
    }


def collection(events: int, seed: int = 11) -> list[Told]:
    """Events with a release each, some of its copies and rewrites, and other stories like it."""
    room = Newsroom(seed)
    found: list[Told] = []

    def tell(story: str, event: str, edit: str, source: str, day: int, text: Text) -> None:
        body = "\n\n".join(_printed(line) for line in text)
        found.append(Told(f"a{len(found):06}", story, event, edit, source, day, body))

    for number in range(events):
        dice, write = room.dice, room.event()
        text, event, day = room.release(write), f"e{number}", 739_000 + dice.randrange(2_000)
        outlets = dice.sample(_OUTLETS, 14)
        tell(f"{event}-release", event, "release", outlets[0], day, text)
        made = edits(room, text, write)
        for source, edit in zip(outlets[1:], dice.sample(sorted(made), dice.choice((0, 0, 1, 2, 3, 6))), strict=False):
            tell(f"{event}-release", event, edit, source, day + dice.randrange(3), made[edit])
        like = others(room, text, write)
        for source, edit in zip(outlets[9:], dice.sample(sorted(like), dice.choice((0, 0, 1, 2))), strict=False):
            told, later = like[edit]
            source = outlets[0] if edit in ("template", "yearly") and dice.random() < 0.8 else source
            tell(f"{event}-{edit}", event, edit, source, day + later, told)
    return found


def _printed(line: list[str]) -> str:
    return f"{line[0][:1].upper()}{line[0][1:]} {' '.join(line[1:])}."


def opaque(body: str) -> str:
    """The same text as tokens that tell nothing but whether two of them are the same word."""
    words = "".join(letter if letter.isalnum() else " " for letter in body.lower()).split()
    return " ".join(f"t{crc32(word.encode()):08x}" for word in words)
