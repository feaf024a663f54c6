"""Who wrote and who edited: the bylines of a page in the order of evidence, the editor told from the reporters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml.html import HtmlElement

from . import noise
from .authors import Credit, people, printed_bylines, read_credits, signed_by, signed_from
from .blocks import BLOCKS
from .body import signature
from .bylines import beside_stamps
from .evidence import Evidence
from .text import lines_of, text_of
from .titles import folded

_AUTHOR_METAS = (
    *("content_author", "dtk:author", "jpnncom_news_author", "dable:author", "article:author_name", "parsely-author"),
    *("sailthru.author", "byl", "author", "article:author", "dc.creator", "dcterms.creator", "cxenseparse:author"),
)
_EDITOR_METAS = ("content_editor", "editor", "article:editor", "dtk:editor")


def find_people(
    page: Evidence, labels: Mapping[HtmlElement, str], below: Sequence[str]
) -> tuple[tuple[str, ...], str | None]:
    """Reporters and the editor, by the labels about the title and the lines below the article, too.

    A name that is told to be the editor's is no reporter, whatever JSON-LD says (Kompas, Republika), unless a credit
    line gives the same person both parts.
    """
    lines = [*dict.fromkeys(labels.values()), *below]
    credit = read_credits([*lines, *page.aside, *(block.text for block in [*page.blocks[:4], *page.blocks[-12:]])])
    editors = _editors(page, credit)
    barred = {folded(name) for name in editors} - {folded(name) for name in credit.reporters}
    for names, origin in _bylines(page, labels, credit):
        told = people(names, page.brands, told=origin.startswith("json-ld"))
        if found := tuple(name for name in told if folded(name) not in barred):
            page.note("authors", origin)
            return found, editors[0] if editors else None
    return (), editors[0] if editors else None


def _editors(page: Evidence, credit: Credit) -> list[str]:
    """Names told to be the editor's, best evidence first."""
    sources: list[tuple[Iterable[str], str]] = [(page.data.names("editor"), "json-ld:editor")]
    sources += [
        (content, f"meta:{page.metas.spelled[name]}")
        for name in _EDITOR_METAS
        if (content := page.metas.contents.get(name))
    ]
    sources.append((page.tree.texts(page.selectors.editor), f"css:{page.selectors.editor}"))
    sources.append((credit.editors, "text"))
    names: list[str] = []
    for told, origin in sources:
        cleaned = [re.sub(r"(?i)^\W*(?:editor|red(?:aktur)?|penyunting)\s*:?\s*", "", text) for text in told]
        if found := people(cleaned, page.brands):
            if not names:
                page.note("editor", origin)
            names += found
    return names


def _bylines(page: Evidence, labels: Mapping[HtmlElement, str], credit: Credit) -> Iterator[tuple[Iterable[str], str]]:
    """Bylines in the order of evidence."""
    yield page.data.names("author"), "json-ld:author"
    for name in _AUTHOR_METAS:
        if contents := page.metas.contents.get(name):
            yield contents, f"meta:{page.metas.spelled[name]}"
    selected = page.tree.texts(page.selectors.authors)
    told = read_credits(selected)
    yield told.reporters or selected, f"css:{page.selectors.authors}"
    if page.embedded is not None:
        yield page.embedded.authors, page.embedded.origin
    yield credit.reporters, "text"
    said = (
        b for b in reversed(page.blocks) if not (b.is_link or noise.is_noise(b.text) or noise.opens_pointers(b.text))
    )
    if (last := next(said, None)) and (signed := signature(last)):
        yield [signed], "text"
    yield [writer for block in page.blocks[:4] if block.bold and (writer := signed_from(block.text))], "text"
    printed = [e for e in printed_bylines(page.root) if e in labels] or printed_bylines(page.root)[:3]
    for element in printed:
        parted = any(child.tag in BLOCKS or child.tag == "br" for child in element)
        lines = lines_of(element)[:4] if parted else [text_of(element)]
        yield read_credits(lines).reporters or lines[:1], "generic"
    yield beside_stamps(page, labels), "text"
    if page.blocks:
        yield signed_by(page.blocks[-1].text), "text"
