"""Indonesian or English, told by their commonest words."""

from __future__ import annotations

_WORDS = {
    "id": frozenset(
        [
            "yang",
            "dan",
            "di",
            "untuk",
            "dengan",
            "ini",
            "itu",
            "dari",
            "pada",
            "dalam",
            "tidak",
            "akan",
            "ke",
            "oleh",
            "adalah",
            "juga",
            "telah",
            "sebagai",
            "bisa",
            "tersebut",
            "karena",
            "kata",
            "para",
            "saat",
            "ada",
            "lebih",
            "sudah",
            "kepada",
            "serta",
            "atau",
            "dapat",
            "menjadi",
            "bahwa",
            "kami",
            "kita",
            "mereka",
            "ia",
            "saya",
        ]
    ),
    "en": frozenset(
        [
            "the",
            "of",
            "and",
            "to",
            "in",
            "is",
            "that",
            "for",
            "was",
            "with",
            "on",
            "as",
            "by",
            "at",
            "from",
            "are",
            "be",
            "has",
            "have",
            "this",
            "which",
            "were",
            "it",
            "its",
            "will",
            "said",
            "an",
            "not",
            "their",
            "he",
            "she",
            "they",
            "but",
            "been",
        ]
    ),
}
_SAMPLE = 3_000  # characters


def detect_language(text: str) -> str | None:
    """``id`` or ``en``; None where a text has too few of either's words to tell, or is in another language."""
    words = [word.strip(".,:;!?\"'“”()").lower() for word in text[:_SAMPLE].split()]
    counts = {code: sum(word in known for word in words) for code, known in _WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= 0.06 * len(words) and counts[best] > 0 else None
