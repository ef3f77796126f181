"""The check `unreachable-grade`."""

from __future__ import annotations

import pytest

import partygrade
from partygrade import catalog
from partygrade.check import Subject, check

BASE = """\
partygrade: 1
scheme: some
title: 例
facts:
  satisfaction: {type: percent}
score: {id: total, points: 80}
"""
GRADES = "grades: [{id: good, from: 90}, {id: fair, from: 60}, {id: poor}]\n"
QUOTAS = "cohort: {rank_by: [total desc], quotas: [{id: q, grades: [GRADES], LIMIT, action: ACTION}]}\n"


def found(text: str) -> list[str]:
    faults = check(Subject(partygrade.loads(text)), ["unreachable-grade"])
    return [fault.text.en.removeprefix("no organisation can have the grade ").strip("`") for fault in faults]


@pytest.mark.parametrize(
    ("grades", "unreachable"),
    [
        ("{id: good, from: 81}, {id: poor}", ["good"]),
        ("{id: good, from: 80}, {id: poor}", []),
        ("{id: good, above: 80}, {id: poor}", ["good"]),
        ("{id: good, from: 0}, {id: poor}", ["poor"]),
        ("{id: good, when: satisfaction > 100}, {id: poor}", ["good"]),
        ("{id: good, when: satisfaction >= 50}, {id: fair, when: satisfaction >= 60}, {id: poor}", ["fair"]),
        ("{id: good, when: satisfaction >= 60}, {id: fair, when: satisfaction >= 50}, {id: poor}", []),
    ],
)
def test_a_grade_that_no_facts_give_is_found(grades: str, unreachable: list[str]) -> None:
    """Its bound is out of reach, its condition cannot hold, or better grades take all that meet it."""
    assert found(f"{BASE}grades: [{grades}]\n") == unreachable


@pytest.mark.parametrize(
    ("rule", "unreachable"),
    [
        ("{id: r, when: satisfaction > 90, raise_by: 1}", []),
        ("{id: r, when: satisfaction > 90 and total < 60, raise_by: 1}", ["good"]),
        ("{id: r, when: satisfaction > 90, at_least: good}", []),
        ("{id: r, when: satisfaction > 100, at_least: good}", ["good"]),
        ("{id: r, when: satisfaction > 0 or satisfaction <= 0, at_most: poor}", ["good", "fair"]),
    ],
)
def test_rules_give_grades_and_take_them(rule: str, unreachable: list[str]) -> None:
    """A grade may be reached by a rule alone, and a rule that always fires may close one."""
    assert found(f"{BASE}{GRADES}rules: [{rule}]\n") == unreachable


@pytest.mark.parametrize(
    ("grades", "limit", "action", "unreachable"),
    [
        ("good", "at_least: 1", "enforce", []),
        ("good", "at_least: 1", "report", ["good"]),
        ("good", "at_most: 1", "enforce", ["good"]),
        ("fair, poor", "at_most: 1", "enforce", []),
        ("good, fair", "at_least: 1", "enforce", ["good"]),
    ],
)
def test_quotas_give_grades(grades: str, limit: str, action: str, unreachable: list[str]) -> None:
    """A minimum fills its worst grade from below; a maximum moves to the grade next to its own."""
    quotas = QUOTAS.replace("GRADES", grades).replace("LIMIT", limit).replace("ACTION", action)
    assert found(BASE + GRADES + quotas) == unreachable


def test_nothing_is_said_where_rules_act_on_what_quotas_leave() -> None:
    """One place up from the grade that a quota gives is not known here."""
    order = "order: [quotas, raise_by, at_least, at_most, lower_by, grade]\n"
    quota = QUOTAS.replace("GRADES", "good, fair").replace("LIMIT", "at_least: 1").replace("ACTION", "enforce")
    rules = "rules: [{id: r, when: total < 60, raise_by: 1}]\n"
    assert found(BASE + GRADES + rules + order + quota) == []


def test_a_grade_that_an_assessor_decides_can_be_reached() -> None:
    """Every grade of the ladder may be decided."""
    text = "partygrade: 1\nscheme: some\ntitle: 例\ngrade_by: decision\nfacts: {decision: {type: grade}}\n"
    assert found(text + "grades: [{id: good}, {id: poor}]\n") == []


@pytest.mark.parametrize(
    ("name", "bound", "grade"),
    [
        ("township-four-level", "from: 90", "good"),
        ("three-tier-weighted", "from: advanced_from", "advanced"),
    ],
)
def test_a_bound_out_of_reach_in_a_shipped_scheme_is_found(name: str, bound: str, grade: str) -> None:
    """The points of both come to 100."""
    path = catalog.find(name)
    assert path is not None
    text = path.read_text("utf-8")
    assert text.count(bound) == 1
    assert found(text.replace(bound, "from: 101")) == [grade]
