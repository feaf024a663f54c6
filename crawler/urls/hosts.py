"""Host names as browsers read them (URL Standard, host parsing), and which literals are no public place."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import unquote

_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_LONGEST = 253  # RFC 1035

# Names that resolvers answer from the machine or its network: RFC 6761, 6762, 8375, ICANN's .internal, and customs.
_PRIVATE_NAMES = ("localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa")


def normal_host(text: str) -> str | None:
    """The host in lower-case ASCII, an IPv4 in any spelling as four decimals, an IPv6 in brackets; None if unusable."""
    if not text or len(text) > 4 * _LONGEST:
        return None
    if text.startswith("["):
        address = _ipv6(text)
        return f"[{address.compressed}]" if address else None
    host = text if text.isascii() and "%" not in text else _to_ascii(unquote(text))
    host = host.lower().removesuffix(".")
    if len(host) > _LONGEST or not _NAME.fullmatch(host):
        return None
    if _NUMBER.fullmatch(host[host.rfind(".") + 1 :]):
        number = _ipv4(host)
        return str(IPv4Address(number)) if number is not None else None
    return host


def is_public_host(host: str) -> bool:
    """Whether a host as written may be a place on the public internet; what a name resolves to is not asked.

    Private, loopback, link-local and multicast addresses in every spelling are not (also inside IPv6), nor are names
    of the local network and names without a dot.
    """
    literal = host if host.startswith("[") or host.count(":") < 2 else f"[{host}]"
    name = normal_host(literal)
    if name is None:
        return False
    if name.startswith("["):
        return _is_public_ipv6(IPv6Address(name[1:-1]))
    if name[-1].isdecimal() and _NUMBER.fullmatch(name[name.rfind(".") + 1 :]):
        return _is_public_ipv4(IPv4Address(name))
    return "." in name and not any(name.endswith(f".{private}") for private in _PRIVATE_NAMES)


def _to_ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _ipv4(host: str) -> int | None:
    """The number that ``127.1``, ``0x7f.1``, ``0177.0.0.1`` or ``2130706433`` stand for, as in inet_aton."""
    parts = host.split(".")
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:  # 09 is no octal number
        return None
    *first, last = numbers
    if any(number > 255 for number in first) or last >= 256 ** (5 - len(numbers)):
        return None
    return sum(number << (24 - 8 * place) for place, number in enumerate(first)) + last


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if len(part) > 1 and part.startswith("0") else 10)


def _ipv6(text: str) -> IPv6Address | None:
    if not text.endswith("]") or "%" in text:  # a zone names an interface of this machine
        return None
    try:
        return IPv6Address(text[1:-1])
    except ValueError:
        return None


def _is_public_ipv4(address: IPv4Address) -> bool:
    return address.is_global and not address.is_multicast


def _is_public_ipv6(address: IPv6Address) -> bool:
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or _translated(address)
    if inner is not None:
        return _is_public_ipv4(inner)
    return address.is_global and not address.is_multicast


def _translated(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 inside NAT64 (64:ff9b::/96) and the old IPv4-compatible form (::/96)."""
    if int(address) >> 32 in (0x0064FF9B << 64, 0):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None
