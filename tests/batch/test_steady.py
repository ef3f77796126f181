"""Lazy frames whose rows may come in another order each time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars.io.plugins import register_io_source

from batch.small_scheme import small
from partygrade.batch.steady import steady

FRAME = pl.DataFrame({"id": ["a", "b"], "n": [1, 2]})
LAZY = FRAME.lazy()
TWICE = pl.concat([LAZY, LAZY])

ORDERED = {
    "a frame in memory": LAZY,
    "steps row by row": LAZY.filter(pl.col("n") > 1).with_columns(m=pl.col("n") + 1).rename({"n": "k"}).drop("m"),
    "a part": LAZY.slice(1, 1),
    "one after the other": TWICE,
    "side by side": pl.concat([LAZY, LAZY.select(m="n")], how="horizontal"),
    "a function": LAZY.map_batches(lambda part: part),
}
UNORDERED = {
    "groups": LAZY.group_by("id").agg(pl.col("n").first()),
    "a join": LAZY.join(LAZY.select("id", m="n"), on="id"),
    "different rows": TWICE.unique(),
    "a sort": LAZY.sort("n"),
}


@pytest.mark.parametrize("name", ORDERED)
def test_what_keeps_its_order_goes_on_as_it_is(name: str) -> None:
    """It is not run."""
    assert steady(ORDERED[name]) is ORDERED[name]


def test_files_go_on_as_they_are(tmp_path: Path) -> None:
    """They are larger than memory."""
    FRAME.write_parquet(tmp_path / "a.parquet")
    FRAME.write_csv(tmp_path / "a.csv")
    parquet, csv = tmp_path / "*.parquet", tmp_path / "a.csv"
    for lazy in (pl.scan_parquet(parquet), pl.scan_parquet(parquet, n_rows=1), pl.scan_csv(csv, infer_schema=False)):
        assert steady(lazy) is lazy


@pytest.mark.parametrize("name", UNORDERED)
def test_what_promises_no_order_is_worked_out(name: str) -> None:
    """And is a lazy frame still."""
    found = steady(UNORDERED[name])
    assert found.explain(optimized=False).startswith("DF [")
    assert found.sort("id").collect().equals(UNORDERED[name].sort("id").collect())


def test_other_kinds_go_on_as_they_are() -> None:
    """What is no lazy frame of polars."""
    for native in (FRAME, duckdb.connect().from_arrow(FRAME.to_arrow()), "no frame"):
        assert steady(native) is native


def test_rows_that_come_in_another_order_have_their_own_grades() -> None:
    """Though a frame is looked at several times."""
    frame = pl.DataFrame({"id": ["a", "b", "c"], "review": [90, 85, 70], "county": ["东"] * 3})
    turns: list[int] = []

    def source(columns: list[str] | None, *_: object) -> Iterator[pl.DataFrame]:
        turns.append(1)
        found = frame if len(turns) % 2 else frame.reverse()
        yield found if columns is None else found.select(columns)

    found = small().grade_frame(register_io_source(source, schema=frame.schema)).collect()
    assert sorted(found.select("id", "rank").rows()) == [("a", 1), ("b", 2), ("c", 3)]
