"""Organisations drawn for a scheme, several cohorts in one table: more rows hardly take Spark longer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings

from batch.organisations import expected, frames, listed
from partygrade import Scheme
from partygrade.strategies import cohorts, days

COLUMNS = ("score", "own_grade", "grade", "rank", "quota", "rules", "checks")
Record = dict[str, Any]


def drawn(scheme: Scheme, examples: int) -> tuple[list[Record], date | None]:
    """Draw cohorts that all stand in one table, the same every time, and the day as of which they are graded."""
    found: list[list[Record]] = []
    dates: list[date | None] = []

    @settings(max_examples=examples, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(cohorts(scheme, 8, 16), days(scheme))
    def take(records: list[Record], day: date | None) -> None:
        found.append(records)
        dates.append(day)

    take()
    return [{**one, "id": f"{n}-{one['id']}"} for n, records in enumerate(found) for one in records], dates[-1]


def spoilt(scheme: Scheme, records: Sequence[Record]) -> list[Record]:
    """Give the records with a few that cannot be read, a few with a fact left out, and a few whose id stands twice."""
    single = [item.origin.id for item in scheme.program.inputs if not listed(item)]
    out = [dict(record) for record in records]
    for number, one in enumerate(out):
        facts = [fact for fact in single if fact in one]
        if facts and number % 11 == 3:
            one[facts[number % len(facts)]] = "?"
        elif facts and number % 13 == 5:
            del one[facts[number % len(facts)]]
    lists = {item.origin.id for item in scheme.program.inputs if listed(item)}
    # Events are joined by the id, so that they stand with one of the two only.
    return out + [{name: value for name, value in one.items() if name not in lists} for one in out[7::17]]


def repeated(records: Sequence[Record]) -> set[str]:
    """List the ids that stand in several rows."""
    return {key for key, count in Counter(one["id"] for one in records).items() if count > 1}


def wanted(scheme: Scheme, records: Sequence[Record], day: date | None) -> dict[str, Record]:
    """Give by the id what a frame without an order of rows should hold: no row of a repeated id is graded."""
    twice = repeated(records)
    single = [one for one in records if one["id"] not in twice]
    rows = zip(single, expected(scheme, single, day), strict=True)
    return {one["id"]: row for one, row in rows} | {key: dict.fromkeys(COLUMNS) for key in twice}


def on_spark(
    spark: Any, scheme: Scheme, records: Sequence[Mapping[str, Any]], partitions: int = 3
) -> tuple[Any, dict[str, Any]]:
    """Give the frame of organisations, of text, and those of their events with an order."""
    wide, events = frames(scheme, records)
    ordered = {name: rows.with_columns(order=pl.int_range(pl.len())) for name, rows in events.items()}

    def spread(frame: pl.DataFrame) -> Any:
        # What is in one place only, Spark works out by itself while it plans, and not on the executors.
        return spark.createDataFrame(frame.to_arrow()).repartition(partitions)

    return spread(wide), {name: spread(rows) for name, rows in ordered.items()}
