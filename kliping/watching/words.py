"""Times and spans as the watcher tells them, and as its options take them."""

from __future__ import annotations

import os
import re
from datetime import datetime, timedelta

import click

from archive.article import JAKARTA
from kliping.console import note

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def span_of(_ctx: click.Context, _param: click.Parameter, value: str) -> timedelta:
    """``90s``, ``10m``, ``24h``, ``2d`` or ``1h30m``, as an option's callback.

    Raises:
        click.BadParameter: it is none of these, or 0.
    """
    parts = re.findall(r"(\d{1,6})([smhd])", value.lower())
    told = sum((timedelta(**{_UNITS[unit]: int(n)}) for n, unit in parts), timedelta(0))
    if not told or "".join(n + unit for n, unit in parts) != value.lower():
        raise click.BadParameter(f"{value!r} is no span of time; write 90s, 10m, 24h or 2d.")
    return told


def span(time: timedelta) -> str:
    """The two largest units: ``45s``, ``2m 03s``, ``1h 05m``, ``3d 4h``."""
    seconds = max(round(time.total_seconds()), 0)
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if days:
        return f"{days}d {hours % 24}h" if hours % 24 else f"{days}d"
    if hours:
        return f"{hours}h {minutes % 60:02}m" if minutes % 60 else f"{hours}h"
    if minutes:
        return f"{minutes}m {seconds % 60:02}s" if seconds % 60 else f"{minutes}m"
    return f"{seconds}s"


def clock(at: datetime, now: datetime) -> str:
    """The time in Jakarta; with its day where that is not today."""
    there = at.astimezone(JAKARTA)
    return f"{there:%H:%M} WIB" if there.date() == now.astimezone(JAKARTA).date() else f"{there:%Y-%m-%d %H:%M} WIB"


def say(text: str, now: datetime) -> None:
    """One line of the log; the journal of systemd knows the time by itself."""
    note(text if os.environ.get("JOURNAL_STREAM") else f"{now.astimezone(JAKARTA):%Y-%m-%d %H:%M:%S} WIB  {text}")
