"""What golden cases may expect: right expectations pass, wrong ones are named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from partygrade import CohortGrading, Grading, loads
from partygrade.expect import COHORT, ONE, expect

TEXT = """\
partygrade: 1
scheme: branches
title: 支部评定办法
sources: {plan: {title: 方案}}
facts:
  county: {type: text, label: 县}
  review: {type: number, label: 评议, max: 100, decimals: 1}
  last_year: {type: grade, label: 上年等次, optional: true}
  sanctions: {type: events, label: 处分, fields: {day: {type: date, label: 日期}}}
derived:
  fresh: {value: "count(sanctions, months(day, as_of) < 12)"}
  share: {value: "review / 4", label: 四分之一}
  clean: {value: count(sanctions) == 0}
  first: {value: "min(sanctions, day, empty=as_of)"}
score: {id: total, value: review, full: 100}
grades:
  - {id: good, label: 好, from: 80}
  - {id: fair, label: 一般, from: 60}
  - {id: poor, label: 较差}
rules:
  - {id: sanctioned, when: fresh > 0, at_most: fair, soft: true, source: 四}
  - {id: bare, when: review == 0, not_graded: 未参评}
checks:
  - {id: reviewed, require: review > 10, otherwise: warning}
follow_up:
  - {grades: [good], label: 表彰}
  - {when: review == 0, label: 补评}
cohort:
  within: [county]
  rank_by: [total]
  quotas: [{id: few_good, grades: [good], at_most: 1, source: 五}]
cycle:
  previous: last_year
  targets: [{id: poor_rise, grades: [poor], reach: fair, source: 六}]
draws: [{id: spot, grades: [good, fair], share: 60%, source: 七}]
"""
SCHEME = loads(TEXT)
AS_OF = date(2020, 6, 30)
OVERRIDE = {"rule": "sanctioned", "authority": "县委", "reason": "已整改", "date": "2020-06-01"}

# b1 had one sanction within the year, which is overridden: it stays good. b2 rose to fair; b3 is not graded; b4 is
# good, but b1 has the one place of the east; b5 is alone in the west.
RECORDS: list[dict[str, Any]] = [
    {
        "id": "b1",
        "county": "东县",
        "review": "90.5",
        "last_year": "good",
        "sanctions": [{"day": "2020-01-31"}],
        "overrides": [OVERRIDE],
    },
    {"id": "b2", "county": "东县", "review": 70, "last_year": "poor"},
    {"id": "b3", "county": "东县", "review": 0},
    {"id": "b4", "county": "东县", "review": 85},
    {"id": "b5", "county": "西县", "review": 81, "last_year": "fair"},
]


def one(number: int = 0) -> Grading:
    return SCHEME.grade(RECORDS[number], as_of=AS_OF)


def cohort() -> CohortGrading:
    return SCHEME.grade_cohort(RECORDS, as_of=AS_OF)


RIGHT: Mapping[str, Any] = {
    "score": 90.5,
    "band": "good",
    "own_grade": "good",
    "grade": "good",
    "without_overrides": "fair",
    "movement": "kept",
    "not_graded": False,
    "fired": [],
    "failed_checks": [],
    "follow_up": ["表彰"],
    "faults": [],
    "nodes": {"total": "90.50"},
    "derived": {"fresh": 1, "share": 22.625, "clean": False, "first": "2020-01-31"},
    "targets": {},
}
WRONG: Mapping[str, Any] = {
    "score": 90,
    "band": None,
    "own_grade": "fair",
    "grade": "fair",
    "without_overrides": "good",
    "movement": "raised",
    "not_graded": True,
    "fired": ["sanctioned"],
    "failed_checks": ["reviewed"],
    "follow_up": ["表彰", "补评"],
    "faults": ["review"],
    "nodes": {"total": 90},
    "derived": {"fresh": True},
    "targets": {"poor_rise": True},
}
RIGHT_ROWS: Mapping[str, Any] = {
    "scores": {"b1": 90.5, "b3": 0},
    "bands": {"b2": "fair"},
    "own_grades": {"b4": "good", "b3": None},
    "grades": {"b1": "good", "b4": "fair", "b3": None},
    "without_overrides": {"b1": "fair", "b2": "fair"},
    "places": {"b1": 1, "b4": 2, "b5": 1},
    "movements": {"b1": "kept", "b2": "raised", "b3": "out", "b4": "new"},
    "not_graded": ["b3"],
    "fired": {"b1": [], "b3": ["bare"]},
    "failed_checks": {"b2": [], "b3": ["reviewed"]},
    "follow_up": {"b1": ["表彰"], "b3": ["补评"], "b4": []},
    "nodes": {"b2": {"total": 70}},
    "derived": {"b1": {"fresh": 1}, "b2": {"fresh": 0, "clean": True, "first": "2020-06-30"}},
    "quotas": {"few_good/东县": {"before": 2, "after": 1, "met": True}, "few_good/西县": {"after": 1}},
    "targets": {"poor_rise": {"due": 1, "needed": 1, "reached": 1, "met": True}},
    "movement": {"good": {"good": 1, "fair": 0}, "poor": {"fair": 1}, "new": {"fair": 1, "out": 1}},
    # In 东县 one of one and two of two (60 % of 2 is 1.2), in 西县 one of one.
    "draws": {"spot": {"good": 2, "fair": 2}},
}
WRONG_ROWS: Mapping[str, Any] = {
    "scores": {"b1": 90},
    "bands": {"b2": "good"},
    "own_grades": {"b4": "fair"},
    "grades": {"b4": "good"},
    "without_overrides": {"b1": "good"},
    "places": {"b4": 3},
    "movements": {"b2": "kept"},
    "not_graded": [],
    "fired": {"b3": []},
    "failed_checks": {"b3": []},
    "follow_up": {"b3": []},
    "nodes": {"b2": {"total": 71}},
    "derived": {"b1": {"clean": True}},
    "quotas": {"few_good/东县": {"after": 2}},
    "targets": {"poor_rise": {"reached": 0}},
    "movement": {"good": {"fair": 1}},
    "draws": {"spot": {"good": 1}},
}


def test_every_expectation_is_tried_here() -> None:
    """The tables above have each key that a case may have."""
    assert RIGHT.keys() == WRONG.keys() == ONE.keys()
    assert RIGHT_ROWS.keys() == WRONG_ROWS.keys() == COHORT.keys()


@pytest.mark.parametrize("key", ONE)
def test_a_right_expectation_of_one_grading(key: str) -> None:
    """Nothing differs; numbers of another spelling are equal."""
    assert expect(one(), {key: RIGHT[key]}) == []


@pytest.mark.parametrize("key", ONE)
def test_a_wrong_expectation_of_one_grading(key: str) -> None:
    """One difference is found."""
    assert len(expect(one(), {key: WRONG[key]})) == 1


@pytest.mark.parametrize("key", COHORT)
def test_a_right_expectation_of_a_cohort(key: str) -> None:
    """Nothing differs."""
    assert expect(cohort(), {key: RIGHT_ROWS[key]}) == []


@pytest.mark.parametrize("key", COHORT)
def test_a_wrong_expectation_of_a_cohort(key: str) -> None:
    """One difference is found."""
    assert len(expect(cohort(), {key: WRONG_ROWS[key]})) == 1


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"nodes": {"totl": 1}}, "node totl: expected 1, got no such node; did you mean `total`?"),
        ({"derived": {"frsh": 1}}, "derived frsh: expected 1, got no such derived figure; did you mean `fresh`?"),
        ({"derived": {"clean": 0}}, "derived clean: expected 0, got false"),
        ({"derived": {"fresh": "some"}}, "derived fresh: expected some, got 1"),
        ({"targets": {"rise": True}}, "target rise: expected true, got no such target"),
        ({"grade": None}, "grade: expected null, got good"),
        ({"score": "ninety"}, "score: expected ninety, got 90.5"),
    ],
)
def test_a_slip_in_an_expectation_of_one_grading_is_told(wanted: dict[str, Any], said: str) -> None:
    """It is a difference, with a suggestion, and no accident."""
    assert [str(found) for found in expect(one(), wanted)] == [said]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"grades": {"b11": "good"}}, "grade of b11: expected good, got no such organisation; did you mean `b1`?"),
        ({"nodes": {"b2": {"totl": 1}}}, "node totl of b2: expected 1, got no such node; did you mean `total`?"),
        ({"fired": {"b2": ["bare"]}}, "fired of b2: expected [bare], got []"),
        (
            {"quotas": {"few_good": {"met": True}}},
            "quota few_good: expected {met: true}, got no such quota; did you mean `few_good/西县`?",
        ),
        (
            {"quotas": {"few_good/东县": {"befor": 1}}},
            "quota few_good/东县.befor: expected 1, got no such key; did you mean `before`?",
        ),
        ({"targets": {"x": {"met": True}}}, "target x: expected {met: true}, got no such target"),
        (
            {"movement": {"god": {"fair": 1}}},
            "movement god: expected {fair: 1}, got no such grade; did you mean `good`?",
        ),
        ({"movement": {"good": {"fare": 1}}}, "movement good.fare: expected 1, got no such key; did you mean `fair`?"),
    ],
)
def test_a_slip_in_an_expectation_of_a_cohort_is_told(wanted: dict[str, Any], said: str) -> None:
    """It is a difference, with a suggestion, and no accident."""
    assert [str(found) for found in expect(cohort(), wanted)] == [said]


def test_a_scheme_without_a_cycle_has_no_movement() -> None:
    """What is expected of it differs."""
    scheme = loads("partygrade: 1\nscheme: s\ntitle: t\nscore: {id: total, points: 9}\n")
    assert len(expect(scheme.grade({"total": 1}), {"movement": "kept", "targets": {"a": True}})) == 2
    found = scheme.grade_cohort([{"id": "a", "total": 1}])
    assert len(expect(found, {"movement": {"good": {"good": 1}}, "targets": {"a": {"met": True}}})) == 2


def test_organisations_without_an_id_go_by_their_row() -> None:
    """`not_graded` counts rows from 1."""
    rows = [{key: value for key, value in record.items() if key != "id"} for record in RECORDS]
    assert expect(SCHEME.grade_cohort(rows, as_of=AS_OF), {"not_graded": [3]}) == []
