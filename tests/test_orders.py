"""Tests the orders: whether comparisons of figures with one another can hold together."""

from __future__ import annotations

import pytest

import partygrade
from partygrade.boxes import Box, Boxes
from partygrade.orders import consistent

TEXT = """\
partygrade: 1
scheme: some
title: 例
facts:
  one: {type: date}
  two: {type: date}
  third: {type: date}
  a: {type: count, max: 9}
  b: {type: count, max: 9}
  c: {type: count, max: 9}
score: {id: total, points: 10}
grades: [{id: good, from: 5}, {id: poor}]
rules: [{id: r, when: 'WHEN', at_most: poor}]
"""


def boxes(when: str) -> tuple[bool, ...]:
    """Say of every box of a condition whether it is consistent."""
    program = partygrade.loads(TEXT.replace("WHEN", when)).program
    found: tuple[Box, ...] = Boxes(program).holds(program.rules[0].condition)
    return tuple(consistent(program.nodes, box) for box in found)


@pytest.mark.parametrize(
    "when",
    [
        "one < two and two < one",
        "one < two and two <= one",
        "one < two and one == two",
        "one < two and two < third and third < one",
        "one < two and not one <= two",
        "two > later(one, months=12) and two <= one",
        "later(one, days=3) < two and two < one",
        "a < b and b < c and not a < c",
        "max(a, b) < c and a > c",
        "min(a, b) > c and b <= c",
    ],
)
def test_what_contradicts_the_order_is_not_consistent(when: str) -> None:
    """Nothing is less than itself, also by way of other figures."""
    assert boxes(when) == (False,)


@pytest.mark.parametrize(
    "when",
    [
        "one < two",
        "one < two and two < third",
        "one <= two and two <= one",
        "one == two and two == third",
        "not one == two and not two == third",
        "one < two and two <= later(one, months=12)",
        "max(a, b) > c and a < c",
        "a > 3 and b < 2",
    ],
)
def test_what_an_order_allows_is_consistent(when: str) -> None:
    """Equal figures may be at most each other, and a figure may be below the greatest of several."""
    assert boxes(when) == (True,)
