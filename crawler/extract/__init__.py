"""What a page says: title, body, people, dates and the rest, each with its origin; or why it is no article.

Pure functions over one parsed tree. No I/O, no clock, no Scrapy.
"""

from .page import clean_body, read_page
from .paging import join_pages
from .selectors import NO_SELECTORS, Selectors

__all__ = ["NO_SELECTORS", "Selectors", "clean_body", "join_pages", "read_page"]
