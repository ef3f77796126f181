"""The cells of a column, read as `values.read` reads them."""

from __future__ import annotations

import math

import narwhals as nw
import polars as pl

from partygrade import ir
from partygrade.batch.cells import cell


def test_a_required_number_is_read_from_text() -> None:
    """A cell that holds none is not good, and its value is one in range."""
    item = ir.Input(ir.Origin("x", "x"), ir.Number(1, 5, 100))
    found = cell(item, nw.col("x"), nw.String(), "polars")
    frame = nw.from_native(pl.LazyFrame({"x": [" 1.50", "0.4", "ten", None]}))
    got = frame.select(value=found.value, good=found.good).collect()
    assert got["good"].to_list() == [True, False, False, False]
    assert got["value"].to_list() == [15, 5, 5, 5]


def test_every_double_of_two_decimals_is_read() -> None:
    """A double that is nearest to a decimal of the scale is that decimal, and the double beside it is none."""
    item = ir.Input(ir.Origin("x", "x"), ir.Number(2, 0, 10_000))
    found = cell(item, nw.col("x"), nw.Float64(), "polars")
    doubles = [units / 100 for units in range(10_001)]
    frame = nw.from_native(pl.LazyFrame({"x": [*doubles, math.nextafter(59.99, 60)]}))
    got = frame.select(value=found.value, good=found.good).collect()
    assert got["value"].to_list()[:-1] == list(range(10_001))
    assert got["good"].to_list() == [True] * 10_001 + [False]
