"""Columns kept aside."""

from __future__ import annotations

import narwhals as nw
import polars as pl

from partygrade.batch.aside import aside


def test_new_columns_come_back_beside_the_rows() -> None:
    """In the order of the rows, with the columns that were not kept aside."""
    kept = aside(nw.from_native(pl.LazyFrame({"a": [3, 1, 2], "b": ["x", "y", "z"]})), ["a"])
    assert kept.frame.collect_schema().names() == ["a"]
    whole = kept.put_back(kept.frame.with_columns((nw.col("a") * 2).alias("c")), ["c"])
    assert nw.to_native(whole).collect().to_dict(as_series=False) == {
        "a": [3, 1, 2], "b": ["x", "y", "z"], "c": [6, 2, 4],
    }  # fmt: skip
