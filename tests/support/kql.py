"""The part of Kibana's query language that the pack uses, as a query of Elasticsearch and as a test of a document.

``field: value``, ``field: (a or b)``, ``field: *``, ``field < 1`` (also ``<=``, ``>``, ``>=``), ``not``, ``and``,
``or``, parentheses. A document is its fields with their values, lists where there are several.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

Document = Mapping[str, Any]
Node = tuple[Any, ...]

_TOKEN = re.compile(r"\s*(<=|>=|[()<>:]|\"[^\"]*\"|[^\s()<>:\"]+)")
_COMPARE: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "<": ("lt", operator.lt),
    "<=": ("lte", operator.le),
    ">": ("gt", operator.gt),
    ">=": ("gte", operator.ge),
}


def parse(text: str) -> Node:
    """The tree of a query.

    Raises:
        ValueError: it is not in the part of the language that is understood here.
    """
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != re.sub(r"\s+(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", "", text):
        raise ValueError(f"{text!r}: something in it is not understood")
    if not tokens:
        return ("all",)
    node, rest = _or(tokens, _clause)
    if rest:
        raise ValueError(f"{text!r}: {rest[0]!r} stands where nothing should")
    return node


def fields(node: Node) -> set[str]:
    """Every field that a query asks for."""
    if node[0] in ("and", "or", "not"):
        return set().union(*(fields(part) for part in node[1:]))
    return set() if node[0] == "all" else {node[1]}


def to_query(node: Node) -> dict[str, Any]:
    """What Kibana makes of it."""
    kind, *rest = node
    if kind == "all":
        return {"match_all": {}}
    if kind == "and":
        return {"bool": {"filter": [to_query(part) for part in rest]}}
    if kind == "or":
        return {"bool": {"should": [to_query(part) for part in rest], "minimum_should_match": 1}}
    if kind == "not":
        return {"bool": {"must_not": [to_query(rest[0])]}}
    if kind == "exists":
        return {"exists": {"field": rest[0]}}
    if kind == "is":
        return {"match": {rest[0]: rest[1]}}
    return {"range": {rest[0]: {_COMPARE[kind][0]: rest[1]}}}


def matches(node: Node, document: Document) -> bool:
    """Whether a document is found by it."""
    kind, *rest = node
    if kind == "all":
        return True
    if kind == "and":
        return all(matches(part, document) for part in rest)
    if kind == "or":
        return any(matches(part, document) for part in rest)
    if kind == "not":
        return not matches(rest[0], document)
    values = values_of(document, rest[0])
    if kind == "exists":
        return bool(values)
    if kind == "is":
        return any(str(value) == rest[1] for value in values)
    return any(_COMPARE[kind][1](value, float(rest[1])) for value in values)


def values_of(document: Document, field: str) -> list[Any]:
    """The values that a document has in a field; ``title.keyword`` is ``title`` as a whole."""
    value = document.get(field.removesuffix(".keyword"))
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _or(tokens: list[str], clause: Callable[[list[str]], tuple[Node, list[str]]]) -> tuple[Node, list[str]]:
    return _joined(tokens, "or", lambda t: _joined(t, "and", lambda u: _not(u, clause)))


def _joined(
    tokens: list[str], word: str, part: Callable[[list[str]], tuple[Node, list[str]]]
) -> tuple[Node, list[str]]:
    node, tokens = part(tokens)
    parts = [node]
    while tokens and tokens[0].lower() == word:
        node, tokens = part(tokens[1:])
        parts.append(node)
    return (parts[0] if len(parts) == 1 else (word, *parts)), tokens


def _not(tokens: list[str], clause: Callable[[list[str]], tuple[Node, list[str]]]) -> tuple[Node, list[str]]:
    if tokens and tokens[0].lower() == "not":
        node, tokens = _not(tokens[1:], clause)
        return ("not", node), tokens
    if tokens and tokens[0] == "(":
        node, tokens = _or(tokens[1:], clause)
        return node, _after(tokens, ")")
    return clause(tokens)


def _clause(tokens: list[str]) -> tuple[Node, list[str]]:
    if len(tokens) < 3 or tokens[1] not in (":", *_COMPARE):
        raise ValueError(f"{tokens[:3]}: a field and a value are wanted")
    field, sign, *tokens = tokens
    if sign in _COMPARE:
        return (sign, field, tokens[0]), tokens[1:]
    if tokens[0] == "(":
        node, tokens = _or(tokens[1:], lambda t: _value(field, t))
        return node, _after(tokens, ")")
    return _value(field, tokens)


def _value(field: str, tokens: list[str]) -> tuple[Node, list[str]]:
    value = tokens[0]
    return (("exists", field) if value == "*" else ("is", field, value.strip('"'))), tokens[1:]


def _after(tokens: list[str], sign: str) -> list[str]:
    if not tokens or tokens[0] != sign:
        raise ValueError(f"{tokens}: {sign!r} is missing")
    return tokens[1:]
