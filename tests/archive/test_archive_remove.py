from __future__ import annotations

from pathlib import Path

import pytest
from archive_samples import BODY, article, at, capture

from archive.errors import ArticleRemoved
from archive.store import Archive, Change

TELLTALE = "katakhaswulandari"


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.open(tmp_path / "archive.sqlite") as opened:
        yield opened


def on_disk(archive: Archive) -> bytes:
    return b"".join(file.read_bytes() for file in archive.place.parent.glob("archive.sqlite*"))


def test_nothing_of_a_removed_article_stays_in_any_file(archive: Archive) -> None:
    for n in range(20):
        archive.put(article(n), capture(n))
    archive.put(article(7, BODY + f" {TELLTALE} " * 2000, lead=TELLTALE), capture(7, minutes=1))
    archive.put(article(7, BODY + f" {TELLTALE} berubah"), capture(7, minutes=2))
    archive.bury("g1", archive.resolve("kabar:7") or "", 3, f"cannot index {TELLTALE}")
    assert TELLTALE.encode() in on_disk(archive)
    done = archive.remove("kabar:7", "putusan pengadilan", at(9))
    assert done.erased
    assert (done.articles, done.revisions, done.captures) == (1, 3, 3)
    assert TELLTALE.encode() not in on_disk(archive)
    assert len(list(archive.articles())) == 19


def test_removal_leaves_a_tombstone_and_tells_where_the_pages_are(archive: Archive) -> None:
    put = archive.put(article(1, aliases=("kabar:amp-1",)), capture(1), further=[capture(1, offset=7, digest="2")])
    archive.refuse(capture(1, minutes=5, offset=9, refusal="challenge"))
    archive.refuse(capture(1, minutes=6, warc=None, offset=None, refusal="challenge"))
    done = archive.remove(article(1).url, "hak jawab", at(9))
    assert done.pages == (("kabar.warc.gz", 7), ("kabar.warc.gz", 9), ("kabar.warc.gz", 100))
    assert archive.changes(1, 10) == [Change(2, "removed", put.id)]
    assert archive.get("kabar:1") is None
    assert archive.stored([put.id]) == {}
    assert (archive.revisions(put.id), archive.captures(put.id)) == ([], [])
    for name in ("kabar:1", article(1).url, "kabar:amp-1", put.id):
        assert archive.is_removed(name)
    assert not archive.is_removed("kabar:2")
    [stone] = archive.tombstones()
    assert (stone.article_id, stone.key, stone.reason, stone.removed_at) == (put.id, "kabar:1", "hak jawab", at(9))


@pytest.mark.parametrize(
    "again",
    [
        article(1),
        article(2, aliases=("kabar:1",)),
        article(1, key="kabar:lain"),
    ],
)
def test_a_removed_article_never_comes_back(archive: Archive, again) -> None:
    archive.put(article(1), capture(1))
    archive.remove("kabar:1", "hak jawab", at(9))
    with pytest.raises(ArticleRemoved, match="hak jawab"):
        archive.put(again, capture(1, minutes=20))
    assert list(archive.articles()) == []


def test_removing_twice_and_removing_the_unknown(archive: Archive) -> None:
    archive.put(article(1), capture(1))
    archive.remove("kabar:1", "pertama", at(1))
    again = archive.remove("kabar:1", "kedua", at(2))
    assert (again.articles, archive.tombstones()[0].reason, archive.last_sequence) == (0, "pertama", 2)
    assert archive.remove("kabar:5", "lebih dulu", at(3)).articles == 0
    assert archive.is_removed("kabar:5")
    with pytest.raises(ArticleRemoved):
        archive.put(article(5), capture(5))


def test_a_refused_page_is_removed_by_its_address(archive: Archive) -> None:
    archive.refuse(capture(3, refusal="no body"))
    done = archive.remove(capture(3).url, "hak jawab", at(1))
    assert (done.captures, done.pages) == (1, (("kabar.warc.gz", 300),))
    assert archive.last_fetched(capture(3).url) is None


def test_a_reader_in_an_older_state_is_told_of(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.engine.CHECKPOINT_SECONDS", 0)
    archive.put(article(1, TELLTALE), capture(1))
    with Archive.open(archive.place) as other, other._read() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM articles").all()
        done = archive.remove("kabar:1", "hak jawab", at(1))
        assert not done.erased
    assert archive.remove("kabar:1", "hak jawab", at(2)).erased
    assert TELLTALE.encode() not in on_disk(archive)


def test_pages_that_could_not_be_erased_are_remembered(archive: Archive) -> None:
    moved = capture(9, url="https://kabar.example/tautan", refusal="http 301", warc="lain.warc.gz")
    archive.put(article(1), capture(1), further=[moved])
    done = archive.remove("kabar:1", "hak jawab", at(1), keep=["lain.warc.gz"])
    assert (done.captures, done.pages) == (1, (("kabar.warc.gz", 100), ("lain.warc.gz", 900)))
    assert archive.pages("kabar:1") == [("lain.warc.gz", 900)]
    again = archive.remove("kabar:1", "hak jawab", at(2))
    assert (again.captures, archive.pages("kabar:1")) == (1, [])


def test_responses_of_further_addresses_go_with_an_article(archive: Archive) -> None:
    amp = capture(1, url="https://m.kabar.example/baca/1?amp=1", offset=7, refusal="http 404")
    archive.put(article(1), capture(1))
    archive.refuse(amp)
    archive.refuse(capture(2, refusal="http 404"))
    found = archive.addresses("kabar:1", lambda url: "kabar:1" if "/1" in url else "kabar:2")
    assert found == [article(1).url, amp.url, "kabar:1"]
    assert archive.pages("kabar:1", found) == [("kabar.warc.gz", 7), ("kabar.warc.gz", 100)]
    assert archive.remove("kabar:1", "hak jawab", at(1), addresses=found).captures == 2
    assert archive.pages(capture(2).url) == []  # of an address nobody has, only what is asked for by name
    assert archive.pages("kabar:2", [capture(2).url]) == [("kabar.warc.gz", 200)]


def test_what_led_to_a_removed_article_is_barred_too(archive: Archive) -> None:
    moved = capture(9, url="https://kabar.example/lama/9", refusal="http 301")
    archive.put(article(1), capture(1), further=[moved])
    found = archive.addresses("kabar:1", lambda url: f"kabar:{url.split('/')[4]}")
    archive.remove("kabar:1", "hak jawab", at(1), addresses=found)
    assert archive.is_removed("kabar:9")
    assert archive.is_removed(moved.url)
