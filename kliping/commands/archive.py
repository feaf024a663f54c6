"""``kliping archive``: care of the archive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from kliping.config import load
from kliping.console import note
from kliping.trouble import NEEDS_A_PERSON, Trouble, end


@click.group()
def archive() -> None:
    """Care of the archive: remove an article for good, set topics and stories anew."""


@archive.command()
@click.argument("url")
@click.option("--reason", required=True, help="Why it must go: a court order, a right of reply; kept in the tombstone.")
def remove(url: str, reason: str) -> None:
    """Erase an article wholly: text, revisions, captures; its address is never crawled again.

    \b
    Example:
      kliping archive remove https://www.perpusnas.go.id/berita/judul --reason "hak jawab 12/2024"
    """
    from crawler.urls import address_of
    from kliping.pushing import purge
    from kliping.rooms import opened

    address = address_of(url)
    if address is None:
        raise Trouble(f"{url!r} is no http or https address.")
    if not reason.strip():
        raise Trouble("--reason is empty: say why the article must go; the tombstone keeps it.")
    config = load()
    name = _name_of(url)
    with opened(config, grouping=True) as store:
        addresses = store.addresses(name, _name_of)
        erased, left = _erase_pages(store.pages(name, addresses), config.captures)
        removal = store.remove(name, reason.strip(), datetime.now(UTC), addresses=addresses, keep=left)
        pushed = purge(config, store)
    click.echo(
        f"Removed {removal.articles} article, {removal.revisions} revisions, {removal.captures} captures, "
        f"{erased} kept pages; {address.url} is never crawled again."
    )
    if not removal.articles:
        note("Nothing was archived under that address; it is barred from now on.")
    pushed.tell()
    if not removal.erased:
        note("Another process still reads the archive, so the text may stand in its write-ahead log: run this again.")
    if left:
        note(f"Pages of it still stand in {', '.join(left)}: run this again.")
    if pushed.needs_a_person or left or not removal.erased:
        end(NEEDS_A_PERSON)


@archive.command()
def retag() -> None:
    """Set the topics of every article anew, as [topics] in kliping.toml now says; then push.

    \b
    Example:
      kliping archive retag
    """
    from crawler.topics import Topics
    from kliping.pushing import push_once
    from kliping.rooms import opened

    config = load()
    topics = Topics(config.topics)
    with opened(config) as store:
        changed = store.retag(lambda article: topics.tag(article.title, article.body))
        pushed = push_once(config, store)
    click.echo(f"{changed} articles have other topics now.")
    pushed.tell()
    if pushed.needs_a_person:
        end(NEEDS_A_PERSON)


@archive.command()
def regroup() -> None:
    """Put all articles in stories anew; cut short, it goes on where it stopped. Then push.

    \b
    Example:
      kliping archive regroup
    """
    from kliping.progress import Ticker
    from kliping.pushing import push_once
    from kliping.rooms import opened

    config = load()
    with opened(config, grouping=True) as store:
        ticker = Ticker("articles")
        done = store.regroup(datetime.now(UTC), ticker.tell_of)
        ticker.close()
        pushed = push_once(config, store)
    click.echo(
        f"{done.articles} articles grouped: {done.changed} have another place now, "
        f"{done.merges} merges, {done.splits} splits of stories."
    )
    pushed.tell()
    if pushed.needs_a_person:
        end(NEEDS_A_PERSON)


def _name_of(url: str) -> str:
    """The key that an address stands for, else its plain form."""
    from crawler.urls import address_of

    address = address_of(url)
    return (address.key or address.url) if address else url


def _erase_pages(pages: Sequence[tuple[str, int]], captures: Path) -> tuple[int, list[str]]:
    """Erase kept pages: how many, and the files that could not be written; a recording that is not ours is named."""
    from crawler.warc import WarcError
    from crawler.warc.erase import erase_records

    by_file: dict[str, list[int]] = {}
    for name, offset in pages:
        by_file.setdefault(name, []).append(offset)
    erased, left = 0, []
    for name, offsets in by_file.items():
        path = captures / name  # the path itself where it is a whole one
        if path.parent == captures and path.is_file():
            try:
                erased += erase_records(path, offsets)
            except WarcError as error:
                note(str(error))
                left.append(name)
        else:
            places = ", ".join(map(str, offsets))
            note(f"{path}: this recording is not ours to change; erase its records at byte {places} yourself.")
    return erased, left
