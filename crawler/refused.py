"""Requests that are not sent, and what they are told."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest


class Refused(IgnoreRequest):
    """A request that was not sent; an errback sees it, nothing retries it.

    ``reason`` is a word for the ledger: ``robots``, ``robots_unavailable``, ``private_address``, ``asked_to_wait``,
    ``not_recorded``, ``too_large``, ``cannot_record``.
    """

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class NotRecorded(Refused):
    """A replay was asked for an address that its WARC file does not hold."""

    def __init__(self, url: str) -> None:
        super().__init__("not_recorded", f"{url} is not in the recording.")
