"""Columns kept aside."""

from __future__ import annotations

import duckdb
import narwhals as nw
import polars as pl

from partygrade.batch.aside import aside
from partygrade.batch.attach import attach
from partygrade.batch.small import beside, fetched

FRAME = pl.LazyFrame({"a": [3, 1, 2], "b": ["x", "y", None], "c": [True, False, None]})
ROWS = pl.LazyFrame({"~row": [1, 0, 2, 1], "d": ["p", "q", "r", "s"]})


def test_what_is_kept_comes_back_beside_the_rows() -> None:
    """By their numbers, in the types that it was made of, beside columns that were not kept aside."""
    kept = aside(nw.from_native(FRAME), ["a", "b", "c"], {"a": (0, 3), "e": (-2, 200)})
    assert kept.frame.collect_schema().names() == ["a", "b", "c"]
    more = kept.frame.with_columns((nw.col("a") * 2).alias("e"), (nw.col("b") + "!").alias("f"))
    kept.keep(more, "e", "f")
    whole = nw.to_native(kept.beside(nw.from_native(ROWS), ["a", "e", "f"]))
    assert whole.collect_schema() == {**ROWS.collect_schema(), "a": pl.Int64, "e": pl.Int64, "f": pl.String}
    assert whole.drop("~row").collect().rows() == [
        ("p", 1, 2, "y!"),
        ("q", 3, 6, "x!"),
        ("r", 2, 4, None),
        ("s", 1, 2, "y!"),
    ]


def test_what_is_kept_takes_as_few_bytes_as_its_range_allows() -> None:
    """A number whose range is not known stays as it is, and a text becomes the number of a category."""
    edges = {"a": (-128, 127), "b": (-128, 128), "c": (-(2**15) - 1, 0), "d": (0, 2**31 - 1), "e": (0, 2**31)}
    frame = pl.LazyFrame(
        {name: [low, high] for name, (low, high) in edges.items()}, schema=dict.fromkeys(edges, pl.Int64)
    )
    kept = aside(nw.from_native(frame.with_columns(f=pl.lit(1), g=pl.lit("x"))), [*edges, "f", "g"], edges)
    kinds = kept.frame.collect_schema()
    assert [kinds[name] for name in edges] == [nw.Int8(), nw.Int16(), nw.Int32(), nw.Int32(), nw.Int64()]
    assert (kinds["f"], kinds["g"]) == (nw.Int32(), nw.Categorical())
    assert nw.to_native(kept.frame).select(list(edges)).collect().rows() == list(zip(*edges.values(), strict=True))


def test_small_tables_are_attached_to_what_is_kept() -> None:
    """They compare as the columns of the frame do."""
    kept = aside(nw.from_native(FRAME), ["a", "b"], {"a": (0, 3)}).frame
    found = attach(kept, beside(kept, {"a": [1, 2, 4], "b": ["y", "y", "z"], "e": [7, 8, 9]}), ["a", "b"])
    assert fetched(found)["e"] == [None, 7, None]


def test_a_relation_goes_on_as_a_whole() -> None:
    """DuckDB works out what is looked at when it is."""
    frame = nw.from_native(duckdb.connect().from_query("SELECT 1 AS a"))
    kept = aside(frame, ["a"], {})
    assert kept.frame is frame
    more = frame.with_columns((nw.col("a") + 1).alias("c"))
    kept.keep(more, "c")
    assert kept.frame is kept.beside(frame, ["c"]) is more
