"""How a cluster is reached: its address, the names we use there, and who we are to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "kliping"  #: of every index and alias, unless another is named

_PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]*")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Access:
    """The way to one cluster. Secrets are never in its ``repr``.

    ``url`` has scheme, host and port only; ``prefix`` is the read alias, and every other name begins with it and ``-``.
    Either ``api_key`` (as Kibana shows it, base64 of id and key) or ``username`` and ``password`` or neither.
    ``ca_certs`` is a PEM file; ``fingerprint`` the SHA-256 of a certificate of the server's chain, in hex.

    Raises:
        ValueError: what is told makes no sense; one sentence that names the part.
    """

    url: str
    prefix: str = PREFIX
    api_key: str | None = field(default=None, repr=False)
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_certs: str | None = None
    fingerprint: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot work before anything is sent."""
        self._check_url()
        if not _PREFIX.fullmatch(self.prefix) or len(self.prefix) > 100:
            raise ValueError(
                f"prefix {self.prefix!r}: use lower-case letters, digits, - and _ (no - or _ in front, 100 at most)"
            )
        if self.api_key and (self.username or self.password):
            raise ValueError("an API key and a user name with password are both set: keep one of them")
        if bool(self.username) != bool(self.password):
            there, lacking = ("user name", "password") if self.username else ("password", "user name")
            raise ValueError(f"a {there} without a {lacking}: set both, or an API key")
        if any(not secret.isprintable() or not secret.strip() for secret in (self.api_key, self.password) if secret):
            raise ValueError("the API key or password is blank or has a line break in it: set it anew")
        self._check_trust()

    def _check_url(self) -> None:
        try:
            parts = urlsplit(self.url)
            port = parts.port
        except ValueError:
            raise ValueError("the address is no URL: write it like http://127.0.0.1:9200") from None
        if parts.username is not None or parts.password is not None:
            raise ValueError("the address has a user name in it: set user name and password by themselves")
        if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
            raise ValueError(f"{self.url!r} is no address of a cluster: write it like http://127.0.0.1:9200")
        if parts.query or parts.fragment:
            raise ValueError(f"{self.url!r}: an address ends after the port, or after the path of a proxy")

    def _check_trust(self) -> None:
        if self.ca_certs and self.fingerprint:
            raise ValueError("a CA file and a fingerprint are both set: keep one of them")
        if (self.ca_certs or self.fingerprint) and not self.url.startswith("https"):
            raise ValueError(f"{self.url!r}: a CA file or fingerprint is for https addresses only")
        if self.ca_certs and not Path(self.ca_certs).is_file():
            raise ValueError(f"CA file {self.ca_certs}: there is no such file")
        if self.fingerprint and not _FINGERPRINT.fullmatch(self.fingerprint.replace(":", "").lower()):
            raise ValueError("the fingerprint is no SHA-256 of a certificate: 64 hex digits, colons allowed")

    @property
    def place(self) -> str:
        """The cluster's address, as people are told it."""
        return self.url.rstrip("/")

    @property
    def writer(self) -> str:
        """The alias that is written to."""
        return f"{self.prefix}-write"

    @property
    def synonyms(self) -> str:
        """The name of the set of synonyms."""
        return f"{self.prefix}-synonyms"
