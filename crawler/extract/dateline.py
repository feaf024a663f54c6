"""The dateline that opens a report ("JAKARTA, KOMPAS.com - "): told apart from prose, taken off and handed back."""

from __future__ import annotations

import re
from collections.abc import Collection

from .tables import any_of, names

MAX_LENGTH = 110  # of everything before the dash

_DASH = re.compile(r"\s{0,3}(?:[-‐‑‒–—―−]{1,4}|&[mn]dash;)\s{0,3}")
_SPLIT = re.compile(r"\s?[,/|(){}\[\]:;]\s?|\s[-–—]\s")
_DOMAIN = re.compile(
    r"^(?:www\.)?[\w-]+(?:\.[\w-]+){0,2}\.(?:com|co\.id|co|id|net|org|go\.id|news|tv|info)$", re.IGNORECASE
)
_DATE = re.compile(
    r"^(?:(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)\s?)?"
    r"(?:\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?|\d{1,2}\s[a-z]{3,9}(?:\s\d{4})?|\d{4})?$",
    re.IGNORECASE,
)
_PLACE_COLON = re.compile(r"^(?P<place>[A-Z][\w' ]{2,30}):\s+(?=[A-Z\"“])")  # Medcom, Metro TV
_LOST_DASH = re.compile(r"^[\w-]+\.(?:com|co\.id|id|co)\s?,\s?(?P<places>[A-Z][\w'’ -]{2,40})", re.IGNORECASE)
_CAPITALISED = re.compile(r"^[A-Z0-9][\w.'’&-]*(?:\s(?:[A-Z0-9][\w.'’&-]*|dan|di|of|the|de|al|el)){0,4}$")
_SPECIAL = re.compile(
    r"^(?:(?P<kontan>KONTAN\.CO\.ID\s?[-–—]\s?[A-Z][A-Z /.]{2,30}?\.)\s+(?=[A-Z\"“])"
    r"|(?P<colon>(?:KBRN|RRI(?:\.co\.id)?|InfoPublik)\s?,\s?[A-Z][\w .'-]{2,40}?\s?:"
    r"|[\w-]+\.(?:com|id|co\.id),\s?[A-Z][\w .'-]{2,30}:)\s*"
    r"|(?P<humas>[A-Z][\w ,.'’]{2,60}?\s?[-–—]\s?Humas\s[\w .]{2,30}?[,.])\s+"
    r"|(?P<brand>RM\.id\s+Rakyat Merdeka\s?[-–—]+)\s*)"
)


def split_dateline(text: str, brands: Collection[str] = ()) -> tuple[str | None, str]:
    """Dateline and the rest of a first paragraph; (None, text) where the paragraph opens with prose.

    A dateline is places, names of outlets (a domain, ``brands``, a known agency) and dates before a dash.
    One certain part is needed; a capitalised part that is not known may stand beside it.
    """
    if special := _SPECIAL.match(text[: MAX_LENGTH + 20]):
        return special.group().strip(" ,.:-–—"), text[special.end() :].lstrip()
    if (colon := _PLACE_COLON.match(text[:50])) and colon["place"].lower() in names("places"):
        return colon["place"], text[colon.end() :]
    found: tuple[int, int] | None = None
    for dash in _DASH.finditer(text[: MAX_LENGTH + 6]):
        if dash.start() > MAX_LENGTH:
            break
        head, mark = text[: dash.start()], dash.group()
        hyphen = mark == mark.strip() and len(mark) == 1 and mark not in "–—―−"
        if is_dateline(head, brands) and not (hyphen and not _parts_at_hyphen(head, text[dash.end() :])):
            found = dash.start(), dash.end()
        elif found is not None:
            break
    if found is not None:
        return text[: found[0]].strip(" *_-–—") or None, text[found[1] :].lstrip(" -–—")
    return _without_dash(text)


def _without_dash(text: str) -> tuple[str | None, str]:
    """A dateline whose dash was lost, and often the blank too: a domain, a known place ("Kabar.com, JakartaWarga")."""
    match = _LOST_DASH.match(text[:80])
    if match is None:
        return None, text
    for end in range(len(match["places"]), 2, -1):
        after = match["places"][end:].lstrip()[:1]
        if match["places"][:end].lower() in names("places") and (after.isupper() or not after):
            cut = match.start("places") + end
            return text[:cut], text[cut:].lstrip(" -–—")
    return None, text


def _parts(head: str) -> list[str]:
    return [part.strip(" *_.") for part in _SPLIT.split(head) if part.strip(" *_.")]


def _parts_at_hyphen(head: str, rest: str) -> bool:
    """Whether a hyphen without blanks ends a dateline: after a domain, or between capitals and a word in lower case."""
    return _names_domain(head) or (head.isupper() and rest[:1].isupper() and rest[1:2].islower())


def _is_agency(part: str) -> bool:
    """Whether a part begins with the name of an agency, an outlet or an office and is not much longer."""
    match = any_of("agencies").match(part)
    return match is not None and len(part) - match.end() <= 40 and not part[match.end() : match.end() + 1].isalnum()


def _in_capitals(part: str) -> bool:
    """Whether a part is up to four words in capitals, as places are printed."""
    return (
        len(part) > 3 and part.isupper() and len(part.split()) <= 4 and part.replace(" ", "").replace("-", "").isalpha()
    )


def _names_domain(head: str) -> bool:
    """Whether a part is an outlet's domain, which a hyphen inside a word never follows."""
    return any(_DOMAIN.match(part) for part in _parts(head))


def _is_known(part: str, brands: Collection[str]) -> bool:
    folded = part.lower()
    if folded in names("places") or folded.removeprefix("kota ").removeprefix("kabupaten ").removeprefix(
        "kab. "
    ) in names("places"):
        return True
    if _DOMAIN.match(part.replace(" ", "")) or _is_agency(part):
        return True
    return any(folded == brand.lower() for brand in brands)


def is_dateline(head: str, brands: Collection[str] = ()) -> bool:
    """Whether some words, without their dash, are a dateline: at least one certain part, none that reads like prose."""
    parts = _parts(head)
    if not parts or len(parts) > 6:
        return False
    known = 0
    for part in parts:
        if _is_known(part, brands) or _in_capitals(part):
            known += 1
        elif not _DATE.match(part) and not _CAPITALISED.match(part):
            return False
    return known > 0
