"""Tests what the elements of a scheme are said to compare."""

from __future__ import annotations

import pytest

import partygrade
from partygrade.check import Subject
from partygrade.check.compared import Compared, passages

HEAD = """
partygrade: 1
scheme: compared
title: 比较
sources: {plan: {title: 办法}}
facts:
  rate: {type: percent}
  late: {type: count, unit: 次}
"""
TAIL = """
score: {id: total, points: 100}
grades: [{id: good, from: 60}, {id: poor}]
"""


def found(body: str, tail: str = TAIL) -> list[Compared]:
    return [one for passage in passages(Subject(partygrade.loads(HEAD + body + tail))) for one in passage.compared]


def rule(when: str) -> list[tuple[str, bool, str | None]]:
    compared = found(f"rules: [{{id: low, label: 60%以下, when: '{when}', at_most: poor}}]")
    return [(str(one.value), one.upwards, one.unit) for one in compared]


@pytest.mark.parametrize(
    ("when", "upwards"),
    [
        ("rate >= 60", True),
        ("rate < 60", True),
        ("rate > 60", False),
        ("rate <= 60", False),
        ("60 < rate", False),
        ("60 >= rate", False),
    ],
)
def test_a_sign_puts_the_figure_on_one_side(when: str, upwards: bool) -> None:
    """The figure goes with the greater numbers or the lesser ones, whichever side of the sign it stands on."""
    assert rule(when) == [("60", upwards, "%")]


def test_an_equality_puts_the_figure_on_either_side() -> None:
    """A figure that something equals goes with both."""
    assert rule("rate == 60") == [("60", True, "%"), ("60", False, "%")]


def test_every_comparison_of_a_condition_counts() -> None:
    """Comparisons in chains, under `not`, and among the arguments of a function are listed."""
    assert [one[0] for one in rule("20 <= rate < 80 and not (late > 3 or count(late >= 2, rate < 5) >= 1)")] == [
        "20",
        "80",
        "3",
        "1",
        "2",
        "5",
    ]


def test_a_label_without_a_bound_is_not_looked_at() -> None:
    """Where the words say no bound the formulas are not read."""
    assert found("rules: [{id: low, label: 满意率低, when: rate < 60, at_most: poor}]") == []


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("5 if rate >= 60 else 0", 1),
        ("rate - 60 if rate >= 60 else 0", 0),
        ("max(0, rate - 60)", 0),
        ("count(rate < 60)", 1),
    ],
)
def test_of_a_formula_only_what_decides_at_the_figure_counts(value: str, number: int) -> None:
    """Choices between constants and conditions that are counted are listed; sums that meet at the figure are not."""
    assert len(found(f"derived: {{x: {{label: 60%以上, value: '{value}'}}}}")) == number


def test_the_steps_of_a_node_stand_beside_its_words() -> None:
    """The bounds of steps and the keys of a table have the unit of what they look at."""
    tail = """
score:
  id: total
  sum:
    - {id: a, label: 60%以上, of: rate, steps: [{from: 60, points: 10}, {above: 30, points: 5}]}
    - {id: b, label: 三次以上, of: late, table: {up_to 2: 5, below 9: 2, else: 0}}
grades: [{id: good, from: 60}, {id: poor}]
"""
    assert [(one.sign, str(one.value), one.unit) for one in found("", tail)] == [
        ("from", "60", "%"),
        ("above", "30", "%"),
        ("up_to", "2", "次"),
        ("below", "9", "次"),
    ]


PARAMETER = """
parameters:
  limit: {{label: 迟报超过3次, value: 3, source: 一{readings}}}
rules:
  - {{id: one, when: late >= limit, at_most: poor}}
  - {{id: two, when: late > 5, at_most: poor}}
"""


def test_a_parameter_comes_with_what_names_it() -> None:
    """The words of a parameter stand beside every comparison with it."""
    (one,) = found(PARAMETER.format(readings=""))
    assert (one.name, one.sign, one.other, str(one.place)) == ("limit", ">=", ">", "rules[1].when")


def test_a_parameter_with_readings_is_no_figure() -> None:
    """A figure that can be read in several ways is left to its readings."""
    assert found(PARAMETER.format(readings=", readings: {4: 第四次}")) == []
