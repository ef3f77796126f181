"""Frames that nothing has to be planned apart for; on Spark: tests/spark/test_apart.py."""

from __future__ import annotations

from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from partygrade.batch.apart import apart

FRAMES: Any = {"polars": lambda: pl.LazyFrame({"a": [1]}), "duckdb": lambda: duckdb.sql("SELECT 1 AS a")}


@pytest.mark.parametrize("engine", FRAMES)
def test_other_engines_see_what_they_plan_twice(engine: str) -> None:
    """Their frames stay as they are, with all columns."""
    frame: Any = nw.from_native(FRAMES[engine]())
    assert apart(frame, []) is frame
