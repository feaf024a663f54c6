"""Which watched subjects a text speaks of; a false friend (a foreign national library) is no mention."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

Words = tuple[str, ...]
Phrases = dict[str, list[tuple[Words, bool]]]  # first word → phrases that begin with it, and whether each is a name

_TOKEN = re.compile(r"[^\W_]+|[.,;:!?]|\n\s*\n")  # a phrase ends at a comma, a full stop, a paragraph


class TopicsError(ValueError):
    """A ``[topics]`` table that cannot be used: one sentence that names the key and what to write."""


class Topics:
    """Watched names, found word by word: case, and spaces, line breaks, hyphens and brackets between words are nothing.

    ``topics`` are the subjects, ``names`` those to search an outlet for: all but the longer forms of another name.

    Args:
        config: the table ``[topics]``: topic → ``{names = [...], not = [...]}``; None for ``topics.toml``.

    Raises:
        ValueError: a sentence that names the topic and what is wrong with it.
    """

    topics: tuple[str, ...]
    names: tuple[str, ...]

    def __init__(self, config: Mapping[str, Any] | None = None) -> None:
        table = _default() if config is None else config
        names: dict[str, Words] = {}
        self._topics: dict[str, Phrases] = {}
        for topic, row in table.items():
            wanted, unwanted = _checked(topic, row)
            names |= wanted
            self._topics[topic] = _indexed([*((w, True) for w in wanted.values()), *((w, False) for w in unwanted)])
        self.topics = tuple(table)
        self.names = tuple(name for name, words in names.items() if not _is_longer_form(words, names.values()))

    def tag(self, title: str, body: str) -> tuple[str, ...]:
        """The topics that a text mentions, sorted. Of phrases that begin at one word the longest counts alone."""
        plain = (_plain(title), _plain(body))
        asked = [t for t, phrases in self._topics.items() if any(first in text for first in phrases for text in plain)]
        texts = [tuple(_TOKEN.findall(text)) for text in plain] if asked else []
        return tuple(sorted(t for t in asked if any(_mentions(self._topics[t], words) for words in texts)))


@lru_cache(maxsize=1)
def _default() -> dict[str, Any]:
    return tomllib.loads(files("crawler").joinpath("topics.toml").read_text("utf-8"))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("\u00ad", "")


def _words(text: str) -> Words:
    return tuple(_TOKEN.findall(_plain(text)))


def _indexed(phrases: Sequence[tuple[Words, bool]]) -> Phrases:
    """By first word, the longest first, so that the first phrase that fits is the one that counts."""
    index: Phrases = {}
    for words, is_name in sorted(phrases, key=lambda phrase: -len(phrase[0])):
        index.setdefault(words[0], []).append((words, is_name))
    return index


def _mentions(phrases: Phrases, words: Words) -> bool:
    place = 0
    while place < len(words):
        step = 1
        for phrase, is_name in phrases.get(words[place], ()):
            if words[place : place + len(phrase)] == phrase:
                if is_name:
                    return True
                step = len(phrase)
                break
        place += step
    return False


def _is_longer_form(words: Words, others: Any) -> bool:
    return any(len(other) < len(words) and words[: len(other)] == other for other in others)


def _checked(topic: str, row: Any) -> tuple[dict[str, Words], list[Words]]:
    if not isinstance(row, Mapping):
        raise TopicsError(f'topics.{topic}: a table is needed, for example {topic} = {{ names = ["{topic}"] }}')
    unknown = sorted(str(key) for key in row if key not in ("names", "not"))
    if unknown:
        raise TopicsError(f"topics.{topic}: unknown key {unknown[0]!r}; known are 'names' and 'not'")
    names, unwanted = (_phrases(topic, key, row.get(key, [])) for key in ("names", "not"))
    if not names:
        raise TopicsError(f"topics.{topic}.names: at least one name is needed")
    both = [name for name, words in names.items() if words in unwanted.values()]
    if both:
        raise TopicsError(f"topics.{topic}: {both[0]!r} is a name and a false friend; take it out of one list")
    return names, list(unwanted.values())


def _phrases(topic: str, key: str, value: Any) -> dict[str, Words]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise TopicsError(f"topics.{topic}.{key}: a list of strings is needed")
    phrases = {text: _words(text) for text in value}
    empty = [text for text, words in phrases.items() if not any(word.isalnum() for word in words)]
    if empty:
        raise TopicsError(f"topics.{topic}.{key}: {empty[0]!r} holds no word; write a name, or take it out")
    return phrases
