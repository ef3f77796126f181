"""Plans that are kept for frames with the same columns."""

from __future__ import annotations

import gc

import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest

from partygrade.batch.plans import Frame, Plans


def doubled(frame: Frame) -> tuple[Frame, list[str]]:
    """Add a column, drop another, and tell the columns."""
    out = frame.with_columns(twice=nw.col("a") * 2).drop("b").with_columns(nw.col("a") + 1, more=nw.lit("x"))
    return out, out.collect_schema().names()


def test_a_plan_does_to_the_next_frame_what_was_done_to_the_first() -> None:
    """It is made once, and what it gives beside the frame is kept."""
    plans, made = Plans(), []

    def make(frame: Frame) -> tuple[Frame, list[str]]:
        made.append(frame)
        return doubled(frame)

    for values in ([1, 2], [3]):
        frame = pl.LazyFrame({"a": values, "b": values})
        out, names = plans.over(nw.from_native(frame), "doubled", make)
        expected, _ = doubled(nw.from_native(frame))
        assert nw.to_native(out).collect().equals(nw.to_native(expected).collect())
        assert names == ["a", "twice", "more"]
    assert len(made) == 1


@pytest.mark.parametrize("other", [{"a": [1.5], "b": [1]}, {"b": [1], "a": [1]}, {"a": [1], "b": [1], "c": [1]}])
def test_a_frame_with_other_columns_has_a_plan_of_its_own(other: dict[str, list[float]]) -> None:
    """Also where only a type, or the order, is another."""
    plans = Plans()
    plans.over(nw.from_native(pl.LazyFrame({"a": [1], "b": [1]})), "doubled", doubled)
    out, _ = plans.over(nw.from_native(pl.LazyFrame(other)), "doubled", doubled)
    assert nw.to_native(out).collect()["twice"].to_list() == [other["a"][0] * 2]


def test_plans_about_something_else_are_kept_apart() -> None:
    """What a plan depends on besides the columns is told by the caller."""
    plans, frame = Plans(), nw.from_native(pl.LazyFrame({"a": [1], "b": [1]}))
    plans.over(frame, "doubled", doubled)
    out, _ = plans.over(frame, "dropped", lambda found: (found.drop("a"), None))
    assert out.collect_schema().names() == ["b"]


def test_a_plan_does_not_keep_the_first_frame() -> None:
    """Nobody's rows stay in memory."""
    before = pa.total_allocated_bytes()
    table = pa.table({"a": pa.array(range(1000)), "b": pa.array(range(1000))})
    plans, data = Plans(), pl.from_arrow(table)
    assert isinstance(data, pl.DataFrame)
    assert pa.total_allocated_bytes() > before
    plans.over(nw.from_native(data.lazy()), "doubled", doubled)
    del data, table
    gc.collect()
    assert pa.total_allocated_bytes() == before
    assert len(plans) == 1


def test_a_step_that_looks_at_other_rows_cannot_be_planned() -> None:
    """It is an error of ours, and is noticed at once."""
    frame = nw.from_native(pl.LazyFrame({"a": [1], "b": [1]}))
    with pytest.raises(AttributeError):
        Plans().over(frame, "joined", lambda found: (found.join(frame, on="a"), None))


def test_not_too_many_plans_are_kept() -> None:
    """A caller may give frames without end whose columns differ."""
    plans = Plans()
    for n in range(200):
        plans.over(nw.from_native(pl.LazyFrame({"a": [1], "b": [1], f"c{n}": [1]})), "doubled", doubled)
    assert len(plans) <= 64
