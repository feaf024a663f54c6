"""Every source keeps the written rules: a docstring, few attributes, a name that the table of outlets knows."""

from __future__ import annotations

import ast
import inspect
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

import crawler.spiders
from crawler.discovery.paging import at_page, expand
from crawler.news_spider import NewsSpider
from crawler.topics import Topics
from crawler.urls import address_of, outlet_of, outlets

FOLDER = Path(str(crawler.spiders.__file__)).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
MOST_LINES = 15
OF_A_RUN = {"run", "now", "since", "topics", "replay"}
KNOWN = {"name", "custom_settings", *NewsSpider.__annotations__} - OF_A_RUN


def spider(name: str) -> type[NewsSpider]:
    module = import_module(f"crawler.spiders.{name}")
    found = [
        one
        for one in vars(module).values()
        if inspect.isclass(one) and issubclass(one, NewsSpider) and one is not NewsSpider
    ]
    assert len(found) == 1, "one spider a file"
    return found[0]


def listings(source: type[NewsSpider]) -> list[str]:
    templates = [*source.feeds, *source.sitemaps, *source.sections, *source.searches]
    days, names = [date(2024, 7, 2)], Topics().names
    return [
        at_page(one, page)
        for template in templates
        for one in expand(template, days=days, names=names)
        for page in (1, 2)
    ]


def test_there_are_spiders() -> None:
    assert {"perpusnas", "antara", "detik", "kompas", "tempo", "mediaindonesia", "liputan6", "sindonews"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_name_file_and_outlet_agree(name: str) -> None:
    source = spider(name)
    assert source.name == name
    assert name in outlets()
    assert source.__name__.lower() == f"{name}spider"


@pytest.mark.parametrize("name", NAMES)
def test_a_source_is_docstrings_and_few_attributes(name: str) -> None:
    tree = ast.parse((FOLDER / f"{name}.py").read_text("utf-8"))
    assert len((ast.get_docstring(tree) or "").split()) >= 15, (
        "who they are, what their pages lack, how they print dates"
    )
    (body,) = (node for node in tree.body if isinstance(node, ast.ClassDef))
    assert ast.get_docstring(body)
    attributes = [node for node in body.body[1:] if isinstance(node, ast.Assign | ast.AnnAssign)]
    assert attributes == body.body[1:], "attributes only"
    assert sum((node.end_lineno or 0) - node.lineno + 1 for node in attributes) <= MOST_LINES
    targets = {ast.unparse(one.targets[0] if isinstance(one, ast.Assign) else one.target) for one in attributes}
    assert targets <= KNOWN, "an attribute that nothing reads"


@pytest.mark.parametrize("name", NAMES)
def test_access_minimum_and_discovery(name: str) -> None:
    source = spider(name)
    assert source.access in ("open", "permission", "blocked")
    assert source.minimum >= 1
    assert source.scope in ("all", "topics")
    assert listings(source), "a source that announces nothing is never crawled"
    if source.scope == "topics":
        assert source.searches or source.feeds or source.sitemaps, "sections are left out on the live web"
    assert set(source.kinds.values()) <= {"news", "press_release", "announcement", "event"}


@pytest.mark.parametrize("name", NAMES)
def test_a_source_speaks_of_watched_topics_only_where_it_asks_for_them(name: str) -> None:
    source = spider(name)
    told = "watched topics" in (inspect.getdoc(source) or "").lower()
    assert told == (source.scope == "topics" or bool(source.searches))


@pytest.mark.parametrize("name", NAMES)
def test_its_listings_are_its_own_and_no_articles(name: str) -> None:
    for url in listings(spider(name)):
        assert not set("{}[]") & set(url), url
        outlet = outlet_of(url)
        assert outlet is not None, url
        assert outlet.name == name
        address = address_of(url)
        assert address is not None
        assert address.key is None, url


def test_sources_that_forbid_crawling_wait_for_permission() -> None:
    assert {name for name in NAMES if spider(name).access == "permission"} == {"antara", "kompas"}


def test_merdeka_is_asked_nothing_with_a_question_mark() -> None:
    assert not [url for url in listings(spider("merdeka")) if "?" in url]
