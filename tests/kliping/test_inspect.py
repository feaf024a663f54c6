"""Dry run of saved pages: with and without an address, in batches, refused ones."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from conftest import Run

PAGE = """<html><head><title>Taman Baca Dibuka</title></head><body><h1>Taman Baca Dibuka</h1>
<p>Selasa, 2 Juli 2024 14:56 WIB</p><article>
<p>Warga kampung nelayan membuka taman baca baru yang menampung lima ratus buku anak sumbangan pembaca.</p>
<p>"Anak-anak kini punya tempat singgah sepulang sekolah," kata pengelola taman baca di balai desa.</p>
</article></body></html>"""


def test_a_page_without_an_address_is_read_by_general_rules(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    done = run("inspect", "--html", "page.html", "--json")
    page = json.loads(done.stdout)
    assert (page["is_article"], page["title"], page["published"]) == (
        True,
        "Taman Baca Dibuka",
        "2024-07-02T14:56:00+07:00",
    )
    assert page["article_key"] is page["canonical_url"] is page["source"] is None
    assert not (tmp_path / "data").exists()


def test_a_home_page_that_is_called_canonical_names_no_article(run: Run, tmp_path: Path) -> None:
    head = '<head><link rel="canonical" href="https://contoh.example/">'
    (tmp_path / "page.html").write_text(PAGE.replace("<head>", head))
    assert json.loads(run("inspect", "--html", "page.html", "--json").stdout)["is_article"]


def test_a_batch_answers_each_line_in_its_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    url = "https://contoh.example/berita/taman-baca-dibuka-di-kampung"
    lines = [
        json.dumps({"html": "page.html", "url": url, "fetched": "2024-07-03T00:00:00+07:00"}),
        json.dumps({"html": "nowhere.html", "url": None, "fetched": None}),
        "bukan json",
        json.dumps({"html": ""}),
    ]
    answers = [
        json.loads(line) for line in run("inspect", "--batch", stdin="\n".join(lines) + "\n").stdout.splitlines()
    ]
    assert [answer["is_article"] for answer in answers] == [True, False, False, False]
    assert answers[0]["article_key"] == url
    assert {tuple(answer) for answer in answers} == {tuple(answers[0])}
    assert run("inspect", "--batch", "--html", "page.html").returncode == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"html": "page.html", "url": 5}', "line 1: url: not a string: 5"),
        ('{"html": "page.html", "url": ["a"]}', 'line 1: url: not a string: ["a"]'),
        ('{"html": "page.html", "fetched": 5}', "line 1: fetched: not a string: 5"),
        ('{"html": "page.html", "fetched": false}', "line 1: fetched: not a string: false"),
        ('{"html": "page.html", "fetched": "kemarin"}', "line 1: fetched: 'kemarin' is no date"),
        ('{"html": ["page.html"]}', "line 1: not an object with html, the path of a page"),
        ('{"html": 5}', "line 1: not an object with html, the path of a page"),
        ("[]", "line 1: not an object with html, the path of a page"),
        ("bukan json", "line 1: not JSON: "),
        ("", "line 1: not JSON: "),
        ("[" * 100_000, "line 1: not JSON: "),
        (r'{"html": "a\u0000b"}', r"'a\x00b': is no path of a file."),
        (r'{"html": "\ud800"}', r"'\ud800': is no path of a file."),
        ('{"html": "torn.gz"}', "torn.gz: cannot be read: damaged gzip."),
        ('{"html": "."}', ".: cannot be read: "),
    ],
)
def test_a_bad_row_is_told_in_its_place_and_the_rest_goes_on(run: Run, tmp_path: Path, line: str, reason: str) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "torn.gz").write_bytes(gzip.compress(PAGE.encode())[:12] + b"\xff" * 20)
    done = run("inspect", "--batch", stdin=f"{line}\n" + json.dumps({"html": "page.html"}) + "\n")
    bad, good = (json.loads(answer) for answer in done.stdout.splitlines())
    assert done.returncode == 0
    assert (bad["is_article"], bad["title"]) == (False, None)
    assert bad["reason"].startswith(reason)
    assert good["is_article"]
