"""The query language: all words are required, ``OR``, ``-word``, ``"a phrase"``, parentheses.

``parse_query`` reads what a user typed into a tree, once; every engine gets the same tree. ``OR`` binds looser than
words side by side: ``a b OR c`` is (a and b) or c. Stop words outside quotes and signs without a letter or digit are
ignored, an upper-case ``AND`` is what a space is. A chunk of several words (``e-book``, ``17,76``) is a phrase.
Synonyms are in the tree: a name of a group stands there as ``Same``, with the other names beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, product
from typing import TypeAlias

from index.analysis import is_stop_word
from index.lexemes import Lexeme, QueryError, scan
from index.synonyms import longest_synonym, synonyms

__all__ = ["All", "And", "Node", "Not", "Or", "Phrase", "QueryError", "Same", "Word", "names_of", "parse_query"]

MAX_LENGTH = 2_000  #: characters of a query
MAX_WORDS = 100  #: words of a query
MAX_DEPTH = 20  #: parentheses inside one another
MAX_PHRASES = 24  #: ways to write one phrase with the synonyms of its names; more are left out


@dataclass(frozen=True, slots=True)
class All:
    """Everything; ``ignored`` are the stop words that were all the user typed."""

    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word, found itself or by its stem."""

    word: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words side by side in one field, exactly; of one word too."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Same:
    """What the user typed, or any other name of the same thing."""

    typed: Node
    others: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but the part."""

    part: Node


Node: TypeAlias = All | Word | Phrase | Same | And | Or | Not


def parse_query(text: str) -> Node:
    """Read a query. Blank text and an empty phrase give ``All``.

    Raises:
        QueryError: a quote or parenthesis without its other half, an OR with an empty side, no word at all,
            or a query too long or too deep.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"longer than {MAX_LENGTH:,} characters; shorten it", MAX_LENGTH + 1)
    lexemes = scan(text)
    if sum(len(lexeme.words) for lexeme in lexemes) > MAX_WORDS:
        raise QueryError(f"more than {MAX_WORDS} words; leave some out", 1)
    reader = _Reader(lexemes)
    node = reader.either(depth=0)
    if reader.peek() is not None:
        raise QueryError("this closing parenthesis has no opening one; remove it", lexemes[reader.next].at)
    if node is not None:
        return node
    if not reader.ignored and any(lexeme.kind == "word" for lexeme in reader.lexemes):
        raise QueryError("no letter or digit to search for; type a word", 1)
    return All(tuple(reader.ignored))


def names_of(words: tuple[str, ...]) -> tuple[Phrase, ...]:
    """The other ways to write a phrase, each name in it replaced by the names of its group."""
    choices: list[tuple[tuple[str, ...], ...]] = []
    at = 0
    while at < len(words):
        length = longest_synonym(words, at) or 1
        name = words[at : at + length]
        choices.append((name, *(other for other in synonyms().get(name, ()) if other != name)))
        at += length
    ways = (tuple(word for part in parts for word in part) for parts in product(*choices))
    return tuple(map(Phrase, islice(ways, 1, MAX_PHRASES + 1)))


class _Reader:
    """Recursive descent over the lexemes; a part that holds nothing to search for is None."""

    def __init__(self, lexemes: list[Lexeme]) -> None:
        self.lexemes = lexemes
        self.next = 0
        self.ignored: list[str] = []

    def peek(self) -> str | None:
        return self.lexemes[self.next].kind if self.next < len(self.lexemes) else None

    def either(self, depth: int) -> Node | None:
        """``sequence (OR sequence)*``."""
        sides: list[Node] = []
        alone = True
        while True:
            begin = self.next
            side = self.sequence(depth)
            if self.next == begin and (self.peek() == "or" or not alone):
                at = self.lexemes[begin if alone else begin - 1].at
                raise QueryError("this OR has nothing on one of its sides; add a word there, or quote it", at)
            if side is not None:
                sides.append(side)
            if self.peek() != "or":
                return _join(Or, sides)
            self.next += 1
            alone = False

    def sequence(self, depth: int) -> Node | None:
        """Parts side by side; runs of plain words are searched for names of several words."""
        parts: list[Node] = []
        run: list[str] = []
        while (kind := self.peek()) not in (None, ")", "or"):
            lexeme = self.lexemes[self.next]
            plain = _plain(lexeme) if kind == "word" else None
            if plain is not None:
                run.append(plain)
                self.next += 1
                continue
            parts.extend(self._named(run))
            run = []
            part = self.part(depth)
            if part is not None:
                parts.append(part)
        parts.extend(self._named(run))
        return _join(And, parts)

    def part(self, depth: int) -> Node | None:
        """A phrase, a chunk of several words, a group, or one of them with a minus before it."""
        lexeme = self.lexemes[self.next]
        self.next += 1
        if lexeme.kind == "-":
            return self._negated(depth)
        if lexeme.kind == "(":
            return self._group(lexeme, depth + 1)
        if not lexeme.words:
            return None
        others = names_of(lexeme.words)
        return Same(Phrase(lexeme.words), others) if others else Phrase(lexeme.words)

    def _negated(self, depth: int) -> Node | None:
        while self.peek() == "-":
            self.next += 1
        if self.peek() in (None, ")", "or"):
            return None
        lexeme = self.lexemes[self.next]
        plain = _plain(lexeme) if lexeme.kind == "word" else None
        if plain is None:
            part = self.part(depth)
        else:
            self.next += 1
            part = _join(And, self._named([plain]))
        return None if part is None else Not(_as_typed(part))

    def _group(self, opening: Lexeme, depth: int) -> Node | None:
        if depth > MAX_DEPTH:
            raise QueryError(f"more than {MAX_DEPTH} parentheses inside one another; use fewer", opening.at)
        if self.peek() == ")":
            raise QueryError("these parentheses are empty; put words in them or remove them", opening.at)
        node = self.either(depth)
        if self.peek() != ")":
            raise QueryError("this parenthesis is never closed; add a closing one or remove it", opening.at)
        self.next += 1
        return node

    def _named(self, run: list[str]) -> list[Node]:
        """Nodes for a run of plain words: a name with synonyms is one node, stop words outside names none."""
        words = tuple(run)
        nodes: list[Node] = []
        at = 0
        while at < len(words):
            length = longest_synonym(words, at)
            name = words[at : at + (length or 1)]
            told = [Word(word) for word in name if not is_stop_word(word)]
            typed = _join(And, list(told))
            if length and typed is not None:
                nodes.append(Same(typed, names_of(name)))
            elif typed is not None:
                nodes.append(typed)
            else:
                self.ignored.extend(name)
            at += len(name)
        return nodes


def _plain(lexeme: Lexeme) -> str | None:
    """The word of a chunk that is one word, or one word repeated (``buku-buku``)."""
    one = len(set(lexeme.words)) == 1 and not longest_synonym(lexeme.words, 0) == len(lexeme.words) > 1
    return lexeme.words[0] if one else None


def _join(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    """The parts as one node; None for none of them."""
    if len(parts) < 2:
        return parts[0] if parts else None
    return kind(tuple(parts))


def words_in_order(node: Node) -> tuple[str, ...]:
    """The plain words of a query that is nothing but words, in order; empty for any other query."""
    parts = node.parts if isinstance(node, And) else (node,)
    typed = [part.typed if isinstance(part, Same) else part for part in parts if not isinstance(part, Not)]
    flat = [leaf for part in typed for leaf in (part.parts if isinstance(part, And) else (part,))]
    words = [leaf.word for leaf in flat if isinstance(leaf, Word)]
    return tuple(words) if len(words) == len(flat) else ()


def _as_typed(node: Node) -> Node:
    """Without other names: who takes a word out does not take out whatever else the thing is called."""
    if isinstance(node, And | Or):
        return type(node)(tuple(map(_as_typed, node.parts)))
    return _as_typed(node.typed) if isinstance(node, Same) else node
