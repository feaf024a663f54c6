"""Values for page templates: escaped for the place they stand in, and dates in any outlet's form."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from string import Template
from typing import Any

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    ("Januari", "Jan", "January"),
    ("Februari", "Feb", "February"),
    ("Maret", "Mar", "March"),
    ("April", "Apr", "April"),
    ("Mei", "Mei", "May"),
    ("Juni", "Jun", "June"),
    ("Juli", "Jul", "July"),
    ("Agustus", "Agu", "August"),
    ("September", "Sep", "September"),
    ("Oktober", "Okt", "October"),
    ("November", "Nov", "November"),
    ("Desember", "Des", "December"),
)
ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


class Markup(str):
    """Text that is markup already and must not be escaped again."""

    __slots__ = ()


class Fields(Mapping[str, str]):
    """Named values for a ``string.Template``.

    ``$name`` is escaped for HTML and XML, ``$name_json`` a JSON string with its quotes, ``$name_php`` the same with
    slashes escaped as PHP does, ``$name_raw`` the value itself. Markup stays as it is.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values_by_name = dict(values)

    def __getitem__(self, name: str) -> str:
        stem, _, form = name.rpartition("_")
        if form == "json" and stem in self.values_by_name:
            return json.dumps(self.values_by_name[stem], ensure_ascii=False).replace("</", "<\\/")
        if form == "php" and stem in self.values_by_name:
            return json.dumps(self.values_by_name[stem], ensure_ascii=False).replace("/", "\\/")
        if form == "raw" and stem in self.values_by_name:
            return str(self.values_by_name[stem])
        value = self.values_by_name[name]
        return value if isinstance(value, Markup) else html.escape(value)

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)

    def extended(self, values: Mapping[str, str]) -> Fields:
        """These fields and more; the new ones win."""
        return Fields({**self.values_by_name, **values})


def fill(template: str, fields: Fields) -> Markup:
    """A template filled; a name it asks for and nobody gives is a KeyError."""
    return Markup(Template(template).substitute(fields))


def date_parts(moment: datetime) -> dict[str, Any]:
    """The parts that the date forms of ``outlet.toml`` are made of, for ``str.format``."""
    month, short, english = MONTHS[moment.month - 1]
    offset = moment.utcoffset() or timedelta(0)
    return {
        "weekday": WEEKDAYS[moment.weekday()],
        "d": moment.day,
        "m": moment.month,
        "y": moment.year,
        "H": f"{moment.hour:02}",
        "M": f"{moment.minute:02}",
        "S": f"{moment.second:02}",
        "month": month,
        "mon": short,
        "english": english,
        "eng": english[:3],
        "zone": ZONES.get(int(offset.total_seconds() // 3600), "UTC"),
    }


def dates_of(name: str, moment: datetime | None) -> dict[str, str]:
    """The forms every outlet can ask for: ``NAME_iso``, ``_utc``, ``_rss``, ``_unix``, ``_day`` and the plain stamp."""
    if moment is None:
        return {f"{name}{form}": "" for form in ("", "_iso", "_utc", "_rss", "_unix", "_unixms", "_day")}
    unix = int(moment.timestamp())
    weekday, month = ENGLISH_DAYS[moment.weekday()], MONTHS[moment.month - 1][2][:3]
    rss = f"{weekday}, {moment.day:02} {month} {moment.year} {moment:%H:%M:%S %z}"
    return {
        name: f"{moment:%Y-%m-%d %H:%M:%S}",
        f"{name}_iso": moment.isoformat(timespec="seconds"),
        f"{name}_utc": moment.astimezone(UTC).isoformat(timespec="seconds"),
        f"{name}_rss": rss,
        f"{name}_unix": str(unix),
        f"{name}_unixms": str(unix * 1000),
        f"{name}_day": moment.date().isoformat(),
    }


def ago(moment: datetime, now: datetime) -> str:
    """How long ago, as Indonesian lists say it."""
    minutes = int((now - moment).total_seconds() // 60)
    for size, unit in ((60 * 24 * 30, "bulan"), (60 * 24, "hari"), (60, "jam"), (1, "menit")):
        if minutes >= size:
            return f"{minutes // size} {unit} yang lalu"
    return "Baru saja"
