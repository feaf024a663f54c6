"""A chart's layer as the request that Kibana sends for it, and the rows that come of the answer.

A row is a value for each column: a bucket's key (a date as aware text in Jakarta), a number, or None. Empty days are
left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from support import kql
from support.kibana_pack import Layer, Saved

ZONE = "Asia/Jakarta"
REST = "Other"  #: what Kibana calls the values that do not rank
Row = dict[str, Any]
Ask = Callable[[str, dict[str, Any]], dict[str, Any]]  # index and body of a search to its answer
Span = tuple[datetime, datetime]


def rows(layer: Layer, ask: Ask, span: Span | None = None) -> list[Row]:
    """What the chart shows, from a server; ``span`` is the range of time, both ends included."""
    filters = [kql.to_query(kql.parse(layer.query))]
    if span:
        first, last = (end.isoformat() for end in span)
        filters.append({"range": {layer.time: {"gte": first, "lte": last}}})
    return list(_rows(layer, ask, filters, layer.buckets, {}))


def _rows(layer: Layer, ask: Ask, filters: list[Saved], buckets: list[str], above: Row) -> Iterator[Row]:
    body = {"size": 0, "track_total_hits": True, "query": {"bool": {"filter": filters}}, "aggs": _aggs(layer, buckets)}
    answer = ask(layer.index, body)
    if not buckets:
        yield above | _metrics(layer, answer.get("aggregations", {}), answer["hits"]["total"]["value"])
        return
    yield from _walk(layer, answer["aggregations"], buckets, above)
    first, *inner = buckets
    column = layer.columns[first]
    if column["operationType"] == "terms" and column["params"]["otherBucket"]:
        shown = [bucket["key"] for bucket in answer["aggregations"][first]["buckets"]]
        others = {"bool": {"must_not": [{"terms": {column["sourceField"]: shown}}]}}
        rest = [*filters, {"exists": {"field": column["sourceField"]}}, others]
        if ask(layer.index, {"size": 0, "query": {"bool": {"filter": rest}}})["hits"]["total"]["value"]:
            yield from _rows(layer, ask, rest, inner, above | {first: REST})


def _walk(layer: Layer, answer: Saved, buckets: list[str], above: Row) -> Iterator[Row]:
    if not buckets:
        yield above | _metrics(layer, answer, answer["doc_count"])
        return
    first, *inner = buckets
    found, params = answer[first]["buckets"], layer.columns[first]["params"]
    if isinstance(found, dict):  # the server sorts groups by name, Kibana puts them back in their order
        pairs = [(one["label"], found[one["label"]]) for one in params["filters"]]
    else:
        pairs = [(_key(bucket), bucket) for bucket in found]
    for key, bucket in pairs:
        if bucket["doc_count"] or layer.columns[first]["operationType"] != "date_histogram":
            yield from _walk(layer, bucket, inner, above | {first: key})


def _key(bucket: Saved) -> Any:
    return bucket.get("key_as_string", bucket["key"])


def _aggs(layer: Layer, buckets: list[str]) -> Saved:
    if not buckets:
        made = {id_: _metric(layer.columns[id_]) for id_ in layer.metrics}
        return {id_: agg for id_, agg in made.items() if agg}
    first, *inner = buckets
    return {first: _bucket(layer, first) | {"aggs": _aggs(layer, inner) | _ranking(layer, first, inner)}}


def _bucket(layer: Layer, id_: str) -> Saved:
    column = layer.columns[id_]
    params = column["params"]
    if column["operationType"] == "filters":
        named = {one["label"]: kql.to_query(kql.parse(one["input"]["query"])) for one in params["filters"]}
        return {"filters": {"filters": named}}
    if column["operationType"] == "date_histogram":
        interval = {"1d": "day"}[params["interval"]]
        told = {"field": column["sourceField"], "calendar_interval": interval, "time_zone": ZONE, "min_doc_count": 1}
        return {"date_histogram": told}
    return {"terms": {"field": column["sourceField"], "size": params["size"], "order": _order(layer, column)}}


def _order(layer: Layer, column: Saved) -> Saved:
    by = column["params"]["orderBy"]["columnId"]
    ranked = layer.columns[by]
    if ranked["operationType"] == "count":
        assert "filter" not in ranked, "Kibana cannot rank by a count that is limited"
        by = "_count"
    elif "filter" in ranked:
        by = f"{by}>value"
    return {by: column["params"]["orderDirection"]}


def _ranking(layer: Layer, first: str, inner: list[str]) -> Saved:
    """Where more buckets lie within, the column that ranks is asked for here, too."""
    column = layer.columns[first]
    if not inner or column["operationType"] != "terms":
        return {}
    by = column["params"]["orderBy"]["columnId"]
    agg = _metric(layer.columns[by])
    return {by: agg} if agg else {}


def _metric(column: Saved) -> Saved | None:
    """None for a plain count, which every bucket has anyway."""
    plain = _plain(column)
    if "filter" not in column:
        return plain
    limited: Saved = {"filter": kql.to_query(kql.parse(column["filter"]["query"]))}
    return limited | {"aggs": {"value": plain}} if plain else limited


def _plain(column: Saved) -> Saved | None:
    operation, params = column["operationType"], column["params"]
    field = column["sourceField"]
    if operation == "count":
        return None
    if operation == "last_value":  # Kibana asks for top_metrics, which gives the same value
        return {"top_hits": {"size": 1, "sort": [{params["sortField"]: "desc"}], "docvalue_fields": [field]}}
    if operation in ("median", "percentile"):
        return {"percentiles": {"field": field, "percents": [params.get("percentile", 50)], "keyed": False}}
    name = {"unique_count": "cardinality", "sum": "sum", "average": "avg", "min": "min", "max": "max"}[operation]
    return {name: {"field": field}}


def _metrics(layer: Layer, answer: Saved, documents: int) -> Row:
    return {id_: _value(layer.columns[id_], answer.get(id_), documents) for id_ in layer.metrics}


def _value(column: Saved, answer: Saved | None, documents: int) -> Any:
    operation = column["operationType"]
    if operation == "count":
        return documents if answer is None else answer["doc_count"]
    assert answer is not None
    found = answer["value"] if "filter" in column else answer
    if operation == "last_value":
        hits = found["hits"]["hits"]
        return hits[0]["fields"][column["sourceField"]][0] if hits else None
    value = found["values"][0]["value"] if operation in ("median", "percentile") else found["value"]
    if value is not None and column["dataType"] == "date":
        return datetime.fromtimestamp(value / 1000, ZoneInfo(ZONE)).isoformat()
    return value
