"""Terminal output: results to standard output, everything else to standard error."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console


PIPE_WIDTH = 180  # characters of a table's row where no terminal says how wide it is


def out() -> Console:
    """For results a person reads."""
    from rich.console import Console

    return (
        Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, soft_wrap=True, width=PIPE_WIDTH)
    )


def note(text: str) -> None:
    """One line of progress, counts or notice."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def emit(value: Any) -> None:
    """One JSON value on one line of standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
