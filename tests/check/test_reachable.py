"""Tests whether grades can come out under conditions."""

from __future__ import annotations

import pytest

import partygrade
from partygrade import catalog
from partygrade.boxes import Boxes, TooMany
from partygrade.check import reachable as module
from partygrade.check.reachable import reachable

SCHEME = """
partygrade: 1
scheme: some
title: 例
facts: {late: {type: count, max: 9}, praised: {type: flag}}
score: {id: total, points: 100}
grades: [{id: best, from: 90}, {id: good, from: 80}, {id: fair, from: 60}, {id: poor}]
rules:
  - {id: lateness, when: late > 3, at_most: fair, lower_by: 1}
  - {id: praise, when: praised, at_least: fair}
"""


def ranks(name: str) -> dict[int, bool]:
    """Say of each rank whether the own grade may be it while a rule fires."""
    program = partygrade.loads(SCHEME).program
    boxes = Boxes(program)
    (rule,) = (one for one in program.rules if one.origin.id == name)
    (box,) = boxes.holds(rule.condition)
    assert program.own_grade is not None
    return {rank: reachable(boxes, program.own_grade, rank, rank, box) for rank in range(4)}


def test_a_condition_leaves_out_grades() -> None:
    """Who is late is at most fair, and a grade down from there: neither best nor good nor fair."""
    assert ranks("lateness") == {3: False, 2: False, 1: False, 0: True}


def test_a_floor_does_not_hide_a_later_demotion() -> None:
    """Who is praised may have any grade: the floor is fair, and a demotion comes after it."""
    assert ranks("praise") == {3: True, 2: True, 1: True, 0: True}


def test_a_range_of_grades_may_be_empty() -> None:
    """Nothing lies between a rank and the one below it."""
    program = partygrade.loads(SCHEME).program
    assert program.own_grade is not None
    assert not reachable(Boxes(program), program.own_grade, 2, 1, {})


@pytest.mark.parametrize("name", ["wendian-five-star", "township-four-level"])
def test_the_search_finds_what_all_values_have(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every grade of a shipped scheme can be reached, whether it is searched for or all values are worked out."""
    program = partygrade.load(catalog.find(name) or name).program
    assert program.own_grade is not None
    for steps in (module._MOST_STEPS, 0):
        monkeypatch.setattr(module, "_MOST_STEPS", steps)
        assert all(reachable(Boxes(program), program.own_grade, n, n, {}) for n in range(len(program.grades)))


def test_the_search_finds_what_is_too_much_all_together() -> None:
    """Every grade of a scheme with many phases can be reached, although all values together are too many."""
    program = partygrade.load("anyang-five-star").program
    assert program.own_grade is not None
    assert all(reachable(Boxes(program), program.own_grade, n, n, {}) for n in range(len(program.grades)))
    with pytest.raises(TooMany):
        Boxes(program).values(program.own_grade)


def test_what_is_too_much_is_not_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where neither the search nor the values come to an end, the caller hears of it."""
    program = partygrade.loads(SCHEME).program
    monkeypatch.setattr(module, "_MOST_STEPS", 0)
    monkeypatch.setattr("partygrade.boxes.MOST", 1)
    assert program.own_grade is not None
    with pytest.raises(TooMany):
        reachable(Boxes(program), program.own_grade, 3, 3, {})
