"""Parts of a plan that Spark plans by themselves.

What is joined to a frame often rests on that frame: then the plan holds it twice, and with the next join four times.
To analyse and optimise such a plan takes Spark minutes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import narwhals as nw

Frame = nw.LazyFrame[Any]

_NO_JOBS = {"spark.sql.adaptive.enabled": "false", "spark.sql.autoBroadcastJoinThreshold": "-1"}
"""Planned with these, no part of a plan is run before all of it is."""


def apart(frame: Frame, names: Collection[str] | None = None) -> Frame:
    """Give the same frame, on Spark as a leaf of every plan that is made of it, and only the columns `names`.

    Nothing is run and nothing kept: what a lost executor had worked out is worked out again.
    """
    native: Any = nw.to_native(frame)
    # Only the classic interface of Spark has plans at hand.
    plan = getattr(native, "_jdf", None)
    if plan is None:
        return frame
    if names is not None:
        return apart(frame.select(*dict.fromkeys(names)))
    session = native.sparkSession
    with _set(session.conf, _NO_JOBS):
        rows = plan.toJavaRDD()
    found: Frame = nw.from_native(type(native)(session._jsparkSession.createDataFrame(rows, plan.schema()), session))
    return found


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
