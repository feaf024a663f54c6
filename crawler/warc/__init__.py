"""Web archive files: an index to replay from, a writer that never loses a record, erasure."""

from crawler.warc.errors import WarcCorrupt, WarcEmpty, WarcError, WarcMissing, WarcNotWarc, WarcTruncated
from crawler.warc.index import WarcIndex
from crawler.warc.record import HttpResponse
from crawler.warc.scan import WarcEntry

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
]
