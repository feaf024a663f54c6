"""How the clusters of targets are named and reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from kliping.accesses import access_of, variables
from kliping.config import Config, load
from kliping.trouble import Trouble


def config(tmp_path: Path, toml: str = "") -> Config:
    (tmp_path / "kliping.toml").write_text(toml, "utf-8")
    return load({}, tmp_path)


def test_the_embedded_index_has_no_access(tmp_path: Path) -> None:
    assert access_of("embedded", config(tmp_path), {}) is None


def test_the_environment_tells_of_elasticsearch(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("c2VjcmV0\n", "utf-8")
    told = {
        "KLIPING_ELASTICSEARCH_URL": "http://127.0.0.1:9200",
        "KLIPING_ELASTICSEARCH_PREFIX": "arsip",
        "KLIPING_ELASTICSEARCH_API_KEY_FILE": str(tmp_path / "key"),
    }
    access = access_of("elasticsearch", config(tmp_path), told)
    assert (access.url, access.prefix, access.api_key) == ("http://127.0.0.1:9200", "arsip", "c2VjcmV0")
    assert "c2VjcmV0" not in repr(access)


def test_a_table_names_another_cluster_and_the_environment_wins(tmp_path: Path) -> None:
    toml = '[index.far]\nurl = "http://far.example:9200"\nprefix = "arsip"\nusername = "penulis"\n'
    told = {"KLIPING_INDEX_FAR_PASSWORD": "rahasia", "KLIPING_INDEX_FAR_PREFIX": "lain"}
    access = access_of("far", config(tmp_path, toml), told)
    assert (access.url, access.prefix, access.username) == ("http://far.example:9200", "lain", "penulis")
    assert access.password == "rahasia"  # noqa: S105


@pytest.mark.parametrize(
    ("toml", "name", "environ", "says"),
    [
        ("", "elastik", {}, "There is no index 'elastik'; did you mean 'elasticsearch'?"),
        ("", "far", {}, "There is no index 'far'; there are embedded, elasticsearch."),
        ("", "elasticsearch", {}, "has no address: set KLIPING_ELASTICSEARCH_URL"),
        ("[index.far]\nprefix = 'x'\n", "far", {}, "has no address: set KLIPING_INDEX_FAR_URL"),
        ("[index.far]\nurll = 'x'\n", "far", {}, r"\[index.far\]: unknown key 'urll'; did you mean 'url'?"),
        ("[index.far]\nurl = 9200\n", "far", {}, "url of .* must be a text, not 9200"),
        ("[index.far]\napi_key = 'x'\n", "far", {}, "is a secret; put it in KLIPING_INDEX_FAR_API_KEY or"),
        ("[index.FAR]\nurl = 'http://x:1'\n", "FAR", {}, "lower-case letters"),
        ("", "elasticsearch", {"KLIPING_ELASTICSEARCH_URL": "127.0.0.1:9200"}, "write it like http://127.0.0.1:9200"),
    ],
)
def test_what_makes_no_sense_is_told(tmp_path: Path, toml: str, name: str, environ: dict[str, str], says: str) -> None:
    with pytest.raises(Trouble, match=says):
        access_of(name, config(tmp_path, toml), environ)


def test_a_table_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"\[index.far\] must be a table"):
        config(tmp_path, "[index]\nfar = 'x'\n")


def test_every_variable_is_known_and_a_misspelt_one_is_not(tmp_path: Path) -> None:
    known = variables(config(tmp_path, '[index.far]\nurl = "http://far.example:9200"\n'))
    assert {"KLIPING_ELASTICSEARCH_URL", "KLIPING_ELASTICSEARCH_API_KEY_FILE", "KLIPING_INDEX_FAR_CA_CERTS"} <= known
    assert "KLIPING_ELASTICSEARCH_PASWORD" not in known
