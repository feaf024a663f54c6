"""How well and how fast pages are read, beside trafilatura, newspaper4k and news-please where they are installed.

    python bench/extract.py [--rounds N] [--folder SAVED_PAGES]

The pages are the repository's own, in the markup of many systems, with labels read by eye: regression marks, no proof
of accuracy on the web. Quality: body F1 over words, pages at .95 or better, articles returned empty, words of
boilerplate left, title, reporters. Speed: pages a second of one core, the parse included; our pages are small, so
``--folder`` times a folder of saved pages (.html, .html.gz) too, without selectors and without judging them.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.extract import NO_SELECTORS, Selectors, read_page

PAGES = Path(__file__).parent.parent / "tests" / "crawler" / "extract" / "pages"
LABELS: dict[str, dict[str, Any]] = tomllib.loads((PAGES / "labels.toml").read_text(encoding="utf-8"))


@dataclass
class Result:
    """What one reader says of one page."""

    title: str | None = None
    authors: list[str] = field(default_factory=list)
    body: str = ""


Reader = Callable[[str, bytes], Result]


def ours(name: str, html: bytes) -> Result:
    return _ours(name, html, NO_SELECTORS)


def ours_with_selectors(name: str, html: bytes) -> Result:
    return _ours(name, html, Selectors(body=LABELS.get(name, {}).get("body_css", "")))


def _ours(name: str, html: bytes, selectors: Selectors) -> Result:
    label = LABELS.get(name, {})
    reading = read_page(html, url=label.get("url"), selectors=selectors, brands=label.get("brands", ()))
    return Result(reading.title, list(reading.authors), reading.body or "")


def trafilatura(_: str, html: bytes) -> Result:
    from trafilatura import bare_extraction

    found = bare_extraction(html, with_metadata=True)
    if found is None or isinstance(found, dict):
        return Result()
    return Result(found.title, [a for a in (found.author or "").split("; ") if a], found.text or "")


def newspaper4k(name: str, html: bytes) -> Result:
    from newspaper import Article

    article = Article(LABELS.get(name, {}).get("url", "https://page.example/a"), language="id")
    article.download(input_html=html.decode("utf-8", "replace"))
    article.parse()
    return Result(article.title, list(article.authors), article.text)


def news_please(name: str, html: bytes) -> Result:
    from newsplease import NewsPlease

    article = NewsPlease.from_html(html.decode("utf-8", "replace"), url=LABELS.get(name, {}).get("url"))
    return Result(article.title, list(article.authors or []), article.maintext or "")


def words(text: str) -> Counter[str]:
    return Counter(text.lower().split())


def f1(body: str, truth: str) -> float:
    got, want = words(body), words(truth)
    both = sum((got & want).values())
    return 2 * both / (sum(got.values()) + sum(want.values())) if both else 0.0


def boilerplate(body: str, truth: str) -> float:
    got = words(body)
    return sum((got - words(truth)).values()) / max(1, sum(got.values()))


def readers() -> Iterator[tuple[str, Reader]]:
    yield "kliping, selectors", ours_with_selectors
    yield "kliping, generic", ours
    for title, module, reader in (
        ("trafilatura", "trafilatura", trafilatura),
        ("newspaper4k", "newspaper", newspaper4k),
        ("news-please", "newsplease", news_please),
    ):
        if importlib.util.find_spec(module):
            yield title, reader
        else:
            print(f"{title}: not installed (pip install -e .[bench])")


def speed_of(reader: Reader, pages: dict[str, bytes], rounds: int) -> float:
    started = time.perf_counter()
    for _ in range(rounds):
        for name, html in pages.items():
            reader(name, html)
    return rounds * len(pages) / (time.perf_counter() - started)


def time_folder(folder: Path, rows: list[tuple[str, Reader]], rounds: int) -> None:
    files = sorted([*folder.glob("*.html"), *folder.glob("*.html.gz")])
    pages = {
        file.name: gzip.decompress(raw) if file.suffix == ".gz" else raw for file in files if (raw := file.read_bytes())
    }
    if not pages:
        raise SystemExit(f"{folder}: no .html or .html.gz file in it")
    print(f"\n{len(pages)} saved pages, {sum(map(len, pages.values())) // len(pages):,} bytes on average: pages/s")
    for title, reader in rows:
        print(f"{title:22}{speed_of(reader, pages, rounds):9.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="how often every page is read")
    parser.add_argument("--folder", type=Path, help="saved pages to time as well")
    options = parser.parse_args()
    rounds: int = options.rounds
    pages = {name: (PAGES / f"{name}.html").read_bytes() for name in LABELS}
    print(f"{len(pages)} pages, {sum(map(len, pages.values())) // len(pages):,} bytes on average, {rounds} rounds\n")
    rows = list(readers())
    print(f"{'':22}{'F1':>7}{'>=.95':>7}{'empty':>7}{'boiler':>8}{'title':>7}{'people':>8}{'pages/s':>9}")
    for title, reader in rows:
        results = {name: reader(name, html) for name, html in pages.items()}
        speed = speed_of(reader, pages, rounds)
        scores = [f1(results[name].body, LABELS[name]["body"]) for name in pages]
        noise = [boilerplate(results[name].body, LABELS[name]["body"]) for name in pages]
        titles = sum(results[name].title == LABELS[name]["title"] for name in pages)
        named = [name for name in pages if LABELS[name]["authors"]]
        people = sum(results[name].authors == LABELS[name]["authors"] for name in named)
        print(
            f"{title:22}{sum(scores) / len(scores):7.3f}{sum(s >= 0.95 for s in scores) / len(scores):7.0%}"
            f"{sum(not r.body.strip() for r in results.values()):7}{sum(noise) / len(noise):8.1%}"
            f"{titles / len(pages):7.0%}{people / len(named):8.0%}{speed:9.0f}"
        )
    if options.folder:
        time_folder(options.folder, rows[1:], max(1, rounds // 4))


if __name__ == "__main__":
    main()
