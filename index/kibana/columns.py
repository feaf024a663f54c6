"""Columns of a chart: what is counted, and by what it is grouped, in the words Kibana's Lens stores.

``where`` limits a column to what a KQL query matches. Ids are given by the caller and are the same in every build.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

DAY = "1d"
WHOLE: Mapping[str, Any] = {"id": "number", "params": {"decimals": 0}}
TENTHS: Mapping[str, Any] = {"id": "number", "params": {"decimals": 1}}
PERCENT: Mapping[str, Any] = {"id": "percent", "params": {"decimals": 0}}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a layer: its id there, and what Lens stores of it."""

    id: str
    state: Mapping[str, Any]

    @property
    def bucketed(self) -> bool:
        """Whether it groups; else it counts."""
        return bool(self.state["isBucketed"])


def terms(
    id: str,
    label: str,
    field: str,
    size: int,
    by: Column,
    *,
    ascending: bool = False,
    rest: bool = False,
    numeric: bool = False,
) -> Column:
    """The values of a field that rank first by another column; ``rest`` gathers all others in one more."""
    params = {
        "size": size,
        "orderBy": {"type": "column", "columnId": by.id},
        "orderDirection": "asc" if ascending else "desc",
        "otherBucket": rest,
        "missingBucket": False,
        "parentFormat": {"id": "terms"},
        "include": [],
        "exclude": [],
        "includeIsRegex": False,
        "excludeIsRegex": False,
    }
    return _column(id, label, "terms", field, "number" if numeric else "string", "ordinal", params, bucketed=True)


def groups(id: str, label: str, named: Mapping[str, str]) -> Column:
    """A group for each name, of what its KQL query matches, in the order given."""
    filters = [{"input": {"query": query, "language": "kuery"}, "label": name} for name, query in named.items()]
    return _column(id, label, "filters", None, "string", "ordinal", {"filters": filters}, bucketed=True)


def days(id: str, label: str, field: str) -> Column:
    """Days of a date field, also those with nothing on them; in the zone that Kibana is set to."""
    params = {"interval": DAY, "includeEmptyRows": True, "dropPartials": False}
    return _column(id, label, "date_histogram", field, "date", "interval", params, bucketed=True)


def count(id: str, label: str, where: str = "") -> Column:
    """How many documents."""
    return _column(id, label, "count", "___records___", "number", "ratio", {"emptyAsNull": False}, where)


def unique(id: str, label: str, field: str, where: str = "") -> Column:
    """How many different values; exact up to some thousands, about right above."""
    return _column(id, label, "unique_count", field, "number", "ratio", {"emptyAsNull": False}, where)


def total(id: str, label: str, field: str, where: str = "") -> Column:
    """The sum of a field of numbers."""
    return _column(id, label, "sum", field, "number", "ratio", {"emptyAsNull": False, "format": WHOLE}, where)


def number(
    id: str,
    label: str,
    how: Literal["median", "average", "min", "max"],
    field: str,
    where: str = "",
    shown: Mapping[str, Any] = WHOLE,
) -> Column:
    """One number for all in a field, shown in a format; nothing where there are none."""
    return _column(id, label, how, field, "number", "ratio", {"emptyAsNull": True, "format": shown}, where)


def percentile(id: str, label: str, field: str, percent: int, where: str = "") -> Column:
    """What so many percent of the values do not exceed."""
    return _column(id, label, "percentile", field, "number", "ratio", {"percentile": percent, "format": WHOLE}, where)


def moment(id: str, label: str, how: Literal["min", "max"], field: str, where: str = "") -> Column:
    """The first or the last instant in a date field."""
    return _column(id, label, how, field, "date", "ratio", {"emptyAsNull": True}, where)


def latest(id: str, label: str, field: str, by: str, where: str = "") -> Column:
    """The value that the newest document by a date field has."""
    params = {"sortField": by, "showArrayValues": False}
    return _column(id, label, "last_value", field, "string", "ordinal", params, where or f"{field}: *")


def _column(
    id: str,
    label: str,
    operation: str,
    field: str | None,
    data: str,
    scale: str,
    params: Mapping[str, Any],
    where: str = "",
    *,
    bucketed: bool = False,
) -> Column:
    state: dict[str, Any] = {
        "label": label,
        "customLabel": True,
        "dataType": data,
        "operationType": operation,
        "isBucketed": bucketed,
        "scale": scale,
        "params": dict(params),
    }
    if field is not None:
        state["sourceField"] = field
    if where:
        state["filter"] = {"query": where, "language": "kuery"}
    return Column(id, state)


def in_order(columns: Sequence[Column]) -> list[Column]:
    """As Lens nests them: what groups before what counts."""
    return [c for c in columns if c.bucketed] + [c for c in columns if not c.bucketed]
