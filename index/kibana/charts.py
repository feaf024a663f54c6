"""Charts: bars, lines, tables, shares and single numbers over one data view, as Lens objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from index.kibana.columns import Column, in_order

LAYER = "layer"  #: the id of the one layer that each of our charts has

Shape = Literal["bar_stacked", "bar", "bar_horizontal", "line"]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: ``view`` is the data view it asks, ``query`` the KQL that limits it.

    ``visualization`` is what Lens stores of its looks. ``title`` is shown above it, ``description`` in its tooltip.
    """

    id: str
    title: str
    description: str
    view: str
    kind: str
    columns: tuple[Column, ...]
    visualization: Mapping[str, Any]
    query: str = ""

    @property
    def state(self) -> dict[str, Any]:
        """The Lens state: what is asked, and how it looks."""
        columns = in_order(self.columns)
        layer = {
            "columnOrder": [column.id for column in columns],
            "columns": {column.id: dict(column.state) for column in columns},
            "incompleteColumns": {},
            "sampling": 1,
        }
        return {
            "datasourceStates": {"formBased": {"layers": {LAYER: layer}}},
            "visualization": dict(self.visualization),
            "query": {"query": self.query, "language": "kuery"},
            "filters": [],
            "internalReferences": [],
            "adHocDataViews": {},
        }


def plot(
    id: str,
    title: str,
    view: str,
    shape: Shape,
    x: Column,
    values: Sequence[Column],
    *,
    split: Column | None = None,
    query: str = "",
    description: str = "",
) -> Chart:
    """Bars or lines of ``values`` along ``x``, one for each value of ``split`` if that is given."""
    layer: dict[str, Any] = {
        "layerId": LAYER,
        "layerType": "data",
        "seriesType": shape,
        "xAccessor": x.id,
        "accessors": [value.id for value in values],
        "position": "top",
        "showGridlines": False,
    }
    if split:
        layer["splitAccessor"] = split.id
    shown = {"x": True, "yLeft": True, "yRight": True}
    looks = {
        "preferredSeriesType": shape,
        "layers": [layer],
        "legend": {"isVisible": bool(split) or len(values) > 1, "position": "right"},
        "valueLabels": "show" if shape == "bar_horizontal" else "hide",
        "fittingFunction": "None",
        "axisTitlesVisibilitySettings": {"x": False, "yLeft": True, "yRight": True},
        "tickLabelsVisibilitySettings": shown,
        "gridlinesVisibilitySettings": shown,
        "labelsOrientation": {"x": 0, "yLeft": 0, "yRight": 0},
    }
    # The first grouping is the outer one: of the whole, the values of `split` are those that rank first.
    columns = (*((split,) if split else ()), x, *values)
    return Chart(id, title, description, view, "lnsXY", columns, looks, query)


def share(
    id: str, title: str, view: str, group: Column, value: Column, *, query: str = "", description: str = ""
) -> Chart:
    """A ring that shows how a whole is divided."""
    layer = {
        "layerId": LAYER,
        "layerType": "data",
        "primaryGroups": [group.id],
        "metrics": [value.id],
        "numberDisplay": "value",
        "categoryDisplay": "default",
        "legendDisplay": "show",
        "nestedLegend": False,
    }
    return Chart(id, title, description, view, "lnsPie", (group, value), {"shape": "donut", "layers": [layer]}, query)


def figure(id: str, title: str, view: str, value: Column, *, query: str = "", description: str = "") -> Chart:
    """One number, large."""
    looks = {"layerId": LAYER, "layerType": "data", "metricAccessor": value.id}
    return Chart(id, title, description, view, "lnsMetric", (value,), looks, query)


def table(
    id: str,
    title: str,
    view: str,
    columns: Sequence[Column],
    *,
    hidden: Sequence[Column] = (),
    query: str = "",
    description: str = "",
) -> Chart:
    """A table in the order its first column ranks by; ``hidden`` columns group without being shown."""
    shown = [{"columnId": column.id, "isTransposed": False} for column in columns]
    veiled = [{"columnId": column.id, "isTransposed": False, "hidden": True} for column in hidden]
    looks = {
        "layerId": LAYER,
        "layerType": "data",
        "columns": veiled + shown,
        "paging": {"size": 10, "enabled": True},
        "rowHeight": "single",
        "headerRowHeight": "auto",
    }
    return Chart(id, title, description, view, "lnsDatatable", (*hidden, *columns), looks, query)
