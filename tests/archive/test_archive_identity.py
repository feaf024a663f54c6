from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from archive_samples import BODY, article, at, capture

from archive.article import article_id
from archive.identity import outlet_of
from archive.store import Archive, Change

OTHER = (
    "Harga cabai naik tajam sejak pekan lalu karena hujan deras merusak kebun di lereng gunung.\n\n"
    "Pedagang pasar induk berharap pasokan kembali normal setelah jalan lintas selesai diperbaiki."
)


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.open(tmp_path / "archive.sqlite") as opened:
        yield opened


def test_a_page_that_names_a_known_article_is_that_article(archive: Archive) -> None:
    first = archive.put(article(1), capture(1))
    twin = archive.put(article(2, title=article(1).title, aliases=("kabar:1",)), capture(2, minutes=5))
    assert (twin.outcome, twin.id) == ("folded", first.id)
    stored = archive.get("kabar:2")
    assert stored is not None
    assert (stored.id, stored.article.key, stored.article.url) == (first.id, "kabar:1", article(1).url)
    assert archive.names(first.id) == [article(1).url, article(2).url, "kabar:1", "kabar:2"]


def test_a_key_that_was_only_named_belongs_to_the_article_that_named_it(archive: Archive) -> None:
    first = archive.put(article(1, aliases=("kabar:2",)), capture(1))
    assert archive.put(article(2, title=article(1).title), capture(2, minutes=5)).id == first.id


def test_two_articles_found_to_be_one_fold_into_the_one_seen_first(archive: Archive) -> None:
    late = archive.put(article(1), capture(1, minutes=10))
    early = archive.put(article(2, BODY + " Begitu katanya.", title=article(1).title), capture(2, minutes=0))
    proof = archive.put(article(1, aliases=("kabar:2",)), capture(1, minutes=20))
    assert (proof.outcome, proof.id) == ("folded", early.id)
    assert archive.changes(2, 10) == [Change(3, "gone", late.id), Change(4, "put", early.id)]
    stored = archive.get(late.id)
    assert stored is not None
    assert (stored.id, stored.first_seen, stored.last_seen, stored.sequence) == (early.id, at(0), at(20), 4)
    assert [r.at for r in archive.revisions(early.id)] == [at(0), at(10)]
    assert archive.revisions(early.id)[1].diff
    assert len(archive.captures(early.id)) == 3
    assert archive.revisions(late.id) == []
    assert [a.id for a in archive.articles()] == [early.id]


def test_three_fold_and_equal_times_are_decided_by_id(archive: Archive) -> None:
    ids = sorted(archive.put(article(n, title="Ruang baca desa nomor 1"), capture(n)).id for n in (1, 2, 3))
    put = archive.put(article(1, aliases=("kabar:2", "kabar:3")), capture(1, minutes=1))
    assert put.id == ids[0]
    assert [c.article_id for c in archive.changes(3, 9) if c.op == "gone"] == ids[1:]
    assert {archive.resolve(f"kabar:{n}") for n in (1, 2, 3)} == {ids[0]}
    for name in ids:
        assert archive.get(name) is not None


def test_a_fold_keeps_the_newest_reading_when_both_had_the_same_text(archive: Archive) -> None:
    title = article(1).title
    archive.put(article(1), capture(1))
    archive.put(article(2, title=title, section="Daerah"), capture(2, minutes=10))
    archive.put(article(3, title=title, aliases=("kabar:1", "kabar:2")), capture(3, minutes=5))
    stored = archive.get("kabar:2")
    assert stored is not None
    assert (stored.article.key, stored.article.section, stored.revision) == ("kabar:1", "Daerah", 1)
    assert len(archive.revisions(stored.id)) == 1
    assert archive.revisions(stored.id)[0].at == at(0)


def test_another_outlets_key_never_folds(archive: Archive) -> None:
    archive.put(article(1), capture(1))
    there = archive.put(article(2, key="warta:1", source="warta", aliases=("kabar:1",)), capture(2))
    assert there.outcome == "new"
    assert archive.resolve("kabar:1") != there.id


def test_one_wrong_canonical_in_a_template_folds_nothing(archive: Archive) -> None:
    archive.put(article(1), capture(1))
    puts = [archive.put(article(2, OTHER, aliases=("kabar:1",)), capture(2)).outcome]
    puts.append(archive.put(article(3, OTHER[::-1], aliases=("kabar:1", "kabar:9")), capture(3)).outcome)
    puts.append(archive.put(article(9, "Naskah lain sama sekali, tak bersangkutan."), capture(9)).outcome)
    assert puts == ["new", "new", "new"]
    assert archive.resolve("kabar:9") == article_id("kabar:9")
    assert len(list(archive.articles())) == 4


TELLING = (
    "Perpustakaan keliling membuka layanan di alun-alun {place} pada {day} dengan dua mobil pustaka dan seribu buku "
    "bacaan anak, kata kepala dinas di hadapan para guru. Warga boleh meminjam tiga buku selama sepekan tanpa biaya, "
    "cukup dengan kartu tanda penduduk. Petugas mencatat semua pinjaman, lalu mengirim pengingat lewat pesan singkat."
)


@pytest.mark.parametrize(
    "second",
    [{"place": "Dumai", "day": "1/7/2024"}, {"place": "Bangli", "day": "7/1/2024"}],
)
def test_articles_in_nearly_the_same_words_stay_two_whatever_canonical_says(
    archive: Archive, second: dict[str, str]
) -> None:
    texts = TELLING.format(place="Bangli", day="1/7/2024"), TELLING.format(**second)
    pages = [article(n, text, title="Jadwal", aliases=("kabar:9",)) for n, text in enumerate(texts, 1)]
    assert [archive.put(page, capture(n)).outcome for n, page in enumerate(pages, 1)] == ["new", "new"]
    named = article(9, TELLING.format(place="Kerinci", day="9/9/2024"), title="Jadwal")
    assert archive.put(named, capture(9)).outcome == "new"


def test_pages_with_one_notice_for_a_text_stay_two(archive: Archive) -> None:
    notice = "Artikel ini untuk pelanggan. Masuk atau berlangganan untuk membaca naskah yang lengkap."
    puts = [archive.put(article(n, notice, aliases=("kabar:9",)), capture(n)).outcome for n in (1, 2)]
    assert puts == ["new", "new"]


def test_articles_that_share_most_words_stay_two_whatever_canonical_says(archive: Archive) -> None:
    later = BODY.replace("malam hari", "subuh").replace("minggu pertama", "bulan kedua").replace("Sumbang", "Kembaran")
    archive.put(article(1, title="Ruang baca desa"), capture(1))
    put = archive.put(article(2, later, title="Ruang baca desa", aliases=("kabar:1",)), capture(2))
    assert put.outcome == "new"


def test_pages_published_on_different_days_stay_two(archive: Archive) -> None:
    archive.put(article(1), capture(1))
    moment = article(1).published
    assert moment is not None
    later = replace(moment, at=moment.at + timedelta(days=7))
    put = archive.put(article(2, title=article(1).title, published=later, aliases=("kabar:1",)), capture(2))
    assert put.outcome == "new"


def test_a_twin_with_a_word_more_is_the_same_article(archive: Archive) -> None:
    text = TELLING.format(place="Bangli", day="1/7/2024")
    title = "Perpustakaan keliling di Bangli"
    first = archive.put(article(1, text, title=title), capture(1))
    twin = archive.put(article(2, text + " Gulir", title=title.upper(), aliases=("kabar:1",)), capture(2))
    assert twin.id == first.id


def test_claims_are_bounded(archive: Archive) -> None:
    put = archive.put(article(1, aliases=tuple(f"kabar:x{n}" for n in range(1000))), capture(1))
    assert len(archive.names(put.id)) == 10


def test_an_address_keeps_its_article_when_its_key_is_read_differently(archive: Archive) -> None:
    old = archive.put(article(1, key="https://kabar.example/baca/1/ruang-baca"), capture(1))
    new = archive.put(article(1), capture(1, minutes=1))
    assert (new.outcome, new.id) == ("unchanged", old.id)
    assert archive.resolve("kabar:1") == old.id


def test_a_new_slug_under_the_same_key_becomes_the_address(archive: Archive) -> None:
    archive.put(article(1), capture(1))
    moved = "https://kabar.example/baca/1/ruang-baca-malam"
    put = archive.put(article(1, url=moved), capture(1, minutes=1, url=moved))
    assert put.outcome == "folded"
    stored = archive.get(article(1).url)
    assert stored is not None
    assert stored.article.url == moved


@pytest.mark.parametrize(
    ("key", "outlet"),
    [
        ("detik:d-7428519", "detik"),
        ("antara:www.antaranews.com/4183210", "antara"),
        ("https://www.suaraliterasi.example/a", "suaraliterasi.example"),
        ("https://suaraliterasi.example/b", "suaraliterasi.example"),
        ("https://[rusak", "https://[rusak"),
    ],
)
def test_outlet_of_a_key(key: str, outlet: str) -> None:
    assert outlet_of(key) == outlet
