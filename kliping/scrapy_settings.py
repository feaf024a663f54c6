"""What ``scrapy crawl`` in the checkout is told: the settings of the crawler, as this installation configures them."""

from __future__ import annotations

import sys

from crawler.settings import *  # noqa: F403 - Scrapy reads settings as the names of one module
from crawler.settings import user_agent
from kliping.config import load
from kliping.trouble import Trouble

try:
    _config = load()
except Trouble as trouble:
    sys.exit(f"kliping: {trouble}")

KLIPING_ARCHIVE = _config.archive
KLIPING_DATA = str(_config.data)
KLIPING_CONTACT = _config.contact
KLIPING_FETCH_VIA = _config.fetch_via
KLIPING_KEEP_PAGES = _config.keep_pages
KLIPING_PERMITTED = list(_config.permitted)
KLIPING_TOPICS = dict(_config.topics or {})
USER_AGENT = user_agent(_config.contact)
