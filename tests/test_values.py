"""Tests the reading of single values; the values of whole records are tried in test_facts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from partygrade import ir
from partygrade.values import Bad, number, read, show, shown

POINTS = ir.Input(ir.Origin("x", "x"), ir.Number(1, 0, 100), step=5)


@pytest.mark.parametrize("written", ["2.5", 2.5, Decimal("2.50"), " 2.5 "])
def test_a_number_is_held_in_units_of_its_scale(written: object) -> None:
    """2.5 with one decimal is 25."""
    assert number(POINTS, ir.Number(1, 0, 100), written) == 25


@pytest.mark.parametrize(("written", "code"), [("2.55", "too-many-decimals"), (11, "out-of-range"), (0.3, "off-step")])
def test_what_the_input_does_not_take_says_why(written: object, code: str) -> None:
    """With the code of the fault."""
    with pytest.raises(Bad) as caught:
        read(POINTS, written)
    assert caught.value.code == code


def test_nothing_is_the_default() -> None:
    """An empty text and None mean that nothing is given."""
    item = ir.Input(ir.Origin("x", "x"), ir.Flag(), default=1)
    assert read(item, " ") == read(item, None) == 1


def test_values_are_printed_as_json() -> None:
    """A number with decimals is text, a flag a bool."""
    assert show(POINTS, 25) == "2.5"
    assert show(ir.Input(ir.Origin("x", "x"), ir.Flag()), 1) is True
    assert show(POINTS, None) is None


def test_long_values_are_shortened_in_messages() -> None:
    """After 39 characters."""
    assert shown("x" * 50) == f"`{'x' * 39}…`"
    assert shown([1]) == "`[…]`"
