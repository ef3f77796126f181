"""Frames of every kind as narwhals lazy frames of three engines, and back to the caller's kind.

Polars frames, pandas and pyarrow tables run on polars; DuckDB relations and PySpark frames stay where they are. What
only one engine can say stands here too; every other module of the batch speaks narwhals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from numbers import Integral
from typing import TYPE_CHECKING, Any, Literal, assert_never, cast

import narwhals as nw

from partygrade.batch.columns import ROW
from partygrade.diagnostics import Diagnostic, Text
from partygrade.errors import FactsError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Engine = Literal["polars", "duckdb", "pyspark"]
Lazy = nw.LazyFrame[Any]

OWN = "~"
"""What the names of our own columns begin with."""

KINDS = "a polars, pandas or pyarrow table, a DuckDB relation or a PySpark frame"
KINDS_ZH = "polars、pandas 或 pyarrow 表、DuckDB relation 或 PySpark DataFrame"

_FAR = 30
"""A number beyond this power of ten is no value of any fact, and is not written out."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A frame of the caller's as a lazy one.

    `back` gives a lazy frame that came of it in the caller's kind, without our own columns. `ordered` says that the
    rows have an order, which then stands in the column `~row`.
    """

    lazy: Lazy
    back: Callable[[Lazy], Any]
    ordered: bool
    engine: Engine


def opened(native: Any) -> Opened:
    """Open a frame of any kind that we know.

    Raises:
        FactsError: if it is no such frame, or a column of it is called like one of ours.
    """
    native = nw.to_native(native, pass_through=True)
    frame = nw.from_native(native, pass_through=True)
    if not isinstance(frame, nw.DataFrame | nw.LazyFrame):
        raise FactsError([_no_frame(native)])
    kind: nw.Implementation = frame.implementation
    # To turn the types of polars into those of narwhals takes longer than the rest.
    names = native.collect_schema().names() if kind.is_polars() else map(str, frame.collect_schema())
    if own := [name for name in names if name.startswith(OWN)]:
        raise FactsError([_reserved(name) for name in own])
    match kind:
        case nw.Implementation.POLARS:
            return _polars(native)
        case nw.Implementation.PANDAS:
            return _pandas(native)
        case nw.Implementation.PYARROW:
            return _pyarrow(native)
        case nw.Implementation.DUCKDB:
            return Opened(nw.from_native(native), bare, False, "duckdb")
        case nw.Implementation.PYSPARK | nw.Implementation.PYSPARK_CONNECT:
            return Opened(nw.from_native(native), bare, False, "pyspark")
        case _:
            raise FactsError([_no_frame(native)])


def engine(lazy: Lazy) -> Engine:
    """Tell the engine of a lazy frame."""
    kind: nw.Implementation = lazy.implementation
    match kind:
        case nw.Implementation.DUCKDB:
            return "duckdb"
        case nw.Implementation.PYSPARK | nw.Implementation.PYSPARK_CONNECT:
            return "pyspark"
        case _:
            return "polars"


def _no_frame(native: object) -> Diagnostic:
    kind = f"{type(native).__module__.partition('.')[0]}.{type(native).__name__}"
    return Diagnostic("not-a-frame", Text(f"expected {KINDS}, got `{kind}`", f"应为 {KINDS_ZH}，现为 `{kind}`"))


def _reserved(name: str) -> Diagnostic:
    text = Text(
        f"the column `{name}` has a name of ours: expected none that begins with `{OWN}`",
        f"列 `{name}` 与内部列名冲突：列名不应以 `{OWN}` 开头",
    )
    return Diagnostic("reserved-column", text)


def bare(lazy: Lazy) -> Any:
    """Give the native frame without our own columns."""
    if not lazy.implementation.is_polars():
        return lazy.drop(_own(lazy)).to_native()
    import polars.selectors as cs

    # To ask for the names takes as long as some frames take to be graded.
    return lazy.to_native().drop(cs.starts_with(OWN))


def _own(lazy: Lazy) -> list[str]:
    return [name for name in lazy.collect_schema().names() if name.startswith(OWN)]


# Polars, and what runs on it.


def _numbered(frame: pl.DataFrame | pl.LazyFrame) -> Lazy:
    """Add the numbers of the rows."""
    import polars as pl

    return nw.from_native(frame.lazy().with_row_index(ROW).with_columns(pl.col(ROW).cast(pl.Int64)))


def _polars(frame: pl.DataFrame | pl.LazyFrame) -> Opened:
    import polars as pl

    lazy = _numbered(frame)
    if not isinstance(frame, pl.DataFrame):
        return Opened(lazy, bare, True, "polars")

    def back(graded: Lazy) -> pl.DataFrame:
        added, rows = _added(graded, frame.columns, frame.height)
        return (frame if rows.equals(pl.int_range(frame.height, eager=True)) else frame[rows]).hstack(added)

    return Opened(lazy, back, True, "polars")


_SMALL = 2**17
"""So many rows are not worth the threads of the streaming engine."""


def _added(lazy: Lazy, own: Iterable[str], height: int) -> tuple[pl.DataFrame, pl.Series]:
    """Collect the columns that were added to a frame of so many rows, in their order, and the numbers of the rows."""
    known = {*own, *_own(lazy)}
    names = [name for name in lazy.collect_schema().names() if name not in known]
    native: pl.LazyFrame = lazy.select(ROW, *names).to_native()
    found = native.collect(engine="in-memory" if height <= _SMALL else "streaming")
    # Nothing that we do changes the order, and to see that is much cheaper than to sort.
    found = found if found[ROW].is_sorted() else found.sort(ROW)
    return found.drop(ROW), found[ROW]


def _pandas(frame: pd.DataFrame) -> Opened:
    import polars as pl

    names = [str(name) for name in frame.columns]
    columns = {name: _from_pandas(frame.iloc[:, n]) for n, name in enumerate(names)}

    def back(lazy: Lazy) -> pd.DataFrame:
        import pandas as pd

        added, rows = _added(lazy, names, len(frame))
        out = frame.iloc[rows.to_numpy()]
        # The caller's own columns keep their types, whatever polars made of them.
        new = [_to_pandas(series).set_axis(out.index).rename(series.name) for series in added]
        return pd.concat([out, *new], axis=1)

    return replace(_polars(pl.DataFrame(columns)), back=back)


def _from_pandas(series: Any) -> pl.Series:
    """Give a column of pandas to polars; Python objects of several kinds, or of an unusual one, become text."""
    import polars as pl

    if series.dtype != object:
        return cast("pl.Series", pl.from_pandas(series))
    values = [None if _missing(value) else value for value in series]
    kinds = {type(value) for value in values if value is not None}
    for kind, dtype in ((str, pl.String), (bool, pl.Boolean), (date, pl.Date)):
        if kinds == {kind}:
            return pl.Series(values, dtype=dtype)
    return pl.Series([None if value is None else written(value) for value in values], dtype=pl.String)


def _missing(value: object) -> bool:
    return (
        value is None or type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and value != value)
    )


def written(value: object) -> str:
    """Write a Python object as the text that a fact reads in the same way; what no fact takes, in any way."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            return _figure(Decimal(float.__repr__(value)))
        case Decimal():
            return _figure(value)
        case Integral():
            return _figure(Decimal(int(value)))
        case _:
            return value.isoformat() if type(value) is date else f"{value}"


def _figure(number: Decimal) -> str:
    if not number.is_finite() or not -_FAR < number.adjusted() < _FAR:
        return f"{number:e}"
    text = f"{number:f}"
    return text.rstrip("0").removesuffix(".") if "." in text else text


def _to_pandas(series: pl.Series) -> Any:
    """Give a new column to pandas: what may be null stays whole, and a decimal stays exact."""
    import pandas as pd
    import polars as pl

    if isinstance(series.dtype, pl.Decimal):
        return series.to_pandas(use_pyarrow_extension_array=True)
    found = series.to_pandas()
    if series.null_count() and isinstance(series.dtype, pl.Int64 | pl.Boolean):
        return pd.Series(series.to_list(), dtype="Int64" if isinstance(series.dtype, pl.Int64) else "boolean")
    return found


def _pyarrow(table: pa.Table) -> Opened:
    import polars as pl

    def back(lazy: Lazy) -> pa.Table:
        import pyarrow as pa

        added, rows = _added(lazy, table.column_names, len(table))
        out = table if rows.equals(pl.int_range(len(table), eager=True)) else table.take(rows.to_arrow())
        for name, column in zip(added.columns, added.to_arrow().columns, strict=True):
            out = out.append_column(name, column.cast(pa.string()) if column.type == pa.large_string() else column)
        return out

    found = pl.from_arrow(table)
    assert isinstance(found, pl.DataFrame)
    return replace(_polars(found), back=back)


# A second frame.


def same(first: Opened, native: Any) -> Opened:
    """Open a second frame of any kind on the engine of the first."""
    second = opened(native)
    if second.engine == first.engine and not (first.engine == "duckdb" and _apart(first, second)):
        return second
    table = second.lazy.collect("pyarrow").to_native()
    return replace(second, lazy=nw.from_native(_moved(first, table)), engine=first.engine)


def _moved(first: Opened, table: pa.Table) -> Any:
    """Give a table of pyarrow to the engine of a frame."""
    match first.engine:
        case "polars":
            import polars as pl

            return pl.LazyFrame(table)
        case "duckdb":
            return _related(first.lazy.to_native(), table)
        case "pyspark":
            return first.lazy.to_native().sparkSession.createDataFrame(_signed(table))
        case _:
            assert_never(first.engine)


def _signed(table: pa.Table) -> pa.Table:
    """Give a table without what Spark has no type for: unsigned integers, and categories."""
    import pyarrow as pa

    def kind(given: pa.DataType) -> pa.DataType:
        if pa.types.is_uint64(given):
            return pa.decimal128(20)
        if pa.types.is_unsigned_integer(given):
            return pa.int64()
        return given.value_type if pa.types.is_dictionary(given) else given

    return table.cast(pa.schema([field.with_type(kind(field.type)) for field in table.schema]))


def _related(relation: duckdb.DuckDBPyRelation, incoming: pa.Table) -> duckdb.DuckDBPyRelation:
    """Give a table to the connection of a relation, where DuckDB finds it by the name of the variable."""
    found = relation.query("~relation", "SELECT * FROM incoming")
    assert found is not None
    return found.set_alias("~second")


def _apart(first: Opened, second: Opened) -> bool:
    """Tell whether two relations are of different connections, which DuckDB only says when they meet."""
    import duckdb

    one, two = (opened.lazy.to_native() for opened in (first, second))
    try:
        one.set_alias("~one").cross(two.set_alias("~two"))
    except duckdb.InvalidInputException:
        return True
    return False


# What comes out.


def decimal(value: nw.Expr, scale: int) -> nw.Expr:
    """Give whole numbers in units of 10 to the minus `scale` as decimals, exactly.

    The values lie within 2^53, so that a decimal of 18 digits holds them. A product of decimals is exact in every
    engine where no digit is lost; a quotient is not.
    """
    whole = value.cast(nw.Decimal(18, 0))
    return (whole * nw.lit(Decimal(1).scaleb(-scale))).cast(nw.Decimal(18, scale)) if scale else whole


def decimals(low: int, high: int, scale: int) -> pl.Series:
    """Give all decimals from `low` to `high` in units of 10 to the minus `scale`, for polars."""
    import polars as pl

    whole = nw.from_native(pl.Series(range(low, high + 1), dtype=pl.Int64).to_frame("units"))
    return whole.select(decimal(nw.col("units"), scale)).to_native()["units"]
