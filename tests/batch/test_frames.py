"""Frames of every kind, opened and given back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from partygrade.batch.frames import opened, same, scored
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
    lazy = frame.lazy.with_columns(score=nw.col("units"))
    found = rows(frame.back(scored(lazy, "score", scale, frame.engine)))
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
