"""Tests the functions of the formula language, by value and by fault."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

Value = Callable[..., Decimal]
Faults = Callable[..., list[tuple[str, str]]]

NUMBERS = "a: {type: number, min: -100, max: 100, decimals: 2}, b: {type: number, min: -100, max: 100, decimals: 2}"
DAYS = "start: {type: date}, end: {type: date}"


@pytest.mark.parametrize(
    ("formula", "a", "b", "wanted"),
    [
        ("min(a, b, 3)", 5, 4, 3),
        ("min(a)", 5, 4, 5),
        ("max(a, b, 3)", -1, -2, 3),
        ("sum(a, b, 3)", -1, "0.25", "2.25"),
        ("abs(a)", "-1.5", 0, "1.5"),
        ("abs(a)", "1.5", 0, "1.5"),
        ("count(a > 0, b > 0, a > b)", 1, 2, 2),
        ("count(a > 0, a > 0)", 1, 0, 2),
        ("round(a, 1)", "0.25", 0, "0.3"),
        ("round(a, 1)", "-0.25", 0, "-0.3"),
        ("round(a, digits=0)", "0.5", 0, 1),
        ('round(a, 1, mode="half_even")', "0.25", 0, "0.2"),
        ('round(a, 1, mode="up")', "-0.25", 0, "-0.2"),
        ('round(a, 1, mode="down")', "-0.25", 0, "-0.3"),
        ("ratio(a, b, digits=2, empty=0)", 1, 3, "0.33"),
        ("ratio(a, b, digits=2, empty=0)", 2, 3, "0.67"),
        ("ratio(a, b, digits=2, empty=0)", -2, 3, "-0.67"),
        ("ratio(a, b, digits=2, empty=7.125)", 2, 0, "7.13"),
        ("ratio(a, b, digits=0, empty=0)", "0.25", "0.5", 1),
        ("ratio(a, 3, digits=3)", 1, 0, "0.333"),
        ('ratio(a, 3, digits=0, mode="up")', 1, 0, 1),
        ("mean(a, b, digits=1)", 1, 2, "1.5"),
        ("mean(a, b, 2, digits=1)", 1, 2, "1.7"),
        ('mean(a, b, digits=0, mode="half_even")', 1, 2, 2),
        ('mean(a, b, digits=0, mode="half_even")', 0, 1, 0),
    ],
)
def test_functions_of_numbers(value: Value, formula: str, a: object, b: object, wanted: object) -> None:
    """A function of numbers has the value that the language page says, exactly."""
    assert value(formula, NUMBERS, a=a, b=b) == Decimal(str(wanted))


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("days(start, end)", 30),
        ("days(end, start)", -30),
        ('days("2017-01-01", end)', 60),
        ('days(start, "2017-03-01")', 29),
        ("days(start, start)", 0),
    ],
)
def test_days_from_the_first_to_the_second(value: Value, formula: str, wanted: int) -> None:
    """`days(a, b)` counts the days from a to b; a day may be written as text."""
    assert value(formula, DAYS, start="2017-01-31", end="2017-03-02") == wanted


@pytest.mark.parametrize(("record", "wanted"), [({"a": 3}, 3), ({}, 8), ({"a": None}, 8)])
def test_default_gives_the_value_or_else_the_second(value: Value, record: dict[str, Any], wanted: int) -> None:
    """`default(x, 8)` is the fact's value where it is known, and 8 where it is not."""
    assert value("default(a, 8)", "a: {type: count, optional: true}", **record) == wanted


@pytest.mark.parametrize(("record", "wanted"), [({"a": 0}, 1), ({}, 0)])
def test_known_asks_whether_an_optional_fact_is_known(value: Value, record: dict[str, Any], wanted: int) -> None:
    """`known(x)` holds where the fact is given, be it 0."""
    assert value("1 if known(a) else 0", "a: {type: count, optional: true}", **record) == wanted


def test_a_required_fact_is_always_known(value: Value) -> None:
    """Of a required fact, or one with a default, `known` holds and `default` is the value."""
    assert value("(1 if known(a) else 0) + default(b, 9)", "a: {type: count}, b: {type: count, default: 2}", a=0) == 3


def test_default_takes_a_date_and_a_word_as_text(holds: Callable[..., bool]) -> None:
    """The second value of `default` is a value of the fact's own type."""
    facts = "day: {type: date, optional: true}, kind: {type: choice, of: [village, town], optional: true}"
    assert holds('default(day, "2017-01-01") < "2017-01-02" and default(kind, "town") == "town"', facts)


def test_the_unit_of_a_mean_is_that_of_its_numbers(formula_faults: Faults) -> None:
    """A mean of percentages is a percentage."""
    facts = "a: {type: percent}, b: {type: count, unit: 次}"
    assert formula_faults("mean(a, a, digits=1) + b", facts) == [("unit-mismatch", "mean(a, a, digits=1) + b")]


def test_a_ratio_is_a_plain_figure(value: Value) -> None:
    """A quotient of counts has no unit, and can be compared with percentages."""
    facts = "a: {type: count, unit: 人}, b: {type: count, unit: 人, max: 50}, c: {type: percent}"
    assert value("1 if ratio(a * 100, b, digits=1, empty=0) >= c else 0", facts, a=4, b=5, c=80) == 1


def test_a_denominator_that_cannot_be_0_needs_no_empty(value: Value) -> None:
    """`empty` is needed only where the range of the denominator has a 0."""
    assert value("ratio(a, b, digits=1)", "a: {type: count}, b: {type: number, min: 1, max: 9}", a=3, b=2) == Decimal(
        "1.5"
    )


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("ratio(a, b, digits=2)", [("division-by-zero", "ratio(a, b, digits=2)")]),
        ("ratio(a, 3)", [("unrounded-quotient", "ratio(a, 3)")]),
        ("mean(a, b)", [("unrounded-quotient", "mean(a, b)")]),
        ("round(a)", [("unrounded-quotient", "round(a)")]),
        ("round(a, b)", [("not-constant", "b")]),
        ("round(a, 10)", [("wrong-arguments", "10")]),
        ("round(a, -1)", [("wrong-arguments", "-1")]),
        ('round(a, 1, mode="near")', [("wrong-arguments", '"near"')]),
        ("round(a, 1, mode=b)", [("wrong-arguments", "b")]),
        ("round(a, 1, 2)", [("wrong-arguments", "round(a, 1, 2)")]),
        ("min()", [("wrong-arguments", "min()")]),
        ("ratio(a, digits=1)", [("wrong-arguments", "ratio(a, digits=1)")]),
        ("min(a, digits=1)", [("wrong-arguments", "1")]),
        ("abs(a > b)", [("wrong-type", "a > b")]),
        ("count(a)", [("wrong-type", "a")]),
        ("days(a, b)", [("wrong-type", "a"), ("wrong-type", "b")]),
        ("known(3)", [("wrong-arguments", "3")]),
        ("known(nothing)", [("unknown-name", "nothing")]),
        ("average(a, b)", [("unknown-function", "average")]),
        ("median(a, b)", [("wrong-arguments", "a")]),
        ("min(a, nothing)", [("unknown-name", "nothing")]),
    ],
)
def test_faults_of_calls(formula_faults: Faults, formula: str, wanted: list[tuple[str, str]]) -> None:
    """A call that is not well formed is refused, and the part that must change is underlined."""
    assert formula_faults(formula, NUMBERS) == wanted


def test_a_text_is_neither_known_nor_defaulted(formula_faults: Faults) -> None:
    """A text fact takes part in no function."""
    assert formula_faults("1 if known(county) else 0", "county: {type: text, optional: true}") == [
        ("wrong-type", "county")
    ]


def test_a_day_that_is_none_is_refused(formula_faults: Faults) -> None:
    """A text in `days` that is no calendar day is underlined."""
    assert formula_faults('days("2017-02-30", start)', DAYS) == [("bad-date", '"2017-02-30"')]


def test_a_function_takes_very_many_arguments(value: Value) -> None:
    """`sum` has no limit of arguments but the length of a formula."""
    assert value(f"sum({','.join(['1'] * 500)})") == 500


ORDERED = (
    "a: {type: grade, of: [x, z, w]}, b: {type: grade, of: [x, z, w]}, c: {type: choice, of: [lo, hi], ordered: true}, "
    "e: {type: date}"
)


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ('min(a, b) == "w"', True),
        ('max(a, b, "z") == "x"', True),
        ('max("z", b) == "z"', True),
        ('max(c, "hi") == "hi"', True),
        ('min(e, "2019-12-31") == "2019-12-31"', True),
        ('max(e, "2019-12-31") > "2019-12-31"', True),
        ('(a if a != "x" else "z" if c == "lo" else "w") == "z"', True),
        ('("w" if c == "hi" else a) == "x"', True),
        ('(("z" if c == "lo" else "w") if a == "x" else b) == "z"', True),
    ],
)
def test_the_least_and_greatest_of_what_has_an_order(value: Value, formula: str, wanted: bool) -> None:
    """Grades, dates and ordered choices too; a text takes the type of what it stands beside."""
    record = {"a": "x", "b": "w", "c": "lo", "e": "2020-01-01"}
    assert (value(f"1 if {formula} else 0", ORDERED, **record) == 1) is wanted


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("min(a, 3)", [("wrong-type", "3")]),
        ("min(a, c)", [("wrong-type", "c")]),
        ('"z" if c == "lo" else "w"', [("wrong-type", '"w"')]),
        ('a if c == "lo" else "v"', [("unknown-option", '"v"')]),
    ],
)
def test_what_has_no_common_type_is_refused(
    formula_faults: Faults, formula: str, wanted: list[tuple[str, str]]
) -> None:
    """The part that does not fit is underlined."""
    assert formula_faults(f"1 if ({formula}) == a else 0", ORDERED) == wanted
