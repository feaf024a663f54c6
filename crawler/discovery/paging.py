"""Addresses of listings from one template.

``https://a.id/berita[/page/{page}]``: what stands in brackets is left out on the first page.
``{page}`` counts from 1, ``{offset:20}`` from 0 in steps of 20, ``{date:%Y/%m/%d}`` is a day, ``{query}`` and
``{tag}`` are a watched name in lower case, percent-encoded or as a slug.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import quote_plus

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_OFFSET = re.compile(r"\{offset:(\d+)\}")
_DATE = re.compile(r"\{date:([^{}]+)\}")


def expand(template: str, *, days: Sequence[date], names: Sequence[str]) -> Iterator[str]:
    """The template once for each day and watched name that it speaks of; the page stays open for ``at_page``."""
    for one in [_on(template, day) for day in days] if _DATE.search(template) else [template]:
        if "{query}" in one:
            yield from (one.replace("{query}", quote_plus(name.lower())) for name in names)
        elif "{tag}" in one:
            yield from dict.fromkeys(one.replace("{tag}", slug(name)) for name in names)
        else:
            yield one


def _on(template: str, day: date) -> str:
    return _DATE.sub(lambda match: day.strftime(match[1]), template)


def at_page(template: str, page: int) -> str:
    """The address of page ``page`` (from 1) of an expanded template."""
    text = _OPTIONAL.sub("" if page == 1 else r"\1", template)
    text = _OFFSET.sub(lambda m: str((page - 1) * int(m[1])), text)
    return text.replace("{page}", str(page))


def has_pages(template: str) -> bool:
    """Whether there is more than one page to ask for."""
    return "{page}" in template or bool(_OFFSET.search(template))


def slug(name: str) -> str:
    """``Perpustakaan Nasional`` → ``perpustakaan-nasional``, as tag pages are addressed."""
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))
