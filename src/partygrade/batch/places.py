"""Places in the ranking: from 1, the best; who ties in every key shares one, as `cohort` counts them."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from partygrade.batch.apart import apart
from partygrade.batch.arithmetic import integer
from partygrade.batch.attach import attach
from partygrade.batch.columns import Frame

Range = tuple[int, int]

PACKED = 2**62
"""So many combinations of keys fit into one whole number of 64 bits."""

ROWS = 2**31
"""No frame has so many rows."""

FOLDED = "~p0"
COLUMN = "~p1"
_BACKWARDS, _HEADS = "~p2", "~p3"
"""Columns that stand only until the places do."""


def placed(
    frame: Frame, keys: Sequence[str], ranges: Sequence[Range], within: Sequence[str], counts: str, name: str
) -> Frame:
    """Add the places, among the rows that count and agree in `within`; null in other rows.

    Of the keys the greater is the better; in rows that count each lies in its range.
    """
    frame, whole = _whole(frame, keys, ranges, within)
    if frame.implementation.is_polars():
        place = _over(nw.when(nw.col(counts)).then(whole).rank("min", descending=True), within)
        frame = frame.with_columns(place.cast(nw.Int64).alias(name))
    else:
        frame = _counted(frame, whole, within, counts, name)
    return frame.drop(FOLDED, COLUMN, strict=False)


def _counted(frame: Frame, whole: nw.Expr, within: Sequence[str], counts: str, name: str) -> Frame:
    """Add the places by counting who has which keys, so that only few rows are put in order, without other columns."""
    frame = frame.with_columns(nw.when(nw.col(counts)).then(whole * integer(-1)).alias(_BACKWARDS))
    # A filter would be pushed down to where the frame comes from, with all that the keys rest on written out in it.
    classes = frame.group_by(*within, _BACKWARDS).agg(nw.col(_BACKWARDS).count().alias(_HEADS))
    better = nw.col(_HEADS).cum_sum().over(*within, order_by=_BACKWARDS) - nw.col(_HEADS)
    classes = classes.with_columns((better + integer(1)).cast(nw.Int64).alias(name)).drop(_HEADS)
    return attach(frame, apart(classes), [*within, _BACKWARDS]).drop(_BACKWARDS)


def _whole(frame: Frame, keys: Sequence[str], ranges: Sequence[Range], within: Sequence[str]) -> tuple[Frame, nw.Expr]:
    """Give one number for all keys, in their order.

    Where the next key does not fit beside those before it, what these come to becomes its place among its like.
    """
    value, size = integer(0), 1
    for key, (low, high) in zip(keys, ranges, strict=True):
        column, width = nw.col(key) - integer(low), high - low + 1
        if size * width > PACKED:
            frame, value, size = _dense(frame, value, within, FOLDED), nw.col(FOLDED), ROWS
        if size * width > PACKED:
            frame, column, width = _dense(frame, column, within, COLUMN), nw.col(COLUMN), ROWS
        value, size = value * integer(width) + column, size * width
    return frame, value


def _dense(frame: Frame, value: nw.Expr, within: Sequence[str], name: str) -> Frame:
    return frame.with_columns(_over(value.rank("dense"), within).cast(nw.Int64).alias(name))


def _over(value: nw.Expr, within: Sequence[str]) -> nw.Expr:
    return value.over(*within) if within else value
