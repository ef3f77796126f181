"""Columns of polars read whole, as arrays: the least, the greatest and one comparison say that every cell is good.

Most columns have no fault, and to see that takes a fraction of the time that the verdict on each cell takes. A column
that is not seen to be good is read by `cells`, which is the definition.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np

from partygrade import ir
from partygrade.batch.arrays import INTEGERS, Array, Leaf, bits, chosen, sized
from partygrade.batch.cells import EPOCH, LAST_DAY, cell, faults_of
from partygrade.batch.columns import FAULTS, GOOD, Frame
from partygrade.batch.numbers import is_long
from partygrade.batch.plans import Plan, planned
from partygrade.batch.settle import span
from partygrade.batch.steps import Steps, stepwise

if TYPE_CHECKING:
    import polars as pl

_READ = "~read"
"""A column that is read by itself."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of some rows: by their input the columns, whether the rows are good, and their faults.

    A column is a series where it is held as one already. The last two are None where every row is good.
    """

    rows: int
    columns: Mapping[int, Leaf | pl.Series]
    good: pl.Series | None = None
    faults: pl.Series | None = None


class ColumnReaders:
    """What reads the columns of a frame, for inputs with a single value; `columns` are theirs, by their numbers."""

    def __init__(
        self, inputs: Mapping[int, ir.Input], schema: Mapping[str, nw.dtypes.DType], columns: Mapping[int, str]
    ) -> None:
        self.columns = dict(columns)
        self._readers = {number: ColumnReader(inputs[number], schema[name]) for number, name in columns.items()}
        self._gaps = [number for number, reader in self._readers.items() if reader.gaps]

    @property
    def looked_at(self) -> list[pl.Expr]:
        """Give what is read: the columns, then of some where something stands."""
        import polars as pl

        columns = {number: pl.col(name) for number, name in self.columns.items()}
        return [*columns.values(), *(columns[number].is_not_null() for number in self._gaps)]

    def read(self, given: Sequence[pl.Series]) -> Read:
        """Read what was `looked_at`."""
        series = dict(zip(self._readers, given, strict=False))
        known = dict(zip(self._gaps, given[len(series) :], strict=True))
        rows = len(given[0])
        found: dict[int, Leaf | pl.Series] = {}
        doubtful: dict[Hashable, list[int]] = {}
        room = np.empty(rows)
        with np.errstate(all="ignore"):
            for number, reader in self._readers.items():
                value = reader.at_once(series[number], room, known.get(number))
                if value is None:
                    doubtful.setdefault(reader.like, []).append(number)
                else:
                    found[number] = value
        bad: dict[int, pl.Series] = {}
        for numbers in _batches(doubtful.values(), rows):
            for number, value, good in self._together(numbers, series):
                found[number] = value
                if not good.all():
                    bad[number] = good
        return Read(rows, found, *_verdicts({self._readers[n].fact: bad[n] for n in self._readers if n in bad}))

    def _together(
        self, numbers: Sequence[int], series: Mapping[int, pl.Series]
    ) -> Iterator[tuple[int, pl.Series, pl.Series]]:
        """Read cell by cell the columns of inputs that are alike: what they hold, and whether it is good."""
        import polars as pl

        first, rows = self._readers[numbers[0]], len(series[numbers[0]])
        whole = pl.concat([series[number].alias("") for number in numbers])
        value, good = first.seldom(whole) or first.exactly(whole)
        for place, number in enumerate(numbers):
            yield number, value.slice(place * rows, rows), good.slice(place * rows, rows)

    def kind(self, number: int) -> type[pl.DataType]:
        """Give the type of polars in which an input is held."""
        return self._readers[number].kind


_AT_ONCE = 2**16
"""So many cells of several columns are read together: with few rows it is the calls that take the time."""

_MANY = 256
"""Of fewer texts each is read."""


def _batches(alike: Iterable[Sequence[int]], rows: int) -> Iterator[Sequence[int]]:
    """Cut groups of columns into parts that are read together."""
    size = max(_AT_ONCE // max(rows, 1), 1)
    for group in alike:
        for start in range(0, len(group), size):
            yield group[start : start + size]


def _verdicts(good: Mapping[str, pl.Series]) -> tuple[pl.Series | None, pl.Series | None]:
    """Say which rows are good and which faults they have, by the facts that are not good in every row."""
    import polars as pl

    if not good:
        return None, None
    frame = nw.from_native(pl.DataFrame(good))
    columns = {fact: nw.col(fact) for fact in good}
    both = nw.all_horizontal(*columns.values(), ignore_nulls=True).alias(GOOD), faults_of(columns).alias(FAULTS)
    found: pl.DataFrame = frame.select(*both).to_native()
    return found[GOOD], found[FAULTS]


class ColumnReader:
    """Reads a column of one type for one input."""

    def __init__(self, item: ir.Input, dtype: nw.dtypes.DType) -> None:
        self.fact, self.width = item.origin.id, _width(item)
        self.like = item.type, item.words, item.step, item.gap, item.default, item.optional, dtype
        self._item, self._dtype = item, dtype
        self._flags = isinstance(item.type, ir.Flag) and isinstance(dtype, nw.Boolean)
        self._quick = _quick(item, dtype, self.width)
        self._plan: Plan | None = None

    @property
    def kind(self) -> type[pl.DataType]:
        """Give the type of polars in which the input is held: the narrowest that holds all its values."""
        import polars as pl

        return pl.String if isinstance(self._item.type, ir.Label) else kind_of(self.width)

    @property
    def gaps(self) -> bool:
        """Whether it is asked where something is missing."""
        return self._quick is not None and self._item.default is None and self._item.optional

    def at_once(self, series: pl.Series, room: Array, known: pl.Series | None = None) -> Leaf | pl.Series | None:
        """Read what holds no doubt; nothing where a required fact is missing.

        There is `room` for as many doubles as rows: to use it again is faster than to ask for more. `known` says where
        something stands, of columns that have `gaps`.
        """
        item, missing = self._item, series.null_count()
        if missing and item.default is None and not item.optional:
            return None
        if self._flags:
            return series.fill_null(bool(item.default)) if missing and item.default is not None else series
        if self._quick is None:
            return None
        if missing:
            known = series.is_not_null() if known is None else known
            return self._with_gaps(self._quick, series, room, known)
        values = self._quick(series, room)
        return None if values is None else Leaf(values)

    def _with_gaps(self, quick: Quick, series: pl.Series, room: Array, known: pl.Series) -> Leaf | None:
        """Read what is missing as the default, or not at all; meanwhile another cell stands for it."""
        import polars as pl

        other = pl.Series([series.max()], dtype=series.dtype)
        empty = np.zeros(len(series), INTEGERS[self.width])
        values = empty if other.null_count() else quick(series.zip_with(known, other), room)
        if values is None:
            return None
        there, default = known.to_numpy(), self._item.default
        return Leaf(values, there) if default is None else Leaf(chosen(there, values, default, self.width))

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
        return found[_READ].cast(self.kind), found[GOOD]

    def _cells(self, frame: Frame) -> tuple[Frame, None]:
        """Say what `cells` says of the column."""
        way = Steps("c")
        found = cell(self._item, nw.col(_READ), self._dtype, "polars", way)
        return stepwise(frame, [way]).select(found.value.alias(_READ), found.good.alias(GOOD)), None


def kind_of(width: int) -> type[pl.DataType]:
    """Give the type of polars for whole numbers of so many bits, for flags where there are none."""
    import polars as pl

    return {0: pl.Boolean, 8: pl.Int8, 16: pl.Int16, 32: pl.Int32, 64: pl.Int64}[width]


def _width(item: ir.Input) -> int:
    """Give the narrowest width that holds all values of an input, 0 for flags and labels."""
    return 0 if isinstance(item.type, ir.Flag | ir.Label) else bits(max(map(abs, span(item.type))))


# What can be seen of a whole column in which nothing is missing. Each gives None where it is not plainly good.

Quick = Callable[["pl.Series", Array], "Array | None"]

_PLAIN = (nw.Int8, nw.Int16, nw.Int32, nw.Int64, nw.UInt8, nw.UInt16, nw.UInt32, nw.UInt64)
"""The whole numbers that numpy has."""


def _quick(item: ir.Input, dtype: nw.dtypes.DType, width: int) -> Quick | None:
    """Give the way to read a column of some type at once, if there is one."""
    match item.type:
        case ir.Day() if isinstance(dtype, nw.Date):
            return _days(width)
        case ir.Number() if isinstance(dtype, _PLAIN):
            return _whole(item, item.type, width)
        case ir.Number() if isinstance(dtype, nw.Float64) and not is_long(item.type):
            return _double(item, item.type, width)
        case ir.Number() if isinstance(dtype, nw.Decimal) and not is_long(item.type):
            return _decimal(item, item.type, width, dtype)
        case _:
            return None


def _days(width: int) -> Quick:
    """Count days from 1 January of the year 1."""

    def read(series: pl.Series, room: Array) -> Array | None:
        days = series.to_numpy().astype(np.int64) + EPOCH
        return sized(days, width) if _inside(days, 1, LAST_DAY) else None

    return read


def _whole(item: ir.Input, kind: ir.Number, width: int) -> Quick:
    """Read integers; they are compared before they are multiplied."""
    power = 10**kind.scale
    low, high = -(-kind.low // power), kind.high // power
    on_step = _on_step(item, kind, power)

    def read(series: pl.Series, room: Array) -> Array | None:
        values = series.to_numpy()
        return on_step(_times(values, power, width)) if _inside(values, low, high) else None

    return read


def _double(item: ir.Input, kind: ir.Number, width: int) -> Quick:
    """Read doubles, as `numbers` does.

    Where the step is a half, a quarter and so on, how many steps a double is can be told without rounding. A double
    that the narrow type does not hold becomes another number.
    """
    narrow, power = INTEGERS[width], 10**kind.scale
    step = Fraction(item.step, power)
    if step.numerator == 1 and step.denominator.bit_count() == 1:
        a_unit, low, high = float(step.denominator), -(-kind.low // item.step), kind.high // item.step
        on_step = _on_step(item, kind, item.step)

        def read(series: pl.Series, room: Array) -> Array | None:
            steps = series.to_numpy()
            if a_unit > 1:
                steps = np.multiply(steps, a_unit, out=room)
            whole = steps.astype(narrow)
            if not (whole == steps).all() or not _inside(whole, low, high):
                return None
            return on_step(_times(whole, item.step, width))

        return read
    units, on_step = np.float64(power), _on_step(item, kind, 1)

    def near(series: pl.Series, room: Array) -> Array | None:
        values = series.to_numpy()
        nearest = np.multiply(values, units, out=room)
        nearest += 0.5
        # What is not negative loses its fraction in the cast.
        whole = (np.floor(nearest, out=room) if kind.low < 0 else nearest).astype(narrow)
        if not (np.divide(whole, units, out=room) == values).all() or not _inside(whole, kind.low, kind.high):
            return None
        return on_step(whole)

    return near


_SHORT = 18
"""Decimals of so many digits are whole numbers of 64 bits."""


def _decimal(item: ir.Input, kind: ir.Number, width: int, dtype: nw.Decimal) -> Quick:
    """Read decimals by the whole numbers that they are made of."""
    import polars as pl

    more = 10 ** max(kind.scale - dtype.scale, 0)
    less = 10 ** max(dtype.scale - kind.scale, 0)
    low, high = -(-kind.low // more) * less, kind.high // more * less
    long, on_step = dtype.precision > _SHORT, _on_step(item, kind, more)

    def read(series: pl.Series, room: Array) -> Array | None:
        units = series.to_physical()
        least: Any = units.min() if long else None
        most: Any = units.max() if long else None
        if least is not None and not (low <= least and most <= high):
            return None
        values = units.cast(pl.Int64, wrap_numerical=True).to_numpy()
        whole = values if less == 1 else values // less
        if not _inside(values, low, high) or (less > 1 and not (whole * less == values).all()):
            return None
        return on_step(_times(whole, more, width))

    return read


def _times(values: Array, factor: int, width: int) -> Array:
    """Multiply whole numbers whose products lie in range, and hold them as narrow as these."""
    narrow = sized(values, width)
    product: Array = narrow if factor == 1 else narrow * sized(factor, width)
    return product


def _inside(values: Array, low: int, high: int) -> bool:
    """See whether all that stands in a column lies within bounds."""
    if not len(values):
        return True
    if low == 0 and values.dtype.kind == "i":
        # As numbers without a sign, those below zero are the greatest.
        return int(np.maximum.reduce(values.view(f"u{values.itemsize}"))) <= high
    return bool(low <= np.minimum.reduce(values) and np.maximum.reduce(values) <= high)


def _on_step(item: ir.Input, kind: ir.Number, multiple: int) -> Callable[[Array], Array | None]:
    """Look at values in range, which are multiples of a number: are they on their step and outside of their gap?"""
    sure = not item.gap and not multiple % item.step and not kind.low % item.step

    def looked_at(values: Array) -> Array | None:
        if item.gap and not _inside(values, item.gap, kind.high):
            return None
        return None if ((sized(values, 64) - kind.low) % item.step).any() else values

    return (lambda values: values) if sure else looked_at
