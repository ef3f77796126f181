"""Tests running golden cases under their settings."""

from __future__ import annotations

from typing import Any

import pytest

import partygrade
from partygrade.cases import Case
from partygrade.check.runs import Runs

SCHEME = partygrade.loads("""
partygrade: 1
scheme: runs
title: 样例
sources: {plan: {title: 办法}}
parameters: {limit: {value: 60, source: 一, readings: {70: 从严}}}
score: {id: total, points: 100}
grades: [{id: good, from: limit}, {id: poor}]
""")


def case(expect: dict[str, Any], settings: dict[str, Any] | None = None, **facts: object) -> Case:
    return Case("case", 1, settings=settings or {}, facts=facts, expect=expect)


@pytest.mark.parametrize(
    ("one", "passes"),
    [
        (case({"grade": "good"}, total=60), True),
        (case({"grade": "poor"}, total=60), False),
        (case({"grade": "poor"}, {"limit": 70}, total=69), True),
        (case({"grade": "good"}, {"limit": 70}, total=69), False),
        (case({"faults": ["total"]}, total=101), True),
        (case({"grade": "good"}, total=101), False),
        (case({"faults": ["bad-setting"]}, {"limit": "x"}, total=60), True),
        (case({"grade": "good"}, {"limit": "x"}, total=60), False),
    ],
)
def test_a_case_passes_where_it_comes_out_as_expected(one: Case, passes: bool) -> None:
    """The expectation is compared under the settings of the case; a fault passes where it is expected."""
    assert Runs(SCHEME).passes(one) is passes


def test_a_fault_in_a_cohort_passes_nothing() -> None:
    """A record of a cohort with a fault is not what any case expects."""
    assert not Runs(SCHEME).passes(Case("case", 1, records=({"total": 101},)))


def test_a_setting_is_compiled_once() -> None:
    """Cases with the same settings share one scheme."""
    runs = Runs(SCHEME)
    found = [next(runs.gradings(case({}, {"limit": 70}, total=total))) for total in (69, 70)]
    assert found[0]._engine is found[1]._engine
    assert [one.grade for one in found] == ["poor", "good"]


def test_nothing_comes_of_a_case_with_faults() -> None:
    """A record that cannot be graded gives no grading."""
    assert list(Runs(SCHEME).gradings(case({}, total=101))) == []
