"""Tests what is found about points that cannot be had, limits that are never reached, and points out of scale."""

from __future__ import annotations

import pytest

import partygrade
from partygrade.check import Subject
from partygrade.check.points_reach import reach
from partygrade.check.score_nodes import nodes

HEAD = """
partygrade: 1
scheme: some
title: 例
sources: {plan: {title: 方案}}
parameters:
  acts: {value: cut, source: 三, readings: {allow: 照计}}
  cap: {value: 50, source: 三}
facts:
  few: {type: count, max: 3}
  late: {type: flag}
  lost: {type: flag}
  acts_done: {type: events, fields: {day: {type: date}}}
  wins: {type: tally, of: [city, province], max: 9, default: 0}
"""


def places(score: str) -> list[str]:
    subject = Subject(partygrade.loads(HEAD + score))
    return [str(one.place) for one in reach(subject, nodes(subject))]


def add(at_most: str, points: str = "2") -> str:
    return f"score: {{id: total, at_most: {at_most}, add: [{{each: few, points: {points}}}]}}"


def test_a_ceiling_above_everything_below_it_is_found() -> None:
    """Three times two points are six; a ceiling of six says the same again, which is fine."""
    assert places(add("7")) == ["score.at_most"]
    assert places(add("6")) == places(add("5")) == []


def test_a_ceiling_by_name_counts_as_its_figure() -> None:
    """Also where a reading takes it off."""
    assert places(add("cap")) == ["score.at_most"]
    assert places(add("'cap if acts == \"cut\" else 999'")) == ["score.at_most"]
    assert places(add("'7 if acts == \"cut\" else 999'")) == ["score.at_most"]


def test_a_ceiling_that_the_reading_in_force_takes_off_is_fine() -> None:
    """It is not there."""
    assert places(add("'cap if acts == \"allow\" else 999'")) == []


def test_a_ceiling_is_fine_where_another_reading_may_reach_it() -> None:
    """The points below it depend on the reading."""
    line = "{each: 'few if acts == \"cut\" else 9 * few', points: 2}"
    assert places(f"score: {{id: total, at_most: 7, add: [{line}]}}") == []


def test_a_ceiling_of_a_sum_without_full_points_is_fine() -> None:
    """It may be the highest score of a whole scale."""
    text = "score: {{id: total, at_most: 12, sum: [{{id: a, value: 9}}, {{id: b, {}}}]}}"
    assert places(text.format("add: [{each: few, points: 0.5}]")) == []
    whole = "score: {id: total, at_most: 100, sum: [{id: a, points: 40}, {id: b, points: 40}]}"
    assert places(whole) == ["score.at_most"]


def test_a_ceiling_of_a_line_is_compared_with_the_line() -> None:
    """Three times two points are six."""
    text = "score: {{id: total, points: 20, deduct: [{{each: few, points: 2, at_most: {}}}]}}"
    assert places(text.format(7)) == ["score.deduct[1].at_most"]
    assert places(text.format(4)) == []


def test_a_floor_below_everything_is_found() -> None:
    """The deductions come to six; a floor of 0 is just careful."""
    text = "score: {{id: total, at_least: {}, deduct: [{{each: few, points: 2}}]}}"
    assert places(text.format(-7)) == ["score.at_least"]
    assert places(text.format(-6)) == places(text.format(-4)) == []
    assert places("score: {id: total, at_least: 0, add: [{each: few, points: 2}]}") == []


def test_a_bonus_of_which_nothing_counts_is_found() -> None:
    """The constant of ten is the ceiling already."""
    text = "score: {{id: total, at_most: {}, sum: [{{id: a, value: 10}}, {{id: b, add: [{{each: few, points: 1}}]}}]}}"
    assert places(text.format(10)) == ["score.sum[2].id"]
    assert places(text.format(11)) == []


def test_a_ceiling_above_the_one_around_it_is_found() -> None:
    """Unless a deduction beside it leaves it room."""
    bonus = "{id: b, at_most: 12, add: [{each: few, points: 5}]}"
    text = "score: {{id: total, at_most: {}, sum: [{{id: a, points: 5}}, {}{}]}}"
    fines = ", {id: c, deduct: [{when: late, points: 9}]}"
    assert places(text.format(10, bonus, "")) == ["score.sum[2].at_most"]
    assert places(text.format(12, bonus, "")) == []
    assert places(text.format(10, bonus, fines)) == []


def test_what_is_weighted_on_another_scale_is_found() -> None:
    """The fewer are the odd ones, of two the smaller; a node that declares its full points means it."""
    text = "score: {{id: total, {}weighted: [{{id: a, points: 100, weight: 0.5}}, {{id: b, points: {}, weight: 0.5}}]}}"
    assert places(text.format("", 10)) == ["score.weighted[2].points"]
    assert places(text.format("", 100)) == places(text.format("full: 55, ", 10)) == []


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("when: late, points: 6", ["score.deduct[1].points"]),
        ("when: late, points: 5", []),
        ("each: few, points: 2", []),
        ("each: few, points: 6, at_most: 5", []),
        ("each: wins, points: {city: 2, province: 6}", ["score.deduct[1].points.province"]),
        ("each: acts_done, points: [3, 6]", ["score.deduct[1].points[2]"]),
    ],
)
def test_one_occurrence_that_costs_more_than_the_item_is_found(line: str, wanted: list[str]) -> None:
    """Several together may cost more, and a ceiling of the line makes it plain."""
    assert places(f"score: {{id: total, points: 5, deduct: [{{{line}}}]}}") == wanted


def item(name: str, points: int, *costs: int) -> str:
    lines = ", ".join(f"{{when: {fact}, points: {cost}}}" for fact, cost in zip(("late", "lost"), costs, strict=True))
    return f"{{id: {name}, points: {points}, deduct: [{lines}]}}"


def test_an_item_out_of_the_pattern_of_the_others_is_found() -> None:
    """In four others the deductions add to the points."""
    even = [item(f"a{n}", 10, 6, 4) for n in range(4)]
    assert places(f"score: {{id: total, sum: [{', '.join([*even, item('b', 10, 6, 3)])}]}}") == ["score.sum[5].points"]
    assert places(f"score: {{id: total, sum: [{', '.join([*even, item('b', 10, 6, 4)])}]}}") == []


def test_the_pattern_is_that_of_the_readings_of_the_file() -> None:
    """Another reading may well break it."""
    even = [item(f"a{n}", 10, 6, 4) for n in range(4)]
    lines = "{when: late, points: 6}, {when: lost, points: 4}, {when: 'late and acts == \"allow\"', points: 1}"
    text = f"score: {{id: total, sum: [{', '.join(even)}, {{id: b, points: 10, deduct: [{lines}]}}]}}"
    subject = Subject(partygrade.loads(HEAD + text).with_parameters(acts="allow"))
    assert list(reach(subject, nodes(subject))) == []
    assert places(text) == []


def test_a_few_items_are_no_pattern() -> None:
    """Three others may agree by chance, and two of six need not be slips."""
    even = [item(f"a{n}", 10, 6, 4) for n in range(4)]
    odd = [item("b", 10, 6, 3), item("c", 10, 5, 4)]
    assert places(f"score: {{id: total, sum: [{', '.join([*even[:3], odd[0]])}]}}") == []
    assert places(f"score: {{id: total, sum: [{', '.join([*even, *odd])}]}}") == []


def test_full_points_that_cannot_be_had_are_found() -> None:
    """The steps give six, the ceiling leaves four."""
    text = "score: {{id: total, of: few, steps: [{{from: 2, points: 6}}], at_most: {}}}"
    assert places(text.format(4)) == ["score.id"]
    assert places(text.format(6)) == []
    assert places("score: {id: total, value: few * 2, full: 7}") == ["score.full"]


def test_full_points_that_a_node_below_lacks_are_found_there() -> None:
    """And not again for the whole."""
    text = "score: {id: total, full: 17, sum: [{id: a, points: 10}, {id: b, value: few * 2, full: 7}]}"
    assert places(text) == ["score.sum[2].full"]


def test_full_points_that_another_reading_gives_are_fine() -> None:
    """The node is switched off, or gives less, under the reading in force."""
    part = "{{id: b, full: 7, {}}}"
    for key in ['value: few * 3, when: acts == "allow"', "value: 'few if acts == \"cut\" else 3 * few'"]:
        assert places(f"score: {{id: total, full: 17, sum: [{{id: a, points: 10}}, {part.format(key)}]}}") == []
