"""Tests the values that depend on the whole cohort."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import partygrade

FACTS = (
    "facts: {x: {type: number, min: -50, max: 50, decimals: 1}, in_it: {type: flag, default: true}, "
    "county: {type: text, default: 东}}\n"
)
HEAD = f"partygrade: 1\nscheme: s\ntitle: t\n{FACTS}"


def scores(formula: str, rows: list[dict[str, Any]], more: str = "") -> list[Decimal | None]:
    """Work out a formula for every organisation of a cohort."""
    text = f"{HEAD}{more}score: {{id: total, value: '{formula}'}}\n"
    return [grading.score for grading in partygrade.loads(text).grade_cohort(rows).gradings]


ROWS: list[dict[str, Any]] = [{"x": 10}, {"x": "7.5"}, {"x": 10, "in_it": False}, {"x": -3}]


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("rank(x)", [1, 3, 1, 4]),
        ("rank(-x)", [3, 2, 3, 1]),
        ("rank(x, in_it)", [1, 2, 1, 3]),
        ("cohort_count()", [4] * 4),
        ("cohort_count(in_it and x > 0)", [2] * 4),
        ("cohort_sum(x)", ["24.5"] * 4),
        ("cohort_sum(x, not in_it)", [10] * 4),
        ("cohort_mean(x, digits=2)", ["6.13"] * 4),  # 6.125
        ("cohort_mean(x, x < -9, digits=2, empty=1.5)", ["1.5"] * 4),
        ("cohort_max(x) - x", [0, "2.5", 0, 13]),
        ("cohort_min(x, in_it, empty=0)", [-3] * 4),
        ("cohort_min(x, x > 40, empty=x)", [10, "7.5", 10, -3]),
        ("rank(x - cohort_mean(x, digits=1))", [1, 3, 1, 4]),
        ("rank(rank(x))", [3, 2, 3, 1]),  # of the ranks 1, 3, 1, 4
    ],
)
def test_the_cohort_comes_to_this(formula: str, wanted: list[Any]) -> None:
    """Every function of the cohort, by hand; some rest on others."""
    assert scores(formula, ROWS) == [Decimal(str(value)) for value in wanted]


def test_each_group_is_compared_in_itself() -> None:
    """The groups of `within` do not see each other."""
    rows = [{"x": 1, "county": "西"}, {"x": 2}, {"x": 3, "county": "西"}]
    assert scores("rank(x)", rows, "cohort: {within: [county]}\n") == [2, 1, 1]


def test_organisations_with_faults_do_not_count() -> None:
    """They are collected, and the others are compared without them."""
    scheme = partygrade.loads(f"{HEAD}score: {{id: total, value: 'cohort_count()'}}\n")
    found = scheme.grade_cohort([{"x": 1}, {"x": "many"}], on_error="collect")
    assert [grading.score for grading in found.gradings] == [1]


def test_a_single_record_is_refused() -> None:
    """The scheme says that it grades cohorts."""
    scheme = partygrade.loads(f"{HEAD}score: {{id: total, value: 'rank(x)'}}\n")
    with pytest.raises(partygrade.SchemeError) as caught:
        scheme.grade({"x": 1})
    assert caught.value.diagnostics[0].code == "needs-cohort"


def test_quotas_act_on_what_was_compared() -> None:
    """The grade rests on a rank, the quota on the grade."""
    text = (
        f"{HEAD}score: {{id: total, value: x}}\n"
        "grades: [{id: first, when: rank(x) <= 2}, {id: rest}]\n"
        "cohort: {rank_by: [x desc], quotas: [{id: few, grades: [first], at_most: 1}]}\n"
    )
    found = partygrade.loads(text).grade_cohort([{"x": 3}, {"x": 2}, {"x": 1}])
    assert [(g.own_grade, g.grade) for g in found.gradings] == [("first", "first"), ("first", "rest"), ("rest", "rest")]


@pytest.fixture
def compared() -> Callable[[list[int]], list[Decimal | None]]:
    return lambda values: scores("rank(x)", [{"x": value} for value in values])


def test_nobody_is_a_cohort_too(compared: Callable[[list[int]], list[Decimal | None]]) -> None:
    """No record, no rank; one record is the first."""
    assert compared([]) == []
    assert compared([-50]) == [1]
