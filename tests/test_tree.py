"""Tests the grading of a hierarchy."""

from __future__ import annotations

from typing import Any

import pytest

import partygrade
from partygrade import grade_tree

BRANCH = """partygrade: 1
scheme: branch
title: 支部
facts: {members: {type: count}}
derived: {small: {value: members < 5}}
score: {id: total, points: 100}
grades:
  - {id: good, label: 好, from: 60}
  - {id: poor, label: 差}
cohort:
  rank_by: [total desc]
  quotas: [{id: few, grades: [good], at_most: 2}]
"""
COMMITTEE = """partygrade: 1
scheme: committee
title: 党委
facts:
  branches:
    type: events
    label: 支部
    children: true
    fields:
      id: {type: text}
      grade: {type: grade, of: [good, poor], optional: true}
      own_grade: {type: grade, of: [good, poor], optional: true}
      score: {type: number, max: 100, decimals: 2}
      members: {type: count}
      small: {type: flag}
score:
  id: total
  value: "ratio(sum(branches, score * members), sum(branches, members), digits=2, empty=0)"
grades:
  - {id: fine, when: "count(branches, known(grade) and grade == \\"good\\") >= 2"}
  - {id: rest}
checks:
  - {id: none_small, require: "count(branches, small) == 0", otherwise: warning}
"""
ROWS: list[dict[str, Any]] = [
    {"id": "c", "level": "committee", "name": "某委"},
    {"id": "b1", "level": "branch", "parent": "c", "total": 90, "members": 10},
    {"id": "b2", "level": "branch", "parent": "c", "total": "59.99", "members": 4},
    {"id": "b3", "level": "branch", "parent": "c", "total": 70, "members": 6},
    {"id": "d", "level": "committee"},
    {"id": "b4", "level": "branch", "parent": "d", "total": 80, "members": 5},
]


@pytest.fixture
def schemes() -> dict[str, partygrade.Scheme]:
    return {"branch": partygrade.loads(BRANCH), "committee": partygrade.loads(COMMITTEE)}


def test_parents_rest_on_the_final_grades_of_their_children(schemes: dict[str, partygrade.Scheme]) -> None:
    """The quota leaves two good branches, b1 and b4; b3 is good on its own only."""
    found = grade_tree(ROWS, schemes)
    assert {name: grading.grade for name, grading in found.gradings.items()} == {
        "b1": "good", "b2": "poor", "b3": "poor", "b4": "good", "c": "rest", "d": "rest",
    }  # fmt: skip
    # (90 × 10 + 59.99 × 4 + 70 × 6) ÷ 20 = 77.998
    assert str(found.gradings["c"].score) == "78"
    assert found.gradings["c"].failed_checks == ("none_small",)
    branches = found.gradings["c"].facts["branches"]
    assert isinstance(branches, list)
    assert branches[1] == {
        "id": "b2", "grade": "poor", "own_grade": "poor", "score": "59.99", "members": 4, "small": True,
    }  # fmt: skip


def test_levels_are_graded_from_the_bottom_up(schemes: dict[str, partygrade.Scheme]) -> None:
    """One cohort a level and height, with the numbers of its records."""
    found = grade_tree(ROWS, schemes)
    assert [(one.level, one.height, one.rows) for one in found.levels] == [
        ("branch", 0, (1, 2, 3, 5)),
        ("committee", 1, (0, 4)),
    ]


RECURSIVE = """partygrade: 1
scheme: office
title: 机关
facts:
  members: {type: count}
  below: {type: events, children: true, fields: {child_members: {type: count}, child_total: {type: count}}}
score: {id: total, value: "members + sum(below, child_total) + 0 * sum(below, child_members)"}
"""


def test_one_scheme_grades_every_height() -> None:
    """A field `child_X` is the child's X, where this file has an X of its own."""
    people = (("a", None, 1), ("b", "a", 2), ("c", "b", 4), ("d", "a", 8))
    rows = [{"id": name, "parent": parent, "members": members} for name, parent, members in people]
    found = grade_tree(rows, partygrade.loads(RECURSIVE))
    assert {name: int(grading.score or 0) for name, grading in found.gradings.items()} == {
        "c": 4, "d": 8, "b": 6, "a": 15,
    }  # fmt: skip


def test_a_field_that_a_child_lacks_is_a_fault_of_the_parent(schemes: dict[str, partygrade.Scheme]) -> None:
    """Unless it is optional."""
    text = COMMITTEE.replace("small: {type: flag}", "little: {type: flag}").replace(
        "branches, small", "branches, little"
    )
    changed = {**schemes, "committee": partygrade.loads(text)}
    with pytest.raises(partygrade.FactsError) as caught:
        grade_tree(ROWS, changed)
    assert [(d.row, d.fact) for d in caught.value.diagnostics] == [
        (0, "branches[1].little"), (0, "branches[2].little"), (0, "branches[3].little"), (4, "branches[1].little"),
    ]  # fmt: skip


def test_what_rests_on_a_fault_is_not_graded(schemes: dict[str, partygrade.Scheme]) -> None:
    """The faulty branch and its committee come back; the others are graded."""
    rows = [*ROWS[:2], {**ROWS[2], "total": 101}, *ROWS[3:]]
    found = grade_tree(rows, schemes, on_error="collect")
    assert [(fault.row, fault.id, [d.code for d in fault.diagnostics]) for fault in found.faults] == [
        (0, "c", ["child-with-faults"]),
        (2, "b2", ["out-of-range"]),
    ]
    assert sorted(found.gradings) == ["b1", "b3", "b4", "d"]
    with pytest.raises(partygrade.FactsError):
        grade_tree(rows, schemes)


@pytest.mark.parametrize(
    ("row", "change", "code"),
    [
        (1, {"parent": "x"}, "unknown-parent"),
        (1, {"id": "b2"}, "repeated-id"),
        (1, {"id": None}, "missing-fact"),
        (1, {"level": "branches"}, "unknown-level"),
        (1, {"level": None}, "unknown-level"),
        (0, {"parent": "b1"}, "cycle"),
    ],
)
def test_a_hierarchy_that_is_none_is_refused(
    schemes: dict[str, partygrade.Scheme], row: int, change: dict[str, Any], code: str
) -> None:
    """Whatever `on_error` says: nobody could tell what rests on what."""
    rows = [dict(one) for one in ROWS]
    rows[row] |= change
    with pytest.raises(partygrade.FactsError) as caught:
        grade_tree(rows, schemes, on_error="collect")
    assert code in [d.code for d in caught.value.diagnostics]


def test_children_need_a_list_and_are_not_given_twice(schemes: dict[str, partygrade.Scheme]) -> None:
    """A branch has no list for children; a committee's is filled from below."""
    rows = [*ROWS, {"id": "b5", "level": "branch", "parent": "b4", "total": 60, "members": 1}]
    rows[0] = {**rows[0], "branches": []}
    found = grade_tree(rows, schemes, on_error="collect")
    assert {fault.id: [d.code for d in fault.diagnostics] for fault in found.faults} == {
        "c": ["unknown-fact"],
        "b4": ["no-children"],
        "d": ["child-with-faults"],
    }
