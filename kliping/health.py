"""What a crawl's ledger says of its health: a sentence for everything that needs a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.ledgers import SourceLedger
    from crawler.news_spider import NewsSpider


def is_unreachable(row: SourceLedger) -> bool:
    """Whether no listing and no page of a source could be had."""
    answered = row.fetched or row.skipped or any(row.counted.get(what) for what in ("feeds", "sitemaps", "listings"))
    return not answered and any(what.startswith("listings failed") for what in row.counted)


def met(row: SourceLedger) -> int:
    """Articles a source gave or was known to have given: what its minimum is held against."""
    return row.fetched - row.refused + row.reasons.get("skipped", {}).get("known", 0)


def stopped(finished: Mapping[str, str]) -> list[str]:
    """One sentence for each reason that ended a source before its time."""
    told: dict[str, list[str]] = {}
    for name, reason in finished.items():
        if reason not in ("finished", "shutdown"):
            told.setdefault(reason, []).append(name)
    return [f"Stopped: {', '.join(names)}: {reason}" for reason, names in told.items()]


def faults(ledger: Sequence[SourceLedger], finished: Mapping[str, str]) -> list[str]:
    """Addresses that a fault of ours kept from their end, and those that a whole crawl never came to."""
    from crawler.fates import FAULT

    told = []
    for row in ledger:
        reasons = (*row.reasons.get("failed", {}).items(), *row.counted.items())
        hit = sum(n for reason, n in reasons if FAULT in reason)
        lost = row.unfinished if finished.get(row.source) == "finished" else 0
        if hit:
            told.append(f"{row.source}: {_addresses(hit)} met a fault of Kliping itself; report what is said above.")
        if lost:
            told.append(f"{row.source}: {_addresses(lost)} never came to an end; crawl again, and report it.")
    return told


def _addresses(n: int) -> str:
    return f"{n} address" if n == 1 else f"{n} addresses"


def short(ledger: Sequence[SourceLedger], chosen: Sequence[type[NewsSpider]]) -> list[str]:
    """Sources that gave less than a healthy crawl does."""
    rows = {row.source: row for row in ledger}
    given = {spider.name: met(rows[spider.name]) if spider.name in rows else 0 for spider in chosen}
    return [
        f"{spider.name}: {given[spider.name]} articles met, a healthy crawl meets {spider.minimum} or more; "
        f"'kliping sources {spider.name}' tells more."
        for spider in chosen
        if given[spider.name] < spider.minimum
    ]


def damage(replay: Path) -> list[str]:
    """What of a recording could not be read."""
    from crawler.warc import WarcIndex

    index = WarcIndex.open(replay)
    return [str(sentence) for sentence in (index.damage, *index.unusable) if sentence]
