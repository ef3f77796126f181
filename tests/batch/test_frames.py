"""Frames of every kind, opened and given back."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_series_equal

from partygrade.batch.frames import decimal, opened, same
from partygrade.errors import FactsError

PLAIN = pl.DataFrame({"id": ["b", "a"], "units": [2**53 - 1, -(2**53 - 1)]})


def relation(frame: pl.DataFrame, connection: duckdb.DuckDBPyConnection | None = None) -> duckdb.DuckDBPyRelation:
    """Give a frame to DuckDB, on a connection of its own if none is said."""
    return (connection or duckdb.connect()).from_arrow(frame.to_arrow())


KINDS = {
    "polars": PLAIN,
    "lazy polars": PLAIN.lazy(),
    "pandas": PLAIN.to_pandas(),
    "pyarrow": PLAIN.to_arrow(),
    "duckdb": relation(PLAIN),
}


def rows(native: Any) -> list[dict[str, Any]]:
    """Give the rows of a frame of any kind."""
    found: list[dict[str, Any]] = nw.from_native(native).lazy().collect("pyarrow").to_native().to_pylist()
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_comes_back_as_the_kind_that_it_was(kind: str) -> None:
    """Lazy stays lazy."""
    native = KINDS[kind]
    frame = opened(native)
    assert type(frame.back(frame.lazy)) is type(native)


@pytest.mark.parametrize("kind", KINDS)
def test_columns_are_added_and_our_own_are_taken_away(kind: str) -> None:
    """Nobody sees a column that begins with `~`."""
    frame = opened(KINDS[kind])
    back = frame.back(frame.lazy.with_columns(nw.lit("x").alias("more"), nw.lit("y").alias("~ours")))
    assert rows(back) == [{**row, "more": "x"} for row in PLAIN.to_dicts()]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scale", [0, 2, 9, 15])
def test_a_score_is_an_exact_decimal(kind: str, scale: int) -> None:
    """Also at the edges of what a program may reach."""
    frame = opened(KINDS[kind])
    found = rows(frame.back(frame.lazy.with_columns(score=decimal(nw.col("units"), scale))))
    assert [row["score"] for row in found] == [Decimal(n).scaleb(-scale) for n in (2**53 - 1, 1 - 2**53)]


@pytest.mark.parametrize("first", KINDS)
@pytest.mark.parametrize("second", KINDS)
def test_a_second_frame_comes_to_the_engine_of_the_first(first: str, second: str) -> None:
    """Whatever kind it is of, the two can be joined."""
    one = opened(KINDS[first])
    two = same(one, KINDS[second])
    joined = one.lazy.select("id").join(two.lazy.select("id", "units"), on="id").sort("id")
    assert rows(joined.to_native()) == [{"id": "a", "units": 1 - 2**53}, {"id": "b", "units": 2**53 - 1}]


def test_what_is_no_frame_is_refused() -> None:
    """A list of records is not a frame."""
    with pytest.raises(FactsError, match=r"expected a polars, .* got `builtins\.list`"):
        opened([{"id": "a"}])


def test_a_column_of_our_names_is_refused() -> None:
    """It would be taken for ours."""
    with pytest.raises(FactsError, match="`~good`"):
        opened(pl.DataFrame({"~good": [True]}))


def test_rows_come_back_in_their_order() -> None:
    """However they were turned about in between."""
    frame = opened(PLAIN)
    assert frame.back(frame.lazy.sort("id"))["id"].to_list() == ["b", "a"]


def test_a_frame_of_pandas_keeps_its_index_and_its_types() -> None:
    """What is added fits its rows, and whole numbers stay whole where some are missing."""
    native = pd.DataFrame({"a": pd.Series([1, 2], dtype="int8"), "b": pd.Categorical(["x", "y"])}).set_axis([7, 3])
    frame = opened(native)
    more = nw.when(nw.col("a") > 1).then(nw.col("a").cast(nw.Int64))
    back = frame.back(frame.lazy.with_columns(more=more, sure=more > 0, word=nw.col("b").cast(nw.String)))
    assert back[["a", "b"]].equals(native)
    assert list(back.index) == [7, 3]
    assert [str(dtype) for dtype in back.dtypes] == ["int8", "category", "Int64", "boolean", "str"]
    assert back.loc[3, ["more", "sure", "word"]].to_list() == [2, True, "y"]
    assert back.loc[7, ["more", "sure"]].isna().all()


def test_many_columns_are_added_to_a_frame_of_pandas_at_once() -> None:
    """One by one they would leave it in pieces, of which pandas warns."""
    found = opened(pd.DataFrame({"x": [1, 2]}, index=[7, 7]))
    out = found.back(found.lazy.with_columns(nw.col("x").alias(f"y{n}") for n in range(200)))
    assert out.shape == (2, 201)
    assert out["y199"].to_dict() == {7: 2}


def test_rows_that_are_left_out_of_a_frame_of_pandas_stay_out() -> None:
    """The others keep what they had."""
    frame = opened(KINDS["pandas"])
    assert list(frame.back(frame.lazy.filter(nw.col("id") == "a")).index) == [1]


def test_a_table_of_pyarrow_keeps_its_types() -> None:
    """And new texts are of its plain type."""
    native = pa.table({"a": pa.array(["x", "y"], pa.dictionary(pa.int8(), pa.string()))})
    frame = opened(native)
    back = frame.back(frame.lazy.with_columns(word=nw.lit("w")).filter(nw.col("a").cast(nw.String) == "y"))
    assert back.schema == pa.schema([native.schema.field("a"), ("word", pa.string())])
    assert back.to_pylist() == [{"a": "y", "word": "w"}]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["a", None, math.nan, pd.NA], pl.Series(["a", None, None, None])),
        ([True, None], pl.Series([True, None])),
        ([date(2017, 6, 5), pd.NaT], pl.Series([date(2017, 6, 5), None])),
        ([1, "90%", 2.5, Decimal("1.50")], pl.Series(["1", "90%", "2.5", "1.5"])),
        ([2**70, 1e22, 1e-7], pl.Series(["1180591620717411303424", "10000000000000000000000", "0.0000001"])),
        ([True, date(2017, 6, 5)], pl.Series(["true", "2017-06-05"])),
        ([datetime(2017, 6, 5), [1]], pl.Series(["2017-06-05 00:00:00", "[1]"])),
        ([Decimal("1e40"), Decimal("NaN"), None], pl.Series(["1e+40", "NaN", None])),
    ],
)
def test_objects_of_pandas_are_read_each_as_what_it_is(values: list[Any], expected: pl.Series) -> None:
    """Where they are of several kinds, as the texts that facts read in the same way."""
    frame = opened(pd.DataFrame({"x": pd.Series(values, dtype=object)}))
    assert_series_equal(frame.lazy.collect()["x"].to_native(), expected, check_names=False)
