"""Graded frames of Spark against graded cohorts: every shipped scheme, to the last digit."""

from __future__ import annotations

from typing import Any

import pytest

from partygrade import catalog, load
from spark.drawn import COLUMNS, drawn, on_spark, repeated, spoilt, wanted


@pytest.mark.parametrize("name", catalog.names())
def test_a_frame_is_graded_as_its_records_are(spark: Any, name: str) -> None:
    """Every column, quotas, faults and strays; some rows have faults, facts left out, or the id of another row."""
    scheme = load(name)
    records, day = drawn(scheme, 12)
    records = spoilt(scheme, records)
    frame, events = on_spark(spark, scheme, records)
    batch = scheme.batch(frame, events, as_of=day)
    found = [row.asDict() for row in batch.frame.collect()]
    right, twice = wanted(scheme, records, day), repeated(records)
    assert len(found) == len(records)
    for row in found:
        assert {one: row[one] for one in COLUMNS} == right[row["id"]], (row["id"], row["faults"])
        assert ((row["faults"] or "").split(", ")[0] == "id") == (row["id"] in twice)
    faulty = [row["id"] for row in found if row["faults"] is not None]
    assert sorted(one.id for one in batch.faults(None)) == sorted(faulty)
