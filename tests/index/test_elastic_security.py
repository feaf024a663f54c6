"""The writer's key and the analysts' role on a real server: what they may do, and that they may do nothing else."""

from __future__ import annotations

import datetime as dt
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from support.elasticsearch import Running

from index.access import Access
from index.elastic_security import Security, WriterKey, analyst_role, key_id, opened_security, writer_role
from index.engine import EngineError

Prefix = Callable[..., str]
SharedServer = Callable[..., Running]
NOW = dt.datetime.now(dt.UTC)


@dataclass
class KeyHolder(Running):
    """The server as seen by the holder of an API key."""

    key: str = ""

    def ask(self, method: str, path: str, body: Any = None, *, timeout: float = 60) -> tuple[int, Any]:
        lines = body if isinstance(body, list) else [body]
        kind = "x-ndjson" if isinstance(body, list) else "json"
        data = None if body is None else b"".join(json.dumps(line).encode() + b"\n" for line in lines)
        headers = {"Authorization": f"ApiKey {self.key}", "Content-Type": f"application/{kind}"}
        request = urllib.request.Request(self.url + path, data, headers, method=method)  # noqa: S310
        try:
            with urllib.request.build_opener(*self._handlers()).open(request, timeout=timeout) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read() or b"null")


@pytest.fixture(scope="session", params=["8", "9"])
def server(request: pytest.FixtureRequest, shared_elastic_server: SharedServer) -> Running:
    return shared_elastic_server(request.param, secure=True)


@pytest.fixture
def access(server: Running, fresh_prefix: Prefix) -> Access:
    return Access(
        server.url,
        fresh_prefix(server),
        username=server.username,
        password=server.password,
        ca_certs=str(server.ca_certs),
    )


@pytest.fixture
def security(access: Access) -> Iterator[Security]:
    with opened_security(access) as security:
        yield security


@pytest.fixture
def foreign(server: Running, access: Access) -> list[str]:
    """Indexes of others, whose names begin with our prefix, but not with our prefix and a dash."""
    names = [f"{access.prefix}x", f"{access.prefix}_v1"]
    for name in names:
        assert server.ask("PUT", f"/{name}", {})[0] == 200
        assert server.ask("PUT", f"/{name}/_doc/1?refresh=true", {"secret": "theirs"})[0] == 201
    return names


def allowed(who: Running, requests: list[tuple[Any, ...]]) -> list[tuple[int, Any]]:
    """The requests that were not refused for want of a right."""
    answers = [(who.ask(*request), request) for request in requests]
    return [(status, request) for (status, _), request in answers if status != 403]


def holder(server: Running, key: WriterKey) -> KeyHolder:
    return KeyHolder(server.url, ca_certs=server.ca_certs, key=key.encoded)


def filled(writer: Running, prefix: str) -> str:
    """Everything that the product does, done by the writer; gives the generation that answers."""
    first, second = f"{prefix}-v1-20261126000000", f"{prefix}-v1-20261126000001"
    synonyms = {"type": "synonym_graph", "synonyms_set": f"{prefix}-synonyms", "updateable": True}
    analysis = {
        "filter": {"syn": synonyms},
        "analyzer": {"syn": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "syn"]}},
    }
    mapping = {
        "_meta": {"kliping": {"archive": "a"}},
        "properties": {"title": {"type": "text", "analyzer": "standard", "search_analyzer": "syn"}},
    }
    template = {"settings": {"number_of_replicas": 0, "analysis": analysis}, "mappings": mapping}
    bulk: list[dict[str, Any]] = []
    for version, name in enumerate("abc", 1):
        action = {"_index": f"{prefix}-write", "_id": name, "version": version, "version_type": "external"}
        bulk += [{"index": action}, {"title": f"perpusnas {name}"}]
    gone = {"_index": f"{prefix}-write", "_id": "c", "version": 4, "version_type": "external"}
    swap = [
        {"remove": {"index": first, "alias": prefix}},
        {"add": {"index": second, "alias": prefix}},
        {"add": {"index": first, "alias": f"{prefix}-previous"}},
    ]
    for status, *request in [
        (200, "GET", "/"),
        (200, "GET", "/_cluster/health"),
        (None, "PUT", f"/_synonyms/{prefix}-synonyms", {"synonyms_set": [{"synonyms": "perpusnas, pnri"}]}),
        (
            200,
            "PUT",
            f"/_index_template/{prefix}-articles",
            {"index_patterns": [f"{prefix}-v*"], "priority": 500, "template": template},
        ),
        (200, "GET", f"/_index_template/{prefix}-articles"),
        (200, "PUT", f"/{first}", {}),
        (
            200,
            "POST",
            "/_aliases",
            {
                "actions": [
                    {"add": {"index": first, "alias": prefix}},
                    {"add": {"index": first, "alias": f"{prefix}-write", "is_write_index": True}},
                ]
            },
        ),
        (200, "POST", "/_bulk?require_alias=true", bulk),
        (200, "POST", "/_bulk?require_alias=true", [{"delete": gone}]),
        (200, "POST", f"/{prefix}/_refresh"),
        (200, "POST", f"/{prefix}/_search", {"query": {"match": {"title": "pnri"}}}),
        (200, "POST", f"/{prefix}/_pit?keep_alive=1m"),
        (200, "GET", f"/{prefix}/_field_caps?fields=*"),
        (200, "POST", f"/{prefix}/_analyze", {"analyzer": "syn", "text": "perpusnas"}),
        (200, "PUT", f"/{first}/_settings", {"refresh_interval": "-1"}),
        (200, "PUT", f"/{first}/_mapping", {"_meta": {"kliping": {"archive": "a", "version": "1"}}}),
        (200, "GET", f"/{prefix}/_mapping"),
        (200, "GET", f"/{prefix}-*/_alias"),
        (200, "GET", f"/{prefix}/_stats"),
        (200, "GET", f"/_resolve/index/{prefix},{prefix}-*"),
        (200, "PUT", f"/_synonyms/{prefix}-synonyms", {"synonyms_set": [{"synonyms": "perpusnas, pnri, perpus"}]}),
        (200, "POST", f"/{prefix}/_reload_search_analyzers"),
        (200, "PUT", f"/{second}", {}),
        (200, "POST", "/_aliases", {"actions": swap}),
        (200, "POST", f"/{first}/_forcemerge?max_num_segments=1"),
        (200, "PUT", f"/{prefix}-v1-20261126000002", {}),
        (200, "DELETE", f"/{prefix}-v1-20261126000002"),
        (200, "PUT", f"/{prefix}-runs-v1", {}),
        (200, "POST", "/_aliases", {"actions": [{"add": {"index": f"{prefix}-runs-v1", "alias": f"{prefix}-runs"}}]}),
    ]:
        got, answer = writer.ask(*request)
        assert got == status or (status is None and got in (200, 201)), (request, answer)
        assert not (isinstance(answer, dict) and answer.get("errors")), (request, answer)
    return first


def test_the_writer_may_do_all_that_the_product_does(server: Running, security: Security) -> None:
    writer = holder(server, security.make_key())
    filled(writer, security.prefix)
    found = writer.ask("POST", f"/{security.prefix}-previous/_search", {"query": {"match": {"title": "perpus"}}})[1]
    assert sorted(hit["_id"] for hit in found["hits"]["hits"]) == ["a", "b"]


def elsewhere(index: str, ours: str) -> list[tuple[Any, ...]]:
    """Requests at an index of someone else."""
    return [
        ("GET", f"/{index}/_search"),
        ("GET", f"/{index}/_doc/1"),
        ("GET", f"/{index}/_mapping"),
        ("GET", f"/{index}/_settings"),
        ("PUT", f"/{index}/_doc/2", {"a": 1}),
        ("DELETE", f"/{index}/_doc/1"),
        ("POST", f"/{index}/_update/1", {"doc": {"a": 1}}),
        ("POST", f"/{index}/_delete_by_query", {"query": {"match_all": {}}}),
        ("PUT", f"/{index}/_settings", {"refresh_interval": "-1"}),
        ("PUT", f"/{index}/_mapping", {"_meta": {}}),
        ("POST", f"/{index}/_close"),
        ("DELETE", f"/{index}"),
        ("PUT", f"/{index}-2", {}),
        ("POST", "/_aliases", {"actions": [{"add": {"index": index, "alias": f"{ours}-stolen"}}]}),
        ("POST", "/_aliases", {"actions": [{"add": {"index": f"{ours}-v1-1", "alias": f"{index}-alias"}}]}),
        ("POST", "/_reindex", {"source": {"index": index}, "dest": {"index": f"{ours}-v1-1"}}),
    ]


# Requests at the cluster itself.
CLUSTER: list[tuple[Any, ...]] = [
    ("GET", "/.security/_search"),
    ("GET", "/_security/user"),
    ("PUT", "/_security/user/test-evil", {"password": "abcdefgh", "roles": ["superuser"]}),
    ("POST", "/_security/user/elastic/_password", {"password": "abcdefgh"}),
    ("POST", "/_security/user/_password", {"password": "abcdefgh"}),
    ("GET", "/_security/role"),
    ("PUT", "/_security/role/test-evil", {"cluster": ["all"]}),
    ("PUT", "/_security/role_mapping/test-evil", {"roles": ["superuser"], "enabled": True, "rules": {"any": []}}),
    ("GET", "/_security/api_key"),
    ("POST", "/_security/api_key", {"name": "test-evil", "role_descriptors": {}}),
    ("DELETE", "/_security/api_key", {"name": "test-evil"}),
    ("GET", "/_security/privilege"),
    ("PUT", "/_cluster/settings", {"persistent": {"cluster.routing.allocation.enable": None}}),
    ("POST", "/_cluster/reroute"),
    ("GET", "/_snapshot"),
    ("PUT", "/_snapshot/test-evil", {"type": "fs", "settings": {"location": "x"}}),
    ("PUT", "/_ingest/pipeline/test-evil", {"processors": []}),
    ("PUT", "/_scripts/test-evil", {"script": {"lang": "painless", "source": "1"}}),
    ("POST", "/_tasks/_cancel"),
    ("DELETE", "/_license"),
]


def test_the_writer_may_do_nothing_else(server: Running, security: Security, foreign: list[str]) -> None:
    writer = holder(server, security.make_key())
    assert writer.ask("PUT", f"/{security.prefix}-v1-1", {})[0] == 200
    assert not allowed(writer, CLUSTER)
    for name in foreign:
        assert not allowed(writer, elsewhere(name, security.prefix))
        # What answers 200 and refuses each part by itself.
        bulk = writer.ask("POST", "/_bulk", [{"index": {"_index": name, "_id": "9"}}, {"a": 1}])[1]
        assert [item["index"]["status"] for item in bulk["items"]] == [403]
        many = writer.ask("POST", "/_mget", {"docs": [{"_index": name, "_id": "1"}]})[1]
        assert many["docs"][0]["error"]["type"] == "security_exception"
        several = writer.ask("POST", "/_msearch", [{"index": name}, {}])[1]
        assert several["responses"][0]["status"] == 403
        assert server.ask("GET", f"/{name}/_search")[1]["hits"]["total"]["value"] == 1
    for path in ("/_search", f"/{security.prefix}*/_search"):  # patterns show what is ours and hide the rest
        assert not writer.ask("GET", path)[1]["hits"]["hits"]


def test_what_the_writer_shares_with_the_cluster(server: Running, security: Security) -> None:
    """Elasticsearch cannot narrow these to a prefix; README.md says so, and this notices when that changes."""
    writer = holder(server, security.make_key())
    name = f"{security.prefix}x"
    assert writer.ask("PUT", f"/_index_template/{name}", {"index_patterns": [f"{name}-none"]})[0] == 200
    assert writer.ask("PUT", f"/_synonyms/{name}", {"synonyms_set": []})[0] in (200, 201)
    assert writer.ask("GET", "/_cluster/state/metadata")[0] == 200


def test_an_analyst_may_read_and_nothing_else(server: Running, security: Security, foreign: list[str]) -> None:
    prefix = security.prefix
    generation = filled(holder(server, security.make_key()), prefix)
    user = f"{prefix}-sari"
    security.put_analyst(user, "sandi-analis-1")
    analyst = replace(Running(server.url, ca_certs=server.ca_certs), username=user, password="sandi-analis-1")  # noqa: S106
    assert analyst.ask("GET", f"/{prefix}-previous/_search")[1]["hits"]["total"]["value"] == 2
    for path in (
        f"/{prefix}/_search",
        f"/{prefix}-runs/_search",
        f"/{prefix}/_field_caps?fields=*",
        f"/{prefix}/_mapping",
    ):
        assert analyst.ask("GET", path)[0] == 200, path
    own = [
        ("PUT", f"/{generation}/_doc/9", {"title": "x"}),
        ("DELETE", f"/{generation}/_doc/a"),
        ("POST", f"/{generation}/_delete_by_query", {"query": {"match_all": {}}}),
        ("PUT", f"/{generation}/_settings", {"refresh_interval": "1s"}),
        ("PUT", f"/{generation}/_mapping", {"_meta": {}}),
        ("DELETE", f"/{generation}"),
        ("POST", f"/{generation}/_close"),
        ("PUT", f"/{prefix}-v1-9", {}),
        ("POST", "/_aliases", {"actions": [{"add": {"index": generation, "alias": f"{prefix}-stolen"}}]}),
        ("PUT", f"/_index_template/{prefix}-articles", {"index_patterns": [f"{prefix}-v*"]}),
        ("PUT", f"/_synonyms/{prefix}-synonyms", {"synonyms_set": []}),
        ("GET", "/_cluster/health"),
        ("GET", "/_cluster/state"),
    ]
    for name in foreign:
        own += elsewhere(name, prefix)
    # Every user may change their own password.
    assert not allowed(analyst, own + [one for one in CLUSTER if one[1] != "/_security/user/_password"])


def test_an_analyst_opens_discover_and_dashboards_of_the_default_space(server: Running, security: Security) -> None:
    """Kibana asks the cluster in these words; its own privileges are put here as it does when it starts."""
    name, resource = "kibana-.kibana", "space:default"
    privileges = {f"feature_{one}.read": [f"ui:{one}/show"] for one in ("discover_v2", "dashboard_v2")}
    privileges["feature_dev_tools.read"] = ["ui:dev_tools/show"]
    body = {name: {key: {"actions": actions} for key, actions in privileges.items()}}
    assert server.ask("PUT", "/_security/privilege", body)[0] == 200
    user = f"{security.prefix}-sari"
    security.put_analyst(user, "sandi-analis-1")
    analyst = replace(Running(server.url, ca_certs=server.ca_certs), username=user, password="sandi-analis-1")  # noqa: S106
    actions = ["ui:discover_v2/show", "ui:dashboard_v2/show", "ui:dev_tools/show"]
    wanted = {"application": [{"application": name, "resources": [resource, "space:other"], "privileges": actions}]}
    answer = analyst.ask("POST", "/_security/user/_has_privileges", wanted)[1]["application"][name]
    assert answer[resource] == dict(zip(actions, (True, True, False), strict=True))
    assert not any(answer["space:other"].values())


def test_a_key_is_known_again(security: Security) -> None:
    key = security.make_key("40d")
    assert key_id(key.encoded) == key.id
    assert key.encoded not in repr(key)
    assert security.fits(key.encoded, NOW + dt.timedelta(days=30))
    assert not security.fits(key.encoded, NOW + dt.timedelta(days=50))
    newer = security.make_key()
    assert security.fits(newer.encoded, NOW + dt.timedelta(days=50_000))
    assert security.other_keys(newer.id) == [key.id]
    security.revoke(security.other_keys(newer.id))
    assert not security.fits(key.encoded, NOW)
    assert security.fits(newer.encoded, NOW)
    assert security.other_keys(newer.id) == []


def test_a_key_of_another_prefix_does_not_fit(access: Access, security: Security) -> None:
    with opened_security(replace(access, prefix=f"{access.prefix}y")) as other:
        assert not security.fits(other.make_key().encoded, NOW)


@pytest.mark.parametrize("text", ["", "no key", "bm8gY29sb24=", "Og==", "Omtlw6k=", "aWQ6"])
def test_what_is_no_key(text: str) -> None:
    assert key_id(text) is None


def test_an_analyst_is_made_once_and_nobody_else_is_touched(server: Running, security: Security) -> None:
    user = f"{security.prefix}-sari"
    assert not security.has_analyst(user)
    security.put_analyst(user, "sandi-analis-1")
    security.put_analyst(user, None)  # again: the password stays
    analyst = replace(Running(server.url, ca_certs=server.ca_certs), username=user, password="sandi-analis-1")  # noqa: S106
    assert analyst.ask("GET", "/_security/_authenticate")[1]["roles"] == [f"{security.prefix}-analyst"]
    with pytest.raises(EngineError, match="elastic is there already and was not made by Kliping"):
        security.put_analyst("elastic", "sandi-analis-1")


def test_the_password_of_kibana(server: Running, security: Security) -> None:
    security.set_kibana_password("sandi-kibana-1")
    kibana = replace(Running(server.url, ca_certs=server.ca_certs), username="kibana_system", password="sandi-kibana-1")  # noqa: S106
    assert kibana.ask("GET", "/_security/_authenticate")[0] == 200
    with pytest.raises(EngineError, match=r"did not set the password of kibana_system: .*at least") as told:
        security.set_kibana_password("kurz")
    assert "kurz" not in str(told.value)


def test_refusals_are_one_sentence_without_a_secret(access: Access, security: Security) -> None:
    key = security.make_key()
    for wrong, says in [
        (replace(access, password="salah-sekali"), "does not accept the credentials"),  # noqa: S106
        (replace(access, username=None, password=None, api_key=key.encoded), "name and password of an administrator"),
        (replace(access, url="https://127.0.0.1:9"), "does not answer"),
        (replace(access, url=access.url.replace("https", "http"), ca_certs=None), "does not answer|closed the conn"),
        (replace(access, ca_certs=None), "is not trusted"),
    ]:
        with pytest.raises(EngineError, match=says) as told, opened_security(wrong) as refused:
            refused.make_key()
        sentence = str(told.value)
        assert "\n" not in sentence
        assert not any(secret in sentence for secret in (key.encoded, "salah-sekali", str(access.password)))


def test_a_cluster_without_security_says_so(elastic_server: Running, fresh_prefix: Prefix) -> None:
    if elastic_server.username:
        pytest.skip("the server named by KLIPING_TEST_ELASTICSEARCH has security on")
    with (
        opened_security(Access(elastic_server.url, fresh_prefix())) as security,
        pytest.raises(EngineError, match="security is off there"),
    ):
        security.make_key()


def test_the_roles_name_no_more_than_the_prefix() -> None:
    for role in (writer_role("p"), analyst_role("p")):
        assert [one["names"] for one in role["indices"]] == [["p", "p-*"]]
