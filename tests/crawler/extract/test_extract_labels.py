"""Pages labelled apart from the code: what is read well stays so."""

from datetime import datetime

import pytest
from support.page_scores import FOLDER, Read, labels, mark

from crawler.inspection import inspect_page

FLOORS = {"instant": 0.95, "day": 0.97, "title": 0.97, "people": 0.95, "f1": 0.98, "good": 0.97}
CEILINGS = {"boilerplate": 0.01, "empty": 0.0, "taken": 0.0}
# one page of pages_real is dated by its address alone, which is support and no evidence


@pytest.mark.parametrize("path", sorted(FOLDER.glob("pages*.jsonl")), ids=lambda path: path.stem)
def test_labelled_pages_are_read(path):
    pairs = []
    for label in labels(path):
        page = inspect_page(
            label.html, url=label.url, content_type=None, fetched_at=datetime.fromisoformat(label.fetched)
        )
        read = Read(page["is_article"], page["title"], page["published"], page["authors"] or [], page["body"] or "")
        pairs.append((label, read))
    marks = mark(pairs)
    assert len(pairs) > 40
    for name, floor in FLOORS.items():
        assert marks.row()[name] >= floor, (name, marks.misses[name])
    for name, ceiling in CEILINGS.items():
        assert marks.row()[name] <= ceiling, (name, marks.misses[name])
