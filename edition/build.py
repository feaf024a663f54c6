"""``python -m edition.build [OUT]``: pack the sample edition, and beside it the later visit of its corrected page."""

from __future__ import annotations

import sys
from pathlib import Path

from edition import articles, listings
from edition.pack import pack

DEFAULT = Path("build/edition.warc.gz")


def later_path(target: Path) -> Path:
    """Where the second recording goes: ``edition.warc.gz`` has ``edition-later.warc.gz`` beside it."""
    name = target.name.removesuffix(".gz").removesuffix(".warc")
    return target.with_name(f"{name}-later{target.name.removeprefix(name)}")


def build(target: Path) -> tuple[int, int]:
    """Write both recordings; gives the numbers of their responses."""
    main = pack([*articles.all_exchanges(), *listings.all_exchanges()], target)
    return main, pack(articles.later_exchanges(), later_path(target))


def run(arguments: list[str]) -> int:
    """The command."""
    if len(arguments) > 1 or arguments[:1] in (["-h"], ["--help"]):
        print("usage: python -m edition.build [OUT]   (default build/edition.warc.gz)", file=sys.stderr)
        return 2
    target = Path(arguments[0]) if arguments else DEFAULT
    main, later = build(target)
    print(f"{target}: {main} responses; {later_path(target)}: {later}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
