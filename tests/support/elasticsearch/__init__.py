"""A real Elasticsearch server for tests and development, without Docker; never part of the product.

``make test-elasticsearch`` starts one by hand; tests get theirs from the fixtures of ``tests/conftest.py``.
"""

from support.elasticsearch.fetch import cached, newest_cached
from support.elasticsearch.java import Unavailable
from support.elasticsearch.running import Running
from support.elasticsearch.server import Server

__all__ = ["Running", "Server", "Unavailable", "cached", "newest_cached"]
