"""Whole frames of organisations: the row stage and the cohort stage as expressions over columns.

What comes out equals what the plain path gives, to the last digit. A frame is a polars frame, eager or lazy, a pandas
or pyarrow table, a DuckDB relation or a PySpark frame; the expressions are the same for all.
"""

from __future__ import annotations

from partygrade.batch.batch import Batch
from partygrade.batch.row import Asked

__all__ = ["Asked", "Batch"]
