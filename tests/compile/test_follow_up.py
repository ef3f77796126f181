"""Tests what follows from a grading: the grades and the condition that lead to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import partygrade
from partygrade import ir

Load = Callable[[str], partygrade.Scheme]
Faults = Callable[[str], list[tuple[str, str]]]

FACTS = "facts: {k: {type: count}, last: {type: grade, optional: true}}\n"


def entry(scheme: Load, spec: str) -> ir.FollowUp:
    return scheme(f"{FACTS}follow_up: [{spec}]").program.follow_up[0]


def test_grades_alone_have_no_condition(scheme: Load) -> None:
    """The ranks are those of the grades."""
    found = entry(scheme, "{grades: [good, poor], label: 表彰, source: 七}")
    assert (found.ranks, found.condition, found.label, found.source) == ((2, 0), None, "表彰", "七")


def test_a_condition_alone_has_no_grades(scheme: Load) -> None:
    """The condition is a node of the program."""
    loaded = scheme(f"{FACTS}follow_up: [{{when: k > 3, label: 约谈}}]")
    (found,) = loaded.program.follow_up
    assert found.ranks is None
    assert found.condition is not None
    assert loaded.program.nodes[found.condition].type == ir.Flag()


@pytest.mark.parametrize("when", ["k > 3", "known(last) and last == poor", "total < 60", "band == poor"])
def test_a_condition_looks_at_facts_figures_and_the_band(scheme: Load, when: str) -> None:
    """An optional fact is guarded as everywhere."""
    assert entry(scheme, f"{{grades: [poor], when: {when}, label: 约谈}}").condition is not None


@pytest.mark.parametrize(
    ("spec", "wanted"),
    [
        ("{label: 约谈}", [("no-cause", "{label: 约谈}")]),
        ("{when: k, label: 约谈}", [("wrong-type", "k")]),
        ("{when: own_grade == poor, label: 约谈}", [("unknown-name", "own_grade")]),
        ("{when: last == poor, label: 约谈}", [("may-be-unknown", "last")]),
        ("{grades: [], when: k > 3, label: 约谈}", [("too-short", "[]")]),
        ("{grades: [goood], when: kk > 3, label: 约谈}", [("unknown-name", "kk"), ("unknown-grade", "goood")]),
    ],
)
def test_an_entry_that_is_not_well_formed_is_refused(faults: Faults, spec: str, wanted: list[tuple[str, str]]) -> None:
    """Something leads to it: grades of the ladder, a condition, or both."""
    ranking = "cohort: {rank_by: [own_grade]}"
    assert faults(f"{FACTS}follow_up: [{spec}]\n{ranking}") == wanted


def test_a_scheme_without_grades_has_consequences_of_conditions() -> None:
    """The score leads to them."""
    head = "partygrade: 1\nscheme: small\ntitle: 小\nscore: {id: total, points: 12}\n"
    loaded = partygrade.loads(f"{head}follow_up: [{{when: total == 0, label: 重新学习}}]")
    found = [loaded.grade({"total": total}).to_dict()["follow_up"] for total in (0, 1)]
    assert [[entry["label"] for entry in one] for one in found] == [["重新学习"], []]


def test_a_condition_follows_the_readings(scheme: Load) -> None:
    """A consequence may hold under one reading only."""
    body = (
        "parameters: {strict: {value: false, source: 一, readings: {true: 从严}}}\n"
        f"{FACTS}follow_up: [{{when: strict and k > 3, label: 约谈}}]"
    )
    record = {"total": 95, "k": 4}
    both = [scheme(body).grade(record), scheme(body).with_parameters(strict=True).grade(record)]
    assert [len(found.to_dict()["follow_up"]) for found in both] == [0, 1]
