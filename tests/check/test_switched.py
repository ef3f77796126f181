"""Tests the rules that the readings in force switch off."""

from __future__ import annotations

import partygrade
from partygrade.check import Subject, check
from partygrade.check.switched import switched

SCHEME = """
partygrade: 1
scheme: some
title: 例
sources: {plan: {title: 办法}}
parameters:
  applied: {value: free, source: 一, readings: {ceiling: 不高于申报的等次, floor: 不低于申报的等次}}
facts: {late: {type: count, max: 9}}
score: {id: total, points: 100}
grades: [{id: good, from: 80}, {id: fair, from: 60}, {id: poor}]
rules:
  - {id: always, when: late > 5, at_most: poor}
  - {id: wide, when: applied == "ceiling" and late > 1, at_most: fair}
  - {id: narrow, when: applied == "ceiling" and late > 2, at_most: RANK}
  - {id: high, when: applied == "floor" and late > LATE, at_least: fair}
"""


def subject(rank: str = "poor", late: int = 3) -> Subject:
    return Subject(partygrade.loads(SCHEME.replace("RANK", rank).replace("LATE", str(late))))


def test_a_rule_is_looked_at_under_the_reading_that_it_asks_for() -> None:
    """Rules that are on are not listed, and rules of one reading share its scheme."""
    found = switched(subject())
    assert [rule.origin.id for rule, _ in found] == ["wide", "narrow", "high"]
    assert [dict(one.scheme._settings) for _, one in found] == [{"applied": "ceiling"}] * 2 + [{"applied": "floor"}]
    assert found[0][1] is found[1][1]


def test_a_rule_that_is_masked_under_its_reading_is_found() -> None:
    """Under the reading that switches both on, the wider rule hides the narrower one with the same ceiling."""
    assert [(one.code, str(one.place)) for one in check(subject(rank="fair"))] == [("masked-rule", "rules[3].at_most")]


def test_a_rule_that_is_dead_under_its_reading_is_found() -> None:
    """Nobody is late ten times."""
    assert [(one.code, str(one.place)) for one in check(subject(late=9))] == [("dead-rule", "rules[4].when")]


def test_rules_that_can_act_under_their_reading_are_not_found() -> None:
    """That a rule is off under the readings in force is no fault."""
    assert check(subject()) == ()


def test_a_rule_that_leaves_no_grade_is_passed_over() -> None:
    """Nothing can hide it, so that the scheme is not compiled for it."""
    text = SCHEME.replace("RANK", "poor").replace("LATE", "3").replace("at_least: fair", "not_graded: 待定")
    assert [rule.origin.id for rule, _ in switched(Subject(partygrade.loads(text)))] == ["wide", "narrow"]
