"""``kliping doctor``."""

from __future__ import annotations

import click

from kliping.config import load
from kliping.trouble import CANNOT, NEEDS_A_PERSON, end

_MARKS = {"ok": "ok  ", "warn": "look", "bad": "bad "}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding.")
def doctor(as_json: bool) -> None:
    """What is wrong with this installation, and what to do.

    \b
    Example:
      kliping doctor
    """
    from kliping.checkup import findings
    from kliping.console import emit

    worst = "ok"
    for finding in findings(load()):
        if as_json:
            emit({"level": finding.level, "about": finding.about, "says": finding.says})
        else:
            click.echo(f"{_MARKS[finding.level]}  {finding.about}: {finding.says}")
        worst = max(worst, finding.level, key=list(_MARKS).index)
    if worst != "ok":
        end(CANNOT if worst == "bad" else NEEDS_A_PERSON)
