"""Tempo's rubric data: a `_payload.json` in the devalue form that Nuxt pages load."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from edition.outlets import Outlet
from edition.stories import Telling


def devalue(value: Any) -> list[Any]:
    """A value as a flat array in which containers hold places of the array instead of values."""
    flat: list[Any] = []

    def put(item: Any) -> int:
        place = len(flat)
        flat.append(None)
        if isinstance(item, dict):
            flat[place] = {name: put(part) for name, part in item.items()}
        elif isinstance(item, list):
            flat[place] = [put(part) for part in item]
        else:
            flat[place] = item
        return place

    put(value)
    return flat


def rubric_payload(rows: Sequence[Telling], outlet: Outlet) -> str:
    """The payload of a rubric page with those of the articles that stand in the rubric."""
    path = f"/{outlet.values['rubric']}"
    latest = [
        {
            "title_digital": one.title,
            "canonical_url": urlsplit(one.url).path.removeprefix("/"),
            "published_at": f"{one.published:%Y-%m-%d %H:%M:%S}",
            "access": "VIP" if one.access == "paid" else "FREE",
        }
        for one in rows
        if urlsplit(one.url).path.startswith(f"{path}/")
    ]
    data = {"rubric-content": {"latest": {"data": latest, "total": len(latest)}}}
    return json.dumps(devalue({"data": data, "prerenderedAt": None, "path": path}))
