"""The Kibana pack is whole in itself: nothing refers to what is not there, and nothing asks what cannot be asked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from support import kql
from support.kibana_pack import Layer, layers, objects

from index.kibana import health, monitoring, views
from index.kibana.dashboards import Dashboard, Note, Panel
from index.kibana.pack import ndjson, saved_objects

ROOM = Path(__file__).parent.parent.parent / "index"
SAVED = objects((ROOM / "kibana" / "kliping.ndjson").read_text(encoding="utf-8"))
BY_ID = {(one["type"], one["id"]): one for one in SAVED}
LAYERS = layers(SAVED)
BOARDS = [one for one in SAVED if one["type"] == "dashboard"]

# What Lens lets an operation be done to, by the type a field has in Elasticsearch.
NUMBERS = {"long", "integer", "short", "byte", "double", "float", "half_float"}
TYPES = {
    "terms": {"keyword"} | NUMBERS,
    "date_histogram": {"date"},
    "unique_count": {"keyword", "date"} | NUMBERS,
    "sum": NUMBERS,
    "median": NUMBERS,
    "average": NUMBERS,
    "percentile": NUMBERS,
    "min": NUMBERS | {"date"},
    "max": NUMBERS | {"date"},
    "last_value": {"keyword", "date"} | NUMBERS,
}
DATA = {"keyword": "string", "date": "date"} | dict.fromkeys(NUMBERS, "number")


def mapping(name: str) -> dict[str, dict[str, Any]]:
    """The fields of a mapping file with those below them, by name."""
    found: dict[str, dict[str, Any]] = {}
    told = json.loads((ROOM / "mapping" / f"{name}.json").read_text(encoding="utf-8"))
    for field, options in told.get("mappings", told)["properties"].items():
        found[field] = options
        found |= {f"{field}.{below}": more for below, more in options.get("fields", {}).items()}
    return found


MAPPINGS = {"kliping": mapping("article"), "kliping-runs": mapping("run")}


def strings(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from strings(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, key)
    elif isinstance(value, str):
        yield key, value


def queries(layer: Layer) -> Iterator[str]:
    yield layer.query
    for column in layer.columns.values():
        yield column.get("filter", {}).get("query", "")
        yield from (one["input"]["query"] for one in column["params"].get("filters", ()))


def name(layer: Layer) -> str:
    return layer.id


def test_the_committed_file_is_what_the_description_makes() -> None:
    assert (ROOM / "kibana" / "kliping.ndjson").read_text(encoding="utf-8") == ndjson(), "run python -m index.kibana"


def test_ids_are_unique_and_titles_too() -> None:
    assert len(BY_ID) == len(SAVED)
    assert max(Counter(one["id"] for one in SAVED).values()) == 1
    titles = Counter((one["type"], one["attributes"].get("title")) for one in SAVED)
    assert max(titles.values()) == 1, titles.most_common(1)


def test_json_in_strings_can_be_read() -> None:
    told = [
        text for one in SAVED for key, text in strings(one) if key.endswith(("JSON", "Map", "Attrs")) or key == "fields"
    ]
    assert len(told) > 20
    assert all(isinstance(json.loads(text), (dict, list)) for text in told)


def test_the_level_is_one_that_every_later_kibana_reads() -> None:
    levels = {"index-pattern": "8.0.0", "search": "8.0.0", "lens": "8.9.0", "dashboard": "8.9.0"}
    assert {one["type"]: one["typeMigrationVersion"] for one in SAVED} == levels
    assert {one["coreMigrationVersion"] for one in SAVED} == {"8.8.0"}
    assert all(set(one) == set(SAVED[0]) for one in SAVED)


def test_references_lead_to_what_stands_above_them() -> None:
    seen: set[tuple[str, str]] = set()
    for one in SAVED:
        for reference in one["references"]:
            assert (reference["type"], reference["id"]) in seen, (one["id"], reference)
        seen.add((one["type"], one["id"]))


def test_every_reference_is_used_and_every_use_has_its_reference() -> None:
    for one in SAVED:
        names = [reference["name"] for reference in one["references"]]
        assert sorted(names) == sorted(uses(one)), one["id"]


def uses(one: dict[str, Any]) -> list[str]:
    """The names by which an object refers to others."""
    told = one["attributes"]
    if one["type"] == "search":
        return [json.loads(told["kibanaSavedObjectMeta"]["searchSourceJSON"])["indexRefName"]]
    if one["type"] == "lens":
        return [f"indexpattern-datasource-layer-{n}" for n in told["state"]["datasourceStates"]["formBased"]["layers"]]
    if one["type"] == "dashboard":
        panels = json.loads(told["panelsJSON"])
        controls = json.loads(told["controlGroupInput"]["panelsJSON"])
        return [f"{panel['panelIndex']}:{panel['panelRefName']}" for panel in panels if "panelRefName" in panel] + [
            f"controlGroup_{control}:optionsListDataView" for control in controls
        ]
    return []


def test_everything_is_reached_from_a_dashboard_or_is_a_search() -> None:
    reached = {(reference["type"], reference["id"]) for one in SAVED for reference in one["references"]}
    alone = {key for key in BY_ID if key not in reached}
    assert {kind for kind, _ in alone} == {"dashboard", "search"}
    assert {BY_ID[key]["attributes"]["title"] for key in alone} == {
        "Pemantauan Perpusnas", "Kesehatan perayapan",
        "Perpusnas hari ini", "Siaran pers dan pemuatannya", "Kisah terbaru",
    }  # fmt: skip


@pytest.mark.parametrize("chart", [one for one in SAVED if one["type"] == "lens"], ids=lambda one: one["id"])
def test_columns_and_accessors_agree(chart: dict[str, Any]) -> None:
    state = chart["attributes"]["state"]
    ((layer, asked),) = state["datasourceStates"]["formBased"]["layers"].items()
    assert sorted(asked["columnOrder"]) == sorted(asked["columns"])
    kinds = [asked["columns"][id_]["isBucketed"] for id_ in asked["columnOrder"]]
    assert kinds == sorted(kinds, reverse=True), "what groups stands before what counts"
    shown = state["visualization"]
    parts = shown.get("layers", [shown])
    assert [part["layerId"] for part in parts] == [layer]
    assert sorted(accessors(parts[0])) == sorted(asked["columns"])
    for column in asked["columns"].values():
        ranking = column["params"].get("orderBy")
        assert ranking is None or not asked["columns"][ranking["columnId"]]["isBucketed"]


def accessors(part: dict[str, Any]) -> list[str]:
    """The columns that a visualization shows, in any of its shapes."""
    one = [part[key] for key in ("xAccessor", "splitAccessor", "metricAccessor") if key in part]
    many = [id_ for key in ("accessors", "primaryGroups", "metrics") for id_ in part.get(key, ())]
    return one + many + [column["columnId"] for column in part.get("columns", ())]


@pytest.mark.parametrize("board", BOARDS, ids=lambda one: one["id"])
def test_no_panels_overlap_on_48_columns(board: dict[str, Any]) -> None:
    panels = json.loads(board["attributes"]["panelsJSON"])
    grids = [panel["gridData"] for panel in panels]
    assert len({panel["panelIndex"] for panel in panels}) == len(panels)
    assert all(panel["gridData"]["i"] == panel["panelIndex"] for panel in panels)
    assert all(at["x"] >= 0 and at["x"] + at["w"] <= 48 and at["w"] > 0 and at["h"] > 0 for at in grids)
    for a, b in combinations(grids, 2):
        beside = a["x"] + a["w"] <= b["x"] or b["x"] + b["w"] <= a["x"]
        below = a["y"] + a["h"] <= b["y"] or b["y"] + b["h"] <= a["y"]
        assert beside or below, (a, b)
    assert sum(at["w"] * at["h"] for at in grids) == 48 * max(at["y"] + at["h"] for at in grids), "no holes"


def test_a_row_wider_than_a_dashboard_is_refused() -> None:
    board = Dashboard(
        "x", "x", "x", ("now-1d", "now"), (), ((5, (Panel(Note("a", "a"), 30), Panel(Note("b", "b"), 19))),)
    )
    with pytest.raises(ValueError, match="wider than 48"):
        list(board.placed())


@pytest.mark.parametrize("layer", LAYERS, ids=name)
def test_every_field_is_in_the_mapping_with_a_type_that_fits(layer: Layer) -> None:
    fields = MAPPINGS[layer.index]
    assert fields[layer.time]["type"] == "date"
    for id_, column in layer.columns.items():
        operation, field = column["operationType"], column.get("sourceField")
        if operation in ("count", "filters"):
            assert field in (None, "___records___")
            continue
        options = fields[field]
        assert options["type"] in TYPES[operation], (id_, field)
        assert options.get("doc_values", True) is not False
        kind = DATA[options["type"]]
        assert column["dataType"] == ("number" if operation in ("unique_count",) else kind)
        sort = column["params"].get("sortField")
        assert sort is None or fields[sort]["type"] == "date"


@pytest.mark.parametrize("layer", LAYERS, ids=name)
def test_queries_ask_for_indexed_fields_in_words_that_are_understood(layer: Layer) -> None:
    fields = MAPPINGS[layer.index]
    for query in queries(layer):
        for field in kql.fields(kql.parse(query)):
            assert fields[field].get("index", True) is not False, query
            assert fields[field]["type"] != "text", query


@pytest.mark.parametrize("one", [one for one in SAVED if one["type"] == "search"], ids=lambda one: one["id"])
def test_searches_show_and_sort_by_fields_that_are_there(one: dict[str, Any]) -> None:
    told, fields = one["attributes"], MAPPINGS["kliping"]
    assert set(told["columns"]) <= set(fields)
    assert [(fields[field]["type"], order) for field, order in told["sort"]] == [("date", "desc")]
    query = json.loads(told["kibanaSavedObjectMeta"]["searchSourceJSON"])["query"]["query"]
    assert kql.fields(kql.parse(query)) <= set(fields)


@pytest.mark.parametrize("view", [one for one in SAVED if one["type"] == "index-pattern"], ids=lambda one: one["id"])
def test_labels_and_formats_of_a_data_view_are_of_its_fields(view: dict[str, Any]) -> None:
    told = view["attributes"]
    fields = MAPPINGS[told["title"]]
    labels, formats = json.loads(told["fieldAttrs"]), json.loads(told["fieldFormatMap"])
    assert set(formats) <= set(fields)
    assert fields[told["timeFieldName"]]["type"] == "date"
    unnamed = {field for field in fields if "." not in field} - set(labels) - {"id"}
    assert set(labels) <= set(fields)
    assert not unnamed, "fields that analysts would meet without a name"


@pytest.mark.parametrize("board", BOARDS, ids=lambda one: one["id"])
def test_controls_choose_from_keywords(board: dict[str, Any]) -> None:
    controls = json.loads(board["attributes"]["controlGroupInput"]["panelsJSON"])
    assert controls
    assert {MAPPINGS["kliping"][one["explicitInput"]["fieldName"]]["type"] for one in controls.values()} == {"keyword"}


def test_stories_are_counted_as_different_story_ids() -> None:
    labelled = [c for layer in LAYERS for c in layer.columns.values() if c["label"] == "Kisah" and not c["isBucketed"]]
    assert len(labelled) >= 5
    assert {(column["operationType"], column["sourceField"]) for column in labelled} == {("unique_count", "story_id")}


def test_titles_and_descriptions_are_there_to_be_read() -> None:
    for one in SAVED:
        told = one["attributes"]
        assert told.get("name") or told["title"]
        if one["type"] in ("dashboard", "search"):
            assert len(told["description"]) > 20
    for board in (monitoring.DASHBOARD, health.DASHBOARD):
        notes = [placed.item for placed in board.placed() if isinstance(placed.item, Note)]
        assert notes
        assert all(board.title in note.text for note in notes)


def test_another_prefix_has_ids_and_aliases_of_its_own() -> None:
    other = saved_objects("pers")
    assert {one["attributes"]["title"] for one in other if one["type"] == "index-pattern"} == {"pers", "pers-runs"}
    assert not {one["id"] for one in other} & {one["id"] for one in SAVED}
    ids = {one["id"] for one in other}
    assert all(reference["id"] in ids for one in other for reference in one["references"])
    assert all("(pers)" in one["attributes"].get("name", one["attributes"]["title"]) for one in other)
    assert views.articles.suffix == ""


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [1, 2, 3]),
        ("a: x", [1, 2]),
        ("a: (x or z)", [1, 2, 3]),
        ("not a: x", [3]),
        ("a: x and not n: *", [2]),
        ("n >= 2", [1]),
        ("n < 2 or a: z", [3]),
        ("not (a: y or n: *)", []),
        ('a: "z"', [3]),
    ],
)
def test_the_query_language(query: str, found: list[int]) -> None:
    documents = [{"k": 1, "a": ["x", "y"], "n": 2}, {"k": 2, "a": "x", "n": None}, {"k": 3, "a": "z", "n": 1}]
    documents[1]["a"] = ["x", "y"] if query.startswith("not (") else "x"
    node = kql.parse(query)
    assert [one["k"] for one in documents if kql.matches(node, one)] == found


@pytest.mark.parametrize("query", ["a", "a: x y", "a: (x", "a: x and", "a ~ x", "(a: x"])
def test_what_is_not_understood_is_no_query(query: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        kql.parse(query)
