"""The events of one organisation out of tables of events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import polars as pl
import pytest

from partygrade import FactsError, loads
from partygrade.batch.stored_events import stored_events

PROGRAM = loads("""partygrade: 1
scheme: small
title: 例
facts:
  sanctions: {type: events, fields: {points: {type: points, max: 5, label: 扣分}, note: {type: text, optional: true}}}
  judges: {type: panel, max: 10, at_least: 1}
score: {id: total, value: "30 - sum(sanctions, points) + mean(judges, digits=1)"}
""").program
SANCTIONS, JUDGES = PROGRAM.inputs
FRAME = pl.DataFrame({"编号": ["a", " b", "a"], "扣分": [1, 2, 3], "note": ["x", None, None]})
KINDS: dict[str, Callable[[], Any]] = {
    "polars": lambda: FRAME,
    "lazy": lambda: FRAME.lazy(),
    "pandas": lambda: FRAME.to_pandas(),
    "pyarrow": lambda: FRAME.to_arrow(),
    "duckdb": lambda: duckdb.from_arrow(FRAME.with_row_index("order").to_arrow()),
    "list": lambda: FRAME.to_dicts(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_events_of_one_organisation_are_found(kind: str) -> None:
    """In their order, by the ids of their fields."""
    table = KINDS[kind]()
    assert stored_events(SANCTIONS, table, "a") == [{"points": 1, "note": "x"}, {"points": 3, "note": None}]
    assert stored_events(SANCTIONS, table, "b") == [{"points": 2, "note": None}]
    assert stored_events(SANCTIONS, table, None) == []


def test_events_that_name_no_organisation_are_all_of_this_one() -> None:
    """As a record has them."""
    assert stored_events(SANCTIONS, [{"扣分": 1}, {"扣分": 2}], "a") == [{"points": 1}, {"points": 2}]


def test_an_id_may_be_a_number() -> None:
    """It is compared as text."""
    frame = pl.DataFrame({"id": [7, 8], "points": [1, 2]})
    assert stored_events(SANCTIONS, frame, "7") == stored_events(SANCTIONS, frame.to_dicts(), "7") == [{"points": 1}]


def test_the_scores_of_a_panel_are_a_list() -> None:
    """From a table, or as a record has them."""
    frame = pl.DataFrame({"id": ["a", "b", "a"], "judges": [8, 7, 9]})
    assert stored_events(JUDGES, frame, "a") == stored_events(JUDGES, [8, 9], "a") == [8, 9]


def test_no_rows_are_no_events() -> None:
    """Whatever the heads would be."""
    assert stored_events(SANCTIONS, [], "a") == []


@pytest.mark.parametrize("table", [FRAME.drop("扣分"), FRAME.drop("扣分").to_dicts(), FRAME.drop("编号"), 3])
def test_a_table_without_what_it_needs_is_refused(table: object) -> None:
    """A frame needs the ids of the organisations."""
    with pytest.raises(FactsError):
        stored_events(SANCTIONS, table, "a")
