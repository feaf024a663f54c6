"""Articles and captures for the tests of the archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from archive.article import JAKARTA, Article, Capture, DateSignal, Moment

START = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
BODY = (
    "Perpustakaan desa di Sumbang membuka ruang baca sampai malam hari.\n\n"
    "Pustakawan setempat mencatat seratus dua puluh kunjungan pada minggu pertama.\n\n"
    "Bupati berjanji menambah koleksi bacaan anak sebelum bulan puasa."
)


def at(minutes: float) -> datetime:
    """So many minutes after the beginning of the tests' time."""
    return START + timedelta(minutes=minutes)


def article(n: int = 1, body: str = BODY, **fields: Any) -> Article:
    """The n-th article of an outlet."""
    made = Article(
        key=f"kabar:{n}",
        url=f"https://kabar.example/baca/{n}/ruang-baca",
        source="kabar",
        title=f"Ruang baca desa nomor {n}",
        body=body,
        published=Moment(
            datetime(2026, 3, 2, 7, 5, tzinfo=JAKARTA), "minute", "stated", "Senin, 2/3/2026 07.05", "css"
        ),
        authors=("Sri Wulan",),
        tags=("perpustakaan", "desa"),
        topics=("Perpusnas",),
        dates=(DateSignal("Senin, 2/3/2026 07.05", "css", "2026-03-02T07:05:00+07:00", "published"),),
        origins={"title": "h1"},
    )
    return replace(made, **fields)


def capture(n: int = 1, minutes: float = 0, **fields: Any) -> Capture:
    """A response at the address of the n-th article."""
    made = Capture(
        url=f"https://kabar.example/baca/{n}/ruang-baca",
        fetched_at=at(minutes),
        status=200,
        digest=f"{n}-{minutes}",
        warc="kabar.warc.gz",
        offset=n * 100,
    )
    return replace(made, **fields)
