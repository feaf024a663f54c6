"""The whole pack as the lines of one file that Kibana imports."""

from __future__ import annotations

from collections.abc import Iterator

from index.kibana import health, monitoring, views
from index.kibana.charts import Chart
from index.kibana.objects import Saved, chart_object, dashboard_object, packed, search_object, view_object

PREFIX = "kliping"  #: of the committed file, and of an index that was not given another


def saved_objects(prefix: str = PREFIX) -> list[Saved]:
    """Every object, what is referred to before what refers to it.

    ``prefix`` is the read alias of the articles; the ids begin with it, so that packs of two indexes live side by
    side, and the titles say it where it is not the usual one.
    """
    return list(_objects(prefix, "" if prefix == PREFIX else f" ({prefix})"))


def ndjson(prefix: str = PREFIX) -> str:
    """One object a line; the same bytes in every build."""
    return "".join(packed(saved) + "\n" for saved in saved_objects(prefix))


def _objects(prefix: str, mark: str) -> Iterator[Saved]:
    for view in (views.articles, views.runs):
        yield view_object(view, prefix, view.name + mark)
    for search in monitoring.SEARCHES:
        yield search_object(search, prefix, search.title + mark)
    boards = (monitoring.DASHBOARD, health.DASHBOARD)
    for board in boards:
        for placed in board.placed():
            if isinstance(placed.item, Chart):
                yield chart_object(placed.item, prefix, placed.item.title + mark)
    for board in boards:
        yield dashboard_object(board, prefix, board.title + mark)
