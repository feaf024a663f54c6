"""Dashboards: rows of panels on Kibana's 48 columns, placed so that none can lie on another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.kibana.charts import Chart

if TYPE_CHECKING:
    from index.kibana.objects import Search

WIDTH = 48  #: columns of a dashboard


@dataclass(frozen=True, slots=True)
class Note:
    """Help for the reader, in Markdown."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Control:
    """A list above the dashboard to choose values of a field from."""

    field: str
    label: str
    view: str


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands in a row, and how many columns wide; ``since`` is a range of time of its own."""

    item: Chart | Search | Note
    width: int
    since: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A panel with its place; ``height`` is in Kibana's rows of about 20 pixels."""

    id: str
    item: Chart | Search | Note
    x: int
    y: int
    width: int
    height: int
    since: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """``rows`` are heights with their panels from left to right, ``since`` the range of time shown at first."""

    id: str
    title: str
    description: str
    since: tuple[str, str]
    controls: tuple[Control, ...]
    rows: tuple[tuple[int, tuple[Panel, ...]], ...]

    def placed(self) -> Iterator[Placed]:
        """Every panel with its place.

        Raises:
            ValueError: a row is wider than a dashboard.
        """
        y = 0
        for height, panels in self.rows:
            if sum(panel.width for panel in panels) > WIDTH:
                raise ValueError(f"{self.id}: the row at {y} is wider than {WIDTH} columns")
            x = 0
            for panel in panels:
                yield Placed(panel.item.id, panel.item, x, y, panel.width, height, panel.since)
                x += panel.width
            y += height
