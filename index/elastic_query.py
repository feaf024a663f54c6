"""A request as the body of a search: the same tree, clauses and weights as in the embedded engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from index.engine import MAX_FOLDED, Filters, Interval, Request
from index.query import All, And, Node, Not, Or, Phrase, Same, Word
from index.scoring import TIE, Clause, clauses, near, weight

Body = dict[str, Any]

ZONE = "Asia/Jakarta"
PRECISION = 40_000  #: stories up to which their number is all but exact; the most that the server offers
FACETS = {
    "source": ("source.exact", 1_000),
    "kind": ("kind", 100),
    "topic": ("topics", 1_000),
    "section": ("section", 100),
}

DEEPEST = 10_000  #: hits that the server pages through (``index.max_result_window``)

_FIELDS = {"title": "title", "title_stem": "title.stem", "body": "body", "body_stem": "body.stem"}
_FORMATS: dict[Interval, str] = {"day": "yyyy-MM-dd", "month": "yyyy-MM"}


def search_body(request: Request) -> Body:
    """One page of hits, and the counts of all that match; of one that lies too deep (``too_deep``) the counts alone."""
    end = request.offset + request.limit
    end = min(end, MAX_FOLDED) if request.fold else 0 if too_deep(request) else end
    size = max(end - request.offset, 0)
    fold: Body = {"collapse": {"field": "story_id"}} if request.fold else {}
    page: Body = {"from": request.offset, "size": size} if size else {"size": 0}
    return {**page, **fold, **ordered(request), "track_total_hits": True, "aggs": _counts(request.interval)}


def too_deep(request: Request) -> bool:
    """Whether an unfolded page ends where the server counts no further."""
    return not request.fold and request.limit > 0 and request.offset + request.limit > DEEPEST


def ordered(request: Request) -> Body:
    """Query and order: by score where asked for and where there is one, else newest first; then by id."""
    by_date: list[Body] = [{"date": "desc"}, {"id": "asc"}]
    return {"query": query_of(request), "sort": [{"_score": "desc"}, *by_date] if scored(request) else by_date}


def scored(request: Request) -> bool:
    """Whether hits have a score."""
    return request.sort == "score" and not isinstance(request.node, All | Not)


def query_of(request: Request) -> Body:
    """The query and its filters, which add nothing to the score; words near one another add a little."""
    told: Body = {"must": [_translate(request.node)]}
    if filters := list(_filters(request.filters)):
        told["filter"] = filters
    if close := [_clause(clause) for clause in near(request)]:
        told["should"] = close
    return {"bool": told}


def families_body(request: Request, stories: Sequence[str]) -> Body:
    """How many matching articles some stories have, and from how many sources; see ``families_from``."""
    matching = {"bool": {"filter": [query_of(request), {"terms": {"story_id": list(stories)}}]}}
    outlets = {"outlets": {"cardinality": {"field": "source.exact"}}}
    told = {"terms": {"field": "story_id", "size": len(stories)}, "aggs": outlets}
    return {"size": 0, "track_total_hits": False, "query": matching, "aggs": {"stories": told}}


def families_from(answer: Body) -> dict[str, tuple[int, int]]:
    """Story → its matching articles, and their sources."""
    buckets = answer["aggregations"]["stories"]["buckets"]
    return {bucket["key"]: (bucket["doc_count"], bucket["outlets"]["value"]) for bucket in buckets}


def _counts(interval: Interval) -> Body:
    facets: Body = {name: {"terms": {"field": field, "size": size}} for name, (field, size) in FACETS.items()}
    over_time = {
        "field": "date",
        "calendar_interval": interval,
        "time_zone": ZONE,
        "format": _FORMATS[interval],
        "min_doc_count": 1,
    }
    stories = {"cardinality": {"field": "story_id", "precision_threshold": PRECISION}}
    return {**facets, "histogram": {"date_histogram": over_time}, "stories": stories}


def _translate(node: Node, boost: float = 1.0) -> Body:
    match node:
        case All():
            return _everything()
        case Word() | Phrase():
            return _best([_clause(clause) for clause in clauses(node)], TIE, boost)
        case Same(typed, others):
            names = [_translate(other, weight(node, other)) for other in others]
            return _best([_translate(typed), *names], 0.0, boost)
        case And(parts):
            return _all_of(parts)
        case Or(parts):
            return {"bool": {"should": [_translate(part) for part in parts], "minimum_should_match": 1}}
        case Not():
            return _all_of((node,))


def _all_of(parts: Sequence[Node]) -> Body:
    wanted = [_translate(part) for part in parts if not isinstance(part, Not)] or [_everything()]
    unwanted = [_translate(part.part) for part in parts if isinstance(part, Not)]
    return {"bool": {"must": wanted, "must_not": unwanted}}


def _clause(clause: Clause) -> Body:
    field, words, boost, slop = clause
    if len(words) == 1:
        return {"term": {_FIELDS[field]: {"value": words[0], "boost": boost}}}
    phrase = {"query": " ".join(words), "analyzer": "whitespace", "slop": slop, "boost": boost}
    return {"match_phrase": {_FIELDS[field]: phrase}}


def _best(queries: list[Body], tie: float, boost: float) -> Body:
    return {"dis_max": {"queries": queries, "tie_breaker": tie, "boost": boost}}


def _everything() -> Body:
    return {"match_all": {"boost": 0.0}}


def _filters(filters: Filters) -> Iterator[Body]:
    for name, values in (("source", filters.sources), ("kind", filters.kinds), ("topic", filters.topics)):
        if values:
            yield {"terms": {FACETS[name][0]: list(values)}}
    if filters.date_from or filters.date_to:
        within: Body = {"time_zone": ZONE, "format": "strict_date"}
        if filters.date_from:
            within["gte"] = filters.date_from.isoformat()
        if filters.date_to and filters.date_to < date.max:
            within["lt"] = (filters.date_to + timedelta(days=1)).isoformat()
        yield {"range": {"date": within}}
