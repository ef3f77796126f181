"""Ids that stand in a frame more than once: every organisation is graded once."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import numpy as np

from partygrade.batch.attach import attach
from partygrade.batch.columns import FAULTS, GOOD, KEY, ROW, Frame
from partygrade.batch.small import fetched

ID = "id"
"""How the fault is told."""

_FIRST = "~first"
_COUNT = "~count"


def distinct(frame: Frame, keyed: Frame) -> Frame:
    """Find the rows whose id an earlier row has already; they have a fault, as they have on the plain path.

    Where the rows have no order, every row of a repeated id has the fault. The ids are counted at once, in the same
    rows before anything else was read of them.
    """
    schema = frame.collect_schema()
    if KEY not in schema:
        return frame
    near = _suspects(keyed)
    if near is None:
        return frame
    first = nw.col(ROW).min() if ROW in schema else nw.len()
    same = near.group_by(KEY).agg(nw.len().alias(_COUNT), first.cast(nw.Int64).alias(_FIRST))
    same = same.filter(nw.col(_COUNT) > 1).select(KEY, _FIRST)
    if not fetched(same.select(KEY).head(1))[KEY]:
        return frame
    frame = attach(frame, same, [KEY])
    again = nw.col(ROW) != nw.col(_FIRST) if ROW in schema else ~nw.col(_FIRST).is_null()
    again = again.fill_null(False)
    said = nw.concat_str(nw.lit(ID), nw.col(FAULTS), separator=", ", ignore_nulls=True)
    frame = frame.with_columns(
        (nw.col(GOOD) & ~again).alias(GOOD), nw.when(again).then(said).otherwise(nw.col(FAULTS)).alias(FAULTS)
    )
    return frame.drop(_FIRST)


def _suspects(frame: Frame) -> Frame | None:
    """Leave out rows whose id stands nowhere else; None where there are no others for sure.

    In polars an id is first told by a number of 64 bits, of which many millions are held and put in order easily; of
    different ids hardly ever two have the same one.
    """
    frame = frame.filter(~nw.col(KEY).is_null())
    if not frame.implementation.is_polars():
        return frame
    import polars as pl

    native: Any = nw.to_native(frame)
    marks = native.select(pl.col(KEY).hash()).collect(engine="streaming")[KEY].to_numpy(writable=True)
    marks.sort()
    twice = marks[1:][marks[1:] == marks[:-1]]
    if not len(twice):
        return None
    near: Frame = nw.from_native(native.filter(pl.col(KEY).hash().is_in(pl.Series(np.unique(twice)).implode())))
    return near
