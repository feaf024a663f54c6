"""``kliping stories``: a collection of articles in, their stories out."""

from __future__ import annotations

import sys

import click


@click.command()
def stories() -> None:
    """Group articles by the text they come from: JSON lines in, JSON lines out.

    \b
    Each line in: id, body, and if known url, title, published (or published_text), source.
    Each line out: id, story, relation (original, copy, reprint, rewrite), of, similarity.

    Example:
      kliping stories < articles.jsonl > stories.jsonl
    """
    from crawler.stories.lines import answers

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for line in answers(iter(sys.stdin.buffer.readline, b"")):
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
