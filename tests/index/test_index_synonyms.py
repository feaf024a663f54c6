"""Synonyms of the user's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.query import And, Phrase, Same, Word, parse_query
from index.synonyms import SynonymsError, synonym_rules, synonyms, use_synonyms


@pytest.fixture(autouse=True)
def _back() -> Iterator[None]:
    yield
    use_synonyms(None)


def test_a_file_takes_the_place_of_the_table(tmp_path: Path) -> None:
    file = tmp_path / "synonyms.txt"
    file.write_text("# nama\nPusteling, Perpustakaan Keliling  # mobil\n\n", "utf-8")
    use_synonyms(file)
    assert parse_query("pusteling") == Same(Word("pusteling"), (Phrase(("perpustakaan", "keliling")),))
    assert parse_query("perpusnas ramai") == And((Word("perpusnas"), Word("ramai")))
    assert synonym_rules() == ("pusteling, perpustakaan keliling",)
    use_synonyms(None)
    assert ("perpusnas",) in synonyms()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("perpusnas\n", "line 1: write two names or more"),
        ("a, b\n# x\nc, , d\n", "line 3: write two names or more"),
        ("a, b\nb, c\n", "line 2: 'b' is in an earlier line"),
        (b"\xff\xfe", "cannot be read as UTF-8"),
        (None, "cannot be read as UTF-8"),
    ],
)
def test_a_line_that_makes_no_sense_is_named(tmp_path: Path, text: str | bytes | None, says: str) -> None:
    file = tmp_path / "synonyms.txt"
    if text is not None:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SynonymsError, match=says) as error:
        use_synonyms(file)
    assert str(file) in str(error.value)
    assert ("perpusnas",) in synonyms()
