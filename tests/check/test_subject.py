"""What a check looks at."""

from __future__ import annotations

import partygrade
from partygrade import ir
from partygrade.boxes import Boxes
from partygrade.check import Subject
from partygrade.check.subject import finding
from partygrade.diagnostics import Diagnostic, Text
from partygrade.source import Place

TEXT = """\
partygrade: 1
scheme: some
title: 例
parameters:
  strict: {value: false, source: 一, readings: {true: the rule holds}}
sources: {plan: {title: 方案}}
facts: {satisfaction: {type: percent}}
score: {id: total, points: 100}
grades: [{id: good, from: 80}, {id: fair, from: 60}, {id: poor}]
rules: [{id: r, when: strict and satisfaction < 60, lower_by: 1}]
cohort:
  rank_by: [total desc]
  quotas:
    - {id: some, grades: [good], at_least: 1}
    - {id: few, grades: [good], at_most: 50%, action: report}
"""


def subject(text: str = TEXT, **settings: object) -> Subject:
    return Subject(partygrade.loads(text, name="some.yaml").with_parameters(**settings))


def test_it_holds_the_scheme_as_program_models_and_text() -> None:
    """Under the readings in force; without golden cases unless they are given."""
    found = subject()
    assert (found.program, found.file.scheme, found.document.name) == (found.scheme.program, "some", "some.yaml")
    assert found.cases is None


def test_boxes_are_worked_out_once() -> None:
    """All checks share those of the program."""
    found = subject()
    assert isinstance(found.boxes, Boxes)
    assert found.boxes is found.boxes


def test_what_the_readings_switch_off_is_settled() -> None:
    """The condition of a rule is constant under one reading and not under the other."""
    for strict in (False, True):
        found = subject(strict=strict)
        assert found.settled(found.program.rules[0].condition) is not strict


def test_quotas_that_move_organisations_are_known() -> None:
    """One that reports only moves nobody."""
    assert [quota.origin.id for quota in subject().enforced] == ["some"]
    assert subject(TEXT.partition("cohort:")[0]).enforced == ()


def test_it_knows_which_grades_quotas_change() -> None:
    """The own grade, which comes after them, and not the band."""
    found = subject()
    assert found.program.own_grade is not None and found.program.band is not None
    assert found.moved(found.program.own_grade)
    assert not found.moved(found.program.band)
    alone = subject(TEXT.partition("cohort:")[0])
    assert alone.program.own_grade is not None
    assert isinstance(alone.program.nodes[alone.program.own_grade], ir.Quota)
    assert not alone.moved(alone.program.own_grade)


def test_a_finding_is_a_warning() -> None:
    """With its slug, its place, both languages and help."""
    place, help = Place(("rules", 0)), Text("mend it", "请改正")
    found = finding("some-slug", place, "it is wrong", "有误", help)
    assert found == Diagnostic("some-slug", Text("it is wrong", "有误"), place, severity="warning", help=help)
