"""Tests the check of figures in words against the figures beside them."""

from __future__ import annotations

import pytest

import partygrade
from partygrade.check import Subject
from partygrade.check.said_figure import check
from partygrade.diagnostics import Diagnostic

SCHEME = """
partygrade: 1
scheme: said
title: 文字与数值
sources: {{plan: {{title: 办法}}}}
facts:
  satisfaction: {{type: percent}}
  absences: {{type: count, unit: 次}}
  months_late: {{type: count}}
  young: {{type: count}}
  agreed: {{type: count}}
  present: {{type: count}}
parameters:
  limit: {{label: 界限, value: 3, source: 一}}
  strict: {{value: inclusive, source: 一, readings: {{inclusive: 含本数, exclusive: 不含本数}}}}
score: {{id: total, points: 100}}
grades: [{{id: good, from: 60}}, {{id: poor}}]
rules:
  - {{id: low, label: "{label}", note: "{note}", when: '{when}', at_most: poor}}
"""


def found(label: str, when: str, note: str = "备注") -> list[Diagnostic]:
    return list(check(Subject(partygrade.loads(SCHEME.format(label=label, when=when, note=note)))))


@pytest.mark.parametrize(
    ("label", "when"),
    [
        ("满意率低于80%", "satisfaction < 85"),
        ("满意率低于百分之八十", "satisfaction < 85"),
        ("满意率低于八成", "not satisfaction >= 85%"),
        ("缺席3次以上", "absences >= 4"),
        ("连续3次", "absences >= 4"),
        ("连续缺席三次", "absences >= 2 and satisfaction > 0"),
        ("缺席超过三次", "absences > limit + 0 or absences > 4"),
        ("超过一年", "months_late > 10"),
        ("过半数同意", "agreed * 3 > present * 2"),
        ("缺席3次以上", "absences >= 4 and young == 0"),
    ],
)
def test_another_figure_than_the_words_say_is_found(label: str, when: str) -> None:
    """One bound in the words that no figure has, beside one figure that the words do not have, is reported."""
    assert [fault.code for fault in found(label, when)] == ["said-figure"]


@pytest.mark.parametrize(
    ("label", "when"),
    [
        ("满意率低于80%", "satisfaction < 80"),
        ("满意率低于80%", "satisfaction < 80%"),
        ("缺席3次以上", "absences >= limit"),
        ("缺席超过3次", "absences >= 4"),
        ("缺席3次以上", "absences > 2"),
        ("超过一年", "months_late > 12"),
        ("过半数同意", "agreed * 2 > present"),
        ("三分之二以上同意", "present * 2 <= agreed * 3"),
    ],
)
def test_the_same_figure_in_another_spelling_is_not_found(label: str, when: str) -> None:
    """Words, percent signs, parameters, the next whole number and months stand for the figure of the words."""
    assert found(label, when) == []


@pytest.mark.parametrize(
    ("label", "when"),
    [
        ("缺席3次以上", "satisfaction < 60"),
        ("没有35岁以下的干部", "young < 1"),
        ("没有35岁以下的干部", "young == 2"),
        ("缺席3次以上或满意率低于80%", "absences >= 4 or satisfaction < 85"),
        ("缺席3次以上", "absences >= 4 or absences >= 5"),
        ("不足1A级", "total < 70"),
        ("满意率低于80%", "satisfaction > 85"),
    ],
)
def test_what_may_be_about_something_else_is_not_found(label: str, when: str) -> None:
    """Another kind, presence, several bounds or figures, a level and another side prove nothing."""
    assert found(label, when) == []


def test_a_figure_that_the_note_has_is_not_found() -> None:
    """What the note names is meant."""
    assert found("缺席3次以上", "absences >= 4", note="第4次才受限制") == []


def test_words_are_not_held_against_other_readings() -> None:
    """They describe the file's own readings."""
    scheme = partygrade.loads(SCHEME.format(label="缺席3次以上", when="absences >= 4", note="备注"))
    assert list(check(Subject(scheme.with_parameters(strict="exclusive")))) == []


def test_the_finding_stands_at_the_figure_of_the_parameter() -> None:
    """Where a parameter gives the figure, its value is underlined, once."""
    text = SCHEME.format(label="缺席2次以上", when="absences >= limit", note="备注").replace(
        "label: 界限", "label: 缺席"
    )
    (fault,) = check(Subject(partygrade.loads(text)))
    assert str(fault.place) == "parameters.limit.value"
    assert fault.text.en == "the words say `2次以上`, and the figure is another one: expected 2, got 3"
    assert fault.text.zh == "文字写明 `2次以上`，而数值不同：应为 2，现为 3"
    assert [str(note.place) for note in fault.notes] == ["rules[1].label"]
