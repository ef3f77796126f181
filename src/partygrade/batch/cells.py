"""The cells of a column to the values that an input holds, with the same verdicts as `values.read`.

No expression here makes an engine raise, whatever the cells hold: what is cast or multiplied was seen to be small.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

import narwhals as nw

from partygrade import ir
from partygrade.batch.frames import Engine

BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
"""What `str.strip` strips."""

_DIGITS = 18
"""Digits before and behind the point that a number may be written with."""

_SURE = 2**50
"""Below, a number times a power of ten is rounded to the right integer in doubles."""

_EPOCH = 719163
"""The ordinal of 1 January 1970."""

_LAST_DAY = 3652059


@dataclass(frozen=True, slots=True)
class Cell:
    """What a column holds for an input.

    `value` is null only where an optional fact is not known; where `good` is false it is some value in range, or
    unknown. `good` is never null.
    """

    value: nw.Expr
    good: nw.Expr


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read: `value` counts where `fits`, which may be null where nothing is given; `nothing` says where."""

    value: nw.Expr
    fits: nw.Expr
    nothing: nw.Expr


def cell(item: ir.Input, column: nw.Expr, dtype: nw.dtypes.DType, engine: Engine) -> Cell:
    """Read a column of a type for an input that holds a single value."""
    found = _read(item, column, dtype, engine)
    value = nw.when(found.fits).then(found.value)
    if item.default is not None:
        return Cell(value.otherwise(_default(item)), (found.fits | found.nothing).fill_null(False))
    if item.optional:
        return Cell(value.otherwise(nw.lit(None, dtype=_held(item))), (found.fits | found.nothing).fill_null(False))
    return Cell(value.otherwise(_some(item)), found.fits.fill_null(False))


def absent(item: ir.Input) -> nw.Expr:
    """Give what an input holds that has no column: its default, or that it is not known."""
    return nw.lit(None, dtype=_held(item)) if item.default is None else _default(item)


def integer(value: int) -> nw.Expr:
    """Give a constant as it is held; a bare literal would have 32 bits."""
    return nw.lit(value, dtype=nw.Int64)


def _held(item: ir.Input) -> nw.dtypes.DType:
    match item.type:
        case ir.Flag():
            return nw.Boolean()
        case ir.Label():
            return nw.String()
        case _:
            return nw.Int64()


def _default(item: ir.Input) -> nw.Expr:
    match item.type:
        case ir.Flag():
            return nw.lit(bool(item.default))
        case ir.Label():
            return nw.lit(str(item.default))
        case _:
            return integer(int(item.default or 0))


def _some(item: ir.Input) -> nw.Expr:
    """Give a value of an input's type, for a cell that holds none."""
    match item.type:
        case ir.Flag():
            return nw.lit(False)
        case ir.Label():
            return nw.lit("")
        case ir.Number() | ir.Day():
            return integer(item.type.low)
        case _:
            return integer(0)


def _read(item: ir.Input, column: nw.Expr, dtype: nw.dtypes.DType, engine: Engine) -> _Found:
    if isinstance(dtype, nw.Categorical | nw.Enum):
        column, dtype = column.cast(nw.String), nw.String()
    if isinstance(dtype, nw.String):
        return _text(item, column)
    found: tuple[nw.Expr, nw.Expr] | None = None
    match item.type:
        case ir.Number():
            found = _number(item, item.type, column, dtype)
        case ir.Flag() if isinstance(dtype, nw.Boolean):
            found = column, ~column.is_null()
        case ir.Day() if isinstance(dtype, nw.Date):
            found = _date(column, engine)
        case _:
            pass
    value, fits = found or (nw.lit(None, dtype=_held(item)), nw.lit(False))
    return _Found(value, fits, column.is_null())


# Numbers.


def _number(item: ir.Input, kind: ir.Number, column: nw.Expr, dtype: nw.dtypes.DType) -> tuple[nw.Expr, nw.Expr] | None:
    if isinstance(dtype, nw.Decimal):
        return _decimal(item, kind, column, dtype)
    if dtype.is_integer():
        return _whole(item, kind, column)
    if dtype.is_float():
        return _double(item, kind, column.cast(nw.Float64))
    return None


def _whole(item: ir.Input, kind: ir.Number, column: nw.Expr) -> tuple[nw.Expr, nw.Expr]:
    """Read integers. They are compared before they are multiplied, and as wide as they are."""
    power = 10**kind.scale
    low, high = -(-kind.low // power), kind.high // power
    inside = column.is_between(integer(low), integer(high))
    units = nw.when(inside).then(column).otherwise(nw.lit(None)).cast(nw.Int64) * integer(power)
    return units, _allowed(item, kind, units, inside)


def _double(item: ir.Input, kind: ir.Number, column: nw.Expr) -> tuple[nw.Expr, nw.Expr]:
    """Read doubles by their shortest decimal text.

    A double x stands for n / 10^scale where that quotient, rounded to a double, is x again. Both n and the power of ten
    are doubles without error, so that the engine's quotient is the correctly rounded one. Below 2^50 no two n share an
    x, the shortest text of x is n's, and n is found: x times the power is off by less than n / 2^52.
    """
    power = float(10**kind.scale)
    nearest = (column * nw.lit(power)).round(0) if kind.scale else column
    inside = nearest.is_between(nw.lit(float(kind.low)), nw.lit(float(kind.high)))
    # Polars divides by a constant as a product with its inverse, which is rounded twice. This divisor is a column.
    divisor = nearest * nw.lit(0.0) + nw.lit(power)
    same = (nearest / divisor == column) if kind.scale else (column.floor() == column)
    fits = inside & same
    units = nw.when(fits).then(nearest).otherwise(nw.lit(None)).cast(nw.Int64)
    return units, _allowed(item, kind, units, fits)


def _decimal(item: ir.Input, kind: ir.Number, column: nw.Expr, dtype: nw.Decimal) -> tuple[nw.Expr, nw.Expr]:
    text = column.cast(nw.String)
    return _written(item, kind, text, text.str.contains(_pattern(kind.scale, 38)))


def _pattern(scale: int, most: int = _DIGITS, percent: bool = False) -> str:
    r"""Make the pattern of a number with so many decimals, and perhaps zeros behind.

    `\z` is the end of the text in the regular expressions of all engines; `$` may stand before a line's end.
    """
    decimals = rf"[0-9]{{1,{scale}}}0{{0,{most - scale}}}" if scale else rf"0{{1,{most}}}"
    sign = f"([{BLANKS}]*%)?" if percent else ""
    return rf"\A[+-]?[0-9]{{1,{_DIGITS}}}(\.{decimals})?{sign}\z"


def _written(item: ir.Input, kind: ir.Number, text: nw.Expr, matches: nw.Expr) -> tuple[nw.Expr, nw.Expr]:
    """Read the text of a number that matches its pattern."""
    number = nw.when(matches).then(text).otherwise(nw.lit(None)).cast(nw.Float64)
    nearest = (number * nw.lit(float(10**kind.scale))).round(0) if kind.scale else number
    fits = nearest.is_between(nw.lit(float(kind.low)), nw.lit(float(kind.high)))
    units = nw.when(fits).then(nearest).otherwise(nw.lit(None)).cast(nw.Int64)
    return units, _allowed(item, kind, units, fits)


def _allowed(item: ir.Input, kind: ir.Number, units: nw.Expr, inside: nw.Expr) -> nw.Expr:
    """Say where a number in range is also on its step and outside of its gap."""
    if item.gap:
        inside = inside & ((units == integer(0)) | (units >= integer(item.gap)))
    if item.step > 1:
        inside = inside & ((units - integer(kind.low)) % integer(item.step) == integer(0))
    return inside


# Texts.


def _text(item: ir.Input, column: nw.Expr) -> _Found:
    text = column.str.strip_chars(BLANKS)
    empty = text == nw.lit("")
    value, fits = _meaning(item, text)
    return _Found(value, fits & ~empty if isinstance(item.type, ir.Label) else fits, column.is_null() | empty)


def _meaning(item: ir.Input, text: nw.Expr) -> tuple[nw.Expr, nw.Expr]:
    match item.type:
        case ir.Number():
            percent = item.type.unit == ir.PERCENT
            matches = text.str.contains(_pattern(item.type.scale, percent=percent))
            return _written(item, item.type, text.str.strip_chars_end(f"%{BLANKS}") if percent else text, matches)
        case ir.Flag():
            place, fits = _place(dict(item.words), text.str.to_lowercase())
            return place == integer(1), fits
        case ir.Choice():
            return _place(_words(item.type.options, item), text)
        case ir.Rank():
            return _place(_words(item.type.ladder, item), text)
        case ir.Day():
            return _iso(text)
        case ir.Label():
            return text, ~text.is_null()
        case ir.Panel() | ir.Events():
            raise AssertionError(item)
        case _:
            assert_never(item.type)


def _words(options: tuple[str, ...], item: ir.Input) -> Mapping[str, int]:
    """Map every spelling to its place: an option goes before a word, and a word before a later one."""
    return {**dict(reversed(item.words)), **{option: place for place, option in reversed([*enumerate(options)])}}


def _place(words: Mapping[str, int], text: nw.Expr) -> tuple[nw.Expr, nw.Expr]:
    place = text.replace_strict(list(words), list(words.values()), default=-1, return_dtype=nw.Int64)
    return place, place >= integer(0)


# Days.


def _date(column: nw.Expr, engine: Engine) -> tuple[nw.Expr, nw.Expr]:
    if engine == "polars":
        day = column.cast(nw.Int32).cast(nw.Int64) + integer(_EPOCH)
        return day, day.is_between(integer(1), integer(_LAST_DAY))
    year = column.dt.year().cast(nw.Int64)
    fits = year.is_between(integer(1), integer(9999))
    return _before(year) + column.dt.ordinal_day().cast(nw.Int64), fits


def _before(year: nw.Expr) -> nw.Expr:
    """Count the days before a year."""
    past = year - integer(1)
    return past * integer(365) + past // integer(4) - past // integer(100) + past // integer(400)


def _iso(text: nw.Expr) -> tuple[nw.Expr, nw.Expr]:
    """Read a day written as 2017-06-05."""
    shaped = text.str.contains(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z")
    sure = nw.when(shaped).then(text).otherwise(nw.lit("0000-00-00"))
    year, month, day = (sure.str.slice(*part).cast(nw.Int64) for part in ((0, 4), (5, 2), (8, 2)))
    early = nw.when(month <= integer(2)).then(integer(1)).otherwise(integer(0))
    # Counted from March, the month that is not like the others comes last.
    place = month + early * integer(12) - integer(3)
    before = (place * integer(153) + integer(2)) // integer(5)
    ordinal = _before(year - early + integer(1)) + before + day - integer(306)
    fits = shaped & (year >= integer(1)) & month.is_between(integer(1), integer(12))
    return ordinal, fits & day.is_between(integer(1), _length(year, month))


def _length(year: nw.Expr, month: nw.Expr) -> nw.Expr:
    """Count the days of a month."""
    leap = (_rest(year, 4) == integer(0)) & ((_rest(year, 100) != integer(0)) | (_rest(year, 400) == integer(0)))
    short = nw.when(leap).then(integer(29)).otherwise(integer(28))
    return nw.when(month == integer(2)).then(short).otherwise(integer(30) + _rest(month + month // integer(8), 2))


def _rest(number: nw.Expr, divisor: int) -> nw.Expr:
    return number % integer(divisor)
