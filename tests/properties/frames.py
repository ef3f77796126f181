"""Records as a frame of held values, on every engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import narwhals as nw
import polars as pl

from partygrade import ir
from partygrade.batch.columns import Leaves, held, node
from partygrade.batch.fold import fold

ENGINES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame.lazy(),
    "duckdb": lambda frame: duckdb.from_arrow(frame.to_arrow()),
}

QUOTA = "~quota"


def column(name: str, kind: ir.Type, values: Sequence[Any]) -> pl.Series:
    """Hold values of a type as a column."""
    dtypes: Mapping[type, Any] = {ir.Flag: pl.Boolean, ir.Label: pl.String}
    return pl.Series(name, values, dtype=dtypes.get(type(kind), pl.Int64))


def folded(
    engine: str, program: ir.Program, outputs: Sequence[int], columns: Sequence[pl.Series], leaves: Leaves
) -> list[tuple[Any, ...]]:
    """Give the outputs of every row, in their order, and see how they are held, and that nothing else is there."""
    frame = pl.DataFrame([pl.Series("~row", range(len(columns[0]))), *columns])
    names = {number: node(number) for number in outputs}
    out = fold(program.nodes, names, leaves, nw.from_native(ENGINES[engine](frame)))
    assert sorted(out.columns) == sorted([*frame.columns, *names.values()])
    found = out.collect(backend="polars").to_native().sort("~row")
    for number, name in names.items():
        flag = isinstance(program.nodes[number].type, ir.Flag)
        assert found[name].dtype == (pl.Boolean if flag else pl.Int64)
    return found.select(names.values()).rows()


def facts(program: ir.Program, records: Sequence[Sequence[Any]]) -> list[pl.Series]:
    """Hold the scalar facts of records as columns."""
    lists = ir.Events | ir.Panel
    return [
        column(held(n), found.type, [record[n] for record in records])
        for n, found in enumerate(program.inputs)
        if not isinstance(found.type, lists)
    ]
