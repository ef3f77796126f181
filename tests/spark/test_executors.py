"""Executors that fail while a job runs."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl

from batch.small_scheme import small
from spark.cluster import PATIENCE, Cluster

COUNT = 20_000
PARTS = 32


def halfway(spark: Any) -> bool:
    """Wait until a stage of all partitions has done some of its tasks, and not all."""
    tracker = spark.sparkContext.statusTracker()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for number in tracker.getActiveStageIds():
            stage = tracker.getStageInfo(number)
            if stage is not None and stage.numTasks == PARTS and 1 <= stage.numCompletedTasks < PARTS // 2:
                return True
        time.sleep(0.01)
    return False


def test_an_executor_that_is_killed_changes_nothing(running: Cluster, spark: Any, tmp_path: Path) -> None:
    """Spark does again what it had done; the columns that were kept for counting are worked out again too."""
    reviews = [None if n % 97 == 0 else f"{n * 7919 % 201 / 2}" for n in range(COUNT)]
    table = {"id": [f"o{n}" for n in range(COUNT)], "review": reviews, "county": [f"c{n % 40}" for n in range(COUNT)]}
    organisations = pl.DataFrame(table)
    events = pl.DataFrame({"id": [f"o{n}" for n in range(0, COUNT, 3)], "points": [n % 5 for n in range(0, COUNT, 3)]})
    organisations.write_parquet(tmp_path / "organisations.parquet")
    events.write_parquet(tmp_path / "events.parquet")
    given = spark.read.parquet(str(tmp_path / "organisations.parquet")).repartition(PARTS)
    sanctions = spark.read.parquet(str(tmp_path / "events.parquet"))

    def kill() -> int | None:
        return running.kill_executor() if halfway(spark) else None

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(kill)
        batch = small().batch(given, {"sanctions": sanctions})
        second = pool.submit(kill)
        found = {row["id"]: row.asDict() for row in batch.frame.collect()}
        victims = {first.result(), second.result()}
    assert None not in victims
    assert not victims & set(running.executors())
    right = small().grade_frame(organisations, {"sanctions": events})
    assert [found[row["id"]] for row in right.to_dicts()] == right.to_dicts()
