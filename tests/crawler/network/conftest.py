from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.edition_server import EditionServer

Crawl = Callable[..., dict[str, Any]]
WORKER = Path(__file__).parents[2] / "support" / "crawl_worker.py"


@pytest.fixture(scope="session")
def worker() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-W", "error", str(WORKER)]
    proxies = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}  # a crawl must not heed them
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True, env=os.environ | proxies) as process:
        yield process


@pytest.fixture
def crawl(worker: subprocess.Popen[str]) -> Crawl:
    """A crawl of some addresses in the worker: ``crawl(*urls, via=server, dns={...}, meta={...}, SETTING=value)``."""

    def run(
        *urls: str,
        via: EditionServer | None = None,
        dns: dict[str, str] | None = None,
        meta: dict[str, Any] | None = None,
        **settings: Any,
    ) -> dict[str, Any]:
        told = {"KLIPING_FETCH_VIA": via.origin if via else "", **settings}
        scenario = {"requests": [{"url": url, "meta": meta or {}} for url in urls], "settings": told, "dns": dns or {}}
        assert worker.stdin
        assert worker.stdout
        worker.stdin.write(json.dumps(scenario) + "\n")
        worker.stdin.flush()
        outcome: dict[str, Any] = json.loads(worker.stdout.readline())
        assert "fault" not in outcome, outcome
        return outcome

    return run


@pytest.fixture
def server() -> Iterator[EditionServer]:
    with EditionServer() as running:
        yield running
