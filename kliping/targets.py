"""The configured targets, and the engine that answers searches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kliping.config import Config
from kliping.rooms import opened
from kliping.trouble import Trouble

if TYPE_CHECKING:
    from archive.store import Archive
    from index.engine import SearchEngine
    from index.target import EmbeddedTarget


def targets_of(config: Config, archive: Archive, named: Sequence[str] = ()) -> list[EmbeddedTarget]:
    """The targets to feed, or those of the given names.

    Raises:
        index.engine.EngineError: there is no target of that name.
    """
    from index.target import open_target

    return [open_target(name, config.data, archive) for name in (named or config.targets)]


@contextmanager
def engine_for(config: Config, named: str | None) -> Iterator[SearchEngine]:
    """The engine of the named target, else of the first one; if it is away the others are named.

    Raises:
        Trouble: it cannot answer.
    """
    from index.engine import EngineError

    with opened(config) as archive:
        try:
            (target,) = targets_of(config, archive, [named or config.targets[0]])
            with target.reader() as engine:
                yield engine
        except EngineError as error:
            others = [name for name in config.targets if name != (named or config.targets[0])]
            hint = f" Others: --target {' or '.join(others)}." if others else ""
            raise Trouble(f"{error}.{hint}".replace("..", ".")) from None
