"""The zone of what a page prints without one: that of its region where the host names one, else of its outlet."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

_KINDS = ("prov", "kab", "kota")  # of a government: sultraprov.go.id


def region_zone(host: str) -> ZoneInfo | None:
    """Zone of the region that a label of the host names, None for western Indonesia and for hosts that name none."""
    for label in host.lower().removeprefix("www.").split("."):
        for name in (label, *(label.removesuffix(kind) for kind in _KINDS if label.endswith(kind))):
            if zone := _zones().get(name):
                return zone
    return None


@cache
def _zones() -> dict[str, ZoneInfo]:
    table = tomllib.loads(files("crawler.urls").joinpath("zones.toml").read_text("utf-8"))
    return {name: ZoneInfo(zone) for zone, names in table.items() for name in names}
