"""A few columns of a frame kept aside, so that the rest need not be worked out again for each look at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import narwhals as nw

if TYPE_CHECKING:
    import polars as pl

Frame = nw.LazyFrame[Any]
Range = tuple[int, int]


class Aside(Protocol):
    """The columns that are looked at, in `frame`."""

    @property
    def frame(self) -> Frame:
        """Give the columns, with those that were kept later."""

    def keep(self, found: Frame, name: str) -> None:
        """Keep one column more that was made of the frame."""

    def put_back(self, found: Frame, added: Sequence[str]) -> Frame:
        """Put columns that were made of the frame beside the whole one again."""


def aside(frame: Frame, names: Sequence[str], ranges: Mapping[str, Range]) -> Aside:
    """Keep columns aside; `ranges` are those of whole numbers, also of columns that are yet to be made.

    In polars they are worked out once, and held in types as small as can be; elsewhere the whole frame goes on.
    """
    return _Held(frame, names, ranges) if frame.implementation.is_polars() else _Whole(frame)


class _Whole:
    """Everything stays in one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def keep(self, found: Frame, name: str) -> None:
        self.frame = found

    def put_back(self, found: Frame, added: Sequence[str]) -> Frame:
        return found


class _Held:
    """Columns of polars in memory: texts, which are alike in many rows, as categories."""

    def __init__(self, frame: Frame, names: Sequence[str], ranges: Mapping[str, Range]) -> None:
        self._native: pl.LazyFrame = nw.to_native(frame)
        self._ranges = ranges
        self._slim = self._collected(self._native, names)

    @property
    def frame(self) -> Frame:
        return nw.from_native(self._slim.lazy())

    def keep(self, found: Frame, name: str) -> None:
        self._slim = self._slim.hstack(self._collected(nw.to_native(found), [name]))

    def put_back(self, found: Frame, added: Sequence[str]) -> Frame:
        import polars as pl

        new = self._collected(nw.to_native(found), added).lazy()
        wide = new.with_columns(
            pl.col(name).cast(pl.Int64() if kind.is_integer() else pl.String())
            for name, kind in new.collect_schema().items()
        )
        both: Frame = nw.from_native(pl.concat([self._native, wide], how="horizontal"))
        return both

    def _collected(self, native: pl.LazyFrame, names: Sequence[str]) -> pl.DataFrame:
        import polars as pl

        kinds = native.select(names).collect_schema()
        # Only rows with faults may hold a number out of its range, and nobody looks at theirs.
        small = (pl.col(name).cast(_small(kind, self._ranges.get(name)), strict=False) for name, kind in kinds.items())
        return native.select(small).collect(engine="streaming")


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
