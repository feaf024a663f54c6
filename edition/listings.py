"""Lists of articles: section pages, tag and search pages, feeds, sitemaps; whole pages; robots.txt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from edition.exchange import Exchange, respond
from edition.fields import Fields, Markup, ago, dates_of, fill
from edition.outlets import Outlet, outlets, shelf
from edition.payload import rubric_payload
from edition.stories import Telling
from edition.values import values_of

READ_AT = datetime(2025, 11, 10, 1, 0, 0, tzinfo=UTC)


def listed(rule: Mapping[str, Any], outlet: Outlet) -> list[Telling]:
    """The articles that a list rule takes from the shelf, newest first."""
    rows = [
        one
        for one in shelf(outlet.name)
        if rule.get("section") in (None, one.section)
        and rule.get("kind") in (None, one.kind)
        and rule.get("tag") in (None, *one.tags)
        and rule.get("host", "") in one.url
        and rule.get("day") in (None, one.published.date())
    ]
    return rows[: rule.get("limit", len(rows))]


def pages_of(rule: Mapping[str, Any], outlet: Outlet) -> list[Sequence[Telling]]:
    """A list cut into its pages, one for each address; a list that lies repeats its first page."""
    rows, size, urls = listed(rule, outlet), int(rule.get("size", 1000)), rule["urls"]
    if rule.get("lies"):
        return [rows[:size] for _ in urls]
    cut = [rows[start : start + size] for start in range(0, len(rows), size)]
    if len(cut) > len(urls):
        raise ValueError(f"{outlet.folder.name}: {len(rows)} articles do not fit the {len(urls)} pages of {urls[0]}")
    return [*cut, *([()] * (len(urls) - len(cut)))]


def _rows(rule: Mapping[str, Any], outlet: Outlet, rows: Sequence[Telling], now: datetime, number: int) -> Markup:
    fragment = outlet.fragments[rule["fragment"]]
    inserts = {int(place): markup for place, markup in rule.get("insert", {}).items()} if number == 1 else {}
    pieces = [inserts.get(0, "")]
    for place, telling in enumerate(rows, start=1):
        fields = values_of(telling, outlet).extended({"ago": ago(telling.published, now), "place_in_list": str(place)})
        pieces += [fill(fragment, fields), inserts.get(place, "")]
    return Markup("".join(pieces))


def _list_exchanges(rule: Mapping[str, Any], outlet: Outlet) -> Iterator[Exchange]:
    now, urls = rule.get("at", READ_AT), rule["urls"]
    for number, (url, rows) in enumerate(zip(urls, pages_of(rule, outlet), strict=True), start=1):
        if rule.get("form") == "payload":
            yield respond(url, now, rubric_payload(rows, outlet), rule.get("response", {}))
            continue
        link = outlet.fragments.get("page_link", "")
        links = [fill(link, Fields({"href": one, "number": str(n)})) for n, one in enumerate(urls, start=1)]
        fields = Fields(
            {
                **outlet.values,
                **dates_of("now", now),
                **{name: str(value) for name, value in rule.get("values", {}).items()},
                "url": url,
                "rows": _rows(rule, outlet, rows, now, number),
                "page_links": Markup("".join(links) if len(urls) > 1 else ""),
                "following": urls[number] if number < len(urls) else "",
            }
        )
        following = outlet.fragments.get("following", "") if number < len(urls) else ""
        fields = fields.extended({"following_html": fill(following, fields)})
        yield respond(url, now, fill(outlet.template(rule["template"]), fields), rule.get("response", {}))
        now += timedelta(seconds=30)


def _page_exchange(rule: Mapping[str, Any], outlet: Outlet) -> Exchange:
    """A whole page: a trap, a robots.txt, a redirect. Its bytes are those of the file, re-encoded if asked."""
    text = outlet.template(rule["file"]) if "file" in rule else rule.get("text", "")
    return respond(rule["url"], rule.get("at", READ_AT), text, rule)


def all_exchanges() -> Iterator[Exchange]:
    """The recorded responses that are no articles of the stories."""
    for outlet in outlets().values():
        for rule in outlet.lists:
            yield from _list_exchanges(rule, outlet)
        for rule in outlet.pages:
            yield _page_exchange(rule, outlet)
