"""What each counted event gave to a line."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from partygrade import load, loads
from partygrade.cases import read_cases
from partygrade.catalog import find
from partygrade.result import EventResult

TEXT = """
partygrade: 1
scheme: credit
title: 信用办法
facts:
  factor: {type: count, max: 3, default: 1}
  lapses:
    type: events
    label: 失信行为
    at_most: 50
    fields:
      kind: {type: choice, label: 情形, of: {late: 迟报, false_data: 虚报}}
      matter: {type: text, label: 事项}
      day: {type: date, label: 日期}
      cost: {type: number, label: 金额, max: 99, decimals: 1, unit: 万元, default: 0}
      share: {type: percent, label: 占比, optional: true}
      marks: {type: points, label: 分值, max: 5, default: 1.5}
      excused: {type: flag, label: 免责, default: false}
      level: {type: grade, label: 上次等次, optional: true}
score:
  id: total
  sum:
    - id: losses
      points: 100
      deduct:
        - LINE
grades: [{id: good, label: 好, from: 60}, {id: poor, label: 差}]
"""
LATE: dict[str, Any] = {"kind": "late", "matter": "a", "day": "2020-01-02", "cost": "1.5"}
LAPSES = [
    LATE,
    {**LATE, "kind": "false_data", "day": "2020-01-01", "cost": 3},
    {**LATE, "excused": True, "cost": 9},
    {**LATE, "kind": "false_data", "matter": "b", "cost": 2, "share": 5, "level": "poor"},
]


def events(line: str, form: str = "deduct", **record: Any) -> list[EventResult]:
    text = TEXT if form == "deduct" else TEXT.replace("      points: 100\n      deduct:", "      add:")
    found = loads(text.replace("LINE", line)).grade({"lapses": LAPSES} | record).to_dict()["items"]
    return next(item for item in found if item["id"] == "losses")["lines"][0]["events"]


def given(line: str, form: str = "deduct", **record: Any) -> list[tuple[int, str]]:
    return [(event["number"], event["points"]) for event in events(line, form, **record)]


def test_every_event_that_counts_is_told_with_its_number_and_points() -> None:
    """The third is excused, and so does not count."""
    assert given("{each: lapses, where: not excused, points: cost}") == [(1, "-1.5"), (2, "-3"), (4, "-2")]


def test_an_addition_has_no_sign() -> None:
    """As the line itself."""
    assert given("{each: lapses, where: excused, points: 2}", "add") == [(3, "2")]


def test_points_may_follow_from_what_is_the_same_for_all_events() -> None:
    """A fact of the organisation: 1.5 × 2."""
    assert given("{each: lapses, where: cost < 2, points: cost * factor}", factor=2) == [(1, "-3")]


def test_an_event_that_another_of_its_matter_displaces_gives_nothing() -> None:
    """Of a the second costs most; b has one event only."""
    found = events("{each: lapses, where: not excused, points: cost, once_per: matter}")
    assert [(event["number"], event["points"], event["displaced"]) for event in found] == [
        (1, "0", True),
        (2, "-3", False),
        (4, "-2", False),
    ]


def test_each_further_event_has_the_points_of_its_place() -> None:
    """By day the second is the first false one, and the fourth the second."""
    line = '{each: lapses, where: kind == "false_data", points: [3, 6], by: day}'
    assert given(line) == [(2, "-3"), (4, "-6")]


def test_the_limit_of_the_line_is_not_that_of_its_events() -> None:
    """Four times 3 points are 12, of which the line takes 10."""
    assert given("{each: lapses, points: 3, at_most: 10}") == [(1, "-3"), (2, "-3"), (3, "-3"), (4, "-3")]


def test_fields_are_shown_as_people_write_them() -> None:
    """Choices and grades by their labels, figures with their unit; what is unknown is left out."""
    fields = events("{each: lapses, points: 1}")[3]["fields"]
    assert [(field["name"], field["label"], field["value"]) for field in fields] == [
        ("kind", "情形", "虚报"),
        ("matter", "事项", "b"),
        ("day", "日期", "2020-01-02"),
        ("cost", "金额", "2 万元"),
        ("share", "占比", "5%"),
        ("marks", "分值", "1.5"),
        ("excused", "免责", "false"),
        ("level", "上次等次", "差"),
    ]


@pytest.mark.parametrize("line", ["{each: count(lapses), points: 1}", '{value: "sum(lapses, cost)"}'])
def test_a_line_that_counts_otherwise_has_no_events(line: str) -> None:
    """A formula over the events is no list of them."""
    assert events(line) == []


def test_without_events_there_are_none() -> None:
    """The list is empty."""
    assert events("{each: lapses, points: 1}", lapses=[]) == []


CREDIT = ("environmental-credit", "member-points", "property-service-credit", "tax-credit", "taxi-drivers")
"""Schemes of the gallery whose lines count events; none of these lines has a limit."""


@pytest.mark.parametrize("name", CREDIT)
def test_what_the_events_give_adds_up_to_the_line(name: str) -> None:
    """On every golden case."""
    scheme, path = load(name), find(name)
    assert path is not None
    compared = 0
    for case in read_cases(path.with_name(f"{name}.cases.yaml")).cases:
        under = scheme.with_parameters(**case.settings)
        for grading in under.grade_cohort([case.facts], on_error="collect", as_of=case.as_of).gradings:
            for line in (line for item in grading.to_dict()["items"] for line in item["lines"] if line["events"]):
                assert sum(Fraction(event["points"]) for event in line["events"]) == Fraction(line["value"])
                compared += 1
    assert compared
