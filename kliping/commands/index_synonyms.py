"""``kliping index synonyms``."""

from __future__ import annotations

from pathlib import Path

import click

from kliping.accesses import EMBEDDED, access_of
from kliping.config import load
from kliping.trouble import Trouble


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--target", "targets", multiple=True, help="Only this target (may be given again).")
@click.option("--show", is_flag=True, help="Print them as they would be sent, and send nothing.")
def synonyms(file: Path | None, targets: tuple[str, ...], show: bool) -> None:
    """Let Elasticsearch take names of the same thing from FILE, at once and in Kibana, too.

    A line is a group: names of the same thing, comma separated; # begins a comment. Without FILE it is the one that
    KLIPING_SYNONYMS names, else the table that comes with Kliping. The searches of this command line, on any index,
    take what KLIPING_SYNONYMS names.

    \b
    Examples:
      kliping index synonyms
      kliping index synonyms names.txt --target elasticsearch
    """
    from index.synonyms import synonym_rules, use_synonyms

    config = load()
    use_synonyms(file or config.synonyms)
    rules = synonym_rules()
    if show:
        click.echo("\n".join(rules))
        return
    accesses = {name: access_of(name, config) for name in targets or config.targets}
    if all(access is None for access in accesses.values()):
        raise Trouble(f"No index is on a cluster; the index {EMBEDDED} takes what KLIPING_SYNONYMS names.")
    from index.elastic_generations import put_synonyms

    for name, access in accesses.items():
        if access is not None:
            put_synonyms(access, rules)
            click.echo(f"{name}: {len(rules)} groups of names, in use now.")
