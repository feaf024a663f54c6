"""One spelling for one address: the parts of an http(s) URL, normalised (RFC 3986, 6.2; URL Standard)."""

from __future__ import annotations

import re
import string
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import quote

from crawler.urls.hosts import normal_host

MAX_LENGTH = 4096  # characters; longer addresses are no one's article
TABLE = tomllib.loads(files("crawler.urls").joinpath("general.toml").read_text("utf-8"))

_URL = re.compile(r"(https?):/{2,}([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.I | re.S)
_IGNORED = re.compile(r"[\t\r\n]")
AROUND = "".join(map(chr, range(33))) + "\x7f\u00a0\u200b\u200e\u200f\u202a\u202c\u2060\ufeff"
_WEB_PORTS = (80, 443)  # whatever the scheme says: sites answer alike on both
_TRACKING = frozenset(TABLE["tracking"])
_TRACKING_PREFIXES = (*TABLE["tracking_prefixes"], *TABLE["session_prefixes"])
_SESSIONS = frozenset(TABLE["session_parameters"])
_SESSION = re.compile(r"[0-9A-Fa-f]{26,40}")
_JAVA_SESSION = re.compile(r";jsessionid=[^/;]*", re.I)
_NET_SESSION = re.compile(r"/(?:\(S\([0-9a-z]{24}\)\)/)+", re.I)
_ESCAPED = re.compile(r"\A(?:amp;)+")  # what is left of &amp; in a feed that was escaped twice
_ROUTE = re.compile(r"!|/.")
_AMP_CACHE = re.compile(r"/(?:amp|c|v|wp)/(s/)?([^/]+\.[^/]+(?:/.*)?)", re.S)

_TRIPLET = re.compile(r"%([0-9A-Fa-f]{2})")
_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PLAIN = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/-]*")
_UNRESERVED = frozenset(string.ascii_letters + string.digits + "-._~")
_IN_PATH = _UNRESERVED | frozenset("!$&'()*+,;=:@")  # pchar: the same letter encoded or not
_IN_QUERY = _UNRESERVED | frozenset("!$'()*,:@/?")


@dataclass(frozen=True, slots=True)
class Parts:
    """A usable address in parts. ``port`` is None where it is the web's own; ``query`` lacks tracking parameters.

    ``route`` is a fragment such as ``#!/berita/12``, the only one kept: what stands before it is but a shell.
    """

    scheme: str
    host: str
    port: int | None
    path: str
    query: tuple[str, ...]
    route: str = ""

    def __str__(self) -> str:
        """The canonical URL."""
        port = f":{self.port}" if self.port else ""
        query = "?" + "&".join(self.query) if self.query else ""
        return f"{self.scheme}://{self.host}{port}{self.path}{query}{self.route}"

    def at(self, host: str, path: str) -> Parts:
        """The same address without query and route, at another host and path."""
        return Parts(self.scheme, host, self.port, path, ())


def parts_of(url: str) -> Parts | None:
    """The normalised parts of an http(s) URL, taken out of an AMP cache's address; None where it is not usable."""
    for _ in range(3):
        parts = _parse(url)
        wrapped = _inside_cache(parts) if parts else None
        if not wrapped:
            return parts
        url = wrapped
    return None


def _parse(url: str) -> Parts | None:
    if len(url) > 2 * MAX_LENGTH:
        return None
    url = _IGNORED.sub("", url.strip(AROUND))
    match = _URL.fullmatch(url) or _URL.fullmatch(url.replace("\\", "/"))
    if len(url) > MAX_LENGTH or not match:
        return None
    scheme, authority, path, query, fragment = match.groups()
    if "\\" in authority + path:  # browsers read it as a slash, so the host is what stands before it
        head, mark, tail = url.partition("?")
        return _parse(head.replace("\\", "/") + mark + tail)
    name, port_text = _host_and_port(authority)
    host, scheme = normal_host(name), scheme.lower()
    port = int(port_text) if port_text.isdecimal() and port_text.isascii() and len(port_text) < 6 else None
    if host is None or (port_text and (port is None or not 0 < port < 65536)):
        return None
    port = None if port in _WEB_PORTS else port
    try:
        clean_path = _without_dots(_without_session(_normal(path, _IN_PATH, "/")))
        clean_query = _query(query or "")
        route = "#" + _normal(fragment, _IN_QUERY, "=&+;") if fragment and _ROUTE.match(fragment) else ""
    except UnicodeEncodeError:  # half of a surrogate pair names nothing
        return None
    parts = Parts(scheme if port else "https", host, port, clean_path, clean_query, route)
    return parts if len(str(parts)) <= MAX_LENGTH else None  # encoding may have made it longer


def _host_and_port(authority: str) -> tuple[str, str]:
    host = authority.rpartition("@")[2]
    if host.startswith("["):
        head, mark, rest = host.partition("]")
        return head + mark, rest.removeprefix(":") if not rest or rest.startswith(":") else "?"
    name, _, port = host.partition(":")
    return name, port


def _inside_cache(parts: Parts) -> str | None:
    """The address that an AMP cache or viewer shows."""
    is_viewer = parts.host.startswith("www.google.") and parts.path.startswith("/amp/")
    match = _AMP_CACHE.fullmatch(parts.path)
    if not match or not (is_viewer or parts.host.endswith(".cdn.ampproject.org")):
        return None
    query = "?" + "&".join(parts.query) if parts.query else ""
    return f"http{'s' if match[1] else ''}://{match[2]}{query}"


def _normal(text: str, plain: frozenset[str], also: str = "") -> str:
    """Percent-encoding in one spelling: what needs none is decoded, all else is encoded in capitals."""
    if _PLAIN.fullmatch(text):
        return text

    def one(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in plain else f"%{match[1].upper()}"

    text = _TRIPLET.sub(one, _STRAY.sub("%25", text))
    return quote(text, safe="%" + also + "".join(plain))


def _without_session(path: str) -> str:
    if ";" in path:
        path = _JAVA_SESSION.sub("", path)
    return _NET_SESSION.sub("/", path) if "(" in path else path


def _without_dots(path: str) -> str:
    """The path with ``.`` and ``..`` resolved; never empty."""
    if "/." not in path:
        return path or "/"
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            kept[-1:] = []
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _query(text: str) -> tuple[str, ...]:
    """Parameters in the order given, without those that only say where a reader came from."""
    if not text:
        return ()
    pairs = (_ESCAPED.sub("", _normal(pair, _IN_QUERY, "=&+;")) for pair in text.split("&"))
    return tuple(pair for pair in pairs if pair and not _is_tracking(pair))


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower()
    if name in _SESSIONS:
        return bool(_SESSION.fullmatch(value))
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)
