"""The target of a name: which engine it is, and where it lives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index.embedded_generations import EmbeddedGenerations
from index.engine import EngineError
from index.target import Target

if TYPE_CHECKING:
    from archive.store import Archive
    from index.access import Access

EMBEDDED = "embedded"  #: the name of the index in the data folder


def open_target(name: str, data: Path, archive: Archive, access: Access | None = None) -> Target:
    """The target of a name; with ``access`` it is on that Elasticsearch cluster, else it is the embedded index.

    Raises:
        EngineError: there is no such target.
    """
    place = data / "index"
    lock = place / f"{name}.lock"
    if access is not None:
        from index.elastic_generations import ElasticGenerations

        return Target(name, ElasticGenerations(access, archive.id), lock, archive)
    if name != EMBEDDED:
        raise EngineError(
            f"{name}: no such index; KLIPING_INDEX knows embedded, elasticsearch and the [index.NAME] of kliping.toml"
        )
    return Target(name, EmbeddedGenerations(name, place / name, archive.id), lock, archive)
