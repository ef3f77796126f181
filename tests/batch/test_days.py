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
from partygrade.batch.days import LAST, PARTS

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
    day = nw.col("a")
    parts = {name: part(day) for name, part in PARTS.items()}
    frame = nw.from_native(ordinals.lazy()).select(**parts, calendar=days.year(parts["year"], parts["of_year"]))
    found = frame.collect().to_native()
    assert (found["of_month"] == own.day()).all()
    assert (found["calendar"] == own.year()).all()
    assert (found["month"] == own.year().cast(pl.Int64) * 12 + own.month() - 3).all()
    assert (found["year"] == own.year() - (own.month() < 3)).all()


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_a_year_is_that_of_the_calendar(engine: str) -> None:
    """At the ends of the calendar, and around leap days."""
    found = column(frame(engine, a=AROUND), days.year(PARTS["year"](nw.col("a")), PARTS["of_year"](nw.col("a"))))
    assert found == [date.fromordinal(day).year for day in AROUND]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize(("months", "days_"), [(0, 0), (1, 0), (12, 0), (13, 1), (600, 0), (11, 365)])
def test_a_day_some_months_later_is_that_of_the_definition(engine: str, months: int, days_: int) -> None:
    """A day that the month lacks becomes its last, and no day lies beyond the calendar."""
    month, of_month = PARTS["month"](nw.col("a")), PARTS["of_month"](nw.col("a"))
    found = column(frame(engine, a=AROUND), days.later_months(month, of_month, months, days_))
    assert found == [evaluate.later(day, months, days_) for day in AROUND]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize(("years", "days_"), [(0, 0), (1, 0), (4, 1), (100, 0), (3, 400)])
def test_a_day_some_years_later_is_that_of_the_definition(engine: str, years: int, days_: int) -> None:
    """29 February becomes the 28th in a year that lacks it."""
    year, of_year = PARTS["year"](nw.col("a")), PARTS["of_year"](nw.col("a"))
    found = column(frame(engine, a=AROUND), days.later_years(year, of_year, years, days_))
    assert found == [evaluate.later(day, 12 * years, days_) for day in AROUND]


@pytest.mark.parametrize("days_", [0, 1, 40])
def test_a_day_some_days_later_is_that_of_the_definition(days_: int) -> None:
    """At the latest the last day of the calendar."""
    found = column(frame("polars", a=AROUND), days.later_days(nw.col("a"), days_))
    assert found == [evaluate.later(day, 0, days_) for day in AROUND]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_months_are_those_of_the_definition(engine: str) -> None:
    """Between any two days around the edges of months, in either order."""
    pairs = [(one, two) for one in EDGES for two in EDGES] + [(1, LAST), (LAST, 1)]
    early, late = [one for one, _ in pairs], [two for _, two in pairs]
    parts = [PARTS[name](nw.col(day)) for day in "ab" for name in ("month", "of_month")]
    found = column(frame(engine, a=early, b=late), days.months(*parts, nw.col("b")))
    assert found == [evaluate.months(one, two) for one, two in pairs]
