"""Columns that are read whole: never another value than cell by cell, and never a fault that is overlooked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.test_cells import ORIGIN, TEXTS, inputs, numbers
from partygrade import ir
from partygrade.batch import at_once, quick
from partygrade.batch.arrays import INTEGERS, Leaf
from partygrade.batch.columns import FAULTS, GOOD
from partygrade.batch.quick import ColumnReader, ColumnReaders

HALVES = ir.Input(ORIGIN, ir.Number(1, 0, 100), step=5)
COUNT = ir.Input(ORIGIN, ir.Number(0, 0, 99))
SHARE = ir.Input(ORIGIN, ir.Number(2, 0, 10_000), optional=True)
SIGNED = ir.Input(ORIGIN, ir.Number(2, -500, 500), default=-7)
THIRDS = ir.Input(ORIGIN, ir.Number(1, 1, 100), step=3)
GAP = ir.Input(ORIGIN, ir.Number(0, 0, 99), gap=5)
FLAG = ir.Input(ORIGIN, ir.Flag(), default=1)
DAY = ir.Input(ORIGIN, ir.Day())
LONG = ir.Input(ORIGIN, ir.Number(2, 0, 2**52))


def reader(item: ir.Input, series: pl.Series) -> ColumnReader:
    """Make the reader of a column."""
    return ColumnReader(item, nw.from_native(series, series_only=True).dtype)


def plainly(item: ir.Input, series: pl.Series) -> list[Any] | None:
    """Read a column at once."""
    with np.errstate(all="ignore"):
        found = reader(item, series).at_once(series, np.empty(len(series)))
    if not isinstance(found, Leaf):
        return None if found is None else found.to_list()
    assert found.values.dtype == INTEGERS[quick._width(item)]
    known = [True] * len(series) if found.known is None else found.known
    return [value if there else None for value, there in zip(found.values.tolist(), known, strict=True)]


def read_whole(inputs: dict[int, ir.Input], frame: pl.LazyFrame, columns: dict[int, str]) -> pl.LazyFrame:
    """Read the columns of a frame."""
    lazy = nw.from_native(frame)
    found: pl.LazyFrame = nw.to_native(at_once.read(ColumnReaders(inputs, lazy.collect_schema(), columns), lazy))
    return found


@pytest.mark.parametrize(
    ("item", "series", "expected"),
    [
        (HALVES, pl.Series([0.0, 0.5, 10.0]), [0, 5, 100]),
        (HALVES, pl.Series([0, 10]), [0, 100]),
        (HALVES, pl.Series(["0.5", "10"]).cast(pl.Decimal(9, 3)), [5, 100]),
        (COUNT, pl.Series([99, 0], dtype=pl.UInt8), [99, 0]),
        (COUNT, pl.Series([99.0, 0.0]), [99, 0]),
        (SHARE, pl.Series([89.99, None, 0.07]), [8999, None, 7]),
        (SIGNED, pl.Series([-0.29, None, 5.0]), [-29, -7, 500]),
        (SIGNED, pl.Series([-5, None]), [-500, -7]),
        (THIRDS, pl.Series([0.1, 0.4, 10.0]), [1, 4, 100]),
        (GAP, pl.Series([5, 99]), [5, 99]),
        (FLAG, pl.Series([True, None, False]), [True, True, False]),
        (DAY, pl.Series([date(1, 1, 1), date(2017, 6, 5), date(9999, 12, 31)]), [1, 736485, 3652059]),
        (LONG, pl.Series([1.5]).cast(pl.Int64), [100]),
        (HALVES, pl.Series([], dtype=pl.Float64), []),
        (SHARE, pl.Series([None], dtype=pl.Int64), [None]),
    ],
)
def test_a_column_without_faults_is_read_at_once(item: ir.Input, series: pl.Series, expected: list[Any]) -> None:
    """Whatever the type of the column."""
    assert plainly(item, series) == expected


@pytest.mark.parametrize(
    ("item", "series"),
    [
        (HALVES, pl.Series([0.5, 0.25])),
        (HALVES, pl.Series([10.5])),
        (HALVES, pl.Series([-0.5])),
        (HALVES, pl.Series([float("nan")])),
        (HALVES, pl.Series([float("inf"), -float("inf")])),
        (HALVES, pl.Series([1e300])),
        (HALVES, pl.Series([32768.0 * 2])),
        (HALVES, pl.Series([1.0, None])),
        (HALVES, pl.Series([Decimal("0.25")])),
        (COUNT, pl.Series([100])),
        (COUNT, pl.Series([2**64 - 1], dtype=pl.UInt64)),
        (COUNT, pl.Series([256 + 5])),
        (COUNT, pl.Series([0.5])),
        (SHARE, pl.Series([89.995])),
        (SHARE, pl.Series([89.99000000000001])),
        (SHARE, pl.Series([100.01])),
        (SIGNED, pl.Series([-5.01])),
        (THIRDS, pl.Series([0.2])),
        (GAP, pl.Series([4])),
        (LONG, pl.Series([0.5])),
        (DAY, pl.Series([2**31 - 1], dtype=pl.Int32).cast(pl.Date)),
        (DAY, pl.Series([None], dtype=pl.Date)),
        (COUNT, pl.Series(["1"])),
        (FLAG, pl.Series([1])),
    ],
)
def test_a_column_that_is_not_plainly_good_is_not(item: ir.Input, series: pl.Series) -> None:
    """Its cells are read one by one."""
    assert plainly(item, series) is None


@st.composite
def columns(draw: st.DrawFn) -> tuple[ir.Input, pl.Series]:
    """Draw an input and a column of numbers, most of which it takes."""
    item = draw(numbers())
    kind = item.type
    assert isinstance(kind, ir.Number)
    step = st.integers(0, (kind.high - kind.low) // item.step).map(lambda n: kind.low + n * item.step)
    stray = st.integers(kind.low - 2, kind.high + 2)
    units = draw(st.lists(step, min_size=1, max_size=6)) + draw(st.lists(stray, max_size=1))
    figures = [None if draw(st.integers(0, 12)) == 0 else Decimal(n).scaleb(-kind.scale) for n in units]
    made = draw(st.sampled_from([pl.Float64, pl.Int64, pl.Decimal(38, kind.scale), pl.Decimal(38, kind.scale + 2)]))
    if made == pl.Int64:
        return item, pl.Series([None if one is None else int(one) for one in figures], dtype=pl.Int64)
    return item, pl.Series([None if one is None else f"{one:f}" for one in figures], dtype=pl.String).cast(made)


@settings(max_examples=60)
@given(columns())
def test_what_is_read_at_once_is_what_the_cells_say(drawn: tuple[ir.Input, pl.Series]) -> None:
    """And all of them are good."""
    item, series = drawn
    value, (exact, good) = plainly(item, series), reader(item, series).exactly(series)
    if value is not None:
        assert good.all()
        assert value == exact.to_list()


@pytest.mark.parametrize("rows", [1, 40_000])
def test_one_bad_column_spoils_no_other(rows: int) -> None:
    """Also where several are read together, as those of few rows are."""
    columns = {n: f"c{n}" for n in range(4)}
    inputs = {n: ir.Input(ir.Origin(f"fact{n}", "x"), ir.Number(0, 0, 99)) for n in columns}
    values = {"c0": 7, "c1": 100, "c2": None, "c3": 9}
    frame = pl.DataFrame({name: [value] * rows for name, value in values.items()}, schema_overrides={"c2": pl.Int64})
    found = read_whole(inputs, frame.lazy(), columns).collect()
    assert found.unique().rows() == [(7, 100, None, 9, 7, 0, 0, 9, False, "fact1, fact2")]
    assert found.columns[4:] == ["~f0", "~f1", "~f2", "~f3", GOOD, FAULTS]


@settings(max_examples=25)
@given(st.one_of(numbers(), inputs()), st.lists(st.sampled_from(TEXTS), min_size=1, max_size=9))
def test_texts_that_occur_often_are_read_once(item: ir.Input, texts: list[str | None]) -> None:
    """What each holds, and whether it is good, is what every cell with it holds."""
    series = pl.Series(texts * (quick._MANY // len(texts) + 1), dtype=pl.String)
    found = reader(item, series)
    seldom, exact = found.seldom(series), found.exactly(series)
    assert seldom is not None
    assert [one.to_list() for one in seldom] == [one.to_list() for one in exact]


def test_texts_that_all_differ_are_read_one_by_one() -> None:
    """To look for their like would be in vain."""
    series = pl.Series([f"{n}" for n in range(2 * quick._MANY)])
    assert reader(COUNT, series).seldom(series) is None
    assert reader(COUNT, pl.Series(["1", "1"])).seldom(pl.Series(["1", "1"])) is None


def test_facts_that_differ_in_their_words_are_read_apart() -> None:
    """Only what is read in the same way is read together."""
    words = [(("甲", 0), ("乙", 1)), (("甲", 1), ("乙", 0))]
    inputs = {n: ir.Input(ir.Origin(f"fact{n}", "x"), ir.Choice(("a", "b")), words=words[n]) for n in (0, 1)}
    frame = pl.LazyFrame({"c0": ["甲", "b"], "c1": ["甲", "b"]})
    found = read_whole(inputs, frame, {0: "c0", 1: "c1"}).collect()
    assert found.select("~f0", "~f1").rows() == [(0, 1), (1, 1)]


def test_a_column_that_is_the_same_everywhere_has_a_cell_for_every_row() -> None:
    """Polars may hold it as a single value."""
    frame = pl.LazyFrame({"c0": [1, 2, 3]}).with_columns(c1=pl.lit(7))
    inputs = {n: ir.Input(ir.Origin(f"fact{n}", "x"), ir.Number(0, 0, 9 - n)) for n in (0, 1)}
    found = read_whole(inputs, frame, {0: "c0", 1: "c1"})
    for rows in (found.collect(engine="streaming"), found.collect(engine="in-memory")):
        assert rows.select("~f0", "~f1", GOOD).rows() == [(1, 7, True), (2, 7, True), (3, 7, True)]
