"""A real server of its own: started, stopped, killed and started again on the same data and ports."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from support.elasticsearch import launch
from support.elasticsearch.fetch import GET_ONE, cached, release
from support.elasticsearch.java import Unavailable, newest
from support.elasticsearch.ports import free_ports
from support.elasticsearch.running import Running

START_LIMIT = 300  # seconds; alone it takes ten, under a busy test run many more
KEEPER = Path(__file__).with_name("keeper.py")


class Server(Running):
    """A context manager: starts, and at its end leaves nothing behind.

    A process of its own watches: however this one ends, the server and its folder go.
    """

    def __init__(
        self,
        version: str = "9",
        *,
        secure: bool = False,
        settings: Mapping[str, Any] | None = None,
        heap: str = "512m",
        port: int | None = None,
    ) -> None:
        """Nothing runs yet.

        Args:
            version: "8" or "9".
            secure: TLS and a password.
            settings: more lines for elasticsearch.yml, for example ``{"http.max_content_length": "1mb"}``.
            heap: of the server, as Java writes it.
            port: for HTTP; a free one if not given.

        Raises:
            Unavailable: the server was never fetched, or there is no Java for it.
        """
        home = cached(version)
        if home is None:
            raise Unavailable(f"No Elasticsearch {version} is cached: `{GET_ONE} VERSION={version}` fetches one.")
        self.version, self.home = version, home
        self.number = release(version).number
        self.java = newest(release(version).java)
        ports = free_ports(2)
        super().__init__(f"{'https' if secure else 'http'}://127.0.0.1:{port or ports[0]}")
        self.pid: int | None = None  # of the server itself, whose parent is the launcher
        self._ports = (port or ports[0], ports[1])
        self._settings, self._heap = dict(settings or {}), heap
        self._folder: Path | None = None
        self._keeper: subprocess.Popen[str] | None = None

    def __enter__(self) -> Server:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> Server:
        """Start, and wait until it answers and its shards are there.

        Raises:
            Unavailable: it does not come up; with what it said.
        """
        if self._keeper is None:
            self._prepare()
        self._tell("start")
        try:
            self._wait()
        except BaseException:
            self.close()
            raise
        return self

    def stop(self) -> None:
        """Stop in order; the data stay for `start`."""
        if self._keeper is not None:
            self._tell("stop")
        self.pid = None

    def kill(self) -> None:
        """``kill -9`` the server itself, and wait until it is gone; the data stay for `start`."""
        if self.pid is None:
            raise RuntimeError("the server does not run")
        os.kill(self.pid, signal.SIGKILL)
        while self._tell("alive") == "yes":  # its launcher ends with it
            time.sleep(0.02)
        self.pid = None

    def restart(self) -> Server:
        """On the same data and ports, whether it runs or was killed."""
        self.stop()
        return self.start()

    def close(self) -> None:
        """Stop at once and remove everything."""
        keeper, self._keeper, self.pid = self._keeper, None, None
        if keeper is not None:
            keeper.communicate()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    @property
    def log(self) -> str:
        """What it said so far."""
        return (self._folder / "console.log").read_text("utf-8", "replace") if self._folder else ""

    def _prepare(self) -> None:
        owner = launch.user()
        folder = self._folder = Path(tempfile.mkdtemp(prefix="kliping-elasticsearch-"))
        try:
            self._keeper = self._watched(folder, owner)
            for name in ("data", "logs", "tmp"):
                (folder / name).mkdir()
            launch.configure(folder, self.home, self._ports, self.secure, self._settings)
            if self.secure:
                from support.elasticsearch import certificates  # only here: plain servers need no library

                self.ca_certs = folder / "ca.pem"
                self.fingerprint = certificates.write(folder / "config", self.ca_certs)
            launch.give(folder, owner)
            self._check_reach(owner)
            if self.secure:
                self.username, self.password = "elastic", launch.set_password(self.home, folder, self.java, owner)
            folder.chmod(0o711)  # the authority's certificate is for everyone
            (folder / "config").chmod(0o700)
        except BaseException:
            self.close()
            raise

    def _watched(self, folder: Path, owner: tuple[int, int] | None) -> subprocess.Popen[str]:
        spec = {
            "command": launch.command(self.home, folder / "config", self.java),
            "environment": launch.environment(self.home, folder, self.java, self._heap),
            "home": str(self.home),
            "folder": str(folder),
            "user": owner,
        }
        return subprocess.Popen(
            [sys.executable, KEEPER, json.dumps(spec)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def _check_reach(self, owner: tuple[int, int] | None) -> None:
        """The other user must be able to read the server and its Java."""
        if owner is None:
            return
        for path in (self.home / "lib", self.java / "bin" / "java"):
            words = ["/bin/sh", "-c", 'test -r "$0"', str(path)]
            uid, gid = owner
            if subprocess.run(words, user=uid, group=gid, extra_groups=[], check=False, cwd="/").returncode:
                raise Unavailable(
                    f"{path} cannot be read by the user {launch.SYSTEM_USER}, whom Elasticsearch runs as under root: "
                    "put it where others may read (KLIPING_TEST_ELASTICSEARCH_CACHE, JAVA_HOME)."
                )

    def _tell(self, word: str) -> str:
        keeper = self._keeper
        if keeper is None or keeper.stdin is None or keeper.stdout is None:
            raise RuntimeError("the server was closed")
        keeper.stdin.write(word + "\n")
        keeper.stdin.flush()
        return keeper.stdout.readline().strip()

    def _wait(self) -> None:
        limit = time.monotonic() + START_LIMIT
        while not self._ready():
            ended = self._tell("alive") != "yes"
            if ended or time.monotonic() > limit:
                what = "ended at its start" if ended else f"did not answer within {START_LIMIT} seconds"
                raise Unavailable(f"Elasticsearch {self.number} {what}; its last words:\n{self.log[-3000:]}")
            time.sleep(0.1)
        processes = self.ask("GET", "/_nodes/_local/process")[1]["nodes"].values()
        self.pid = next(iter(processes))["process"]["id"]

    def _ready(self) -> bool:
        try:
            status, health = self.ask("GET", "/_cluster/health?wait_for_status=yellow&timeout=1s", timeout=30)
            if status != 200 or health["timed_out"]:
                return False
            return not self.secure or self._settled()
        except OSError:
            return False

    def _settled(self) -> bool:
        """Whether the index of users is there: while it is being made, the right password is answered with 401."""
        made, _ = self.ask("PUT", "/_security/role/settled", {})
        return made == 200 and self.ask("DELETE", "/_security/role/settled")[0] == 200
