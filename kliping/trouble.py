"""What a person is told when something cannot be done."""

from __future__ import annotations

from typing import NoReturn

DONE, NEEDS_A_PERSON, CANNOT, BUSY, INTERRUPTED = 0, 1, 2, 75, 130


class Trouble(Exception):
    """One clear sentence, and the exit code that goes with it."""

    def __init__(self, sentence: str, code: int = CANNOT) -> None:
        super().__init__(sentence)
        self.code = code


def end(code: int) -> NoReturn:
    """Leave with an exit code, through every ``finally``."""
    raise SystemExit(code)
