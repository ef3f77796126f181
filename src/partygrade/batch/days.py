"""Calendar days as expressions over their ordinals, from 0001-01-01 to 9999-12-31.

Years are counted from March, so that the day that is not in every year is the last of its year: then the months begin
at days that one division gives.
"""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from partygrade.batch.arithmetic import integer

_EARLIER = 305
"""So many days before day 1 is 1 March of the year 0."""
_CENTURIES = 146097
_YEARS = 1461
LAST = 3652059
"""31 December 9999."""


@dataclass(frozen=True, slots=True)
class Split:
    """A day as the number of its month, from 0 for March of the year 0, and the day in it, from 1."""

    month: nw.Expr
    day: nw.Expr


def split(day: nw.Expr) -> Split:
    """Give the month and the day in it; the operand stands in both several times."""
    quarters = (day + integer(_EARLIER)) * integer(4) + integer(3)
    rest = _floor(quarters % integer(_CENTURIES), 4) * integer(4) + integer(3)
    year = _floor(quarters, _CENTURIES) * integer(100) + _floor(rest, _YEARS)
    of_year = _floor(rest % integer(_YEARS), 4)
    month = _floor(of_year * integer(5) + integer(2), 153)
    return Split(year * integer(12) + month, of_year - _begin(month) + integer(1))


def year(day: Split) -> nw.Expr:
    """Give the calendar year of a day."""
    return _floor(day.month + integer(2), 12)


def months(early: Split, late: Split) -> nw.Expr:
    """Give the whole months between two days, as `evaluate.months` does."""
    length = _start(late.month + integer(1)) - _start(late.month)
    full = nw.min_horizontal(early.day, length) <= late.day
    return late.month - early.month - (~full).cast(nw.Int64)


def later(day: Split, months: int, days: int) -> nw.Expr:
    """Give the ordinal of the day so many months and days later, as `evaluate.later` does."""
    month = day.month + integer(months)
    # A month beyond the calendar begins after its last day, so that the limit holds for it too.
    held = nw.min_horizontal(_start(month) + day.day, _start(month + integer(1)))
    return nw.min_horizontal(held + integer(days - 1), integer(LAST))


def _floor(value: nw.Expr, divisor: int) -> nw.Expr:
    """Divide a number from 0 to 2^40.

    In doubles: some engine writes `//` as a text that repeats the operand, which would grow at every step. Half a unit
    keeps the quotient away from whole numbers by far more than a double is wrong, however the engine divides.
    """
    half = value.cast(nw.Float64) + nw.lit(0.5, dtype=nw.Float64)
    return (half / nw.lit(float(divisor), dtype=nw.Float64)).floor().cast(nw.Int64)


def _begin(month: nw.Expr) -> nw.Expr:
    """Give the day of the year, from 0, on which a month begins; 0 is March."""
    return _floor(month * integer(153) + integer(2), 5)


def _start(month: nw.Expr) -> nw.Expr:
    """Give the ordinal of the first day of a month."""
    year = _floor(month, 12)
    leap = _floor(year, 4) - _floor(year, 100) + _floor(year, 400)
    return year * integer(365) + leap + _begin(month % integer(12)) - integer(_EARLIER)
