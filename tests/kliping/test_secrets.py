"""Secrets from variables and files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kliping.secrets import NAMES, is_secret, secret
from kliping.trouble import Trouble

NAME = "KLIPING_ELASTICSEARCH_PASSWORD"
VALUE = "rahasia-9f3a"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (f"{VALUE}\n", VALUE),
        (f"{VALUE}\r\n", VALUE),
        (VALUE, VALUE),
        (f" {VALUE} \n", f" {VALUE} "),  # blanks may be part of a password
        ("sandi-perpustakaan-é\n", "sandi-perpustakaan-é"),
    ],
)
def test_a_secret_from_a_file_loses_one_newline_only(written: str, read: str, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_bytes(written.encode())
    assert secret(NAME, {NAME + "_FILE": str(file)}) == read


def test_a_secret_from_its_variable() -> None:
    assert secret(NAME, {NAME: VALUE}) == VALUE
    assert secret(NAME, {}) is None
    assert secret(NAME, {NAME: "", NAME + "_FILE": ""}) is None


def test_a_variable_that_is_empty_leaves_the_file_to_speak(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(VALUE)
    assert secret(NAME, {NAME: "", NAME + "_FILE": str(tmp_path / "secret")}) == VALUE


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (None, "cannot be read: No such file"),
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"  \n", "is empty"),
        (b"\xff\xfe\x00", "no UTF-8 text"),
        (f"{VALUE}\n{VALUE}\n".encode(), "one line"),
        (f"{VALUE}\n\n".encode(), "one line"),
        (VALUE.encode() * 10_000, "too long"),
    ],
)
def test_a_file_that_is_no_secret_is_one_sentence_without_it(written: bytes | None, says: str, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    if written is not None:
        file.write_bytes(written)
    with pytest.raises(Trouble, match=says) as told:
        secret(NAME, {NAME + "_FILE": str(file)})
    assert f"{NAME}_FILE" in str(told.value)
    assert VALUE not in str(told.value)
    assert "\n" not in str(told.value)


def test_a_folder_is_no_secret(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="cannot be read: Is a directory"):
        secret(NAME, {NAME + "_FILE": str(tmp_path)})


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(VALUE)
    (tmp_path / "secret").chmod(0)
    with pytest.raises(Trouble, match="Permission denied"):
        secret(NAME, {NAME + "_FILE": str(tmp_path / "secret")})


def test_told_twice_is_an_error_that_names_both(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(VALUE)
    with pytest.raises(Trouble, match=f"Both {NAME} and {NAME}_FILE") as told:
        secret(NAME, {NAME: VALUE, NAME + "_FILE": str(tmp_path / "secret")})
    assert VALUE not in str(told.value)


def test_which_variables_are_secret() -> None:
    assert all(is_secret(name) for name in NAMES)
    assert is_secret("KLIPING_INDEX_SECOND_API_KEY")
    assert is_secret("KLIPING_INDEX_SECOND_ONE_PASSWORD")
    for name in ("KLIPING_ELASTICSEARCH_URL", "KLIPING_ELASTICSEARCH_API_KEY_FILE", "KLIPING_INDEX", "KLIPING_CONTACT"):
        assert not is_secret(name)
