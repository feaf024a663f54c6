"""What hostile input does to the readers of strings, addresses, pages, listings, queries and recordings.

    python bench/fuzz.py [TARGET|all] [SECONDS] [FOLDER...]

First the worst cases made by hand, a megabyte each, then SECONDS (60 unless told) of atheris, which looks for new ways
through the code, from seeds of the sample edition and the labels; FOLDERs hold further seeds, a file each. 0 seconds
need no atheris. What is found is told once for each place in the code and kept in build/fuzz/TARGET/; exit code 1.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
import traceback
from itertools import count
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOUND = ROOT / "build/fuzz"
SLOW = 4.0  # seconds of processor time for two readings of a megabyte, on a slow and busy machine
SLOWED = 3.0  # how much atheris's counting slows the code down, about
MEGABYTE = 1_000_000


class Findings:
    """Runs one target; keeps the first input for each kind of trouble."""

    def __init__(self, name: str, limit: float) -> None:
        from fuzz_targets import TARGETS  # with or without atheris's counters, which are set while it is imported

        self.target = TARGETS[name]
        self.folder = FOUND / name
        self.limit = limit
        self.known: set[str] = set()

    def run(self, data: bytes, label: str = "") -> None:
        """One input; an exception, a broken promise or a long time is told and kept."""
        began = time.process_time()
        try:
            self.target.check(data)
        except Exception as error:  # noqa: BLE001 - any exception is a finding
            frames = traceback.extract_tb(error.__traceback__)
            place = next((f for f in reversed(frames) if "/site-packages/" not in f.filename), frames[-1])
            trouble = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
            self._tell(trouble, f"{trouble}: {str(error)[:300]}", data, label)
        else:
            seconds = time.process_time() - began
            if seconds > self.limit:
                self._tell(f"slow {label}", f"{seconds:.1f} s for {len(data):,} bytes", data, label)

    def _tell(self, kind: str, message: str, data: bytes, label: str) -> None:
        if kind in self.known:
            return
        self.known.add(kind)
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = self.folder / hashlib.sha256(data).hexdigest()[:12]
        kept.write_bytes(data)
        print(f"FOUND {self.target.name}: {message} {label[:60]!r} kept as {kept}", flush=True)


def worst(name: str) -> int:
    """The cases made by hand; gives how many kinds of trouble there were."""
    findings = Findings(name, SLOW)
    slowest = (0.0, "")
    cases = list(findings.target.worst(MEGABYTE))
    for label, data in cases:
        began = time.process_time()
        findings.run(data, label)
        slowest = max(slowest, (time.process_time() - began, label))
    print(f"{name}: {len(cases)} cases made by hand, slowest {slowest[0]:.2f} s {slowest[1][:60]!r}", flush=True)
    return len(findings.known)


def fuzz(name: str, seconds: int, folders: list[str]) -> None:
    """Atheris in this process, which it ends."""
    import atheris

    with atheris.instrument_imports(include=["crawler", "index"]):
        findings = Findings(name, SLOW * SLOWED)
    seeds, corpus = (FOUND / f"{name}-{part}" for part in ("seeds", "corpus"))
    words = FOUND / f"{name}.dict"
    for folder in (seeds, corpus):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in zip(count(), findings.target.seeds(), strict=False):
        (seeds / f"{number:05}").write_bytes(seed)
    spelled = (word.encode("utf-8", "surrogateescape") for word in findings.target.words())
    escaped = ("".join(f"\\x{byte:02x}" for byte in word) for word in spelled)
    words.write_text("".join(f'"{word}"\n' for word in escaped if word), encoding="ascii")
    options = [f"-max_total_time={seconds}", f"-max_len={findings.target.max_len}", f"-dict={words}"]
    quiet = ["-print_final_stats=1", "-verbosity=0", "-timeout=60", "-rss_limit_mb=3000"]
    atheris.Setup([sys.argv[0], *options, *quiet, str(corpus), str(seeds), *folders], findings.run)
    atheris.Fuzz()


def main() -> int:
    """Runs atheris in a process of its own, because it ends the one it runs in."""
    sys.path.insert(0, str(ROOT))  # for the edition, which is not installed
    if sys.argv[1:2] == ["--inside"]:
        fuzz(sys.argv[2], int(sys.argv[3]), sys.argv[4:])
    name, seconds, *folders = [*sys.argv[1:], *("all", "60")[len(sys.argv) - 1 :]]
    from fuzz_targets import TARGETS

    if name != "all" and name not in TARGETS:
        print(f"fuzz: no target {name}; there are: {', '.join(TARGETS)}, all", file=sys.stderr)
        return 2
    found = 0
    for one in TARGETS if name == "all" else [name]:
        found += worst(one)
        if int(seconds):
            command = [sys.executable, __file__, "--inside", one, seconds, *folders]
            done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
            told = [line for line in done.stdout.splitlines() if line.startswith("FOUND")]
            found += len(told) + (done.returncode != 0)
            stats = [line for line in done.stderr.splitlines() if "_executed" in line or "average_exec" in line]
            print("\n".join([*told, f"{one}: {', '.join(stats).replace('stat::', '')}"]), flush=True)
            if done.returncode:
                print(done.stderr[-3000:], flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
