"""Columns of a frame that are worked out once, while they are looked at again and again.

Spark and DuckDB forget what a frame came to as soon as somebody has seen it. Polars keeps its columns aside in memory.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import narwhals as nw

from partygrade.batch.columns import Frame


@contextmanager
def persisted(frame: Frame, names: Sequence[str]) -> Iterator[Frame]:
    """Give the columns of a frame; they are kept until the end, in memory or on disk, and then nothing is left."""
    slim = frame.select(*names)
    if frame.implementation.is_polars():
        yield slim
    elif frame.implementation.is_duckdb():
        with _table(nw.to_native(slim)) as kept:
            yield nw.from_native(kept)
    else:
        native: Any = nw.to_native(slim)
        native.persist()
        try:
            yield slim
        finally:
            native.unpersist()


@contextmanager
def _table(relation: Any) -> Iterator[Any]:
    """Keep a relation of DuckDB as a temporary table of its connection, under a name that nobody else has."""
    name = f'"~partygrade_{secrets.token_hex(8)}"'
    relation.query("~kept", f'CREATE TEMP TABLE {name} AS SELECT * FROM "~kept"')
    try:
        yield relation.query("~kept", f"SELECT * FROM {name}")
    finally:
        relation.query("~kept", f"DROP TABLE {name}")
