"""Columns of a Spark frame that are worked out once, while they are looked at again and again.

Spark forgets what a frame came to as soon as somebody has seen it. Polars keeps its columns aside in memory, and DuckDB
works out a relation quickly enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import narwhals as nw

Frame = nw.LazyFrame[Any]


@contextmanager
def persisted(frame: Frame, names: Sequence[str]) -> Iterator[Frame]:
    """Give the columns of a frame; Spark keeps them until the end, in memory or on disk."""
    slim = frame.select(*names)
    if frame.implementation.is_polars() or frame.implementation.is_duckdb():
        yield slim
        return
    native: Any = nw.to_native(slim)
    native.persist()
    try:
        yield slim
    finally:
        native.unpersist()
