"""Crawled text made fit to be shown: Unicode NFC, without characters that steer a terminal or turn the line around."""

from __future__ import annotations

import unicodedata

_KEPT = {"\n": "\n", "\t": " "}
# Unicode's explicit directional controls (UAX 9): no Indonesian text needs one, and they can disguise an address.
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_DROPPED = {code: _KEPT.get(chr(code)) for code in (*range(0x20), *range(0x7F, 0xA0))} | _BIDI


def plain(text: str) -> str:
    """The text without control characters; lone surrogates, which no encoding has, become U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    kept = text.translate(_DROPPED)
    return unicodedata.normalize("NFC", kept.encode("utf-8", "replace").decode("utf-8"))


def plain_or_none(text: str | None) -> str | None:
    """The same for a field that may be absent; what is blank then is absent, too."""
    return plain(text).strip() or None if text else None
