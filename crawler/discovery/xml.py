"""XML of strangers: no entities, no network, bounded, broken markup mended as far as it goes."""

from __future__ import annotations

from lxml import etree

MAX_ENTRIES = 50_000  # the sitemap protocol's own limit


def parse_xml(body: bytes) -> etree._Element | None:
    """The root of an XML document, or None where there is none to be had."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
    )
    try:
        return etree.fromstring(body.lstrip(), parser)
    except etree.XMLSyntaxError:
        return None


def name_of(element: etree._Element) -> str:
    """The element's name without its namespace, in lower case ("" for a processing instruction)."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_of(element: etree._Element, *names: str) -> str:
    """The stripped text of the first descendant that bears one of the names, "" if none has text."""
    for child in element.iter():
        if name_of(child) in names and child.text and child.text.strip():
            return child.text.strip()
    return ""
