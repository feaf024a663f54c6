"""The values of an article that page templates, list cards and feeds ask for."""

from __future__ import annotations

import json
import re
from html import escape
from urllib.parse import urlsplit

from edition.fields import Fields, Markup, fill
from edition.outlets import Outlet, shelf
from edition.stories import LINKED, STRESSED, Telling, plain

NEIGHBOURS = 4


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


def _place_values(telling: Telling, outlet: Outlet) -> dict[str, str]:
    """What its address says."""
    where = urlsplit(telling.url)
    return {
        "url": telling.url,
        "path": where.path,
        "base": f"{where.scheme}://{where.netloc}",
        "slug": where.path.rstrip("/").rpartition("/")[2],
        "key": outlet.article_key(telling.url).removeprefix(f"{outlet.name}:"),
        "section": telling.section,
        "section_slug": slug(telling.section),
    }


def _people_values(telling: Telling) -> dict[str, str]:
    """Who wrote it, in words, as initials and as JSON-LD."""
    return {
        "authors": ", ".join(telling.authors),
        "authors_ld": Markup(json.dumps([{"@type": "Person", "name": name} for name in telling.authors])),
        "editor": telling.editor or "",
        "writer_initials": _initials(telling.authors[0] if telling.authors else "Humas"),
        "editor_initials": _initials(telling.editor or "Redaksi"),
    }


def _text_values(telling: Telling) -> dict[str, str]:
    """What it says, whole and in short."""
    first_sentence = plain(telling.paragraphs[0]).split(". ")[0]
    return {
        "title": telling.title,
        "lead": telling.lead or first_sentence.removesuffix(".") + ".",
        "first_sentence": first_sentence,
        "article_text": escape("\n".join(map(plain, telling.paragraphs))),
        "place": telling.place or "",
        "tags": ", ".join(telling.tags),
        "tag1": telling.tags[0] if telling.tags else "",
        "page_number": "1",
        "page_total": str(len(telling.breaks) + 1),
    }


def values_of(telling: Telling, outlet: Outlet) -> Fields:
    """Everything a template may ask about an article; its ``page`` table wins over what is made here."""
    values = {
        **outlet.values,
        **_place_values(telling, outlet),
        **_people_values(telling),
        **_text_values(telling),
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
