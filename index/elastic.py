"""The engine on Elasticsearch: one concrete index of a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError

from index import elastic_template
from index.document import Document
from index.elastic_bulk import BulkWriter
from index.elastic_client import explained
from index.elastic_documents import document_from
from index.elastic_query import FACETS, families_body, families_from, ordered, scored, search_body, too_deep
from index.engine import Bucket, Deletion, EngineError, EngineState, Hit, Rejected, Request, Results
from index.highlight import highlight
from index.ranking import by_count, notice

EXACT = 1_000  #: stories up to which the server's count of them is exact

_SLICE = 500  # hits of one request of a stream
_VERSIONS = 10_000  # ids of one request; the most that the server gives
_FAMILIES = 1_000  # stories of one request
_ALIVE = "5m"  # how long the server keeps a moment of the index for us between two requests


@dataclass(frozen=True, slots=True)
class Marks:
    """What an index says of itself in its ``_meta``; both are None where it was not made by Kliping."""

    index: str
    archive_id: str | None
    version: str | None


def marks_of(client: Elasticsearch, place: str, name: str) -> Marks:
    """The marks of an index, which may be named by an alias of it alone.

    Raises:
        EngineError: there is none, or the alias leads to several.
    """
    with explained(place, name):
        told = client.indices.get_mapping(index=name).body
    if len(told) != 1:
        raise EngineError(
            f"{place}: the alias {name} leads to {len(told)} indexes ({', '.join(sorted(told))}) and must lead to one;"
            " `kliping index rebuild` puts that right"
        )
    ((index, found),) = told.items()
    ours = found["mappings"].get("_meta", {}).get("kliping", {})
    return Marks(index, ours.get("archive"), ours.get("version"))


class ElasticEngine:
    """A ``SearchEngine``; made by ``open``. Threads may share it; the client is the caller's to close."""

    lanes = 2

    def __init__(self, client: Elasticsearch, place: str, marks: Marks, writer: BulkWriter, *, refresh: bool) -> None:
        """Use ``open``."""
        self._client, self._place, self._marks, self._writer = client, place, marks, writer
        self._index, self._refresh = marks.index, refresh

    @classmethod
    def open(
        cls, client: Elasticsearch, place: str, name: str, *, write_to: str | None = None, refresh: bool = False
    ) -> ElasticEngine:
        """The index of a name, or of an alias that leads to it alone.

        Args:
            client: see ``elastic_client.connect``.
            place: the cluster's address, as people are told it.
            name: what is read from.
            write_to: alias to write by, which must lead to this same index; None writes by the index's own name.
            refresh: whether a commit is seen at once, and not only after the index's ``refresh_interval``.

        Raises:
            EngineError: there is none, it was not made by Kliping, or by another version of it.
            Away: the cluster does not answer.
        """
        marks, version = marks_of(client, place, name), elastic_template.version()
        where, advice = f"{place}/{marks.index}", "`kliping index rebuild` makes one from the archive"
        if marks.archive_id is None or marks.version is None:
            raise EngineError(f"{where}: the index was not made by Kliping; {advice}")
        if marks.version != version:
            raise EngineError(f"{where}: the index has version {marks.version}, this Kliping needs {version}; {advice}")
        writer = BulkWriter(client, place, write_to or marks.index, marks.index)
        return cls(client, place, marks, writer, refresh=refresh)

    @property
    def stale(self) -> int:
        """How many writes the index had in the same or a newer version already."""
        return self._writer.stale

    def apply(self, puts: Sequence[Document], deletes: Sequence[Deletion]) -> list[Rejected]:
        """See ``SearchEngine``. Each item is there, durably, or comes back; ``Away`` says that the rest was not."""
        return self._writer.write(puts, deletes)

    def replace_equals(self) -> None:
        """See ``SearchEngine``."""
        self._writer.equals = True

    def commit(self, pushed: int) -> None:
        """See ``SearchEngine``; nothing is left to make durable, and the place in the log is the archive's to know."""
        if self._refresh:
            self.refresh()

    def refresh(self) -> None:
        """Let what was applied be seen now."""
        with self._explained():
            self._client.indices.refresh(index=self._index)

    def search(self, request: Request) -> Results:
        """See ``SearchEngine``."""
        with self._explained():
            told = self._client.search(index=self._index, body=search_body(request)).body
            found = self._far(request) if too_deep(request) else told["hits"]["hits"]
            hits = self._hits(found, request)
        counts = told["aggregations"]
        stories = counts["stories"]["value"]
        histogram = counts["histogram"]["buckets"]
        return Results(
            query=request.query,
            articles=told["hits"]["total"]["value"],
            stories=stories,
            hits=tuple(hits),
            facets={name: by_count({b["key"]: b["doc_count"] for b in counts[name]["buckets"]}) for name in FACETS},
            histogram=tuple(Bucket(b["key_as_string"], b["doc_count"]) for b in histogram),
            notice=notice(request, stories),
            about=stories > EXACT,
        )

    def stream(self, request: Request) -> Iterator[Hit]:
        """See ``SearchEngine``; close it where it is not read to its end."""
        with self._explained(), self._moment() as moment:
            for found in self._slices(moment, ordered(request), _SLICE):
                yield from self._hits(found, request, moment)

    def state(self) -> EngineState:
        """See ``SearchEngine``."""
        highest = {"sequence": {"max": {"field": "sequence"}}}
        with self._explained():
            told = self._client.search(index=self._index, size=0, track_total_hits=True, aggs=highest).body
        sequence = int(told["aggregations"]["sequence"]["value"] or 0)
        archive_id, version = self._marks.archive_id or "", self._marks.version or ""
        return EngineState(archive_id, version, None, sequence, told["hits"]["total"]["value"])

    def versions(self, after: int = 0) -> Iterator[tuple[str, int]]:
        """See ``SearchEngine``; everything applied so far is among them."""
        self.refresh()
        body = {
            "query": {"range": {"sequence": {"gt": after}}},
            "sort": [{"id": "asc"}, {"sequence": "asc"}],
            "_source": False,
        }
        with self._explained(), self._moment() as moment:
            for found in self._slices(moment, body, _VERSIONS):
                for hit in found:
                    yield hit["sort"][0], hit["sort"][1]

    def close(self) -> None:
        """See ``SearchEngine``; the client stays open."""

    def _explained(self) -> Any:
        return explained(self._place, self._index)

    @contextmanager
    def _moment(self) -> Iterator[dict[str, str]]:
        """One moment of the index, whatever comes meanwhile."""
        opened = self._client.open_point_in_time(index=self._index, keep_alive=_ALIVE)
        moment = {"id": str(opened["id"]), "keep_alive": _ALIVE}
        try:
            yield moment
        finally:
            with suppress(ApiError, TransportError):  # the server forgets it by itself
                self._client.close_point_in_time(id=moment["id"])

    def _slices(self, moment: dict[str, str], body: dict[str, Any], size: int) -> Iterator[list[dict[str, Any]]]:
        after: dict[str, Any] = {}
        while True:
            asked = {**body, **after, "size": size, "pit": moment, "track_total_hits": False}
            told = self._client.search(body=asked).body
            moment["id"] = told["pit_id"]
            found: list[dict[str, Any]] = told["hits"]["hits"]
            if found:
                yield found
            if len(found) < size:
                return
            after = {"search_after": found[-1]["sort"]}

    def _far(self, request: Request) -> list[dict[str, Any]]:
        """Hits of a page that lies deeper than the server counts to."""
        with self._moment() as moment:
            every = (hit for found in self._slices(moment, ordered(request), _SLICE) for hit in found)
            return list(islice(every, request.offset, request.offset + request.limit))

    def _hits(self, found: list[dict[str, Any]], request: Request, moment: dict[str, str] | None = None) -> list[Hit]:
        families = self._families(found, request, moment)
        return [self._hit(one, request, families) for one in found]

    def _hit(self, found: dict[str, Any], request: Request, families: dict[str, tuple[int, int]]) -> Hit:
        try:
            document = document_from(found["_source"])
        except (KeyError, TypeError, ValueError) as error:
            raise EngineError(
                f"{self._place}/{self._index}: document {found.get('_id')} is not as Kliping writes them ({error!r});"
                " `kliping index rebuild` makes the index anew from the archive"
            ) from error
        marked = highlight(request.node, document.title, document.body)
        articles, outlets = families.get(document.story_id, (1, 1))  # gone since it was found
        return Hit(document, found["_score"] if scored(request) else None, marked, articles, outlets)

    def _families(
        self, found: list[dict[str, Any]], request: Request, moment: dict[str, str] | None
    ) -> dict[str, tuple[int, int]]:
        stories = list(dict.fromkeys(hit["_source"].get("story_id", "") for hit in found))
        told: dict[str, tuple[int, int]] = {}
        for start in range(0, len(stories), _FAMILIES):
            body = families_body(request, stories[start : start + _FAMILIES])
            if moment is None:
                answer = self._client.search(index=self._index, body=body)
            else:
                answer = self._client.search(body={**body, "pit": moment})
            told |= families_from(answer.body)
        return told
