"""Whose pages are the release itself, the origin of a story whoever published first."""

from __future__ import annotations

from typing import Final

RELEASES: Final = frozenset({"perpusnas"})
"""Sources whose pages others carry; their own page may be put up after the first copy."""
