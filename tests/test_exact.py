"""Tests decimals as scaled integers against exact fractions."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partygrade.exact import LIMIT, MODES, Mode, decimal, decimals, divide, scaled, text

WHOLE = st.integers(-(10**15), 10**15)
SCALES = st.integers(0, 15)
NUMBERS = st.builds(lambda whole, scale: Decimal(whole).scaleb(-scale), WHOLE, SCALES)


def rounded(exact: Fraction, mode: Mode) -> int:
    """Round as the language page says, by another way than the module."""
    below, above = math.floor(exact), math.ceil(exact)
    match mode:
        case "down":
            return below
        case "up":
            return above
        case "half_even":
            return round(exact)
        case "half_up":
            nearest = min(abs(exact - below), abs(exact - above))
            ends = [end for end in (below, above) if abs(exact - end) == nearest]
            return max(ends, key=abs)


class TestDivide:
    """`half_up` (away from zero at the half), `half_even`, `up` (towards +∞), `down` (towards -∞)."""

    @given(WHOLE, WHOLE.filter(bool), st.sampled_from(MODES))
    def test_equals_the_exact_quotient_rounded(self, above: int, below: int, mode: Mode) -> None:
        """A quotient is the exact one, rounded by the mode."""
        assert divide(above, below, mode) == rounded(Fraction(above, below), mode)

    @given(st.integers(-50, 50), st.integers(1, 6), st.sampled_from(MODES))
    def test_equals_it_near_the_half_too(self, above: int, below: int, mode: Mode) -> None:
        """Small quotients, which often stand at the half, are rounded by the mode."""
        assert divide(above, below, mode) == rounded(Fraction(above, below), mode)

    @pytest.mark.parametrize(
        ("mode", "wanted"),
        [
            ("half_up", [-3, -2, -1, 1, 2, 3]),
            ("half_even", [-2, -2, 0, 0, 2, 2]),
            ("up", [-2, -1, 0, 1, 2, 3]),
            ("down", [-3, -2, -1, 0, 1, 2]),
        ],
    )
    def test_of_halves(self, mode: Mode, wanted: list[int]) -> None:
        """The halves from -2.5 to 2.5 go where the mode sends them."""
        assert [divide(half, 2, mode) for half in (-5, -3, -1, 1, 3, 5)] == wanted

    @given(WHOLE, st.integers(1, 10**6), st.sampled_from(MODES))
    def test_signs_on_both_sides_cancel_out(self, above: int, below: int, mode: Mode) -> None:
        """A quotient of two negative numbers is that of the positive ones."""
        assert divide(-above, -below, mode) == divide(above, below, mode)

    @given(WHOLE, WHOLE, st.integers(1, 10**6), st.sampled_from(MODES))
    def test_keeps_the_order(self, one: int, two: int, below: int, mode: Mode) -> None:
        """The greater numerator never has the smaller quotient."""
        low, high = sorted((one, two))
        assert divide(low, below, mode) <= divide(high, below, mode)


class TestScale:
    """A number is an int in units of 10 to the minus `scale`."""

    @given(NUMBERS)
    def test_a_number_survives_scaling(self, number: Decimal) -> None:
        """A number in the scale that it needs, and back, is the same number."""
        scale = decimals(number)
        assert Fraction(scaled(number, scale), 10**scale) == Fraction(number)
        assert decimal(scaled(number, scale), scale) == number

    @given(NUMBERS, st.integers(0, 5))
    def test_more_decimals_change_nothing(self, number: Decimal, more: int) -> None:
        """A number in a larger scale is the same number."""
        scale = decimals(number) + more
        assert Fraction(scaled(number, scale), 10**scale) == Fraction(number)

    @given(NUMBERS)
    def test_decimals_are_the_fewest(self, number: Decimal) -> None:
        """A number needs its decimals: with one fewer it cannot be held."""
        scale = decimals(number)
        if scale:
            with pytest.raises(ValueError, match="more than"):
                scaled(number, scale - 1)

    @pytest.mark.parametrize(
        ("written", "wanted"),
        [("1", 0), ("1.0", 0), ("1.50", 1), ("0.00", 0), ("-0.05", 2), ("1E+3", 0), ("1E-3", 3), ("100", 0)],
    )
    def test_trailing_zeros_do_not_count(self, written: str, wanted: int) -> None:
        """The decimals of a number do not depend on how it is written."""
        assert decimals(Decimal(written)) == wanted

    @given(WHOLE)
    def test_a_whole_number_needs_none(self, number: int) -> None:
        """An int has no decimals, and scales by a power of ten."""
        assert decimals(number) == 0
        assert scaled(number, 3) == number * 1000

    @pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity", "sNaN"])
    def test_what_is_not_finite_is_refused(self, written: str) -> None:
        """A number that is not finite has no decimals and no scaled form."""
        with pytest.raises(ValueError, match="not a finite number"):
            decimals(Decimal(written))
        with pytest.raises(ValueError, match="not a finite number"):
            scaled(Decimal(written), 2)

    @given(WHOLE, SCALES)
    def test_a_decimal_has_no_trailing_zeros(self, value: int, scale: int) -> None:
        """A scaled integer as a decimal is exact and as short as can be."""
        found = decimal(value, scale)
        assert Fraction(found) == Fraction(value, 10**scale)
        assert -found.as_tuple().exponent == decimals(found)


class TestText:
    """A scaled integer is printed as a plain decimal without trailing zeros."""

    @given(WHOLE, SCALES)
    def test_reads_back(self, value: int, scale: int) -> None:
        """What is printed means the same number."""
        assert Fraction(text(value, scale)) == Fraction(value, 10**scale)

    @given(WHOLE, SCALES)
    def test_is_as_short_as_can_be(self, value: int, scale: int) -> None:
        """What is printed has no exponent, no trailing zero and no zero with a sign."""
        printed = text(value, scale)
        assert "E" not in printed
        assert not ("." in printed and printed.endswith(("0", ".")))
        assert printed != "-0"

    @pytest.mark.parametrize(
        ("value", "scale", "wanted"),
        [(8950, 2, "89.5"), (-25, 2, "-0.25"), (100, 0, "100"), (0, 3, "0"), (5, 3, "0.005"), (-1000, 3, "-1")],
    )
    def test_examples(self, value: int, scale: int, wanted: str) -> None:
        """Numbers are printed as people write them."""
        assert text(value, scale) == wanted


def test_the_limit_is_what_a_double_holds_exactly() -> None:
    """Below the limit a double tells every whole number from the next; at the limit it no longer does."""
    assert float(LIMIT - 1) != float(LIMIT)
    assert float(LIMIT) == float(LIMIT + 1)
