"""The cluster that the other tests run on."""

from __future__ import annotations

from typing import Any

import pytest

from spark.cluster import Cluster


def test_two_workers_run_tasks_without_a_python(running: Cluster, spark: Any) -> None:
    """Plain expressions of Spark need none; a function of Python cannot be run."""
    assert spark.range(100).selectExpr("sum(id)").collect()[0][0] == 4950
    assert len(running.executors()) == 2
    with pytest.raises(Exception, match="nonexistent"):
        spark.sparkContext.parallelize([1]).map(lambda number: number + 1).collect()
