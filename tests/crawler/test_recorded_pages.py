"""No source without a page: one of the edition, or one recorded in ``tests/pages/NAME`` with its checked reading."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.inspection import inspect_page
from crawler.sources import spiders
from crawler.warc import WarcIndex
from edition import truth

PAGES = Path(__file__).parent.parent / "pages"
RECORDED = sorted(PAGES.glob("*/*.warc.gz"))


@pytest.mark.parametrize("name", spiders())
def test_a_source_has_a_page(name: str) -> None:
    assert any(one.source == name for one in truth.articles()) or list(PAGES.glob(f"{name}/*.warc.gz"))


def test_recorded_pages_read_as_they_were_checked() -> None:
    for path in RECORDED:
        index = WarcIndex.open(path)
        entry = next(entry for entry in index.entries() if entry.is_page)
        response = index.read(entry)
        read = inspect_page(
            response.body, url=entry.url, content_type=response.header("Content-Type"), fetched_at=entry.date
        )
        expected = json.loads(path.with_name(path.name.replace(".warc.gz", ".json")).read_text(encoding="utf-8"))
        assert read == expected, path
