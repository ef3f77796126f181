"""A frame of organisations graded: the row stage, the cohort stage, and the columns that people see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw

from partygrade import ir
from partygrade.batch import columns, outputs
from partygrade.batch.arithmetic import integer
from partygrade.batch.columns import FAULTS, GOOD, Frame, Leaves
from partygrade.batch.fold import fold
from partygrade.batch.frames import Opened, decimal, decimals, opened
from partygrade.batch.overrides import without_overrides
from partygrade.batch.plans import kept_plans
from partygrade.batch.quotas import MOVES, QUOTA, Accounts
from partygrade.batch.row import Asked, RowStage, row_stage
from partygrade.batch.run import Stage, after_quotas, keys_before
from partygrade.batch.seats import PLACE, seated
from partygrade.batch.settle import Range, span
from partygrade.engine import Engine


@dataclass(frozen=True, slots=True)
class Graded:
    """A graded frame, which still has the columns of our own, and the accounts of its quotas."""

    row: RowStage
    frame: Frame
    accounts: Accounts


def graded(engine: Engine, native: Any, asked: Asked) -> Graded:
    """Grade a frame: add the columns of `outputs`, null in rows with faults."""
    first = opened(native)
    if not asked.cohort and not asked.events:
        return _rows_alone(engine, first, asked)
    row = row_stage(engine, first, asked)
    frame, accounts = seated(engine, row, asked.detail) if asked.cohort else (row.frame, ())

    def show(frame: Frame) -> tuple[Frame, None]:
        return _shown(engine, row, asked, frame, ranked=asked.cohort), None

    frame, _ = kept_plans(engine).over(frame, asked.about("shown"), show)
    return Graded(row, frame, accounts)


def _rows_alone(engine: Engine, first: Opened, asked: Asked) -> Graded:
    """Grade rows that rest on no other: so it is done in the same way for every frame with these columns."""

    def planned(frame: Frame) -> tuple[Frame, tuple[Leaves, Stage, Mapping[str, Range]]]:
        row = row_stage(engine, replace(first, lazy=frame), asked)
        return _shown(engine, row, asked, row.frame, ranked=False), (row.leaves, row.stage, row.left)

    frame, (leaves, stage, left) = kept_plans(engine).over(first.lazy, asked.about("rows alone"), planned)
    return Graded(RowStage(first, {}, frame, leaves, stage, left), frame, ())


def _shown(engine: Engine, row: RowStage, asked: Asked, frame: Frame, ranked: bool) -> Frame:
    """Turn the values of nodes into the columns that people see, empty for rows with faults."""
    program, good = engine.program, nw.col(GOOD)
    graded = good if program.excluded is None else good & ~nw.col(columns.node(program.excluded))
    own = final = _own(engine, graded)
    if ranked:
        frame, final = _after_quotas(engine, row, asked, frame, own)
    shown = outputs.Shown(frame)
    _show_score(engine, shown)
    shown.word(outputs.OWN_GRADE, own, engine.ladder)
    if ranked:
        shown.word(outputs.GRADE, final, engine.ladder)
        shown.put(outputs.RANK, nw.col(PLACE))
        shown.put(outputs.QUOTA, nw.col(MOVES))
    rules, checks = outputs.rules_shown(program), outputs.checks_shown(program)
    fired = [nw.col(columns.node(rule.condition)) for rule in rules]
    failed = [~nw.col(columns.node(check.holds)) for check in checks]
    shown.listed(outputs.RULES, good, fired, [rule.origin.id for rule in rules])
    shown.listed(outputs.CHECKS, good, failed, [check.origin.id for check in checks])
    frame = shown.added()
    if asked.detail:
        names = outputs.node_columns(program)
        later = _later(program) if ranked else frozenset[int]()
        told = [(n, f"~q{n}" if n in later else columns.node(n), name) for n, name in names.items()]
        told += [(n, columns.node(n), name) for n, name in keys_before(program).items() if ranked]
        values = {name: _wide(program.nodes[n].type, nw.col(column)) for n, column, name in told}
        frame = frame.with_columns(nw.when(good).then(value).alias(name) for name, value in values.items())
        frame = without_overrides(engine, row, frame)
    return frame.with_columns(nw.col(FAULTS).alias(outputs.FAULTS))


def _wide(kind: ir.Type, value: nw.Expr) -> nw.Expr:
    """Give the value of a node as all engines show it."""
    return value if isinstance(kind, ir.Flag) else value.cast(nw.Int64)


_TABLE = 2**17
"""So many decimals are made once, and looked up; to make one takes five times as long."""


def _show_score(engine: Engine, shown: outputs.Shown) -> None:
    """Show the score as a decimal."""
    program = engine.program
    if program.score is None:
        shown.put(outputs.SCORE, nw.lit(None, dtype=nw.String))
        return
    score = nw.when(nw.col(GOOD)).then(nw.col(columns.node(program.score.value)))
    low, high = span(program.nodes[program.score.value].type)
    if shown.looks_up and high - low < _TABLE:
        shown.look_up(outputs.SCORE, score - integer(low) if low else score, decimals(low, high, engine.scale))
    else:
        shown.put(outputs.SCORE, decimal(score, engine.scale))


def _own(engine: Engine, graded: nw.Expr) -> nw.Expr:
    number = engine.program.own_grade
    if number is None or not engine.ladder:
        return nw.lit(None, dtype=nw.Int64)
    return nw.when(graded).then(nw.col(columns.node(number)))


def _after_quotas(engine: Engine, row: RowStage, asked: Asked, frame: Frame, own: nw.Expr) -> tuple[Frame, nw.Expr]:
    """Give the final grade; whom a quota moved, the phases after the quotas meet again."""
    program = engine.program
    final = own
    quotas = program.cohort.quotas if program.cohort else ()
    if quotas and program.own_grade is not None:
        moved, below = after_quotas(program)
        leaves = replace(row.leaves, given={**row.leaves.given, **{n: columns.node(n) for n in below}}, quota=QUOTA)
        # A direct grade after the quotas may make the own grade one that they do not change.
        wanted = sorted({program.own_grade, *(moved if asked.detail else ())})
        frame = fold(program.nodes, {n: f"~q{n}" for n in wanted}, leaves, frame)
        final = nw.when(~nw.col(QUOTA).is_null()).then(nw.col(f"~q{program.own_grade}")).otherwise(own)
    return frame, final


def _later(program: ir.Program) -> frozenset[int]:
    """Give the nodes that have a value after the quotas, in a column of their own."""
    quotas = program.cohort.quotas if program.cohort else ()
    return after_quotas(program)[0] if quotas and program.own_grade is not None else frozenset()
