"""Tests the check of what golden cases reach."""

from __future__ import annotations

import partygrade
from partygrade.cases import Case, Cases
from partygrade.check import Subject
from partygrade.check.cases import check

SCHEME = """
partygrade: 1
scheme: reach
title: 样例
facts: {satisfaction: {type: percent}}
score: {id: total, points: 100}
grades: [{id: good, from: 60}, {id: poor}]
rules:
  - {id: low, when: satisfaction < 60, at_most: poor}
"""


def said(*records: dict[str, object]) -> list[str]:
    cases = Cases("reach", tuple(Case(str(n), n, facts=record) for n, record in enumerate(records)))
    return [fault.text.en for fault in check(Subject(partygrade.loads(SCHEME), cases))]


GOOD, LOW = {"satisfaction": 80, "total": 70}, {"satisfaction": 50, "total": 70}


def test_a_scheme_without_cases_is_left_alone() -> None:
    """A scheme whose golden cases are not there is not looked at."""
    assert list(check(Subject(partygrade.loads(SCHEME)))) == []


def test_a_rule_fires_in_one_case_and_stays_quiet_in_another() -> None:
    """Cases on both sides of the condition leave nothing to report."""
    assert said(GOOD, LOW) == []


def test_a_rule_that_no_case_fires_is_found() -> None:
    """A rule that stays quiet in every case is reported, and so is the grade that only it gives."""
    assert said(GOOD) == ["no golden case fires the rule `low`", "no golden case comes into the band `poor`"]


def test_a_rule_that_every_case_fires_is_found() -> None:
    """A rule without a case in which it stays quiet is reported."""
    assert said(LOW) == ["every golden case fires the rule `low`"]


def test_cases_without_any_case_reach_nothing() -> None:
    """An empty list of cases leaves everything to report."""
    assert len(said()) == 4


def test_a_file_answers_for_what_it_adds() -> None:
    """What stands in the file that is extended is left to the cases of that file."""
    text = """
partygrade: 1
scheme: north
title: 北区
extends: township-four-level
facts: {visited: {type: flag, default: false}}
rules: [{id: not_visited, when: not visited, at_most: poor}]
"""
    found = list(check(Subject(partygrade.loads(text), Cases("north", ()))))
    assert [fault.text.en for fault in found] == [
        "no golden case fires the rule `not_visited`",
        "every golden case fires the rule `not_visited`",
    ]
