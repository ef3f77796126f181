"""Columns of another frame beside those of a frame."""

from __future__ import annotations

import duckdb
import narwhals as nw
import polars as pl

from partygrade.batch.attach import attach

ROWS = {"a": ["y", None, "x", "z", "x"], "b": [1, 1, 2, 1, 1], "n": [0, 1, 2, 3, 4]}
OTHER = {"a": ["x", "y", None, "x"], "b": [1, 1, 1, 2], "v": [10, 20, 30, 40]}
WANTED = [20, None, 40, None, 10]


def test_rows_keep_their_order() -> None:
    """A row without a partner has null, and so has one whose key is null."""
    found = attach(nw.from_native(pl.LazyFrame(ROWS)), nw.from_native(pl.LazyFrame(OTHER)), ["a", "b"])
    assert found.collect("polars").to_native().to_dict(as_series=False) == {**ROWS, "v": WANTED}


def test_a_relation_is_joined_too() -> None:
    """It has no order to keep."""
    frames = [nw.from_native(duckdb.from_arrow(pl.DataFrame(table).to_arrow())) for table in (ROWS, OTHER)]
    assert attach(*frames, ["a", "b"]).sort("n").collect("polars")["v"].to_list() == WANTED
