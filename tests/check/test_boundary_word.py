"""Tests the check of bound words against the figures beside them."""

from __future__ import annotations

import pytest

import partygrade
from partygrade import catalog
from partygrade.check import Subject
from partygrade.check.boundary_word import check
from partygrade.diagnostics import Diagnostic

SCHEME = """
partygrade: 1
scheme: bounds
title: 界限
sources: {{plan: {{title: 办法}}}}
facts:
  satisfaction: {{type: percent}}
  absences: {{type: count, unit: 次}}
  elected: {{type: date}}
  ended: {{type: date}}
parameters:
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
        ("60%以下", "satisfaction < 60"),
        ("60%以下", "satisfaction < 60%"),
        ("60%以下", "60 > satisfaction"),
        ("60%以下", "not satisfaction >= 60"),
        ("低于60%", "satisfaction <= 60"),
        ("不低于60%", "satisfaction <= 60"),
        ("超过六成", "absences == 0 and satisfaction >= 60"),
        ("缺席三次以上", "count(absences > 3, satisfaction == 0) >= 2"),
        ("十分之一以下", "satisfaction < 10"),
    ],
)
def test_a_figure_on_the_other_side_is_found(label: str, when: str) -> None:
    """A condition that takes the figure in where the words leave it out, or the other way round, is reported."""
    assert [fault.code for fault in found(label, when)] == ["boundary-word"]


@pytest.mark.parametrize(
    ("label", "when"),
    [
        ("60%以下", "satisfaction <= 60"),
        ("60%以下", "satisfaction > 60"),
        ("60%以下（不含60%）", "satisfaction < 60"),
        ("低于60%", "satisfaction < 60"),
        ("超过三次", "absences > 3"),
        ("超过三次", "absences >= 4"),
    ],
)
def test_a_figure_on_the_same_side_is_not_found(label: str, when: str) -> None:
    """A condition that draws the line where the words do is not reported, also where it says the opposite."""
    assert found(label, when) == []


@pytest.mark.parametrize(
    ("label", "when"),
    [
        ("60%以下", 'satisfaction <= 60 if strict == "inclusive" else satisfaction < 60'),
        ("超过3次及以上", "absences >= 3"),
        ("60%以下依惯例不含60%", "satisfaction < 60"),
        ("60%以下或60%以上", "satisfaction < 60"),
        ("满60%至80%以下", "60 <= satisfaction < 80"),
    ],
)
def test_what_can_be_read_in_two_ways_is_left_alone(label: str, when: str) -> None:
    """Words that contradict each other or say more, and conditions with both signs, are not reported."""
    assert found(label, when) == []


@pytest.mark.parametrize(
    ("label", "when"),
    [
        ("60%以下", "absences < 60"),
        ("3次以上", "satisfaction > 3"),
        ("60分以下", "satisfaction < 60"),
        ("超过3年", "years(elected, ended) >= 3"),
        ("3级以上", "absences > 3"),
    ],
)
def test_a_figure_of_another_kind_is_left_alone(label: str, when: str) -> None:
    """A share is no count, points are no share, whole years are counted down, and levels run either way."""
    assert found(label, when) == []


def test_the_words_of_a_note_count_too() -> None:
    """Words that a note quotes are compared like those of the label."""
    (fault,) = found("满意率过低", "satisfaction < 60", "原文「60%以下」")
    assert fault.text.en == "`60%以下` includes 60%: expected `<=`, got `<`"
    assert fault.text.zh == "`60%以下` 包括 60%：应为 `<=`，现为 `<`"


def test_the_words_are_noted_as_a_second_place() -> None:
    """The finding points at the sign, and its note at the words."""
    scheme = partygrade.loads(SCHEME.format(label="满意率60%以下的", when="satisfaction < 60", note="备注"))
    (fault,) = check(Subject(scheme))
    document = Subject(scheme).document
    span, (note,) = document.span(fault.place), fault.notes
    words = document.span(note.place)
    assert document.line(span.line)[span.column - 1 : span.end_column - 1] == "<"
    assert document.line(words.line)[words.column - 1 : words.end_column - 1] == "60%以下"


VALUES = """
partygrade: 1
scheme: bounds
title: 界限
facts: {{absences: {{type: count}}}}
derived:
  late: {{label: 3次以上加重, value: "{value}"}}
score: {{id: total, points: 100}}
grades: [{{id: good, from: 60}}, {{id: poor}}]
"""


@pytest.mark.parametrize(
    ("value", "number"),
    [("5 if absences > 3 else 0", 1), ("(absences - 3) * 2 if absences > 3 else 0", 0), ("max(0, absences - 3)", 0)],
)
def test_a_formula_counts_where_the_figure_itself_matters(value: str, number: int) -> None:
    """A choice between constants is compared; formulas that meet at the figure come out alike either way."""
    scheme = partygrade.loads(VALUES.format(value=value))
    assert len(list(check(Subject(scheme)))) == number


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("township-four-level", "「好」不超过20%", "「好」低于20%"),
        ("anyang-five-star", "turnout >= 80", "turnout > 80"),
        ("anyang-five-star", "days(notice, notice_end) >= 7", "days(notice, notice_end) > 7"),
        ("three-tier-judged", "stages_general * 2 > stages_rated", "stages_general * 2 >= stages_rated"),
        ("three-tier-judged", "ballot_agree * 3 >= ballot_present * 2", "ballot_agree * 3 > ballot_present * 2"),
        ("three-tier-judged", "satisfaction >= satisfaction_target", "satisfaction > satisfaction_target"),
        ("three-tier-judged", "satisfaction < satisfaction_target", "satisfaction <= satisfaction_target"),
        ("wendian-five-star", "else bracket) < 80", "else bracket) <= 80"),
    ],
)
def test_a_sign_that_is_turned_in_a_shipped_scheme_is_found(name: str, old: str, new: str) -> None:
    """Turning a sign of a shipped scheme, or the word beside it, is noticed."""
    path = catalog.find(name)
    assert path is not None
    text = path.read_text("utf-8")
    assert old in text
    assert [fault.code for fault in check(Subject(partygrade.loads(text.replace(old, new))))] == ["boundary-word"]
