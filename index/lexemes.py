"""The pieces a query is typed in: words, phrases, operators, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.analysis import tokens


class QueryError(ValueError):
    """A query that cannot be read: one sentence that says where and what to do. ``position`` counts from 1."""

    def __init__(self, problem: str, position: int) -> None:
        super().__init__(f"query, character {position}: {problem}")
        self.position = position


@dataclass(frozen=True, slots=True)
class Lexeme:
    """``kind`` is word, phrase, or, ``-``, ``(`` or ``)``; ``words`` are folded, ``at`` counts from 1."""

    kind: str
    at: int
    words: tuple[str, ...] = ()


_QUOTES = '"“”„'
_CHUNK = re.compile(rf"[^\s(){_QUOTES}]+")


def scan(text: str) -> list[Lexeme]:
    """The lexemes of a query; signs that hold no word become words without any, an upper-case AND nothing.

    Raises:
        QueryError: a quote is never closed.
    """
    found: list[Lexeme] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char in _QUOTES:
            end = next((i for i in range(at + 1, len(text)) if text[i] in _QUOTES), None)
            if end is None:
                raise QueryError('this quote is never closed; add a closing " or remove it', at + 1)
            found.append(Lexeme("phrase", at + 1, _words(text[at + 1 : end])))
            at = end + 1
        elif char in "()":
            found.append(Lexeme(char, at + 1))
            at += 1
        elif char == "-" and (at == 0 or not text[at - 1].isalnum()) and text[at + 1 : at + 2].strip():
            found.append(Lexeme("-", at + 1))
            at += 1
        elif chunk := _CHUNK.match(text, at):
            if chunk.group() == "OR":
                found.append(Lexeme("or", at + 1))
            elif chunk.group() != "AND":
                found.append(Lexeme("word", at + 1, _words(chunk.group())))
            at = chunk.end()
        else:
            at += 1
    return found


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokens(text))
