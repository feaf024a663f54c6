"""The rows of a chart counted one by one from documents, without a server."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from support import kql
from support.kibana_pack import Layer, Saved
from support.kibana_query import REST, ZONE, Row, Span
from support.kql import Document, values_of

JAKARTA = ZoneInfo(ZONE)


def rows(layer: Layer, documents: Sequence[Document], span: Span | None = None) -> list[Row]:
    """What the chart should show; dates are aware datetimes in the documents."""
    query = kql.parse(layer.query)
    found = [one for one in documents if kql.matches(query, one) and (span is None or _within(one, layer.time, span))]
    return list(_rows(layer, found, layer.buckets, {}))


def _within(document: Document, field: str, span: Span) -> bool:
    return any(span[0] <= at <= span[1] for at in values_of(document, field))


def _rows(layer: Layer, documents: Sequence[Document], buckets: list[str], above: Row) -> Iterator[Row]:
    if not buckets:
        yield above | {id_: metric(layer.columns[id_], documents) for id_ in layer.metrics}
        return
    first, *inner = buckets
    column = layer.columns[first]
    for key, inside in _BUCKETS[column["operationType"]](layer, column, documents):
        yield from _rows(layer, inside, inner, above | {first: key})


Bucket = tuple[Any, list[Document]]


def _filters(layer: Layer, column: Saved, documents: Sequence[Document]) -> Iterator[Bucket]:
    for one in column["params"]["filters"]:
        query = kql.parse(one["input"]["query"])
        yield one["label"], [document for document in documents if kql.matches(query, document)]


def _days(layer: Layer, column: Saved, documents: Sequence[Document]) -> Iterator[Bucket]:
    by_day: dict[str, list[Document]] = {}
    for document in documents:
        for at in values_of(document, column["sourceField"]):
            midnight = at.astimezone(JAKARTA).replace(hour=0, minute=0, second=0, microsecond=0)
            by_day.setdefault(midnight.isoformat(timespec="milliseconds"), []).append(document)
    yield from sorted(by_day.items())


def _terms(layer: Layer, column: Saved, documents: Sequence[Document]) -> Iterator[Bucket]:
    params = column["params"]
    by_value: dict[Any, list[Document]] = {}
    for document in documents:
        for value in set(values_of(document, column["sourceField"])):
            by_value.setdefault(value, []).append(document)
    ranking = layer.columns[params["orderBy"]["columnId"]]
    sign = 1 if params["orderDirection"] == "asc" else -1

    def rank(value: Any) -> tuple[Any, Any]:
        told = metric(ranking, by_value[value])
        told = datetime.fromisoformat(told).timestamp() if isinstance(told, str) else told
        return sign * told, value

    ranked = sorted(by_value, key=rank)
    yield from ((value, by_value[value]) for value in ranked[: params["size"]])
    if params["otherBucket"] and len(ranked) > params["size"]:
        shown = set(ranked[: params["size"]])
        field = column["sourceField"]
        yield REST, [d for d in documents if values_of(d, field) and not shown.intersection(values_of(d, field))]


_BUCKETS: dict[str, Callable[[Layer, Saved, Sequence[Document]], Iterator[Bucket]]] = {
    "filters": _filters,
    "date_histogram": _days,
    "terms": _terms,
}


def metric(column: Saved, documents: Sequence[Document]) -> Any:
    """One number of these documents, or a date as text in Jakarta, or a value."""
    if "filter" in column:
        query = kql.parse(column["filter"]["query"])
        documents = [document for document in documents if kql.matches(query, document)]
    operation, params = column["operationType"], column["params"]
    if operation == "count":
        return len(documents)
    if operation == "last_value":
        newest = max(documents, key=lambda one: one[params["sortField"]], default=None)
        return values_of(newest, column["sourceField"])[0] if newest else None
    values = [value for document in documents for value in values_of(document, column["sourceField"])]
    if operation == "unique_count":
        return len(set(values))
    if operation == "sum":
        return sum(values)
    if not values:
        return None
    if column["dataType"] == "date":
        at: datetime = {"min": min, "max": max}[operation](values)
        return at.astimezone(JAKARTA).replace(microsecond=at.microsecond // 1000 * 1000).isoformat()
    if operation == "percentile":
        return quantile(values, params["percentile"] / 100)
    return {"min": min, "max": max, "average": statistics.fmean, "median": statistics.median}[operation](values)


def quantile(values: Sequence[float], share: float) -> float:
    """Between the two values that lie about it, as Elasticsearch reckons a small set."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
