"""Why a request gave no page, in the ledger's words."""

from __future__ import annotations

from typing import Literal

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.refused import Refused

# What Scrapy says when it ignores a request, and our word for it; its sentences name the address.
_IGNORED = (("DOWNLOAD_MAXSIZE", "too_large"), ("redirect", "redirects without end"), ("offsite", "offsite"))
_OUR_RULES = {"robots", "private_address", "not_recorded"}  # the rest is trouble outside us

State = Literal["skipped", "failed"]

FAULT = "error: "  # stands in the reason of what a fault of ours made fail


def fate_of(failure: Failure) -> tuple[State, str]:
    """The state and reason of a failed request: a rule of ours skips it, anything outside us fails it."""
    error = failure.value
    if isinstance(error, HttpError):
        return "failed", f"http {error.response.status}"
    if isinstance(error, Refused):
        return ("skipped" if error.reason in _OUR_RULES else "failed"), error.reason
    if isinstance(error, DownloadCancelledError):
        return "failed", "too_large"
    if isinstance(error, IgnoreRequest):
        return "failed", next((word for part, word in _IGNORED if part in str(error)), "ignored")
    return "failed", _network(type(error).__name__)


def fault_of(failure: Failure) -> str:
    """The reason of an address that met a fault of ours."""
    return FAULT + (failure.type.__name__ if failure.type else "unknown")


def _network(name: str) -> str:
    """Scrapy and Twisted have several classes for each trouble; a reader of the ledger wants one word."""
    lowered = name.lower()
    for part, word in (("dns", "dns"), ("cannotresolve", "dns"), ("timeout", "timeout")):
        if part in lowered:
            return word
    return f"network: {name}"
