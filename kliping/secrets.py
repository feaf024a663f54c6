"""Secrets: read from a variable or from the file that VARIABLE_FILE names; written to a file for its owner alone."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kliping.trouble import Trouble

FILE = "_FILE"
# Every secret there is, and what it is. A target NAME has the first two as KLIPING_INDEX_NAME_API_KEY and _PASSWORD.
NAMES = {
    "KLIPING_ELASTICSEARCH_API_KEY": "API key of the target elasticsearch",
    "KLIPING_ELASTICSEARCH_PASSWORD": "password of KLIPING_ELASTICSEARCH_USERNAME",
    "KLIPING_KIBANA_API_KEY": "API key for Kibana",
    "KLIPING_KIBANA_PASSWORD": "password of KLIPING_KIBANA_USERNAME",
    "KLIPING_KIBANA_ANALYST_PASSWORD": "password that 'kliping index key --analyst' gives",
    "KLIPING_KIBANA_SYSTEM_PASSWORD": "password that 'kliping index key --kibana-system' gives to Kibana's own user",
}
_OF_A_TARGET = re.compile(r"KLIPING_INDEX_[A-Z0-9_]+_(API_KEY|PASSWORD)")
_LONGEST = 64 * 1024  # bytes; a file beyond that is no secret


def is_secret(variable: str) -> bool:
    """Whether the variable's value must never be shown; ``VARIABLE_FILE`` is a path, which may."""
    return variable in NAMES or bool(_OF_A_TARGET.fullmatch(variable))


def secret(variable: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """The secret of that name, None where it is told nowhere; an empty variable is one that is not told.

    Raises:
        Trouble: it is told twice, or its file is missing, unreadable, empty or no text of one line.
    """
    told, named = environ.get(variable), environ.get(variable + FILE)
    if told and named:
        raise Trouble(f"Both {variable} and {variable}{FILE} are set: unset one of them.")
    value = _read(variable + FILE, Path(named)) if named else told
    if value and any(ord(char) < 32 for char in value):
        raise Trouble(f"{variable + FILE if named else variable}: a secret is one line without control characters.")
    return value or None


def _read(variable: str, path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(_LONGEST + 1)
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Trouble(f"{variable} names {path}, which is no UTF-8 text.") from None
    except OSError as error:
        raise Trouble(f"{variable} names {path}, which cannot be read: {error.strerror or error}.") from None
    if len(raw) > _LONGEST:
        raise Trouble(f"{variable} names {path}, which is too long for a secret.")
    text = text.removesuffix("\n").removesuffix("\r")  # editors end a line; anything more is part of the secret
    if not text.strip():
        raise Trouble(f"{variable} names {path}, which is empty.")
    return text


def write_secret(path: Path, value: str) -> None:
    """Put a secret in a file that its owner alone may read (mode 600), whole or not at all.

    Raises:
        Trouble: it cannot be written.
    """
    folder = path.parent
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=folder)  # made with mode 600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(value + "\n")
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Trouble(f"{path}: cannot be written: {error.strerror or error}.") from None
