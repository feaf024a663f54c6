"""A server that runs, seen from outside: its address, its credentials, questions to it."""

from __future__ import annotations

import base64
import json
import ssl
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

BLOCKS = [f"index.blocks.{name}" for name in ("read_only", "read_only_allow_delete", "read", "write", "metadata")]


@dataclass(eq=False)
class Running:
    """Where a server is and how to get in; ``fingerprint`` is the authority's, SHA-256 in hex."""

    url: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_certs: Path | None = None
    fingerprint: str | None = None

    @classmethod
    def at(cls, address: str, ca_certs: str | None = None) -> Running:
        """The server of an address, which may carry user and password."""
        parts = urlsplit(address)
        bare = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path.rstrip("/"), "", ""))
        return cls(bare, parts.username, parts.password, Path(ca_certs) if ca_certs else None)

    @property
    def secure(self) -> bool:
        """Whether it speaks TLS."""
        return self.url.startswith("https:")

    def environment(self, prefix: str | None = None) -> dict[str, str]:
        """The variables that point Kliping at it."""
        told = {
            "INDEX": "elasticsearch",
            "ELASTICSEARCH_URL": self.url,
            "ELASTICSEARCH_USERNAME": self.username,
            "ELASTICSEARCH_PASSWORD": self.password,
            "ELASTICSEARCH_CA_CERTS": str(self.ca_certs) if self.ca_certs else None,
            "ELASTICSEARCH_PREFIX": prefix,
        }
        return {f"KLIPING_{name}": value for name, value in told.items() if value is not None}

    def ask(self, method: str, path: str, body: Any = None, *, timeout: float = 60) -> tuple[int, Any]:
        """Send one request as the user of this server; a list of bodies goes as lines of JSON.

        Returns:
            The status and the decoded answer (text where it is no JSON, None where it is empty).

        Raises:
            OSError: there was no answer.
        """
        headers = {"Content-Type": "application/json"}
        if self.username is not None:
            told = base64.b64encode(f"{self.username}:{self.password}".encode()).decode("ascii")
            headers["Authorization"] = f"Basic {told}"
        data = None if body is None else json.dumps(body).encode()
        if isinstance(body, list):
            headers["Content-Type"] = "application/x-ndjson"
            data = b"".join(json.dumps(line).encode() + b"\n" for line in body)
        request = urllib.request.Request(self.url + path, data, headers, method=method)  # noqa: S310 (loopback)
        try:
            with urllib.request.build_opener(*self._handlers()).open(request, timeout=timeout) as answer:
                return answer.status, _decoded(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _decoded(error.read())

    def _handlers(self) -> list[urllib.request.BaseHandler]:
        direct = urllib.request.ProxyHandler({})  # a proxy of the environment has no business on loopback
        if not self.secure:
            return [direct]
        return [direct, urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=self.ca_certs))]

    def unblock(self, prefix: str) -> None:
        """Take every block off these indices; one that is read-only keeps any synonyms set from being deleted."""
        if self._indices(prefix):
            self.ask("PUT", f"/{prefix}*/_settings?expand_wildcards=all", dict.fromkeys(BLOCKS))

    def clear(self, prefix: str) -> None:
        """Remove every index, template, synonyms set, API key, role and user whose name begins so.

        Raises:
            RuntimeError: the server refuses to remove one.
        """
        self.unblock(prefix)
        for name in self._indices(prefix):
            self._remove(f"/{quote(name)}")
        for name in self._names(f"/_index_template/{prefix}*", "index_templates", "name"):
            self._remove(f"/_index_template/{quote(name)}")
        for name in self._names("/_synonyms?size=10000", "results", "synonyms_set"):
            if name.startswith(prefix):
                self._remove(f"/_synonyms/{quote(name)}")
        if self.username is not None:
            self._clear_security(prefix)

    def _clear_security(self, prefix: str) -> None:
        for key in self.ask("GET", f"/_security/api_key?name={prefix}*&active_only=true")[1].get("api_keys", []):
            self._remove("/_security/api_key", {"ids": [key["id"]]})
        for kind in ("role", "user"):
            for name in self.ask("GET", f"/_security/{kind}")[1]:
                if name.startswith(prefix):
                    self._remove(f"/_security/{kind}/{quote(name)}")

    def _remove(self, path: str, body: Any = None) -> None:
        status, answer = self.ask("DELETE", path, body)
        if status not in (200, 404):
            raise RuntimeError(f"{self.url}: DELETE {path} answers {status}: {answer}")

    def _indices(self, prefix: str) -> list[str]:
        return self._names(f"/_resolve/index/{prefix}*?expand_wildcards=all", "indices", "name")

    def _names(self, path: str, many: str, name: str) -> list[str]:
        status, answer = self.ask("GET", path)
        return [one[name] for one in answer[many]] if status == 200 else []


def _decoded(body: bytes) -> Any:
    if not body:
        return None
    with suppress(ValueError):
        return json.loads(body)
    return body.decode("utf-8", "replace")
