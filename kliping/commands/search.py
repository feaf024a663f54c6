"""``kliping search``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import islice

import click

from kliping.config import load
from kliping.trouble import Trouble

KINDS = ("news", "press_release", "announcement", "event")


class QueryCommand(click.Command):
    """A command whose query may begin with a minus: what is no option of it is the query."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Set a query such as ``-kata lain`` apart, as ``--`` would; two hyphens always are an option."""
        names = {name: param for param in self.get_params(ctx) for name in (*param.opts, *param.secondary_opts)}
        rest: list[str] = []
        queries: list[str] = []
        words = iter(args)
        for word in words:
            if word == "--":
                queries += words
            elif word.startswith("-") and not word.startswith("--") and word not in names:
                queries.append(word)
            else:
                rest.append(word)
                option = names.get(word)
                if isinstance(option, click.Option) and not option.is_flag:
                    rest += islice(words, 1)
        return super().parse_args(ctx, [*rest, "--", *queries])


@click.command(cls=QueryCommand)
@click.argument("query")
@click.option("--source", "sources", multiple=True, help="Only this outlet (may be given again).")
@click.option("--from", "date_from", metavar="DAY", help="First day, in Asia/Jakarta: 2024-07-01.")
@click.option("--to", "date_to", metavar="DAY", help="Last day, included.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only this kind (may be given again).")
@click.option("--topic", "topics", multiple=True, help="Only this watched topic (may be given again).")
@click.option("--sort", type=click.Choice(["score", "date"]), default="score", show_default=True)
@click.option("--fold/--no-fold", default=True, show_default=True, help="One hit a story, or every article.")
@click.option("--limit", type=click.IntRange(min=0), help="Hits at most; 10 on a table, else all.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "jsonl", "csv"]), default="table", show_default=True
)
@click.option("--full", is_flag=True, help="jsonl and json: the body, too.")
@click.option("--target", help="The index that answers; the first of KLIPING_INDEX if not given.")
def search(
    query: str,
    sources: tuple[str, ...],
    date_from: str | None,
    date_to: str | None,
    kinds: tuple[str, ...],
    topics: tuple[str, ...],
    sort: str,
    fold: bool,
    limit: int | None,
    form: str,
    full: bool,
    target: str | None,
) -> None:
    """Search titles and bodies; all words are required, OR, -word, "a phrase" and parentheses work.

    Repeated articles are folded into their story; the counts of both are told. "" matches everything.

    \b
    Examples:
      kliping search "kerja sama perpustakaan rusia"
      kliping search 'pustakawan -"hari pustakawan"' --source detik --sort date
      kliping search '-mahasiswa pustakawan'
      kliping search pustakawan --from 2024-07-01 --to 2024-07-31 --format jsonl
    """
    from index.engine import Filters, Request
    from index.synonyms import use_synonyms
    from kliping.names import sources_named, topics_named
    from kliping.targets import engine_for
    from kliping.views import results as view

    first, last = _day(date_from, "--from"), _day(date_to, "--to")
    if first and last and first > last:
        raise Trouble(f"--from {first} is after --to {last}: no day lies between them.")
    count = limit if limit is not None else (10 if form == "table" else 10_000)
    config = load()
    use_synonyms(config.synonyms)
    request = Request(query, sort="date" if sort == "date" else "score", fold=fold, limit=count)
    with engine_for(config, target) as engine:
        filters = Filters(
            sources=sources_named(config, sources),
            kinds=kinds,
            topics=topics_named(config, engine, topics),
            date_from=first,
            date_to=last,
        )
        request = replace(request, filters=filters)
        write: Callable[..., None] = view.WRITERS[form]
        write(engine, request, full=full, unlimited=limit is None and form != "table")


def _day(text: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Trouble(f"{option} {text!r} is no day: write it as 2024-07-31.") from None
