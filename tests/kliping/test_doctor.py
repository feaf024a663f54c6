"""The doctor: what is wrong with an installation, and what to do."""

from __future__ import annotations

import json

import pytest
from conftest import Run


@pytest.mark.parametrize(
    ("variable", "value"),
    [("KLIPING_ELASTICSEARCH_PASWORD", "x"), ("KLIPING_KIBANA_URI", "x"), ("KLIPING_CONTAKT", "x")],
)
def test_a_misspelt_variable_is_told(run: Run, variable: str, value: str) -> None:
    found = [json.loads(line) for line in run("doctor", "--json", **{variable: value}).stdout.splitlines()]
    assert {"level": "warn", "about": variable, "says": "no such variable; README.md lists them."} in found


def test_variables_that_there_are_are_not_told(run: Run) -> None:
    told = run("doctor", KLIPING_KIBANA_API_KEY_FILE="/x", KLIPING_ELASTICSEARCH_FINGERPRINT="aa").stdout
    assert "no such variable" not in told
