"""The one-way arrows between the rooms, read from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("archive", "crawler", "index", "kliping", "edition")
MAY_IMPORT = {
    "archive": {"archive"},
    "crawler": {"crawler", "archive"},
    "index": {"index", "archive"},
    "kliping": {"kliping", "archive", "crawler", "index"},
    "edition": {"edition"},
}
# Who alone may know a library: (library, files that may import it).
KEEPERS = {
    "sqlalchemy": {"archive/"},
    "tantivy": {"index/embedded"},
    "elasticsearch": {"index/elastic"},
    "scrapy": {"crawler/", "kliping/crawling.py", "kliping/fetch.py", "kliping/crawl_progress.py"},
}
# Knowledge: pure functions over text and an explicit clock.
PURE = (
    "crawler/dates",
    "crawler/urls",
    "crawler/extract",
    "crawler/discovery",
    "crawler/stories",
    "crawler/schedule.py",
    "index/analysis.py",
    "index/query.py",
)
IMPURE = {"scrapy", "twisted", "sqlalchemy", "tantivy", "socket", "subprocess", "time", "random", "requests"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(found + [ROOT / folder for folder in folders if folder.endswith(".py")])


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_import_only_along_the_arrows(room: str) -> None:
    wrong = [
        f"{named(path)} imports {module}"
        for path in sources(room)
        for module in imports(path)
        if module.split(".")[0] in ROOMS and module.split(".")[0] not in MAY_IMPORT[room]
    ]
    assert not wrong


@pytest.mark.parametrize("library", KEEPERS)
def test_a_library_has_its_keeper(library: str) -> None:
    wrong = [
        named(path)
        for path in sources(*ROOMS)
        if any(module.split(".")[0] == library for module in imports(path))
        and not named(path).startswith(tuple(KEEPERS[library]))
    ]
    assert not wrong


def test_knowledge_is_pure() -> None:
    wrong = [
        f"{named(path)} imports {module}"
        for path in sources(*PURE)
        for module in imports(path)
        if module.split(".")[0] in IMPURE
    ]
    assert not wrong


def test_knowledge_reads_no_clock() -> None:
    clocks = {("datetime", "now"), ("date", "today"), ("datetime", "today"), ("datetime", "utcnow")}
    wrong = [
        f"{named(path)}:{node.lineno}"
        for path in sources(*PURE)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in clocks
    ]
    assert not wrong


def test_modules_stay_small() -> None:
    long = {named(path): n for path in sources(*ROOMS) if (n := len(path.read_text().splitlines())) > 250}
    assert not long
