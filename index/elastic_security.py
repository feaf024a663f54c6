"""Who may do what on a cluster: the writer's key, the analysts' role and users, the password of Kibana's own user."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import ApiError, AuthenticationException, Elasticsearch, NotFoundError, TransportError

from index.access import Access
from index.elastic_client import check_server, connect, explain, kind_and_reason
from index.engine import EngineError

# The least that pushing, rebuilding and searching need; a test on a real server holds both sides of that.
WRITER_CLUSTER = ("monitor", "manage_index_templates", "manage_search_synonyms")
WRITER_INDICES = ("create_index", "index", "delete", "manage", "view_index_metadata", "read")
ANALYST_INDICES = ("read", "view_index_metadata")
# Kibana renamed its features in 8.19; a cluster knows the names of its own Kibana and ignores the others.
ANALYST_KIBANA = tuple(f"feature_{name}.read" for name in ("discover", "discover_v2", "dashboard", "dashboard_v2"))
ANALYST_SPACE = "space:default"  #: where the Kibana pack is imported
KIBANA_SYSTEM = "kibana_system"  #: as whom Kibana itself comes; it refuses the user elastic


def index_names(prefix: str) -> list[str]:
    """The names a target may have: ``P`` and ``P-*``; never ``P*``, which is the prefix of someone else, too."""
    return [prefix, f"{prefix}-*"]


def writer_role(prefix: str) -> dict[str, Any]:
    """What the writer's key may do."""
    return {
        "cluster": list(WRITER_CLUSTER),
        "indices": [{"names": index_names(prefix), "privileges": list(WRITER_INDICES)}],
    }


def analyst_role(prefix: str) -> dict[str, Any]:
    """What an analyst may do: read the articles and the ledgers, open Discover and the dashboards."""
    return {
        "cluster": [],
        "indices": [{"names": index_names(prefix), "privileges": list(ANALYST_INDICES)}],
        "applications": [
            {"application": "kibana-.kibana", "privileges": list(ANALYST_KIBANA), "resources": [ANALYST_SPACE]}
        ],
    }


@dataclass(frozen=True, slots=True)
class WriterKey:
    """An API key; ``encoded`` is the secret that a client sends, and is never shown by accident."""

    id: str
    name: str
    encoded: str = field(repr=False)


def key_id(encoded: str) -> str | None:
    """The id in an encoded API key, None if it is no such key."""
    try:
        left, mark, right = base64.b64decode(encoded, validate=True).decode("ascii").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return left if mark and left and right else None


class Security:
    """Security of one cluster, seen by an administrator, for the targets of one prefix."""

    def __init__(self, client: Elasticsearch, prefix: str, place: str) -> None:
        self._client, self._api, self.prefix, self._place = client, client.security, prefix, place
        self.key_name, self.role_name = f"{prefix}-writer", f"{prefix}-analyst"

    def make_key(self, expires: str | None = None) -> WriterKey:
        """A new key for the writer; ``expires`` is a time unit of Elasticsearch such as ``365d``, None for never.

        Raises:
            EngineError: the cluster does not let us.
        """
        with self._told("make an API key"):
            made = self._api.create_api_key(
                name=self.key_name,
                expiration=expires,
                role_descriptors={"writer": writer_role(self.prefix)},
                metadata=self._mark,
            )
        return WriterKey(made["id"], self.key_name, made["encoded"])

    def fits(self, encoded: str, until: dt.datetime) -> bool:
        """Whether a key is accepted, may do all that the writer does, and holds until then (aware)."""
        role = writer_role(self.prefix)
        with self._told("look at the API key"):
            try:
                asked = self._client.options(api_key=encoded).security.has_privileges(
                    cluster=role["cluster"], index=role["indices"]
                )
            except AuthenticationException:
                return False
            found = self._api.get_api_key(id=key_id(encoded))["api_keys"]
        expires = found[0].get("expiration") if found else None  # milliseconds since the epoch
        return bool(asked["has_all_requested"]) and (expires is None or expires / 1000 > until.timestamp())

    def other_keys(self, keep: str) -> list[str]:
        """The ids of all keys of the writer that still work, but for the one to keep."""
        with self._told("list the API keys"):
            found = self._api.get_api_key(name=self.key_name)["api_keys"]
        now = dt.datetime.now(dt.UTC).timestamp() * 1000
        return [
            one["id"]
            for one in found
            if one["id"] != keep and not one["invalidated"] and one.get("expiration", now + 1) > now
        ]

    def revoke(self, ids: list[str]) -> None:
        """Let keys work no more, from this moment on."""
        if ids:
            with self._told("revoke API keys"):
                self._api.invalidate_api_key(ids=ids)

    def put_analyst_role(self) -> str:
        """Make the analysts' role, or put it right; gives its name."""
        with self._told(f"make the role {self.role_name}"):
            self._api.put_role(name=self.role_name, metadata=self._mark, **analyst_role(self.prefix))
        return self.role_name

    def has_analyst(self, user: str) -> bool:
        """Whether there is an analyst of that name.

        Raises:
            EngineError: the name is taken by a user that was not made here.
        """
        with self._told(f"look at the user {user}"):
            try:
                found = self._api.get_user(username=user).body[user]
            except NotFoundError:
                return False
        if found.get("metadata", {}).get("kliping") != self._mark["kliping"]:
            raise EngineError(f"The user {user} is there already and was not made by Kliping: choose another name.")
        return True

    def put_analyst(self, user: str, password: str | None) -> None:
        """Make an analyst, or put the role right; None leaves the password of one who is there.

        Raises:
            EngineError: the name is taken, or the cluster does not let us.
        """
        self.has_analyst(user)
        with self._told(f"make the user {user}"):
            self._api.put_user(username=user, password=password, roles=[self.put_analyst_role()], metadata=self._mark)

    def set_kibana_password(self, password: str) -> None:
        """Give Kibana's own user its password."""
        with self._told(f"set the password of {KIBANA_SYSTEM}"):
            self._api.change_password(username=KIBANA_SYSTEM, password=password)

    @property
    def _mark(self) -> dict[str, Any]:
        return {"kliping": {"prefix": self.prefix}}

    @contextmanager
    def _told(self, doing: str) -> Iterator[None]:
        """What the cluster refuses, as a sentence that says what to do."""
        try:
            yield
        except (ApiError, TransportError) as error:
            raise _refusal(error, doing, self._place) from None


@contextmanager
def opened_security(access: Access) -> Iterator[Security]:
    """Security of the cluster of an access, for the names of its prefix.

    Raises:
        EngineError: it is no cluster that we can talk to, does not answer, or does not know these credentials.
    """
    with connect(access) as client:
        check_server(client, access.place)
        yield Security(client, access.prefix, access.place)


def _refusal(error: ApiError | TransportError, doing: str, place: str) -> EngineError:
    if not isinstance(error, ApiError) or isinstance(error, AuthenticationException):
        return explain(error, place)
    _, reason = kind_and_reason(error.body)
    if error.meta.status == 403 or "derived api key" in reason.lower():
        return EngineError(
            f"{place}: these credentials may not {doing}; come with the user name and password of an administrator, "
            "such as elastic, and without an API key."
        )
    if any(sign in reason for sign in ("no handler found", "security_not_enabled", "Security must be")):
        return EngineError(
            f"{place}: security is off there, so it has neither keys nor users; set xpack.security.enabled."
        )
    return EngineError(f"{place} did not {doing}: {reason}")
