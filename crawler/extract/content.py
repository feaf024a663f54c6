"""The body: from the outlet's container, else the article's own data, else the densest container, else trafilatura."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from . import noise
from .blocks import Block, blocks_of
from .body import is_heading, without_noise
from .embedded import as_blocks, read_embedded
from .evidence import Evidence
from .generic import find_containers, read_with_trafilatura
from .prose import weigh_prose
from .text import text_of

_POOR = 250  # characters of text below which the next evidence is asked too
_SCANT = 120  # below which trafilatura is asked: a brief of two sentences has more
_PROSE = 80  # characters from which a line is a paragraph
_NUMBERED = re.compile(r"^(?:\d{1,3}[.)]|[a-z][.)]|[-–•*·])\s")


def read_body(page: Evidence) -> None:
    """Fill the page's container, blocks, lines and the origin of its body."""
    selected = page.tree.select(page.selectors.body)
    if selected:
        _take(page, selected, f"css:{page.selectors.body}", trim=False)
    if _size(page.lines) < _POOR:
        page.prose = weigh_prose(page.root)
        _take_if_longer(page, find_containers(page.prose, page.heading))
    told = page.data.body()
    if told:
        blocks = as_blocks(told)
        lines = without_noise(blocks, title=page.title)
        if _size(page.lines) < 0.6 * _size(lines):
            page.blocks, page.lines = blocks, lines
            page.note("body", "json-ld:articleBody")
    if _size(page.lines) < _POOR:
        _ask_scripts(page)
    if _size(page.lines) < _SCANT:
        _ask_trafilatura(page)


def _size(lines: list[str]) -> int:
    return sum(len(line) for line in lines)


def _take(page: Evidence, containers: list[HtmlElement], origin: str, *, trim: bool) -> None:
    aside: list[str] = []
    blocks = blocks_of(containers, aside)
    page.containers, page.blocks, page.aside = containers, blocks, aside
    page.lines = without_noise(_trimmed(blocks) if trim else blocks, title=page.title)
    page.note("body", origin)


def _take_if_longer(page: Evidence, containers: list[HtmlElement]) -> None:
    """Generic container, unless the outlet's own gave at least as much."""
    if not containers:
        return
    before = page.containers, page.blocks, page.aside, page.lines, page.origins.get("body")
    _take(page, containers, "generic", trim=True)
    if _size(page.lines) < 1.5 * _size(before[3]):
        page.containers, page.blocks, page.aside, page.lines = before[:4]
        if before[4]:
            page.note("body", before[4])


def _ask_scripts(page: Evidence) -> None:
    """Data beside an empty shell."""
    title = page.title or page.document_title
    page.embedded = read_embedded(page.scripts, title)
    if page.embedded is None:
        return
    lines = without_noise(page.embedded.blocks, title=page.title)
    if _size(lines) > 1.5 * _size(page.lines):
        page.blocks, page.lines = list(page.embedded.blocks), lines
        page.note("body", page.embedded.origin)


def _ask_trafilatura(page: Evidence) -> None:
    titles = {text_of(a) for a in page.root.iter("a")}
    blocks = [Block(line) for line in read_with_trafilatura(page.root) if line not in titles]
    lines = without_noise(blocks, title=page.title)
    if _size(lines) > max(_SCANT, 1.5 * _size(page.lines)):
        page.lines = lines
        page.note("body", "trafilatura")


def _trimmed(blocks: list[Block]) -> list[Block]:
    """Blocks from the first paragraph on, to the last one: bylines above and labels below are no text."""
    start = next((i for i, block in enumerate(blocks) if _is_paragraph(block)), 0)
    while start and is_heading(blocks[start - 1]) and start - 1 > 0 and _is_paragraph(blocks[start - 2]):
        start -= 1
    end = len(blocks)
    while end > start + 1 and not _closes(blocks[end - 1]):
        end -= 1
    return blocks[start:end]


def _is_paragraph(block: Block) -> bool:
    if block.is_link or noise.is_noise(block.text):
        return False
    return len(block.text) >= _PROSE or (len(block.text.split()) >= 7 and block.text[-1] in '.!?”"')


def _closes(block: Block) -> bool:
    """Whether the article may end with this block: a sentence, a list item, a signature."""
    text = block.text
    return (
        text[-1] in '.!?”")]:;'
        or len(text) >= _PROSE
        or (block.tag in ("li", "tr", "td") and not block.is_link)
        or _NUMBERED.match(text) is not None
    )
