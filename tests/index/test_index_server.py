"""The real server that tests run on, and the proxy that breaks connections to it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from elasticsearch import Elasticsearch
from support.elasticsearch import Running, Server, Unavailable, cached
from support.elasticsearch.cutting_proxy import CuttingProxy
from support.elasticsearch.fetch import fetch
from support.elasticsearch.ports import free_ports

ROOT = Path(__file__).parents[2]


def put(server: Running, index: str, number: int = 1) -> None:
    assert server.ask("PUT", f"/{index}")[0] == 200
    assert server.ask("PUT", f"/{index}/_doc/{number}?refresh=true", {"title": "kabar"})[0] == 201


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether it comes true, at the latest after a generous while."""
    limit = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_each_version_answers_and_takes_synonyms(
    each_elastic_server: Running, fresh_prefix: Callable[..., str], request: pytest.FixtureRequest
) -> None:
    status, told = each_elastic_server.ask("GET", "/")
    assert status == 200
    assert told["version"]["number"].split(".")[0] == request.node.callspec.params["each_elastic_server"]
    prefix = fresh_prefix(each_elastic_server)
    rules = {"synonyms_set": [{"synonyms": "perpusnas, perpustakaan nasional"}]}
    assert each_elastic_server.ask("PUT", f"/_synonyms/{prefix}-synonyms", rules)[0] == 201


def test_what_a_test_made_is_cleared_by_its_prefix(
    each_elastic_server: Running, fresh_prefix: Callable[..., str]
) -> None:
    mine, other = fresh_prefix(each_elastic_server), fresh_prefix(each_elastic_server)
    for prefix in (mine, other):
        put(each_elastic_server, f"{prefix}-v1")
        each_elastic_server.ask("PUT", f"/_index_template/{prefix}-articles", {"index_patterns": [f"{prefix}-*"]})
        each_elastic_server.ask("PUT", f"/_synonyms/{prefix}-synonyms", {"synonyms_set": []})
    assert each_elastic_server.ask("PUT", f"/{mine}-v1/_block/read_only")[0] == 200
    each_elastic_server.clear(mine)
    for prefix, left in ((mine, 404), (other, 200)):
        for path in ("", "_index_template/", "_synonyms/"):
            name = {"": "-v1", "_index_template/": "-articles", "_synonyms/": "-synonyms"}[path]
            assert each_elastic_server.ask("GET", f"/{path}{prefix}{name}")[0] == left, path


def test_a_secured_server_lets_in_only_who_knows_the_password(secure_elastic_server: Server) -> None:
    server = secure_elastic_server
    assert server.ask("GET", "/")[0] == 200
    stranger = Running(server.url, "elastic", "wrong", server.ca_certs)
    assert stranger.ask("GET", "/")[0] == 401
    assert Running(server.url, ca_certs=server.ca_certs).ask("GET", "/")[0] == 401
    with pytest.raises(OSError, match="certificate verify failed"):
        Running(server.url, server.username, server.password).ask("GET", "/")
    with pytest.raises((OSError, http.client.HTTPException)):
        Running(server.url.replace("https:", "http:"), server.username, server.password).ask("GET", "/")
    assert str(server.password) not in repr(server)


def test_the_client_accepts_the_authority_and_its_fingerprint(secure_elastic_server: Server) -> None:
    server = secure_elastic_server
    assert server.username
    assert server.password
    assert server.fingerprint
    basic = (server.username, server.password)
    with Elasticsearch(server.url, basic_auth=basic, ca_certs=str(server.ca_certs)) as client:
        assert client.info()["version"]["number"] == server.number
    with Elasticsearch(server.url, basic_auth=basic, ssl_assert_fingerprint=server.fingerprint) as client:
        assert client.info()["version"]["number"] == server.number


@pytest.mark.parametrize("version", [pytest.param("8", marks=pytest.mark.faults), "9"])
def test_a_killed_server_comes_back_with_its_documents(
    start_elastic_server: Callable[..., Server], version: str
) -> None:
    server = start_elastic_server(version, heap="256m", settings={"http.max_content_length": "1mb"})
    put(server, "articles")
    pid, url = server.pid, server.url
    assert pid is not None
    server.kill()
    assert not alive(pid)
    with pytest.raises(OSError, match="refused"):
        server.ask("GET", "/")
    server.restart()
    assert (server.url, server.ask("GET", "/articles/_doc/1")[0]) == (url, 200)
    assert server.pid != pid
    assert server.ask("PUT", "/articles/_doc/2", {"body": "x" * (1 << 20)})[0] == 413
    server.stop()
    assert "closed" in server.log.splitlines()[-1]


OWNER = """
import sys, time
from support.elasticsearch import Server
server = Server(sys.argv[1], heap="256m").start()
print(server.pid, server._folder, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.faults)])
def test_a_server_goes_with_its_owner(cached_version: str, how: signal.Signals) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "tests")}
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, cached_version],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as owner:
        assert owner.stdout
        pid, folder = owner.stdout.readline().split()
        assert alive(int(pid))
        owner.send_signal(how)
    assert within(60, lambda: not alive(int(pid)) and not Path(folder).exists())


def test_the_command_prints_the_environment_and_stops_cleanly(cached_version: str) -> None:
    words = [sys.executable, "-m", "support.elasticsearch", "serve", "--version", cached_version]
    words += ["--secure", "--heap", "256m", "--port", str(free_ports(1)[0])]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "tests")}
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdout=pipe, stderr=pipe, text=True, env=environment) as command:
        assert command.stdout
        told = dict(
            line.strip().removeprefix("export ").split("=", 1)
            for line in iter(command.stdout.readline, "# Ctrl-C stops it and removes its data.\n")
            if line.startswith("export ")
        )
        assert told["KLIPING_INDEX"] == "elasticsearch"
        server = Running(
            told["KLIPING_ELASTICSEARCH_URL"],
            told["KLIPING_ELASTICSEARCH_USERNAME"],
            told["KLIPING_ELASTICSEARCH_PASSWORD"],
            Path(told["KLIPING_ELASTICSEARCH_CA_CERTS"]),
        )
        assert server.ask("GET", "/")[0] == 200
        command.terminate()
        assert command.wait(60) == 0
    assert server.ca_certs
    assert not server.ca_certs.parent.exists()
    address = urlsplit(server.url)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((str(address.hostname), address.port or 0))


def test_a_server_that_cannot_start_says_why(cached_version: str) -> None:
    server = Server(cached_version, settings={"no.such.setting": 1})
    with pytest.raises(Unavailable, match=r"(?s)ended at its start.*no\.such\.setting"):
        server.start()
    assert server._folder is None


def test_a_version_that_is_not_cached_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLIPING_TEST_ELASTICSEARCH_CACHE", str(tmp_path))
    assert cached("8") is None
    with pytest.raises(Unavailable, match="make test-elasticsearch VERSION=8"):
        Server("8")
    with pytest.raises(Unavailable, match="choose one of 8, 9"):
        Server("7")


@pytest.mark.parametrize(("required", "code", "told"), [("", 0, "SKIPPED"), ("1", 1, "real part skipped")])
def test_without_a_server_a_real_part_is_skipped_or_fails_where_it_is_required(
    tmp_path: Path, required: str, code: int, told: str
) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KLIPING_TEST")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider", __file__, "-k", "cuts_only_the_requests"],
        cwd=ROOT,
        env=kept | {"KLIPING_TEST_ELASTICSEARCH_CACHE": str(tmp_path), "KLIPING_TEST_REQUIRE": required},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout
    assert told in done.stdout
    assert "`make test-elasticsearch` fetches one" in done.stdout


def test_a_fetch_without_maven_or_without_the_web_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLIPING_TEST_ELASTICSEARCH_CACHE", str(tmp_path / "cache"))
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(Unavailable, match=r"Maven \(mvn\).* is missing"):
        fetch("9")
    maven = tmp_path / "bin" / "mvn"
    maven.write_text("#!/bin/sh\n/bin/mkdir -p maven\necho '[ERROR] Unknown host' >&2\nexit 1\n")
    maven.chmod(0o755)
    left = tmp_path / "cache" / ".partial-killed"
    left.mkdir(parents=True)
    with pytest.raises(Unavailable, match=r"could not fetch .* It said: Unknown host"):
        fetch("9")
    maven.write_text('#!/bin/sh\necho other > "$(pwd)/sonar.zip"\n')
    with pytest.raises(Unavailable, match="is not the file that is expected"):
        fetch("9")
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [".lock"]


def search(proxy: CuttingProxy, path: str = "/") -> bytes:
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(proxy.url + path, timeout=60) as answer:
        return bytes(answer.read())


def test_the_proxy_passes_everything_until_it_cuts(elastic_server: Running) -> None:
    with CuttingProxy(elastic_server.url) as proxy:
        whole = search(proxy)
        assert json.loads(whole) == elastic_server.ask("GET", "/")[1]
        proxy.cut_after(0)
        with pytest.raises(http.client.RemoteDisconnected):
            search(proxy)
        proxy.cut_after(300)
        with pytest.raises(http.client.IncompleteRead) as cut:
            search(proxy)
        assert cut.value.partial
        assert whole.startswith(cut.value.partial)
        proxy.cut_after(300, reset=True, times=2)
        for _ in range(2):
            with pytest.raises(ConnectionResetError):
                search(proxy)
        assert proxy.cuts == 4
        assert search(proxy) == whole


def test_the_proxy_cuts_only_the_requests_that_are_meant(
    elastic_server: Running, fresh_prefix: Callable[..., str]
) -> None:
    index = f"{fresh_prefix(elastic_server)}-v1"
    assert elastic_server.ask("PUT", f"/{index}")[0] == 200
    lines = "".join(f'{{"index":{{"_id":"{n}"}}}}\n{{"title":"kabar"}}\n' for n in range(5))
    with CuttingProxy(elastic_server.url) as proxy:
        proxy.cut_after(0, on=b"/_bulk")
        host = urlsplit(proxy.url)
        connection = http.client.HTTPConnection(str(host.hostname), host.port, timeout=60)
        for _ in range(2):  # the same connection, kept alive
            connection.request("GET", "/")
            assert connection.getresponse().read()
        with pytest.raises(http.client.RemoteDisconnected):
            connection.request("POST", f"/{index}/_bulk?refresh=true", lines, {"Content-Type": "application/x-ndjson"})
            connection.getresponse()
        connection.close()
    assert elastic_server.ask("GET", f"/{index}/_count")[1]["count"] == 5  # the server had done it


def test_the_proxy_refuses_and_accepts_again_and_holds_answers(elastic_server: Running) -> None:
    with CuttingProxy(elastic_server.url) as proxy:
        proxy.refuse()
        with pytest.raises(OSError, match="refused"):
            search(proxy)
        proxy.accept()
        assert search(proxy)
        proxy.hold()
        host = urlsplit(proxy.url)
        connection = http.client.HTTPConnection(str(host.hostname), host.port, timeout=0.3)
        connection.request("GET", "/")
        with pytest.raises(TimeoutError):
            connection.getresponse()
        connection.close()
        proxy.release()
        assert search(proxy)
