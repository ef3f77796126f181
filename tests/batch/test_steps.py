"""Columns that stand only while others are worked out."""

from __future__ import annotations

import narwhals as nw
import polars as pl

from partygrade.batch.steps import Steps, stepwise, without

FRAME = nw.from_native(pl.LazyFrame({"x": [1, 2]}))


def test_a_step_may_rest_on_those_before_it() -> None:
    """Of several values, the steps of each are taken at once."""
    one, two = Steps("one"), Steps("two")
    doubled = one.put(one.put(nw.col("x") + 1) * 2)
    left, right = two.put_all([nw.col("x") - 1, nw.col("x") + 5])
    frame = stepwise(FRAME, [one, two]).with_columns(sum=doubled + left + right)
    assert without(frame, [one, two]).collect().to_dict(as_series=False) == {"x": [1, 2], "sum": [10, 14]}


def test_a_frame_without_steps_is_as_it_was() -> None:
    """Nothing is added, and nothing taken out."""
    assert without(stepwise(FRAME, []), []).collect().columns == ["x"]
