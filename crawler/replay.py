"""A recording instead of the web: the settings of a replay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crawler.warc import WarcIndex


def replay_settings(path: str | Path) -> dict[str, Any]:
    """Scrapy settings that make a crawl a replay of a WARC file; set them at priority ``cmdline``.

    robots.txt is not asked: who recorded a page had the permission then, and what was not recorded is not served.
    Nothing is waited for and nothing tried again; the order of responses depends on the file and the source alone.

    Raises:
        WarcError: the file cannot be replayed.
    """
    WarcIndex.open(path)  # Scrapy would log this error and go on
    handler = "crawler.handlers.ReplayHandler"
    return {
        "KLIPING_REPLAY": str(path),
        "KLIPING_KEEP_PAGES": False,  # they are kept already
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler, "file": None, "data": None, "ftp": None, "s3": None},
        "AUTOTHROTTLE_ENABLED": False,
        "DOWNLOAD_DELAY": 0,
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_SLOTS": {},
        "CONCURRENT_REQUESTS": 16,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
        "RETRY_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
    }
