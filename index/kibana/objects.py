"""Saved objects as Kibana imports them: data views, searches, charts, dashboards, and the references between them.

They are written at the level of 8.9, which every later 8.x and 9.x reads. What Kibana keeps as JSON within a string is
``packed`` here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.kibana.charts import LAYER, Chart
from index.kibana.dashboards import Dashboard, Note, Placed

CORE = "8.8.0"
LEVELS = {"index-pattern": "8.0.0", "search": "8.0.0", "lens": "8.9.0", "dashboard": "8.9.0"}
_OPTIONS = {
    "useMargins": True,
    "hidePanelTitles": False,
    "syncColors": True,
    "syncCursor": True,
    "syncTooltips": False,
}
_SOURCE = "kibanaSavedObjectMeta.searchSourceJSON.index"

Saved = dict[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """A data view: ``suffix`` follows the prefix and names the alias it reads; ``time`` is its date field.

    ``labels`` are what people call the fields, ``formats`` how Kibana shows them.
    """

    id: str
    name: str
    suffix: str
    time: str
    labels: Mapping[str, str]
    formats: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Search:
    """A saved search: articles that match ``query``, the newest first. ``since`` limits it to a range of time."""

    id: str
    title: str
    description: str
    view: str
    query: str
    columns: Sequence[str]
    sort: str
    since: tuple[str, str] | None = None


def packed(value: Any) -> str:
    """JSON within a string, always the same for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def view_object(view: View, prefix: str, name: str) -> Saved:
    """The saved object of a data view."""
    attributes = {
        "title": f"{prefix}{view.suffix}",
        "name": name,
        "timeFieldName": view.time,
        "fields": "[]",
        "sourceFilters": "[]",
        "typeMeta": "{}",
        "runtimeFieldMap": "{}",
        "fieldFormatMap": packed(view.formats),
        "fieldAttrs": packed({field: {"customLabel": label} for field, label in view.labels.items()}),
    }
    return _saved("index-pattern", f"{prefix}-{view.id}", attributes, [])


def search_object(search: Search, prefix: str, title: str) -> Saved:
    """The saved object of a search."""
    source = {"query": _kql(search.query), "filter": [], "highlightAll": True, "indexRefName": _SOURCE}
    attributes: Saved = {
        "title": title,
        "description": search.description,
        "columns": list(search.columns),
        "sort": [[search.sort, "desc"]],
        "grid": {},
        "hideChart": False,
        "isTextBasedQuery": False,
        "timeRestore": search.since is not None,
        "kibanaSavedObjectMeta": {"searchSourceJSON": packed(source)},
    }
    if search.since:
        attributes["timeRange"] = dict(zip(("from", "to"), search.since, strict=True))
    return _saved("search", f"{prefix}-{search.id}", attributes, [_view(_SOURCE, prefix, search.view)])


def chart_object(chart: Chart, prefix: str, title: str) -> Saved:
    """The saved object of a chart."""
    attributes = {
        "title": title,
        "description": chart.description,
        "visualizationType": chart.kind,
        "state": chart.state,
    }
    reference = _view(f"indexpattern-datasource-layer-{LAYER}", prefix, chart.view)
    return _saved("lens", f"{prefix}-{chart.id}", attributes, [reference])


def dashboard_object(board: Dashboard, prefix: str, title: str) -> Saved:
    """The saved object of a dashboard; its panels refer to charts and searches by their ids."""
    panels, references = [], []
    for placed in board.placed():
        panels.append(_panel(placed))
        if not isinstance(placed.item, Note):
            kind = "lens" if isinstance(placed.item, Chart) else "search"
            name = f"{placed.id}:panel_{placed.id}"
            references.append({"type": kind, "id": f"{prefix}-{placed.item.id}", "name": name})
    controls = {}
    for order, control in enumerate(board.controls):
        id_ = f"{board.id}-{control.field}"
        told = {"id": id_, "fieldName": control.field, "title": control.label, "selectedOptions": []}
        controls[id_] = {
            "order": order,
            "width": "medium",
            "grow": True,
            "type": "optionsListControl",
            "explicitInput": told | {"searchTechnique": "prefix", "sort": {"by": "_count", "direction": "desc"}},
        }
        references.append(_view(f"controlGroup_{id_}:optionsListDataView", prefix, control.view))
    ignored = dict.fromkeys(("ignoreFilters", "ignoreQuery", "ignoreTimerange", "ignoreValidations"), False)
    attributes = {
        "title": title,
        "description": board.description,
        "panelsJSON": packed(panels),
        "optionsJSON": packed(
            {
                "useMargins": True,
                "hidePanelTitles": False,
                "syncColors": True,
                "syncCursor": True,
                "syncTooltips": False,
            }
        ),
        "kibanaSavedObjectMeta": {"searchSourceJSON": packed({"query": _kql(""), "filter": []})},
        "controlGroupInput": {
            "controlStyle": "oneLine",
            "chainingSystem": "HIERARCHICAL",
            "ignoreParentSettingsJSON": packed(ignored),
            "panelsJSON": packed(controls),
        },
        "timeRestore": True,
        "timeFrom": board.since[0],
        "timeTo": board.since[1],
        "refreshInterval": {"pause": True, "value": 0},
        "version": 1,
    }
    return _saved("dashboard", f"{prefix}-{board.id}", attributes, references)


def _panel(placed: Placed) -> Saved:
    grid = {"x": placed.x, "y": placed.y, "w": placed.width, "h": placed.height, "i": placed.id}
    panel: Saved = {"panelIndex": placed.id, "gridData": grid, "version": LEVELS["dashboard"]}
    if isinstance(placed.item, Note):
        text = {"fontSize": 12, "markdown": placed.item.text, "openLinksInNewTab": False}
        source = {"query": _kql(""), "filter": []}
        drawn = {"type": "markdown", "title": "", "description": "", "id": "", "params": text, "uiState": {}}
        config = {"hidePanelTitles": True, "savedVis": drawn | {"data": {"aggs": [], "searchSource": source}}}
        return panel | {"type": "visualization", "embeddableConfig": config | {"enhancements": {}}}
    config = {"enhancements": {}}
    if isinstance(placed.item, Chart):
        config["hidePanelTitles"] = placed.item.kind == "lnsMetric"  # it bears its title within
        if placed.since:
            config["timeRange"] = dict(zip(("from", "to"), placed.since, strict=True))
    kind = "lens" if isinstance(placed.item, Chart) else "search"
    return panel | {"type": kind, "panelRefName": f"panel_{placed.id}", "embeddableConfig": config}


def _saved(kind: str, id_: str, attributes: Saved, references: list[Saved]) -> Saved:
    return {
        "type": kind,
        "id": id_,
        "attributes": attributes,
        "references": references,
        "coreMigrationVersion": CORE,
        "typeMigrationVersion": LEVELS[kind],
    }


def _view(name: str, prefix: str, view: str) -> Saved:
    return {"type": "index-pattern", "id": f"{prefix}-{view}", "name": name}


def _kql(query: str) -> Saved:
    return {"query": query, "language": "kuery"}
