"""The configured targets, and the engine that answers searches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING

from kliping.accesses import access_of
from kliping.config import Config
from kliping.rooms import opened
from kliping.trouble import Trouble

if TYPE_CHECKING:
    from archive.store import Archive
    from index.engine import SearchEngine
    from index.target import Target


@contextmanager
def targets_of(config: Config, archive: Archive, named: Sequence[str] = ()) -> Iterator[list[Target]]:
    """The targets to feed, or those of the given names.

    Raises:
        Trouble: there is no target of that name, or its access makes no sense.
        index.synonyms.SynonymsError: the configured synonyms cannot be used.
    """
    from index.synonyms import use_synonyms
    from index.targets import open_target

    use_synonyms(config.synonyms)
    with ExitStack() as stack:
        names = list(dict.fromkeys(named or config.targets))
        accesses = {name: access_of(name, config) for name in names}
        opened = [open_target(name, config.data, archive, access) for name, access in accesses.items()]
        yield [stack.enter_context(closing(target)) for target in opened]


@contextmanager
def engine_for(config: Config, named: str | None) -> Iterator[SearchEngine]:
    """The engine of the named target, else of the first one; if it is away the others are named.

    Raises:
        Trouble: it cannot answer.
    """
    from index.engine import EngineError

    with opened(config) as archive:
        try:
            with targets_of(config, archive, [named or config.targets[0]]) as (target,), target.reader() as engine:
                yield engine
        except EngineError as error:
            others = [name for name in config.targets if name != (named or config.targets[0])]
            hint = f" Others: --target {' or '.join(others)}." if others else ""
            raise Trouble(f"{error}.{hint}".replace("..", ".")) from None
