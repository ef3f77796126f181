"""The page on Spark, worked through on the cluster."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "spark.md"


@pytest.mark.usefixtures("spark")
def test_every_python_example_gives_what_it_shows() -> None:
    """The page finds the session that is there; its files are named from the top of the project."""
    text = "".join(re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))
    assert '"schemes/' in text
    # Java looks files up where it was started, which may be elsewhere.
    text = text.replace('"schemes/', f'"{ROOT}/schemes/')
    example = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    assert len(example.examples) > 10
    report: list[str] = []
    outcome = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=report.append)
    assert outcome.failed == 0, "".join(report)
