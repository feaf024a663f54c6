"""``kliping kibana import`` against a stand-in for Kibana: what is loaded, what is waited for, what is told."""

from __future__ import annotations

import json
import ssl
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import trustme
from support import kibana_stub
from support.kibana_pack import objects
from support.kibana_stub import Fault, KibanaStub, cut, leading, saying, web_page

from index.kibana.client import KibanaAccess, KibanaError
from index.kibana.importer import Imported, load
from index.kibana.pack import ndjson, saved_objects

Run = Callable[..., CompletedProcess[str]]
SECRET = "rahasia-sekali"  # noqa: S105 - of the stand-in
PACK = len(saved_objects())


@pytest.fixture
def stub() -> Iterator[KibanaStub]:
    with KibanaStub().running() as running:
        yield running


def loaded(stub: KibanaStub, *, patience: float = 30.0, space: str = "default", **access: str) -> Imported:
    """Load the pack into the stub; ``said`` of the stub is what was told meanwhile."""
    stub.said = []
    return load(KibanaAccess(stub.url, **access), ndjson(), space, stub.said.append, patience)


def test_every_object_of_the_pack_is_there_afterwards(stub: KibanaStub) -> None:
    done = loaded(stub)
    assert done == Imported(done.loaded, ())
    assert done.loaded == {"index-pattern": 2, "search": 3, "lens": PACK - 7, "dashboard": 2}
    assert list(stub.objects.values()) == objects(ndjson())
    assert stub.asked == [("GET", "/api/status"), ("POST", "/api/saved_objects/_import?overwrite=true")]
    assert not stub.said


def test_importing_again_replaces(stub: KibanaStub) -> None:
    assert loaded(stub) == loaded(stub)
    assert len(stub.objects) == PACK


def test_a_space_of_its_own(stub: KibanaStub) -> None:
    stub.spaces.add("analis")
    loaded(stub, space="analis")
    assert {space for space, _, _ in stub.objects} == {"analis"}
    with pytest.raises(KibanaError, match=r"there is no space 'lain' .*create it"):
        loaded(stub, space="lain")
    with pytest.raises(KibanaError, match=r"'\.\./x' is no identifier of a space"):
        loaded(stub, space="../x")


@pytest.mark.parametrize(
    "starting_as",
    [
        kibana_stub.not_ready,
        kibana_stub.unavailable,
        cut,
        saying(200, {"status": {"overall": {"level": "unavailable"}}}),
        saying(429, {"message": "Too many requests"}),
    ],
)
def test_a_kibana_that_starts_is_waited_for_and_that_is_said_once(stub: KibanaStub, starting_as: Fault) -> None:
    stub.starting, stub.starting_as = 2, starting_as
    assert not loaded(stub).failures
    assert len(stub.asked) == 4
    assert len(stub.said) == 1
    assert "Waiting for it, at most 30 s" in stub.said[0]


def test_waiting_has_an_end(stub: KibanaStub) -> None:
    stub.starting = 1_000
    with pytest.raises(KibanaError, match=r"not ready yet\. Waited 0 s in vain; nothing was loaded"):
        loaded(stub, patience=0)
    with pytest.raises(KibanaError, match="Waited 1 s in vain"):
        loaded(stub, patience=1)
    assert 2 <= len(stub.asked) <= 5
    assert not stub.objects


@pytest.mark.parametrize("fault", [cut, saying(503, "Kibana server is not ready yet."), saying(502, "<html>x</html>")])
def test_an_import_that_meets_trouble_is_sent_again(stub: KibanaStub, fault: Fault) -> None:
    stub.faults = deque([fault, fault])
    assert not loaded(stub).failures
    assert [method for method, _ in stub.asked] == ["GET", "POST", "POST", "POST"]


def test_a_connection_cut_again_and_again_is_told(stub: KibanaStub) -> None:
    stub.faults = deque([cut] * 50)
    with pytest.raises(KibanaError, match=r"cut before the answer was whole\. Waited 1 s in vain"):
        loaded(stub, patience=1)


def test_every_object_that_was_not_loaded_is_named(stub: KibanaStub) -> None:
    stub.refuse = {"kliping-rubrik", "kliping-perayapan"}
    done = loaded(stub)
    assert "lens kliping-rubrik (Rubrik): unknown mapper_parsing_exception" in done.failures
    assert "index-pattern kliping-perayapan (kliping-runs): unknown mapper_parsing_exception" in done.failures
    assert len(done.failures) == 2
    assert done.loaded.total() == PACK - 2


def test_missing_references_are_named(stub: KibanaStub) -> None:
    cut_pack = "\n".join(json.dumps(one) for one in saved_objects() if one["type"] != "index-pattern")
    done = load(KibanaAccess(stub.url), cut_pack, "default", print, 5.0)
    assert any(
        "kliping-siaran-pers" in failure and "missing references index-pattern kliping-artikel" in failure
        for failure in done.failures
    )


@pytest.mark.parametrize(
    "body",
    [
        {"success": False, "successCount": 0},
        {"success": False, "errors": ["what?"], "successResults": 7},
        {"success": False, "errors": [{"type": "lens"}, {"id": 3, "error": "x", "meta": None}]},
    ],
)
def test_an_answer_that_says_little_is_a_failure_all_the_same(stub: KibanaStub, body: object) -> None:
    stub.faults = deque([saying(200, body)])
    assert loaded(stub).failures


@pytest.mark.parametrize("body", [{}, {"success": "yes"}, [], "null", 5])
def test_an_answer_that_says_nothing_is_refused(stub: KibanaStub, body: object) -> None:
    stub.faults = deque([saying(200, body)])
    with pytest.raises(KibanaError, match="not as Kibana does"):
        loaded(stub)


def test_a_web_page_is_no_answer(stub: KibanaStub) -> None:
    stub.faults = deque([web_page])
    with pytest.raises(KibanaError, match=r"answers with a page, but not as Kibana does \(200\)"):
        loaded(stub)
    stub.starting, stub.starting_as = 1, web_page
    with pytest.raises(KibanaError, match="mend the address"):
        loaded(stub)


def test_an_address_that_is_no_kibana(stub: KibanaStub) -> None:
    stub.starting, stub.starting_as = 1, saying(200, {"name": "es", "tagline": "You Know, for Search"})
    with pytest.raises(KibanaError, match="with JSON, but not as Kibana does"):
        loaded(stub)
    with pytest.raises(KibanaError, match="not as Kibana does"):
        load(KibanaAccess(f"{stub.url}/base"), ndjson(), "default", print, 0)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (saying(400, {"message": "Invalid file extension"}), r"did not take the pack: 400 \(Invalid file extension\)"),
        (saying(413, {"message": "Payload too large"}), "raise server.maxPayload"),
        (saying(500, {"message": "An internal server error"}), "500"),
        (saying(418, "teapot"), "not as Kibana does"),
        (leading("https://elsewhere.example/login"), r"sends us elsewhere \(302\)"),
    ],
)
def test_what_kibana_says_is_told(stub: KibanaStub, fault: Fault, sentence: str) -> None:
    stub.faults = deque([fault])
    with pytest.raises(KibanaError, match=sentence):
        loaded(stub)
    assert len(stub.asked) == 2


def test_a_redirect_is_not_followed_with_our_credentials(stub: KibanaStub) -> None:
    with KibanaStub().running() as other:
        stub.starting, stub.starting_as = 1, leading(f"{other.url}/api/status")
        with pytest.raises(KibanaError, match="sends us elsewhere"):
            loaded(stub, username="elastic", password=SECRET)
        assert not other.asked


@pytest.mark.parametrize("access", [{}, {"username": "elastic", "password": "x"}, {"api_key": "b2xk"}])
def test_wrong_credentials_are_one_sentence_at_once(stub: KibanaStub, access: dict[str, str]) -> None:
    stub.user, stub.password = "elastic", SECRET
    with pytest.raises(KibanaError, match="does not know these credentials; set KLIPING_KIBANA_USERNAME"):
        loaded(stub, **access)
    assert len(stub.asked) == 1


def test_right_credentials(stub: KibanaStub) -> None:
    stub.user, stub.password, stub.api_key = "elastic", f"{SECRET} ö:", "VGVzdDpLZXk="
    assert not loaded(stub, username="elastic", password=f"{SECRET} ö:").failures
    assert not loaded(stub, api_key="VGVzdDpLZXk=").failures


def test_a_user_who_may_not(stub: KibanaStub) -> None:
    stub.may = False
    with pytest.raises(KibanaError, match="may not load saved objects; it needs the privilege"):
        loaded(stub)


def test_a_secret_that_kibana_repeats_is_not_told_on(stub: KibanaStub) -> None:
    stub.faults = deque([saying(400, {"message": f"bad header Basic {SECRET}\u001b[31m\n" + "x" * 1_000})])
    with pytest.raises(KibanaError) as caught:
        loaded(stub, username="elastic", password=SECRET)
    assert SECRET not in str(caught.value)
    assert "\u001b" not in str(caught.value)
    assert len(str(caught.value)) < 500
    assert SECRET not in repr(KibanaAccess(stub.url, "elastic", SECRET))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A certificate with its key, and the authority's."""
    folder = tmp_path_factory.mktemp("kibana-tls")
    authority = trustme.CA()
    own = authority.issue_cert("127.0.0.1")
    own.private_key_and_cert_chain_pem.write_to_path(str(folder / "own.pem"))
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    return folder / "own.pem", folder / "own.pem", folder / "authority.pem"


def test_tls_is_verified(certificate: tuple[Path, Path, Path], tmp_path: Path) -> None:
    *own, authority = certificate
    with KibanaStub().running((own[0], own[1])) as stub:
        assert not loaded(stub, ca_certs=str(authority)).failures
        with pytest.raises(KibanaError, match=r"certificate is not trusted .*KLIPING_KIBANA_CA_CERTS"):
            loaded(stub)
        other = tmp_path / "other.pem"
        trustme.CA().cert_pem.write_to_path(str(other))
        with pytest.raises(KibanaError, match="certificate is not trusted"):
            loaded(stub, ca_certs=str(other))
        other.write_text("no certificate", encoding="ascii")
        with pytest.raises(KibanaError, match="holds no certificate"):
            loaded(stub, ca_certs=str(other))


def test_plain_http_to_https_and_the_other_way_round(certificate: tuple[Path, Path, Path]) -> None:
    with KibanaStub().running((certificate[0], certificate[1])) as stub:
        stub.url = stub.url.replace("https:", "http:")
        with pytest.raises(KibanaError, match=r"asked in plain http, but speaks TLS: write its address with https://"):
            loaded(stub)
    with KibanaStub().running() as stub:
        stub.url = stub.url.replace("http:", "https:")
        with pytest.raises(KibanaError, match="does not speak TLS"):
            loaded(stub)
    assert ssl.OPENSSL_VERSION


def test_nobody_there(unused_port: int) -> None:
    with pytest.raises(KibanaError, match=r"nothing answers there; start Kibana, or mend the address\. Waited 0 s"):
        load(KibanaAccess(f"http://127.0.0.1:{unused_port}"), ndjson(), "default", print, 0)


@pytest.fixture
def unused_port() -> int:
    """A port of loopback that nobody listens on."""
    with KibanaStub().running() as stub:
        return int(stub.url.rpartition(":")[2])


@pytest.mark.parametrize(
    ("access", "sentence"),
    [
        ({"url": "kibana.example"}, "no address of a Kibana"),
        ({"url": "ftp://kibana.example"}, "no address of a Kibana"),
        ({"url": "http://u:p@kibana.example"}, "has a user name in it"),
        ({"url": "http://kibana.example:99999"}, "no URL"),
        ({"url": "http://kibana.example/?x=1"}, "ends after the port"),
        ({"url": "http://k.example", "username": "u"}, "only one is set"),
        ({"url": "http://k.example", "password": "p"}, "only one is set"),
        ({"url": "http://k.example", "username": "u", "password": "p", "api_key": "k"}, "keep one"),
        ({"url": "http://k.example", "api_key": "a b"}, "API key is none"),
        ({"url": "http://k.example", "ca_certs": "/none"}, "for https addresses only"),
        ({"url": "https://k.example", "ca_certs": "/none"}, "no such file"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_sent(access: dict[str, str], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        KibanaAccess(**access)


def test_the_command(run: Run, stub: KibanaStub, tmp_path: Path) -> None:
    stub.user, stub.password = "elastic", SECRET
    (tmp_path / "password").write_text(SECRET + "\n", encoding="utf-8")
    told = {"KLIPING_KIBANA_USERNAME": "elastic", "KLIPING_KIBANA_PASSWORD_FILE": str(tmp_path / "password")}
    done = run("kibana", "import", "--url", stub.url, **told)
    assert done.returncode == 0, done.stderr
    assert f"2 data views, 3 saved searches, {PACK - 7} charts, 2 dashboards loaded into {stub.url}" in done.stdout
    assert f"Open {stub.url}/app/dashboards#/view/kliping-pemantauan" in done.stdout
    assert ("default", "dashboard", "kliping-pemantauan") in stub.objects
    assert SECRET not in done.stdout + done.stderr


def test_the_command_for_another_prefix_and_space(run: Run, stub: KibanaStub) -> None:
    stub.spaces.add("analis")
    told = {"KLIPING_KIBANA_URL": stub.url, "KLIPING_ELASTICSEARCH_PREFIX": "pers"}
    done = run("kibana", "import", "--space", "analis", **told)
    assert done.returncode == 0, done.stderr
    assert "articles are read from the alias pers" in done.stdout
    assert f"{stub.url}/s/analis/app/dashboards#/view/pers-pemantauan" in done.stdout
    assert stub.objects["analis", "index-pattern", "pers-artikel"]["attributes"]["title"] == "pers"
    assert stub.objects["analis", "index-pattern", "pers-perayapan"]["attributes"]["title"] == "pers-runs"


def test_the_command_names_what_was_not_loaded_and_ends_with_1(run: Run, stub: KibanaStub) -> None:
    stub.refuse = {"kliping-topik"}
    done = run("kibana", "import", "--url", stub.url)
    assert done.returncode == 1
    assert "not loaded: lens kliping-topik (Topik): unknown mapper_parsing_exception" in done.stderr
    assert "1 objects were not loaded" in done.stderr


@pytest.mark.parametrize(
    ("words", "more", "sentence"),
    [
        (("--url", "kibana"), {}, "Kibana: 'kibana' is no address"),
        (("--prefix", "Pers!"), {}, "prefix 'Pers!'"),
        ((), {"KLIPING_KIBANA_USERNAME": "elastic"}, "only one is set"),
        ((), {"KLIPING_KIBANA_PASSWORD": "x", "KLIPING_KIBANA_PASSWORD_FILE": "/none"}, "unset one"),
        ((), {"KLIPING_KIBANA_API_KEY_FILE": "/none"}, "cannot be read"),
        (("--wait", "-1"), {}, "--wait"),
    ],
)
def test_the_command_refuses_what_makes_no_sense_with_2(
    run: Run, unused_port: int, words: tuple[str, ...], more: dict[str, str], sentence: str
) -> None:
    done = run("kibana", "import", *words, **({"KLIPING_KIBANA_URL": f"http://127.0.0.1:{unused_port}"} | more))
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_says_in_one_sentence_that_nobody_is_there(run: Run, unused_port: int) -> None:
    done = run("kibana", "import", "--url", f"http://127.0.0.1:{unused_port}", "--wait", "0")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "nothing answers there" in done.stderr
