"""The cohort stage: the place of every organisation in the ranking, and the grade that quotas give it."""

from __future__ import annotations

import narwhals as nw

from partygrade import ir
from partygrade.batch import columns, outputs
from partygrade.batch.arithmetic import integer
from partygrade.batch.aside import aside
from partygrade.batch.columns import FAULTS, GOOD, Frame
from partygrade.batch.packed import CLASS, seats
from partygrade.batch.places import ROWS, placed
from partygrade.batch.quotas import MOVES, QUOTA, Accounts, share_frame
from partygrade.batch.ranked import Ranked
from partygrade.batch.row import RowStage
from partygrade.batch.settle import Range, span
from partygrade.engine import Engine

PLACE = "~place"
GRADE = "~grade"
_COUNTS = "~counts"


def seated(engine: Engine, row: RowStage, detail: bool) -> tuple[Frame, Accounts]:
    """Add the place in the ranking, the grade that the quotas give and why.

    Without `detail` the values of the nodes that are shown are kept until the rows are looked at again.
    """
    cohort = engine.program.cohort
    if cohort is None:
        return row.frame.with_columns(
            outputs.nothing(PLACE, nw.Int64), outputs.nothing(QUOTA, nw.Int64), outputs.nothing(MOVES, nw.String)
        ), ()
    ranked, frame = _ranked(engine, row, cohort)
    shown: dict[str, Range] = {} if detail else dict(row.left)
    ranges = dict(zip(ranked.keys, ranked.ranges, strict=True)) | shown
    ranges |= {PLACE: (1, ROWS - 1), **dict.fromkeys((GRADE, QUOTA), (0, len(engine.ladder)))}
    slim = aside(frame, list(dict.fromkeys([*ranked.names, *([] if detail else [FAULTS]), *shown])), ranges)
    found = seats(cohort, engine.ladder, slim.frame, ranked, PLACE) if row.opened.engine == "polars" else None
    rows, names = (row.frame, []) if detail else (row.opened.lazy, [GOOD, FAULTS, *shown])
    if found is not None:
        slim.keep(nw.from_native(found.rows.to_frame().lazy()), CLASS)
        return found.beside(slim.beside(rows, [CLASS, *names])), found.accounts
    slim.keep(_placed(cohort, slim.frame, ranked), PLACE)
    shared, accounts = share_frame(cohort, engine.ladder, slim.frame, ranked)
    slim.keep(shared, QUOTA, MOVES)
    return slim.beside(rows, [PLACE, QUOTA, MOVES, *names]), accounts


def _placed(cohort: ir.Cohort, frame: Frame, ranked: Ranked) -> Frame:
    if not cohort.rank_by:
        return frame.with_columns(outputs.nothing(PLACE, nw.Int64))
    graded = nw.col(GOOD) if ranked.excluded is None else nw.col(GOOD) & ~nw.col(ranked.excluded)
    frame = frame.with_columns(graded.alias(_COUNTS))
    return placed(frame, ranked.keys, ranked.ranges, ranked.groups, _COUNTS, PLACE).drop(_COUNTS)


def _ranked(engine: Engine, row: RowStage, cohort: ir.Cohort) -> tuple[Ranked, Frame]:
    """Add the rank keys, of which the greater is the better, and name what quotas look at."""
    program, frame = engine.program, row.frame
    keys, ranges = [], []
    for number, key in enumerate(cohort.rank_by):
        value = nw.col(columns.node(key.value)).cast(nw.Int64)
        low, high = span(program.nodes[key.value].type)
        keys.append(f"~k{number}")
        ranges.append((low, high) if key.descending else (-high, -low))
        frame = frame.with_columns((value if key.descending else value * integer(-1)).alias(keys[-1]))
    grade = GRADE
    rank = (
        integer(0)
        if program.before_quotas is None or not engine.ladder
        else nw.col(columns.node(program.before_quotas))
    )
    frame = frame.with_columns(rank.alias(grade))
    among = {n: columns.node(q.among) for n, q in enumerate(cohort.quotas) if q.among is not None}
    excluded = None if program.excluded is None else columns.node(program.excluded)
    return Ranked(row.stage.within, keys, ranges, GRADE, excluded, among), frame
