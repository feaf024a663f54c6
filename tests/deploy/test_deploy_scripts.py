"""The scripts of deploy/: .env, certificates, health, and the set-up of a real secured server."""

from __future__ import annotations

import base64
import os
import re
import shutil
import socket
import ssl
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from support.elasticsearch import Running

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
SCRIPTS = ("make-env", "make-certs", "elasticsearch-healthy", "setup")
PATH = {"PATH": os.environ["PATH"]}


def run(script: str, *words: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DEPLOY / script, *words], env=PATH | environ, capture_output=True, text=True, check=False, timeout=300
    )


def spied(folder: Path, name: str, real: str) -> Path:
    """Puts a command in ``folder`` that notes its arguments, which everyone may see, and then does its work."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >>"{folder}/arguments"\nexec {real} "$@"\n')
    (folder / name).chmod(0o755)
    return folder / "arguments"


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_shell_reads_the_script(script: str) -> None:
    assert os.access(DEPLOY / script, os.X_OK)
    subprocess.run(["sh", "-n", DEPLOY / script], check=True)
    if shutil.which("shellcheck"):
        subprocess.run(["shellcheck", DEPLOY / script], check=True)


def settings(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_env_has_random_passwords_for_its_owner_alone(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        done = run("make-env", "redaksi@example.org", tmp_path / name)
        assert done.returncode == 0, done.stderr
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
        made.append(settings(tmp_path / name))
        secret = {key: value for key, value in made[-1].items() if key.endswith(("_PASSWORD", "_KEY"))}
        assert len(secret) == 4
        assert all(re.fullmatch("[A-Za-z0-9]{32}", value) for value in secret.values())
        assert len(set(secret.values())) == 4
        assert not [value for value in secret.values() if value in done.stdout + done.stderr]
    assert {key for key in made[0] if made[0][key] != made[1][key]} == set(secret)
    assert made[0]["KLIPING_CONTACT"] == "redaksi@example.org"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


@pytest.mark.parametrize("kind", ["file", "link"])
def test_env_is_never_written_over(kind: str, tmp_path: Path) -> None:
    env = tmp_path / ".env"
    if kind == "file":
        env.write_text("ELASTIC_PASSWORD=theirs\n")
    else:
        env.symlink_to(tmp_path / "nowhere")
    done = run("make-env", "redaksi@example.org", env)
    assert done.returncode == 2
    assert "is there already" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [".env"]
    assert kind == "link" or env.read_text() == "ELASTIC_PASSWORD=theirs\n"


@pytest.mark.parametrize("contact", ["two words", "a'b", "$(id)", "x#y", "line\nline"])
def test_a_contact_that_would_be_misread_is_refused(contact: str, tmp_path: Path) -> None:
    done = run("make-env", contact, tmp_path / ".env")
    assert done.returncode == 2
    assert "no mail address or URL" in done.stderr
    assert not list(tmp_path.iterdir())


def test_without_a_contact_it_says_what_is_missing(tmp_path: Path) -> None:
    done = run("make-env", "", tmp_path / ".env")
    assert done.returncode == 0
    assert "KLIPING_CONTACT" in done.stderr


@contextmanager
def tls_server(folder: Path) -> Iterator[int]:
    """A server with the certificate that was made; gives its port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "server.crt", folder / "server.key")
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    plain, _ = listening.accept()
                except OSError:
                    return
                with plain:
                    try:
                        context.wrap_socket(plain, server_side=True).close()
                    except (ssl.SSLError, OSError):
                        continue

        thread = threading.Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()


def shake_hands(port: int, name: str, authority: Path) -> bytes:
    """The certificate that a client of that authority accepts for that name."""
    context = ssl.create_default_context(cafile=authority)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    with (
        socket.create_connection(("127.0.0.1", port), timeout=60) as plain,
        context.wrap_socket(plain, server_hostname=name) as wrapped,
    ):
        return wrapped.getpeercert(binary_form=True) or b""


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here: apt install openssl")
def test_certificates_hold_for_every_name_and_are_renewed_under_the_same_authority(tmp_path: Path) -> None:
    folder = tmp_path / "certs"
    first = run("make-certs", "kliping.example.org", "192.0.2.7", CERTS=str(folder))
    assert first.returncode == 0, first.stderr
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700  # this keeps the keys: the container's user must read the file
    assert stat.S_IMODE((folder / "ca.key").stat().st_mode) == 0o600
    assert sorted(path.suffix for path in folder.iterdir() if path.suffix != ".srl") == [".crt", ".crt", ".key", ".key"]
    authority, inode = (folder / "ca.crt").read_bytes(), (folder / "server.key").stat().st_ino
    names = ("elasticsearch", "kibana", "localhost", "127.0.0.1", "kliping.example.org", "192.0.2.7")
    with tls_server(folder) as port:
        before = {shake_hands(port, name, folder / "ca.crt") for name in names}
        with pytest.raises(ssl.SSLCertVerificationError):
            shake_hands(port, "other.example.org", folder / "ca.crt")
    assert run("make-certs", CERTS=str(folder)).returncode == 0
    assert (folder / "ca.crt").read_bytes() == authority
    assert (folder / "server.key").stat().st_ino == inode  # the very file that a running container holds
    with tls_server(folder) as port:
        assert {shake_hands(port, "elasticsearch", folder / "ca.crt")} != before
        with pytest.raises(ssl.SSLCertVerificationError):
            shake_hands(port, "kliping.example.org", folder / "ca.crt")


def test_a_name_that_is_none_makes_no_certificate(tmp_path: Path) -> None:
    done = run("make-certs", "a,DNS:b", CERTS=str(tmp_path / "certs"))
    assert done.returncode == 2
    assert "no host name" in done.stderr
    assert not list(tmp_path.iterdir())


@contextmanager
def guarded(password: str) -> Iterator[str]:
    """A server that lets the user elastic in with that password; gives its address."""
    expected = "Basic " + base64.b64encode(f"elastic:{password}".encode()).decode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.headers["Authorization"] == expected else 401)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here: apt install curl")


@needs_curl
@pytest.mark.parametrize("password", ["sandi-1", 'a"b\\c$d e', "%s\\n"])
def test_health_sends_any_password_and_shows_it_to_nobody(password: str, tmp_path: Path) -> None:
    arguments = spied(tmp_path / "bin", "curl", str(shutil.which("curl")))
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    with guarded(password) as url:
        done = run("elasticsearch-healthy", ELASTIC_PASSWORD=password, HEALTH_URL=url, PATH=path, no_proxy="*")
        assert done.returncode == 0, done.stderr
        wrong = run("elasticsearch-healthy", ELASTIC_PASSWORD=password + "x", HEALTH_URL=url, PATH=path, no_proxy="*")
        assert wrong.returncode != 0
    assert "_cluster/health" in arguments.read_text()
    assert password not in arguments.read_text() + done.stdout + done.stderr + wrong.stderr


@needs_curl
def test_health_of_a_real_server(secure_elastic_server: Running) -> None:
    server = secure_elastic_server
    told = {"ELASTIC_PASSWORD": str(server.password), "HEALTH_URL": server.url, "no_proxy": "*"}
    assert run("elasticsearch-healthy", HEALTH_CA=str(server.ca_certs), **told).returncode == 0
    assert run("elasticsearch-healthy", **told).returncode != 0  # an authority that it does not know


def test_set_up_twice_on_a_real_server(
    secure_elastic_server: Running, fresh_prefix: Callable[..., str], tmp_path: Path
) -> None:
    server = secure_elastic_server
    prefix, key = fresh_prefix(server), tmp_path / "keys" / "writer"
    key.parent.mkdir()
    arguments = spied(tmp_path / "bin", "kliping", f"{sys.executable} -m kliping")
    secrets = {
        "ELASTIC_PASSWORD": str(server.password),
        "KLIPING_KIBANA_SYSTEM_PASSWORD": "sandi-kibana-9",
        "KLIPING_KIBANA_ANALYST_PASSWORD": "sandi-analis-9",
    }
    watcher = {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "error",
        "KLIPING_DATA": str(tmp_path / "data"),
        "KLIPING_INDEX": "elasticsearch",
        "KLIPING_ELASTICSEARCH_URL": server.url,
        "KLIPING_ELASTICSEARCH_CA_CERTS": str(server.ca_certs),
        "KLIPING_ELASTICSEARCH_PREFIX": prefix,
        "KLIPING_ELASTICSEARCH_API_KEY_FILE": str(key),
    }
    user = f"{prefix}-analis"

    def set_up() -> str:
        done = run("setup", **watcher, **secrets, ANALYST=user)
        assert done.returncode == 0, done.stderr
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        return done.stdout + done.stderr

    def keys() -> int:
        return len(server.ask("GET", f"/_security/api_key?name={prefix}-writer&active_only=true")[1]["api_keys"])

    said, first = set_up(), key.read_text()
    generation = list(server.ask("GET", f"/_alias/{prefix}")[1])
    assert len(generation) == 1
    assert server.ask("GET", f"/_synonyms/{prefix}-synonyms")[1]["count"] > 0
    assert server.ask("GET", f"/_index_template/{prefix}-articles")[0] == 200
    for name, password in ((user, "sandi-analis-9"), ("kibana_system", "sandi-kibana-9")):
        who = replace(Running(server.url, ca_certs=server.ca_certs), username=name, password=password)
        assert who.ask("GET", "/_security/_authenticate")[0] == 200, name
    analyst = replace(Running(server.url, ca_certs=server.ca_certs), username=user, password="sandi-analis-9")  # noqa: S106
    assert analyst.ask("GET", f"/{prefix}/_search")[0] == 200

    said += set_up()  # again: nothing is made anew
    assert key.read_text() == first
    assert list(server.ask("GET", f"/_alias/{prefix}")[1]) == generation
    assert keys() == 1

    pushed = subprocess.run(["kliping", "push"], env=watcher, capture_output=True, text=True, check=False, timeout=300)
    assert pushed.returncode == 0, pushed.stderr
    checked = subprocess.run(
        ["kliping", "doctor"], env=watcher, capture_output=True, text=True, check=False, timeout=300
    )
    assert "index elasticsearch" in checked.stdout

    key.unlink()  # the volume was lost: a new key, and the lost one works no more
    said += set_up()
    assert key.read_text() != first
    assert keys() == 1
    shown = said + arguments.read_text() + pushed.stdout + pushed.stderr + checked.stdout + checked.stderr
    for secret in (*secrets.values(), first.strip(), key.read_text().strip()):
        assert secret not in shown


def test_set_up_says_which_variable_is_missing() -> None:
    done = run("setup", KLIPING_ELASTICSEARCH_API_KEY_FILE="/none")
    assert done.returncode != 0
    assert "ELASTIC_PASSWORD" in done.stderr
