"""Which watched subjects a text speaks of; a false friend (a foreign national library) does not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

# Topic → its names, as a text may spell them, and the false friends, which are no mention of it.
DEFAULT: Mapping[str, Mapping[str, Sequence[str]]] = {
    "Perpusnas": {
        "names": (
            "Perpusnas",
            "Perpustakaan Nasional",
            "PNRI",
            "National Library of Indonesia",
            "Perpustakaan Nasional RI",
            "Perpustakaan Nasional Republik Indonesia",
            "Indonesian National Library",
            "Indonesia's National Library",
        ),
        "not": (
            *(
                f"Perpustakaan Nasional {foreign}"
                for foreign in (
                    "Federasi Rusia", "Rusia", "Malaysia", "Singapura", "Brunei", "Brunei Darussalam", "Thailand", "Vietnam",
                    "Filipina", "Kamboja", "Laos", "Myanmar", "Timor Leste", "China", "Tiongkok", "Cina", "Taiwan", "Jepang",
                    "Korea", "Korea Selatan", "Korea Utara", "India", "Pakistan", "Bangladesh", "Sri Lanka", "Nepal", "Iran",
                    "Irak", "Israel", "Palestina", "Arab Saudi", "Qatar", "Kuwait", "Mesir", "Maroko", "Turki", "Turkiye",
                    "Uzbekistan", "Kazakhstan", "Azerbaijan", "Ukraina", "Polandia", "Ceko", "Hungaria", "Rumania", "Bulgaria",
                    "Serbia", "Yunani", "Italia", "Spanyol", "Portugal", "Prancis", "Perancis", "Jerman", "Belanda", "Belgia",
                    "Swiss", "Austria", "Denmark", "Swedia", "Norwegia", "Finlandia", "Inggris", "Wales", "Skotlandia",
                    "Irlandia", "Amerika", "Amerika Serikat", "Kanada", "Meksiko", "Brasil", "Argentina", "Cile", "Peru",
                    "Kolombia", "Kuba", "Australia", "Selandia Baru", "Afrika Selatan", "Nigeria", "Kenya", "Bosnia",
                    "Sarajevo", "Asing", "Republik Ceko", "Republik Rakyat China", "Republik Rakyat Tiongkok", "Republik Korea",
                    "Republik Sosialis Vietnam", "Republik Islam Iran", "Republik Uzbekistan", "Kerajaan Belanda",
                    "Negara Malaysia",
                )
            ),
            "Perum PNRI",
            "PNRI Persero",
            "Konsorsium PNRI",
            "Perum Percetakan Negara RI (PNRI)",
            "Perum Percetakan Negara Republik Indonesia (PNRI)",
            "Percetakan Negara RI (PNRI)",
            "Percetakan Negara Republik Indonesia (PNRI)",
        ),
    }
}  # fmt: skip

_TOKEN = re.compile(r"[^\W_]+")


class Topics:
    """Watched names, found in a text word by word: case, punctuation and line breaks between words do not matter.

    Args:
        config: the table ``[topics]``: topic → ``{names = [...], not = [...]}``; None for the default, Perpusnas.

    Raises:
        ValueError: a sentence that names the topic and what is wrong with it.
    """

    def __init__(self, config: Mapping[str, Any] | None = None) -> None:
        table = DEFAULT if config is None else config
        self._phrases: dict[str, list[tuple[tuple[str, ...], str | None]]] = {}
        names: dict[str, None] = {}
        for topic, row in table.items():
            wanted, unwanted = _checked(topic, row)
            names.update(dict.fromkeys(wanted))
            for phrase, meaning in (*((name, topic) for name in wanted), *((name, None) for name in unwanted)):
                words = _words(phrase)
                if not words:
                    raise ValueError(f"topics.{topic}: {phrase!r} holds no word; write a name, or take it out")
                self._phrases.setdefault(words[0], []).append((words, meaning))
        self.names = _shortest(names)

    def tag(self, title: str, body: str) -> tuple[str, ...]:
        """The topics a text mentions, sorted. Where several phrases begin at a word the longest counts alone."""
        found = {topic for text in (title, body) for topic in self._mentions(_words(text))}
        return tuple(sorted(found))

    def _mentions(self, words: tuple[str, ...]) -> set[str]:
        found: set[str] = set()
        place = 0
        while place < len(words):
            longest = 1
            for phrase, _ in self._phrases.get(words[place], ()):
                if len(phrase) >= longest and words[place : place + len(phrase)] == phrase:
                    longest = len(phrase)
            found.update(self._meanings(words[place : place + longest]))
            place += longest
        return found

    def _meanings(self, words: tuple[str, ...]) -> set[str]:
        meanings = {meaning for phrase, meaning in self._phrases.get(words[0], ()) if phrase == words}
        return {meaning for meaning in meanings if meaning is not None}


def _words(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(unicodedata.normalize("NFKC", text).casefold().replace("\u00ad", "")))


def _shortest(names: Mapping[str, None]) -> tuple[str, ...]:
    """The names without those that begin with another one: a search for that one finds them."""
    words = {name: _words(name) for name in names}
    return tuple(
        name
        for name in names
        if not any(other != words[name] and words[name][: len(other)] == other for other in words.values())
    )


def _checked(topic: str, row: Any) -> tuple[list[str], list[str]]:
    if not isinstance(row, Mapping):
        raise ValueError(f'topics.{topic}: a table is needed, for example {topic} = {{ names = ["{topic}"] }}')
    unknown = sorted(str(key) for key in row.keys() - {"names", "not"})
    if unknown:
        raise ValueError(f"topics.{topic}: unknown key {unknown[0]!r}; known are 'names' and 'not'")
    names, unwanted = row.get("names"), row.get("not", [])
    for key, value in (("names", names), ("not", unwanted)):
        if isinstance(value, str) or not isinstance(value, Sequence) or not all(isinstance(one, str) for one in value):
            raise ValueError(f"topics.{topic}.{key}: a list of strings is needed")
    if not names:
        raise ValueError(f"topics.{topic}.names: at least one name is needed")
    return list(names), list(unwanted)
