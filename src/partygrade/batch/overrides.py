"""The own grade had no soft rule been overridden, which no value of a node tells."""

from __future__ import annotations

from dataclasses import replace

import narwhals as nw

from partygrade import ir
from partygrade.batch import outputs
from partygrade.batch.columns import GOOD, Frame, Leaves
from partygrade.batch.fold import fold
from partygrade.batch.row import RowStage
from partygrade.engine import Engine

_GRADE = "~held"
_NONE = "~none"


def without_overrides(engine: Engine, row: RowStage, frame: Frame) -> Frame:
    """Add the own grade with an empty list of overrides; no column where no list was given."""
    program, index = engine.program, engine.program.overrides
    if index is None or program.own_grade is None or index in row.leaves.fixed:
        return frame
    wanted = {program.own_grade: _GRADE} | ({} if program.excluded is None else {program.excluded: _NONE})
    frame = fold(program.nodes, wanted, _emptied(program, index, row.leaves), frame)
    graded = nw.col(GOOD) if program.excluded is None else nw.col(GOOD) & ~nw.col(_NONE)
    return outputs.with_word(frame, outputs.WITHOUT_OVERRIDES, nw.when(graded).then(nw.col(_GRADE)), engine.ladder)


def _emptied(program: ir.Program, index: int, leaves: Leaves) -> Leaves:
    """Give the leaves with one list empty; what the cohort and other lists come to stays."""
    given = {n: column for n, column in leaves.given.items() if _stays(program.nodes[n], index)}
    return replace(leaves, given=given, fixed={**leaves.fixed, index: ()})


def _stays(node: ir.Node, index: int) -> bool:
    return isinstance(node, ir.Across) or (isinstance(node, ir.Aggregate) and node.index != index)
