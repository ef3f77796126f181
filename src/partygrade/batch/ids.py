"""Ids that stand in a frame more than once: every organisation is graded once."""

from __future__ import annotations

import narwhals as nw

from partygrade.batch.attach import attach
from partygrade.batch.columns import FAULTS, GOOD, KEY, ROW
from partygrade.batch.fold import Frame
from partygrade.batch.small import fetched

ID = "id"
"""How the fault is told."""

_FIRST = "~first"
_COUNT = "~count"


def distinct(frame: Frame) -> Frame:
    """Find the rows whose id an earlier row has already; they have a fault, as they have on the plain path.

    Where the rows have no order, every row of a repeated id has the fault. The ids are counted at once.
    """
    schema = frame.collect_schema()
    if KEY not in schema:
        return frame
    same = frame.filter(~nw.col(KEY).is_null()).group_by(KEY).agg(nw.len().alias(_COUNT)).filter(nw.col(_COUNT) > 1)
    if not fetched(same.select(KEY).head(1))[KEY]:
        return frame
    if ROW in schema:
        rows = frame.group_by(KEY).agg(nw.col(ROW).min().alias(_FIRST))
        frame = attach(frame, rows, [KEY])
        again = nw.col(ROW) != nw.col(_FIRST)
    else:
        frame = attach(frame, same.with_columns(nw.col(_COUNT).alias(_FIRST)).select(KEY, _FIRST), [KEY])
        again = ~nw.col(_FIRST).is_null()
    again = again.fill_null(False)
    said = nw.concat_str(nw.lit(ID), nw.col(FAULTS), separator=", ", ignore_nulls=True)
    frame = frame.with_columns(
        (nw.col(GOOD) & ~again).alias(GOOD), nw.when(again).then(said).otherwise(nw.col(FAULTS)).alias(FAULTS)
    )
    return frame.drop(_FIRST)
