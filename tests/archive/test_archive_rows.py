from __future__ import annotations

import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

from archive_samples import capture
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article import Article, DateSignal, Moment
from archive.store import Archive

texts = st.text(st.characters(codec="utf-8"), max_size=20)
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.builds(
    Moment,
    st.datetimes(datetime(1900, 1, 2), datetime(2100, 1, 1), timezones=zones),  # noqa: DTZ001
    st.sampled_from(["second", "minute", "day"]),
    st.sampled_from(["stated", "assumed"]),
    texts,
    texts,
)
many = st.lists(texts, max_size=3).map(tuple)
some = st.none() | st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
whole = st.builds(
    Article,
    key=texts.map(lambda t: f"kabar:{t}"),
    url=texts.map(lambda t: f"https://kabar.example/{t}"),
    source=texts,
    title=texts,
    body=texts,
    kind=st.sampled_from(["news", "press_release", "announcement", "event"]),
    published=st.none() | moments,
    modified=st.none() | moments,
    lead=some,
    authors=many,
    editor=some,
    section=some,
    tags=many,
    image=some,
    dateline=some,
    language=some,
    access=some,
    topics=many,
    dates=st.lists(st.builds(DateSignal, texts, texts, some, texts), max_size=2).map(tuple),
    origins=st.dictionaries(texts, texts, max_size=2),
    aliases=many,
)


@settings(max_examples=40, deadline=None)
@given(made=whole, fetched_at=st.datetimes(timezones=zones, min_value=datetime(1971, 1, 1)))  # noqa: DTZ001
def test_whatever_is_archived_comes_back_equal(made: Article, fetched_at: datetime) -> None:
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder) / "archive.sqlite") as archive:
        got = capture(url=made.url, fetched_at=fetched_at)
        put = archive.put(made, got)
        stored = archive.get(put.id)
        assert stored is not None
        assert stored.article == made
        for moment, original in ((stored.article.published, made.published), (stored.article.modified, made.modified)):
            assert original is None or (moment is not None and moment.iso() == original.iso())
        assert stored.first_seen == fetched_at
        assert archive.captures(put.id) == [got]
        assert archive.put(made, got).sequence is None
