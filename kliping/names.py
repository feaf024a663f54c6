"""Names that a person types, as the archive spells them."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from kliping.config import Config
from kliping.rooms import opened
from kliping.trouble import Trouble

if TYPE_CHECKING:
    from index.engine import SearchEngine


def sources_named(config: Config, names: Collection[str]) -> tuple[str, ...]:
    """Sources of the outlet table or the archive; upper and lower case are one.

    Raises:
        Trouble: one that neither knows; the nearest known one is named.
    """
    from crawler.urls import outlets

    if all(name in outlets() for name in names):
        return tuple(names)
    with opened(config) as archive:
        known = {*outlets(), *archive.totals()}
    return _spelled(names, known, "source", "'kliping sources' lists those that are crawled.")


def topics_named(config: Config, engine: SearchEngine, names: Collection[str]) -> tuple[str, ...]:
    """Watched topics, and those that indexed articles have; upper and lower case are one.

    Raises:
        Trouble: one that is neither; the nearest known one is named.
    """
    from crawler.topics import Topics
    from index.engine import Request

    if not names:
        return ()
    held = (bucket.value for bucket in engine.search(Request("", limit=0)).facets["topic"])
    known = {*Topics(config.topics).topics, *held}
    return _spelled(names, known, "topic", f"known are {', '.join(sorted(known))}.")


def _spelled(names: Iterable[str], known: Collection[str], what: str, advice: str) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        same = [one for one in known if one.casefold() == name.casefold()]
        if not same:
            lowered = {one.casefold(): one for one in known}
            near = difflib.get_close_matches(name.casefold(), lowered, 1)
            hint = f"did you mean {lowered[near[0]]!r}?" if near else advice
            raise Trouble(f"There is no {what} {name!r}; {hint}")
        found += same
    return tuple(found)
