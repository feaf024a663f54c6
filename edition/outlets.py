"""An outlet's folder: its templates, its fragments of markup, its lists, its whole pages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from edition.fields import date_parts, dates_of
from edition.stories import Telling, tellings

OUTLETS = Path(__file__).parent / "outlets"


@dataclass(frozen=True, slots=True)
class Outlet:
    """What ``outlet.toml`` says; the tables are described in ``edition/README.md``."""

    folder: Path
    name: str
    keys: tuple[tuple[str, str], ...]
    dates: Mapping[str, tuple[str, str]]
    values: Mapping[str, str]
    dateline: str
    access: str | None
    untold: tuple[str, ...]
    not_recorded: tuple[str, ...]
    response: Mapping[str, Any]
    compose: Mapping[str, str]
    fragments: Mapping[str, str]
    after: Mapping[int, str]
    variants: Mapping[str, Mapping[str, str]]
    lists: tuple[Mapping[str, Any], ...]
    pages: tuple[Mapping[str, Any], ...]

    def template(self, name: str) -> str:
        """The text of one of its templates; a feed or sitemap that many have stands in ``common``."""
        own = self.folder / name
        return (own if own.exists() else OUTLETS / "common" / name).read_text(encoding="utf-8")

    def article_key(self, url: str) -> str:
        """The article key that the address gives (sources.md, section 4), else a plain form of the address."""
        if not self.keys:
            where = urlsplit(url)
            return f"https://{where.netloc.removeprefix('www.')}{where.path.rstrip('/')}"
        for pattern, form in self.keys:
            if found := re.search(pattern, url):
                return f"{self.name}:{found.expand(form)}"
        raise ValueError(f"{self.folder.name}/outlet.toml: {url} fits no key rule")

    def date_values(self, telling: Telling) -> dict[str, str]:
        """Every date of an article in every form this outlet prints."""
        modified = telling.modified or telling.published
        if telling.precision == "none":
            return {
                name: "" for one in ("published", "modified", "shown") for name in dates_of(one, None)
            } | dict.fromkeys(self.dates, "")
        shown = telling.shown or telling.published
        moments = {"published": telling.published, "modified": modified, "shown": shown}
        values = {name: text for one, moment in moments.items() for name, text in dates_of(one, moment).items()}
        for name, (which, form) in self.dates.items():
            values[name] = form.format(**date_parts(moments[which]))
        return values


def _read(folder: Path) -> Outlet:
    facts = tomllib.loads((folder / "outlet.toml").read_text(encoding="utf-8"))
    return Outlet(
        folder=folder,
        name=facts["name"],
        keys=tuple((pattern, form) for pattern, form in facts.get("key", ())),
        dates={name: (which, form) for name, (which, form) in facts.get("dates", {}).items()},
        values=facts.get("values", {}),
        dateline=facts.get("dateline", ""),
        access=facts.get("access"),
        untold=tuple(facts.get("untold", ())),
        not_recorded=tuple(facts.get("not_recorded", ())),
        response=facts.get("response", {}),
        compose=facts.get("compose", {}),
        fragments=facts.get("fragments", {}),
        after={int(number): markup for number, markup in facts.get("after", {}).items()},
        variants=facts.get("variants", {}),
        lists=tuple(facts.get("list", ())),
        pages=tuple(facts.get("page", ())),
    )


@cache
def outlets() -> Mapping[str, Outlet]:
    """All outlets of the edition by name."""
    return {one.name: one for one in (_read(path.parent) for path in sorted(OUTLETS.glob("*/outlet.toml")))}


@cache
def shelf(outlet: str) -> tuple[Telling, ...]:
    """What an outlet lists, newest first."""
    own = (one for one in tellings() if one.outlet == outlet and not one.unlisted)
    return tuple(sorted(own, key=lambda one: one.published, reverse=True))
