"""The columns of a frame to the values of the inputs, and which facts of a row cannot be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import narwhals as nw

from partygrade import ir
from partygrade.batch import at_once
from partygrade.batch.cells import absent, cell, faults_of
from partygrade.batch.columns import FAULTS, GOOD, held
from partygrade.batch.frames import Lazy, engine
from partygrade.batch.quick import ColumnReaders
from partygrade.batch.steps import Steps, stepwise, without


def ingest(inputs: Sequence[ir.Input], frame: Lazy, columns: Mapping[str, str]) -> tuple[Lazy, dict[int, str]]:
    """Add what every input holds, whether the row is `~good`, and its `~faults`.

    `columns` maps the id of a fact to the column of the frame that gives it. A fact without a column has its default,
    or is not known. Lists are not read here, and a required fact without a column is left to the caller, as the day as
    of which is graded; neither is in the mapping that is given back, from the number of an input to its column.
    """
    schema, kind = frame.collect_schema(), engine(frame)
    if kind == "polars":
        return _at_once(inputs, frame, columns)
    values: dict[int, nw.Expr] = {}
    good: dict[str, nw.Expr] = {}
    ways: list[Steps] = []
    for number, item in enumerate(inputs):
        name = columns.get(item.origin.id)
        if isinstance(item.type, ir.Panel | ir.Events):
            continue
        if name is not None:
            way = Steps(f"c{number}")
            found = cell(item, nw.col(name), schema[name], kind, way)
            values[number], good[item.origin.id] = way.put_all([found.value, found.good])
            ways.append(way)
        elif item.default is not None or item.optional:
            values[number] = absent(item)
    whole = nw.all_horizontal(*good.values(), ignore_nulls=True) if good else nw.lit(True)
    added = [value.alias(held(number)) for number, value in values.items()]
    frame = stepwise(frame, ways).with_columns(*added, whole.alias(GOOD), faults_of(good).alias(FAULTS))
    return without(frame, ways), {number: held(number) for number in values}


def _at_once(inputs: Sequence[ir.Input], frame: Lazy, columns: Mapping[str, str]) -> tuple[Lazy, dict[int, str]]:
    """Do the same in polars, which looks at whole columns."""
    single = {n: item for n, item in enumerate(inputs) if not isinstance(item.type, ir.Panel | ir.Events)}
    there = {n: columns[item.origin.id] for n, item in single.items() if item.origin.id in columns}
    values = {
        n: absent(item) for n, item in single.items() if n not in there and (item.default is not None or item.optional)
    }
    added = [value.alias(held(number)) for number, value in values.items()]
    if there:
        frame = at_once.read(ColumnReaders(single, frame.collect_schema(), there), frame)
    else:
        added += [nw.lit(True).alias(GOOD), nw.lit(None, dtype=nw.String).alias(FAULTS)]
    return frame.with_columns(*added) if added else frame, {n: held(n) for n in sorted({*there, *values})}
