"""The cells of a column, read as `values.read` reads them one by one."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partygrade import exact, ir, values
from partygrade.batch.cells import cell
from partygrade.batch.frames import engine
from partygrade.batch.steps import Steps, stepwise

ORIGIN = ir.Origin("x", "x")
YES_NO = (("是", 1), ("否", 0), ("true", 1), ("false", 0), ("yes", 1), ("no", 0))
BLANKS = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace()]
FAULTY = object()

TEXTS: list[str | None] = [
    *(None, "", " ", "\u3000\x1c", "NaN", "inf", "-Infinity", "1e1", "1E1", "1_0", "１", "٣", "1.", ".", ".5", "+"),
    *("-", "--1", "+-1", "0x1", "1,5", "1 2", "- 1", "5\n", "\n5", "5\n5", "-0", "+0", "-0.0", "00", "007", "0" * 18),
    *("0" * 19, "0" * 17 + "5", "9" * 18, "9" * 19, "1." + "0" * 18, "1." + "0" * 19, "5%", "5 %", "5%%", "%", "5% "),
    *("5\x1c%\x1d", " 5 % %", "+5%", "\u30005\u2028", "\ufeff5", "5\u200b", "\u200e5", "5.0.0", "5..0", "1e400", "è"),
    *("是", " 否\u3000", "TRUE", "False", "yEs", "NO", "ＹＥＳ", "ture", "1", "0", "甲", "b", " b ", "A", "丙", "a b"),
    *("2017-06-05", " 2017-06-05 ", "2017-6-5", "2017-02-29", "2016-02-29", "1900-02-29", "2000-02-29", "0001-01-01"),
    *("0000-12-31", "9999-12-31", "2017-13-01", "2017-00-10", "2017-04-31", "2017-01-00", "2017-01-32", "20170605"),
    *("2017-06-05T00:00:00", "2017/06/05", "+017-06-05", "２０１７-06-05", "12017-06-05", "2017-06-05\n"),
]
DATES = [date.min, date.max, date(2016, 2, 29), date(1900, 3, 1), date(1969, 12, 31), date(1970, 1, 1), None]
OTHERS = [
    pl.Series([True, False, None]),
    pl.Series(DATES),
    pl.Series([datetime(2017, 6, 5), None]),
    pl.Series([time(1, 2), None]),
    pl.Series([timedelta(days=1), None]),
    pl.Series([b"5", None]),
    pl.Series([[1], None], dtype=pl.List(pl.Int64)),
    pl.Series([{"a": 1}, None]),
    pl.Series(["5", "甲", "是", " b", "2017-06-05", "", "q", None], dtype=pl.Categorical),
    pl.Series(["5", "甲", None], dtype=pl.Enum(["5", "甲"])),
    pl.Series([None, None]),
    pl.Series(TEXTS),
]


def numbers() -> st.SearchStrategy[ir.Input]:
    """Draw inputs that hold numbers, some of them of 16 digits."""

    @st.composite
    def draw_one(draw: st.DrawFn) -> ir.Input:
        scale = draw(st.integers(0, 9))
        step = draw(st.sampled_from([1, 1, 1, 2, 5, 7]))
        limit = draw(st.sampled_from([9, 200, 10_000, 10**9, 2**50 // step, exact.LIMIT // step]))
        high = draw(st.one_of(st.integers(1, limit), st.integers(max(1, limit - 9), limit))) * step
        low = draw(st.sampled_from([0, 0, -7, -high])) if step == 1 else 0
        gap = draw(st.integers(0, high // step)) * step if low == 0 and draw(st.booleans()) else 0
        default, optional = draw(st.sampled_from([(None, False), (None, True), (low, False), (high, False)]))
        kind = ir.Number(scale, low, min(high, exact.LIMIT - 1), draw(st.sampled_from([None, ir.PERCENT, ir.POINTS])))
        return ir.Input(ORIGIN, kind, step, gap, default=default, optional=optional)

    return draw_one()


def inputs() -> st.SearchStrategy[ir.Input]:
    """Draw inputs of every other type."""
    words = (("甲", 0), ("乙", 1), ("A", 1), ("甲", 1))
    many = (*(f"w{n}" for n in range(20)), "b")
    return st.sampled_from(
        [
            *(ir.Input(ORIGIN, ir.Flag(), words=YES_NO, **more) for more in ({}, {"default": 1}, {"optional": True})),
            *(ir.Input(ORIGIN, ir.Day(), **more) for more in ({}, {"default": 736000}, {"optional": True})),
            *(ir.Input(ORIGIN, ir.Label(), **more) for more in ({}, {"default": "东"}, {"optional": True})),
            ir.Input(ORIGIN, ir.Choice(("a", "b")), words=words),
            ir.Input(ORIGIN, ir.Choice(("甲", "a b", "A")), words=words, default=2),
            ir.Input(ORIGIN, ir.Choice(many), words=words, optional=True),
            ir.Input(ORIGIN, ir.Rank(("a", "b", "5")), words=words, optional=True),
        ]
    )


def units(item: ir.Input) -> st.SearchStrategy[int]:
    """Draw numbers of the smallest units, most of them at a bound or next to one."""
    kind = item.type
    assert isinstance(kind, ir.Number)
    edges = [kind.low, kind.high, item.gap, 0, item.step * (kind.high // item.step // 2)]
    near = st.builds(int.__add__, st.sampled_from(edges), st.sampled_from([-item.step, -1, 0, 0, 0, 1, item.step]))
    return st.one_of(near, st.integers(kind.low, kind.high), st.integers(-(10**18), 10**18))


def spelled(item: ir.Input) -> st.SearchStrategy[str]:
    """Draw texts of numbers, few of them plain."""

    def spell(number: int, before: str, more: str, zeros: str, behind: str) -> str:
        assert isinstance(item.type, ir.Number)
        text = f"{Decimal(abs(number)).scaleb(-item.type.scale):f}"
        text += "" if not more and not zeros else f"{'' if '.' in text else '.'}{more}{zeros}"
        return before[:-1] + ("-" if number < 0 else before[-1:]) + text + behind

    before = st.sampled_from(["", "", "", "+", "0", "-", "00", " +", "\u30000", *(f"{blank}0" for blank in BLANKS)])
    behind = st.sampled_from(["", "", "", " ", "%", " %", "% ", "%%", "e0", ".", *BLANKS])
    return st.builds(
        spell, units(item), before, st.sampled_from(["", "", "", "0", "1"]), st.sampled_from(["", "000"]), behind
    )


def doubles(item: ir.Input) -> st.SearchStrategy[float]:
    """Draw doubles, most of them those next to a number of the input, or next to such a one."""
    assert isinstance(item.type, ir.Number)
    power = 10**item.type.scale
    exactly = units(item).map(lambda number: number / power)
    beside = st.builds(math.nextafter, exactly, st.sampled_from([math.inf, -math.inf]))
    odd = st.sampled_from([math.nan, math.inf, -math.inf, -0.0, 5e-324, 1e-30, 1.7e308, 2.0**53, 2.0**63, -(2.0**63)])
    return st.one_of(exactly, exactly, beside, odd, st.floats())


@st.composite
def columns(draw: st.DrawFn, item: ir.Input) -> pl.Series:
    """Draw a column of any type that a number may stand in."""
    assert isinstance(item.type, ir.Number)
    kind = draw(st.sampled_from(["text", "text", "double", "double", "float", "integer", "decimal", "other"]))
    match kind:
        case "text":
            drawn = draw(st.lists(spelled(item), min_size=1, max_size=40))
            return pl.Series([*drawn, *(TEXTS if draw(st.booleans()) else [])], dtype=pl.String)
        case "double" | "float":
            return pl.Series(
                [*draw(st.lists(doubles(item), min_size=1, max_size=40)), None],
                dtype=pl.Float64 if kind == "double" else pl.Float32,
            )
        case "integer":
            dtype = draw(st.sampled_from([pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt32, pl.UInt64]))
            low, high = (int(pl.select(end).item()) for end in (dtype.min(), dtype.max()))
            some = st.one_of(units(item), units(item).map(lambda n: n // 10**item.type.scale), st.integers(low, high))
            found = draw(st.lists(some, min_size=1, max_size=40))
            return pl.Series([*(n for n in found if low <= n <= high), low, high, None], dtype=dtype)
        case "decimal":
            scale = draw(st.sampled_from([0, item.type.scale, item.type.scale + 1, 9, 18, 30, 37]))
            found = draw(st.lists(units(item), min_size=1, max_size=40))
            shift = scale - item.type.scale
            held = [n * 10**shift if shift >= 0 else n // 10**-shift for n in found] + draw(
                st.lists(st.integers(-9, 9))
            )
            return pl.Series(
                [*(exact.decimal(n, scale) for n in held if abs(n) < 10**38), None], dtype=pl.Decimal(38, scale)
            )
        case _:
            return draw(st.sampled_from(OTHERS))


def expected(item: ir.Input, given: Sequence[object]) -> list[object]:
    """Read values one by one."""
    found: list[object] = []
    for value in given:
        try:
            found.append(values.read(item, value))
        except values.Bad:
            found.append(FAULTY)
    return found


def read(item: ir.Input, native: Any) -> list[object]:
    """Read a column `x` at once, and see that what is faulty still has a value in range."""
    lazy = nw.from_native(native)
    steps = Steps("c")
    found = cell(item, nw.col("x"), lazy.collect_schema()["x"], engine(lazy), steps)
    value, good = steps.put_all([found.value, found.good])
    frame = stepwise(lazy, [steps]).select(value.alias("value"), good.alias("good")).collect("pyarrow").to_native()
    for held, fits in zip(frame["value"].to_pylist(), frame["good"].to_pylist(), strict=True):
        assert fits is True or fits is False
        assert in_range(item, held)
    pairs = zip(frame["value"].to_pylist(), frame["good"].to_pylist(), strict=True)
    return [value if fits else FAULTY for value, fits in pairs]


def in_range(item: ir.Input, value: object) -> bool:
    """Tell whether a value can be held by an input."""
    if value is None:
        return item.optional
    match item.type:
        case ir.Number() | ir.Day():
            return isinstance(value, int) and item.type.low <= value <= item.type.high
        case ir.Flag():
            return isinstance(value, bool)
        case ir.Choice() | ir.Rank():
            count = len(item.type.options if isinstance(item.type, ir.Choice) else item.type.ladder)
            return isinstance(value, int) and 0 <= value < count
        case _:
            return isinstance(value, str)


def related(series: pl.Series) -> duckdb.DuckDBPyRelation:
    """Give a column to DuckDB."""
    return duckdb.connect().from_arrow(series.to_frame("x").to_arrow())


class TestEveryColumn:
    """A cell is good where `values.read` takes its value, and then holds the same."""

    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_numbers_on_polars(self, data: st.DataObject) -> None:
        """Whatever they are written as."""
        item = data.draw(numbers())
        series = data.draw(columns(item))
        assert read(item, series.to_frame("x").lazy()) == expected(item, series.to_list())

    @settings(max_examples=6, deadline=None)
    @given(st.data())
    def test_numbers_on_duckdb(self, data: st.DataObject) -> None:
        """Whatever they are written as."""
        item = data.draw(numbers())
        series = data.draw(columns(item))
        assert read(item, related(series)) == expected(item, series.to_list())

    @settings(max_examples=60, deadline=None)
    @given(inputs(), st.sampled_from(OTHERS))
    def test_the_rest_on_polars(self, item: ir.Input, series: pl.Series) -> None:
        """Flags, words, grades, days and labels."""
        assert read(item, series.to_frame("x").lazy()) == expected(item, series.to_list())

    @settings(max_examples=6, deadline=None)
    @given(inputs(), st.sampled_from(OTHERS))
    def test_the_rest_on_duckdb(self, item: ir.Input, series: pl.Series) -> None:
        """Flags, words, grades, days and labels."""
        assert read(item, related(series)) == expected(item, series.to_list())


@pytest.mark.parametrize("native", [pl.Series(BLANKS), related(pl.Series(BLANKS))], ids=["polars", "duckdb"])
def test_every_blank_that_python_knows_is_one(native: Any) -> None:
    """A cell of blanks gives nothing."""
    item = ir.Input(ORIGIN, ir.Number(0, 0, 9), default=3)
    native = native.to_frame("x").lazy() if isinstance(native, pl.Series) else native
    assert read(item, native) == [3] * len(BLANKS)
