"""``kliping index key``: what an administrator sets up once on a cluster."""

from __future__ import annotations

import datetime as dt
import secrets
import string
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kliping.accesses import EMBEDDED, access_of
from kliping.config import Config, load
from kliping.console import note
from kliping.secrets import secret, write_secret
from kliping.trouble import Trouble

if TYPE_CHECKING:
    from index.elastic_security import Security

_SOON = dt.timedelta(days=30)  # a kept key must hold at least that long
_LETTERS = string.ascii_letters + string.digits  # a password that no shell, URL or YAML file misreads
_LENGTH = 24
_ANALYST, _SYSTEM = "KLIPING_KIBANA_ANALYST_PASSWORD", "KLIPING_KIBANA_SYSTEM_PASSWORD"


def _duration(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not (
        value[:-1].isascii() and value[:-1].isdigit() and value[-1] in "dhm" and int(value[:-1])
    ):
        raise click.BadParameter(f"{value!r} is no time such as 365d, 12h or 30m.")
    return value


@click.command()
@click.option("--target", help="The index on the cluster; if not given, the first one that is on a cluster.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write the secret to this file (mode 600), do not print it."
)
@click.option("--expires", callback=_duration, help="How long the key is to hold, such as 365d; without it, for ever.")
@click.option("--revoke-others", is_flag=True, help="Let every other key of the writer work no more.")
@click.option("--analyst", metavar="USER", help="Instead of a key, make a user who may only read, in Kibana, too.")
@click.option("--kibana-system", is_flag=True, help=f"Instead, give Kibana's own user the password of {_SYSTEM}.")
def key(
    target: str | None,
    out: Path | None,
    expires: str | None,
    revoke_others: bool,
    analyst: str | None,
    kibana_system: bool,
) -> None:
    """Make the writer's key, which may do what Kliping needs and nothing else, and the role of analysts.

    Come with the user name and password of an administrator. The secret is shown once, on standard output. With
    --out a key that is in the file already, works and holds for another 30 days is kept.

    \b
    Examples:
      kliping index key --out writer.key
      kliping index key --expires 365d --revoke-others --out writer.key
      kliping index key --analyst sari
    """
    if analyst is not None and kibana_system:
        raise click.UsageError("--analyst and --kibana-system are two things: run the command twice.")
    if (analyst is not None or kibana_system) and (expires or revoke_others):
        raise click.UsageError("--expires and --revoke-others are about the writer's key.")
    config = load()
    name = target or _first(config)
    access = access_of(name, config)
    if access is None:
        raise Trouble(f"The index {name} is a folder of this machine and has no keys.")
    from index.elastic_security import opened_security

    with opened_security(access) as security:
        if kibana_system:
            _set_kibana_password(security)
        elif analyst is not None:
            _make_analyst(security, analyst, out)
        else:
            _make_key(security, out, expires, revoke_others)


def _first(config: Config) -> str:
    found = next((name for name in config.targets if name != EMBEDDED), None)
    if found is None:
        raise Trouble("No index is on a cluster: set KLIPING_INDEX=elasticsearch, or name one with --target.")
    return found


def _make_key(security: Security, out: Path | None, expires: str | None, revoke_others: bool) -> None:
    from index.elastic_security import key_id

    role = security.put_analyst_role()
    old = _kept(out) if out else None
    if old and security.fits(old, dt.datetime.now(dt.UTC) + _SOON):
        current = key_id(old) or ""
        note(f"{out}: the key in it works; kept.")
    else:
        made = security.make_key(expires)
        current = made.id
        try:
            _give(made.encoded, out)
        except BaseException:
            security.revoke([made.id])  # nobody has it
            raise
        note(f"Key {made.name} ({made.id}), {f'for {expires}' if expires else 'for ever'}; role {role} for analysts.")
    others = security.other_keys(current)
    if revoke_others:
        security.revoke(others)
        if others:
            note(f"{len(others)} older keys of that name work no more.")
    elif others:
        note(f"{len(others)} older keys of that name still work; --revoke-others ends that.")


def _kept(out: Path) -> str | None:
    """The key in a file that is there; nothing else is ever written over."""
    from index.elastic_security import key_id

    try:
        text = out.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"{out}: cannot be read as a key ({error}): name another file with --out.") from None
    if text and key_id(text) is None:
        raise Trouble(f"{out}: holds something else than a key: name another file with --out.")
    return text or None


def _make_analyst(security: Security, user: str, out: Path | None) -> None:
    given = secret(_ANALYST)
    if security.has_analyst(user) and given is None:
        security.put_analyst(user, None)
        note(f"{user} is there already, password unchanged; to change it, set {_ANALYST}.")
        return
    if out and out.exists():
        raise Trouble(f"{out}: is there already: name another file with --out.")
    password = given or "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    security.put_analyst(user, password)
    if out or given is None:
        _give(password, out)
    note(f"{user} may read the indexes of {security.prefix}, and open Discover and the dashboards in Kibana.")


def _set_kibana_password(security: Security) -> None:
    password = secret(_SYSTEM)
    if password is None:
        raise Trouble(f"Set {_SYSTEM} to the password that Kibana comes with.")
    security.set_kibana_password(password)
    note("Kibana's own user has its password.")


def _give(value: str, out: Path | None) -> None:
    if out:
        write_secret(out, value)
    else:
        click.echo(value)
