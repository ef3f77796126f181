"""A frame of organisations graded: the row stage, the cohort stage, and the columns that people see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw

from partygrade.batch import columns, outputs
from partygrade.batch.columns import FAULTS, GOOD
from partygrade.batch.fold import Frame, fold
from partygrade.batch.frames import scored
from partygrade.batch.overrides import without_overrides
from partygrade.batch.quotas import MOVES, QUOTA, Accounts
from partygrade.batch.row import Asked, RowStage, row_stage
from partygrade.batch.run import after_quotas
from partygrade.batch.seats import PLACE, seated
from partygrade.engine import Engine


@dataclass(frozen=True, slots=True)
class Graded:
    """A graded frame, which still has the columns of our own, and the accounts of its quotas."""

    row: RowStage
    frame: Frame
    accounts: Accounts


def graded(engine: Engine, native: Any, asked: Asked) -> Graded:
    """Grade a frame: add the columns of `outputs`, null in rows with faults."""
    row = row_stage(engine, native, asked)
    if not asked.cohort:
        return Graded(row, _shown(engine, row, asked, row.frame, ranked=False), ())
    frame, accounts = seated(engine, row)
    return Graded(row, _shown(engine, row, asked, frame, ranked=True), accounts)


def _shown(engine: Engine, row: RowStage, asked: Asked, frame: Frame, ranked: bool) -> Frame:
    """Turn the values of nodes into the columns that people see, empty for rows with faults."""
    program, good = engine.program, nw.col(GOOD)
    if program.score is not None:
        score = nw.when(good).then(nw.col(columns.node(program.score.value)))
        frame = scored(frame.with_columns(score.alias(outputs.SCORE)), outputs.SCORE, engine.scale, row.opened.engine)
    else:
        frame = frame.with_columns(outputs.nothing(outputs.SCORE, nw.String))
    graded = good if program.excluded is None else good & ~nw.col(columns.node(program.excluded))
    own = _own(engine, graded)
    frame = frame.with_columns(outputs.word(own, engine.ladder).alias(outputs.OWN_GRADE))
    if ranked:
        frame = _after_quotas(engine, row, asked, frame, own)
    rules, checks = outputs.rules_shown(program), outputs.checks_shown(program)
    fired = [good & nw.col(columns.node(rule.condition)) for rule in rules]
    failed = [good & ~nw.col(columns.node(check.holds)) for check in checks]
    frame = outputs.listed(frame, outputs.RULES, fired, [rule.origin.id for rule in rules])
    frame = outputs.listed(frame, outputs.CHECKS, failed, [check.origin.id for check in checks])
    for name in (outputs.RULES, outputs.CHECKS):
        frame = frame.with_columns(nw.when(good).then(nw.col(name)).alias(name))
    if asked.detail:
        names = outputs.node_columns(program)
        frame = frame.with_columns(nw.when(good).then(nw.col(columns.node(n))).alias(name) for n, name in names.items())
        frame = without_overrides(engine, row, frame)
    return frame.with_columns(nw.col(FAULTS).alias(outputs.FAULTS))


def _own(engine: Engine, graded: nw.Expr) -> nw.Expr:
    number = engine.program.own_grade
    if number is None or not engine.ladder:
        return nw.lit(None, dtype=nw.Int64)
    return nw.when(graded).then(nw.col(columns.node(number)))


def _after_quotas(engine: Engine, row: RowStage, asked: Asked, frame: Frame, own: nw.Expr) -> Frame:
    """Add the final grade; whom a quota moved, the phases after the quotas meet again."""
    program = engine.program
    final = own
    quotas = program.cohort.quotas if program.cohort else ()
    if quotas and program.own_grade is not None:
        moved, below = after_quotas(program)
        leaves = replace(row.leaves, given={**row.leaves.given, **{n: columns.node(n) for n in below}}, quota=QUOTA)
        wanted = sorted(moved) if asked.detail else [program.own_grade]
        frame = fold(program.nodes, {n: f"~q{n}" for n in wanted}, leaves, frame)
        final = nw.when(~nw.col(QUOTA).is_null()).then(nw.col(f"~q{program.own_grade}")).otherwise(own)
    frame = frame.with_columns(
        outputs.word(final, engine.ladder).alias(outputs.GRADE),
        nw.col(PLACE).alias(outputs.RANK),
        nw.col(MOVES).alias(outputs.QUOTA),
    )
    if asked.detail and quotas:
        moved, _ = after_quotas(program)
        frame = frame.with_columns(nw.col(f"~q{n}").alias(columns.node(n)) for n in sorted(moved))
    return frame
