"""How the clusters of the configured targets are reached: from the environment, else from ``[index.NAME]``."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kliping.config import Config
from kliping.secrets import secret
from kliping.trouble import Trouble

if TYPE_CHECKING:
    from index.access import Access

EMBEDDED, ELASTICSEARCH = "embedded", "elasticsearch"
_PLAIN = ("url", "prefix", "username", "ca_certs", "fingerprint")
_SECRET = ("api_key", "password")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def access_of(name: str, config: Config, environ: Mapping[str, str] = os.environ) -> Access | None:
    """How the cluster of a target is reached; None for the embedded index.

    Raises:
        Trouble: there is no target of that name, or what is told of it makes no sense.
    """
    if name == EMBEDDED:
        return None
    table = _table(name, config)
    head = _head(name)
    told: dict[str, str] = {}
    for key in _PLAIN:
        value = environ.get(f"{head}_{key.upper()}") or table.get(key, "")
        if not isinstance(value, str):
            raise Trouble(f"Configuration: {key} of [index.{name}] must be a text, not {value!r}.")
        told |= {key: value} if value else {}
    for key in _SECRET:
        value = secret(f"{head}_{key.upper()}", environ)
        told |= {key: value} if value else {}
    if "url" not in told:
        raise Trouble(f"The index {name} has no address: set {head}_URL, for example to http://127.0.0.1:9200.")
    return _made(head, told)


def variables(config: Config) -> frozenset[str]:
    """The names of all variables of the environment that tell of a target's cluster."""
    heads = [_head(name) for name in (ELASTICSEARCH, *config.indexes)]
    secrets = [f"{key}{kind}" for key in _SECRET for kind in ("", "_file")]
    return frozenset(f"{head}_{key}".upper() for head in heads for key in (*_PLAIN, *secrets))


def _head(name: str) -> str:
    return "KLIPING_ELASTICSEARCH" if name == ELASTICSEARCH else f"KLIPING_INDEX_{name.upper()}"


def _made(head: str, told: Mapping[str, str]) -> Access:
    from index.access import Access

    try:
        return Access(**told)
    except ValueError as error:
        raise Trouble(f"{head}_…: {error}") from None


def _table(name: str, config: Config) -> Mapping[str, Any]:
    known = (EMBEDDED, ELASTICSEARCH, *config.indexes)
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}."
        raise Trouble(f"There is no index {name!r}; {hint}")
    if not _NAME.fullmatch(name):
        raise Trouble(f"[index.{name}]: a name has lower-case letters, digits and _ only.")
    table = config.indexes.get(name, {})
    for key in table:
        if key in _SECRET:
            variable = f"KLIPING_INDEX_{name.upper()}_{key.upper()}"
            raise Trouble(f"[index.{name}]: {key} is a secret; put it in {variable} or {variable}_FILE.")
        if key not in _PLAIN:
            nearest = difflib.get_close_matches(key, _PLAIN, 1, 0.0)[0]
            raise Trouble(f"[index.{name}]: unknown key {key!r}; did you mean {nearest!r}?")
    return table
