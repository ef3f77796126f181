"""Small tables into and out of the engines."""

from __future__ import annotations

from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from partygrade.batch.small import beside, fetched

FRAMES: Any = {
    "polars": lambda: pl.LazyFrame({"a": [1]}),
    "duckdb": lambda: duckdb.connect().sql("SELECT 1 AS a"),
}


@pytest.mark.parametrize("engine", FRAMES)
def test_what_goes_in_comes_out(engine: str) -> None:
    """Whole numbers of 64 bits, texts, and what is null."""
    table = {"~n": [2**60, None, -1], "文": ["东", "", None], "~none": [None, None, None]}
    rows = fetched(beside(nw.from_native(FRAMES[engine]()), table).sort("~n", nulls_last=True))
    assert rows == {"~n": [-1, 2**60, None], "文": [None, "东", ""], "~none": [None, None, None]}


@pytest.mark.parametrize("engine", FRAMES)
def test_it_meets_the_frame(engine: str) -> None:
    """Also one of a connection of its own."""
    frame = nw.from_native(FRAMES[engine]())
    joined = frame.join(beside(frame, {"a": [1, 2], "b": [10, 20]}), on="a", how="left")
    assert fetched(joined) == {"a": [1], "b": [10]}


@pytest.mark.parametrize("engine", FRAMES)
def test_a_table_may_have_no_rows(engine: str) -> None:
    """It has its columns all the same."""
    assert fetched(beside(nw.from_native(FRAMES[engine]()), {"a": [], "b": []})) == {"a": [], "b": []}
