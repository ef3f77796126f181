"""Columns of polars read whole: where a look at the least, the greatest and a count says that every cell is good.

Most columns have no fault, and to see that takes a fraction of the time that the verdict on each cell takes. A column
that is not seen to be good is read by `cells`, which is the definition.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import narwhals as nw

from partygrade import ir
from partygrade.batch.arithmetic import bits
from partygrade.batch.cells import EPOCH, LAST_DAY, cell, faults_of
from partygrade.batch.columns import FAULTS, GOOD, held
from partygrade.batch.numbers import is_long
from partygrade.batch.plans import Frame, Plan, planned
from partygrade.batch.settle import span
from partygrade.batch.steps import Steps, stepwise

if TYPE_CHECKING:
    import polars as pl

_READ = "~read"
"""All that was read of a row, until it stands in columns."""


def read_whole(inputs: Mapping[int, ir.Input], frame: Frame, columns: Mapping[int, str]) -> Frame:
    """Add what every input holds that has a column, whether the row is good, and its faults."""
    import polars as pl

    schema = frame.collect_schema()
    readers = [
        _Reader(place, inputs[number], held(number), schema[name])
        for place, (number, name) in enumerate(columns.items())
    ]
    kinds: dict[str, type[pl.DataType]] = {reader.name: reader.kind for reader in readers}
    kinds |= {GOOD: pl.Boolean, FAULTS: pl.String}
    alike = _alike(readers)

    def read(given: Sequence[pl.Series]) -> pl.Series:
        found: dict[str, pl.Series] = {}
        good: dict[str, pl.Series] = {}
        for group in _batches(alike, len(given[0])):
            for reader, value in zip(group, _together(group, given), strict=False):
                found[reader.name] = value
        for reader, series in zip(readers, given, strict=True):
            if reader.name not in found:
                found[reader.name], good[reader.fact] = reader.exactly(series)
        faulty = {fact: fits for fact, fits in good.items() if not fits.all()}
        values = [found[reader.name].alias(reader.name) for reader in readers]
        return pl.DataFrame([*values, *_verdicts(faulty, len(given[0]))]).to_struct(_READ)

    native: Any = nw.to_native(frame)
    whole = pl.map_batches(list(columns.values()), read, pl.Struct(kinds), is_elementwise=True)
    out: Frame = nw.from_native(native.with_columns(whole.alias(_READ)).unnest(_READ))
    return out


_AT_ONCE = 2**16
"""So many cells of several columns are read together: with few rows it is the calls that take the time."""


def _alike(readers: Sequence[_Reader]) -> list[list[_Reader]]:
    """Put readers together that read in the same way."""
    groups: dict[Hashable, list[_Reader]] = {}
    for reader in readers:
        groups.setdefault(reader.like, []).append(reader)
    return list(groups.values())


def _batches(alike: Sequence[Sequence[_Reader]], rows: int) -> Iterator[Sequence[_Reader]]:
    """Cut groups of readers into parts that are read together."""
    size = max(_AT_ONCE // max(rows, 1), 1)
    for group in alike:
        for start in range(0, len(group), size):
            yield group[start : start + size]


def _together(group: Sequence[_Reader], given: Sequence[pl.Series]) -> Sequence[pl.Series]:
    """Read the columns of readers that are alike; give nothing where one of them may not be good."""
    import polars as pl

    first, rows = given[group[0].place], len(given[0])
    series = first if len(group) == 1 else pl.concat([given[reader.place].alias("") for reader in group])
    value = group[0].at_once(series)
    if value is None:
        return []
    return [value] if len(group) == 1 else [value.slice(n * rows, rows) for n in range(len(group))]


def _verdicts(good: Mapping[str, pl.Series], rows: int) -> list[pl.Series]:
    """Give the columns `~good` and `~faults`, of the facts that are not good in every row."""
    import polars as pl

    if not good:
        always, never = pl.Series(GOOD, [True]), pl.Series(FAULTS, [None], pl.String)
        return [always.new_from_index(0, rows), never.new_from_index(0, rows)]
    frame = nw.from_native(pl.DataFrame(good))
    columns = {fact: nw.col(fact) for fact in good}
    both = nw.all_horizontal(*columns.values(), ignore_nulls=True).alias(GOOD), faults_of(columns).alias(FAULTS)
    return frame.select(*both).to_native().get_columns()


class _Reader:
    """Reads a column of one type for one input."""

    def __init__(self, place: int, item: ir.Input, name: str, dtype: nw.dtypes.DType) -> None:
        self.place, self.fact, self.name, self.kind = place, item.origin.id, name, _narrow(item)
        self.like = item.type, item.step, item.gap, item.default, item.optional, dtype
        self._item = item
        self._quick = _quick(item, dtype, self.kind)
        self._dtype = dtype
        self._plan: Plan | None = None

    def at_once(self, series: pl.Series) -> pl.Series | None:
        """Read what holds no doubt; nothing where a required fact is missing."""
        item = self._item
        if self._quick is None or (series.null_count() and item.default is None and not item.optional):
            return None
        value = self._quick(series)
        if value is None or item.default is None or not value.null_count():
            return value
        return value.fill_null(bool(item.default) if isinstance(item.type, ir.Flag) else item.default)

    def exactly(self, series: pl.Series) -> tuple[pl.Series, pl.Series]:
        """Give what the cells hold, and which are good."""
        if self._plan is None:
            self._plan, _ = planned({_READ: series.dtype}, self._cells)
        frame = self._plan.over(nw.from_native(series.to_frame(_READ).lazy()))
        found: pl.DataFrame = nw.to_native(frame).collect(engine="in-memory")
        return found[self.name].cast(self.kind), found[GOOD]

    def _cells(self, frame: Frame) -> tuple[Frame, None]:
        """Say what `cells` says of the column."""
        way = Steps("c")
        found = cell(self._item, nw.col(_READ), self._dtype, "polars", way)
        return stepwise(frame, [way]).select(found.value.alias(self.name), found.good.alias(GOOD)), None


def _narrow(item: ir.Input) -> type[pl.DataType]:
    """Give the narrowest type of polars that holds all values of an input: fewer bytes are faster."""
    import polars as pl

    match item.type:
        case ir.Flag():
            return pl.Boolean
        case ir.Label():
            return pl.String
        case _:
            least, most = span(item.type)
            return {8: pl.Int8, 16: pl.Int16, 32: pl.Int32, 64: pl.Int64}[bits(max(abs(least), abs(most)))]


# What can be seen of a whole column. Each gives None where the column is not plainly good.

Quick = Callable[["pl.Series"], "pl.Series | None"]


def _quick(item: ir.Input, dtype: nw.dtypes.DType, narrow: type[pl.DataType]) -> Quick | None:
    """Give the way to read a column of some type at once, if there is one."""
    match item.type:
        case ir.Flag() if isinstance(dtype, nw.Boolean):
            return lambda series: series
        case ir.Day() if isinstance(dtype, nw.Date):
            return _days
        case ir.Number() if dtype.is_integer():
            return partial(_whole, item, item.type, narrow)
        case ir.Number() if isinstance(dtype, nw.Float64) and not is_long(item.type):
            return partial(_double, item, item.type, narrow)
        case ir.Number() if isinstance(dtype, nw.Decimal) and not is_long(item.type):
            return partial(_decimal, item, item.type, narrow, dtype.scale)
        case _:
            return None


def _days(series: pl.Series) -> pl.Series | None:
    """Count days from 1 January of the year 1."""
    days = series.to_physical() + EPOCH
    return days if _inside(days, 1, LAST_DAY) else None


def _whole(item: ir.Input, kind: ir.Number, narrow: type[pl.DataType], series: pl.Series) -> pl.Series | None:
    """Read integers; they are compared before they are multiplied."""
    power = 10**kind.scale
    if not _inside(series, -(-kind.low // power), kind.high // power):
        return None
    return _on_step(item, kind, _times(kind, series.cast(narrow, wrap_numerical=True), power), power)


def _double(item: ir.Input, kind: ir.Number, narrow: type[pl.DataType], series: pl.Series) -> pl.Series | None:
    """Read doubles, as `numbers` does.

    Where the step is a half, a quarter and so on, how many steps a double is can be told without rounding. A double
    that the narrow type does not hold becomes another number.
    """
    import polars as pl

    power = 10**kind.scale
    step = Fraction(item.step, power)
    if step.numerator == 1 and step.denominator.bit_count() == 1:
        steps = series * float(step.denominator) if step.denominator > 1 else series
        whole = steps.cast(narrow, wrap_numerical=True)
        if not (whole.cast(pl.Float64) == steps).all():
            return None
        least, most = -(-kind.low // item.step), kind.high // item.step
        return _on_step(item, kind, _times(kind, whole, item.step), item.step) if _inside(whole, least, most) else None
    near = series * float(power) + 0.5
    # What is not negative loses its fraction in the cast.
    whole = (near.floor() if kind.low < 0 else near).cast(narrow, wrap_numerical=True)
    nearest = whole.cast(pl.Float64)
    # Polars multiplies by the reciprocal of a constant; a quotient of columns is the true one.
    if not (nearest / (nearest * 0.0 + float(power)) == series).all():
        return None
    return _on_step(item, kind, whole, 1) if _inside(whole, kind.low, kind.high) else None


def _decimal(
    item: ir.Input, kind: ir.Number, narrow: type[pl.DataType], scale: int, series: pl.Series
) -> pl.Series | None:
    """Read decimals by the whole numbers that they are made of."""
    import polars as pl

    more = 10 ** max(kind.scale - scale, 0)
    less = 10 ** max(scale - kind.scale, 0)
    units = series.to_physical()
    if not _inside(units, -(-kind.low // more) * less, kind.high // more * less):
        return None
    units = units.cast(pl.Int64)
    whole = units if less == 1 else units // less
    if less > 1 and not (whole * less == units).all():
        return None
    return _on_step(item, kind, _times(kind, whole.cast(narrow), more), more)


def _times(kind: ir.Number, value: pl.Series, factor: int) -> pl.Series:
    """Multiply whole numbers whose products lie in range."""
    import polars as pl

    if factor == 1:
        return value
    # A factor beyond the range has only zeros to multiply, and no place in a narrow type.
    return value * factor if factor <= max(-kind.low, kind.high) else (value.cast(pl.Int64) * factor).cast(value.dtype)


def _inside(series: pl.Series, low: int, high: int) -> bool:
    """See whether all that stands in a column lies within bounds."""
    least: Any = series.min()
    most: Any = series.max()
    return least is None or bool(low <= least and most <= high)


def _on_step(item: ir.Input, kind: ir.Number, value: pl.Series, multiple: int) -> pl.Series | None:
    """Give values in range, which are multiples of a number, if they are on their step and outside of their gap."""
    import polars as pl

    if item.gap and not _inside(value, item.gap, kind.high):
        return None
    if multiple % item.step or kind.low % item.step:
        return value if ((value.cast(pl.Int64) - kind.low) % item.step == 0).all() else None
    return value
