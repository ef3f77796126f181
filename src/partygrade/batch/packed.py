"""The cohort stage of polars at once: what it looks at of a row is packed into one number, and the numbers are sorted.

Before: the columns that quotas and places look at, in memory. After: the class of every row, and of every class its
place, the grade that the quotas give it, and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np

from partygrade import ir
from partygrade.batch.arrays import Array
from partygrade.batch.columns import GOOD, Frame
from partygrade.batch.quotas import BETWEEN, MOVES, QUOTA, Accounts, said
from partygrade.batch.ranked import NONE, Counted, Ranked, Settled, Within
from partygrade.batch.share import Classes, Shared, Sharing, starts

if TYPE_CHECKING:
    import polars as pl

CLASS = "~class"
"""The number of the class of a row; null where the row has faults."""

_BITS = 63
"""So many bits of a whole number can be sorted."""

_PART = 2**16
"""So many rows are packed at a time."""


@dataclass(frozen=True, slots=True)
class Seats:
    """The class of every row, and by class what stands in the columns of places and quotas."""

    rows: pl.Series
    told: pl.DataFrame
    accounts: Accounts

    def beside(self, frame: Frame) -> Frame:
        """Add what the class of a row gets to a frame that has the class."""
        import polars as pl

        native: pl.LazyFrame = nw.to_native(frame)
        places = pl.col(CLASS).cast(pl.UInt32)
        added = {one.name: places.map_batches(one.gather, one.dtype, is_elementwise=True) for one in self.told}
        out: Frame = nw.from_native(native.with_columns(**added))
        return out


def seats(cohort: ir.Cohort, ladder: Sequence[str], frame: Frame, ranked: Ranked, place: str) -> Seats | None:
    """Give places, in a column called `place`, and grades; None where what they look at does not fit into a number."""
    import polars as pl

    native: pl.DataFrame = nw.to_native(frame).collect()
    sharing = ranked.sharing(cohort, max(len(ladder) - 1, 0))
    rows = _Rows(native, ranked, sharing)
    if rows.bits > _BITS:
        return None
    order, within, counted = rows.sorted()
    classes = counted.classes()
    shared = sharing.shared(classes)
    found = np.zeros(native.height, np.int32)
    found[order] = np.repeat(np.arange(len(classes.heads), dtype=np.int32), classes.heads)
    places = _places(classes, classes.kind % sharing.ranks > 0) if cohort.rank_by else np.zeros(len(classes.heads))
    told = pl.DataFrame([_known(places, places > 0, place), *_moved(shared, ladder)])
    accounts = Settled(ranked, within, counted, shared).accounts() if cohort.quotas else ()
    return Seats(_known(found, rows.good, CLASS), told, accounts)


class _Rows:
    """What is looked at of each row, as one number: cohort, rank keys, of which the best are 0, and kind."""

    def __init__(self, frame: pl.DataFrame, ranked: Ranked, sharing: Sharing) -> None:
        self._frame = frame
        self._ranked = ranked
        self._sharing = sharing
        self._values = [_values(frame[name]) for name in ranked.groups]
        self._group_bits = [len(values).bit_length() for values in self._values]
        self._kind_bits = (sharing.kinds - 1).bit_length()
        self.bits = sum(self._group_bits) + sum(ranked.bits) + self._kind_bits
        self.good: Array = frame[GOOD].to_numpy()

    def _packed(self) -> Array:
        """Give the numbers; they are made part by part, for what is small stays near the processor."""
        out = np.empty(self._frame.height, np.int64)
        for number, part in enumerate(self._frame.iter_slices(_PART)):
            out[number * _PART :][: part.height] = self._pack(part)
        return out

    def _pack(self, part: pl.DataFrame) -> Array:
        ranked = self._ranked
        graded: Array = part[GOOD].to_numpy()
        if ranked.excluded is not None:
            graded = graded & (_whole(part[ranked.excluded]) == 0)
        out = np.zeros(part.height, np.int64)
        for name, bits, values in zip(ranked.groups, self._group_bits, self._values, strict=True):
            out = out << bits | _numbers(part[name], values)
        for name, bits, (_, high) in zip(ranked.keys, ranked.bits, ranked.ranges, strict=True):
            out = out << bits | np.where(graded, high - _whole(part[name]), 0)
        flags = np.zeros(part.height, np.int64)
        for n, name in enumerate(ranked.flags):
            flags |= _whole(part[name]) << n
        kind: Array = self._sharing.kind(np.where(graded, _whole(part[ranked.grade]), NONE), flags)
        return out << self._kind_bits | kind

    def sorted(self) -> tuple[Array, list[Within], Counted]:
        """Give the numbers of the good rows, class by class, what the cohorts agree in, and the classes."""
        order, packed = _sorted(self._packed(), self.good, self.bits)
        first = starts(packed)
        heads = np.diff(first, append=len(packed))
        rest = packed[first]
        kind, rest = rest & (1 << self._kind_bits) - 1, rest >> self._kind_bits
        figures: list[Array] = []
        for bits, (low, high) in zip(reversed(self._ranked.bits), reversed(self._ranked.ranges), strict=True):
            figures.insert(0, high - low - (rest & (1 << bits) - 1))
            rest = rest >> bits
        there, cohort = np.unique(rest, return_inverse=True)
        within = [self._within(number) for number in there.tolist()]
        return order, within, Counted(cohort, figures, np.zeros_like(heads), kind, heads)

    def _within(self, number: int) -> Within:
        out: list[Any] = []
        for values, bits in zip(reversed(self._values), reversed(self._group_bits), strict=True):
            out.append(values[number & (1 << bits) - 1])
            number >>= bits
        return tuple(reversed(out))


def _values(column: pl.Series) -> pl.Series:
    """Give the values of a column, each once."""
    import polars as pl

    return column.dtype.categories.to_series() if isinstance(column.dtype, pl.Categorical) else column.unique().sort()


def _numbers(column: pl.Series, values: pl.Series) -> Array:
    """Give the number of the value in every row."""
    import polars as pl

    category = isinstance(column.dtype, pl.Categorical)
    return _whole(column.to_physical() if category else values.search_sorted(column))


def _whole(column: pl.Series) -> Array:
    """Give whole numbers or flags; where there is none, which only rows with faults have, 0."""
    import polars as pl

    found: Array = column.cast(pl.Int64).fill_null(0).to_numpy()
    return found


def _sorted(numbers: Array, which: Array, bits: int) -> tuple[Array, Array]:
    """Give the places of some numbers, of so many bits, in their order, and the numbers."""
    places = np.flatnonzero(which)
    own = len(numbers).bit_length()
    if bits + own > _BITS:
        order = places[np.argsort(numbers[places])]
        return order, numbers[order]
    # Sorted together with their places, which takes a third of the time.
    both = numbers[places]
    both <<= own
    both |= places
    both.sort()
    return both & (1 << own) - 1, both >> own


def _places(classes: Classes, graded: Array) -> Array:
    """Give the places in the ranking of each cohort; 0 for those without a grade."""
    heads = np.where(graded, classes.heads, 0)
    better = np.cumsum(heads) - heads
    runs, cohorts = starts(classes.run), starts(classes.cohort)
    found: Array = np.where(graded, better[runs[classes.run]] - better[cohorts[classes.cohort]] + 1, 0)
    return found


def _moved(shared: Shared, ladder: Sequence[str]) -> tuple[pl.Series, pl.Series]:
    """Give the grades of the classes that were moved, and the moves of each as a text."""
    import polars as pl

    ranks = shared.sharing.ranks
    texts, text = [""], np.zeros(len(shared.kind), np.int64)
    for part, (moving, before) in zip(shared.sharing.parts, shared.moved, strict=True):
        move = np.zeros(len(text), np.int64)
        move[moving] = before % ranks
        found, text = _dense(text * ranks + move, len(texts) * ranks)
        pairs = [divmod(number, ranks) for number in found.tolist()]
        texts = [texts[n] + (said(part.quota, ladder, kind - 1) if kind else "") for n, kind in pairs]
    told = [one.removeprefix(BETWEEN) or None for one in texts]
    held = np.array([one is not None for one in told], bool)[text]
    grade = _known(shared.kind % ranks - 1, held, QUOTA)
    return grade, pl.Series(told, dtype=pl.String).gather(text).alias(MOVES)


def _dense(numbers: Array, end: int) -> tuple[Array, Array]:
    """Give which numbers below an end there are, and the place of each number among these."""
    there = np.zeros(end, bool)
    there[numbers] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[numbers]


def _known(numbers: Array, known: Array, name: str) -> pl.Series:
    """Give whole numbers, and null where they are not known."""
    import polars as pl

    kind = pl.Int32() if numbers.dtype == np.int32 else pl.Int64()
    frame = pl.DataFrame({"n": numbers, "known": known}, schema_overrides={"n": kind})
    return frame.select(pl.when("known").then("n").alias(name)).to_series()
