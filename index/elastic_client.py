"""The client of a cluster, and its faults as sentences: what happened, and what to do."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from elastic_transport import ConnectionError as Broken
from elastic_transport import Urllib3HttpNode
from elasticsearch import ApiError, ConnectionTimeout, Elasticsearch, TransportError, UnsupportedProductError
from elasticsearch.serializer import OrjsonSerializer

from index.access import Access
from index.engine import Away, EngineError

MAJORS = (8, 9)  #: versions of the server that the client can talk to
TIMEOUT = 60.0  #: seconds that an answer may take

logging.getLogger("elastic_transport.node_pool").setLevel(logging.ERROR)  # a node that is away is told in our words
_BUSY = frozenset({"es_rejected_execution_exception", "circuit_breaking_exception"})
_LOOPBACK = ("localhost", "::1")


class Fault(Enum):
    """What an unwelcome answer means for what was sent."""

    STALE = "the index has it newer"
    AGAIN = "the server is busy or away for a moment"
    BLOCKED = "the index takes no writes"
    REFUSED = "this document is not taken, ever"
    LARGE = "more than the server takes at once"
    DENIED = "nothing will be taken before a person sees to it"


def fault_of(status: int, kind: str) -> Fault:
    """The meaning of a status and the type of its error; a full disk is told by its type alone, its status is 429."""
    if kind == "cluster_block_exception":
        return Fault.BLOCKED if status in (403, 429) else Fault.AGAIN  # 503: the cluster has not formed yet
    if status in (408, 429, 502, 503, 504) or kind in _BUSY:
        return Fault.AGAIN
    meanings = {409: Fault.STALE, 413: Fault.LARGE, 400: Fault.REFUSED}
    return meanings.get(status, Fault.DENIED)


class _Node(Urllib3HttpNode):
    """Tells an answer that was cut within its head, which http.client takes for a whole one without a body."""

    def perform_request(self, method: str, target: str, *words: Any, **more: Any) -> Any:
        """As of a node."""
        answer = super().perform_request(method, target, *words, **more)
        told = {"content-length", "transfer-encoding"}.intersection(answer.meta.headers)
        if method != "HEAD" and not answer.body and not told:
            raise Broken("Connection aborted: the answer ended within its head")
        return answer


def connect(access: Access, timeout: float = TIMEOUT) -> Elasticsearch:
    """A client that retries nothing by itself; nothing is sent yet. Close it."""
    host = urlsplit(access.url).hostname or ""
    near = host in _LOOPBACK or host.startswith("127.")
    basic = (access.username, access.password) if access.username and access.password else None
    trust = {"ca_certs": access.ca_certs, "ssl_assert_fingerprint": access.fingerprint}
    told: dict[str, Any] = {name: value for name, value in trust.items() if value}
    return Elasticsearch(
        access.url,
        api_key=access.api_key,
        basic_auth=basic,
        http_compress=not near,
        request_timeout=timeout,
        max_retries=0,
        retry_on_timeout=False,
        serializer=OrjsonSerializer(),
        node_class=_Node,
        **told,
    )


def check_server(client: Elasticsearch, place: str) -> None:
    """Refuse what is no Elasticsearch of a version that we can talk to.

    Raises:
        EngineError: it is another product or version, or does not let us in.
        Away: nobody answers.
    """
    with explained(place):
        told = client.info()
    number = str(told["version"]["number"])
    if told["version"].get("distribution") or not number.split(".")[0].isdigit():
        raise EngineError(_other(place))
    if int(number.split(".")[0]) not in MAJORS:
        raise EngineError(f"{place} is Elasticsearch {number}: Kliping needs version 8 or 9; upgrade it.")


@contextmanager
def explained(place: str, index: str | None = None) -> Iterator[None]:
    """Faults of the client as ``EngineError`` and ``Away``, said of a cluster and, where one is meant, of an index."""
    try:
        yield
    except (ApiError, TransportError) as error:
        raise explain(error, place, index) from None


def explain(error: ApiError | TransportError, place: str, index: str | None = None) -> EngineError:
    """The sentence for a fault of the client; it never holds a secret."""
    if isinstance(error, UnsupportedProductError):
        return EngineError(_other(place))
    if isinstance(error, ApiError):
        kind, reason = kind_and_reason(error.body)
        return explain_answer(error.meta.status, kind, reason, place, index)
    if isinstance(error, ConnectionTimeout):
        return Away(f"{place} does not answer in time: see whether the server is overloaded; pushing goes on later.")
    return _explain_connection(str(error.message), place)  # its str hides the cause


def explain_answer(status: int, kind: str, reason: str, place: str, index: str | None = None) -> EngineError:
    """The sentence for an answer that is none, by its status and the type and reason of its error."""
    where = f"{place}/{index}" if index else place
    said = f" ({kind}: {reason})" if kind and reason else f" ({kind or reason})" if kind or reason else ""
    if kind == "media_type_header_exception" or status == 406:
        return EngineError(f"{place} is no Elasticsearch of version 8 or 9, which Kliping needs; see the address.")
    match fault_of(status, kind):
        case Fault.BLOCKED:
            return Away(f"{where} takes no writes{said}: free disk space or lift the block; pushing goes on then.")
        case Fault.AGAIN if kind == "search_phase_execution_exception":
            return Away(
                f"{where}: its shards are not there{said}; see the health of the cluster (GET _cluster/health)."
            )
        case Fault.AGAIN:
            return Away(f"{place} is busy or not ready, HTTP {status}{said}; wait, or see the health of the cluster.")
        case Fault.LARGE:
            return EngineError(f"{place} takes no request so large, HTTP 413: raise http.max_content_length there.")
    if status == 401:
        return EngineError(
            f"{place} does not accept the credentials, HTTP 401: see API key, or user name and password, of this index."
        )
    if status == 403:
        return EngineError(
            f"{where}: these credentials may not do this{said}; `kliping index key` makes a key that may."
        )
    if status == 404 and (index or kind in ("index_not_found_exception", "alias_not_found_exception")):
        return EngineError(f"{where} is not there{said}; `kliping index rebuild` makes it anew from the archive.")
    return EngineError(f"{where}: the server refused what was asked, HTTP {status}{said}; see its log.")


def kind_and_reason(body: Any) -> tuple[str, str]:
    """Type and reason of the error in an answer; empty where it tells none. The root cause, if it says more."""
    told = body.get("error", body) if isinstance(body, dict) else body
    if not isinstance(told, dict):
        return "", _short(told)
    inner = told.get("caused_by") or {}
    reason = str(told.get("reason") or "")
    if inner.get("reason") and inner["reason"] not in reason:
        reason = f"{reason}: {inner['reason']}"
    return str(told.get("type") or ""), _short(reason)


def _short(text: Any) -> str:
    return " ".join(str(text or "").split())[:300]


def _explain_connection(told: str, place: str) -> EngineError:
    if re.search("WRONG_VERSION_NUMBER|record layer failure|HTTP_REQUEST", told):
        return EngineError(f"{place} does not speak https: write its address with http://.")
    if "ingerprint" in told:
        return EngineError(f"{place} shows a certificate of another fingerprint: see it, or name a CA file instead.")
    if re.search("doesn't match|not valid for|ostname mismatch", told):
        return EngineError(f"{place}: the server's certificate is for another name; use the name that it is for.")
    if "CERTIFICATE_VERIFY_FAILED" in told:
        return EngineError(
            f"{place}: the server's certificate is not trusted; name the file of its authority (…_CA_CERTS), or its"
            " fingerprint (…_FINGERPRINT)."
        )
    if re.search("Name or service not known|getaddrinfo|nodename nor servname|name resolution", told):
        return Away(f"{place}: there is no host of that name now; see the address, or the network.")
    if re.search("Remote end closed|RemoteDisconnected|Connection aborted|Connection reset|BadStatusLine", told):
        hint = " (a server that speaks https does so to http://: see the address)" if place.startswith("http:") else ""
        return Away(f"{place} closed the connection without an answer{hint}; pushing goes on when it answers.")
    return Away(f"{place} does not answer: start the server, or see the address; pushing goes on when it is back.")


def _other(place: str) -> str:
    return (
        f"{place} is not Elasticsearch (OpenSearch, or a proxy that hides it): Kliping needs Elasticsearch 8 or 9"
        " there; see the address."
    )
