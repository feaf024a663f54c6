"""What every engine owes, run against the embedded one and real servers of Elasticsearch 8 and 9."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from index_elastic import fresh_engine, server_of
from index_fakes import SEEN, day, jakarta, moment, stored
from index_naive import WORDS, matches, typed_queries

from archive.article import article_id
from index.document import MAX_BODY, Document, document_of
from index.embedded import EmbeddedEngine
from index.engine import Deletion, Filters, Request, SearchEngine

Make = Callable[[], AbstractContextManager[SearchEngine]]

RELEASE = (
    "Perpusnas Jalin Kerja Sama dengan Dua Perpustakaan di Rusia",
    "Perpusnas meneken kerja sama dengan dua perpustakaan di Rusia. Pertukaran pustakawan menyusul.",
)


def corpus() -> list[Document]:
    release, humas, rusia = {"kind": "press_release"}, {"topics": ("perpusnas",)}, {"story": "rusia"}
    rows = [
        stored("perpusnas:rusia", *RELEASE, published=day(1), **release, **humas, **rusia),
        stored("detik:rusia", *RELEASE, published=day(2), **humas, **rusia),
        stored("detik:rusia2", "Perpustakaan Rusia jadi mitra", "Kerja sama itu lama.", published=day(3), **rusia),
        stored("tempo:taman", "Taman di Kampung Rusia", "Warga bekerja sama membuka perpustakaan.", published=day(4)),
        stored("kompas:lomba", "Lomba pustakawan", "Digelar Perpustakaan Nasional RI di Salemba.", published=day(5)),
        stored("kompas:menteri", "Menteri membuka pameran", "Penerbit menerbitkan judul.", published=day(40)),
        stored("rmid:tanpa", "Naskah tanpa tanggal", "Manuskrip yang tidak bertanggal."),
    ]
    return [document_of(replace(row, sequence=at)) for at, row in enumerate(rows, 1)]


@contextmanager
def embedded_engine(folder: Path) -> Iterator[SearchEngine]:
    made = EmbeddedEngine.create(folder, "an archive")
    yield made
    made.close()


@pytest.fixture(scope="module", params=["embedded", "8", "9"])
def make(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Makes an empty engine of each kind."""
    if request.param == "embedded":
        return lambda: embedded_engine(tmp_path_factory.mktemp("embedded") / "index")
    server = server_of(request, request.param)
    return lambda: fresh_engine(server)


@pytest.fixture
def empty(make: Make) -> Iterator[SearchEngine]:
    with make() as engine:
        yield engine


@pytest.fixture
def changing(empty: SearchEngine) -> SearchEngine:
    """Holds the corpus, and is the test's own."""
    return filled(empty)


@pytest.fixture(scope="module")
def full(make: Make) -> Iterator[SearchEngine]:
    """Holds the corpus; for reading only."""
    with make() as engine:
        yield filled(engine)


def filled(engine: SearchEngine) -> SearchEngine:
    assert engine.apply(corpus(), []) == []
    engine.commit(7)
    return engine


def keys(engine: SearchEngine, query: str, **more) -> list[str]:
    more.setdefault("fold", False)
    names = {one.id: one.url.rpartition("/")[2] for one in corpus()}
    return [names[hit.document.id] for hit in engine.search(Request(query, **more)).hits]


def test_the_story_somebody_looks_for_comes_first(full: SearchEngine) -> None:
    results = full.search(Request("kerja sama perpustakaan rusia"))
    first = results.hits[0]
    assert first.document.title == RELEASE[0]
    assert (first.articles, first.outlets) == (3, 2)
    assert (results.articles, results.stories) == (4, 2)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("perpusnas", {"perpusnas:rusia", "detik:rusia", "kompas:lomba"}),
        ("pnri", {"perpusnas:rusia", "detik:rusia", "kompas:lomba"}),
        ("perpustakaan nasional", {"perpusnas:rusia", "detik:rusia", "kompas:lomba"}),
        ('"perpustakaan nasional"', {"perpusnas:rusia", "detik:rusia", "kompas:lomba"}),
        ('"kerja sama" -dua', {"detik:rusia2", "tempo:taman"}),
        ("penerbitan", {"kompas:menteri"}),
        ('"penerbitan"', set()),
        ("kerjasama rusia", {"perpusnas:rusia", "detik:rusia", "detik:rusia2", "tempo:taman"}),
        ("manuskrip", {"rmid:tanpa"}),
        ("naskah kuno", {"rmid:tanpa"}),
        ("salemba OR naskah", {"kompas:lomba", "rmid:tanpa"}),
        ("-perpustakaan -perpusnas", {"kompas:menteri", "rmid:tanpa"}),
        ("teri", set()),
        ("yang bertanggal", {"rmid:tanpa"}),
        ("", {one.url.rpartition("/")[2] for one in corpus()}),
    ],
)
def test_finds(full: SearchEngine, query: str, found: set[str]) -> None:
    assert set(keys(full, query)) == found


def test_an_exact_word_beats_its_stem_and_the_title_beats_the_body(empty: SearchEngine) -> None:
    rows = [
        stored("a:stem", "Kabar", "Banyak tulisan dibahas di sini hari ini."),
        stored("a:word", "Kabar", "Banyak penulis dibahas di sini hari ini."),
        stored("a:title", "Penulis", "Banyak hal lain dibahas di sini hari ini."),
    ]
    empty.apply([document_of(row) for row in rows], [])
    empty.commit(1)
    hits = empty.search(Request("penulis")).hits
    assert [hit.document.id for hit in hits] == [article_id(key) for key in ("a:title", "a:word", "a:stem")]
    assert hits[0].score > hits[1].score > hits[2].score


def test_what_was_typed_beats_another_name_for_it(empty: SearchEngine) -> None:
    rows = [
        stored("a:other", "Kepala Perpustakaan Nasional Republik Indonesia", "Hadir."),
        stored("a:typed", "Kepala Perpusnas Hadir di Pameran Buku", "Hadir."),
    ]
    empty.apply([document_of(row) for row in rows], [])
    empty.commit(1)
    assert empty.search(Request("perpusnas")).hits[0].document.id == article_id("a:typed")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(sources=("detik",)), {"detik:rusia", "detik:rusia2"}),
        (Filters(sources=("detik", "tempo")), {"detik:rusia", "detik:rusia2", "tempo:taman"}),
        (Filters(sources=("Detik",)), set()),
        (Filters(kinds=("press_release",)), {"perpusnas:rusia"}),
        (Filters(topics=("perpusnas",)), {"perpusnas:rusia", "detik:rusia"}),
        (Filters(topics=("perpusnas",), sources=("detik",)), {"detik:rusia"}),
        (Filters(date_from=date(2024, 8, 1)), {"kompas:menteri"}),
        (Filters(date_to=date(2024, 7, 2)), {"perpusnas:rusia"}),
        (Filters(date_from=date(2024, 7, 10), date_to=date(2024, 7, 10)), {"rmid:tanpa"}),
        (Filters(date_from=date(2024, 7, 3), date_to=date(2024, 7, 4)), {"detik:rusia", "detik:rusia2"}),
        (Filters(date_from=date(2024, 7, 4), date_to=date(2024, 7, 3)), set()),
    ],
)
def test_filters(full: SearchEngine, filters: Filters, found: set[str]) -> None:
    assert set(keys(full, "", filters=filters)) == found


def test_filters_do_not_change_scores(full: SearchEngine) -> None:
    filters = Filters(sources=("tempo",), kinds=("news",), date_from=date(2024, 7, 1))
    (alone,) = full.search(Request("rusia", filters=filters)).hits
    among = {hit.document.id: hit.score for hit in full.search(Request("rusia", fold=False)).hits}
    assert alone.score == among[alone.document.id]


def test_a_request_for_no_hits_still_counts(full: SearchEngine) -> None:
    results = full.search(Request("rusia", limit=0))
    assert (results.articles, results.stories, results.hits) == (4, 2, ())


def test_days_are_days_in_jakarta_to_the_last_second(empty: SearchEngine) -> None:
    times = {
        "a:eve": jakarta(2024, 6, 30, 23, 59, 59),
        "a:begin": jakarta(2024, 7, 1),
        "a:utc": datetime(2024, 6, 30, 17, 0, tzinfo=UTC),
        "a:end": jakarta(2024, 7, 1, 23, 59, 59),
        "a:next": jakarta(2024, 7, 2),
    }
    empty.apply([document_of(stored(key, published=at)) for key, at in times.items()], [])
    empty.commit(1)
    only = Request("", filters=Filters(date_from=date(2024, 7, 1), date_to=date(2024, 7, 1)))
    assert {hit.document.id for hit in empty.search(only).hits} == {
        article_id(key) for key in ("a:begin", "a:utc", "a:end")
    }
    days = empty.search(Request("", interval="day")).histogram
    assert [(b.value, b.articles) for b in days] == [("2024-06-30", 1), ("2024-07-01", 3), ("2024-07-02", 1)]


def test_a_bare_date_is_that_day_wherever_it_was_printed() -> None:
    printed = moment(datetime(2024, 7, 2, tzinfo=ZoneInfo("Asia/Jayapura")), "day")
    document = document_of(stored("a:b", published=printed))
    assert document.day == date(2024, 7, 2)
    assert document.date_text == document.published == "2024-07-02"


def test_facets_and_histogram_count_articles(full: SearchEngine) -> None:
    results = full.search(Request("", limit=1))
    told = {name: [(b.value, b.articles) for b in buckets] for name, buckets in results.facets.items()}
    assert told["source"] == [("detik", 2), ("kompas", 2), ("perpusnas", 1), ("rmid", 1), ("tempo", 1)]
    assert told["kind"] == [("news", 6), ("press_release", 1)]
    assert told["topic"] == [("perpusnas", 2)]
    assert told["section"] == []
    assert [(b.value, b.articles) for b in results.histogram] == [("2024-07", 6), ("2024-08", 1)]


def test_sorts_by_date_and_says_no_score(full: SearchEngine) -> None:
    hits = full.search(Request("rusia", sort="date", fold=False)).hits
    assert keys(full, "rusia", sort="date") == ["tempo:taman", "detik:rusia2", "detik:rusia", "perpusnas:rusia"]
    assert {hit.score for hit in hits} == {None}


def test_everything_comes_newest_first(full: SearchEngine) -> None:
    assert keys(full, "")[:3] == ["kompas:menteri", "rmid:tanpa", "kompas:lomba"]
    assert keys(full, "-rusia", fold=True) == ["kompas:menteri", "rmid:tanpa", "kompas:lomba"]


@pytest.mark.parametrize("query", ["sama", ""])
def test_ties_go_newest_first_then_by_id_and_pages_fit_together(empty: SearchEngine, query: str) -> None:
    rows = [stored(f"a:{n}", "Judul sama", "Isi sama.", published=day(n % 3)) for n in range(30)]
    for start in range(0, 30, 7):  # several segments
        empty.apply([document_of(row) for row in rows[start : start + 7]], [])
        empty.commit(start)
    wanted = [row.id for row in sorted(rows, key=lambda row: (-row.date.timestamp(), row.id))]
    paged = [
        hit.document.id
        for offset in range(0, 30, 4)
        for hit in empty.search(Request(query, limit=4, offset=offset)).hits
    ]
    assert paged == wanted


def test_a_fold_keeps_the_best_of_each_story_by_date_too(full: SearchEngine) -> None:
    hits = full.search(Request("rusia", sort="date")).hits
    assert [hit.document.title for hit in hits] == ["Taman di Kampung Rusia", "Perpustakaan Rusia jadi mitra"]
    assert [(hit.articles, hit.outlets) for hit in hits] == [(1, 1), (3, 2)]


def test_filters_narrow_the_counts_of_a_story(full: SearchEngine) -> None:
    (hit,) = full.search(Request("rusia", filters=Filters(sources=("detik",)))).hits
    assert (hit.articles, hit.outlets) == (2, 1)


def test_folded_results_end_with_a_sentence_and_unfolded_ones_do_not(
    full: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("index.ranking", "index.elastic_query"):
        monkeypatch.setattr(f"{module}.MAX_FOLDED", 3)
    assert full.search(Request("", limit=3)).notice is None
    results = full.search(Request("", limit=10))
    assert len(results.hits) == 3
    assert results.stories == 5
    assert results.notice is not None
    assert "3 of 5 stories" in results.notice
    unfolded = full.search(Request("", limit=10, fold=False))
    assert (len(unfolded.hits), unfolded.notice) == (7, None)


def test_stop_words_alone_show_everything_and_say_so(full: SearchEngine) -> None:
    results = full.search(Request("yang dan"))
    assert results.articles == 7
    assert results.notice is not None
    assert "yang dan" in results.notice


def test_a_stream_is_every_match_in_order_whatever_comes_meanwhile(changing: SearchEngine) -> None:
    stream = changing.stream(Request("perpustakaan", limit=1))
    first = next(stream)
    changing.apply([], [Deletion(article_id("tempo:taman"), 8)])
    changing.commit(8)
    ids = [first.document.id, *(hit.document.id for hit in stream)]
    assert len(ids) == 5
    assert article_id("tempo:taman") in ids
    assert len(list(changing.stream(Request("perpustakaan")))) == 4


def test_putting_twice_changes_nothing_and_a_new_version_replaces_the_old(changing: SearchEngine) -> None:
    changing.apply(corpus(), [])
    changing.commit(7)
    assert changing.state().documents == 7
    changed = replace(corpus()[3], title="Kebun raya", body="Anggrek mekar.", sequence=9)
    changing.apply([changed], [])
    assert keys(changing, "anggrek") == []
    changing.commit(9)
    assert keys(changing, "anggrek") == ["tempo:taman"]
    assert "tempo:taman" not in keys(changing, "rusia")
    assert changing.state().documents == 7


def test_a_document_comes_back_as_it_went_in(full: SearchEngine) -> None:
    given_ = {one.id: one for one in corpus()}
    for hit in full.stream(Request("")):
        assert hit.document == given_[hit.document.id]


def test_state_tells_archive_version_and_place(full: SearchEngine) -> None:
    state = full.state()
    assert (state.archive_id, state.sequence, state.documents) == ("an archive", 7, 7)
    assert state.version
    assert state.pushed in (7, None)


def test_versions_are_told_in_order_of_id_from_a_sequence_on(full: SearchEngine) -> None:
    every = sorted((one.id, one.sequence) for one in corpus())
    assert list(full.versions()) == every
    assert list(full.versions(5)) == [(id_, sequence) for id_, sequence in every if sequence > 5]
    assert list(full.versions(7)) == []


def test_a_deletion_takes_out_what_is_there_and_minds_nothing_else(changing: SearchEngine) -> None:
    gone = [Deletion(article_id("tempo:taman"), 8), Deletion(article_id("never:there"), 9)]
    assert changing.apply([], gone) == []
    changing.commit(9)
    assert changing.state().documents == 6
    assert "tempo:taman" not in keys(changing, "rusia")


def test_a_document_that_cannot_be_indexed_is_told_and_the_others_go_in(empty: SearchEngine) -> None:
    good = corpus()[0]
    broken = replace(corpus()[1], body="setengah \ud800 pasang")
    (rejected,) = empty.apply([broken, good], [])
    empty.commit(2)
    assert (rejected.id, rejected.sequence) == (broken.id, 2)
    assert rejected.reason
    assert empty.state().documents == 1


def test_an_empty_index_answers(empty: SearchEngine) -> None:
    for query in ("", "rusia", "-rusia", '"kerja sama"'):
        results = empty.search(Request(query))
        assert (results.articles, results.stories, results.hits, results.histogram) == (0, 0, (), ())
    assert empty.state().sequence == 0


def test_a_long_text_is_a_reason_not_a_document() -> None:
    with pytest.raises(ValueError, match="longer than"):
        document_of(stored("a:b", "Judul", "a" * (MAX_BODY + 1)))


def test_dates_before_1970_sort_too(empty: SearchEngine) -> None:
    rows = [stored("a:old", published=jakarta(1945, 8, 17, 10)), stored("a:older", published=jakarta(1908, 5, 20))]
    empty.apply([document_of(row) for row in reversed(rows)], [])
    empty.commit(1)
    assert [hit.document.day.year for hit in empty.search(Request("")).hits] == [1945, 1908]


LANGUAGE = [*WORDS, "membacanya", "di", "lain", "Perpustakaan Nasional"]


def drawn(chance: random.Random, number: int) -> Document:
    words = [chance.choice(LANGUAGE) for _ in range(chance.randint(2, 9))]
    story = f"s{chance.randrange(20)}"
    at = SEEN + timedelta(days=number)
    row = stored(f"o{number % 4}:{number}", " ".join(words[:2]), " ".join(words[2:]), story=story, published=at)
    return document_of(row)


@pytest.fixture(scope="module")
def drawn_engine(make: Make) -> Iterator[tuple[SearchEngine, list[Document]]]:
    chance = random.Random(3)  # noqa: S311
    documents = [drawn(chance, number) for number in range(60)]
    with make() as engine:
        for start in range(0, 60, 20):
            engine.apply(documents[start : start + 20], [])
            engine.commit(start)
        yield engine, documents


@settings(max_examples=150, deadline=None)
@given(query=typed_queries())
def test_finds_and_counts_exactly_what_the_query_means(
    drawn_engine: tuple[SearchEngine, list[Document]], query: str
) -> None:
    made, documents = drawn_engine
    request = Request(query, limit=100)
    meant = [one for one in documents if matches(request.node, one.title, one.body)]
    results = made.search(request)
    assert {hit.document.id for hit in made.stream(request)} == {one.id for one in meant}
    assert (results.articles, results.stories) == (len(meant), len({one.story_id for one in meant}))
    assert len(results.hits) == results.stories
    for hit in results.hits:
        family = [one for one in meant if one.story_id == hit.document.story_id]
        assert hit.articles == len(family)
        assert hit.outlets == len({one.source for one in family})
