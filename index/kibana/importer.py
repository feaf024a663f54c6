"""Loading the pack into a Kibana: wait until it is ready, send, and read from the answer what became of each object."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from index.kibana.client import Answer, Kibana, KibanaAccess, KibanaError, NotReady

PATIENCE = 120.0  #: seconds that Kibana is waited for; a fresh one takes about one minute
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 8.0  # seconds between two tries
_SPACE = re.compile(r"[a-z0-9_-]+")
_BOUNDARY = "kliping-7c1f0d5e9b2a48d3"

Tell = Callable[[str], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Imported:
    """What was loaded, by type, and a sentence for each object that was not."""

    loaded: Counter[str]
    failures: tuple[str, ...]


def load(access: KibanaAccess, pack: str, space: str, tell: Tell, patience: float = PATIENCE) -> Imported:
    """Load the lines of a pack; what is there already under the same ids is replaced.

    ``tell`` is given a sentence where waiting begins; ``patience`` is in seconds.

    Raises:
        KibanaError: nothing was loaded; one sentence that says what to do.
    """
    if not _SPACE.fullmatch(space):
        raise KibanaError(f"{space!r} is no identifier of a space: lower-case letters, digits, - and _ only.")
    kibana, wait = Kibana(access), _Wait(tell, patience)
    root = "" if space == "default" else f"/s/{space}"
    wait.out(lambda: _ready(kibana))
    form = _form(pack)
    kind = f"multipart/form-data; boundary={_BOUNDARY}"
    path = f"{root}/api/saved_objects/_import?overwrite=true"
    return wait.out(lambda: _imported(kibana, kibana.ask("POST", path, form, kind, timeout=120.0), space))


class _Wait:
    """Tries again, ever more slowly, until all patience is gone."""

    def __init__(self, tell: Tell, patience: float) -> None:
        self._tell = tell
        self._patience = patience
        self._ends = time.monotonic() + patience
        self._told = False

    def out(self, attempt: Callable[[], T]) -> T:
        """What an attempt gives in the end.

        Raises:
            KibanaError: it failed, or was not ready until the end.
        """
        pause = _FIRST_PAUSE
        while True:
            try:
                return attempt()
            except NotReady as error:
                if time.monotonic() + pause > self._ends:
                    raise KibanaError(f"{error} Waited {self._patience:.0f} s in vain; nothing was loaded.") from None
                if not self._told:
                    self._tell(f"{error} Waiting for it, at most {self._patience:.0f} s ...")
                    self._told = True
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)


def _ready(kibana: Kibana) -> None:
    """Return when Kibana says that it serves."""
    answer = kibana.ask("GET", "/api/status")
    if answer.status in (401, 403):
        _refused(kibana, answer)
    if answer.status in (429, 502, 503, 504):
        raise NotReady(f"{kibana.place}: Kibana is not ready yet.")
    status = answer.body.get("status") if isinstance(answer.body, dict) else None
    overall = status.get("overall") if isinstance(status, dict) else None
    if answer.status != 200 or not isinstance(overall, dict):
        raise KibanaError(_no_kibana(kibana, answer))
    if overall.get("level") not in ("available", "degraded"):
        raise NotReady(f"{kibana.place}: Kibana says it is {overall.get('level') or 'not ready'!s}.")


def _imported(kibana: Kibana, answer: Answer, space: str) -> Imported:
    if answer.status in (401, 403):
        _refused(kibana, answer)
    if answer.status in (429, 502, 503, 504):
        raise NotReady(f"{kibana.place}: Kibana is not ready yet.")
    said = f" ({answer.said})" if answer.said else ""
    if answer.status == 404:
        raise KibanaError(f"{kibana.place}: there is no space {space!r}{said}; create it in Kibana, or name another.")
    if answer.status == 413:
        raise KibanaError(f"{kibana.place}: the pack is too large for it; raise server.maxPayload in kibana.yml.")
    if answer.status != 200 and isinstance(answer.body, dict):
        raise KibanaError(f"{kibana.place}: Kibana did not take the pack: {answer.status}{said}.")
    if not isinstance(answer.body, dict) or not isinstance(answer.body.get("success"), bool):
        raise KibanaError(_no_kibana(kibana, answer))
    loaded = Counter(str(one.get("type")) for one in _objects(answer.body.get("successResults")))
    failures = tuple(_failure(kibana, one) for one in _objects(answer.body.get("errors")))
    if not answer.body["success"] and not failures:
        failures = (f"Kibana says that it failed, but not why{said}",)
    return Imported(loaded, failures)


def _failure(kibana: Kibana, told: dict[str, Any]) -> str:
    """Which object was not loaded, and why."""
    meta, error = told.get("meta"), told.get("error")
    title = meta.get("title") if isinstance(meta, dict) else told.get("title")
    why = error if isinstance(error, dict) else {}
    missing = [f"{one.get('type')} {one.get('id')}" for one in _objects(why.get("references"))]
    kind = str(why.get("type", "unknown")).replace("_", " ")
    reason = " ".join(str(part) for part in (kind, why.get("message"), *missing) if part)
    return kibana.harmless(f"{told.get('type')} {told.get('id')} ({title}): {reason}")


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _refused(kibana: Kibana, answer: Answer) -> NoReturn:
    if answer.status == 401:
        raise KibanaError(
            f"{kibana.place}: Kibana does not know these credentials; set KLIPING_KIBANA_USERNAME and "
            "KLIPING_KIBANA_PASSWORD, or KLIPING_KIBANA_API_KEY, anew."
        )
    raise KibanaError(
        f"{kibana.place}: this user may not load saved objects; it needs the privilege 'All' on Saved Objects "
        "Management, Dashboard, Discover and Visualize in this space."
    )


def _no_kibana(kibana: Kibana, answer: Answer) -> str:
    if 300 <= answer.status < 400:
        return f"{kibana.place}: it sends us elsewhere ({answer.status}); give Kibana's own address with its base path."
    what = "JSON" if answer.body is not None else "a page"
    return f"{kibana.place} answers with {what}, but not as Kibana does ({answer.status}); mend the address."


def _form(pack: str) -> bytes:
    """The pack as the one file of a form."""
    head = (
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="kliping.ndjson"\r\n'
        "Content-Type: application/ndjson\r\n\r\n"
    )
    return f"{head}{pack}\r\n--{_BOUNDARY}--\r\n".encode()
