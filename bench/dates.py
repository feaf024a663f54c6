"""How right and how fast dates are read, beside dateparser and python-dateutil, in one run.

    python bench/dates.py [SECONDS]

First the score on the repository's labelled strings, by kind; then whole processes (ours is the command ``kliping
dates``) over distinct strings made from the shapes outlets print. Each tool gets as many strings as fill the same
processor seconds (10, three times in turn), so that no start-up decides; the rate is told with and without it.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from crawler.dates import answer
from crawler.dates.language import MONTHS, WEEKDAYS

TESTS = Path(__file__).parent.parent / "tests"
FULL = [spellings.split()[0].capitalize() for spellings in MONTHS]
SHORT = [spellings.split()[1].capitalize() for spellings in MONTHS]
DAYS = [spellings.split()[0].capitalize() for spellings in WEEKDAYS]

OURS = [str(Path(sys.executable).with_name("kliping")), "dates"]
"""The command as users call it."""
SECONDS = 10.0
"""Of processor time that each tool gets in a round: start-up, which the table tells apart, is then a small part."""
ROUNDS = 3
"""The tools take turns, because a shared machine is not equally fast all the time."""
PILOT = 2_000
PEERS = {
    "dateparser": """
import sys, dateparser
from datetime import datetime
for line in sys.stdin:
    text, _, at = line.rstrip('\\n').partition('\\t')
    base = datetime.fromisoformat(at or '2024-07-02T00:00:00').replace(tzinfo=None)
    found = dateparser.parse(text, languages=['id'], settings={'RELATIVE_BASE': base})
    print(found.isoformat() if found else '-')
""",
    "dateutil": """
import sys
from datetime import datetime
from dateutil.parser import ParserError, parse, parserinfo
from crawler.dates import language
class Indonesian(parserinfo):
    MONTHS = [tuple(names.split()) for names in language.MONTHS]
    WEEKDAYS = [tuple(names.split()) for names in language.WEEKDAYS]
zones = {'WIB': 25200, 'WITA': 28800, 'WIT': 32400}
info = Indonesian(dayfirst=True)
for line in sys.stdin:
    text, _, at = line.rstrip('\\n').partition('\\t')
    base = datetime.fromisoformat(at or '2024-07-02T00:00:00').replace(tzinfo=None, hour=0, minute=0, second=0)
    try:
        print(parse(text, info, default=base, fuzzy=True, tzinfos=zones).isoformat())
    except (ParserError, OverflowError, ValueError):
        print('-')
""",
}


def labels() -> Iterator[tuple[str, str, str, str]]:
    by_kind = sorted((TESTS / "crawler/dates").glob("labels*.tsv"))
    for path in [*by_kind, *sorted((TESTS / "labels").glob("dates*.tsv"))]:
        kind = {"dates": "blind", "dates_real": "blind, real"}.get(path.stem, "")
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                kind = line[2:]
            elif line and not line.startswith("#"):
                text, reference, expected = line.split("\t")
                yield kind, text, reference, expected


def same(expected: str, got: str) -> str:
    """How a peer's date-time compares: it cannot say what it does not know, so a midnight counts as a bare day."""
    if expected == got or (expected != "-" and got.startswith(expected)):
        return "right"
    if got == "-" or expected == "-":
        return "missed" if got == "-" else "value on no date"
    if got[:10] != expected[:10]:
        return "wrong day"
    return "wrong time"


def piped(command: list[str], lines: list[str]) -> tuple[list[str], float]:
    """Answers of a whole process and its seconds of processor time, which a busy machine changes least."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as source:
        source.writelines(f"{line}\n" for line in lines)
        source.seek(0)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, stdin=source, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout.splitlines(), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Race:
    """One tool over the rounds: strings read, processor seconds, and of them those of starting up."""

    def __init__(self, command: list[str], seconds: float) -> None:
        self.command, self.seconds = command, seconds
        self.strings, self.took, self.starting = 0, 0.0, 0.0
        self.start = min(piped(command, [])[1] for _ in range(3))
        self.pace = max(piped(command, distinct(PILOT))[1] - self.start, 0.01) / PILOT

    def round(self, lines: Callable[[int], list[str]]) -> None:
        """Run a process with as many strings as should fill the seconds; the next round learns from it."""
        count = int(self.seconds / self.pace)
        took = piped(self.command, lines(count))[1]
        self.pace = (took - self.start) / count
        self.strings, self.took, self.starting = self.strings + count, self.took + took, self.starting + self.start

    def rates(self) -> tuple[float, float]:
        """Strings a second, with the start-ups and without them."""
        return self.strings / self.took, self.strings / (self.took - self.starting)


def distinct(count: int) -> list[str]:
    """Lines of the filter with a reference each, no two the same."""
    shapes: list[Callable[[datetime], str]] = [
        lambda d: f"{DAYS[d.weekday()]}, {d.day:02} {SHORT[d.month - 1]} {d.year} {d:%H:%M} WIB",
        lambda d: f"Kompas.com - {d:%d/%m/%Y}, {d:%H:%M} WIB",
        lambda d: f"{d.day} {FULL[d.month - 1]} {d.year} | {d:%H.%M} WIB",
        lambda d: f"Diperbarui {d.day} {SHORT[d.month - 1]} {d.year}, {d:%H:%M} WIB",
        lambda d: f"{DAYS[d.weekday()]} ({d.day}/{d.month}/{d.year})",
        lambda d: f"ujarnya di Jakarta, {DAYS[d.weekday()]} ({d.day}/{d.month}).",
        lambda d: f"{d:%Y-%m-%dT%H:%M:%S}+07:00",
        lambda d: f"{d:%Y-%m-%d %H:%M:%S}",
        lambda d: f"{DAYS[d.weekday()]}, {d:%d/%m/%Y} {d:%H:%M} WIB",
        lambda d: f"{d:%B} {d.day}, {d.year} {d:%I:%M %p}",
        lambda d: f"{d.day % 12 + 1} jam yang lalu",
        lambda d: f", Jurnalis-{DAYS[d.weekday()]}, {d.day} {FULL[d.month - 1]} {d.year} |{d:%H:%M} WIB",
        lambda d: f"{min(d.day, 25)}-{min(d.day, 25) + 3} {FULL[d.month - 1]} {d.year}",
        lambda d: f"{d:%a, %d %b %Y %H:%M:%S} +0700",
        lambda d: f"Jum'at, {d.day} {FULL[d.month - 1]} {d.year} - {d:%H:%M} WIB",
    ]
    dice = random.Random(1)  # noqa: S311 - strings for a bench, no secret
    lines: dict[str, None] = {}
    while len(lines) < count:
        at = datetime.combine(date(1999, 1, 1), datetime.min.time()) + timedelta(
            seconds=dice.randrange(27 * 31_536_000)
        )
        seen = at + timedelta(minutes=dice.randrange(10_000))
        lines[f"{dice.choice(shapes)(at)}\t{seen:%Y-%m-%dT%H:%M}+07:00"] = None
    return list(lines)


def main() -> None:
    rows = list(labels())
    peers = {name: [sys.executable, "-c", code] for name, code in PEERS.items() if find_spec(name)}
    answers = {"kliping": [answer(f"{text}\t{reference}") for _, text, reference, _ in rows]}
    for name, command in peers.items():
        answers[name] = piped(command, [f"{text}\t{reference}" for _, text, reference, _ in rows])[0]
    kinds = list(dict.fromkeys(row[0] for row in rows))
    print(f"{'fully right':16}" + "".join(f"{name:>14}" for name in answers))
    verdicts = {
        name: [same(row[3], got) for row, got in zip(rows, found, strict=True)] for name, found in answers.items()
    }
    for kind in kinds:
        cells = []
        for name in answers:
            mine = [v for v, row in zip(verdicts[name], rows, strict=True) if row[0] == kind]
            cells.append(f"{mine.count('right'):>8}/{len(mine):<5}")
        print(f"{kind:16}" + "".join(cells))
    for what in ("right", "wrong day", "wrong time", "missed", "value on no date"):
        counts = {name: Counter(found)[what] for name, found in verdicts.items()}
        print(f"{what:16}" + "".join(f"{n:>8} {n / len(rows):5.1%}" for n in counts.values()))
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    made: list[str] = []

    def lines(count: int) -> list[str]:
        if len(made) < count:
            made[:] = distinct(count)
        return made[:count]

    races = {name: Race(command, seconds) for name, command in {"kliping": OURS, **peers}.items()}
    for _ in range(ROUNDS):
        for race in races.values():
            race.round(lines)
    print(f"\n{'whole process':16}{'strings':>10}{'seconds':>9}{'start-up':>9}{'a second':>10}{'without start-up':>18}")
    for name, race in races.items():
        whole, warm = race.rates()
        print(f"{name:16}{race.strings:>10,}{race.took:>9.1f}{race.starting:>9.2f}{whole:>10,.0f}{warm:>18,.0f}")
    for name in peers:
        whole, warm = (
            ours / theirs for ours, theirs in zip(races["kliping"].rates(), races[name].rates(), strict=True)
        )
        print(f"kliping is {whole:.1f} x {name}, {warm:.1f} x without start-up")


if __name__ == "__main__":
    main()
