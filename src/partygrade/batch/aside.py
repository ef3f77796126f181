"""A few columns of a frame kept aside, so that they need not be worked out again for each look at them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import narwhals as nw

from partygrade.batch.columns import ROW, Frame

if TYPE_CHECKING:
    import polars as pl

Range = tuple[int, int]

_HELD = "~held"


class Aside(Protocol):
    """The columns that are looked at, in `frame`."""

    @property
    def frame(self) -> Frame:
        """Give the columns, with those that were kept later."""

    def keep(self, found: Frame, *names: str) -> None:
        """Keep columns more that were made of the frame."""

    def beside(self, rows: Frame, names: Sequence[str]) -> Frame:
        """Put kept columns beside a frame of the same rows, which has their numbers in `~row`."""


def aside(frame: Frame, names: Sequence[str], ranges: Mapping[str, Range]) -> Aside:
    """Keep columns aside; `ranges` are those of whole numbers, also of columns that are yet to be made.

    In polars they are worked out once, and held in types as small as can be; elsewhere the whole frame goes on.
    """
    return _Held(frame, names, ranges) if frame.implementation.is_polars() else _Whole(frame)


class _Whole:
    """Everything stays in one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def keep(self, found: Frame, *names: str) -> None:
        self.frame = found

    def beside(self, rows: Frame, names: Sequence[str]) -> Frame:
        return self.frame


class _Held:
    """Columns of polars in memory: texts, which are alike in many rows, as categories."""

    def __init__(self, frame: Frame, names: Sequence[str], ranges: Mapping[str, Range]) -> None:
        self._ranges = ranges
        self._kinds: dict[str, pl.DataType] = {}
        self._slim = self._collected(frame, names)

    @property
    def frame(self) -> Frame:
        return nw.from_native(self._slim.lazy())

    def keep(self, found: Frame, *names: str) -> None:
        self._slim = self._slim.hstack(self._collected(found, names))
        self._kinds |= {name: _wide(self._kinds[name]) for name in names}

    def beside(self, rows: Frame, names: Sequence[str]) -> Frame:
        import polars as pl

        native: pl.LazyFrame = nw.to_native(rows)
        held = self._slim.select(names).rechunk()
        found = pl.col(ROW).map_batches(_standing(held), pl.Struct(held.schema), is_elementwise=True)
        out = native.with_columns(found.alias(_HELD)).with_columns(
            pl.col(_HELD).struct.field(name).cast(self._kinds[name]) for name in names
        )
        both: Frame = nw.from_native(out.drop(_HELD))
        return both

    def _collected(self, frame: Frame, names: Sequence[str]) -> pl.DataFrame:
        import polars as pl

        native: pl.LazyFrame = nw.to_native(frame.select(*names))
        kinds = native.collect_schema()
        self._kinds |= kinds
        # Only rows with faults may hold a number out of its range, and nobody looks at theirs.
        small = (pl.col(name).cast(_small(kind, self._ranges.get(name)), strict=False) for name, kind in kinds.items())
        return native.select(small).collect(engine="streaming")


def _standing(held: pl.DataFrame) -> Callable[[pl.Series], pl.Series]:
    """Give what tells of the numbers of rows what stands in them.

    Mostly these are the numbers of rows that follow one another; whoever filters the frame leaves some out.
    """
    import polars as pl

    def told(rows: pl.Series) -> pl.Series:
        first = rows[0] if len(rows) else 0
        if rows.equals(pl.int_range(first, first + len(rows), eager=True)):
            return held.slice(first, len(rows)).to_struct()
        return held[rows].to_struct()

    return told


def _wide(kind: pl.DataType) -> pl.DataType:
    """Give the type of what was made of numbers in small types."""
    import polars as pl

    return pl.Int64() if kind.is_integer() else kind


def _small(kind: pl.DataType, span: Range | None) -> pl.DataType:
    """Give a type for what another holds that takes less memory."""
    import polars as pl

    if kind == pl.String():
        # Categories without a name are gone with the columns.
        return pl.Categorical(pl.Categories.random())
    if span is None or not kind.is_integer():
        return kind
    bits = max(span[1], -span[0] - 1, 0).bit_length()
    return next((small for small, own in ((pl.Int8(), 7), (pl.Int16(), 15), (pl.Int32(), 31)) if bits <= own), kind)
