"""Why a request gave no page, in the ledger's words."""

from __future__ import annotations

from typing import Literal

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

State = Literal["skipped", "failed"]


def fate_of(failure: Failure) -> tuple[State, str]:
    """The state and reason of a failed request: a rule of ours skips it, anything outside us fails it."""
    error = failure.value
    reason = getattr(error, "reason", None)
    if isinstance(error, HttpError):
        return "failed", f"http {error.response.status}"
    if reason == "not_recorded":
        return "skipped", "not_recorded"
    if reason == "robots_unavailable":
        return "failed", "robots_unavailable"
    if isinstance(error, IgnoreRequest):
        return "skipped", str(reason or error or "ignored")[:100]
    return "failed", _network(type(error).__name__)


def _network(name: str) -> str:
    """Scrapy and Twisted have several classes for each trouble; a reader of the ledger wants one word."""
    lowered = name.lower()
    for part, word in (("dns", "dns"), ("cannotresolve", "dns"), ("timeout", "timeout"), ("size", "too large")):
        if part in lowered:
            return word
    return f"network: {name}"
