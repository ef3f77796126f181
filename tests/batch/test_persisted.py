"""Columns of a frame while they are looked at again and again; on Spark: tests/spark/test_batch.py."""

from __future__ import annotations

from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from partygrade.batch.persisted import persisted

FRAMES: Any = {"polars": lambda: pl.LazyFrame({"a": [1], "b": [2]}), "duckdb": lambda: duckdb.sql("SELECT 1 a, 2 b")}


@pytest.mark.parametrize("engine", FRAMES)
def test_only_the_columns_that_are_looked_at_are_there(engine: str) -> None:
    """In the order in which they are asked for."""
    with persisted(nw.from_native(FRAMES[engine]()), ["b"]) as slim:
        assert slim.collect().to_dict(as_series=False) == {"b": [2]}
