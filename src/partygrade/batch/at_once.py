"""Steps over a frame of polars that take whole columns as arrays: reading, a program over columns, or both in one step.

They give what the expressions of `ingest` and `fold` give on every other engine.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import narwhals as nw

from partygrade.batch.arrays import Array, Arrays, Given, Leaf
from partygrade.batch.columns import FAULTS, GOOD, Frame, Leaves, held
from partygrade.batch.quick import ColumnReaders, Read, kind_of
from partygrade.batch.settle import Settled

if TYPE_CHECKING:
    import polars as pl

_MADE = "~made"
"""All that was made of a row, until it stands in columns."""


def read(readers: ColumnReaders, frame: Frame) -> Frame:
    """Add what every input holds that has a column, whether the row is good, and its faults."""

    def work(given: Sequence[pl.Series]) -> list[pl.Series]:
        return _held(readers, readers.read(given), readers.columns)

    return _added(frame, readers.looked_at, _held_kinds(readers, readers.columns), work)


def worked(settled: Settled, outputs: Mapping[int, str], leaves: Leaves, frame: Frame) -> Frame:
    """Add the columns of nodes, from columns that are held."""
    program = Arrays(settled, list(outputs))
    columns = [leaves.facts[n] if n >= 0 else leaves.given[-1 - n] for n in program.facts]
    moved = [] if leaves.quota is None else [leaves.quota]
    wide = _kinds(outputs, [64 if width else 0 for width in program.widths])

    def work(given: Sequence[pl.Series]) -> list[pl.Series]:
        found = [_leaf(one) for one in given]
        facts = dict(zip(program.facts, found, strict=False))
        quota = found[-1] if moved else None
        return _nodes(wide, program.over(Given(len(given[0]), facts, quota)))

    if not columns and not moved:
        constants = [found.item() for found in program.over(Given(1, {}))]
        kinds = [nw.Boolean if isinstance(value, bool) else nw.Int64 for value in constants]
        literals = zip(outputs.values(), constants, kinds, strict=True)
        return frame.with_columns(nw.lit(value, dtype=kind).alias(name) for name, value, kind in literals)
    return _added(frame, [*columns, *moved], wide, work)


def read_and_worked(
    readers: ColumnReaders, settled: Settled, outputs: Mapping[int, str], kept: Collection[int], frame: Frame
) -> Frame:
    """Read columns and add those of nodes that rest on them alone, which are held as narrow as they can be.

    Of what was read, the inputs `kept` stay.
    """
    program = Arrays(settled, list(outputs))
    narrow = _kinds(outputs, program.widths)

    def work(given: Sequence[pl.Series]) -> list[pl.Series]:
        found = readers.read(given)
        facts = {number: _leaf(found.columns[number]) for number in program.facts}
        return [*_held(readers, found, kept), *_nodes(narrow, program.over(Given(found.rows, facts)))]

    return _added(frame, readers.looked_at, {**_held_kinds(readers, kept), **narrow}, work)


def _added(
    frame: Frame,
    columns: Sequence[str | pl.Expr],
    kinds: Mapping[str, type[pl.DataType]],
    work: Callable[[Sequence[pl.Series]], Iterable[pl.Series]],
) -> Frame:
    """Add the columns that are made of some."""
    import polars as pl

    def made(given: Sequence[pl.Series]) -> pl.Series:
        return pl.DataFrame(work(given)).to_struct(_MADE)

    native: Any = nw.to_native(frame)
    whole = pl.map_batches(list(columns), made, pl.Struct(kinds), is_elementwise=True)
    out: Frame = nw.from_native(native.with_columns(whole.alias(_MADE)).unnest(_MADE))
    return out


# Columns and arrays.


def _held_kinds(readers: ColumnReaders, numbers: Iterable[int]) -> dict[str, type[pl.DataType]]:
    import polars as pl

    return {**{held(n): readers.kind(n) for n in numbers}, GOOD: pl.Boolean, FAULTS: pl.String}


def _held(readers: ColumnReaders, found: Read, numbers: Iterable[int]) -> list[pl.Series]:
    """Give the columns of inputs, and the two of verdicts."""
    import polars as pl

    good, faults = found.good, found.faults
    if good is None or faults is None:
        good = pl.Series([True]).new_from_index(0, found.rows)
        faults = pl.Series([None], dtype=pl.String).new_from_index(0, found.rows)
    values = [_series(found.columns[n]).cast(readers.kind(n)).alias(held(n)) for n in numbers]
    return [*values, good.alias(GOOD), faults.alias(FAULTS)]


def _series(column: Leaf | pl.Series) -> pl.Series:
    """Give a column as a series."""
    import polars as pl

    if not isinstance(column, Leaf):
        return column
    values = pl.Series(column.values)
    if column.known is None:
        return values
    return values.zip_with(pl.Series(column.known), pl.Series([None], dtype=values.dtype))


def _leaf(column: Leaf | pl.Series) -> Leaf:
    """Give a column as arrays."""
    import polars as pl

    if isinstance(column, Leaf):
        return column
    if not column.null_count():
        return Leaf(column.to_numpy())
    nothing: Any = {pl.Boolean: False, pl.String: ""}.get(column.dtype.base_type(), 0)
    return Leaf(column.fill_null(nothing).to_numpy(), column.is_not_null().to_numpy())


def _kinds(outputs: Mapping[int, str], widths: Iterable[int]) -> dict[str, type[pl.DataType]]:
    return {name: kind_of(width) for name, width in zip(outputs.values(), widths, strict=True)}


def _nodes(kinds: Mapping[str, type[pl.DataType]], arrays: Sequence[Array]) -> list[pl.Series]:
    import polars as pl

    found = zip(kinds.items(), arrays, strict=True)
    return [pl.Series(name, array).cast(kind) for (name, kind), array in found]
