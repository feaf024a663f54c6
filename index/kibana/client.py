"""Questions to a Kibana over HTTP, and every way in which they can go wrong as one sentence."""

from __future__ import annotations

import base64
import http.client
import json
import socket
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.message import Message
from ipaddress import ip_address
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

_MOST = 16 * 1024 * 1024  # bytes of an answer that are read
_SAID = 300  # characters of Kibana's own words that are told on


class KibanaError(RuntimeError):
    """What Kibana cannot or will not do: one sentence that says what to do."""


class NotReady(KibanaError):
    """It does not answer, or says that it is still starting: worth another try."""


@dataclass(frozen=True, slots=True)
class KibanaAccess:
    """The way to one Kibana. Secrets are never in its ``repr``.

    ``url`` may end in a base path. Either ``api_key`` (base64 of id and key) or ``username`` and ``password`` or
    neither. ``ca_certs`` is a PEM file.

    Raises:
        ValueError: what is told makes no sense; one sentence that names the part.
    """

    url: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)
    ca_certs: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot work before anything is sent."""
        try:
            parts = urlsplit(self.url)
            port = parts.port
        except ValueError:
            raise ValueError("the address is no URL: write it like http://127.0.0.1:5601") from None
        if parts.username is not None or parts.password is not None:
            raise ValueError("the address has a user name in it: set KLIPING_KIBANA_USERNAME and _PASSWORD instead")
        if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or not self.url.isprintable():
            raise ValueError(f"{self.url!r} is no address of a Kibana: write it like http://127.0.0.1:5601")
        if parts.query or parts.fragment or " " in self.url:
            raise ValueError(f"{self.url!r}: an address ends after the port, or after Kibana's base path")
        if self.api_key and (self.username or self.password):
            raise ValueError("an API key and a user name with password are both set: keep one of them")
        if bool(self.username) != bool(self.password):
            raise ValueError("of user name and password only one is set: set both, or an API key")
        if self.api_key and not (self.api_key.isascii() and self.api_key.isprintable() and " " not in self.api_key):
            raise ValueError("the API key is none: it is one word of letters and digits, as Kibana shows it once")
        if self.ca_certs and not self.url.startswith("https:"):
            raise ValueError(f"{self.url!r}: a CA file is for https addresses only")
        if self.ca_certs and not Path(self.ca_certs).is_file():
            raise ValueError(f"CA file {self.ca_certs}: there is no such file")

    @property
    def place(self) -> str:
        """The address, as people are told it."""
        return self.url.rstrip("/")

    @property
    def authorization(self) -> str | None:
        """The header that says who we are."""
        if self.api_key:
            return f"ApiKey {self.api_key}"
        if self.username:
            return "Basic " + base64.b64encode(f"{self.username}:{self.password}".encode()).decode("ascii")
        return None


@dataclass(frozen=True, slots=True)
class Answer:
    """``body`` is decoded JSON, or None where the answer is something else; ``said`` are Kibana's own words."""

    status: int
    body: Any
    said: str


class Kibana:
    """One Kibana, asked again and again."""

    def __init__(self, access: KibanaAccess) -> None:
        self._access = access
        self._parts = urlsplit(access.url)
        handlers: list[urllib.request.BaseHandler] = [_NoRedirects()]
        if _is_loopback(self._parts.hostname or ""):
            handlers.append(urllib.request.ProxyHandler({}))  # a proxy of the environment has no business there
        if access.url.startswith("https:"):
            handlers.append(urllib.request.HTTPSHandler(context=self._trust()))
        self._opener = urllib.request.build_opener(*handlers)

    @property
    def place(self) -> str:
        """The address, as people are told it."""
        return self._access.place

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "", timeout: float = 30.0) -> Answer:
        """Send one request; ``kind`` is the content type of its body, ``timeout`` in seconds for each wait.

        Raises:
            NotReady: there was no whole answer.
            KibanaError: there can be none.
        """
        headers = {"kbn-xsrf": "true", "Accept": "application/json"}
        if kind:
            headers["Content-Type"] = kind
        if self._access.authorization:
            headers["Authorization"] = self._access.authorization
        request = urllib.request.Request(self.place + path, body, headers, method=method)  # noqa: S310 - http(s) only
        try:
            with self._opener.open(request, timeout=timeout) as answer:
                return self._read(answer.status, answer)
        except urllib.error.HTTPError as error:
            with error:
                return self._read(error.code, error)
        except (OSError, http.client.HTTPException) as error:
            raise self._trouble(error) from None

    def _read(self, status: int, answer: IO[bytes]) -> Answer:
        try:
            raw = answer.read(_MOST)
            if getattr(answer, "length", 0) and len(raw) < _MOST:  # so much was still to come
                raise http.client.IncompleteRead(raw)
        except (OSError, http.client.HTTPException) as error:
            raise self._trouble(error) from None
        text = raw.decode("utf-8", "replace")
        try:
            body = json.loads(text)
        except ValueError:
            return Answer(status, None, self.harmless(text if len(text) < _SAID and "<" not in text else ""))
        told = body.get("message") if isinstance(body, dict) else None
        return Answer(status, body, self.harmless(told if isinstance(told, str) else ""))

    def harmless(self, text: str) -> str:
        """One line without control characters and without anything that is secret."""
        for secret in (self._access.password, self._access.api_key, self._access.authorization):
            text = text.replace(secret, "…") if secret else text
        line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
        return line if len(line) <= _SAID else line[:_SAID] + "…"

    def _trust(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=self._access.ca_certs)
        except (OSError, ssl.SSLError):
            raise KibanaError(f"CA file {self._access.ca_certs}: it holds no certificate in PEM form.") from None

    def _trouble(self, error: Exception) -> KibanaError:
        """What a failed request means, and what to do."""
        cause = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(cause, ssl.SSLCertVerificationError):
            return KibanaError(
                f"{self.place}: its certificate is not trusted ({cause.verify_message}); name the file of its "
                "authority in KLIPING_KIBANA_CA_CERTS."
            )
        if isinstance(cause, ssl.SSLError):
            if cause.reason in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST"):
                return KibanaError(f"{self.place} does not speak TLS: write its address with http://, or turn TLS on.")
            return NotReady(f"{self.place}: the connection failed ({cause.reason or 'TLS'}).")
        if isinstance(cause, socket.gaierror):
            return KibanaError(f"{self.place}: there is no host {self._parts.hostname!r}; mend the address.")
        closed = isinstance(cause, (ConnectionResetError, BrokenPipeError, http.client.HTTPException))
        if closed and self._parts.scheme == "http" and self._speaks_tls():
            return KibanaError(f"{self.place} is asked in plain http, but speaks TLS: write its address with https://.")
        if isinstance(cause, ConnectionRefusedError):
            return NotReady(f"{self.place}: nothing answers there; start Kibana, or mend the address.")
        if isinstance(cause, TimeoutError):
            return NotReady(f"{self.place}: no answer in time; is Kibana busy, or a firewall between?")
        if closed:
            return NotReady(f"{self.place}: the connection was cut before the answer was whole.")
        told = getattr(cause, "strerror", None) or type(cause).__name__
        return NotReady(f"{self.place}: it cannot be reached ({told}).")

    def _speaks_tls(self) -> bool:
        """Whether a TLS handshake works there; nothing of ours is sent, so nobody need be trusted."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        try:
            plain = socket.create_connection((self._parts.hostname or "", self._parts.port or 80), 5.0)
            with plain, context.wrap_socket(plain, server_hostname=self._parts.hostname):
                return True
        except (OSError, ValueError):
            return False


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer: followed, it would carry our credentials to wherever it leads."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Never follow."""


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
