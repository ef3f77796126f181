"""Parts of a plan that Spark plans by themselves.

What is joined to a frame often rests on that frame: then the plan holds it twice, and with the next join four times.
To analyse and optimise such a plan takes Spark minutes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import narwhals as nw

from partygrade.batch.columns import Frame

_NO_JOBS = {"spark.sql.adaptive.enabled": "false", "spark.sql.autoBroadcastJoinThreshold": "-1"}
"""Planned with these, no part of a plan is run before all of it is."""

_PARTITIONS = "spark.sql.shuffle.partitions"
_FEW = 32
"""Nothing puts small partitions together then, so that there should not be many more of them than can run at once."""


def apart(frame: Frame, names: Collection[str] | None = None) -> Frame:
    """Give the same frame, on Spark as a leaf of every plan that is made of it, and only the columns `names`.

    Nothing is run and nothing kept: what a lost executor had worked out is worked out again.
    """
    # Spark Connect has no plan at hand.
    if not frame.implementation.is_pyspark():
        return frame
    native: Any = nw.to_native(frame if names is None else frame.select(*dict.fromkeys(names)))
    session, plan = native.sparkSession, native._jdf
    with _set(session.conf, _settings(session)):
        rows = plan.toJavaRDD()
    found: Frame = nw.from_native(type(native)(session._jsparkSession.createDataFrame(rows, plan.schema()), session))
    return found


def _settings(session: Any) -> dict[str, str]:
    at_once = max(_FEW, 2 * session.sparkContext.defaultParallelism)
    return {**_NO_JOBS, _PARTITIONS: str(min(at_once, int(session.conf.get(_PARTITIONS))))}


@contextmanager
def _set(conf: Any, settings: Mapping[str, str]) -> Iterator[None]:
    before = {name: conf.get(name) for name in settings}
    try:
        for name, value in settings.items():
            conf.set(name, value)
        yield
    finally:
        for name, value in before.items():
            conf.set(name, value)
