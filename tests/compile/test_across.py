"""Tests the functions of the cohort: what they become, and what is refused. Their values are tried in test_across."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import partygrade
from partygrade import ir
from partygrade.compile.across import MOST

Faults = Callable[[str, str], list[tuple[str, str]]]
FACTS = "x: {type: number, min: -5, max: 50, decimals: 1}, share_met: {type: percent}"


def score(formula: str) -> tuple[partygrade.Scheme, ir.Number]:
    text = f"partygrade: 1\nscheme: s\ntitle: t\nfacts: {{{FACTS}}}\nscore: {{id: t, value: '{formula}'}}\n"
    scheme = partygrade.loads(text)
    assert scheme.program.score is not None
    kind = scheme.program.nodes[scheme.program.score.value].type
    assert isinstance(kind, ir.Number)
    return scheme, kind


@pytest.mark.parametrize(
    ("formula", "low", "high", "scale"),
    [
        ("rank(x)", 1, MOST, 0),
        ("cohort_count()", 0, MOST, 0),
        ("cohort_sum(x)", -50 * MOST, 500 * MOST, 1),
        ("cohort_max(x)", -50, 500, 1),
        ("cohort_max(x, x > 3, empty=99)", -50, 990, 1),
        ("cohort_min(x, x > 3, empty=0.25)", -500, 5000, 2),
    ],
)
def test_ranges_are_known(formula: str, low: int, high: int, scale: int) -> None:
    """Whatever the cohort is."""
    _, kind = score(formula)
    assert (kind.low, kind.high, kind.scale) == (low, high, scale)


def test_equal_values_of_the_cohort_are_worked_out_once() -> None:
    """Two ranks of one figure are one node."""
    scheme, _ = score("rank(x) + rank(x) + rank(-x)")
    assert sum(isinstance(node, ir.Across) for node in scheme.program.nodes) == 2


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("rank(x > 3)", [("wrong-type", "x > 3")]),
        ("rank()", [("wrong-arguments", "rank()")]),
        ("cohort_count(x)", [("wrong-type", "x")]),
        ("cohort_mean(x)", [("unrounded-quotient", "cohort_mean(x)")]),
        ("cohort_max(x, share_met > 3)", [("may-be-empty", "cohort_max(x, share_met > 3)")]),
        ("cohort_max(share_met, x > 3, empty=x > 1)", [("wrong-type", "x > 1")]),
        ("cohort_sum(x, empty=0)", [("wrong-arguments", "0")]),
    ],
)
def test_what_does_not_fit_is_underlined(formula_faults: Faults, formula: str, wanted: list[tuple[str, str]]) -> None:
    """A function of the cohort that is not well formed is refused where it is wrong."""
    assert formula_faults(formula, FACTS) == wanted
