"""The columns of a frame to the values of the inputs, and which facts of a row cannot be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import narwhals as nw

from partygrade import ir
from partygrade.batch.cells import absent, cell
from partygrade.batch.columns import FAULTS, GOOD, held
from partygrade.batch.frames import Lazy, engine
from partygrade.batch.steps import Steps, stepwise, without


def ingest(inputs: Sequence[ir.Input], frame: Lazy, columns: Mapping[str, str]) -> tuple[Lazy, dict[int, str]]:
    """Add what every input holds, whether the row is `~good`, and its `~faults`.

    `columns` maps the id of a fact to the column of the frame that gives it. A fact without a column has its default,
    or is not known. Lists are not read here, and a required fact without a column is left to the caller, as the day as
    of which is graded; neither is in the mapping that is given back, from the number of an input to its column.
    """
    schema, kind = frame.collect_schema(), engine(frame)
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
    frame = stepwise(frame, ways).with_columns(*added, whole.alias(GOOD), _faults(good).alias(FAULTS))
    return without(frame, ways), {number: held(number) for number in values}


def _faults(good: Mapping[str, nw.Expr]) -> nw.Expr:
    """List the facts that are not good; null where all are."""
    if not good:
        return nw.lit(None, dtype=nw.String)
    named = [nw.when(~fits).then(nw.lit(fact)) for fact, fits in good.items()]
    listed = nw.concat_str(named, separator=", ", ignore_nulls=True)
    return nw.when(listed != nw.lit("")).then(listed)
