"""Generations on a cluster: versioned indexes behind aliases.

``P`` (the prefix) is the alias that is read from, ``P-write`` the one that is written to, ``P-previous`` leads to the
generation before. All three move in one call, so that readers see the old index or the new one and nothing between.
"""

from __future__ import annotations

import secrets
from contextlib import closing
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from elasticsearch import Elasticsearch

from index.access import Access
from index.elastic import ElasticEngine, marks_of
from index.elastic_client import check_server, connect, explained
from index.elastic_runs import push_runs
from index.elastic_template import MAPPING, article_template, generation_body
from index.engine import Away, EngineError, EngineState
from index.synonyms import synonym_rules

if TYPE_CHECKING:
    from archive.store import Archive

REFRESH = "1s"  #: how soon what is pushed can be found; never while a generation is filled


class ElasticGenerations:
    """Implements ``Generations`` for one prefix on one cluster; nothing is asked of it before it is needed."""

    def __init__(self, access: Access, archive_id: str) -> None:
        self._access = access
        self._archive_id = archive_id
        self._made: Elasticsearch | None = None

    @property
    def place(self) -> str:
        """See ``Generations``."""
        return f"{self._access.place}/{self._access.prefix}"

    @property
    def _previous(self) -> str:
        return f"{self._access.prefix}-previous"

    @cached_property
    def _client(self) -> Elasticsearch:
        """A client of a cluster that was seen to be one that we can talk to."""
        made = connect(self._access)
        try:
            check_server(made, self._access.place)
        except BaseException:
            made.close()
            raise
        self._made = made
        return made

    def current(self) -> tuple[str | None, str | None]:
        """See ``Generations``."""
        prefix, aliases = self._access.prefix, self._aliases()
        if prefix in aliases:
            raise EngineError(
                f"{self.place} is an index and must be an alias: give the target another prefix, or rename the index"
            )
        holders = {
            name: sorted(one for one, its in aliases.items() if name in its) for name in (prefix, self._previous)
        }
        if len(holders[prefix]) > 1:
            raise EngineError(
                f"{self.place}: the alias leads to {', '.join(holders[prefix])} and must lead to one of them;"
                " `kliping index rebuild` puts that right"
            )
        return next(iter(holders[prefix]), None), next(iter(holders[self._previous]), None)

    def create(self) -> str:
        """See ``Generations``; template and synonyms are put right with it."""
        access, now = self._access, datetime.now(UTC)
        name = f"{access.prefix}-v{MAPPING}-{now:%Y%m%d%H%M%S}-{secrets.token_hex(3)}"
        if access.prefix in self._aliases():
            self.current()
        with explained(access.place):
            if not self._has_synonyms():
                _put(self._client, access, synonym_rules())
            self._client.indices.put_index_template(name=f"{access.prefix}-articles", **article_template(access.prefix))
            self._client.indices.create(index=name, **generation_body(self._archive_id))
        return name

    def outdated(self, generation: str) -> EngineState | None:
        """See ``Generations``; one of another version is refused when it is opened, and rebuilt only on command."""
        return None

    def open(self, generation: str, *, alone: bool = False) -> ElasticEngine:
        """See ``Generations``; what was written before is seen, so that an index ahead of the archive is told."""
        if alone:
            with explained(self._access.place, generation):
                self._client.indices.put_settings(index=generation, settings={"index.refresh_interval": "-1"})
        writer = None if alone else self._access.writer
        engine = ElasticEngine.open(self._client, self._access.place, generation, write_to=writer)
        engine.state()  # where shards are missing this says so at once, a refresh waits a minute for them
        engine.refresh()
        return engine

    def reader(self) -> ElasticEngine:
        """See ``Generations``."""
        if self.current()[0] is None:
            raise EngineError(f"{self.place}: there is no index yet; `kliping push` makes it from the archive")
        return ElasticEngine.open(self._client, self._access.place, self._access.prefix)

    def answer_from(self, generation: str, previous: str | None) -> None:
        """See ``Generations``; what it holds can be found from the first moment on."""
        names = (self._access.prefix, self._access.writer, self._previous)
        aliases = self._aliases()
        actions: list[dict[str, Any]] = [
            {"remove": {"index": index, "alias": name}}
            for index, its in aliases.items()
            for name in names
            if name in its
        ]
        actions.append({"add": {"index": generation, "alias": self._access.prefix}})
        actions.append({"add": {"index": generation, "alias": self._access.writer, "is_write_index": True}})
        if previous is not None and previous in aliases:
            actions.append({"add": {"index": previous, "alias": self._previous}})
        with explained(self._access.place, generation):
            self._client.indices.put_settings(index=generation, settings={"index.refresh_interval": REFRESH})
            self._client.indices.refresh(index=generation)
            self._client.indices.update_aliases(actions=actions)

    def sweep(self, archive_id: str) -> list[str]:
        """See ``Generations``."""
        kept, swept = set(self.current()), []
        for name in self._aliases():
            if name not in kept and marks_of(self._client, self._access.place, name).archive_id == archive_id:
                with explained(self._access.place, name):
                    self._client.indices.delete(index=name, ignore_unavailable=True)
                swept.append(name)
        return swept

    def size(self) -> int:
        """See ``Generations``; 0 for those who may not ask, such as analysts."""
        try:
            with explained(self._access.place):
                told = self._client.indices.stats(index=self._pattern, metric="store", expand_wildcards="all")
        except Away:
            raise
        except EngineError:
            return 0
        return int(told["_all"]["total"].get("store", {}).get("size_in_bytes", 0))

    def tell_runs(self, archive: Archive) -> None:
        """See ``Generations``."""
        push_runs(self._client, self._access, archive)

    def close(self) -> None:
        """See ``Generations``."""
        if self._made is not None:
            self._made.close()

    @property
    def _pattern(self) -> str:
        return f"{self._access.prefix}-v*"

    def _has_synonyms(self) -> bool:
        found = self._client.options(ignore_status=404).synonyms.get_synonym(id=self._access.synonyms, size=0)
        return found.meta.status != 404

    def _aliases(self) -> dict[str, set[str]]:
        """Every index that is a generation, or that one of the aliases leads to, with its aliases."""
        asked = f"{self._access.prefix},{self._access.writer},{self._previous},{self._pattern}"
        with explained(self._access.place):
            found = self._client.indices.get(
                index=asked, features="aliases", ignore_unavailable=True, expand_wildcards="all"
            )
        return {name: set(told["aliases"]) for name, told in found.body.items()}


def put_synonyms(access: Access, rules: tuple[str, ...]) -> None:
    """Let searches on a cluster take these synonyms from now on, those of Kibana, too.

    Raises:
        EngineError: the cluster refuses; ``Away`` where it does not answer.
    """
    with closing(connect(access)) as client:
        check_server(client, access.place)
        with explained(access.place):
            _put(client, access, rules)


def _put(client: Elasticsearch, access: Access, rules: tuple[str, ...]) -> None:
    told = [{"id": str(at), "synonyms": one} for at, one in enumerate(rules)]
    client.synonyms.put_synonym(id=access.synonyms, synonyms_set=told)
