"""What the tests of the compiler share: short scheme files, their values and their faults."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import partygrade
from partygrade.document import read

HEAD = "partygrade: 1\nscheme: small\ntitle: small\n"
SCORE = "score: {id: total, points: 100, default: 0}\n"
GRADES = """grades:
  - {id: good, label: 好, from: 90}
  - {id: fair, label: 一般, from: 60}
  - {id: poor, label: 差}
"""


def completed(body: str) -> str:
    """Give a whole file: what the body leaves out has three grades by the bounds 90 and 60 of an assessed score."""
    keys = set(re.findall(r"^(\w+):", body, re.MULTILINE))
    text = HEAD + body.strip("\n") + "\n"
    return text + ("" if "score" in keys else SCORE) + ("" if "grades" in keys else GRADES)


@pytest.fixture
def scheme() -> Callable[[str], partygrade.Scheme]:
    """Give the function that loads a body."""
    return lambda body: partygrade.loads(completed(body))


@pytest.fixture
def grade() -> Callable[..., partygrade.Grading]:
    """Give the function that grades a record by a body."""

    def graded(body: str, /, **record: Any) -> partygrade.Grading:
        return partygrade.loads(completed(body)).grade(record)

    return graded


@pytest.fixture
def value() -> Callable[..., Decimal]:
    """Give the function that works out a formula over facts, written like `x: {type: count}`, for a record."""

    def worked_out(formula: object, /, facts: str = "", **record: Any) -> Decimal:
        text = f"{HEAD}facts: {{{facts}}}\nscore:\n  id: total\n  value: {_scalar(formula)}\n"
        score = partygrade.loads(text).grade(record).score
        assert score is not None
        return score

    return worked_out


@pytest.fixture
def holds() -> Callable[..., bool]:
    """Give the function that tells whether a condition over facts holds for a record."""

    def told(condition: str, /, facts: str = "", **record: Any) -> bool:
        text = completed(f"facts: {{{facts}}}\nrules:\n  - {{id: rule, when: {_scalar(condition)}, raise_by: 1}}\n")
        return partygrade.loads(text).grade(record).fired == ("rule",)

    return told


@pytest.fixture
def faults() -> Callable[[str], list[tuple[str, str]]]:
    """Give the function that lists the faults of a body: slug and underlined text."""

    def listed(body: str) -> list[tuple[str, str]]:
        text = completed(body)
        document = read(text)
        with pytest.raises(partygrade.SchemeError) as caught:
            partygrade.loads(text)
        spans = [(fault.code, document.span(fault.place)) for fault in caught.value.diagnostics]
        return [(code, document.line(span.line)[span.column - 1 : span.end_column - 1]) for code, span in spans]

    return listed


@pytest.fixture
def formula_faults(faults: Callable[[str], list[tuple[str, str]]]) -> Callable[..., list[tuple[str, str]]]:
    """Give the function that lists the faults of one formula over facts."""
    return lambda formula, facts="": faults(f"facts: {{{facts}}}\nscore:\n  id: total\n  value: {_scalar(formula)}\n")


def _scalar(formula: object) -> object:
    return "'" + formula.replace("'", "''") + "'" if isinstance(formula, str) else formula
