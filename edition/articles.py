"""An article's pages: its text poured into the outlet's markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from html import escape
from itertools import pairwise
from urllib.parse import urlsplit

from edition.exchange import Exchange, respond
from edition.fields import Fields, Markup, fill
from edition.outlets import Outlet, outlets, shelf
from edition.stories import LINKED, STRESSED, StoryError, Telling, plain, tellings

SEEN_AFTER = timedelta(hours=5, minutes=17)
NEIGHBOURS = 4


def seen(telling: Telling) -> datetime:
    """When its page was recorded."""
    return telling.seen or (telling.modified or telling.published) + SEEN_AFTER


def slug(words: str) -> str:
    """Words as they stand in an address."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def inline(paragraph: str, outlet: Outlet) -> Markup:
    """A paragraph's words as markup, its marked words linked as the outlet does."""
    link = outlet.fragments.get("link", "<strong>$text</strong>")

    def linked(found: re.Match[str]) -> str:
        return fill(link, Fields({"text": Markup(found[1]), "slug": slug(found[1])}))

    return Markup(STRESSED.sub(r"<em>\1</em>", LINKED.sub(linked, escape(paragraph.removeprefix("## "), quote=False))))


def neighbours(telling: Telling) -> list[Telling]:
    """The articles of the same outlet that its page links to: the next ones on the shelf, round."""
    others = shelf(telling.outlet)
    place = others.index(telling) if telling in others else -1
    turned = others[place + 1 :] + others[:place]
    return [one for one in turned if one.url != telling.url][:NEIGHBOURS]


def _related(telling: Telling) -> dict[str, str]:
    pairs = [*telling.baca, *((one.title, one.url) for one in neighbours(telling))]
    pairs += [("Indeks berita", telling.url)] * (NEIGHBOURS - len(pairs))
    values: dict[str, str] = {}
    for number, (title, url) in enumerate(pairs[:NEIGHBOURS], start=1):
        values |= {f"baca{number}_title": title, f"baca{number}": url}
    return values


def _initials(name: str) -> str:
    """The three letters of a sign-off."""
    words = name.lower().split()
    return (words[0][0] + words[-1][:2]) if len(words) > 1 else name.lower()[:3]


def values_of(telling: Telling, outlet: Outlet) -> Fields:
    """Everything a template may ask about an article; its ``page`` table wins over what is made here."""
    first_paragraph = plain(telling.paragraphs[0])
    where = urlsplit(telling.url)
    values: dict[str, str] = {
        **outlet.values,
        "url": telling.url,
        "path": where.path,
        "slug": where.path.rstrip("/").rpartition("/")[2],
        "base": f"{where.scheme}://{where.netloc}",
        "key": outlet.article_key(telling.url).removeprefix(f"{outlet.name}:"),
        "title": telling.title,
        "lead": telling.lead or first_paragraph.split(". ")[0] + ".",
        "section": telling.section,
        "section_slug": slug(telling.section),
        "authors": ", ".join(telling.authors),
        "author": telling.authors[0] if telling.authors else "",
        "editor": telling.editor or "",
        "place": telling.place or "",
        "tags": ", ".join(telling.tags),
        "tag1": telling.tags[0] if telling.tags else "",
        "kind": telling.kind,
        "language": telling.language,
        "writer_initials": _initials(telling.authors[0] if telling.authors else "Humas"),
        "editor_initials": _initials(telling.editor or "Redaksi"),
        "first_sentence": first_paragraph.split(". ")[0],
        "authors_ld": Markup(json.dumps([{"@type": "Person", "name": name} for name in telling.authors])),
        "article_text": escape("\n".join(map(plain, telling.paragraphs))),
        "page_number": "1",
        "page_total": str(len(telling.breaks) + 1),
        **_related(telling),
        **outlet.date_values(telling),
    }
    given = {name: Markup(text) if text.startswith("<") else text for name, text in telling.page.items()}
    fields = Fields(values | given)
    for name, template in outlet.compose.items():
        if name not in telling.page:
            fields = fields.extended({name: fill(template, fields)})
    fields = fields.extended({"dateline": dateline(telling, outlet, fields)}).extended(given)
    for name in ("tag", "person", "side"):
        if name in outlet.fragments:
            fields = fields.extended({f"{name}s_html": _run(name, telling, outlet, fields)})
    return fields


def dateline(telling: Telling, outlet: Outlet, fields: Fields) -> Markup:
    """What stands before the first words, separator and all: the outlet's form unless the telling has its own."""
    if telling.dateline is not None:
        return Markup(escape(telling.dateline, quote=False))
    return fill(outlet.dateline, fields) if telling.place or "$place" not in outlet.dateline else Markup("")


def _run(name: str, telling: Telling, outlet: Outlet, fields: Fields) -> Markup:
    """A fragment repeated: once a tag, once a person, once a neighbour in the sidebar."""
    fragment = outlet.fragments[name]
    if name == "side":
        rows = [{"text": one.title, "href": one.url, **outlet.date_values(one)} for one in neighbours(telling)]
    else:
        words = telling.tags if name == "tag" else telling.authors
        rows = [{"text": word, "slug": slug(word)} for word in words]
    return Markup("".join(fill(fragment, fields.extended(row)) for row in rows))


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
