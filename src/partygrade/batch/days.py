"""Calendar days as expressions over their ordinals, from 0001-01-01 to 9999-12-31.

Years are counted from March, so that the day that is not in every year is the last of its year: then years and months
begin at days that one multiplication gives. All is worked out in doubles. The numbers are below 2^22, and half a unit
or a tenth keeps each quotient away from whole numbers by far more than a double is wrong. So what is divided by a
constant can be multiplied by its inverse; of a quotient Spark would get five copies of the dividend.
"""

from __future__ import annotations

import narwhals as nw

from partygrade.batch.arithmetic import integer

LAST = 3652059
"""31 December 9999."""

_EARLIER = 305
"""So many days before day 1 is 1 March of the year 0."""
_CENTURY = 36524.25
_YEAR = 365.25
_MONTH = 30.6
_JANUARY = 306
"""The day of the year, from 0, on which January begins."""


def march_year(day: nw.Expr) -> nw.Expr:
    """Give the year that began in March."""
    century = _century(day)
    return (century * _real(100) + _in_century(_of_century(day, century))).cast(nw.Int64)


def of_year(day: nw.Expr) -> nw.Expr:
    """Give the day of the year that began in March, from 0."""
    return _of_year(day).cast(nw.Int64)


def month(day: nw.Expr) -> nw.Expr:
    """Give the number of the month, from 0 for March of the year 0."""
    century = _century(day)
    year = _in_century(_of_century(day, century))
    return (century * _real(1200) + year * _real(12) + _in_year(_of_year(day))).cast(nw.Int64)


def of_month(day: nw.Expr) -> nw.Expr:
    """Give the day of the month, from 1."""
    days = _of_year(day)
    return (days - _begin(_in_year(days)) + _real(1)).cast(nw.Int64)


PARTS = {"year": march_year, "of_year": of_year, "month": month, "of_month": of_month}
"""What a day is taken apart into; the operand stands in each of them several times."""


def year(march_year: nw.Expr, of_year: nw.Expr) -> nw.Expr:
    """Give the calendar year."""
    return march_year + (of_year >= integer(_JANUARY)).cast(nw.Int64)


def months(early_month: nw.Expr, early_day: nw.Expr, late_month: nw.Expr, late_day: nw.Expr, late: nw.Expr) -> nw.Expr:
    """Give the whole months between two days, as `evaluate.months` does; `late` is the ordinal."""
    last = late.cast(nw.Float64) == _start(late_month.cast(nw.Float64) + _real(1)) - _real(1)
    return late_month - early_month - (~((early_day <= late_day) | last)).cast(nw.Int64)


def later_years(march_year: nw.Expr, of_year: nw.Expr, years: int, days: int) -> nw.Expr:
    """Give the ordinal of the day so many years and days later, as `evaluate.later` does."""
    start = march_year.cast(nw.Float64) + _real(years)
    # The year after the calendar's last begins after its last day, so that the limit holds for it too.
    held = nw.min_horizontal(_begins(start) + of_year.cast(nw.Float64), _begins(start + _real(1)) - _real(1))
    return _limited(held, days)


def later_months(month: nw.Expr, of_month: nw.Expr, months: int, days: int) -> nw.Expr:
    """Give the ordinal of the day so many months and days later, as `evaluate.later` does."""
    start = month.cast(nw.Float64) + _real(months)
    held = nw.min_horizontal(_start(start) + of_month.cast(nw.Float64), _start(start + _real(1))) - _real(1)
    return _limited(held, days)


def later_days(day: nw.Expr, days: int) -> nw.Expr:
    """Give the ordinal of the day so many days later, at the latest the last of the calendar."""
    return nw.min_horizontal(day + integer(days), integer(LAST))


def _limited(day: nw.Expr, days: int) -> nw.Expr:
    return nw.min_horizontal(day + _real(days), _real(LAST)).cast(nw.Int64)


def _real(value: float) -> nw.Expr:
    return nw.lit(float(value), dtype=nw.Float64)


def _century(day: nw.Expr) -> nw.Expr:
    """Give the century that began in March."""
    return ((day.cast(nw.Float64) + _real(_EARLIER + 0.875)) * _real(1 / _CENTURY)).floor()


def _of_century(day: nw.Expr, century: nw.Expr) -> nw.Expr:
    """Give the day of the century, from 0."""
    return day.cast(nw.Float64) + _real(_EARLIER) - (century * _real(_CENTURY)).floor()


def _in_century(of_century: nw.Expr) -> nw.Expr:
    """Give the year of the century, from 0."""
    return ((of_century + _real(0.875)) * _real(1 / _YEAR)).floor()


def _of_year(day: nw.Expr) -> nw.Expr:
    of_century = _of_century(day, _century(day))
    return of_century - (_in_century(of_century) * _real(_YEAR)).floor()


def _in_year(of_year: nw.Expr) -> nw.Expr:
    """Give the month of the year, 0 for March."""
    return ((of_year + _real(0.5)) * _real(1 / _MONTH)).floor()


def _begin(month: nw.Expr) -> nw.Expr:
    """Give the day of the year, from 0, on which a month of it begins."""
    return (month * _real(_MONTH) + _real(0.5)).floor()


def _begins(year: nw.Expr) -> nw.Expr:
    """Give the ordinal of 1 March of a year."""
    century = ((year + _real(0.5)) * _real(1 / 100)).floor()
    leap = (century * _real(0.25)).floor() - century
    return (year * _real(_YEAR)).floor() + leap - _real(_EARLIER)


def _start(month: nw.Expr) -> nw.Expr:
    """Give the ordinal of the first day of a month."""
    year = ((month + _real(0.5)) * _real(1 / 12)).floor()
    return _begins(year) + _begin(month - year * _real(12))
