"""Steps that take whole columns."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl
import pytest

from partygrade import ir
from partygrade.batch import at_once
from partygrade.batch.columns import FAULTS, GOOD, Leaves, held
from partygrade.batch.quick import ColumnReaders
from partygrade.batch.settle import settle

SCORE = ir.Input(ir.Origin("score", "分数"), ir.Number(0, 0, 99))
BONUS = ir.Input(ir.Origin("bonus", "加分"), ir.Number(0, 0, 9), optional=True)
INPUTS = {0: SCORE, 1: BONUS}
NODES = [
    ir.Fact(0, None, SCORE.type),
    ir.Fact(1, 0, BONUS.type),
    ir.Add((0, 1), ir.Number(0, 0, 108)),
    ir.Literal(3, ir.Number(0, 3, 3)),
]
SETTLED = settle(NODES, [2, 3], {}, (), quota=False)
OUTPUTS = {2: "~sum", 3: "~three"}
ENGINES = pytest.mark.parametrize("engine", ["streaming", "in-memory"])


def readers(frame: Any) -> ColumnReaders:
    """Read the two columns."""
    return ColumnReaders(INPUTS, frame.collect_schema(), {0: "a", 1: "b"})


@ENGINES
@pytest.mark.parametrize("rows", [1, 40_000])
def test_in_one_step_or_in_two(engine: Any, rows: int) -> None:
    """The values are the same, of good rows and of others."""
    given = {"a": [90, 100, None, 7], "b": [9, 1, 2, None]}
    frame = nw.from_native(pl.LazyFrame({name: values * rows for name, values in given.items()}))
    one = at_once.read_and_worked(readers(frame), SETTLED, OUTPUTS, [1], frame)
    two = at_once.read(readers(frame), frame)
    two = at_once.worked(SETTLED, OUTPUTS, Leaves({0: held(0), 1: held(1)}), two)
    found = nw.to_native(one).collect(engine=engine)
    assert found.columns == ["a", "b", "~f1", GOOD, FAULTS, "~sum", "~three"]
    assert found.dtypes[-2:] == [pl.Int8, pl.Int8]
    assert found.cast(dict.fromkeys(OUTPUTS.values(), pl.Int64)).equals(
        nw.to_native(two).select(found.columns).collect(engine=engine)
    )
    assert found.filter(GOOD).unique().sort("a").rows() == [
        (7, None, None, True, None, 7, 3),
        (90, 9, 9, True, None, 99, 3),
    ]
    assert found[FAULTS].drop_nulls().unique().to_list() == ["score"]


def test_a_program_without_columns() -> None:
    """Its values are constants, in as many rows as there are."""
    frame = nw.from_native(pl.LazyFrame({"a": [1, 2]}))
    settled = settle(NODES, [3], {}, (), quota=False)
    found = nw.to_native(at_once.worked(settled, {3: "~three"}, Leaves({}), frame)).collect()
    assert found.rows() == [(1, 3), (2, 3)]
    assert found["~three"].dtype == pl.Int64
