"""Tests constants as exact fractions, and the points that an author writes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from partygrade.compile.builder import Builder, Faults
from partygrade.compile.figures import decimal_of, figure, fraction, fraction_text, rounding
from partygrade.scheme import Rounding
from partygrade.source import ROOT

FACTS = """facts:
  hall: {type: flag}
  late: {type: count}
  rate: {type: percent}
  awards: {type: tally, of: [city, province]}
  cases: {type: events, fields: {day: {type: date}}}
"""
Listed = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("node", "text"),
    [
        ("{id: t, points: 20%}", "20%"),
        ("{id: t, points: 20%, deduct: [{when: true, points: 1}]}", "20%"),
        ("{id: t, value: 3, full: 20%}", "20%"),
        ("{id: t, of: 3, steps: [{from: 1, points: 20%}]}", "20%"),
        ("{id: t, of: 3, table: {1: 20%, else: 3}}", "20%"),
        ("{id: t, of: 3, linear: [{at: 1, points: 20%}, {at: 2, points: 3}], round: 1}", "20%"),
        ("{id: t, points: fee}", "fee"),
        ("{id: t, add: [{when: hall, points: 20%}]}", "20%"),
        ("{id: t, add: [{each: late, points: 20%}]}", "20%"),
        ("{id: t, add: [{each: late, points: 2, at_most: 20%}]}", "20%"),
        ("{id: t, add: [{each: late, points: 2, at_most: rate}]}", "rate"),
        ("{id: t, add: [{each: awards, points: {city: 3, province: 20%}}]}", "20%"),
        ("{id: t, add: [{each: cases, points: 20%}]}", "20%"),
        ("{id: t, add: [{each: cases, points: [1, 20%]}]}", "20%"),
    ],
)
def test_a_share_is_no_number_of_points(faults: Listed, node: str, text: str) -> None:
    """`20%` counts as a share and never as 20 points; nor does a figure in another unit."""
    body = f"parameters: {{fee: {{value: 3, unit: 元, source: 一}}}}\n{FACTS}score: {node}\n"
    assert faults(body) == [("unit-mismatch", text)]


def test_points_may_say_that_they_are_points(scheme: Callable[[str], object]) -> None:
    """A parameter with the unit 分 is a number of points."""
    scheme("parameters: {most: {value: 3, unit: 分, source: 一}}\nscore: {id: t, points: most}\n")


def test_a_constant_is_a_fraction() -> None:
    """A literal of any scale is exact; what is no literal has no value."""
    builder = Builder(Faults())
    assert fraction(builder, builder.figure(Decimal("-0.25"), None, ROOT)) == Fraction(-1, 4)
    assert fraction(builder, None) is None


def test_a_fraction_is_a_constant() -> None:
    """A finite decimal is held at its own scale."""
    builder = Builder(Faults())
    node = figure(builder, Fraction(1, 8), "分", ROOT)
    assert node is not None
    found = builder.number_type(node)
    assert (builder.constant(node), found.scale, found.unit) == (125, 3, "分")


@pytest.mark.parametrize(
    ("value", "text"), [(Fraction(100), "100"), (Fraction(-1, 4), "-0.25"), (Fraction(1, 10**12), "0.000000000001")]
)
def test_a_fraction_is_printed_plainly(value: Fraction, text: str) -> None:
    """Without an exponent."""
    assert fraction_text(value) == text
    assert decimal_of(value) == Decimal(text)


def test_digits_alone_round_half_up() -> None:
    """A mode that is not stated is `half_up`."""
    assert rounding(2) == (2, "half_up")
    assert rounding(Rounding(digits=1)) == (1, "half_up")
    assert rounding(Rounding(digits=0, mode="down")) == (0, "down")
