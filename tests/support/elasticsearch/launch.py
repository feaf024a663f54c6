"""How a server is configured and which command starts it."""

from __future__ import annotations

import json
import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from support.elasticsearch.java import Unavailable

SYSTEM_USER = "kliping-test"
# Files of the virtual machine that it would write beside the program, which it may not.
_UNWANTED = ("-Xlog:gc", "-XX:ErrorFile", "-XX:+HeapDump")


def user() -> tuple[int, int] | None:
    """Whom the server runs as: Elasticsearch refuses root, so root gets a system user; None is the caller.

    Raises:
        Unavailable: root cannot make that user.
    """
    if os.geteuid() != 0:
        return None
    try:
        found = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _add_user()
        found = pwd.getpwnam(SYSTEM_USER)
    return found.pw_uid, found.pw_gid


def _add_user() -> None:
    command = shutil.which("useradd")
    if command is None:
        raise Unavailable("Elasticsearch does not run as root and useradd is missing: run this as an ordinary user.")
    words = [command, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    done = subprocess.run(
        [*words, "--shell", "/usr/sbin/nologin", SYSTEM_USER], capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 9):  # 9: another one made it in this moment
        raise Unavailable(f"The system user {SYSTEM_USER} cannot be made: {done.stderr.strip()}")


def configure(folder: Path, home: Path, ports: tuple[int, int], secure: bool, more: Mapping[str, Any]) -> None:
    """Write a configuration of its own into ``folder/config``: HTTP and transport port, plain or TLS."""
    config = folder / "config"
    shutil.copytree(home / "config", config)
    settings: dict[str, Any] = {
        "cluster.name": "kliping-test",
        "node.name": "kliping-test",
        "network.host": "127.0.0.1",
        "http.port": ports[0],
        "transport.port": ports[1],
        "discovery.type": "single-node",
        "path.data": str(folder / "data"),
        "path.logs": str(folder / "logs"),
        "node.store.allow_mmap": False,
        "cluster.routing.allocation.disk.threshold_enabled": False,
        "action.auto_create_index": False,
        "xpack.security.enabled": secure,
    }
    if secure:
        settings |= {
            "xpack.security.http.ssl.enabled": True,
            "xpack.security.http.ssl.key": "http.key",
            "xpack.security.http.ssl.certificate": "http.pem",
        }
    lines = [f"{name}: {json.dumps(value)}\n" for name, value in (settings | dict(more)).items()]
    (config / "elasticsearch.yml").write_text("".join(lines), encoding="utf-8")
    options = config / "jvm.options"
    kept = [line for line in options.read_text(encoding="utf-8").splitlines() if not line.startswith(_UNWANTED)]
    options.write_text("\n".join(kept) + "\n", encoding="utf-8")


def give(folder: Path, owner: tuple[int, int] | None) -> None:
    """Hand a folder to the user the server runs as."""
    if owner is None:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, *owner)


def command(home: Path, config: Path, java: Path) -> list[str]:
    """What starts the server; the launchers of 8 and 9 differ."""
    if (home / "lib" / "tools" / "server-launcher").is_dir():
        classes = f"{home}/lib/tools/server-launcher/*"
        return [*_launcher(java), "-cp", classes, "org.elasticsearch.server.launcher.ServerLauncher"]
    return tool(home, config, java, "server")


def tool(home: Path, config: Path, java: Path, name: str) -> list[str]:
    """One of the command-line tools: server or keystore."""
    return [
        *_launcher(java),
        *(f"-Dcli.name={name}", "-Dcli.script=./bin/elasticsearch", f"-Dcli.libs=lib/tools/{name}-cli"),
        *(f"-Des.path.home={home}", f"-Des.path.conf={config}", "-Des.distribution.type=tar"),
        *("-cp", f"{home}/lib/*:{home}/lib/cli-launcher/*", "org.elasticsearch.launcher.CliToolLauncher"),
    ]


def _launcher(java: Path) -> list[str]:
    return [str(java / "bin" / "java"), "-Xms4m", "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]


def environment(home: Path, folder: Path, java: Path, heap: str) -> dict[str, str]:
    """Nothing of the caller's: only what the launchers read."""
    return {
        "PATH": os.defpath,
        "HOME": str(folder),
        "ES_HOME": str(home),
        "ES_PATH_CONF": str(folder / "config"),
        "ES_TMPDIR": str(folder / "tmp"),
        "ES_JAVA_HOME": str(java),
        "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap}",
        "ES_DISTRIBUTION_TYPE": "tar",
        "JAVA": str(java / "bin" / "java"),
        "JAVA_TYPE": "ES_JAVA_HOME",
    }


def set_password(home: Path, folder: Path, java: Path, owner: tuple[int, int] | None) -> str:
    """A random password for the user ``elastic``, put into the server's keystore."""
    password = secrets.token_urlsafe(18)
    uid, gid = owner or (None, None)
    done = subprocess.run(
        [*tool(home, folder / "config", java, "keystore"), "add", "-x", "-f", "bootstrap.password"],
        input=password,
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=environment(home, folder, java, "64m"),
        user=uid,
        group=gid,
        extra_groups=None if uid is None else [],
    )
    if done.returncode:
        raise Unavailable(f"The server's keystore cannot be written: {(done.stderr or done.stdout).strip()}")
    return password
