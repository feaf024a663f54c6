"""docker-compose.yml as a user gets it: whole, closed, and the same secrets nowhere twice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from index.access import PREFIX
from kliping.secrets import is_secret

ROOT = Path(__file__).parent.parent.parent
BASE, TLS = "docker-compose.yml", "docker-compose.tls.yml"
FILES = {"plain": (BASE,), "tls": (BASE, TLS)}
LASTING, ONCE = ("elasticsearch", "kibana", "watch"), ("setup", "dashboards")
VARIABLE = re.compile(r"\$\{(\w+)(?:(:?[-?])([^}]*))?\}")
GET_ONE = "no docker-compose here: `apt install docker-compose`, or Docker's compose plugin, checks the files"


def read(name: str) -> dict[str, Any]:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def texts(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        for value in tree.values():
            yield from texts(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from texts(value)
    elif isinstance(tree, str):
        yield tree


@pytest.fixture(scope="module")
def env_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What deploy/make-env writes."""
    path = tmp_path_factory.mktemp("compose") / ".env"
    subprocess.run([ROOT / "deploy/make-env", "redaksi@example.org", path], check=True, capture_output=True)
    return path


def compose(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """The compose that this machine has; it needs no engine to read a file."""
    tool = ["docker-compose"]
    if shutil.which("docker-compose") is None:
        tool = ["docker", "compose"]
        try:
            subprocess.run([*tool, "version"], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip(GET_ONE)
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run([*tool, *words], cwd=ROOT, env=kept, capture_output=True, text=True, check=False, timeout=60)


def rendered(kind: str, env_file: Path) -> dict[str, Any]:
    files = [word for name in FILES[kind] for word in ("-f", name)]
    done = compose("--env-file", env_file, *files, "config")
    assert done.returncode == 0, done.stderr
    assert not done.stderr.strip()  # a variable that is not set is a warning there
    return yaml.safe_load(done.stdout)


@pytest.mark.parametrize("kind", FILES)
def test_compose_takes_the_files(kind: str, env_file: Path) -> None:
    assert set(rendered(kind, env_file)["services"]) == {*LASTING, *ONCE}


def test_without_an_env_file_it_says_what_to_run(tmp_path: Path) -> None:
    (tmp_path / ".env").touch()
    done = compose("--env-file", tmp_path / ".env", "-f", BASE, "config")
    assert done.returncode != 0
    assert "deploy/make-env" in done.stderr


def test_one_variable_changes_the_version_of_both(env_file: Path, tmp_path: Path) -> None:
    nine = tmp_path / ".env"
    nine.write_text(re.sub("STACK_VERSION=.*", "STACK_VERSION=9.4.3", env_file.read_text()))
    services = rendered("plain", nine)["services"]
    images = {name: services[name]["image"] for name in ("elasticsearch", "kibana")}
    assert images == {name: f"docker.elastic.co/{name}/{name}:9.4.3" for name in images}


def test_the_version_is_pinned_in_one_place() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", example()["STACK_VERSION"])
    for name in (BASE, TLS):
        assert example()["STACK_VERSION"] not in (ROOT / name).read_text(encoding="utf-8")
    for service in ("elasticsearch", "kibana"):
        assert read(BASE)["services"][service]["image"].split(":", 1)[1].startswith("${STACK_VERSION")


@pytest.mark.parametrize("kind", FILES)
def test_every_port_is_of_the_loopback_address(kind: str, env_file: Path) -> None:
    for name, service in rendered(kind, env_file)["services"].items():
        for port in service.get("ports", ()):
            host = port["host_ip"] if isinstance(port, dict) else port.split(":")[0]
            assert host == "127.0.0.1", f"{name} {port}"


def test_the_plain_ports_cannot_be_opened_by_a_variable() -> None:
    ports = [port for service in read(BASE)["services"].values() for port in service.get("ports", ())]
    assert len(ports) == 2
    assert all(port.startswith("127.0.0.1:") for port in ports)
    opened = {name: service["ports"] for name, service in read(TLS)["services"].items() if "ports" in service}
    assert list(opened) == ["kibana"]  # encrypted; Elasticsearch stays where it is


def test_every_variable_is_in_the_example_and_every_example_is_used() -> None:
    used: dict[str, set[str]] = {}
    for name in (BASE, TLS):
        for text in texts(read(name)):
            for variable, mark, default in VARIABLE.findall(text):
                used.setdefault(variable, set()).add(default if "-" in mark else "")
    assert set(used) == set(example()) - {"COMPOSE_PROJECT_NAME"}
    for variable, defaults in used.items():
        assert defaults - {""} <= {example()[variable]}, variable  # one default, the one that the example shows
    assert example()["KLIPING_ELASTICSEARCH_PREFIX"] == PREFIX


def test_what_lasts_is_bounded_and_watched_over() -> None:
    for name in LASTING:
        service = read(BASE)["services"][name]
        assert service["restart"] == "unless-stopped", name
        assert service["healthcheck"]["test"], name
    for name in ONCE:
        assert read(BASE)["services"][name]["restart"] == "no", name
    for name, service in read(BASE)["services"].items():
        assert service["mem_limit"], name
        assert {"max-size", "max-file"} <= set(service["logging"]["options"]), name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert not service.get("privileged")
        if service["image"].startswith("kliping"):
            assert (service["read_only"], service["cap_drop"], service["init"]) == (True, ["ALL"], True), name


def test_who_waits_for_whom() -> None:
    services = read(BASE)["services"]
    waits = {
        name: {other: how["condition"].removeprefix("service_") for other, how in service.get("depends_on", {}).items()}
        for name, service in services.items()
    }
    assert waits == {
        "elasticsearch": {},
        "setup": {"elasticsearch": "healthy"},
        "kibana": {"elasticsearch": "healthy", "setup": "completed_successfully"},
        "dashboards": {"kibana": "healthy"},
        "watch": {"setup": "completed_successfully"},
    }


@pytest.mark.parametrize("kind", FILES)
def test_security_is_on(kind: str, env_file: Path) -> None:
    services = rendered(kind, env_file)["services"]
    settings = services["elasticsearch"]["environment"]
    assert settings["xpack.security.enabled"] == "true"
    assert settings["xpack.security.http.ssl.enabled"] == str(kind == "tls").lower()
    scheme = "https" if kind == "tls" else "http"
    urls = [text for text in texts(services) if re.match(r"https?://(elasticsearch|kibana):", text)]
    assert len(urls) == 4
    assert all(url.startswith(f"{scheme}://") for url in urls)
    if kind == "tls":
        for name in ("setup", "watch", "dashboards"):
            told = [value for key, value in services[name]["environment"].items() if key.endswith("_CA_CERTS")]
            assert told == ["/certs/ca.crt"], name
            assert any(
                str(volume).endswith(":/certs/ca.crt:ro") or "/certs/ca.crt" in str(volume)
                for volume in services[name]["volumes"]
            ), name


def test_no_secret_is_written_down() -> None:
    for name in (BASE, TLS):
        for service in read(name)["services"].values():
            for variable, value in service.get("environment", {}).items():
                if (is_secret(variable) or variable.endswith(("PASSWORD", "_KEY"))) and variable != "SERVER_SSL_KEY":
                    assert re.fullmatch(r"\$\{\w+(:\?[^}]*)?\}", value), variable
    empty = [name for name, value in example().items() if name.endswith(("_PASSWORD", "_KEY")) and not value]
    assert len(empty) == 4


def test_kibana_gets_its_secrets_where_no_list_of_processes_shows_them() -> None:
    """Its image makes arguments of variables that are named like settings."""
    environment = read(BASE)["services"]["kibana"]["environment"]
    settings = yaml.safe_load((ROOT / "deploy/kibana.yml").read_text(encoding="utf-8"))
    heads = {setting.split(".")[0].upper() for setting in settings} | {"XPACK", "SERVER", "ELASTICSEARCH"}
    for variable, value in environment.items():
        if "_PASSWORD" in value or "_KEY" in value:
            assert variable.split("_")[0] not in heads, variable
    assert set(VARIABLE.findall(" ".join(texts(settings)))) == {(name, "", "") for name in environment}
    keys = [value for name, value in settings.items() if name.endswith("ncryptionKey")]
    assert keys == ["${ENCRYPTION_KEY}"] * 3
    assert settings["elasticsearch.username"] == "kibana_system"
    assert settings["telemetry.optIn"] is False


def test_the_writer_is_given_its_key_and_no_password() -> None:
    setup, watch = (read(BASE)["services"][name] for name in ("setup", "watch"))
    path = watch["environment"]["KLIPING_ELASTICSEARCH_API_KEY_FILE"]
    assert path == setup["environment"]["KLIPING_ELASTICSEARCH_API_KEY_FILE"]
    assert "keys:/keys" in setup["volumes"]
    assert "keys:/keys:ro" in watch["volumes"]
    assert Path(path).parent == Path("/keys")
    assert not [name for name in watch["environment"] if "PASSWORD" in name]


def test_every_file_that_is_mounted_is_there() -> None:
    for name in (BASE, TLS):
        for service in read(name)["services"].values():
            for volume in service.get("volumes", ()):
                source = volume.split(":")[0]
                if source.startswith("./") and "deploy/certs" not in source:  # deploy/make-certs writes those
                    assert (ROOT / source).exists(), source
                elif not source.startswith("./"):
                    assert source in read(BASE)["volumes"]
