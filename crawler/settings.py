"""Scrapy's settings, as `scrapy crawl` and `kliping crawl` share them: unit, Scrapy's default, why ours differs."""

from __future__ import annotations

import os
from importlib.metadata import version

BOT_NAME = "kliping"  # default: scrapybot
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# --- what the operator sets; the environment here, kliping.toml and options at priority cmdline ------------------

# Mail address or page where a site's owner reaches the operator. Default: none, and then no live crawl.
KLIPING_CONTACT = os.environ.get("KLIPING_CONTACT", "")
# Folder of archive, captures and locks.
KLIPING_DATA = os.environ.get("KLIPING_DATA", "data")
# Origin on this machine that every request goes to, for tests of a live crawl. Default: none, the web.
KLIPING_FETCH_VIA = os.environ.get("KLIPING_FETCH_VIA", "")
# WARC file to replay instead of the web, WARC file to record to. Default: none.
KLIPING_REPLAY = ""
KLIPING_RECORD = ""
# Whether live responses are kept as WARC in KLIPING_DATA/captures. Default: yes.
KLIPING_KEEP_PAGES = os.environ.get("KLIPING_KEEP_PAGES", "yes").lower() not in {"no", "false", "0", "off"}

# --- who we are --------------------------------------------------------------------------------------------------


def user_agent(contact: str) -> str:
    """The product token that robots.txt rules name, and who answers for it."""
    return f"Kliping/{version('kliping')} (+{contact})" if contact else f"Kliping/{version('kliping')}"


# Default: Scrapy's own name, which some outlets bar by robots.txt.
USER_AGENT = user_agent(KLIPING_CONTACT)
# Product token that robots.txt groups are matched with. Default: the whole user agent.
ROBOTSTXT_USER_AGENT = "Kliping"
# Language of the pages we want. Default: en.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "id,en;q=0.5",
}
