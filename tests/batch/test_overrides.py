"""The own grade had no soft rule been overridden, in detailed frames."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from batch.organisations import frames
from partygrade import FactsError, loads

SCHEME = loads("""partygrade: 1
scheme: soft
title: 例
facts: {missed: {type: count, max: 9, default: 0}, fines: {type: events, fields: {points: {type: count, max: 9}}}}
score: {id: total, points: 100}
grades: [{id: good, from: 80}, {id: fair, from: 60}, {id: poor}]
rules:
  - {id: often, when: missed >= 3, at_most: fair, soft: true}
  - {id: fined, when: "sum(fines, points) > 5", not_graded: 处分, soft: true}
  - {id: low, when: total < 10, not_graded: 过低}
""")


def override(rule: str) -> dict[str, str]:
    """Override a rule."""
    return {"rule": rule, "authority": "县委", "reason": "灾害", "date": "2024-05-01"}


RECORDS: list[dict[str, Any]] = [
    {"id": "a", "total": 90, "missed": 4, "overrides": [override("often")]},
    {"id": "b", "total": 90, "fines": [{"points": 6}], "overrides": [override("fined")]},
    {"id": "c", "total": 90, "missed": 4, "overrides": [override("fined")]},
    {"id": "d", "total": 90, "missed": 4},
    {"id": "e", "total": 5},
    {"id": "f", "total": "?"},
]
OWN = ["good", "good", "fair", "fair", None, None]
HELD = ["fair", None, "fair", "fair", None, None]
"""Without overrides a is lowered, and b has no grade."""


def test_the_grade_without_overrides_is_a_column() -> None:
    """Beside the own grade, also where there would be none; null in rows with faults."""
    found = SCHEME.grade_frame(*frames(SCHEME, RECORDS), detail=True)
    assert (found["own_grade"].to_list(), found["without_overrides"].to_list()) == (OWN, HELD)
    plain = SCHEME.grade_cohort(RECORDS[:5]).gradings
    assert [grading.without_overrides for grading in plain] == HELD[:5]


@pytest.mark.parametrize(("lists", "detail"), [(["fines"], True), (["fines", "overrides"], False)])
def test_there_is_no_column_where_nothing_needs_it(lists: list[str], detail: bool) -> None:
    """Without overrides it is the own grade; without detail it is not asked for."""
    wide, events = frames(SCHEME, RECORDS)
    found = SCHEME.grade_frame(wide, {name: events[name] for name in lists}, detail=detail)
    assert "without_overrides" not in found.columns


def test_a_frame_that_has_such_a_column_is_refused() -> None:
    """As with every column that is added."""
    wide, events = frames(SCHEME, RECORDS)
    with pytest.raises(FactsError, match="repeated-column"):
        SCHEME.grade_frame(wide.with_columns(pl.lit("").alias("without_overrides")), events, detail=True)


def test_a_row_tells_it_again() -> None:
    """An override without the column is a fault."""
    wide, events = frames(SCHEME, RECORDS)
    rows = SCHEME.grade_frame(wide, events, detail=True).to_dicts()
    assert [SCHEME.grading_of(row, events=events).without_overrides for row in rows[:5]] == HELD[:5]
    del rows[0]["without_overrides"]
    with pytest.raises(FactsError, match="`without_overrides`"):
        SCHEME.grading_of(rows[0], events=events)
