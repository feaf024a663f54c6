"""The labelled tables: which two addresses are one article, and which are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.urls import address_of, answer, outlets

HERE = Path(__file__).parent


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


PAIRS = rows("pairs.tsv")


@pytest.mark.parametrize(("one", "other", "verdict"), PAIRS)
def test_pair(one: str, other: str, verdict: str) -> None:
    first, second = address_of(one), address_of(other)
    assert first is not None
    assert second is not None
    assert ("same" if first.key and first.key == second.key else "different") == verdict, (first, second)


@pytest.mark.parametrize("url", sorted({url for one, other, _ in PAIRS for url in (one, other)}))
def test_every_address_of_the_pairs_is_an_article_and_stays_one(url: str) -> None:
    address = address_of(url)
    assert address is not None
    if not url.endswith(("index.php?page=12", "index.php?page=13")):  # nobody can know: a list, to us
        assert address.key is not None
    again = address_of(address.url)
    assert again is not None
    assert (again.url, again.key, again.source) == (address.url, address.key, address.source)


@pytest.mark.parametrize("url", [row[0] for row in rows("no_articles.tsv")])
def test_no_article(url: str) -> None:
    address = address_of(url)
    assert address is not None
    assert address.key is None, address
    assert answer(url) == f"{address.url}\t-"


def test_every_outlet_with_shapes_has_pairs() -> None:
    seen = {address.source for one, _, _ in PAIRS if (address := address_of(one))}
    untested = {"cnbcindonesia", "suaramerdeka", "pikiranrakyat", "fimela"}  # the shape of a sister that is tested
    assert {outlet.name for outlet in outlets().values() if outlet.shapes} - seen <= untested
