"""The edition is whole, always the same, and holds what its README promises."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import lxml.etree
import lxml.html
import pytest
from warcio.archiveiterator import ArchiveIterator

from edition import articles, listings, truth
from edition.build import build, later_path, run
from edition.exchange import Exchange
from edition.outlets import outlets
from edition.stories import StoryError, read_story

OUTLETS = {
    "perpusnas", "antara", "detik", "kompas", "tempo", "mediaindonesia", "liputan6", "sindonews", "rmid", "okezone",
    "merdeka", "republika", "jpnn", "suaraliterasi",
}  # fmt: skip
README = (Path(truth.__file__).parent / "README.md").read_text(encoding="utf-8")
TRAPS = [
    tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1])
    for line in README.partition("## Traps")[2].splitlines()
    if line.startswith("| ") and "http" in line
]


def decoded(exchange: Exchange) -> bytes:
    """The body as a browser gets it."""
    body, headers = exchange.body, dict(exchange.headers)
    if "Transfer-Encoding" in headers:
        rest, body = body, b""
        while size := int(rest.partition(b"\r\n")[0], 16):
            rest = rest.partition(b"\r\n")[2]
            body, rest = body + rest[:size], rest[size + 2 :]
    return gzip.decompress(body) if "Content-Encoding" in headers else body


@cache
def recorded() -> dict[str, Exchange]:
    """All responses of the main recording by address."""
    everything = [*articles.all_exchanges(), *listings.all_exchanges()]
    assert len(everything) == len({one.url for one in everything}), "an address is recorded twice"
    return {one.url: one for one in everything}


def test_the_recording_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "edition.warc.gz", tmp_path / "b" / "edition.warc.gz"
    assert build(first) == build(second)
    assert first.read_bytes() == second.read_bytes()
    assert later_path(first).read_bytes() == later_path(second).read_bytes()
    assert later_path(first).name == "edition-later.warc.gz"


def test_the_recording_holds_every_response(tmp_path: Path) -> None:
    target = tmp_path / "edition.warc.gz"
    build(target)
    with target.open("rb") as file:
        urls = [
            record.rec_headers["WARC-Target-URI"] for record in ArchiveIterator(file) if record.rec_type == "response"
        ]
    assert sorted(urls) == sorted(recorded())


def test_the_command_refuses_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["a", "b"]) == 2
    assert "usage" in capsys.readouterr().err


def test_there_are_enough_articles_stories_and_outlets() -> None:
    told = truth.articles()
    assert len(told) >= 60
    assert len(truth.stories()) >= 20
    assert {one.source for one in told} == OUTLETS == set(outlets())
    assert {one.kind for one in told} == {"news", "press_release", "announcement", "event"}
    july = [one for one in told if (one.published or "").startswith("2024-07") and "ustakawan" in one.title]
    assert len(july) >= 5


def test_keys_and_titles_tell_articles_apart() -> None:
    told = truth.articles()
    assert len({one.key for one in told}) == len(told)
    assert len({url for one in told for url in one.addresses}) == sum(len(one.addresses) for one in told)
    repeated = {title for title, times in Counter(one.title for one in told).items() if times > 1}
    copies = {one.title for one in told if one.relation == "copy"}
    assert repeated <= copies
    for one in told:
        assert 50 <= len(one.body.split()) <= 400, one.url
        assert one.key.startswith(f"{one.source}:") or one.source == "suaraliterasi"


@pytest.mark.parametrize("one", truth.articles(), ids=lambda one: one.key[:60])
def test_every_article_stands_on_its_page(one: truth.Truth) -> None:
    pages = [exchange for url, exchange in recorded().items() if url in one.addresses or url.startswith(one.url)]
    assert set(one.addresses) <= {page.url for page in pages}
    words = " ".join(page_text(page) for page in pages)
    if one.key != "perpusnas:perpustakaan-desa-waerebo-raih-anugerah-literasi-2025":  # its quotes are mojibake
        missing = [paragraph for paragraph in one.body.split("\n\n") if squeezed(paragraph) not in words]
        assert not missing
    assert squeezed(one.title) in words


def page_text(page: Exchange) -> str:
    """All text of a page without white space, its charset known from how it was made."""
    charset = "cp1252" if "3112240" in page.url else "utf-8"
    tree = lxml.html.document_fromstring(decoded(page), parser=lxml.html.HTMLParser(encoding=charset))
    return squeezed(tree.text_content())


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("row", TRAPS, ids=lambda row: f"{row[0]}-{row[1][:40]}")
def test_every_trap_of_the_readme_is_on_its_page(row: tuple[str, ...]) -> None:
    _, _, url, marker = row
    charset = "cp1252" if "3112240" in url else "utf-8"
    assert marker.strip("`").replace("\\|", "|") in decoded(recorded()[url]).decode(charset)


def test_every_numbered_trap_has_a_page() -> None:
    assert {row[0] for row in TRAPS} >= {str(number) for number in range(1, 20)}


def test_xml_is_well_formed_and_html_parses() -> None:
    for url, exchange in recorded().items():
        kind = dict(exchange.headers).get("Content-Type", "")
        if "xml" in kind:
            assert lxml.etree.fromstring(decoded(exchange)) is not None, url
        elif "html" in kind and exchange.status.startswith("200"):
            assert lxml.html.document_fromstring(decoded(exchange)) is not None, url


def test_refusals_and_lists_are_recorded_and_what_is_not_recorded_is_listed() -> None:
    assert set(truth.refusals()) | set(truth.lists()) <= set(recorded())
    assert not truth.not_recorded() & set(recorded())
    markup = b"".join(decoded(recorded()[url]) for url in truth.lists()).decode()
    for url in truth.not_recorded():
        assert url in markup or urlsplit(url).path in markup


def test_no_template_value_is_left_unfilled() -> None:
    for url, exchange in recorded().items():
        text = decoded(exchange)
        found = re.search(rb"\$\{?[a-z_]+[0-9]?\b", text.replace(b"//=$amp_url", b""))
        assert found is None, f"{url}: {found}"


def test_the_later_recording_is_one_corrected_page() -> None:
    (later,) = articles.later_exchanges()
    (change,) = truth.corrections()
    before = next(one for one in truth.articles() if one.key == change.key)
    assert later.url == before.url
    assert later.at > recorded()[before.url].at
    assert before.body != change.body
    assert before.title == change.title
    assert before.published == change.published


def test_nothing_is_recorded_before_it_was_published() -> None:
    for one in truth.articles():
        assert one.published is None or one.published[:10] <= one.first_seen[:10]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("no fences", "expected"),
        ('+++\nname="s"\ntitle="t"\n+++\n+++\noutlet="detik"\nof="kompas"\n+++\n{1}\n', "no earlier telling"),
        ('+++\nname="s"\ntitle="t"\n+++\n+++\noutlet="detik"\n+++\n{1}\n', "borrows"),
    ],
)
def test_a_story_that_cannot_be_read_says_where(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "99-story.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StoryError, match=f"99-story.*{sentence}"):
        read_story(path)
