"""The embedded engine: one tantivy index in one folder.

The tokens are ours (``index.analysis``), joined by spaces and split there again. Beside tantivy's files lies
``kliping.json``: the archive's id, the version, and the place in the change log of the last commit.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tantivy
from tantivy import FieldType, Query

from index import analysis
from index.columns import columns_of, document_from
from index.document import Document
from index.embedded_query import tantivy_query
from index.engine import Deletion, EngineError, EngineState, Hit, Rejected, Request, Results
from index.files import borrowed_folder, read_state, trouble, write_state
from index.highlight import highlight
from index.query import All, Not
from index.ranking import Ranking, by_count, by_score, notice, over_time

VERSION = f"2-{analysis.version()}"  #: of the schema below and of the tokens; a change means a rebuild

_FACETS = {"source": 1_000, "kind": 100, "topic": 1_000, "section": 100}  # and how many values each may show
_DAYS = 60_000  # buckets of the histogram; tantivy ends at 65,000
_LAST = 2**63 - 1  # no sequence is greater
_HEAP = 64_000_000  # bytes the writer may fill before it writes a segment


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    for name in ("title", "title_stem", "body", "body_stem"):
        builder.add_text_field(name, tokenizer_name="whitespace")
    for name in _FACETS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("day", indexed=True, fast=True)
    for name in ("rank", "story", "outlet", "sequence"):
        builder.add_unsigned_field(name, fast=True)
    builder.add_bytes_field("document", stored=True)
    return builder.build()


class EmbeddedEngine:
    """A ``SearchEngine`` in a folder; made by ``create`` or ``open``."""

    lanes = 1  # tantivy has one writer

    def __init__(self, folder: Path, index: tantivy.Index, borrowed: TemporaryDirectory[str] | None = None) -> None:
        """Use ``create`` or ``open``."""
        self._folder = folder
        self._index = index
        self._schema = index.schema
        self._borrowed = borrowed
        self._writer: tantivy.IndexWriter | None = None
        index.register_tokenizer("whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())

    @classmethod
    def create(cls, folder: Path, archive_id: str) -> EmbeddedEngine:
        """A new, empty index in a folder that is not there yet.

        Raises:
            EngineError: the folder cannot be made or written.
        """
        files = folder / "tantivy"
        with trouble(folder):
            files.mkdir(parents=True)
            index = tantivy.Index(_schema(), str(files))
            write_state(folder, EngineState(archive_id, VERSION, 0, 0, 0))
            return cls(folder, index)

    @classmethod
    def open(cls, folder: Path) -> EmbeddedEngine:
        """The index in a folder, which may be read-only.

        Raises:
            EngineError: there is none, it is damaged, or another version of Kliping made it.
        """
        if (version := read_state(folder).version) != VERSION:
            raise EngineError(
                f"{folder}: the index has version {version}, this Kliping needs {VERSION};"
                " `kliping push` builds it anew from the archive"
            )
        files = folder / "tantivy"
        with trouble(folder):
            borrowed = None if os.access(files, os.W_OK) else borrowed_folder(files)
            return cls(folder, tantivy.Index.open(borrowed.name if borrowed else str(files)), borrowed)

    def replace_equals(self) -> None:
        """See ``SearchEngine``; what is put replaces what is there in any case."""

    def apply(self, puts: Sequence[Document], deletes: Sequence[Deletion]) -> list[Rejected]:
        """See ``SearchEngine``."""
        rejected: list[Rejected] = []
        with trouble(self._folder):
            if self._writer is None:
                self._writer = self._index.writer(_HEAP, 1)
            for article_id in (*(one.id for one in deletes), *(one.id for one in puts)):
                self._writer.delete_documents_by_term("id", article_id)
            for document in puts:
                try:
                    entry = tantivy.Document.from_dict(columns_of(document), self._schema)
                except (ValueError, OverflowError) as error:
                    rejected.append(Rejected(document.id, document.sequence, str(error)))
                else:
                    self._writer.add_document(entry)
        return rejected

    def commit(self, pushed: int) -> None:
        """See ``SearchEngine``."""
        with trouble(self._folder):
            if self._writer is not None:
                self._writer.commit()
            write_state(self._folder, replace(self.state(), pushed=pushed))

    def search(self, request: Request) -> Results:
        """See ``SearchEngine``."""
        with trouble(self._folder):
            searcher = self._searcher()
            query = tantivy_query(self._schema, request)
            ranking = _ranking(searcher, query, request)
            hits = tuple(_hits(searcher, ranking, ranking.page(request), request))
            counts = _counts(searcher, query)
        return Results(
            query=request.query,
            articles=len(ranking.addresses),
            stories=len(ranking.in_story),
            hits=hits,
            facets={name: by_count(counts[name]) for name in _FACETS},
            histogram=over_time(counts["day"], request.interval),
            notice=notice(request, len(ranking.in_story)),
        )

    def stream(self, request: Request) -> Iterator[Hit]:
        """See ``SearchEngine``."""
        with trouble(self._folder):
            searcher = self._searcher()
            ranking = _ranking(searcher, tantivy_query(self._schema, request), request)
            yield from _hits(searcher, ranking, range(len(ranking.addresses)), request)

    def state(self) -> EngineState:
        """See ``SearchEngine``."""
        with trouble(self._folder):
            searcher = self._searcher()
            highest = searcher.aggregate(Query.all_query(), {"top": {"max": {"field": "sequence"}}})["top"]["value"]
            return replace(read_state(self._folder), sequence=int(highest or 0), documents=searcher.num_docs)

    def versions(self, after: int = 0) -> Iterator[tuple[str, int]]:
        """See ``SearchEngine``."""
        with trouble(self._folder):
            searcher = self._searcher()
            newer = Query.range_query(self._schema, "sequence", FieldType.Unsigned, after + 1, _LAST)
            addresses = [address for _, address in searcher.search(newer, limit=max(searcher.num_docs, 1)).hits]
            documents = (json.loads(searcher.doc(address)["document"][0]) for address in addresses)
            yield from sorted((document["id"], document["sequence"]) for document in documents)

    def close(self) -> None:
        """See ``SearchEngine``."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            with trouble(self._folder):
                writer.rollback()
                writer.wait_merging_threads()
        if self._borrowed is not None:
            self._borrowed.cleanup()

    def _searcher(self) -> tantivy.Searcher:
        self._index.reload()
        return self._index.searcher()


def _ranking(searcher: tantivy.Searcher, query: Query, request: Request) -> Ranking[tantivy.DocAddress]:
    """All matches in order: by score where asked for and where there is one, else newest first."""
    limit = max(searcher.num_docs, 1)
    scores = None
    if request.sort == "score" and not isinstance(request.node, All | Not):
        found = searcher.search(query, limit=limit).hits
        ranks = _numbers(searcher, "rank", [address for _, address in found])
        order = by_score([score for score, _ in found], ranks)
        scores = [found[place][0] for place in order]
        addresses = [found[place][1] for place in order]
    else:
        addresses = [address for _, address in searcher.search(query, limit=limit, order_by_field="rank").hits]
    return Ranking(addresses, scores, _numbers(searcher, "story", addresses))


def _numbers(searcher: tantivy.Searcher, name: str, addresses: list[tantivy.DocAddress]) -> list[int]:
    return [int(value or 0) for value in searcher.fast_field_values(name, addresses)]


def _hits(
    searcher: tantivy.Searcher, ranking: Ranking[tantivy.DocAddress], places: Sequence[int], request: Request
) -> Iterator[Hit]:
    family = ranking.places_of({ranking.stories[place] for place in places})
    outlets = _numbers(searcher, "outlet", [ranking.addresses[place] for place in family])
    distinct = {(ranking.stories[place], outlet) for place, outlet in zip(family, outlets, strict=True)}
    counts = Counter(story for story, _ in distinct)
    for place in places:
        document = document_from(searcher.doc(ranking.addresses[place])["document"][0])
        marked = highlight(request.node, document.title, document.body)
        score, story = ranking.scores[place] if ranking.scores else None, ranking.stories[place]
        yield Hit(document, score, marked, ranking.in_story[story], counts[story])


def _counts(searcher: tantivy.Searcher, query: Query) -> dict[str, Counter[str]]:
    """How many matching articles have each value of each facet, and each day."""
    sizes = {**_FACETS, "day": _DAYS}
    terms = {name: {"terms": {"field": name, "size": n, "segment_size": n}} for name, n in sizes.items()}
    told: dict[str, Any] = searcher.aggregate(query, terms)
    return {name: Counter({str(b["key"]): b["doc_count"] for b in told[name]["buckets"]}) for name in sizes}
