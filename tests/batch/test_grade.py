"""Graded frames against graded cohorts: every shipped scheme and every scheme of the gallery, to the last digit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from batch.organisations import expected, frames, listed
from partygrade import Scheme, catalog, load, loads
from partygrade.strategies import cohorts, days

COLUMNS = ("score", "own_grade", "grade", "rank", "quota", "rules", "checks")

CONSTANT = """partygrade: 1
scheme: constant
title: 例
parameters: {sure: {value: true, source: 一}}
score: {id: total, value: "30"}
grades: [{id: good, from: 50}, {id: poor}]
rules: [{id: raised, when: sure, raise_by: 1}]
checks: [{id: failed, require: not sure, otherwise: warning}]
cohort: {rank_by: [total desc], quotas: [{id: q, at_most: 3, grades: [good], among: total < 40}]}
"""

AFTERWARDS = """partygrade: 1
scheme: afterwards
title: 例
facts: {review: {type: points, max: 100}}
parameters: {all: {value: true, source: 一}}
score: {id: total, value: review}
grades: [{id: good, from: 50}, {id: fair, from: 20}, {id: poor}]
rules: [{id: same, when: all, grade: fair}]
order: [raise_by, at_least, at_most, lower_by, quotas, grade]
cohort: {rank_by: [total desc], quotas: [{id: few, at_most: 1, grades: [good]}]}
"""


def examples(count: int) -> settings:
    """Ask for so many examples, and for more under a profile that wants more."""
    many = max(1, count * settings.default.max_examples // 100)
    return settings(max_examples=many, suppress_health_check=list(HealthCheck))


@cache
def scheme_of(name: str) -> Scheme:
    """Load a scheme once."""
    return load(name)


def spoilt(scheme: Scheme, records: Sequence[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    """Give the records with one that cannot be read, and one whose id stands there already."""
    out = [dict(record) for record in records]
    if out and number % 3 == 0:
        one = out[number % len(out)]
        single = [item.origin.id for item in scheme.program.inputs if not listed(item) and item.origin.id in one]
        one.update({fact: "?" for fact in single[:1]})
    if out and number % 4 == 0:
        # Events are joined by the id, and all go to the first.
        lists = {item.origin.id for item in scheme.program.inputs if listed(item)}
        out.append({name: value for name, value in out[-1].items() if name not in lists} | {"id": out[0]["id"]})
    return out


def compare(scheme: Scheme, records: list[dict[str, Any]], day: date | None, found: list[dict[str, Any]]) -> None:
    """See that every column is that of the plain path."""
    for record, row, wanted in zip(records, found, expected(scheme, records, day), strict=True):
        assert {name: row[name] for name in COLUMNS} == wanted, (scheme.id, record, row["faults"])


def test_a_detailed_frame_of_what_is_the_same_for_all() -> None:
    """A score, a grade or a condition that is constant has no column of its own, and is shown all the same."""
    scheme = loads(CONSTANT)
    found = scheme.grade_frame(pl.DataFrame({"id": ["a", "b"]}), detail=True)
    assert found.select(COLUMNS).row(0) == (30, "good", "good", None, None, "raised", "failed")


@pytest.mark.parametrize("detail", [True, False])
def test_a_grade_that_is_given_after_the_quotas(detail: bool) -> None:
    """It is final, whatever the quotas moved."""
    found = loads(AFTERWARDS).grade_frame(pl.DataFrame({"id": ["a", "b"], "review": [90, 80]}), detail=detail)
    assert found.select("own_grade", "grade", "quota").rows() == [
        ("fair", "fair", None),
        ("fair", "fair", "few good→fair"),
    ]


class TestPolars:
    """A polars frame of text."""

    @pytest.mark.parametrize("name", [*catalog.names(), *catalog.gallery()])
    def test_a_frame_is_graded_as_its_records_are(self, name: str) -> None:
        """Score, grades, place, moves, rules and checks; also beside rows with faults."""
        scheme = scheme_of(name)

        @examples(2 if name in catalog.gallery() else 4)
        @given(cohorts(scheme, 12, 40), days(scheme), st.integers(0, 99))
        def see(records: list[dict[str, Any]], day: date | None, number: int) -> None:
            records = spoilt(scheme, records, number)
            wide, events = frames(scheme, records)
            compare(scheme, records, day, scheme.grade_frame(wide, events, as_of=day).to_dicts())

        see()


class TestDuckDB:
    """A relation of DuckDB."""

    @pytest.mark.parametrize("name", catalog.names())
    def test_a_relation_is_graded_as_its_records_are(self, name: str) -> None:
        """Its rows have no order, so that they are compared by id."""
        scheme = scheme_of(name)
        connection = duckdb.connect()

        @examples(1)
        @given(cohorts(scheme, 8, 20), days(scheme))
        def see(records: list[dict[str, Any]], day: date | None) -> None:
            wide, events = frames(scheme, records)
            relation = connection.from_arrow(wide.to_arrow())
            lists = {name: rows.with_row_index("order").to_arrow() for name, rows in events.items()}
            graded = scheme.grade_frame(relation, lists, as_of=day)
            rows = {row["id"]: row for row in graded.to_arrow_table().to_pylist()}
            compare(scheme, records, day, [rows[record["id"]] for record in records])

        see()
