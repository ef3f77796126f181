"""Lazy frames of polars that are looked at twice: their rows must come in the same order each time.

What joins, groups or sorts promises no order, so such a frame is worked out once.
"""

from __future__ import annotations

import re
from typing import Any

import narwhals as nw

_STEP = re.compile(
    r"(Parquet|Csv|Ipc|NDJson) SCAN |DF \[|PROJECT |ROW_INDEX: |ESTIMATED ROWS: |"
    r"SELECT \[|WITH_COLUMNS:|\[|simple π |FILTER |FROM$|SLICE(\[|: )|UNNEST |EXPLODE |OPAQUE_PYTHON$|"
    r"(END )?UNION\[maintain_order: true\]$|(END )?HCONCAT$|PLAN [0-9]+:$"
)
"""How the lines of a plan begin that keeps the rows in their order."""


def steady(native: Any) -> Any:
    """Give a frame whose rows come in the same order whenever they are looked at.

    A lazy frame of polars of which its plan does not say so is held in memory, and given as a lazy one.
    """
    native = nw.to_native(native, pass_through=True)
    frame = nw.from_native(native, pass_through=True)
    if not isinstance(frame, nw.LazyFrame) or not frame.implementation.is_polars() or _ordered(native):
        return native
    return native.collect(engine="streaming").lazy()


def _ordered(native: Any) -> bool:
    lines = (line.strip() for line in native.explain(optimized=False).splitlines())
    return all(_STEP.match(line) for line in lines if line)
