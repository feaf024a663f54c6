"""From bytes to one parsed tree: the encoding rules of browsers, bounded size, nothing hidden or executable in it."""

from __future__ import annotations

import codecs
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding

MAX_BYTES = 4_000_000  # real article pages stay below 2 MB; what comes after is never the article
MAX_TAGS = 60_000  # real pages have 5,000

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r")
_TERMINAL = re.compile(rb"\x1b\[[\d;]{0,20}[A-Za-z]")  # colours of a terminal, pasted with the text
_UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe", "object", "head")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)"
    r"|(?:left|top|text-indent|margin-left)\s*:\s*-\d{4,}|(?:^|[;\s])height\s*:\s*[01](?:px)?\s*;.*overflow\s*:\s*hidden"
    r"|overflow\s*:\s*hidden.*[;\s]height\s*:\s*[01](?:px)?\s*(?:;|$)",
    re.IGNORECASE,
)
_PARSER = HTMLParser(encoding="utf-8", huge_tree=True)
# one class for every element, found in C: lxml's own look-up asks Python for each
_PARSER.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
_DEEPEST = etree.XPath("/*" * 100)  # pages stay below 30 levels; every level may cost a walk through all below it
_STRAY = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
"""Bytes that are no UTF-8 read as cp1252, so that one stray quotation mark spoils nothing else."""
_PROTECTED = frozenset({"html", "body", "main", "article", "h1"})


def decode(html: bytes, content_type: str | None = None) -> str:
    """Text of a page: byte order mark, then valid UTF-8 whatever is declared, then header, then the page's own word.

    Valid UTF-8 beyond ASCII does not happen by accident, so it wins over a declared charset that lies.
    """
    html = html[:MAX_BYTES]
    if html.startswith(UTF16):
        return html.decode("utf-16", "replace")
    if _is_utf8(html):
        return html.decode("utf-8-sig", "ignore")
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(html)
    if declared in (None, "utf-8"):
        return html.decode("utf-8-sig", "surrogateescape").translate(_STRAY)
    return html.decode(declared, "replace")


def _is_utf8(raw: bytes) -> bool:
    """Whether bytes are UTF-8 to the letter, a character cut through at their end aside."""
    try:
        codecs.utf_8_decode(raw, "strict", False)
    except UnicodeDecodeError:
        return False
    return True


def parse(html: bytes, content_type: str | None = None) -> HtmlElement | None:
    """Tree of a page, or None where there is nothing to parse; of its first 4 MB and 60,000 tags. Never raises.

    Of elements more than 100 levels deep only the text is kept; libxml2 leaves out what comes after 2,048 levels.
    """
    raw = html[:MAX_BYTES]
    if raw.startswith(UTF16) or not _is_utf8(raw):
        raw = decode(raw, content_type).encode("utf-8", "replace")
    if raw.count(b"<") > MAX_TAGS:
        raw = b"<".join(raw.split(b"<", MAX_TAGS)[:MAX_TAGS])
    if b"\x1b" in raw:
        raw = _TERMINAL.sub(b"", raw)
    raw = raw.translate(None, _CONTROLS).removeprefix(codecs.BOM_UTF8)
    if not raw.strip():
        return None
    try:
        root = etree.fromstring(raw, parser=_PARSER)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    for element in _DEEPEST(root) if root is not None else ():
        etree.strip_elements(element, etree.Comment, etree.ProcessingInstruction, *_UNSEEN, with_tail=False)
        text = "".join(element.itertext())
        del element[:]
        element.text = text
    return root


def strip_unseen(root: HtmlElement) -> None:
    """Take out of the tree, in place, what no reader sees: scripts, comments, hidden elements (gambling spam)."""
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    for br in root.iter("br"):
        br.tail = f"\n{br.tail or ''}"  # so that lines stay apart when an element's text is joined
    for element in root.xpath("//*[@style or @hidden]"):
        if element.tag in _PROTECTED or element.getparent() is None:
            continue
        if element.get("hidden") is not None or _HIDING.search(element.get("style", "")[:500]):
            element.drop_tree()
