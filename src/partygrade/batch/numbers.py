"""Columns of numbers, of any type, to whole numbers in units of 10 to the minus `scale`.

Doubles are used where they are exact. A text that stands for n units, or a double that does, is as a double x the one
nearest to n / 10^scale. Below 2^50 units x times 10^scale is off by less than a quarter, so that rounding it gives n;
and n / 10^scale in doubles is x again, because both are doubles without error and a quotient is the double nearest to
the true one. So:

- where rounding and dividing gives another double than x, x has more decimals;
- where it gives x, the shortest decimal text of x, by which a double is read, is that of n / 10^scale: no two numbers
  of so few digits share a double.

From 2^50 units on a double is off by more. With a scale of 0 it still holds every whole number; else numbers take the
longer way of `_long_text` and `_long_double`.
"""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from partygrade import ir
from partygrade.batch.arithmetic import integer
from partygrade.batch.frames import Engine
from partygrade.batch.steps import Steps
from partygrade.exact import LIMIT

BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
"""What `str.strip` strips."""

DIGITS = 18
"""Digits before and behind the point that a number may be written with."""

SURE = 2**50
"""Below, a double times a power of ten is next to the right integer."""

_WIDEST = 38
"""Digits of a decimal."""

_TINY = 30
"""`values.read` takes no decimal whose first digit is so far behind the point; of 0 that is the last."""


@dataclass(frozen=True, slots=True)
class Units:
    """What was read: whole numbers of the type `dtype`, which count where they are `inside` of the range.

    `inside` may be null where a cell is null.
    """

    value: nw.Expr
    inside: nw.Expr
    dtype: type[nw.Int64 | nw.Float64]


def double(value: int) -> nw.Expr:
    """Give a whole number as a double."""
    return nw.lit(float(value), dtype=nw.Float64)


def units(kind: ir.Number, column: nw.Expr, dtype: nw.dtypes.DType, engine: Engine, steps: Steps) -> Units | None:
    """Read a column that is no text; None where its type is not that of a number."""
    if isinstance(dtype, nw.Decimal):
        return _decimal(kind, column, dtype, engine, steps)
    if dtype.is_integer():
        return _whole(kind, column, steps)
    if dtype.is_float():
        column = column if isinstance(dtype, nw.Float64) else column.cast(nw.Float64)
        return _double(kind, _small(column, engine), engine, steps)
    return None


def _whole(kind: ir.Number, column: nw.Expr, steps: Steps) -> Units:
    """Read integers: they are compared before they are multiplied, and as wide as they are."""
    power = 10**kind.scale
    low, high = -(-kind.low // power), kind.high // power
    inside = steps.put(column.is_between(integer(low), integer(high)))
    if kind.scale == 0:
        return Units(column, inside, nw.Int64)
    return Units(nw.when(inside).then(column).cast(nw.Int64) * integer(power), inside, nw.Int64)


def _double(kind: ir.Number, column: nw.Expr, engine: Engine, steps: Steps) -> Units:
    """Read doubles by their shortest decimal text."""
    if kind.scale == 0:
        return Units(column, steps.put(_within(kind, column) & (column.floor() == column)), nw.Float64)
    if is_long(kind):
        return _long_double(kind, column, steps)
    power = double(10**kind.scale)
    nearest = steps.put(_nearest(column * power, engine))
    return Units(nearest, steps.put(_within(kind, nearest) & (_quotient(nearest, power) == column)), nw.Float64)


def _decimal(kind: ir.Number, column: nw.Expr, dtype: nw.Decimal, engine: Engine, steps: Steps) -> Units:
    """Read decimals. Those that may have too many digits behind the point are read as text."""
    if dtype.scale <= kind.scale and not is_long(kind):
        nearest = steps.put(_nearest(column.cast(nw.Float64) * double(10**kind.scale), engine))
        return Units(nearest, steps.put(_within(kind, nearest)), nw.Float64)
    text = steps.put(column.cast(nw.String))
    found = _matching(kind, nw.when(text.str.contains(pattern(kind.scale, _WIDEST))).then(text), engine, steps)
    if dtype.scale < _TINY:
        return found
    return Units(found.value, found.inside & (found.value != nw.lit(0)), found.dtype)


def _nearest(value: nw.Expr, engine: Engine) -> nw.Expr:
    """Round doubles to whole numbers; below 2^50 nothing is lost where a half is added."""
    return (_small(value, engine) + nw.lit(0.5)).floor()


def _small(value: nw.Expr, engine: Engine) -> nw.Expr:
    """Leave out doubles that are too large, for Spark, which makes an integer of what it rounds down."""
    return nw.when(value.abs() < double(LIMIT)).then(value) if engine == "pyspark" else value


def _quotient(value: nw.Expr, power: nw.Expr) -> nw.Expr:
    """Divide doubles, with the double nearest to the true quotient.

    Polars multiplies by the reciprocal of a constant, which is another double in one case of seven. So what it divides
    by must not look like a constant.
    """
    return value / (value * nw.lit(0.0) + power)


def _within(kind: ir.Number, value: nw.Expr) -> nw.Expr:
    return value.is_between(double(kind.low), double(kind.high))


def is_long(kind: ir.Number) -> bool:
    """Tell whether doubles alone cannot tell the numbers of a type apart."""
    return kind.scale > 0 and max(-kind.low, kind.high) >= SURE


# Texts.


def pattern(scale: int, most: int = DIGITS, percent: bool = False) -> str:
    r"""Make the pattern of a number with so many decimals, and perhaps zeros behind; without blanks around it.

    `\A` and `\z` are the ends of a text in the regular expressions of every engine; `$` may be the end of a line.
    """
    decimals = rf"[0-9]{{1,{scale}}}0{{0,{most - scale}}}" if scale else rf"0{{1,{most}}}"
    sign = f"([{BLANKS}]*%)?" if percent else ""
    return rf"\A[+-]?[0-9]{{1,{DIGITS}}}(\.{decimals})?{sign}\z"


def stripped(text: nw.Expr, engine: Engine) -> nw.Expr:
    """Strip what `str.strip` strips."""
    # DuckDB looks for each character among all blanks in turn, which takes ten times as long.
    return (
        text.str.replace_all(rf"\A[{BLANKS}]+|[{BLANKS}]+\z", "")
        if engine == "duckdb"
        else text.str.strip_chars(BLANKS)
    )


def _unsigned(text: nw.Expr, engine: Engine) -> nw.Expr:
    """Take the percent sign off a number, and the blanks before it."""
    blanks = f"%{BLANKS}"
    return text.str.replace_all(rf"[{blanks}]+\z", "") if engine == "duckdb" else text.str.strip_chars_end(blanks)


def written(kind: ir.Number, text: nw.Expr, engine: Engine, steps: Steps) -> Units:
    """Read texts without blanks around them, where they are numbers; any other is not inside."""
    percent = kind.unit == ir.PERCENT
    matches = text.str.contains(pattern(kind.scale, percent=percent))
    return _matching(kind, nw.when(matches).then(_unsigned(text, engine) if percent else text), engine, steps)


def _matching(kind: ir.Number, matching: nw.Expr, engine: Engine, steps: Steps) -> Units:
    """Read texts that match the pattern of their type, or are null."""
    if is_long(kind):
        return _long_text(kind, steps.put(matching), steps)
    number = matching.cast(nw.Float64)
    nearest = steps.put(_nearest(number * double(10**kind.scale), engine) if kind.scale else number)
    return Units(nearest, steps.put(_within(kind, nearest)), nw.Float64)


# Numbers of 16 digits.


def _long_text(kind: ir.Number, text: nw.Expr, steps: Steps) -> Units:
    """Read the digits before and behind the point apart."""
    power = 10**kind.scale
    sure = steps.put(nw.when(_near(text.cast(nw.Float64), power)).then(text))
    whole = sure.str.replace_all(r"[.].*\z", "").cast(nw.Int64)
    behind = nw.concat_str(sure.str.replace_all(r"\A[^.]*[.]?", ""), nw.lit("0" * kind.scale))
    part = behind.str.slice(0, kind.scale).cast(nw.Int64)
    signed = nw.when(sure.str.starts_with("-")).then(integer(0) - part).otherwise(part)
    return _long(kind, whole * integer(power) + signed, steps)


def _long_double(kind: ir.Number, column: nw.Expr, steps: Steps) -> Units:
    """Read doubles of which two numbers may share one: it is the shorter one, the nearer one, or the even one.

    What stands behind the point has so few digits in such doubles that its product is exact, up to 9 decimals.
    """
    power = 10**kind.scale
    sure = steps.put(nw.when(_near(column, power)).then(column))
    part = steps.put((sure - sure.floor()) * double(power))
    low = steps.put(sure.floor().cast(nw.Int64) * integer(power) + part.floor().cast(nw.Int64))
    is_low = _double_of(low, power) == sure
    is_high = _double_of(low + integer(1), power) == sure
    rest, last = part - part.floor(), low - low // integer(10) * integer(10)
    nearer = (rest < nw.lit(0.5)) | ((rest == nw.lit(0.5)) & (low - low // integer(2) * integer(2) == integer(0)))
    lower = (last == integer(0)) | ((last != integer(9)) & nearer)
    units = nw.when(is_low & (lower | ~is_high)).then(low).when(is_high).then(low + integer(1))
    return _long(kind, units, steps)


def _near(value: nw.Expr, power: int) -> nw.Expr:
    """Say where a double is so small that no integer that is made of it can be too large."""
    return value.abs() <= double(LIMIT // power + 1)


def _double_of(units: nw.Expr, power: int) -> nw.Expr:
    return _quotient(units.cast(nw.Float64), double(power))


def _long(kind: ir.Number, units: nw.Expr, steps: Steps) -> Units:
    value = steps.put(units)
    return Units(value, steps.put(value.is_between(integer(kind.low), integer(kind.high))), nw.Int64)
