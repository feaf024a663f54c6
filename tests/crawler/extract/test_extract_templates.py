"""Whole pages of our own in the markup of many systems, each against labels read from it by eye."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from crawler.extract import NO_SELECTORS, Selectors, read_page
from crawler.items import PageReading

PAGES = Path(__file__).parent / "pages"
LABELS: dict[str, dict[str, Any]] = tomllib.loads((PAGES / "labels.toml").read_text(encoding="utf-8"))


def read(name: str, selectors: Selectors = NO_SELECTORS) -> PageReading:
    label = LABELS[name]
    html = (PAGES / f"{name}.html").read_bytes()
    return read_page(html, url=label.get("url"), selectors=selectors, brands=label.get("brands", ()))


def test_every_page_has_a_label() -> None:
    assert {path.stem for path in PAGES.glob("*.html")} == set(LABELS)


@pytest.mark.parametrize("name", LABELS)
def test_body_without_selectors(name: str) -> None:
    assert read(name).body == LABELS[name]["body"].strip()


@pytest.mark.parametrize("name", [name for name, label in LABELS.items() if "body_css" in label])
def test_body_with_selector(name: str) -> None:
    css = LABELS[name]["body_css"]
    reading = read(name, Selectors(body=css))
    assert reading.body == LABELS[name]["body"].strip()
    assert reading.origins["body"] == f"css:{css}"


@pytest.mark.parametrize("name", LABELS)
def test_fields(name: str) -> None:
    label, reading = LABELS[name], read(name)
    assert reading.refusal is None
    assert reading.title == label["title"]
    assert list(reading.authors) == label["authors"]
    assert reading.editor == label.get("editor")
    assert reading.dateline == label.get("dateline")
    assert reading.next_page == label.get("next_page")
    assert reading.kind == label.get("kind")
    assert reading.access == label.get("access")
    assert reading.language == "id"
    if "section" in label:
        assert reading.section == label["section"]
    if "tags" in label:
        assert list(reading.tags) == label["tags"]


@pytest.mark.parametrize("name", LABELS)
def test_dates_of_the_page_and_no_others(name: str) -> None:
    label, reading = LABELS[name], read(name)
    printed = [[date.text, date.origin] for date in reading.dates]
    for expected in label["dates"]:
        assert expected in printed
    texts = " ".join(text for text, _ in printed)
    for foreign in label.get("no_dates", ()):
        assert foreign not in texts
    if not label["dates"]:
        assert printed == []


@pytest.mark.parametrize("name", LABELS)
def test_every_field_tells_its_origin(name: str) -> None:
    reading = read(name)
    for field in ("title", "body", "lead", "authors", "editor", "section", "tags", "image", "dateline", "language"):
        assert bool(getattr(reading, field)) == (field in reading.origins), field
