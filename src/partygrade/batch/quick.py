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
        rows = len(given[0])
        parts = [part for group in _batches(alike, rows) for part in _together(group, given)]
        faulty = {reader.fact: good for reader, _, good in parts if good is not None and not good.all()}
        values = {reader.place: value.alias(reader.name) for reader, value, _ in parts}
        found = [values[place] for place in range(len(given))]
        verdicts = _verdicts({reader.fact: faulty[reader.fact] for reader in readers if reader.fact in faulty}, rows)
        return pl.DataFrame([*found, *verdicts]).to_struct(_READ)

    native: Any = nw.to_native(frame)
    whole = pl.map_batches(list(columns.values()), read, pl.Struct(kinds), is_elementwise=True)
    out: Frame = nw.from_native(native.with_columns(whole.alias(_READ)).unnest(_READ))
    return out


_AT_ONCE = 2**16
"""So many cells of several columns are read together: with few rows it is the calls that take the time."""

_MANY = 256
"""Of fewer texts each is read."""

_Part = tuple["_Reader", "pl.Series", "pl.Series | None"]


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


def _together(group: Sequence[_Reader], given: Sequence[pl.Series]) -> list[_Part]:
    """Read the columns of readers that are alike: the values of each, and which of them are good, if not all are."""
    import polars as pl

    first, rows = group[0], len(given[0])
    series = [given[reader.place] for reader in group]
    whole = series[0] if len(group) == 1 else pl.concat([one.alias("") for one in series])
    value, good = first.at_once(whole), None
    if value is None:
        if len(group) > 1 and whole.dtype != pl.String:
            # One of them may be bad, and all others good.
            return [part for reader in group for part in _together([reader], given)]
        value, good = first.seldom(whole) or first.exactly(whole)
    cuts = range(0, len(group) * rows, rows) if rows else [0] * len(group)
    goods = [None if good is None else good.slice(cut, rows) for cut in cuts]
    return [(reader, value.slice(cut, rows), one) for reader, cut, one in zip(group, cuts, goods, strict=True)]


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
        self.like = item.type, item.words, item.step, item.gap, item.default, item.optional, dtype
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

    def seldom(self, series: pl.Series) -> tuple[pl.Series, pl.Series] | None:
        """Read each text that occurs once; nothing where most of them occur but once."""
        import polars as pl

        if series.dtype != pl.String or len(series) < _MANY:
            return None
        coded = series.cast(pl.Categorical(pl.Categories.random()))
        codes = coded.to_physical()
        most: Any = codes.max()
        few = 0 if most is None else most + 1
        if few * 2 > len(series):
            return None
        # Codes count from 0 in the order in which texts come up. One place more is for what is missing.
        words = pl.Series(range(few), dtype=pl.UInt32).cat.to(coded.dtype).cast(pl.String)
        words.append(pl.Series([None], dtype=pl.String))
        value, good = self.exactly(words)
        places = codes.fill_null(few) if codes.null_count() else codes
        return value.gather(places), good.gather(places)

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
            return partial(_decimal, item, item.type, narrow, dtype.precision, dtype.scale)
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


_SHORT = 18
"""Decimals of so many digits are whole numbers of 64 bits."""


def _decimal(
    item: ir.Input, kind: ir.Number, narrow: type[pl.DataType], precision: int, scale: int, series: pl.Series
) -> pl.Series | None:
    """Read decimals by the whole numbers that they are made of."""
    import polars as pl

    more = 10 ** max(kind.scale - scale, 0)
    less = 10 ** max(scale - kind.scale, 0)
    units = series.to_physical()
    least, most = -(-kind.low // more) * less, kind.high // more * less
    if precision > _SHORT and not _inside(units, least, most):
        return None
    units = units.cast(pl.Int64, wrap_numerical=True)
    if not _inside(units, least, most):
        return None
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
