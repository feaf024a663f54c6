"""How well and how fast pages are read, beside trafilatura, newspaper4k and news-please where they are installed.

    python bench/extract.py [--rounds N] [--folder SAVED_PAGES] [--misses]

The pages of tests/labels are ours, in the markup of many systems, labelled by somebody who had not seen the code:
regression marks, no proof of accuracy on the web. Each reader gets the page and its address, nothing else; "selectors"
are those of our spiders, "generic" none at all. What a tool prints is taken as it is: a day is no instant, a time
without its zone neither. Speed is pages a second of one core, the parse included; ``--folder`` times a folder of saved
pages (.html, .html.gz) too, without judging them.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # the root first, for tests/ has folders of the same names

from support.page_scores import FOLDER, Label, Read, labels, mark  # noqa: E402

from crawler.inspection import inspect_page  # noqa: E402

Reader = Callable[[Label, bytes], Read]
NOW = "2026-07-01T12:00:00+07:00"
COLUMNS = (
    ("instant", "instant"), ("day", "day"), ("title", "title"), ("people", "people"), ("f1", "body F1"),
    ("good", ">=.95"), ("boilerplate", "boiler"), ("empty", "empty"), ("taken", "lists"),
)  # fmt: skip


def ours(label: Label, html: bytes) -> Read:
    return _ours(label, html, label.url)


def ours_generic(label: Label, html: bytes) -> Read:
    """Without the outlet's rules: the same path under a host nobody knows."""
    return _ours(label, html, _unknown(label.url))


def _unknown(url: str | None) -> str | None:
    return f"https://www.warta-lain.example/{url.split('/', 3)[3]}" if url and url.count("/") > 2 else url


def _ours(label: Label, html: bytes, url: str | None) -> Read:
    fetched = datetime.fromisoformat(label.fetched or NOW)
    page = inspect_page(html, url=url, content_type=None, fetched_at=fetched)
    return Read(page["is_article"], page["title"], page["published"], list(page["authors"] or ()), page["body"] or "")


def trafilatura(label: Label, html: bytes) -> Read:
    from trafilatura import bare_extraction

    found = bare_extraction(html, url=label.url, with_metadata=True)
    if found is None or isinstance(found, dict):
        return Read(is_article=False)
    authors = [name for name in (found.author or "").split("; ") if name]
    return Read(True, found.title, found.date, authors, found.text or "")


def newspaper4k(label: Label, html: bytes) -> Read:
    from newspaper import Article

    article = Article(label.url or "https://page.example/a", language="id")
    article.download(input_html=html.decode("utf-8", "replace"))
    article.parse()
    published = article.publish_date.isoformat() if isinstance(article.publish_date, datetime) else None
    return Read(bool(article.text), article.title, published, list(article.authors), article.text)


def news_please(label: Label, html: bytes) -> Read:
    from newsplease import NewsPlease

    article = NewsPlease.from_html(html.decode("utf-8", "replace"), url=label.url)
    published = article.date_publish.isoformat() if isinstance(article.date_publish, datetime) else None
    body = article.maintext or ""
    return Read(bool(body), article.title, published, list(article.authors or []), body)


def readers() -> Iterator[tuple[str, Reader]]:
    yield "kliping, selectors", ours
    yield "kliping, generic", ours_generic
    for title, module, reader in (
        ("trafilatura", "trafilatura", trafilatura),
        ("newspaper4k", "newspaper", newspaper4k),
        ("news-please", "newsplease", news_please),
    ):
        if importlib.util.find_spec(module):
            yield title, reader
        else:
            print(f"{title}: not installed (make bench)")


def speed_of(reader: Reader, pages: list[tuple[Label, bytes]], rounds: int) -> float:
    started = time.perf_counter()
    for _ in range(rounds):
        for label, html in pages:
            reader(label, html)
    return rounds * len(pages) / (time.perf_counter() - started)


def time_folder(folder: Path, rows: list[tuple[str, Reader]], rounds: int) -> None:
    files = sorted([*folder.glob("*.html"), *folder.glob("*.html.gz")])
    pages = [
        (Label(file.name, is_article=True), gzip.decompress(raw) if file.suffix == ".gz" else raw)
        for file in files
        if (raw := file.read_bytes())
    ]
    if not pages:
        raise SystemExit(f"{folder}: no .html or .html.gz file in it")
    size = sum(len(html) for _, html in pages) // len(pages)
    print(f"\n{len(pages)} saved pages, {size:,} bytes on average, no address: pages/s")
    for title, reader in rows:
        print(f"{title:22}{speed_of(reader, pages, rounds):9.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often every page is read for the speed")
    parser.add_argument("--folder", type=Path, help="saved pages to time as well")
    parser.add_argument("--labels", type=Path, nargs="*", help="files of labels (default: those of tests/labels)")
    parser.add_argument("--misses", action="store_true", help="name what our readers missed")
    options = parser.parse_args()
    rows = list(readers())
    for path in options.labels or sorted(FOLDER.glob("pages*.jsonl")):
        pages = [(label, label.html) for label in labels(path)]
        size = sum(len(html) for _, html in pages) // len(pages)
        print(f"\n{path.name}: {len(pages)} pages, {size:,} bytes on average\n")
        print(f"{'':20}" + "".join(f"{title:>9}" for _, title in COLUMNS) + f"{'pages/s':>9}")
        for title, reader in rows:
            marks = mark((label, reader(label, html)) for label, html in pages)
            cells = (f"{marks.row()[key]:9.3f}" if key == "f1" else f"{marks.row()[key]:9.1%}" for key, _ in COLUMNS)
            print(f"{title:20}" + "".join(cells) + f"{speed_of(reader, pages, options.rounds):9.0f}", flush=True)
            if options.misses and title.startswith("kliping"):
                print("".join(f"    {key}: {name}\n" for key, names in marks.misses.items() for name in names), end="")
    if options.folder:
        time_folder(options.folder, rows[1:], options.rounds)


if __name__ == "__main__":
    main()
