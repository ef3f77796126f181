"""Calendar days as expressions over their ordinals."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from partygrade import evaluate
from partygrade.batch import days
from partygrade.batch.days import LAST, split

EDGES = [
    date(year, month, day).toordinal()
    for year in (4, 1900, 2000, 2023, 2024)
    for month in (1, 2, 3, 4, 12)
    for day in (1, 28)
]
EDGES += [one for day in EDGES for one in (day - 1, day + 3)]
AROUND = [*range(1, 400), *EDGES, *range(LAST - 400, LAST + 1)]


def column(native: Any, expr: nw.Expr) -> list[int]:
    """Work out an expression, in the order of the rows."""
    out = nw.from_native(native).with_columns(expr.alias("out")).collect(backend="polars")
    assert out.schema["out"] == nw.Int64
    return out.sort("row")["out"].to_list()


def frame(engine: str, **columns: list[int]) -> Any:
    """Make a frame of whole numbers."""
    made = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Int64)).with_row_index("row")
    return made.lazy() if engine == "polars" else duckdb.from_arrow(made.to_arrow())


def test_every_day_of_the_calendar_is_taken_apart() -> None:
    """All 3 652 059 of them: month and day are those of the calendar."""
    ordinals = pl.DataFrame({"a": pl.int_range(1, LAST + 1, eager=True)})
    own = ordinals.select(day=(pl.col("a") - 719163).cast(pl.Int32).cast(pl.Date))["day"].dt
    parts = split(nw.col("a"))
    found = nw.from_native(ordinals.lazy()).select(m=parts.month, d=parts.day, y=days.year(parts)).collect().to_native()
    assert (found["d"] == own.day()).all()
    assert (found["y"] == own.year()).all()
    assert (found["m"] == own.year().cast(pl.Int64) * 12 + own.month() - 3).all()


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_a_year_is_that_of_the_calendar(engine: str) -> None:
    """At the ends of the calendar, and around leap days."""
    found = column(frame(engine, a=AROUND), days.year(split(nw.col("a"))))
    assert found == [date.fromordinal(day).year for day in AROUND]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize(("months", "days_"), [(0, 0), (1, 0), (12, 0), (13, 1), (0, 40), (600, 0), (11, 365)])
def test_a_later_day_is_that_of_the_definition(engine: str, months: int, days_: int) -> None:
    """A day that the month lacks becomes its last, and no day lies beyond the calendar."""
    found = column(frame(engine, a=AROUND), days.later(split(nw.col("a")), months, days_))
    assert found == [evaluate.later(day, months, days_) for day in AROUND]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_months_are_those_of_the_definition(engine: str) -> None:
    """Between any two days around the edges of months, in either order."""
    pairs = [(one, two) for one in EDGES for two in EDGES] + [(1, LAST), (LAST, 1)]
    early, late = [one for one, _ in pairs], [two for _, two in pairs]
    found = column(frame(engine, a=early, b=late), days.months(split(nw.col("a")), split(nw.col("b"))))
    assert found == [evaluate.months(one, two) for one, two in pairs]
