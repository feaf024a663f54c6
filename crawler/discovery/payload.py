"""Listings as data: the ``_payload.json`` that an empty Nuxt page fills itself from, in the form of devalue.

https://github.com/sveltejs/devalue: one flat array, in which an object holds places of the array instead of values.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin

from crawler.discovery.found import Found, Listing
from crawler.discovery.xml import MAX_ENTRIES

_ADDRESS, _DATE, _TITLE = "canonical_url", "published_at", "title_digital"


def read_payload(body: bytes, base: str) -> Listing:
    """The articles of a payload, an address once; one without an address counts as broken.

    An address without a scheme begins at the site's root, with or without a slash.
    """
    try:
        flat = json.loads(body)
    except (ValueError, RecursionError):
        flat = None
    if not isinstance(flat, list):
        return Listing(broken=1)
    found: dict[str, Found] = {}
    broken = 0
    for entry in flat:
        if not isinstance(entry, dict) or _ADDRESS not in entry or len(found) >= MAX_ENTRIES:
            continue
        link, date, title = (_text(flat, entry.get(name)) for name in (_ADDRESS, _DATE, _TITLE))
        try:
            url = urljoin(base, link if "://" in link else "/" + link.lstrip("/")) if link else ""
        except ValueError:  # an address such as http://[half
            url = ""
        if url:
            found.setdefault(url, Found(url, date, title))
        else:
            broken += 1
    return Listing(tuple(found.values()), broken=broken)


def _text(flat: list[Any], place: object) -> str:
    """The text at a place of the array, "" where there is none."""
    value = flat[place] if isinstance(place, int) and 0 <= place < len(flat) else None
    return value.strip() if isinstance(value, str) else ""
