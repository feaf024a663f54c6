"""A real Elasticsearch for tests that ask for one; nothing is started, and nothing is skipped, for those that do not.

``make test`` never downloads: it takes the server at ``KLIPING_TEST_ELASTICSEARCH`` (an address, with user and
password in it where needed; ``KLIPING_TEST_ELASTICSEARCH_CA_CERTS`` for its authority), else a cached one, else the
test is skipped, or fails where ``KLIPING_TEST_REQUIRE=1`` says that real parts must run.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

import pytest
from support.elasticsearch import Running, Server, Unavailable, newest_cached

GET_ONE = "`make test-elasticsearch` fetches one, or set KLIPING_TEST_ELASTICSEARCH to the address of one"
SharedServer = Callable[..., Server]
Prefix = Callable[..., str]


def missing(why: str) -> NoReturn:
    """Skip, or fail where real parts are required."""
    if os.environ.get("KLIPING_TEST_REQUIRE") == "1":
        pytest.fail(f"real part skipped: {why}", pytrace=False)
    pytest.skip(why)


def newest() -> str:
    """The newest version that is cached."""
    return newest_cached() or missing(f"No Elasticsearch is cached: {GET_ONE}.")


def made(version: str | None, secure: bool, settings: Mapping[str, Any] | None, heap: str) -> Server:
    """A server of one's own, started; the newest cached version if none is named."""
    try:
        server = Server(version or newest(), secure=secure, settings=settings, heap=heap)
    except Unavailable as error:
        missing(str(error))
    return server.start()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests on real servers go to one worker, which starts each server once."""
    from support.scheduling import ServersTogether

    return ServersTogether(config, log)


@pytest.fixture(scope="session")
def cached_version() -> str:
    """The newest version that is cached, for tests that start it in their own way."""
    return newest()


@pytest.fixture(scope="session")
def shared_elastic_server() -> Iterator[SharedServer]:
    """``shared_elastic_server(version=, secure=, settings=)``: the same words give the same server all session long.

    Who asks for one may fill it under a prefix of their own, and neither stops it nor changes its cluster settings.
    """
    servers: dict[object, Server] = {}

    def shared(
        version: str | None = None, *, secure: bool = False, settings: Mapping[str, Any] | None = None
    ) -> Server:
        key = (version or newest_cached(), secure, tuple(sorted((settings or {}).items())))
        if key not in servers:
            servers[key] = made(version, secure, settings, "512m")
        return servers[key]

    yield shared
    for server in servers.values():
        server.close()


@pytest.fixture
def start_elastic_server() -> Iterator[SharedServer]:
    """``start_elastic_server(version=, secure=, settings=, heap=)``: one of the test's own, to stop, kill and break."""
    servers: list[Server] = []

    def start(
        version: str | None = None,
        *,
        secure: bool = False,
        settings: Mapping[str, Any] | None = None,
        heap: str = "512m",
    ) -> Server:
        servers.append(made(version, secure, settings, heap))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def outside_elastic_server() -> tuple[str, Running] | None:
    """The server at KLIPING_TEST_ELASTICSEARCH with its major version; None where that is not set."""
    address = os.environ.get("KLIPING_TEST_ELASTICSEARCH")
    if not address:
        return None
    running = Running.at(address, os.environ.get("KLIPING_TEST_ELASTICSEARCH_CA_CERTS"))
    status, answer = running.ask("GET", "/")
    assert status == 200, f"KLIPING_TEST_ELASTICSEARCH: {running.url} answers {status}"
    return answer["version"]["number"].partition(".")[0], running


@pytest.fixture(scope="session")
def elastic_server(outside_elastic_server: tuple[str, Running] | None, shared_elastic_server: SharedServer) -> Running:
    """One real server for the whole session: the outside one, else the newest cached; plain http unless outside."""
    return outside_elastic_server[1] if outside_elastic_server else shared_elastic_server()


@pytest.fixture(scope="session", params=["8", "9"])
def each_elastic_server(
    request: pytest.FixtureRequest,
    outside_elastic_server: tuple[str, Running] | None,
    shared_elastic_server: SharedServer,
) -> Running:
    """The test runs once on a server of version 8 and once on 9."""
    if outside_elastic_server and outside_elastic_server[0] == request.param:
        return outside_elastic_server[1]
    return shared_elastic_server(request.param)


@pytest.fixture(scope="session")
def secure_elastic_server(shared_elastic_server: SharedServer) -> Server:
    """The newest version with TLS and a password, one for the whole session."""
    return shared_elastic_server(secure=True)


@pytest.fixture
def fresh_prefix(request: pytest.FixtureRequest) -> Iterator[Prefix]:
    """``fresh_prefix(server)``: a name that nobody else uses; everything on that server under it goes with the test."""
    given: list[tuple[Running, str]] = []

    def fresh(server: Running | None = None) -> str:
        server = server or request.getfixturevalue("elastic_server")
        prefix = f"test-{secrets.token_hex(6)}"
        given.append((server, prefix))
        return prefix

    yield fresh
    # One that was stopped takes everything with it.
    left = [(server, prefix) for server, prefix in given if not isinstance(server, Server) or server.pid is not None]
    for server, prefix in left:
        server.unblock(prefix)
    for server, prefix in left:
        server.clear(prefix)
