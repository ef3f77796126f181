"""Tests figures that no golden case notices the change of."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

import partygrade
from partygrade.cases import Case, Cases
from partygrade.check import Subject
from partygrade.check.mutations import mutants, mutation_score, mutations

ROOT = Path(__file__).resolve().parents[2]
SCHEME = """
partygrade: 1
scheme: figures
title: 数值项
sources: {plan: {title: 办法}}
facts:
  late: {type: count, max: 9}
  day: {type: date, optional: true}
score:
  id: total
  points: 100
  deduct: [{id: lateness, each: "max(0, late - 1)", points: 0.5}]
grades: [{id: good, from: 60}, {id: poor}]
rules: [{id: old, when: 'known(day) and day < "2017-06-05"', grade: poor}]
"""


def subject(*cases: tuple[dict[str, object], dict[str, object]], text: str = SCHEME) -> Subject:
    found = tuple(Case(str(n), n, facts=facts, expect=expect) for n, (facts, expect) in enumerate(cases))
    return Subject(partygrade.loads(text), Cases("figures", found))


def changes(found: Subject) -> list[tuple[str, str, str]]:
    return [(str(one.place), one.before, one.after) for one in mutants(found)]


def test_every_number_is_changed_by_one_in_its_last_digit() -> None:
    """Numbers, also those in formulas, are changed up and down; ranges of facts and days are not."""
    assert changes(subject()) == [
        ("score.points", "100", "101"),
        ("score.points", "100", "99"),
        ("score.deduct[1].each", "0", "1"),
        ("score.deduct[1].each", "1", "2"),
        ("score.deduct[1].each", "1", "0"),
        ("score.deduct[1].points", "0.5", "0.6"),
        ("score.deduct[1].points", "0.5", "0.4"),
        ("grades[1].from", "60", "61"),
        ("grades[1].from", "60", "59"),
    ]


def test_what_does_not_load_is_no_mutant() -> None:
    """Weights that no longer add to 1, and bounds out of order, are left out; so is a count that could be negative."""
    text = """
partygrade: 1
scheme: figures
title: 数值项
score:
  id: total
  weighted: [{id: a, points: 100, weight: 0.7}, {id: b, points: 100, weight: 0.3}]
grades: [{id: good, from: 60}, {id: fair, from: 59}, {id: poor}]
"""
    assert [(place, after) for place, _, after in changes(subject(text=text)) if "points" not in place] == [
        ("grades[1].from", "61"),
        ("grades[2].from", "58"),
    ]


def test_a_share_is_changed_as_a_share() -> None:
    """A share stays a share."""
    text = """
partygrade: 1
scheme: figures
title: 数值项
score: {id: total, points: 100}
grades: [{id: good, from: 60}, {id: poor}]
cohort:
  rank_by: [total]
  quotas: [{id: few, grades: [good], at_most: 20%}]
"""
    assert [one[1:] for one in changes(subject(text=text)) if one[0].startswith("cohort")] == [
        ("20%", "21%"),
        ("20%", "19%"),
    ]


def test_a_mutant_is_a_scheme_that_grades_otherwise() -> None:
    """The changed figure is in force in the mutant, and the scheme itself stays as it is."""
    found = subject()
    (mutant,) = (one for one in mutants(found) if one.after == "61")
    assert mutant.scheme.program.grades[0].origin.id == "good"
    text = """
partygrade: 1
scheme: figures
title: 数值项
score: {id: total, points: 100}
grades: [{id: good, from: 60}, {id: poor}]
"""
    (mutant,) = (one for one in mutants(subject(text=text)) if one.after == "61")
    assert mutant.scheme.grade({"total": 60}).grade == "poor"
    assert partygrade.loads(text).grade({"total": 60}).grade == "good"


EDGES = [
    ({"late": 0}, {"score": 100}),
    ({"late": 1}, {"score": 100}),
    ({"late": 9}, {"score": 96}),
]


def test_cases_on_the_edges_notice_every_change_but_that_of_the_bound() -> None:
    """Full points, points of a line and where it begins are fixed by cases; the bound needs a case of its own."""
    score = mutation_score(subject(*EDGES))
    assert (score.noticed, score.mutants) == (7, 9)
    assert [(str(one.place), one.after) for one in score.survivors] == [
        ("grades[1].from", "61"),
        ("grades[1].from", "59"),
    ]


def test_the_finding_stands_at_the_figure() -> None:
    """A figure whose change goes unnoticed both ways is reported once."""
    found = [fault for fault in mutations(subject(*EDGES)) if str(fault.place) == "grades[1].from"]
    assert [fault.text.en for fault in found] == ["no golden case notices when `60` is `61` or `59`"]
    assert [fault.text.zh for fault in found] == ["把 `60` 改成 `61` 或 `59`，没有样例能发现"]
    assert [(fault.code, fault.severity) for fault in found] == [("cases", "warning")]


def test_a_file_answers_for_its_own_figures() -> None:
    """The figures of the file that is extended are left to its own cases."""
    text = """
partygrade: 1
scheme: north
title: 北区
extends: township-four-level
parameters: {good_share: 15%}
"""
    assert [one[1:] for one in changes(subject(text=text))] == [("15%", "16%"), ("15%", "14%")]


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mutations_tool", ROOT / "tools" / "mutations.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses look for their module by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


TOOL = _tool()
LISTED = {one.name: one for one in TOOL.listed()}
# The other shipped schemes take minutes: `python tools/mutations.py --measure`.
SHORT = ("three-tier-judged", "three-tier-weighted", "township-four-level")


@pytest.mark.parametrize("name", SHORT)
def test_the_cases_of_a_shipped_scheme_notice_every_change_that_has_an_effect(name: str) -> None:
    """No figure of the scheme can be changed by one without a golden case noticing, but those that change nothing."""
    score = TOOL.measured(name)
    assert (score.noticed, score.mutants) == (LISTED[name].noticed, LISTED[name].mutants)
    assert TOOL.unnoticed(score) == LISTED[name].left


def test_the_list_is_of_every_shipped_scheme_and_adds_up() -> None:
    """What is not noticed is listed, each change with its reason."""
    assert set(LISTED) == set(partygrade.scheme_names())
    assert [one.name for one in LISTED.values() if one.noticed + len(one.left) != one.mutants] == []
    assert all(group.why and group.changes for one in LISTED.values() for group in one.groups)


def test_the_page_is_in_step_with_the_list() -> None:
    """`make pages` writes it."""
    assert TOOL.PAGE.read_text("utf-8") == TOOL.page()
