"""Scrapy's settings, shared by `scrapy crawl` and `kliping crawl`: unit, Scrapy's default, why ours differs."""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path

BOT_NAME = "kliping"  # default: scrapybot
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"


# --- what the operator sets: the environment here; `kliping` puts kliping.toml and its options above it ---

# Mail address or page where a site's owner reaches the operator. Default: none, and then no live crawl.
KLIPING_CONTACT = os.environ.get("KLIPING_CONTACT", "")
# Folder of archive, captures and locks.
KLIPING_DATA = os.environ.get("KLIPING_DATA", "data")
# SQLAlchemy URL of the archive.
KLIPING_ARCHIVE = os.environ.get("KLIPING_ARCHIVE") or f"sqlite:///{Path(KLIPING_DATA, 'archive.db').absolute()}"
# Origin on this machine that every request goes to, for tests of a live crawl. Default: none, the web.
KLIPING_FETCH_VIA = os.environ.get("KLIPING_FETCH_VIA", "")
# Number of the run in the archive's ledger, shared by the sources of one `kliping crawl`. Default: each its own.
KLIPING_RUN = 0
# WARC file to replay instead of the web, and WARC file to record to. Default: none.
KLIPING_REPLAY = ""
KLIPING_RECORD = ""
# Whether live responses are kept as WARC in KLIPING_DATA/captures.
KLIPING_KEEP_PAGES = os.environ.get("KLIPING_KEEP_PAGES", "yes").lower() not in {"no", "false", "0", "off"}


# --- who we are ---


def user_agent(contact: str) -> str:
    """The product token, and who answers for it."""
    return f"Kliping/{version('kliping')}" + (f" (+{contact})" if contact else "")


# Default: Scrapy's own name, which some outlets bar in robots.txt.
USER_AGENT = user_agent(KLIPING_CONTACT)
# Product token that groups of robots.txt are matched with. Default: the whole user agent.
ROBOTSTXT_USER_AGENT = "Kliping"
# Default: English.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "id,en;q=0.5",
}

# --- how gently ---

ROBOTSTXT_OBEY = True  # default: False; ours is crawler.middlewares.robots
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # requests at once; default: 8; a newsroom's server is no benchmark
# Seconds between two requests to a host, the least AutoThrottle may come down to. Default: 0, but then Scrapy 2.19
# starts all waiting requests at once, whatever CONCURRENT_REQUESTS_PER_DOMAIN says.
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True  # default: False; follows how fast the site answers
AUTOTHROTTLE_START_DELAY = 2.0  # seconds; default: 5, long for the short crawls of a schedule
AUTOTHROTTLE_MAX_DELAY = 30.0  # seconds; default: 60
KLIPING_MAX_CRAWL_DELAY = 30.0  # seconds; a robots.txt that asks for more between two requests gets this
RETRY_TIMES = 3  # further tries; default: 2; they come later each time (crawler.middlewares.retry)
KLIPING_RETRY_DELAY = 2.0  # seconds before the first further try, doubled each time
KLIPING_RETRY_MAX_DELAY = 120.0  # seconds; a host that asks for more is left in peace for the rest of the crawl
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # default: ERROR; the ledger says it

# --- how much, how long, how far ---

DOWNLOAD_TIMEOUT = 30  # seconds for a whole response; default: 180
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # bytes, compressed and inflated; default: 1 GiB; an article is under 1 MB
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024  # bytes; default: 32 MiB
DNS_TIMEOUT = 20  # seconds; default: 60
DEPTH_LIMIT = 100  # links from a start page; default: none; paging of listings is the deepest way
REDIRECT_MAX_TIMES = 10  # hops; default: 20
METAREFRESH_MAXDELAY = 3  # seconds; default: 100; news pages reload themselves after 60 seconds and more
URLLENGTH_LIMIT = 2083  # characters; as default

# --- what is allowed to happen ---

TWISTED_DNS_RESOLVER = "crawler.netguard.PublicResolver"  # default: Scrapy's; ours gives no private address
HTTPPROXY_ENABLED = False  # default: True; through a proxy of the environment nobody would see where requests end
DOWNLOAD_VERIFY_CERTIFICATES = False  # as default; outlets let certificates lapse, and we send them no secret
REMOTE_CONTROL_ENABLED = False  # default: True; an HTTP server that runs code
TELNETCONSOLE_ENABLED = False  # default: True; the same
COOKIES_ENABLED = False  # default: True; we are nobody's reader, and the first one fetches a list from the network
HTTPCACHE_ENABLED = False  # as default; captures are the cache
DOWNLOAD_HANDLERS = {  # default: Scrapy's for six schemes; a page may not make us read a file
    "http": "crawler.handlers.LiveHandler",
    "https": "crawler.handlers.LiveHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.robots.RobotsMiddleware": 100,  # in its place
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.middlewares.retry.RetryLaterMiddleware": 550,  # in its place
    "crawler.middlewares.private.PrivateAddressMiddleware": 560,  # inside retry: what it refuses is not tried again
    "crawler.middlewares.record.RecordMiddleware": 950,  # next to the downloader: sees bodies as they came
}
EXTENSIONS = {"crawler.live.LiveCheck": 0}
ITEM_PIPELINES = {"crawler.pipelines.ArchivePipeline": 300}

# --- what is said ---

LOG_LEVEL = "INFO"  # default: DEBUG, a line for each request and the text of each item
DEFAULT_DROPITEM_LOG_LEVEL = "INFO"  # default: WARNING; a refused page is a row in the ledger

# --- commands and templates of ours ---

COMMANDS_MODULE = "crawler.commands"  # default: none
TEMPLATES_DIR = str(Path(__file__).parent / "templates")  # default: Scrapy's own
