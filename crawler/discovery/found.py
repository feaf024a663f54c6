"""What a listing announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """An address on a listing: absolute, with the date and title beside it as printed ("" where there is none)."""

    url: str
    date: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The addresses of one listing, further listings it names (a sitemap index), and how many entries were broken."""

    found: tuple[Found, ...] = ()
    listings: tuple[Found, ...] = ()
    broken: int = 0
