"""Parts of plans that Spark plans by themselves."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pyarrow as pa

from partygrade.batch.apart import apart

TABLE = {"a": ["x", "y", "y", None], "b": [1, 2, None, -(2**53)], "c": [True, None, False, True]}


def counted(spark: Any) -> Any:
    """Give a frame whose plan has two joins and a shuffle."""
    frame = nw.from_native(spark.createDataFrame(pa.table(TABLE)).repartition(2))
    counts = frame.group_by("a").agg(nw.len().alias("n"))
    return frame.join(counts, on="a", how="left").join(counts.rename({"n": "m"}), on="a", how="left")


def rows(frame: Any) -> list[tuple[Any, ...]]:
    """Give the rows of a frame in some order."""
    return sorted(map(tuple, nw.to_native(frame).collect()), key=str)


def test_the_rows_are_the_same_and_the_plan_is_a_leaf(spark: Any) -> None:
    """Also of a frame that is joined to what was made of it."""
    frame = counted(spark)
    found = apart(frame)
    assert rows(found) == rows(frame) != []
    assert found.collect_schema() == frame.collect_schema()
    plan = nw.to_native(found)._jdf.queryExecution().analyzed()
    assert plan.children().isEmpty()
    again = frame.join(apart(frame, ["a", "b"]), on=["a", "b"], how="semi")
    assert rows(again) == [row for row in rows(frame) if None not in row[:2]]


def test_nothing_is_run_and_the_settings_stay(spark: Any) -> None:
    """Those of the session are put aside while it plans."""
    names = ("spark.sql.adaptive.enabled", "spark.sql.autoBroadcastJoinThreshold", "spark.sql.shuffle.partitions")
    before, context = [spark.conf.get(name) for name in names], spark.sparkContext
    context.setJobGroup("apart", "apart")
    frame = counted(spark)
    apart(apart(frame).filter(nw.col("n") > 1))
    assert not context.statusTracker().getJobIdsForGroup("apart")
    assert [spark.conf.get(name) for name in names] == before
    assert before[0] == "true"


def test_there_are_not_many_more_partitions_than_cores(spark: Any) -> None:
    """The usual two hundred would be as many tasks, for a handful of rows."""
    spark.conf.set("spark.sql.shuffle.partitions", "200")
    try:
        plan = nw.to_native(apart(counted(spark)))._jdf
        assert plan.toJavaRDD().getNumPartitions() == 32
        assert spark.conf.get("spark.sql.shuffle.partitions") == "200"
    finally:
        spark.conf.set("spark.sql.shuffle.partitions", "2")
