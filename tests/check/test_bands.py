"""Tests the check of bounds against texts and against the scores that there can be."""

from __future__ import annotations

import pytest

import partygrade
from partygrade import catalog
from partygrade.check import Subject
from partygrade.check.bands import check
from partygrade.diagnostics import Diagnostic

HEAD = """
partygrade: 1
scheme: some
title: 例
sources: {plan: {title: 方案}}
facts: {met: {type: flag}}
"""
HALVES = "score: {id: total, points: 100, step: 0.5}\n"
POOR = "  - {id: poor, label: 差}\n"


def findings(text: str, **settings: str) -> list[Diagnostic]:
    return list(check(Subject(partygrade.loads(HEAD + text).with_parameters(**settings))))


def found(text: str, **settings: str) -> list[str]:
    """Give the text that each finding underlines."""
    scheme = partygrade.loads(HEAD + text)
    spans = [scheme._document.span(one.place) for one in findings(text, **settings)]
    lines = (HEAD + text).splitlines()
    return [lines[span.line - 1][span.column - 1 : span.end_column - 1] for span in spans]


def planted(name: str, old: str, new: str) -> list[str]:
    """Give the findings in a copy of a shipped scheme with one figure changed."""
    path = catalog.find(name)
    assert path is not None
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    return [one.text.en for one in check(Subject(partygrade.loads(text.replace(old, new))))]


@pytest.mark.parametrize(
    "label", ["好（90分以上）", "好（90分）", "好（90—100分）", "好（90—100）", "Good (at least 90 points)", "好"]
)
def test_a_label_that_fits_the_bound_is_fine(label: str) -> None:
    """However it says so, and if it says nothing."""
    assert found(f"{HALVES}grades:\n  - {{id: good, label: '{label}', from: 90}}\n{POOR}") == []


@pytest.mark.parametrize("label", ["好（90分以上）", "好（90—100分）", "好（90—100）", "Good (at least 90 points)"])
def test_a_label_that_does_not_fit_the_bound_is_found(label: str) -> None:
    """The bound is underlined, and a note shows the text."""
    text = f"{HALVES}grades:\n  - {{id: good, label: '{label}', from: 85}}\n{POOR}"
    assert found(text) == ["85"]
    (finding,) = findings(text)
    assert finding.notes[0].place.path == ("grades", 0, "label")


def test_a_range_without_points_that_fits_neither_end_is_about_something_else() -> None:
    """A label `9-4` of an examination is no range of these points."""
    assert found(f"{HALVES}grades:\n  - {{id: good, label: pass (4-9), from: 50}}\n{POOR}") == []


def test_the_upper_end_of_a_label_is_the_bound_of_the_better_grade() -> None:
    """60分以下 stands on the last grade."""
    text = "grades:\n  - {id: good, label: 好, from: 65}\n  - {id: poor, label: 差（60分以下）}\n"
    assert found(HALVES + text) == ["65"]


def test_a_label_of_a_grade_below_one_with_a_condition_may_end_anywhere() -> None:
    """Who fails the condition stays below with any score."""
    text = "  - {id: good, from: 90, when: met}\n  - {id: fair, label: 较好（70—100分）, from: 70}\n"
    assert found(f"{HALVES}grades:\n{text}{POOR}") == []


def test_upper_bounds_are_compared_in_the_same_way() -> None:
    """Where less is better the label ends with the bound."""
    score = "score: {id: faults, points: 100, step: 1, better: down}\n"
    grades = "grades:\n  - {{id: good, label: 好（0—13分）, up_to: {}}}\n  - {{id: poor, label: 差（14—27分）}}\n"
    assert found(score + grades.format(13)) == []
    assert found(score + grades.format(15)) == ["15"]


def test_the_parameter_of_a_bound_is_compared_with_its_own_reason() -> None:
    """The value of the parameter is underlined."""
    grades = "grades: [{id: good, from: line}, {id: poor}]\n"
    parameter = "parameters: {{line: {{value: {}, assumed: 没有写，假定85分起为好}}}}\n"
    assert found(HALVES + grades + parameter.format(85)) == []
    assert found(HALVES + grades + parameter.format(80)) == ["80"]


PARAMETER = """
parameters:
  bands:
    value: contiguous
    source: 三
    note: 「80—89」与「90—100」之间的小数归下一档
    readings: {round_first: 先取整}
band_on: round(total, 0) if bands == "round_first" else total
"""


def test_the_parameter_that_settles_the_bands_names_their_ranges() -> None:
    """A range of which one end fits and the other does not gives the bound away."""
    grades = "grades:\n  - {{id: good, from: {}}}\n  - {{id: fair, from: {}}}\n  - {{id: poor}}\n"
    assert found(HALVES + PARAMETER + grades.format(90, 80)) == []
    assert found(HALVES + PARAMETER + grades.format(95, 80)) == ["95"]
    assert found(HALVES + PARAMETER + grades.format(90, 75)) == ["75"]


def test_ranges_that_fit_no_bound_at_all_are_about_something_else() -> None:
    """Neither end of them is a bound."""
    assert found(f"{HALVES}{PARAMETER}grades:\n  - {{id: good, from: 60}}\n{POOR}") == []


def test_under_settings_of_the_caller_the_texts_are_not_compared() -> None:
    """They describe the file's own readings."""
    text = "parameters: {line: {value: 85, assumed: 假定85分起为好}}\ngrades: [{id: good, from: line}, {id: poor}]\n"
    assert found(HALVES + text, line="80") == []


RULE = """
rules:
  - {id: between, when: 89 < total < 90 or 79 < total < 80, not_graded: 另定}
"""


def test_a_condition_for_scores_beside_a_bound_shows_that_the_bound_has_moved() -> None:
    """While the other one of the condition still fits."""
    grades = "grades: [{{id: good, from: {}}}, {{id: fair, from: 80}}, {{id: poor}}]"
    assert found(HALVES + grades.format(90) + RULE) == []
    assert found(HALVES + grades.format(95) + RULE) == ["89 < total < 90"]


def test_a_condition_that_fits_no_bound_is_about_something_else() -> None:
    """Nothing says that it is about the bands."""
    assert found(f"{HALVES}grades: [{{id: good, from: 60}}, {{id: poor}}]{RULE}") == []


GAP = (
    "grades:\n  - {id: good, label: 好（90分以上）, from: 90}\n  - {id: fair, label: 较好（80—89分）, from: 80}\n"
    + POOR
)


def test_scores_between_two_ranges_need_a_word() -> None:
    """89.5 is possible in half points."""
    assert found(HALVES + GAP) == ["80—89分"]


def test_whole_scores_leave_no_gap() -> None:
    """There is none between 89 and 90."""
    assert found("score: {id: total, points: 100, step: 1}\n" + GAP) == []


@pytest.mark.parametrize(
    "settled",
    [
        "band_on: round(total, 0)\n",
        PARAMETER,
        "note: 89.5分归较好\n",
        "note: 各档首尾相接\n",
        "left_out: [{what: 两档之间的小数, why: 未写}]\n",
        "rules: [{id: between, when: 89 < total < 90, not_graded: 另定}]\n",
    ],
)
def test_a_rounding_a_reading_a_rule_or_a_remark_settles_the_gap(settled: str) -> None:
    """Then the author has thought of it."""
    assert found(HALVES + settled + GAP) == []


def test_a_bound_that_every_score_reaches_is_found_where_the_grades_below_come_of_rules() -> None:
    """Without the rule the grade below would be reported as out of reach."""
    grades = "grades: [{id: good, from: -5}, {id: poor}]\n"
    rule = "rules: [{id: unmet, when: not met, grade: poor}]\n"
    assert found(HALVES + grades + rule) == ["-5"]
    assert found(HALVES + grades) == []


def test_a_bound_at_the_lowest_score_is_fine() -> None:
    """It is the natural way to write that every score is enough."""
    text = "grades: [{id: good, from: 0}, {id: poor}]\nrules: [{id: unmet, when: not met, grade: poor}]\n"
    assert found(HALVES + text) == []


def test_a_bound_that_no_score_reaches_is_found_where_a_rule_gives_the_grade() -> None:
    """Without the rule the grade would be reported as out of reach."""
    grades = "grades: [{id: good, from: 105}, {id: poor}]\n"
    assert found(HALVES + grades + "rules: [{id: named, when: met, grade: good}]\n") == ["105"]
    assert found(HALVES + grades) == []


def test_a_bound_finer_than_the_score_is_found() -> None:
    """A score in half points is never 89.75, and 89.5 it can be."""
    grades = "grades: [{{id: good, from: {}}}, {{id: poor}}]\n"
    assert found(HALVES + grades.format(89.75)) == ["89.75"]
    assert found(HALVES + grades.format(89.5)) == []
    assert found("score: {id: total, points: 100, step: 5}\n" + grades.format(89)) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("township-four-level", "label: 较好, from: 80", "label: 较好, from: 85"),
        ("anyang-five-star", "aliases: [五星], from: 90", "aliases: [五星], from: 95"),
        ("anyang-five-star", "aliases: [三星], from: 70", "aliases: [三星], from: 75"),
        ("three-tier-weighted", "value: 85", "value: 86"),
        ("wendian-five-star", "label: 四星级, from: 80", "label: 四星级（80—89分）, from: 80"),
    ],
)
def test_a_slip_in_a_shipped_scheme_is_found(name: str, old: str, new: str) -> None:
    """One figure of a copy is changed."""
    assert len(planted(name, old, new)) == 1
