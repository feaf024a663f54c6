"""Amounts of time in figures and words: ``2 jam 15 menit``, ``dua puluh lima menit``, ``satu setengah jam``."""

from __future__ import annotations

from typing import Final

from crawler.dates import language as words
from crawler.dates.language import Unit

UNIT_OF: Final = {word: unit for unit, names in words.UNITS.items() for word in names.split()}
"""Each word for a unit of time, in lower case."""


def amounts_of(tokens: list[str], classes: str) -> dict[Unit, float] | None:
    """Units with how many of each; None where a number word makes no number."""
    amounts: dict[Unit, float] = {}
    number: list[str] = []
    for token, mark in zip(tokens, classes, strict=True):
        if mark == "e":
            amounts[words.ONE_UNIT[token.lower()]] = 1
        elif mark in "Imwj6W":
            value = number_of(number)
            unit = UNIT_OF.get(token.lower())
            if value is None or unit is None:
                return None
            amounts[unit] = amounts.get(unit, 0) + value
            number = []
        elif mark != "5" and (number or mark != ","):
            number.append(token.lower())
    return amounts


def number_of(parts: list[str]) -> float | None:
    """``25``, ``1,5``, ``dua puluh lima``, ``satu setengah``."""
    if parts and parts[0].isdigit():
        return float(".".join(part for part in parts if part != ","))
    total: float = 0
    for part in parts:
        scale = words.NUMBER_SCALES.get(part)
        if part == words.HALF:
            total += 0.5
        elif scale is None:
            value = words.NUMBERS.get(part)
            if value is None:
                return None
            total += value
        elif part == "belas":
            total += scale
        else:
            total = total // scale * scale * scale + total % scale * scale if total >= scale else total * scale
    return total or None
