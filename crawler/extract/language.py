"""Indonesian or English, told by their commonest words."""

from __future__ import annotations

from .tables import names

_LANGUAGES = ("id", "en")
_SAMPLE = 3_000  # characters


def detect_language(text: str) -> str | None:
    """``id`` or ``en``; None where a text has too few of either's words to tell, or is in another language."""
    words = [word.strip(".,:;!?\"'“”()").lower() for word in text[:_SAMPLE].split()]
    counts = {code: sum(map(names(f"common-{code}").__contains__, words)) for code in _LANGUAGES}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= 0.06 * len(words) and counts[best] > 0 else None
