"""Pages labelled apart from the code: what is read well stays so."""

from datetime import datetime

import pytest
from support.page_scores import FOLDER, Read, labels, mark

from crawler.inspection import inspect_page

FLOORS = {"instant": 0.95, "day": 0.98, "title": 0.97, "people": 0.85, "f1": 0.97, "good": 0.85}
CEILINGS = {"boilerplate": 0.02, "empty": 0.0, "taken": 0.05}


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
