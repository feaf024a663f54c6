"""Blocks of text from the elements that hold an article: one walk, what is no text by tag or by name left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from . import noise
from .text import label_of, names_of, squeeze

BLOCKS = frozenset([
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "table", "tbody", "thead",
    "tfoot", "tr", "section", "article", "main", "header", "footer", "aside", "blockquote", "pre", "center", "hr",
    "address", "details", "summary", "figure", "fieldset", "form", "nav", "body", "html",
])  # fmt: skip
_NEVER = frozenset([
    "script", "style", "noscript", "template", "iframe", "object", "embed", "picture", "img", "video", "audio",
    "svg", "canvas", "figcaption", "caption", "button", "input", "select", "textarea", "option", "map", "link", "meta",
    "title", "head", "ins", "amp-ad", "amp-embed", "amp-iframe", "amp-img", "amp-sidebar", "amp-social-share",
    "amp-twitter", "amp-instagram", "amp-youtube", "amp-video", "amp-analytics", "amp-carousel", "amp-", "accordion",
])  # fmt: skip
_SELDOM = frozenset({"nav", "aside", "footer", "form", "figure", "header"})
_PICTURED = frozenset({"div", "center", "table", "dl"})  # a picture and a little text in one of these: a caption
_CAPTION = 160
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LARGE = 0.45  # of the container's text: what holds so much of it is the text, whatever its name
_PROSE = 200  # characters outside links from which a weakly named element is text


@dataclass(slots=True)
class Block:
    """One paragraph, heading, list item, table row or line: its text, how much of it is linked, its element's name."""

    text: str
    linked: int = 0
    tag: str = "p"
    bold: bool = False

    @property
    def is_link(self) -> bool:
        """Whether a link covers it all, as titles of other articles are printed."""
        return self.linked >= 0.85 * len(self.text) and len(self.text) < 250


def blocks_of(containers: Iterable[HtmlElement], aside: list[str] | None = None) -> list[Block]:
    """Blocks of text in document order, without the elements that are no text by tag or by class.

    Short texts of what was left out are added to ``aside``: credits stand among them.
    """
    found: list[Block] = []
    for container in containers:
        walk = _Walk(container)
        found += walk.blocks()
        if aside is not None:
            aside += [text for e in walk.skipped if (text := squeeze(" ".join(e.itertext()))) and len(text) <= 300]
    return _joined(found)


class _Walk:
    """One pass over a container's subtree that gathers lines between block borders and <br>."""

    def __init__(self, container: HtmlElement) -> None:
        self.container = container
        self.size = max(1, len("".join(container.itertext())))
        self.found: list[Block] = []
        self.runs: list[tuple[str, bool, bool] | None] = []  # text, in a link, in bold; None is a <br>
        self.tag = "p"
        self.links = self.bolds = 0
        self.skipped: list[HtmlElement] = []

    def blocks(self) -> list[Block]:
        walk = etree.iterwalk(self.container, events=("start", "end"))
        skipped: HtmlElement | None = None
        for event, element in walk:
            if event == "start":
                if element is not self.container and self._is_no_text(element):
                    walk.skip_subtree()
                    skipped = element
                    self.skipped.append(element)
                    if element.tag in BLOCKS:
                        self._flush()
                else:
                    self._open(element)
            else:
                if skipped is element:
                    skipped = None
                else:
                    self._close(element)
                if element is not self.container and element.tail:
                    self._add(element.tail)
        self._flush()
        return self.found

    def _open(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._flush()
            self.tag = tag
        elif tag == "br":
            self.runs.append(None)
        elif tag in ("td", "th"):
            self._add(" ")
        elif tag == "a":
            self.links += 1
        elif tag in ("strong", "b"):
            self.bolds += 1
        if element.text:
            self._add(element.text)

    def _close(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._flush()
        elif tag == "a":
            self.links -= 1
        elif tag in ("strong", "b"):
            self.bolds -= 1

    def _add(self, text: str) -> None:
        self.runs.append((text, self.links > 0, self.bolds > 0))

    def _flush(self) -> None:
        """End the paragraph: one block for each line between <br>s; a line that goes on in lower case is joined."""
        lines: list[list[tuple[str, bool, bool]]] = [[]]
        for run in self.runs:
            if run is None:
                lines.append([])
            else:
                lines[-1].append(run)
        self.runs.clear()
        after_break = False
        for line in lines:
            block = _block(line, self.tag)
            if block is None:
                after_break = False  # an empty line parts paragraphs for certain
            elif after_break and _goes_on(self.found[-1], block):
                self.found[-1] = _merge(self.found[-1], block)
            else:
                self.found.append(block)
                after_break = True
        self.tag = "p"

    def _is_no_text(self, element: HtmlElement) -> bool:
        tag = element.tag
        if not isinstance(tag, str) or tag in _NEVER:
            return True
        names = names_of(element)
        if tag in BLOCKS:
            if tag in _SELDOM and not (tag == "figure" and "table" in names):
                return not self._is_large(element)
            if tag in _PICTURED and element.find(".//img") is not None and element.find(".//p") is None:
                return label_of(element, _CAPTION) is not None
            kind = noise.noise_class(names) if names else None
            return kind is not None and not self._is_large(element) and (kind == "strong" or not _holds_prose(element))
        return bool(names) and tag != "br" and noise.noise_inline_class(names)

    def _is_large(self, element: HtmlElement) -> bool:
        return len("".join(element.itertext())) > _LARGE * self.size


def _holds_prose(element: HtmlElement) -> bool:
    """Whether an element has more text outside links than captions, tags and buttons do."""
    linked = sum(len("".join(a.itertext())) for a in element.iter("a"))
    return len("".join(element.itertext()).strip()) - linked > _PROSE


def _block(runs: Sequence[tuple[str, bool, bool]], tag: str) -> Block | None:
    text = squeeze("".join(run[0] for run in runs))
    if not text:
        return None
    if len(runs) > 1 and any(run[1] for run in runs[-2:]):
        runs = _without_pointer(runs)
        text = squeeze("".join(run[0] for run in runs))
    linked = sum(len(run[0].strip()) for run in runs if run[1])
    bold = all(run[2] for run in runs if run[0].strip())
    return Block(text, linked, tag, bold)


def _without_pointer(runs: Sequence[tuple[str, bool, bool]]) -> Sequence[tuple[str, bool, bool]]:
    """Runs without the pointer that ends a paragraph of prose ("... pembaca. Baca juga: <a>Harga Buku Naik</a>")."""
    end = len(runs)
    while end and (runs[end - 1][1] or not runs[end - 1][0].strip(" .)]\n\xa0")):
        end -= 1
    start = max(0, end - 2)  # the label may be in bold and its colon behind it
    text = "".join(run[0] for run in runs[start:end])
    before, label = noise.split_pointer(text)
    if not label or not ("".join(run[0] for run in runs[:start]) + before).strip():
        return runs
    return [*runs[:start], (before, False, False)]


def _goes_on(before: Block, after: Block) -> bool:
    """Whether a line break stood inside a sentence."""
    return before.text[-1] not in ".!?:;”\"')]" and after.text[0].islower() and not before.is_link


def _merge(before: Block, after: Block) -> Block:
    return Block(f"{before.text} {after.text}", before.linked + after.linked, before.tag, before.bold and after.bold)


def _joined(blocks: list[Block]) -> list[Block]:
    """A dateline printed outside the first paragraph ("Jakarta -") joined to it."""
    out: list[Block] = []
    for block in blocks:
        if (
            out
            and len(out[-1].text) <= 80
            and (out[-1].text[-1] in "-–—" or block.text[0] in "-–—")
            and not out[-1].is_link
        ):
            out[-1] = Block(f"{out[-1].text} {block.text}", out[-1].linked + block.linked, block.tag)
        else:
            out.append(block)
    return out
