"""Web archive files: an index to replay from, a writer that never loses a record, erasure."""

from crawler.warc.errors import WarcCorrupt, WarcEmpty, WarcError, WarcMissing, WarcNotWarc, WarcTruncated
from crawler.warc.index import WarcEntry, WarcIndex, open_index
from crawler.warc.record import HttpResponse

__all__ = [
    "HttpResponse",
    "WarcCorrupt",
    "WarcEmpty",
    "WarcEntry",
    "WarcError",
    "WarcIndex",
    "WarcMissing",
    "WarcNotWarc",
    "WarcTruncated",
    "open_index",
]
