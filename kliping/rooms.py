"""The rooms behind the front door, opened as the configuration says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kliping.config import Config
from kliping.trouble import Trouble

if TYPE_CHECKING:
    from archive.store import Archive


@contextmanager
def opened(config: Config, *, create: bool = False, grouping: bool = False) -> Iterator[Archive]:
    """The archive of this installation; without ``create`` it must be there.

    ``grouping`` is for those who change articles: it brings the knowledge that puts them in stories.

    Raises:
        Trouble: there is no archive yet.
        archive.store.ArchiveError: it cannot be used.
    """
    from archive.store import Archive

    path = sqlite_path(config.archive)
    if path and not create and not path.is_file():
        raise Trouble(f"{path}: there is no archive yet; fill it with 'kliping crawl' or 'kliping import FILE'.")
    stories = None
    if grouping:
        from crawler.grouping import Grouping

        stories = Grouping()
    with Archive.open(config.archive, create=create, stories=stories) as archive:
        yield archive


def sqlite_path(url: str) -> Path | None:
    """The file of an SQLite URL, None for another store."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None
