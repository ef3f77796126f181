"""Tests the reading of bounds in Chinese texts."""

from __future__ import annotations

from fractions import Fraction

import pytest

from partygrade.said_bounds import SaidBound, said_bounds


def only(text: str) -> SaidBound:
    (found,) = said_bounds(text)
    return found


@pytest.mark.parametrize(
    ("text", "side", "included"),
    [
        ("60%以上", "from", True),
        ("60分及以上", "from", True),
        ("60%以下", "up_to", True),
        ("10日以内", "up_to", True),
        ("不低于60%", "from", True),
        ("不少于三次", "from", True),
        ("不得少于三次", "from", True),
        ("不超过20%", "up_to", True),
        ("不得超过二十人", "up_to", True),
        ("没有超过20%", "up_to", True),
        ("达到60分", "from", True),
        ("未达到60分", "up_to", False),
        ("至少三次", "from", True),
        ("最多三次", "up_to", True),
        ("满三年", "from", True),
        ("不满三年", "up_to", False),
        ("超过三次", "from", False),
        ("低于60分", "up_to", False),
        ("少于10人", "up_to", False),
        ("高于60分", "from", False),
        ("不高于60分", "up_to", True),
        ("不足三次", "up_to", False),
        ("不到三次", "up_to", False),
        ("5公里以外", "from", False),
        ("过半数同意", "from", False),
        ("未过半数", "up_to", True),
        ("半数以上", "from", True),
        ("连续3次", "from", True),
        ("累计缺席三次", "from", True),
    ],
)
def test_a_word_says_the_side_and_whether_the_number_is_inside(text: str, side: str, included: bool) -> None:
    """A bound word beside a number, also a negated one, says where the numbers lie and whether it includes its own."""
    found = only(text)
    assert (found.side, found.included) == (side, included)


@pytest.mark.parametrize(
    ("text", "included"),
    [
        ("60分以下（含60分）", True),
        ("60分以下（不含60分）", False),
        ("60分（含）以下", True),
        ("60分（不含）以上", False),
        ("超过3次（含3次）", True),
        ("低于60分（含60分）", True),
        ("60分以下（较差）", True),
        ("低于60分（较差）", False),
    ],
)
def test_brackets_go_before_the_word(text: str, included: bool) -> None:
    """Brackets that include the number or leave it out settle it; others change nothing."""
    assert only(text).included is included


@pytest.mark.parametrize(
    ("text", "upwards"),
    [("80分以上", True), ("低于80分", True), ("不低于80分", True), ("60分以下", False), ("超过60分", False)],
)
def test_the_number_goes_with_one_side(text: str, upwards: bool) -> None:
    """The number itself goes with the greater numbers or with the lesser ones, however the word is negated."""
    assert only(text).upwards is upwards


@pytest.mark.parametrize(
    ("text", "unit"), [("三次以上", "次"), ("60%以上", ""), ("十个工作日以内", "个工作日"), ("不少于5人", "人")]
)
def test_a_bound_knows_what_it_counts(text: str, unit: str) -> None:
    """The unit behind the number is kept."""
    assert only(text).unit == unit


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("满意率在60%以下的", 4, 9), ("缺席不得超过三次的", 2, 8), ("到会不少于总数的80%时", 2, 11)],
)
def test_a_bound_stands_where_its_words_are(text: str, start: int, end: int) -> None:
    """The place of a bound begins with its first word and ends with its last."""
    assert (only(text).start, only(text).end) == (start, end)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("60%以上", {60, Fraction(3, 5)}),
        ("十分之一以下", {10, Fraction(1, 10)}),
        ("10万元以上", {100_000, 10}),
        ("三次以上", {3}),
    ],
)
def test_a_number_may_be_written_in_several_ways(text: str, values: set[object]) -> None:
    """A share may be written in hundredths or as a fraction, tens of thousands with their unit or without."""
    assert only(text).values() == values


@pytest.mark.parametrize(
    "text",
    [
        "一般以上",
        "二级以上",
        "至多二级",
        "未达到一星级",
        "四星级及以下",
        "省级以上",
        "群众不满意率",
        "满分100分",
        "超过3次及以上",
        "每次扣3分",
        "万元以上",
    ],
)
def test_what_is_no_clear_bound_is_passed_over(text: str) -> None:
    """Grades and levels, words without a number, and words that contradict each other are no bound."""
    assert list(said_bounds(text)) == []


def test_what_is_said_twice_alike_is_a_bound() -> None:
    """`达90%以上` is one bound."""
    assert (only("达90%以上").side, only("达90%以上").included) == ("from", True)


@pytest.mark.parametrize("text", ["60分以上80分以下", "60分以上、80分以下", "60至80分以下", "60—80分以下"])
def test_the_upper_end_of_a_range_is_passed_over(text: str) -> None:
    """The upper end of a range may belong to the next range, unless brackets settle it."""
    assert [bound.side for bound in said_bounds(text)] in ([], ["from"])
    assert [bound.side for bound in said_bounds(text + "（含80分）")][-1] == "up_to"


def test_bounds_of_a_text_come_in_order() -> None:
    """Every bound of a text is listed, from the front."""
    found = [
        (bound.side, bound.included, bound.numeral.value) for bound in said_bounds("满800分不足900分，缺席三次以上")
    ]
    assert found == [("from", True, 800), ("up_to", False, 900), ("from", True, 3)]


@pytest.mark.parametrize("text", ["经过3次", "通过5项", "过半年", "累计扣3分"])
def test_a_word_that_is_part_of_another_says_no_bound(text: str) -> None:
    """过 says a bound of a half only, and 累计 one of what is counted right behind it."""
    assert said_bounds(text) == ()
