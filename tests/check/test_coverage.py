"""Tests what golden cases reach."""

from __future__ import annotations

from typing import Any

import pytest

import partygrade
from partygrade import catalog
from partygrade.cases import Case, Cases, read_cases
from partygrade.check import Subject
from partygrade.check.coverage import coverage

SCHEME = """
partygrade: 1
scheme: reach
title: 样例
sources: {plan: {title: 办法}}
parameters:
  strict: {value: inclusive, source: 一, readings: {inclusive: 含本数, exclusive: 不含本数}}
facts: {turnout: {type: percent, optional: true}, decision: {type: flag, default: false}}
score:
  id: total
  sum:
    - {id: base, points: 90}
    - id: bonus
      when: known(turnout)
      of: turnout
      steps: [{from: 60, points: 10}, {points: 0}]
grades: [{id: good, from: 60}, {id: poor}]
rules:
  - {id: exact, when: total == 60 and strict == "exclusive", grade: poor}
"""


def missed(*cases: Case) -> list[tuple[str, str]]:
    found = coverage(Subject(partygrade.loads(SCHEME), Cases("reach", cases)))
    return [(goal.kind, goal.name) for goal in found.missed]


def case(settings: dict[str, Any] | None = None, **facts: object) -> Case:
    return Case("case", 1, settings=settings or {}, facts=facts)


STEPS = [("branch", "score.sum[2].steps[1]"), ("branch", "score.sum[2].steps[2]")]


def test_bands_are_reached_by_the_score() -> None:
    """A case at the bound and one below it reach both bands."""
    assert missed(case(base=60), case(base=59)) == STEPS
    assert missed(case(base=60)) == [("band", "poor"), *STEPS]


def test_a_step_of_a_node_that_does_not_apply_is_not_reached() -> None:
    """The step that an unknown figure would take does not count."""
    assert missed(case(base=60), case(base=49, turnout=60)) == STEPS[1:]


def test_a_case_may_reach_something_under_another_reading() -> None:
    """The settings of a case hold for it; what the readings in force switch off need not be reached."""
    both = (case(base=60, turnout=60), case(base=59, turnout=1))
    assert missed(*both) == []
    assert missed(both[0], case({"strict": "exclusive"}, base=59, turnout=1)) == []


def test_a_setting_that_is_refused_reaches_nothing() -> None:
    """A case that expects a fault of its settings is passed over."""
    assert ("band", "good") in missed(case({"strict": "neither"}, base=60))


def test_the_organisations_of_a_cohort_reach_what_each_would() -> None:
    """Every record of a case counts."""
    cohort = Case("case", 1, records=({"base": 60, "turnout": 60}, {"base": 59, "turnout": 1}))
    assert missed(cohort) == []


def test_coverage_counts_what_is_reached() -> None:
    """The share is that of the goals that a case reaches."""
    found = coverage(Subject(partygrade.loads(SCHEME), Cases("reach", (case(base=60),))))
    assert (found.reached, len(found.goals)) == (1, 4)


@pytest.mark.parametrize("name", partygrade.scheme_names())
def test_the_cases_of_the_shipped_schemes_reach_everything(name: str) -> None:
    """Every rule, band, branch, line and check of a shipped scheme is reached by a golden case of it."""
    path = catalog.find(name)
    assert path is not None
    found = coverage(Subject(partygrade.load(name), read_cases(path.with_suffix(".cases.yaml"))))
    assert found.missed == ()
