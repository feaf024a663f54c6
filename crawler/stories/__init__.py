"""Stories: which articles are copies, reprints and rewrites of one text; pure functions over signatures."""

from crawler.stories.compare import Link, Relation, compare
from crawler.stories.group import Placed, group
from crawler.stories.signature import Signature, StoryArticle, signature

__all__ = ["Link", "Placed", "Relation", "Signature", "StoryArticle", "compare", "group", "signature"]
