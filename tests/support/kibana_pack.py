"""The pack read back from what is imported: every chart as the layer that Kibana would run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Saved = dict[str, Any]


@dataclass(frozen=True)
class Layer:
    """What one chart asks. ``index`` is the alias, ``time`` the date field; ``query`` KQL.

    ``names`` are what the data view shows for the values of a field.
    """

    id: str
    title: str
    dashboard: str
    index: str
    time: str
    query: str
    order: tuple[str, ...]
    columns: dict[str, Saved]
    hidden: frozenset[str]
    names: dict[str, dict[str, str]]

    @property
    def buckets(self) -> list[str]:
        return [id_ for id_ in self.order if self.columns[id_]["isBucketed"]]

    @property
    def metrics(self) -> list[str]:
        return [id_ for id_ in self.order if not self.columns[id_]["isBucketed"]]


def objects(text: str) -> list[Saved]:
    """The objects of an NDJSON file."""
    return [json.loads(line) for line in text.splitlines()]


def layers(saved: Sequence[Saved]) -> list[Layer]:
    """The charts in the order in which the dashboards show them."""
    by_id = {(one["type"], one["id"]): one for one in saved}
    return list(_layers(by_id))


def _layers(by_id: dict[tuple[str, str], Saved]) -> Iterator[Layer]:
    for (kind, _), board in by_id.items():
        if kind != "dashboard":
            continue
        names = {one["name"]: (one["type"], one["id"]) for one in board["references"]}
        for panel in json.loads(board["attributes"]["panelsJSON"]):
            if panel["type"] == "lens":
                chart = by_id[names[f"{panel['panelIndex']}:{panel['panelRefName']}"]]
                yield _layer(chart, board["attributes"]["title"], by_id)


def _layer(chart: Saved, dashboard: str, by_id: dict[tuple[str, str], Saved]) -> Layer:
    state = chart["attributes"]["state"]
    ((name, layer),) = state["datasourceStates"]["formBased"]["layers"].items()
    (reference,) = [one for one in chart["references"] if one["name"] == f"indexpattern-datasource-layer-{name}"]
    view = by_id[reference["type"], reference["id"]]["attributes"]
    hidden = [one["columnId"] for one in state["visualization"].get("columns", ()) if one.get("hidden")]
    return Layer(
        id=chart["id"],
        title=chart["attributes"]["title"],
        dashboard=dashboard,
        index=view["title"],
        time=view["timeFieldName"],
        query=state["query"]["query"],
        order=tuple(layer["columnOrder"]),
        columns=layer["columns"],
        hidden=frozenset(hidden),
        names={field: _names(how) for field, how in json.loads(view["fieldFormatMap"]).items()},
    )


def _names(how: Saved) -> dict[str, str]:
    return {one["key"]: one["value"] for one in how["params"].get("lookupEntries", ())}
