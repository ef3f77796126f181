"""The cells of a column to the values that an input holds, with the same verdicts as `values.read`.

No expression here makes an engine raise, whatever the cells hold: what is cast or multiplied was seen to be small.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import assert_never

import narwhals as nw

from partygrade import ir
from partygrade.batch.arithmetic import integer
from partygrade.batch.frames import Engine
from partygrade.batch.numbers import stripped, units, written
from partygrade.batch.steps import Steps

EPOCH = 719163
"""The ordinal of 1 January 1970."""

LAST_DAY = 3652059
_FEW = 16
"""So many words are compared one by one; looking up costs more."""


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
    """What was read: `value`, of the type `dtype`, counts where it is `inside` of what the input takes.

    `inside` may be null where the cell is null.
    """

    value: nw.Expr
    inside: nw.Expr
    dtype: nw.dtypes.DType


def cell(item: ir.Input, column: nw.Expr, dtype: nw.dtypes.DType, engine: Engine, steps: Steps) -> Cell:
    """Read a column of a type for an input that holds a single value; what this rests on goes into `steps`."""
    if isinstance(dtype, nw.Categorical | nw.Enum):
        column, dtype = column.cast(nw.String), nw.String()
    if isinstance(dtype, nw.String):
        text = steps.put(stripped(column, engine))
        return _completed(item, _text(item, text, engine, steps), (text == nw.lit("")).fill_null(True), steps)
    return _completed(item, _other(item, column, dtype, engine, steps), column.is_null(), steps)


def faults_of(good: Mapping[str, nw.Expr]) -> nw.Expr:
    """List the facts that are not good; null where all are."""
    if not good:
        return nw.lit(None, dtype=nw.String)
    named = [nw.when(~fits).then(nw.lit(fact)) for fact, fits in good.items()]
    listed = nw.concat_str(named, separator=", ", ignore_nulls=True)
    return nw.when(listed != nw.lit("")).then(listed)


def absent(item: ir.Input) -> nw.Expr:
    """Give what an input holds that has no column: its default, or that it is not known."""
    return _constant(item, item.default)


def _completed(item: ir.Input, found: _Found | None, nothing: nw.Expr, steps: Steps) -> Cell:
    """Say what holds where a cell gives nothing, or nothing that can be read."""
    optional = item.default is not None or item.optional
    if found is None:
        # Whatever such a column holds is no value of the input.
        return Cell(absent(item) if optional else _some(item), nothing if optional else nw.lit(False))
    otherwise = absent(item) if optional else _some(item)
    value = nw.when(found.inside).then(found.value).otherwise(otherwise.cast(found.dtype)).cast(_held(item))
    good = found.inside
    if item.gap or item.step > 1:
        value = steps.put(value)
        good = good & _on_step(item, value)
    return Cell(value, (good | nothing if optional else good).fill_null(False))


def _on_step(item: ir.Input, value: nw.Expr) -> nw.Expr:
    """Say where a number in range is on its step and outside of its gap."""
    assert isinstance(item.type, ir.Number)
    on_step = _divides(item.step, value - integer(item.type.low))
    return on_step & ((value == integer(0)) | (value >= integer(item.gap))) if item.gap else on_step


def _held(item: ir.Input) -> nw.dtypes.DType:
    """Give the type of the column that holds the values of an input."""
    match item.type:
        case ir.Flag():
            return nw.Boolean()
        case ir.Label():
            return nw.String()
        case _:
            return nw.Int64()


def _constant(item: ir.Input, value: int | str | None) -> nw.Expr:
    held = _held(item)
    return nw.lit(bool(value) if value is not None and isinstance(held, nw.Boolean) else value, dtype=held)


def _some(item: ir.Input) -> nw.Expr:
    """Give a value of an input's type, for a cell that holds none."""
    match item.type:
        case ir.Label():
            return _constant(item, "")
        case ir.Number() | ir.Day():
            return _constant(item, item.type.low)
        case _:
            return _constant(item, 0)


def _other(item: ir.Input, column: nw.Expr, dtype: nw.dtypes.DType, engine: Engine, steps: Steps) -> _Found | None:
    """Read a column that is no text; None where its type cannot be that of the input."""
    match item.type:
        case ir.Number():
            found = units(item.type, column, dtype, engine, steps)
            return None if found is None else _Found(found.value, found.inside, found.dtype())
        case ir.Flag() if isinstance(dtype, nw.Boolean):
            return _Found(column, ~column.is_null(), nw.Boolean())
        case ir.Day() if isinstance(dtype, nw.Date):
            return _date(column, engine, steps)
        case _:
            return None


# Texts.


def _text(item: ir.Input, text: nw.Expr, engine: Engine, steps: Steps) -> _Found:
    match item.type:
        case ir.Number():
            found = written(item.type, text, engine, steps)
            return _Found(found.value, found.inside, found.dtype())
        case ir.Flag():
            place = steps.put(_place(_cased(item.words), text))
            return _Found(place == integer(1), place >= integer(0), nw.Boolean())
        case ir.Choice():
            return _option(_words(item.type.options, item), text, steps)
        case ir.Rank():
            return _option(_words(item.type.ladder, item), text, steps)
        case ir.Day():
            return _iso(text, steps)
        case ir.Label():
            return _Found(text, text != nw.lit(""), nw.String())
        case ir.Panel() | ir.Events():
            raise AssertionError(item)
        case _:
            assert_never(item.type)


def _option(words: Mapping[str, int], text: nw.Expr, steps: Steps) -> _Found:
    place = steps.put(_place(words, text))
    return _Found(place, place >= integer(0), nw.Int64())


def _words(options: tuple[str, ...], item: ir.Input) -> Mapping[str, int]:
    """Map every spelling to its place: an option goes before a word, and a word before a later one."""
    return {**dict(reversed(item.words)), **{option: place for place, option in enumerate(options)}}


def _cased(words: Sequence[tuple[str, int]]) -> Mapping[str, int]:
    """Map the words in any case: engines do not agree about what is lower case, and are slow at it."""
    spellings = ((product(*((letter, letter.upper()) for letter in word)), place) for word, place in words)
    return {"".join(letters): place for variants, place in spellings for letters in variants}


def _place(words: Mapping[str, int], text: nw.Expr) -> nw.Expr:
    """Give the place of a text among words, -1 where it is none."""
    if len(words) > _FEW:
        return text.replace_strict(list(words), list(words.values()), default=-1, return_dtype=nw.Int64)
    place = integer(-1)
    for word, number in words.items():
        place = nw.when(text == nw.lit(word)).then(integer(number)).otherwise(place)
    return place


# Days.


def _date(column: nw.Expr, engine: Engine, steps: Steps) -> _Found:
    if engine == "polars":
        day = steps.put(column.cast(nw.Int32).cast(nw.Int64) + integer(EPOCH))
        return _Found(day, day.is_between(integer(1), integer(LAST_DAY)), nw.Int64())
    year = steps.put(column.dt.year().cast(nw.Int64))
    day = _before(year) + column.dt.ordinal_day().cast(nw.Int64)
    return _Found(day, year.is_between(integer(1), integer(9999)), nw.Int64())


def _before(year: nw.Expr) -> nw.Expr:
    """Count the days before a year."""
    past = year - integer(1)
    return past * integer(365) + past // integer(4) - past // integer(100) + past // integer(400)


def _iso(text: nw.Expr, steps: Steps) -> _Found:
    """Read a day written as 2017-06-05."""
    shaped = text.str.contains(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z")
    sure = steps.put(nw.when(shaped).then(text).otherwise(nw.lit("0000-00-00")))
    year, month, day = steps.put_all([sure.str.slice(*part).cast(nw.Int64) for part in ((0, 4), (5, 2), (8, 2))])
    early = steps.put(nw.when(month <= integer(2)).then(integer(1)).otherwise(integer(0)))
    # Counted from March, the month that is not like the others comes last.
    before = ((month + early * integer(12) - integer(3)) * integer(153) + integer(2)) // integer(5)
    ordinal = _before(year - early + integer(1)) + before + day - integer(306)
    real = (year >= integer(1)) & month.is_between(integer(1), integer(12))
    fits = steps.put(real & day.is_between(integer(1), _length(year, month)))
    return _Found(ordinal, fits, nw.Int64())


def _length(year: nw.Expr, month: nw.Expr) -> nw.Expr:
    """Count the days of a month."""
    leap = _divides(4, year) & (~_divides(100, year) | _divides(400, year))
    short = nw.when(leap).then(integer(29)).otherwise(integer(28))
    shorter = (month == integer(4)) | (month == integer(6)) | (month == integer(9)) | (month == integer(11))
    usual = nw.when(shorter).then(integer(30)).otherwise(integer(31))
    return nw.when(month == integer(2)).then(short).otherwise(usual)


def _divides(divisor: int, number: nw.Expr) -> nw.Expr:
    return number - number // integer(divisor) * integer(divisor) == integer(0)
