"""What an engine is given in one go: changes of the log, read as the documents and deletions they come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from index.document import Document, document_of
from index.engine import Deletion, Rejected

if TYPE_CHECKING:
    from archive.article import StoredArticle
    from archive.store import Archive
    from archive.stories.provenance import Provenance

MOST = 8_000_000  #: characters of text in a batch; it ends where there are more
_AT_ONCE = 250  # articles read in one go: what a batch may have beyond its most


class _Named(Protocol):
    @property
    def article_id(self) -> str: ...
    @property
    def sequence(self) -> int: ...


@dataclass(slots=True)
class Batch:
    """Documents to put and articles to take out; ``last`` is the change that the batch ends with.

    ``unmade`` are articles that make no document; they are among the deletions, too. ``ids`` are all concerned.
    """

    last: int
    puts: list[Document] = field(default_factory=list)
    deletes: list[Deletion] = field(default_factory=list)
    unmade: list[Rejected] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    characters: int = 0


def read(archive: Archive, after: int, limit: int) -> Batch | None:
    """The changes after a sequence, at most ``limit``, as their articles are now; None where there are none.

    An article that changes again later in the log is left to that change; one that vanished since is deleted.
    """
    changes = archive.changes(after, limit)
    if not changes:
        return None
    batch = Batch(after)
    newest = {change.article_id: change for change in changes}
    for start in range(0, len(changes), _AT_ONCE):
        some = changes[start : start + _AT_ONCE]
        _take(archive, batch, [one for one in some if newest[one.article_id] is one], changes[-1].sequence)
        batch.last = some[-1].sequence
        if batch.characters > MOST:
            break
    return batch


def of_articles(archive: Archive, letters: Iterable[_Named]) -> Batch:
    """The articles that letters are about, as they are now."""
    batch = Batch(0)
    _take(archive, batch, list(letters), None)
    return batch


def _take(archive: Archive, batch: Batch, changes: Sequence[_Named], until: int | None) -> None:
    stored = archive.stored([change.article_id for change in changes])
    provenance = archive.provenance(list(stored.values()))
    for change in changes:
        article = stored.get(change.article_id)
        if article is None:
            batch.deletes.append(Deletion(change.article_id, change.sequence))
            batch.ids.append(change.article_id)
        elif until is None or article.sequence <= until:
            _put(batch, article, provenance.get(article.id))


def _put(batch: Batch, article: StoredArticle, after: Provenance | None) -> None:
    """An article that makes no document leaves the index, too."""
    batch.ids.append(article.id)
    batch.characters += len(article.article.body)
    try:
        batch.puts.append(document_of(article, after))
    except ValueError as error:
        batch.unmade.append(Rejected(article.id, article.sequence, str(error)))
        batch.deletes.append(Deletion(article.id, article.sequence))
