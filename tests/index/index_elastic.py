"""Indexes on real servers for the tests of the index room."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from support.elasticsearch import Running

from index.access import Access
from index.elastic import ElasticEngine
from index.elastic_client import connect
from index.elastic_template import article_template, generation_body
from index.synonyms import synonym_rules


def server_of(request: pytest.FixtureRequest, version: str) -> Running:
    """The real server of a version, one for the whole session."""
    outside: tuple[str, Running] | None = request.getfixturevalue("outside_elastic_server")
    if outside and outside[0] == version:
        return outside[1]
    shared: Running = request.getfixturevalue("shared_elastic_server")(version)
    return shared


def access_to(server: Running, prefix: str = "kliping") -> Access:
    ca_certs = str(server.ca_certs) if server.ca_certs else None
    return Access(server.url, prefix, username=server.username, password=server.password, ca_certs=ca_certs)


@contextmanager
def fresh_index(
    server: Running, archive_id: str = "an archive", settings: Mapping[str, Any] | None = None
) -> Iterator[tuple[Elasticsearch, str]]:
    """A client and a new, empty index made by the template, gone with all that is under its prefix at the end.

    It shows nothing before it is refreshed, whatever the time.
    """
    prefix = f"test-{secrets.token_hex(6)}"
    rules = [{"synonyms": rule} for rule in synonym_rules()]
    with connect(access_to(server, prefix)) as client:
        client.synonyms.put_synonym(id=f"{prefix}-synonyms", synonyms_set=rules)
        client.indices.put_index_template(name=f"{prefix}-articles", body=article_template(prefix))
        shown = {"settings": {"refresh_interval": "-1", **(settings or {})}}
        client.indices.create(index=f"{prefix}-v1-1", body={**generation_body(archive_id), **shown})
        try:
            yield client, f"{prefix}-v1-1"
        finally:
            server.clear(prefix)


@contextmanager
def fresh_engine(server: Running, archive_id: str = "an archive") -> Iterator[ElasticEngine]:
    """An engine on such an index, whose commits are seen at once."""
    with fresh_index(server, archive_id) as (client, index):
        engine = ElasticEngine.open(client, server.url, index, refresh=True)
        yield engine
        engine.close()
