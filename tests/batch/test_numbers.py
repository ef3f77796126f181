"""Columns of numbers in units, where doubles are at their limits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from partygrade import facts, ir
from partygrade.batch.frames import engine
from partygrade.batch.numbers import BLANKS, is_long, units, written
from partygrade.batch.steps import Steps, stepwise


def read(kind: ir.Number, series: pl.Series) -> list[object]:
    """Give the units of a column; None where it has none in range. The engines agree."""
    frame = series.to_frame("x")
    found = _read(kind, series, nw.from_native(frame.lazy()))
    assert _read(kind, series, nw.from_native(duckdb.connect().from_arrow(frame.to_arrow()))) == found
    return found


def _read(kind: ir.Number, series: pl.Series, frame: nw.LazyFrame[Any]) -> list[object]:
    steps, column = Steps("c"), nw.col("x")
    if series.dtype == pl.String:
        found = written(kind, column, engine(frame), steps)
    else:
        given = units(kind, column, frame.collect_schema()["x"], engine(frame), steps)
        assert given is not None
        found = given
    got = stepwise(frame, [steps]).select(x=nw.when(found.inside).then(found.value)).collect("pyarrow")
    return [None if value is None else int(value) for value in got["x"].to_list()]


def test_every_double_of_two_decimals_is_read() -> None:
    """Also those whose product with the inverse of 100 is another double."""
    found = read(ir.Number(2, 0, 100_000), pl.Series([n / 100 for n in range(100_001)]))
    assert found == list(range(100_001))


def test_a_double_next_to_a_number_is_not_that_number() -> None:
    """Its shortest text has more decimals: 0.1 + 0.2 is 0.30000000000000004."""
    assert read(ir.Number(2, 0, 100), pl.Series([0.3, 0.1 + 0.2])) == [30, None]


def test_of_two_numbers_with_one_double_the_shorter_is_read() -> None:
    """70368744177664.09 and ….1 are one double, which prints as the second."""
    assert repr(70368744177664.09) == "70368744177664.1"
    assert read(ir.Number(2, 0, 2**53 - 1), pl.Series([70368744177664.09])) == [7036874417766410]


def test_of_two_numbers_as_near_to_their_double_the_even_one_is_read() -> None:
    """562949953421312.2 and ….3 are one double, which is ….25."""
    assert repr(562949953421312.3) == "562949953421312.2"
    assert read(ir.Number(1, 0, 2**53 - 1), pl.Series([562949953421312.3])) == [5629499534213122]


def test_texts_of_sixteen_digits_are_told_apart() -> None:
    """Where two of them are one double."""
    texts = ["900719925474099.1", "-900719925474099.1", "-0.1", "7", "900719925474099.2", "999999999999999999"]
    found = read(ir.Number(1, 1 - 2**53, 2**53 - 1), pl.Series(texts))
    assert found == [2**53 - 1, 1 - 2**53, -1, 70, None, None]


@pytest.mark.parametrize(("scale", "high", "expected"), [(0, 2**53 - 1, False), (2, 10**9, False), (1, 2**50, True)])
def test_only_fractions_of_sixteen_digits_take_the_longer_way(scale: int, high: int, expected: bool) -> None:
    """A whole number below 2^53 is one double."""
    assert is_long(ir.Number(scale, 0, high)) is expected


def test_a_flag_is_no_number() -> None:
    """Nor is a day."""
    assert units(ir.Number(0, 0, 9), nw.col("x"), nw.Boolean(), "polars", Steps("c")) is None


def test_the_blanks_are_those_of_python() -> None:
    """All of them stand before U+3001."""
    assert [chr(code) for code in range(0x110000) if chr(code).isspace()] == list(BLANKS)


def test_a_decimal_nought_of_very_many_digits_is_no_number() -> None:
    """`values.read` takes no decimal whose last digit is so far behind the point, and that of 0 is its first."""
    found = [read(ir.Number(0, 0, 9), pl.Series([0], dtype=pl.Decimal(38, scale))) for scale in (29, 30)]
    assert found == [[0], [None]]
    for scale, fits in ((29, True), (30, False)):
        item = ir.Input(ir.Origin("x", "x"), ir.Number(0, 0, 9))
        assert (facts.read(item, Decimal(0).scaleb(-scale))[1] == []) is fits


def test_an_integer_is_compared_with_bounds_between_two_integers() -> None:
    """From -0.07 to 1.5 there are 0 and 1."""
    found = read(ir.Number(2, -7, 150), pl.Series([-1, 0, 1, 2, None]))
    assert found == [None, 0, 100, None, None]


def test_a_decimal_may_have_noughts_behind_its_digits() -> None:
    """1.55 has a digit too many, 1.50 has not."""
    assert read(ir.Number(1, 0, 100), pl.Series([Decimal("1.50"), Decimal("1.55"), None])) == [15, None, None]
