"""Tests the reading of numbers in Chinese texts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partygrade.numerals import Numeral, number, numerals

DIGITS = "零一二三四五六七八九"


def spelled(value: int) -> str:
    """Spell a whole number below 100 million in the standard way."""
    if value < 10:
        return DIGITS[value]
    for unit, sign in ((10_000, "万"), (1_000, "千"), (100, "百"), (10, "十")):
        if value >= unit:
            many, rest = divmod(value, unit)
            gap = "零" if 0 < rest < unit // 10 else ""
            return spelled(many) + sign + (gap + spelled(rest) if rest else "")
    raise AssertionError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三", 3),
        ("两", 2),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("九十九", 99),
        ("一百零五", 105),
        ("一百五", 150),
        ("一百五十", 150),
        ("三千五", 3500),
        ("一千零十", 1010),
        ("一千零一十", 1010),
        ("三万五", 35_000),
        ("三万零五", 30_005),
        ("十万", 100_000),
        ("一亿三千万", 130_000_000),
        ("二〇一七", 2017),
        ("60", 60),
        ("６０", 60),
        ("1,000", 1000),
    ],
)
def test_a_whole_number_has_its_value(text: str, value: int) -> None:
    """A whole number is read in words, with units or as a row of digits, and in figures of both widths."""
    assert number(text) == value


@given(st.integers(0, 99_999_999))
def test_every_number_that_is_spelled_out_is_read_back(value: int) -> None:
    """What is spelled out in the standard way is read as the same number."""
    assert number(spelled(value)) == value


@pytest.mark.parametrize("text", ["百", "万", "千", "三十百", "十十", "一二十", "三点", "三点十", "亿万", ""])
def test_what_is_no_number_has_no_value(text: str) -> None:
    """Units without a digit, units that rise, and a point without digits are no number."""
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("一点五", Fraction(3, 2)), ("0.25", Fraction(1, 4)), ("1．5", Fraction(3, 2))]
)
def test_decimals_are_exact(text: str, value: Fraction) -> None:
    """A number with decimals is read exactly, in words and in figures."""
    assert number(text) == value


@pytest.mark.parametrize("text", ["60%", "60％", "百分之六十", "百分之60", "六成", "6成"])
def test_a_share_counts_hundredths(text: str) -> None:
    """A share in percent, in hundredths or in tenths is its number of hundredths."""
    assert list(numerals(text)) == [Numeral(Fraction(60), True, 0, len(text))]


def test_tenths_may_have_a_half() -> None:
    """`三成半` is 35 hundredths."""
    assert list(numerals("三成半")) == [Numeral(Fraction(35), True, 0, 3)]


def test_a_fraction_is_its_value() -> None:
    """`三分之二` is two thirds, and not in hundredths."""
    assert list(numerals("三分之二")) == [Numeral(Fraction(2, 3), False, 0, 4)]


def test_a_large_unit_behind_figures_counts() -> None:
    """`10万元` is 100,000."""
    assert list(numerals("10万元")) == [Numeral(Fraction(100_000), False, 0, 3)]


def test_numbers_of_a_text_stand_where_they_are() -> None:
    """Every number of a text is listed with its place, the share with its sign."""
    found = [(one.value, one.percent, one.start, one.end) for one in numerals("满意率80%以上，缺席不足三次")]
    assert found == [(80, True, 3, 6), (3, False, 13, 14)]


@pytest.mark.parametrize("text", ["百分制", "万元", "千方百计", "党员"])
def test_words_that_only_hold_units_are_passed_over(text: str) -> None:
    """A unit without a digit in a word is no number."""
    assert list(numerals(text)) == []


def test_a_member_is_no_tenth() -> None:
    """`三成员` holds the number three and no tenths."""
    assert [(one.value, one.percent) for one in numerals("三成员")] == [(3, False)]


def test_figures_with_a_full_width_comma_are_two_numbers() -> None:
    """A full-width comma stands between two numbers."""
    assert [one.value for one in numerals("80，100")] == [80, 100]


def test_a_fraction_of_nothing_is_passed_over() -> None:
    """A fraction with the denominator nought has no value."""
    assert list(numerals("零分之一")) == []


@pytest.mark.parametrize(
    ("text", "halves"), [("过半数", 1), ("一半以上", 1), ("过半", 1), ("半年", 0), ("超过半年", 0)]
)
def test_a_half_is_a_number_where_it_is_a_share(text: str, halves: int) -> None:
    """半数, 一半 and 过半 are one half; 半年 is a time."""
    assert [numeral.value for numeral in numerals(text)] == [Fraction(1, 2)] * halves
