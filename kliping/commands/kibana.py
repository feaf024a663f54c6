"""``kliping kibana import``."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import click

from kliping.config import Config, load
from kliping.console import note
from kliping.secrets import secret
from kliping.trouble import NEEDS_A_PERSON, Trouble, end

if TYPE_CHECKING:
    from index.kibana.client import KibanaAccess

_URL = "http://127.0.0.1:5601"
_NAMES = {
    "index-pattern": ("data view", "data views"),
    "search": ("saved search", "saved searches"),
    "lens": ("chart", "charts"),
    "dashboard": ("dashboard", "dashboards"),
}


@click.group()
def kibana() -> None:
    """The Kibana pack: data views, saved searches and dashboards for analysts."""


@kibana.command("import")
@click.option("--url", help=f"Kibana's address, with its base path if it has one. [default: {_URL}]")
@click.option("--space", default="default", show_default=True, help="Identifier of the space to load it into.")
@click.option("--prefix", help="Read alias of the articles, where it is not KLIPING_ELASTICSEARCH_PREFIX.")
@click.option("--wait", default=120.0, show_default=True, type=click.FloatRange(0, 3600), help="Seconds to wait.")
def import_(url: str | None, space: str, prefix: str | None, wait: float) -> None:
    """Load the pack into Kibana; what an earlier import loaded is replaced.

    Credentials come from KLIPING_KIBANA_USERNAME and KLIPING_KIBANA_PASSWORD, or KLIPING_KIBANA_API_KEY (or from
    files: each with _FILE); the address from --url or KLIPING_KIBANA_URL; the certificate of Kibana's authority from
    KLIPING_KIBANA_CA_CERTS. Charts, dashboards and searches of yours under other names stay.

    \b
    Examples:
      kliping kibana import
      kliping kibana import --url https://kibana.example:5601 --space analis
    """
    from index.kibana import importer
    from index.kibana.pack import ndjson

    alias = _prefix(prefix, load())
    access = _access(url)
    done = importer.load(access, ndjson(alias), space, note, wait)
    for failure in done.failures:
        note(f"not loaded: {failure}")
    where = access.place if space == "default" else f"{access.place}, space {space}"
    click.echo(f"{_told(done.loaded)} loaded into {where}; articles are read from the alias {alias}.")
    if done.failures:
        note(f"{len(done.failures)} objects were not loaded: mend what is said of them, then import again.")
        end(NEEDS_A_PERSON)
    root = "" if space == "default" else f"/s/{space}"
    click.echo(f"Open {access.place}{root}/app/dashboards#/view/{alias}-pemantauan")


def _told(loaded: Counter[str]) -> str:
    parts = [f"{loaded[kind]} {names[loaded[kind] != 1]}" for kind, names in _NAMES.items() if loaded[kind]]
    return ", ".join(parts) or "Nothing"


def _access(url: str | None) -> KibanaAccess:
    from index.kibana.client import KibanaAccess

    try:
        return KibanaAccess(
            url or secret("KLIPING_KIBANA_URL") or _URL,
            username=secret("KLIPING_KIBANA_USERNAME"),
            password=secret("KLIPING_KIBANA_PASSWORD"),
            api_key=secret("KLIPING_KIBANA_API_KEY"),
            ca_certs=os.environ.get("KLIPING_KIBANA_CA_CERTS") or None,
        )
    except ValueError as error:
        raise Trouble(f"Kibana: {error}.") from None


def _prefix(told: str | None, config: Config) -> str:
    """The read alias of the articles: as the option says, else as the target ``elasticsearch`` has it."""
    from index.access import PREFIX, Access

    table = config.indexes.get("elasticsearch", {})
    prefix = told or os.environ.get("KLIPING_ELASTICSEARCH_PREFIX") or table.get("prefix") or PREFIX
    try:
        return Access(_URL, str(prefix)).prefix
    except ValueError as error:
        raise Trouble(f"Kibana: {error}.") from None
