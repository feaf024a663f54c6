from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.revisions import difference

LONG = " ".join(f"kata{n}" for n in range(40))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (("J", "a b"), ("J", "a b"), ""),
        (("Judul lama", "a"), ("Judul baru", "a"), "title Judul [-lama-] {+baru+}"),
        (("J", "satu dua tiga"), ("J", "satu tiga"), "¶1 satu [-dua-] tiga"),
        (("J", "satu tiga"), ("J", "satu dua tiga"), "¶1 satu {+dua+} tiga"),
        (("J", "a\n\nb"), ("J", "a\n\nb\n\nc d"), "+¶3 c d"),
        (("J", "a\n\nb\n\nc"), ("J", "a\n\nc"), "-¶2 b"),
        (("J", "x y\n\nb\n\nc"), ("J", "x z\n\nb\n\nc\nc"), "¶1 x [-y-] {+z+}\n¶3 c {+c+}"),
        (("J", "a  b"), ("J", "a b"), "¶1 (only spaces or line breaks differ)"),
        (
            ("J", f"{LONG} x {LONG}"),
            ("J", f"{LONG} y {LONG}"),
            f"¶1 … {LONG[-55:]} [-x-] {{+y+}} {LONG[:47]} …",
        ),
        (("", ""), ("J", "b"), "title {+J+}\n¶1 {+b+}"),
    ],
)
def test_difference(before: tuple[str, str], after: tuple[str, str], told: str) -> None:
    assert difference(before, after) == told


def test_a_hostile_pair_is_told_whole_and_bounded() -> None:
    before = "\n\n".join(" ".join("ab"[(i * j) % 7 % 2] for j in range(3_000)) for i in range(200))
    after = "\n\n".join(" ".join("ab"[(i + j) % 5 % 2] for j in range(3_000)) for i in range(200))
    told = difference(("J", before), ("J", after))
    assert 50_000 < len(told) < 50_100
    assert told.endswith("more characters)")


@settings(max_examples=100, deadline=None)
@given(*(st.lists(st.sampled_from(["satu", "dua dua", "tiga empat lima"]), max_size=8) for _ in range(2)))
def test_equal_texts_and_only_they_have_no_difference(old: list[str], new: list[str]) -> None:
    told = difference(("J", "\n\n".join(old)), ("J", "\n\n".join(new)))
    assert (told == "") == (old == new or "\n\n".join(old) == "\n\n".join(new))
