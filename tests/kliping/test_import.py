"""What an import says when it ends before its time."""

from __future__ import annotations

import gzip
import json
import random
import re
from pathlib import Path

import pytest
from conftest import FULL, broken

TEXT = "Perpustakaan daerah membuka layanan malam untuk pelajar yang menyiapkan ujian akhir sekolah."


def test_the_counts_of_an_import_that_filled_the_disk_are_printed(tmp_path: Path) -> None:
    rows = ({"url": f"https://contoh.example/berita/layanan-malam-{n}", "body": f"{TEXT} Nomor {n}."} for n in range(9))
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = broken(FULL, "import", "rows.jsonl", cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stdout == "5 rows = 5 new + 0 revised + 0 unchanged + 0 folded + 0 refused\n"
    assert "the disk is full" in done.stderr


@pytest.mark.parametrize("damage", ["cut", "flipped"])
def test_the_counts_of_a_damaged_gzip_are_printed(tmp_path: Path, damage: str) -> None:
    noise = random.Random(1)  # noqa: S311 - text that does not compress away
    rows = (
        {"url": f"https://contoh.example/berita/layanan-malam-{n}", "body": f"{TEXT} {noise.randbytes(2000).hex()}."}
        for n in range(40)
    )
    whole = bytearray(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    half = len(whole) // 2
    if damage == "cut":
        del whole[half:]
    else:
        whole[half : half + 64] = bytes(64)
    (tmp_path / "rows.jsonl.gz").write_bytes(whole)
    done = broken("", "import", "rows.jsonl.gz", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    told = re.fullmatch(r"(\d+) rows = (\d+) new \+ .*\n", done.stdout)
    assert told, done.stdout
    assert int(told[1]) >= int(told[2]) > 0
    assert "rows.jsonl.gz: damaged gzip" in done.stderr


def test_a_gzip_damaged_before_its_first_row_is_no_import(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl.gz").write_bytes(gzip.compress(b"{}")[:12])
    done = broken("", "import", "rows.jsonl.gz", cwd=tmp_path)
    assert done.returncode == 2
    assert "rows.jsonl.gz: damaged gzip" in done.stderr
