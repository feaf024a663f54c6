"""Our query tree in the words of tantivy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import tantivy
from tantivy import FieldType, Occur, Query

from index.columns import day_number
from index.engine import Filters, Request
from index.query import All, And, Node, Not, Or, Phrase, Same, Word
from index.scoring import TIE, Clause, clauses, near, weight


def tantivy_query(schema: tantivy.Schema, request: Request) -> Query:
    """The query and its filters, which add nothing to the score; words near one another add a little."""
    parts = [(Occur.Must, _translate(schema, request.node))]
    parts += [(Occur.Must, Query.const_score_query(part, 0.0)) for part in _filters(schema, request.filters)]
    parts += [(Occur.Should, _clause(schema, clause)) for clause in near(request)]
    return Query.boolean_query(parts)


def _translate(schema: tantivy.Schema, node: Node) -> Query:
    match node:
        case All():
            return _everything()
        case Word() | Phrase():
            return Query.disjunction_max_query([_clause(schema, clause) for clause in clauses(node)], TIE)
        case Same(typed, others):
            names = [Query.boost_query(_translate(schema, other), weight(node, other)) for other in others]
            return Query.disjunction_max_query([_translate(schema, typed), *names], 0.0)
        case And(parts):
            return _all_of(schema, parts)
        case Or(parts):
            return Query.boolean_query([(Occur.Should, _translate(schema, part)) for part in parts])
        case Not():
            return _all_of(schema, (node,))


def _all_of(schema: tantivy.Schema, parts: Sequence[Node]) -> Query:
    wanted = [(Occur.Must, _translate(schema, part)) for part in parts if not isinstance(part, Not)]
    unwanted = [(Occur.MustNot, _translate(schema, part.part)) for part in parts if isinstance(part, Not)]
    return Query.boolean_query([*(wanted or [(Occur.Must, _everything())]), *unwanted])


def _clause(schema: tantivy.Schema, clause: Clause) -> Query:
    name, words, boost, slop = clause
    if len(words) == 1:
        return Query.boost_query(Query.term_query(schema, name, words[0]), boost)
    return Query.boost_query(Query.phrase_query(schema, name, list(words), slop), boost)


def _filters(schema: tantivy.Schema, filters: Filters) -> Iterator[Query]:
    for name, values in (("source", filters.sources), ("kind", filters.kinds), ("topic", filters.topics)):
        if values:
            yield Query.term_set_query(schema, name, list(values))
    if filters.date_from or filters.date_to:
        first, last = filters.date_from or date.min, filters.date_to or date.max
        yield Query.range_query(schema, "day", FieldType.Unsigned, day_number(first), day_number(last))


def _everything() -> Query:
    return Query.const_score_query(Query.all_query(), 0.0)
