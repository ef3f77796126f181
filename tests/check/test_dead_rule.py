"""The check `dead-rule`."""

from __future__ import annotations

import pytest

import partygrade
from partygrade import catalog
from partygrade.check import Subject, check

BASE = """\
partygrade: 1
scheme: some
title: 例
parameters:
  strict: {value: false, source: 一, readings: {true: the rule holds}}
sources: {plan: {title: 方案}}
facts:
  satisfaction: {type: percent}
  absences: {type: count, max: 20}
  last_year: {type: grade, optional: true}
score: {id: total, points: 100}
grades: [{id: good, from: 80}, {id: fair, from: 60}, {id: poor}]
"""
QUOTAS = """\
order: [quotas, raise_by, at_least, at_most, lower_by, grade]
cohort: {rank_by: [total desc], quotas: [{id: some_good, grades: [good], at_least: 1, action: ACTION}]}
"""


def found(rule: str, more: str = "", **settings: object) -> list[str]:
    scheme = partygrade.loads(f"{BASE}rules: [{rule}]\n{more}").with_parameters(**settings)
    return [f"{fault.place}: {fault.text.en}" for fault in check(Subject(scheme), ["dead-rule"])]


@pytest.mark.parametrize(
    "when", ["satisfaction > 100", "absences >= 3 and absences < 3", "total < 60 and band == good", "absences < 0"]
)
def test_a_rule_that_can_never_fire_is_found(when: str) -> None:
    """The condition is underlined."""
    assert found(f"{{id: r, when: {when}, lower_by: 1}}") == [
        "rules[1].when: the rule `r` can never fire: no value of the facts meets its condition"
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "{id: r, when: absences > 3, at_most: good}",
        "{id: r, when: total >= 80, at_least: good}",
        "{id: r, when: total < 60, lower_by: 1}",
        "{id: r, when: total >= 80, raise_by: 1}",
        "{id: r, when: band == poor, grade: poor}",
        "{id: r, when: absences > 3, at_least: poor, raise_by: 0}",
    ],
)
def test_a_rule_that_never_changes_the_grade_is_found(rule: str) -> None:
    """It stands at its limit already wherever the condition holds."""
    assert found(rule) == ["rules[1]: the rule `r` can fire and never changes the grade"]


@pytest.mark.parametrize(
    "rule",
    [
        "{id: r, when: satisfaction < 60, at_most: fair}",
        "{id: r, when: total >= 80, at_most: fair}",
        "{id: r, when: total < 61, lower_by: 1}",
        "{id: r, when: absences > 3, at_most: good, lower_by: 1}",
        "{id: r, when: absences > 3, at_most: 'default(last_year, good)'}",
        "{id: r, when: absences > 19, not_graded: 不定级}",
    ],
)
def test_a_rule_that_does_something_is_not_found(rule: str) -> None:
    """At least one effect changes a grade, or takes it away."""
    assert found(rule) == []


def test_a_rule_that_a_reading_switches_off_is_not_found() -> None:
    """It does nothing now, and comes back with the other reading."""
    assert found("{id: r, when: strict and satisfaction < 60, lower_by: 1}") == []
    assert found("{id: r, when: strict and satisfaction > 100, lower_by: 1}", strict=True) != []


def test_the_grades_that_quotas_give_are_not_known() -> None:
    """Where quotas move organisations first, a later ceiling may act although no score asks for it."""
    rule = "{id: r, when: total < 60, at_most: fair}"
    assert found(rule, QUOTAS.replace("ACTION", "enforce")) == []
    assert found(rule, QUOTAS.replace("ACTION", "report")) != []


def test_a_bound_that_is_changed_in_a_shipped_scheme_is_found() -> None:
    """No percentage is under 0."""
    path = catalog.find("anyang-five-star")
    assert path is not None
    text = path.read_text("utf-8")
    changed = text.replace("satisfaction < 50", "satisfaction < 0").replace("satisfaction <= 50", "satisfaction < 0")
    assert changed != text
    found = [fault.text.en for fault in check(Subject(partygrade.loads(changed)), ["dead-rule"])]
    assert found == ["the rule `dissatisfied` can never fire: no value of the facts meets its condition"]
