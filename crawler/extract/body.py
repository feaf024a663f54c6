"""Lines of an article from its blocks: pointers, ads, captions, credits, notices and repeats left out."""

from __future__ import annotations

from collections.abc import Sequence

from . import noise
from .blocks import HEADINGS, Block
from .prose import OPENING
from .signoff import is_end_mark, without_sign_off
from .text import squeeze

_GOES_ON = 12  # characters of a paragraph beyond the words that are pulled out of it
_CLOSING = 4  # lines at the end where initials may follow a sentence


def is_heading(block: Block) -> bool:
    """Whether the block is a subhead by element or by print."""
    return block.tag in HEADINGS or block.bold


def without_noise(blocks: Sequence[Block], *, title: str | None = None) -> list[str]:
    """Lines of the article: pointers, ads, captions, credits, notices, repeats and whatever follows the end left out.

    Args:
        blocks: paragraphs in order.
        title: the article's title, which some templates print again above the text.
    """
    total = sum(len(block.text) for block in blocks)
    lines: list[str] = []
    last = 0  # lines up to the last that is no heading
    seen: set[str] = set()
    written = passed = 0
    pointing = summing = False
    for block in blocks:
        text = block.text if (bare := noise.without_inserts(block.text)) == block.text else squeeze(bare)
        passed += len(block.text)
        if passed - len(block.text) > 0.4 * total and noise.ends_article(text):
            break
        if written >= OPENING and is_heading(block) and noise.opens_comments(text):
            break
        if noise.opens_summary(text):
            summing = True
            continue
        if noise.opens_pointers(text):
            pointing = True
            continue
        if not text or block.is_link or noise.is_noise(text):
            continue
        if pointing and (is_heading(block) or _is_headline(text)):
            continue
        pointing = False
        if summing and block.tag == "li":
            continue
        summing = False
        if written < 300 and title and _same(text, title):
            continue
        if len(text) > 40 and (text in seen or _is_pulled(text, blocks)):
            continue
        seen.add(text)
        lines.append(text)
        written += len(text)
        if not is_heading(block) or text[-1] in '.!?"”':
            last = len(lines)
    return _signed_off(lines[:last] or lines)


def _signed_off(lines: list[str]) -> list[str]:
    """Lines without initials: alone on a line anywhere, at the end of one only near the end of the article."""
    if len(lines) > 2 and (is_signature(lines[-1]) or is_end_mark(*lines[-2:])):
        lines = lines[:-1]
    last = len(lines) - 1
    is_said = last > 0 and lines[last - 1][-1] in '.!?”"'
    kept = ((i, line, without_sign_off(line, last=i == last, said=is_said)) for i, line in enumerate(lines))
    return [bare if i > last - _CLOSING else line for i, line, bare in kept if bare]


def signature(block: Block) -> str | None:
    """The reporter's name that a closing block is, in capitals or, as Tempo signed once, in bold; else None."""
    name = block.text.split("|")[0].strip()
    if is_signature(block.text):
        return name.title()
    is_name = block.bold and block.tag not in HEADINGS and 2 <= len(name.split()) <= 4
    return name if is_name and all(word[0].isupper() and word.strip(".'’").isalpha() for word in name.split()) else None


def is_signature(line: str) -> bool:
    """Whether a closing line is a reporter's name in capitals, as Tempo signs ("ANI LESTARI", "ANI LESTARI | KOTA")."""
    words = line.replace("|", " ").split()
    return 2 <= len(words) <= 5 and line.isupper() and all(word.strip(".").isalpha() for word in words)


def _is_headline(text: str) -> bool:
    """Whether a line is printed like a title: short, no full stop, most words with a capital."""
    words = [word for word in text.split() if word[0].isalpha()]
    if not words or len(text) > 150 or text[-1] in '.”"':
        return False
    return sum(word[0].isupper() for word in words) >= 0.6 * len(words)


def _is_pulled(text: str, blocks: Sequence[Block]) -> bool:
    """Whether a short line in quotation marks is printed for show: a paragraph holds its words, too."""
    if len(text) > 250 or text[0] not in "\"“”'‘":
        return False
    words = text.strip("\"“”'‘’ .,!?")
    return any(words in block.text and len(block.text) > len(text) + _GOES_ON for block in blocks)


def _same(one: str, other: str) -> bool:
    fold = str.maketrans("", "", " .,:;!?\"'“”‘’-–—")
    return one.lower().translate(fold) == other.lower().translate(fold)
