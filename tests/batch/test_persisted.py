"""Columns of a frame while they are looked at again and again; on Spark: tests/spark/test_batch.py."""

from __future__ import annotations

from pathlib import Path
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


def test_a_relation_is_worked_out_once_and_nothing_is_left_in_its_connection() -> None:
    """Also where the looking fails."""
    connection = duckdb.connect()
    connection.execute("CREATE SEQUENCE turns")
    frame = nw.from_native(connection.from_query("SELECT nextval('turns') AS a FROM range(3)"))
    with pytest.raises(ZeroDivisionError), persisted(frame, ["a"]) as slim:
        for _ in range(2):
            assert slim.collect("polars")["a"].to_list() == [1, 2, 3]
        raise ZeroDivisionError
    assert connection.execute("SELECT count(*) FROM duckdb_tables()").fetchall() == [(0,)]


def test_a_database_that_may_only_be_read_is_read(tmp_path: Path) -> None:
    """What is kept does not stand in it."""
    with duckdb.connect(tmp_path / "some.db") as connection:
        connection.execute("CREATE TABLE things AS SELECT 1 AS a")
    connection = duckdb.connect(tmp_path / "some.db", read_only=True)
    with persisted(nw.from_native(connection.table("things")), ["a"]) as slim:
        assert slim.collect("polars")["a"].to_list() == [1]
    connection.close()
