"""A process to be killed: pushes an archive into its embedded index, one line for each commit.

With `wait` it goes on only when it is told to, by a line.

python index_pusher.py ARCHIVE DATA push|rebuild [wait]
"""

from __future__ import annotations

import sys
from pathlib import Path

from archive.store import Archive
from index import push
from index.targets import open_target

push.BATCH = 5

if __name__ == "__main__":
    place, data, command, *wait = sys.argv[1:]

    def tell(done: int, _: int) -> None:
        """Say how far it is; the killer may take its time."""
        print(done, flush=True)
        if wait:
            sys.stdin.readline()

    with Archive.open(place) as archive:
        target = open_target("embedded", Path(data), archive)
        getattr(target, command)(progress=tell)
