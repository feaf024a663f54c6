"""Pages that would cost the fallback more than any page of a reader's does."""

from __future__ import annotations

from lxml import html

from crawler.extract.generic import read_with_trafilatura

PROSE = "<p>Warga membuka taman baca baru yang menampung lima ratus buku anak sumbangan pembaca dari kota lain.</p>"


def test_what_is_nested_without_end_is_not_walked_again() -> None:
    deep = html.fromstring("<html><body>" + "<div>" * 900 + PROSE * 3 + "</div>" * 900 + "</body></html>")
    wide = html.fromstring(f"<html><body><article>{PROSE * 3}</article></body></html>")
    tower = html.fromstring(
        "<html><body><article>" + ("<div>" * 200 + PROSE + "</div>" * 200) * 12 + "</article></body></html>"
    )
    assert read_with_trafilatura(wide)
    assert read_with_trafilatura(tower) == []
    assert isinstance(read_with_trafilatura(deep), list)
