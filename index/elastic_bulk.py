"""Writing in bulk: requests of bounded size, and what became of each item of them."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from elasticsearch import ApiError, Elasticsearch, TransportError

from index.document import Document
from index.elastic_client import Fault, explain, explain_answer, fault_of, kind_and_reason
from index.elastic_documents import source_from
from index.engine import Away, Deletion, EngineError, Rejected

MOST_BYTES = 5_000_000  #: of a request; a single document may be larger
SHARDS = "20s"  #: that the server waits for shards that are not there, less than the client waits for the server
MOST_ITEMS = 500  #: of a request
PATIENCE = 60.0  #: seconds that a request is tried again while the server is busy or away

_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 10.0  # seconds; doubled each time, and cut by chance to between half and whole
_HEADERS = {"content-type": "application/x-ndjson", "accept": "application/json"}


@dataclass(frozen=True, slots=True)
class Item:
    """One action of a bulk request: its lines, without the last line's end."""

    id: str
    sequence: int
    lines: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that was not taken: the error's type and reason."""

    item: Item
    reason: str


class BulkWriter:
    """Writes to one index, by its name or by an alias; threads may share it.

    ``name`` is what is written to; it must be an alias (``require_alias``) of ``index`` where the two differ.
    ``stale`` counts what the index had in the same or a newer version already. With ``equals``, what it has in the same
    version is written again.
    """

    def __init__(
        self,
        client: Elasticsearch,
        place: str,
        name: str,
        index: str,
        *,
        most_bytes: int = MOST_BYTES,
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.stale = 0
        self.equals = False
        self._client, self._place, self._name, self._index = client, place, name, index
        self._most, self._patience, self._clock, self._sleep = most_bytes, patience, clock, sleep
        self._lock = threading.Lock()
        asked = "errors,items.*._index,items.*.status,items.*.error"
        alias = "&require_alias=true" if name != index else ""
        self._target = f"/{name}/_bulk?filter_path={asked}&timeout={SHARDS}{alias}"

    def write(self, puts: Iterable[Document], deletes: Iterable[Deletion]) -> list[Rejected]:
        """Put and delete; what will never be taken comes back.

        Raises:
            Away: the server is away, busy for longer than ``patience``, or the index is blocked.
            EngineError: nothing will be taken before a person sees to it.
        """
        rejected: list[Rejected] = []
        for items in self._requests(self._items(puts, deletes, rejected)):
            refused = self._send(items, self._clock() + self._patience)
            rejected += [Rejected(one.item.id, one.item.sequence, one.reason) for one in refused]
        return rejected

    def _items(self, puts: Iterable[Document], deletes: Iterable[Deletion], rejected: list[Rejected]) -> Iterator[Item]:
        kind = "external_gte" if self.equals else "external"
        for gone in deletes:
            yield Item(gone.id, gone.sequence, _action("delete", gone.id, gone.sequence, kind))
        for put in puts:
            try:
                source = orjson.dumps(source_from(put))
            except TypeError as error:  # half a surrogate pair
                rejected.append(Rejected(put.id, put.sequence, str(error)))
            else:
                yield Item(put.id, put.sequence, _action("index", put.id, put.sequence, kind) + b"\n" + source)

    def _requests(self, items: Iterable[Item]) -> Iterator[list[Item]]:
        some: list[Item] = []
        size = 0
        for item in items:
            if some and (len(some) == MOST_ITEMS or size + len(item.lines) >= self._most):
                yield some
                some, size = [], 0
            some.append(item)
            size += len(item.lines) + 1
        if some:
            yield some

    def _send(self, items: list[Item], until: float) -> list[Refused]:
        """Send, and send again what may pass later, until nothing is left."""
        refused: list[Refused] = []
        pause = _FIRST_PAUSE
        while items:
            try:
                answer = self._post(items)
            except _TooLarge:
                return refused + self._halved(items, until)
            except _Passing as error:
                problem = error.problem
            else:
                items, problem = self._sort(items, answer, refused)
            if items:
                pause = self._wait(pause, until, problem)
        return refused

    def _halved(self, items: list[Item], until: float) -> list[Refused]:
        if len(items) == 1:
            most = "raise http.max_content_length there"
            return [Refused(items[0], f"larger than the server takes: {len(items[0].lines):,} bytes; {most}")]
        middle = len(items) // 2
        return self._send(items[:middle], until) + self._send(items[middle:], until)

    def _wait(self, pause: float, until: float, problem: EngineError) -> float:
        """Pause before another try; the next pause."""
        left = until - self._clock()
        if left <= 0:
            raise problem
        self._sleep(min(pause * random.uniform(0.5, 1), left))  # noqa: S311
        return min(2 * pause, _LONGEST_PAUSE)

    def _post(self, items: Sequence[Item]) -> dict[str, Any]:
        """One request; a fault that concerns all of it is raised, as ``_Passing`` where another try may help."""
        body = b"\n".join(item.lines for item in items)
        try:
            answer: dict[str, Any] = self._client.perform_request(
                "POST", self._target, headers=_HEADERS, body=body
            ).body
        except (ApiError, TransportError) as error:
            told = explain(error, self._place, self._name)
            fault = fault_of(error.meta.status, kind_and_reason(error.body)[0]) if isinstance(error, ApiError) else None
            if fault is Fault.LARGE:
                raise _TooLarge from None
            if isinstance(told, Away) and fault is not Fault.BLOCKED:
                raise _Passing(told) from None
            raise told from None
        return answer

    def _sort(
        self, items: list[Item], answer: dict[str, Any], refused: list[Refused]
    ) -> tuple[list[Item], EngineError]:
        """Go through the outcomes: what is to be sent again, and why."""
        again: list[Item] = []
        problem = EngineError(self._place)
        stale = 0
        outcomes = answer.get("items", [])
        if len(outcomes) != len(items):
            raise EngineError(f"{self._place} answered for {len(outcomes)} of {len(items)} documents; see its log.")
        for item, outcome in zip(items, outcomes, strict=True):
            ((_, told),) = outcome.items()
            self._check_index(told)
            if "error" not in told:
                continue
            kind, reason = kind_and_reason(told)
            match fault_of(told["status"], kind):
                case Fault.STALE:
                    stale += 1
                case Fault.REFUSED:
                    refused.append(Refused(item, f"{kind}: {reason}"))
                case Fault.LARGE:
                    refused.append(Refused(item, f"larger than the server takes; {kind}: {reason}"))
                case Fault.AGAIN:
                    again.append(item)
                    problem = explain_answer(told["status"], kind, reason, self._place, self._name)
                case Fault.BLOCKED | Fault.DENIED:
                    raise explain_answer(told["status"], kind, reason, self._place, self._name)
        with self._lock:
            self.stale += stale
        return again, problem

    def _check_index(self, told: dict[str, Any]) -> None:
        if told.get("_index", self._index) != self._index and "error" not in told:
            raise EngineError(
                f"{self._place}: the alias {self._name} leads to {told['_index']} now, not to {self._index}, where this"
                " push began; `kliping index rebuild` makes the index anew from the archive"
            )


class _TooLarge(Exception):
    """The request, not what is in it."""


class _Passing(Exception):
    """A fault of the whole request that may be gone at another try."""

    def __init__(self, problem: EngineError) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _action(name: str, article_id: str, version: int, kind: str) -> bytes:
    return orjson.dumps({name: {"_id": article_id, "version": version, "version_type": kind}})
