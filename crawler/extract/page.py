"""One page read in the order of evidence: JSON-LD, meta tags, the outlet's selectors, then what any page shows.

Two fields differ: the body comes from the outlet's selector first, and a title that is printed above the text and
agrees with what the page's head claims wins over the claim, which is often shortened or followed by the outlet's name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypedDict

from lxml.html import HtmlElement

from crawler.items import PageReading, PrintedDate

from . import articleness, fields, signals
from .blocks import Block
from .body import without_noise
from .content import read_body
from .dateline import is_dateline, split_dateline
from .document import UTF16, parse, strip_unseen
from .evidence import Evidence, gather
from .head import LABEL, head_of, tail_lines
from .heading import mend_title, read_title
from .language import detect_language
from .paging import next_page, page_number
from .people import find_people
from .selectors import NO_SELECTORS, Selectors, select
from .stamps import stamp_of
from .text import label_of, squeeze


class _Address(TypedDict):
    canonical: str | None
    variants: tuple[str, ...]
    page: int


def read_page(
    html: bytes,
    *,
    url: str | None,
    content_type: str | None = None,
    selectors: Selectors = NO_SELECTORS,
    brands: Collection[str] = (),
) -> PageReading:
    """Everything one page says, or why it is no article.

    Args:
        html: the page as it came, up to 4 MB and 60,000 tags of it; more is cut off.
        url: its address, to make links absolute and to know lists; None where it is not known.
        content_type: the header of its response.
        selectors: the outlet's CSS, tried where JSON-LD and metas say nothing; its body is believed first.
        brands: names of the outlet, which are no authors and no part of a title.

    Returns:
        A reading whose ``refusal`` is None for an article; else only what it says of addresses is filled. Text is NFC,
        paragraphs parted by a blank line, the dateline taken off and told apart. Never raises, whatever the bytes are.
    """
    root = parse(html, content_type)
    if root is None:
        return PageReading(refusal="empty: no page in the response")
    if not html.startswith(UTF16):
        selectors = selectors.found_in(html)
    page = gather(root, url, selectors, brands)
    strip_unseen(root)
    _drop(page)
    read_title(page)
    address = _addresses(page)
    refusal = articleness.refused_early(url, page.title or page.document_title, page.metas)
    if refusal is None:
        read_body(page)
        mend_title(page)
        refusal = articleness.refused(page, lambda: bool(_dates(page, *_head(page))))
    return PageReading(refusal=refusal, **address) if refusal else _reading(page, address)


def clean_body(text: str) -> str:
    """A plain text as a page's body would be: noise, dateline and sign-off gone, paragraphs parted by a blank line."""
    blocks = [Block(line) for raw in text.splitlines() if (line := squeeze(raw))]
    return "\n\n".join(_without_dateline(without_noise(blocks), ())[1])


def _drop(page: Evidence) -> None:
    """Take out what the outlet's own markup calls no text: in its body where that is known, which is a small part."""
    drop = ",".join(page.selectors.drop)
    for holder in (page.tree.select(page.selectors.body) or [page.root]) if drop else ():
        for element in select(holder, drop):
            if element is not holder and element.getparent() is not None:
                element.drop_tree()


def _addresses(page: Evidence) -> _Address:
    canonical = page.metas.link("canonical")
    others = [page.metas.link("amphtml"), page.metas.address("og:url"), page.metas.address("twitter:url")]
    variants = dict.fromkeys(url for url in others if url and url != canonical)
    return {"canonical": canonical, "variants": tuple(variants), "page": page_number(page.url, page.metas)}


def _reading(page: Evidence, address: _Address) -> PageReading:
    dateline, lines = _without_dateline(page.lines, page.brands)
    body = "\n\n".join(lines)
    labels, head = _head(page)
    authors, editor = find_people(page, labels, tail_lines(page))
    section = fields.find_section(page)
    language = detect_language(body)
    if dateline:
        page.note("dateline", "body")
    if language or page.html_language:
        page.note("language", "body" if language else "html:lang")
    return PageReading(
        title=page.title,
        body=body,
        lead=fields.find_lead(page),
        authors=authors,
        editor=editor,
        section=section,
        tags=fields.find_tags(page),
        image=fields.find_image(page),
        dateline=dateline,
        language=language or page.html_language,
        access=fields.find_access(page, len(body.split())),
        kind=fields.find_kind(page, section),
        dates=_dates(page, labels, head),
        next_page=next_page(page.root, page.url, page.metas, page.selectors.next_page, address["page"]),
        origins=page.origins,
        **address,
    )


def _without_dateline(lines: Sequence[str], brands: Collection[str]) -> tuple[str | None, list[str]]:
    """The dateline of the first or second line, and the lines without it."""
    for i, line in enumerate(lines[:2]):
        if len(line) <= 60 and i + 1 < len(lines) and is_dateline(line, brands):
            return line.strip(" -–—"), [*lines[:i], *lines[i + 1 :]]
        dateline, rest = split_dateline(line, brands)
        if dateline is not None:
            return dateline, [*lines[:i], *([bare] if (bare := squeeze(rest)) else []), *lines[i + 1 :]]
    return None, list(lines)


def _head(page: Evidence) -> tuple[dict[HtmlElement, str], list[HtmlElement]]:
    """Elements about the title, and the labels that some of them print."""
    head = head_of(page)
    return {element: label for element in head if (label := label_of(element, LABEL))}, head


def _dates(page: Evidence, labels: Mapping[HtmlElement, str], head: Sequence[HtmlElement]) -> tuple[PrintedDate, ...]:
    lines = [line for element, label in labels.items() if (line := stamp_of(element, label))]
    lines += [block.text for block in page.blocks[:3] if len(block.text) <= 90 and block.text not in page.lines]
    embedded = page.embedded
    scripted = [PrintedDate(text, f"{embedded.origin}") for _, text in embedded.dates] if embedded else []
    scripted += signals.scripted_dates(text for name, text in page.scripts if not name.startswith("__N"))
    return signals.printed_dates(
        page.root,
        page.metas,
        page.data,
        signals.selected_dates(page.tree, page.selectors.date),
        [*signals.shown_dates(head), *signals.shown_lines(lines)],
        scripted,
    )
