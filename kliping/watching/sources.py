"""Which sources the watcher looks after now: new ones and those switched on or off are met while it runs."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import replace

from kliping.config import Config, load
from kliping.trouble import Trouble

# what a source that is just being written may raise when it is imported
_BROKEN = (ImportError, SyntaxError, NameError, AttributeError, TypeError, ValueError, OSError)


def sources_on(config: Config, named: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The sources to crawl, all or those named, and those of them that stay off with the reason.

    Raises:
        Trouble: the sources cannot be read.
    """
    from crawler.sources import spiders
    from kliping.crawling import choose

    importlib.invalidate_caches()
    spiders.cache_clear()
    try:
        chosen, off = choose((), config, None)
    except _BROKEN as error:
        raise Trouble(f"A source cannot be read ({type(error).__name__}: {error}); the others go on.") from None
    names = [spider.name for spider in chosen if not named or spider.name in named]
    return names, {name: reason for name, reason in off.items() if not named or name in named}


def renewed(config: Config) -> Config:
    """The configuration with what may change while the watcher runs; its children read all of it anew.

    Raises:
        Trouble: the file is wrong now.
    """
    return replace(config, permitted=load().permitted)
