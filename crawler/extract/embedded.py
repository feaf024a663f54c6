"""Articles kept in scripts where the markup is an empty shell: ``__NEXT_DATA__``, Nuxt's payload, plain states."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement, fragments_fromstring

from .blocks import Block, blocks_of
from .text import plain, squeeze
from .titles import agree

_CONTENT = (
    "articleBody",
    "content",
    "body",
    "article_body",
    "content_html",
    "bodyHtml",
    "html",
    "text",
    "isi",
    "konten",
    "description",
    "detail",
)
_TITLE = ("title", "headline", "judul", "title_digital", "name")
_DATES = (
    "published_at",
    "publishedAt",
    "publish_date",
    "publishDate",
    "published_date",
    "datePublished",
    "published",
    "date_published",
    "publishTime",
)
_AUTHORS = ("authors", "author", "reporters", "reporter", "penulis", "writers", "writer")
_MIN = 200  # characters of text from which a value is an article
_MAX_TEXT = 3_000_000
_MAX_NODES = 60_000
_STATE = re.compile(r"(?:window\.)?(?:__[A-Z_]+__|initialState|pageData)\s*=\s*(?=[{\[])")
_STRING = re.compile(r"""["']?\b(?:articleBody|content|body|isi|konten)["']?\s*:\s*"((?:[^"\\]|\\.){200,200000})\"""")


@dataclass(frozen=True, slots=True)
class Embedded:
    """An article found in a script: its text in blocks and what is told beside it."""

    blocks: tuple[Block, ...]
    origin: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = field(default=())
    access: str | None = None


def read_embedded(scripts: list[tuple[str, str]], title: str | None) -> Embedded | None:
    """The longest article in the scripts of a page whose title, where it has one, is this page's.

    Args:
        scripts: (id, text) of the scripts that are no JSON-LD.
        title: the page's title as its metas tell it, or None.
    """
    best: Embedded | None = None
    for name, text in scripts:
        if len(text) < _MIN:
            continue
        for data in _loaded(name, text[:_MAX_TEXT]):
            for node in _objects(data):
                found = _read(node, f"script:{name or 'state'}", title)
                if found is not None and (best is None or _length(found) > _length(best)):
                    best = found
    if best is None:
        for name, text in scripts:
            for match in _STRING.finditer(text[:_MAX_TEXT]) if "__NUXT__" in text else ():
                blocks = as_blocks(_unquoted(match.group(1)))
                if sum(len(b.text) for b in blocks) > (_length(best) if best else _MIN):
                    best = Embedded(tuple(blocks), f"script:{name or '__NUXT__'}")
    return best


def _loaded(name: str, text: str) -> Iterator[Any]:
    """The JSON a script is or assigns; Nuxt's flat arrays are put together again."""
    stripped = text.strip()
    start = 0 if stripped[:1] in "{[" else (match.end() if (match := _STATE.search(stripped[:5_000])) else None)
    if start is None:
        return
    try:
        data = json.JSONDecoder(strict=False).raw_decode(stripped, start)[0]
    except (ValueError, RecursionError):
        return
    yield _revived(data) if isinstance(data, list) and ("NUXT" in name or _is_flat(data)) else data


def _is_flat(data: list[Any]) -> bool:
    """Whether a list looks like devalue: many scalars, and objects whose values are places in the list."""
    first = next((item for item in data if isinstance(item, dict)), None)
    return (
        len(data) > 5
        and first is not None
        and all(isinstance(v, int) and not isinstance(v, bool) for v in first.values())
    )


def _revived(flat: list[Any]) -> list[Any]:
    """Devalue undone one level deep at a time: objects whose values are scalars or lists of scalars are enough here."""

    def value(index: Any, depth: int = 0) -> Any:
        if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(flat):
            return None
        item = flat[index]
        if depth > 3:
            return None
        if isinstance(item, dict):
            return {key: value(place, depth + 1) for key, place in list(item.items())[:60]}
        if isinstance(item, list):
            places = item[1:] if item and isinstance(item[0], str) else item
            return [value(place, depth + 1) for place in places[:40]]
        return item

    keyed = [i for i, item in enumerate(flat) if isinstance(item, dict) and any(key in item for key in _CONTENT)]
    return [value(i) for i in keyed[:500]]


def _objects(data: Any) -> Iterator[Mapping[str, Any]]:
    queue = [data]
    for seen, value in enumerate(queue):
        if seen > _MAX_NODES:
            return
        if isinstance(value, dict):
            yield value
            queue += [child for child in value.values() if isinstance(child, (dict, list))]
        elif isinstance(value, list):
            queue += [child for child in value if isinstance(child, (dict, list))]


def _read(node: Mapping[str, Any], origin: str, title: str | None) -> Embedded | None:
    raw = max((v for key in _CONTENT if isinstance(v := node.get(key), str)), key=len, default="")
    if len(raw) < _MIN:
        return None
    named = next((text for key in _TITLE if isinstance(value := node.get(key), str) and (text := plain(value))), None)
    if named is None or (title and not agree(named, title)):
        return None
    blocks = tuple(as_blocks(raw))
    if sum(len(block.text) for block in blocks) < _MIN:
        return None
    authors = [name for key in _AUTHORS if key in node for name in _names(node[key])]
    dates = [
        (key, text) for key in _DATES if isinstance(value := node.get(key), (str, int)) and (text := plain(str(value)))
    ]
    section = next(iter(_names(node.get("category") or node.get("section") or node.get("kanal"))), None)
    access = node.get("access")
    return Embedded(
        blocks,
        origin,
        named,
        tuple(authors),
        tuple(dates),
        section,
        tuple(_names(node.get("tags"))),
        access if isinstance(access, str) else None,
    )


def _names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    texts = [v.get("name") or v.get("title") or v.get("nama") if isinstance(v, dict) else v for v in values]
    return [text for item in texts if isinstance(item, str) and (text := plain(item))]


def _length(found: Embedded) -> int:
    return sum(len(block.text) for block in found.blocks)


def _unquoted(text: str) -> str:
    try:
        value = json.loads(f'"{text}"', strict=False)
    except ValueError:
        return text
    return value if isinstance(value, str) else text


def as_blocks(text: str) -> list[Block]:
    """Blocks of a text that may be HTML, HTML escaped once more, or plain lines."""
    if "&lt;" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    if re.search(r"<(?:p|br|div|h\d|strong|a)\b", text):
        parts = fragments_fromstring(f"<div>{text}</div>")
        return blocks_of([part for part in parts if isinstance(part, HtmlElement)])
    return [Block(line) for raw in (plain_lines(text)) if (line := squeeze(raw))]


def plain_lines(text: str) -> list[str]:
    """Lines of a plain text, entities undone."""
    return [line for raw in text.splitlines() if (line := plain(raw))]
