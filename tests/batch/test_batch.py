"""What callers hold of a graded frame, of every kind of frame."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl
import pytest

from batch.beside import rows
from batch.organisations import frames
from batch.small_scheme import small
from partygrade import FactsError, SchemeError, load, loads

RECORDS = [
    {"id": "a", "review": "90", "county": "东", "sanctions": [{"points": 2}]},
    {"id": "b", "review": "89.5", "county": "东"},
    {"id": "c", "review": "89.7", "county": "东"},
    {"id": "d", "review": "85", "county": "西", "sanctions": [{"points": 9}]},
    {"id": "a", "review": "70"},
]
KINDS: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "lazy": lambda frame: frame.lazy(),
    "pandas": lambda frame: frame.to_pandas(),
    "pyarrow": lambda frame: frame.to_arrow(),
    "duckdb": lambda frame: CONNECTION.from_arrow(frame.to_arrow()),
}
CONNECTION = duckdb.connect()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_comes_back_as_it_came(kind: str) -> None:
    """With the same figures."""
    wide, events = frames(small(), RECORDS[:2])
    given = KINDS[kind](wide)
    found = small().grade_frame(given, {name: KINDS[kind](rows) for name, rows in events.items()})
    assert type(found) is type(given)
    out = sorted(rows(found), key=lambda row: row["id"])
    assert [(row["id"], row["score"], row["grade"]) for row in out] == [
        ("a", Decimal("88.0"), "fair"),
        ("b", Decimal("89.5"), "good"),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_account_of_the_quotas_is_a_small_frame(kind: str) -> None:
    """A row for each county and quota, of the same kind."""
    wide, events = frames(small(), RECORDS[:2])
    given = KINDS[kind](wide)
    found = small().batch(given, events).quotas
    assert type(found) is type(given)
    (row,) = rows(found)
    assert (row["county"], row["quota"], row["limit"], row["base"], row["before"], row["after"]) == (
        "东", "few_good", 1, 2, 2, 1,
    )  # fmt: skip
    assert row["met"] is True


def test_a_fact_may_be_called_like_a_column_of_the_account() -> None:
    """Then what the cohort agrees in stands in a column with another name, where explanations find it."""
    scheme = loads(LIMITED)
    batch = scheme.batch(pl.DataFrame({"id": ["a", "b"], "limit": ["x"] * 2, "given": [9, 8]}), detail=True)
    account = batch.quotas.to_dicts()[0]
    assert (account["within_limit"], account["limit"]) == ("x", 1)
    assert scheme.grading_of(batch.frame.to_dicts()[1], batch.quotas).grade == "poor"


LIMITED = """partygrade: 1
scheme: limited
title: 例
facts: {limit: {type: text}, given: {type: points, max: 9}}
score: {id: total, value: given}
grades: [{id: good, from: 5}, {id: poor}]
cohort:
  within: [limit]
  rank_by: [total desc]
  quotas: [{id: few_good, at_most: 1, grades: [good]}]
"""


def test_faults_are_those_of_the_plain_path() -> None:
    """With their rows and words; a repeated id, a step that is missed, and an event that is out of range."""
    scheme = small()
    wide, events = frames(scheme, RECORDS)
    # The table of events is made of what the plain path can read.
    events["sanctions"] = pl.DataFrame({"#id": ["a", "d"], "points": ["2", "9"]})
    batch = scheme.batch(wide, events)
    plain = scheme.grade_cohort(RECORDS, on_error="collect").faults
    found = [(fault.row, fault.id, [one.message("en") for one in fault.diagnostics]) for fault in batch.faults()]
    assert found == [(fault.row, fault.id, [one.message("en") for one in fault.diagnostics]) for fault in plain]
    assert rows(batch.frame)[2]["faults"] == "review"
    assert rows(batch.frame)[3]["faults"] == "sanctions[1].points"


def test_events_of_nobody_are_handed_back() -> None:
    """With their columns."""
    wide, _ = frames(small(), RECORDS[:1])
    events = pl.DataFrame({"id": ["a", "z"], "points": [1, 2]})
    assert small().batch(wide, {"sanctions": events}).strays()["sanctions"].to_dicts() == [{"id": "z", "points": 2}]


LATEST = """partygrade: 1
scheme: latest
title: 例
facts:
  visits: {type: events, fields: {day: {type: date}, points: {type: points, max: 9}}}
score: {id: total, value: "max(visits, points, latest=1, by=day, empty=0)"}
grades: [{id: good, from: 5}, {id: poor}]
"""


def test_events_without_an_order_need_a_column_that_says_it() -> None:
    """Of two events of one day the later one counts."""
    scheme = loads(LATEST)
    visits = pl.DataFrame({"id": ["a", "a"], "day": ["2020-01-01"] * 2, "points": [7, 3], "order": [2, 1]})
    relation = CONNECTION.from_arrow(pl.DataFrame({"id": ["a"]}).to_arrow())
    ordered = CONNECTION.from_arrow(visits.to_arrow())
    assert rows(scheme.grade_frame(relation, {"visits": ordered}))[0]["score"] == 7
    with pytest.raises(FactsError, match="no-order"):
        scheme.grade_frame(relation, {"visits": ordered.project("id, day, points")})


DEFAULTED = """partygrade: 1
scheme: defaulted
title: 例
facts:
  visits: {type: events, fields: {day: {type: date}, points: {type: points, max: 9, default: 4}}}
score: {id: total, value: "count(visits, points > 3) * 10 + count(visits, points == 4)"}
grades: [{id: good, from: 5}, {id: poor}]
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_without_a_column_is_compared(kind: str) -> None:
    """It has its default in every event."""
    visits = pl.DataFrame({"id": ["a", "a", "b"], "day": ["2020-01-01"] * 3})
    found = loads(DEFAULTED).grade_frame(KINDS[kind](pl.DataFrame({"id": ["a"]})), {"visits": KINDS[kind](visits)})
    assert rows(found)[0]["score"] == 22


def test_a_scheme_that_compares_needs_the_cohort() -> None:
    """A rank is nothing that a row has by itself."""
    scheme = load("restaurant-quantile-grades")
    with pytest.raises(SchemeError):
        scheme.grade_frame(pl.DataFrame({"id": ["a"]}), cohort=False)


def test_a_detailed_frame_has_the_values_of_all_nodes() -> None:
    """As they are after the quotas."""
    scheme = small()
    wide, events = frames(scheme, RECORDS[:3])
    found = rows(scheme.grade_frame(wide, events, detail=True))
    program = scheme.program
    assert [row[f"node_{program.score.value}"] for row in found] == [8800, 8950, None]
    assert [row[f"node_{program.own_grade}"] for row in found] == [1, 2, None]
    # What a quota gave is no own grade.
    assert [(row["own_grade"], row["grade"]) for row in found[:2]] == [("good", "fair"), ("good", "good")]
