"""An article's pages: its text poured into the outlet's markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from edition.exchange import Exchange, respond
from edition.fields import Fields, Markup, fill
from edition.outlets import Outlet, outlets
from edition.stories import StoryError, Telling, tellings
from edition.values import inline, values_of

SEEN_AFTER = timedelta(hours=5, minutes=17)


def seen(telling: Telling) -> datetime:
    """When its page was recorded."""
    return telling.seen or max(telling.modified or telling.published, telling.published) + SEEN_AFTER


def _body(telling: Telling, outlet: Outlet, fields: Fields, start: int, end: int) -> Markup:
    """Some paragraphs of an article in the outlet's markup, with the noise it puts between them."""
    fragments = outlet.fragments
    pieces: list[str] = []
    for number, paragraph in enumerate(telling.paragraphs[start:end], start=start + 1):
        name = "subhead" if paragraph.startswith("## ") else "first" if number == 1 else "paragraph"
        words = fields.extended({"text": inline(paragraph, outlet)})
        pieces.append(fill(fragments.get(name, fragments["paragraph"]), words))
        if number in outlet.after and number < len(telling.paragraphs):
            pieces.append(fill(outlet.after[number], fields))
    return Markup(fragments.get("between", "\n").join(pieces))


def _parts(telling: Telling) -> list[tuple[int, int]]:
    """The pages of an article: the first and the end paragraph of each."""
    return list(pairwise((0, *telling.breaks, len(telling.paragraphs))))


def _whole(telling: Telling, outlet: Outlet, fields: Fields) -> Markup:
    """The body of an article that stands in one document, its parts in the outlet's page boxes if it has any."""
    box = outlet.fragments.get("page_break")
    if box is None or not telling.breaks:
        return _body(telling, outlet, fields, 0, len(telling.paragraphs))
    boxes = (
        fill(box, fields.extended({"number": str(number), "text": _body(telling, outlet, fields, *part)}))
        for number, part in enumerate(_parts(telling), start=1)
    )
    return Markup("".join(boxes))


def page(telling: Telling, template: str, *, number: int | None = None) -> Markup:
    """One page of an article as HTML; number None is the whole article in one document."""
    outlet = outlets()[telling.outlet]
    fields = values_of(telling, outlet).extended({"page_url": telling.url})
    total, body = len(_parts(telling)), {"pager": Markup("")}
    if number is None:
        body["body"] = _whole(telling, outlet, fields)
    else:
        following = page_url(telling, outlet, number % total + 1)
        here = {"page_number": str(number), "following": following, "page_url": page_url(telling, outlet, number)}
        fields = fields.extended(here)
        body["pager"] = fill(outlet.fragments["pager" if number < total else "pager_last"], fields)
        body["body"] = _body(telling, outlet, fields, *_parts(telling)[number - 1])
    last = number in (None, total)
    body["ending"] = fill(outlet.fragments.get("ending", ""), fields) if last else Markup("")
    return fill(outlet.template(template), fields.extended(body))


def page_url(telling: Telling, outlet: Outlet, number: int) -> str:
    """The address of a page of an article; the first page is the article's own."""
    if number == 1:
        return telling.url
    return fill(outlet.values["next_page"], Fields({"url": Markup(telling.url), "number": str(number)}))


def variant_url(telling: Telling, outlet: Outlet, name: str) -> str:
    """The address of a twin: AMP, staging, English prefix, all pages in one."""
    rule = outlet.variants[name]
    made = re.sub(rule["match"], rule["url"], telling.url)
    if made == telling.url:
        raise ValueError(f"{outlet.name}: variant {name} does not change {telling.url}")
    return made


def addresses(telling: Telling) -> tuple[str, ...]:
    """Every recorded address of an article, its own first, further pages not counted."""
    outlet = outlets()[telling.outlet]
    return (telling.url, *(variant_url(telling, outlet, name) for name in telling.twins))


def exchanges(telling: Telling) -> Iterator[Exchange]:
    """The recorded responses of an article: its pages, then its twins, a minute apart."""
    outlet = outlets()[telling.outlet]
    split = telling.breaks and "page_break" not in outlet.fragments
    numbers = range(1, len(_parts(telling)) + 1) if split else (None,)
    pages = [
        (page_url(telling, outlet, number or 1), page(telling, telling.template, number=number), telling.response)
        for number in numbers
    ]
    for name in telling.twins:
        rule = outlet.variants[name]
        pages.append((variant_url(telling, outlet, name), page(telling, rule.get("template", telling.template)), {}))
    for minute, (url, markup, options) in enumerate(pages):
        yield respond(url, seen(telling) + timedelta(minutes=minute), markup, {**outlet.response, **options})


def all_exchanges() -> Iterator[Exchange]:
    """The recorded responses of every article."""
    for telling in tellings():
        yield from exchanges(telling)


def corrected(telling: Telling) -> Telling:
    """An article as its outlet changed it later; its ``corrected`` table says when and what."""
    change = telling.corrected
    paragraphs = telling.paragraphs
    for old, new in change["edits"]:
        if not any(old in paragraph for paragraph in paragraphs):
            raise StoryError(f"{telling.story}: {telling.name}: the correction of {old!r} finds nothing to change")
        paragraphs = tuple(paragraph.replace(old, new) for paragraph in paragraphs)
    return replace(
        telling,
        paragraphs=paragraphs,
        modified=change["modified"],
        seen=change["modified"] + SEEN_AFTER,
        page={**telling.page, **change.get("page", {})},
        twins=(),
    )


def later_exchanges() -> Iterator[Exchange]:
    """The second visit to every page that was corrected."""
    for telling in tellings():
        if telling.corrected:
            yield from exchanges(corrected(telling))
