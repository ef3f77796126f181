"""Small tables of our own: taken out of the engine of a frame, and put beside it.

A small table is a mapping of column names to lists of whole numbers, texts, flags and None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import narwhals as nw

from partygrade.batch.columns import Frame

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Small = dict[str, list[Any]]


def fetched(frame: Frame) -> Small:
    """Work out a frame whose rows are few, and give its columns."""
    names = frame.collect_schema().names()
    if frame.implementation.is_polars():
        # Streamed, what comes before the small table need not be held in memory.
        native: Any = nw.to_native(frame).collect(engine="streaming")
        return {name: native[name].to_list() for name in names}
    found = frame.collect()
    return {name: found[name].to_list() for name in names}


def beside(frame: Frame, table: Mapping[str, Sequence[Any]]) -> Frame:
    """Put a small table of whole numbers and texts into the engine of a frame; a column without texts is Int64.

    In polars, which compares only what is of one type, a column that the frame has too gets its type.
    """
    texts = {name: any(isinstance(value, str) for value in values) for name, values in table.items()}
    native: Any = nw.to_native(frame)
    if frame.implementation.is_polars():
        import polars as pl

        own = native.collect_schema()
        schema = {name: own.get(name, pl.String() if text else pl.Int64()) for name, text in texts.items()}
        return nw.from_native(pl.LazyFrame(table, schema=schema))
    import pyarrow as pa

    columns = {name: pa.array(values, pa.string() if texts[name] else pa.int64()) for name, values in table.items()}
    if frame.implementation.is_duckdb():
        return nw.from_native(_queried(native, pa.table(columns)))
    # Rows of Python would be unpacked by a Python on every executor, which need not have one.
    found: Frame = nw.from_native(native.sparkSession.createDataFrame(pa.table(columns)))
    return found


def _queried(relation: duckdb.DuckDBPyRelation, incoming: pa.Table) -> duckdb.DuckDBPyRelation:
    """Give a table to the connection of a relation, where DuckDB finds it by the name of the variable."""
    found = relation.query("~relation", "SELECT * FROM incoming")
    assert found is not None
    return found.set_alias("~small")
