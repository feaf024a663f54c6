"""What people are told of results."""

from __future__ import annotations

import pytest

from index.engine import Results
from kliping.views.results import _tell


@pytest.mark.parametrize(("about", "told"), [(False, "1,234 stories, 2,000 articles"), (True, "≈ 1,234 stories")])
def test_an_estimate_is_marked(capsys: pytest.CaptureFixture[str], about: bool, told: str) -> None:
    _tell(Results("q", 2_000, 1_234, (), {}, (), None, about))
    assert capsys.readouterr().err.startswith(told)
