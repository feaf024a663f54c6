"""Every panel of the pack, asked of a real server as Kibana would, shows what is counted from the archive."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support import kibana_count, kibana_query, kql
from support.elasticsearch import Running
from support.kibana_pack import Layer, layers, objects
from support.kibana_panels import article_fields, asking, run_fields, shown
from support.kibana_query import REST, Ask, Row, Span

from archive.article import JAKARTA, StoredArticle
from archive.store import Archive
from index import elastic_template
from index.access import Access
from index.kibana.pack import ndjson
from index.run_documents import run_documents
from index.targets import open_target

ROOT = Path(__file__).parent.parent.parent
SAVED = objects(ndjson())
LAYERS = layers(SAVED)
BY_ID = {layer.id.removeprefix("kliping-"): layer for layer in LAYERS}
Prefix = Callable[..., str]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The edition, then the later visit to the page that was corrected: two runs."""
    folder = tmp_path_factory.mktemp("panels")
    edition = folder / "edition.warc.gz"
    subprocess.run([sys.executable, "-m", "edition.build", str(edition)], cwd=ROOT, check=True, capture_output=True)
    for recording in (edition, folder / "edition-later.warc.gz"):
        command = [sys.executable, "-m", "kliping", "crawl", "--replay", str(recording)]
        data = {"KLIPING_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
        subprocess.run(command, cwd=folder, env=data, check=True, capture_output=True, timeout=300)
    with Archive.open(f"sqlite:///{folder / 'data' / 'archive.db'}") as opened:
        yield opened


@pytest.fixture(scope="module")
def told(archive: Archive) -> dict[str, list[dict[str, Any]]]:
    """The archive's articles and ledgers, by the alias that holds them."""
    return {"kliping": article_fields(archive), "kliping-runs": run_fields(archive)}


def make(server: Running, index: str, body: dict[str, Any], documents: Iterator[tuple[str, dict[str, Any]]]) -> None:
    """An index with an alias of the name that its readers know, filled."""
    status, answer = server.ask("PUT", f"/{index}-v1", {"aliases": {index: {}}} | body)
    assert status == 200, answer
    lines: list[dict[str, Any]] = []

    def flush() -> None:
        status, answer = server.ask("POST", f"/{index}-v1/_bulk", lines)
        assert status == 200, answer
        assert not answer["errors"], [item for item in answer["items"] if "error" in item["index"]][:1]
        lines.clear()

    for id_, source in documents:
        lines += [{"index": {"_id": id_}}, json.loads(json.dumps(source, default=datetime.isoformat))]
        if len(lines) >= 4_000:
            flush()
    if lines:
        flush()
    assert server.ask("POST", f"/{index}-v1/_refresh")[0] == 200


def articles_body(server: Running, prefix: str) -> dict[str, Any]:
    assert server.ask("PUT", f"/_synonyms/{prefix}-synonyms", {"synonyms_set": []})[0] in (200, 201)
    return {"settings": elastic_template.article_settings(prefix), "mappings": elastic_template.mapping("article")}


@pytest.fixture(scope="module")
def ask(each_elastic_server: Running, archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Questions to a target that the archive was pushed to, as ``kliping push`` does it."""
    server, prefix = each_elastic_server, f"test-panels-{random.SystemRandom().randrange(10**9)}"
    ca_certs = str(server.ca_certs) if server.ca_certs else None
    access = Access(server.url, prefix, username=server.username, password=server.password, ca_certs=ca_certs)
    try:
        target = open_target("elasticsearch", tmp_path_factory.mktemp("target"), archive, access)
        try:
            target.push()
        finally:
            target.close()
        assert server.ask("POST", f"/{prefix},{prefix}-runs/_refresh")[0] == 200
        yield asking(server, prefix)
    finally:
        server.clear(prefix)


def same(found: Sequence[Row], wanted: Sequence[Row]) -> None:
    """The same rows in the same order; numbers in doubles and floats to their last digits."""
    assert [list(row) for row in found] == [list(row) for row in wanted]
    for got, due in zip(found, wanted, strict=True):
        for id_, value in due.items():
            assert got[id_] == (pytest.approx(value, rel=1e-6) if isinstance(value, float) else value), (id_, due)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)
def test_a_panel_shows_what_the_archive_holds(layer: Layer, ask: Ask, told: dict[str, list[dict[str, Any]]]) -> None:
    wanted = kibana_count.rows(layer, told[layer.index])
    assert wanted
    same(kibana_query.rows(layer, ask), wanted)


JULY = (datetime(2024, 7, 1, tzinfo=JAKARTA), datetime(2024, 7, 31, 23, 59, 59, tzinfo=JAKARTA))


@pytest.mark.parametrize("layer", [one for one in LAYERS if one.index == "kliping"], ids=lambda layer: layer.id)
def test_a_panel_in_a_range_of_time(layer: Layer, ask: Ask, told: dict[str, list[dict[str, Any]]]) -> None:
    same(kibana_query.rows(layer, ask, JULY), kibana_count.rows(layer, told[layer.index], JULY))


# What follows is counted by hand from the archive, so that both ways of reading a panel cannot be wrong alike.


def column(rows: Sequence[Row], key: str, value: str) -> dict[Any, Any]:
    return {row[key]: row[value] for row in rows if row[value]}


def only(rows: Sequence[Row]) -> Any:
    ((value,),) = [row.values() for row in rows]
    return value


@pytest.fixture(scope="module")
def stored(archive: Archive) -> list[StoredArticle]:
    return list(archive.articles())


@pytest.fixture(scope="module")
def taken(archive: Archive, stored: list[StoredArticle]) -> list[tuple[StoredArticle, StoredArticle]]:
    """Articles of the press that come from one of Perpusnas, each with that one; told by the families of stories."""
    pairs = []
    for story in {one.story_id for one in stored}:
        family = archive.family(story)
        assert family is not None
        first, *others = family.members
        if first.article.article.source == "perpusnas":
            pairs += [(one.article, first.article) for one in others if one.article.article.source != "perpusnas"]
    return pairs


def test_the_figures(ask: Ask, archive: Archive, stored: list[StoredArticle], taken: list[Any]) -> None:
    figures = {id_: only(kibana_query.rows(layer, ask)) for id_, layer in BY_ID.items() if id_.startswith("angka-")}
    ledgers = [ledger for run in archive.last_runs() for ledger in archive.ledger(run.id)]
    assert figures == {
        "angka-artikel": len(stored),
        "angka-kisah": len({one.story_id for one in stored}),
        "angka-media": len({one.article.source for one in stored} - {"perpusnas"}),
        "angka-terbitan": sum(one.article.source == "perpusnas" for one in stored),
        "angka-pemuatan": len(taken),
        "angka-jeda": 1,
        "angka-perayapan": 2,
        "angka-ditemukan": sum(ledger.discovered for ledger in ledgers),
        "angka-diambil": sum(ledger.fetched for ledger in ledgers),
        "angka-new": sum(ledger.new for ledger in ledgers),
        "angka-revised": 1,
        "angka-refused": sum(ledger.refused for ledger in ledgers),
        "angka-failed": sum(ledger.failed for ledger in ledgers),
        "angka-unfinished": 0,
    }


def test_a_range_of_time_has_both_its_ends(ask: Ask, stored: list[StoredArticle]) -> None:
    first, last = sorted(one.date for one in stored)[10:40:29]
    found = only(kibana_query.rows(BY_ID["angka-artikel"], ask, (first, last)))
    assert found == sum(first <= one.date <= last for one in stored) < len(stored)


def test_articles_by_outlet_and_day(ask: Ask, stored: list[StoredArticle]) -> None:
    top = kibana_query.rows(BY_ID["media-teratas"], ask)
    assert column(top, "media", "artikel") == Counter(one.article.source for one in stored)
    days = kibana_query.rows(BY_ID["artikel-per-hari"], ask)
    by_outlet: Counter[str] = Counter()
    for row in days:
        by_outlet[row["media"]] += row["artikel"]
    assert by_outlet.total() == len(stored)
    assert by_outlet[REST] == sum(n for _, n in Counter(one.article.source for one in stored).most_common()[10:])
    at_night = next(one for one in stored if one.date.astimezone(UTC).date() != one.date.astimezone(JAKARTA).date())
    midnight = datetime.combine(at_night.date.astimezone(JAKARTA), datetime.min.time(), JAKARTA)
    both = column(kibana_query.rows(BY_ID["artikel-dan-kisah"], ask), "hari", "artikel")
    assert both[midnight.isoformat(timespec="milliseconds")] == sum(
        one.date.astimezone(JAKARTA).date() == midnight.date() for one in stored
    )


def test_the_spread_of_what_perpusnas_published(ask: Ask, taken: list[tuple[StoredArticle, StoredArticle]]) -> None:
    outlets: dict[str, set[str]] = defaultdict(set)
    for article, first in taken:
        outlets[first.article.title].add(article.article.source)
    spread = kibana_query.rows(BY_ID["penyebaran"], ask)
    assert column(spread, "judul", "media") == {title: len(names) for title, names in outlets.items()}
    forms = column(kibana_query.rows(BY_ID["bentuk-pemuatan"], ask), "bentuk", "artikel")
    relations = Counter(article.place.relation for article, _ in taken)
    assert forms == {
        "salinan persis": relations["copy"],
        "cetak ulang": relations["reprint"],
        "tulis ulang": relations["rewrite"],
    }


def test_the_lag_of_what_the_press_took(ask: Ask, taken: list[tuple[StoredArticle, StoredArticle]]) -> None:
    lags: Counter[str] = Counter()
    for article, first in taken:
        there, here = article.article.published, first.article.published
        days = (there.at.astimezone(JAKARTA).date() - here.at.date()).days if there and here else None
        name = {None: "tidak diketahui", 0: "hari yang sama", 1: "1 hari", 2: "2–3 hari", 3: "2–3 hari"}[days]
        lags[name] += 1
    assert column(kibana_query.rows(BY_ID["jeda-pemuatan"], ask), "jeda", "artikel") == lags


def test_the_newest_stories_come_first(ask: Ask, stored: list[StoredArticle]) -> None:
    begins: dict[str, datetime] = {}
    for one in stored:
        begins[one.story_id] = min(one.date, begins.get(one.story_id, one.date))
    rows = kibana_query.rows(BY_ID["kisah-baru"], ask)
    newest = max(begins, key=lambda story: begins[story])
    assert rows[0]["kisah"] == newest
    assert [row["mulai"] for row in rows] == sorted((row["mulai"] for row in rows), reverse=True)


def test_the_newest_article_of_every_source(ask: Ask, stored: list[StoredArticle]) -> None:
    rows = kibana_query.rows(BY_ID["media-diam"], ask)
    newest = {
        one.article.source: max(o.date for o in stored if o.article.source == one.article.source) for one in stored
    }
    assert [row["media"] for row in rows] == sorted(newest, key=lambda source: newest[source])


def test_reasons_add_up_to_what_was_refused(ask: Ask, archive: Archive) -> None:
    ledgers = [ledger for run in archive.last_runs() for ledger in archive.ledger(run.id)]
    for id_, outcome in (("ditolak", "refused"), ("gagal", "failed"), ("dilewati", "skipped")):
        rows = kibana_query.rows(BY_ID[f"alasan-{id_}"], ask)
        assert sum(row["alamat"] for row in rows) == sum(ledger.outcomes.get(outcome, 0) for ledger in ledgers)
    by_source = kibana_query.rows(BY_ID["hasil-menurut-sumber"], ask)
    parts = ("new", "revised", "unchanged", "folded", "refused")
    assert all(row["diambil"] == sum(row[part] for part in parts) for row in by_source)
    assert all(
        row["alamat"] == row["diambil"] + row["skipped"] + row["failed"] + row["unfinished"] for row in by_source
    )


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)
def test_groups_leave_nothing_out(layer: Layer, told: dict[str, list[dict[str, Any]]]) -> None:
    for id_ in layer.buckets:
        if layer.columns[id_]["operationType"] != "filters":
            continue
        filters = [kql.parse(one["input"]["query"]) for one in layer.columns[id_]["params"]["filters"]]
        for one in told[layer.index]:
            if kql.matches(kql.parse(layer.query), one):
                assert sum(kql.matches(query, one) for query in filters) == 1, one


def hits(ask: Ask, name: str, span: Span | None = None) -> list[str]:
    """The ids that a saved search finds, in its order."""
    (saved,) = [one["attributes"] for one in SAVED if one["id"] == f"kliping-{name}"]
    source = json.loads(saved["kibanaSavedObjectMeta"]["searchSourceJSON"])
    filters = [kql.to_query(kql.parse(source["query"]["query"]))]
    if span:
        filters.append({"range": {"date": {"gte": span[0].isoformat(), "lte": span[1].isoformat()}}})
    sort = [{field: order} for field, order in saved["sort"]]
    answer = ask(
        "kliping", {"size": 1_000, "query": {"bool": {"filter": filters}}, "sort": sort, "_source": saved["columns"]}
    )
    return [hit["_id"] for hit in answer["hits"]["hits"]]


def test_the_saved_searches(ask: Ask, stored: list[StoredArticle], taken: list[tuple[StoredArticle, Any]]) -> None:
    noon = datetime(2024, 7, 10, 12, tzinfo=JAKARTA)  # what "now" is taken for
    today = noon.replace(hour=0), noon.replace(hour=23, minute=59, second=59)
    (search,) = [one["attributes"] for one in SAVED if one["id"] == "kliping-perpusnas-hari-ini"]
    assert search["timeRange"] == {"from": "now/d", "to": "now/d"}
    about = {
        one.id
        for one in stored
        if today[0] <= one.date <= today[1] and ("Perpusnas" in one.article.topics or one.article.source == "perpusnas")
    }
    found = hits(ask, "perpusnas-hari-ini", today)
    assert set(found) == about
    assert 1 < len(found) == len(about)
    own = {one.id for one in stored if one.article.source == "perpusnas"}
    assert set(hits(ask, "siaran-pers")) == own | {article.id for article, _ in taken}
    originals = [one for one in stored if one.place.relation == "original"]
    newest = hits(ask, "kisah-terbaru")
    assert set(newest) == {one.id for one in originals}
    assert newest[0] == max(originals, key=lambda one: one.date).id


def test_the_numbers_can_be_read_as_tables(ask: Ask, told: dict[str, list[dict[str, Any]]]) -> None:
    asked = list(shown(SAVED, lambda layer: kibana_query.rows(layer, ask)))
    counted = list(shown(SAVED, lambda layer: kibana_count.rows(layer, told[layer.index])))
    assert asked == counted
    text = "\n".join(asked)
    assert "=== Pemantauan Perpusnas ===" in text
    assert "--- Penyebaran siaran pers dan terbitan Perpusnas" in text


@pytest.mark.faults
def test_numbers_of_a_hundred_thousand_are_within_one_percent(
    start_elastic_server: Callable[..., Running], fresh_prefix: Prefix, archive: Archive
) -> None:
    server = start_elastic_server(heap="1g")  # as docker-compose.yml has it; half of that is too little for a panel
    prefix = fresh_prefix(server)
    many = multiplied(archive, 100_000, random.Random(45))  # noqa: S311 - the same every time
    make(server, prefix, articles_body(server, prefix), ((one["id"], sent(one)) for one in many))
    ask = asking(server, prefix)
    for layer in LAYERS:
        if layer.index != "kliping":
            continue
        close(layer, kibana_query.rows(layer, ask), kibana_count.rows(layer, many))


def multiplied(archive: Archive, n: int, chance: random.Random) -> list[dict[str, Any]]:
    """So many articles over two years, in stories as large as the edition's; outlets as often as there."""
    stories: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in article_fields(archive):
        stories[one["story_id"]].append(one)
    shapes = sorted(stories.values(), key=lambda story: story[0]["story_id"])
    made: list[dict[str, Any]] = []
    begin = datetime(2024, 1, 1, tzinfo=JAKARTA)
    while len(made) < n:
        shape = chance.choice(shapes)
        ids = {one["id"]: f"{chance.getrandbits(80):020x}" for one in shape}
        shift = begin + timedelta(minutes=chance.randrange(731 * 1440)) - shape[0]["date"]
        for one in shape:
            late = chance.randrange(600) if one["delay_minutes"] is not None else None
            made.append(
                one | {"id": ids[one["id"]], "story_id": ids[shape[0]["id"]], "of": ids.get(one["of"])}
                | {"date": one["date"] + shift, "first_seen": one["first_seen"] + shift, "delay_minutes": late}
                | {"body": "", "lead": None, "authors": [f"{name} {chance.randrange(40)}" for name in one["authors"]]}
            )  # fmt: skip
    return made[:n]


def sent(one: dict[str, Any]) -> dict[str, Any]:
    """A document's fields as they are sent."""
    told = {name: value for name, value in one.items() if value is not None and name != "published_at"}
    return told | {"date": one["date"].isoformat(), "first_seen": one["first_seen"].isoformat()}


def close(layer: Layer, found: Sequence[Row], wanted: Sequence[Row]) -> None:
    """The same groups, and every number within 1 %; a median of whole days may fall on the day beside it."""

    def keyed(rows: Sequence[Row]) -> dict[tuple[Any, ...], Row]:
        return {tuple(row[id_] for id_ in layer.buckets): row for row in rows}

    got, due = keyed(found), keyed(wanted)
    assert set(got) == set(due), layer.id
    for key, row in due.items():
        for id_ in layer.metrics:
            value = row[id_]
            beside = 1 if layer.columns[id_].get("sourceField") == "lag_days" else 0
            near = pytest.approx(value, rel=0.01, abs=beside) if isinstance(value, (int, float)) else value
            assert got[key][id_] == near, (layer.id, key, id_)


def test_runs_as_documents_add_up_and_keep_their_ids(archive: Archive) -> None:
    newest, first = archive.last_runs()
    for run in (newest, first):
        ledgers = archive.ledger(run.id)
        documents = run_documents(run, ledgers)
        assert len({one.id for one in documents}) == len(documents)
        assert documents == run_documents(run, ledgers)
        assert sum(one.addresses for one in documents) == sum(ledger.discovered for ledger in ledgers)
        assert {one.source for one in documents} == {ledger.source for ledger in ledgers}
    assert not {one.id for one in run_documents(newest, archive.ledger(newest.id))} & {
        one.id for one in run_documents(first, archive.ledger(first.id))
    }
    with pytest.raises(ValueError, match="has not ended"):
        run_documents(replace(first, finished_at=None), [])


def test_reasons_are_told_by_their_kind_and_silence_is_told(archive: Archive) -> None:
    run = archive.last_runs()[-1]
    (ledger,) = [one for one in archive.ledger(run.id) if one.source == "jpnn"]
    outcomes = {"refused": 5, "new": 2}
    reasons = {"refused": {"too short: 3 words": 2, "too short: 4 words": 1, "gallery": 1}}
    told = run_documents(run, [replace(ledger, outcomes=outcomes, reasons=reasons)])
    assert [(one.outcome, one.reason, one.addresses) for one in told] == [
        ("new", None, 2),
        ("refused", "gallery", 1),
        ("refused", "too short", 3),
        ("refused", None, 1),
    ]
    assert "reason" not in told[0].fields()
    assert datetime.fromisoformat(told[0].fields()["started"]) == run.started_at
    (silent,) = run_documents(run, [replace(ledger, outcomes={}, reasons={})])
    assert (silent.source, silent.outcome, silent.addresses) == ("jpnn", "new", 0)
