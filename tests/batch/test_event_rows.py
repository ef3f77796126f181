"""Frames of events: which column is which, and what their fields hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from partygrade import ir
from partygrade.batch import columns
from partygrade.batch.columns import KEY
from partygrade.batch.event_rows import event_key, event_rows, fields_of, match_heads, organisation_key, strays
from partygrade.batch.numbers import BLANKS
from partygrade.errors import FactsError
from partygrade.tables.events import ORGANISATION_KEY

FIELDS = (
    ir.Input(ir.Origin("day", "日期"), ir.Day()),
    ir.Input(ir.Origin("points", "扣分"), ir.Number(1, 0, 120), default=10),
    ir.Input(ir.Origin("matter", "事项"), ir.Label(), optional=True),
)
SANCTIONS = ir.Input(ir.Origin("sanctions", "处分"), ir.Events(FIELDS, 9))
JUDGES = ir.Input(ir.Origin("judges", "评委打分"), ir.Panel(ir.Number(1, 0, 100), 5, 1, 9))
HEADS = {ORGANISATION_KEY: "编号", "day": "日期", "points": "扣分"}


def polars(table: dict[str, Any]) -> nw.LazyFrame[Any]:
    return nw.from_native(pl.LazyFrame(table))


def relation(table: dict[str, Any]) -> nw.LazyFrame[Any]:
    return nw.from_native(duckdb.from_arrow(pl.DataFrame(table).to_arrow()))


each_engine = pytest.mark.parametrize("opened", [polars, relation])
Opener = Callable[[dict[str, Any]], nw.LazyFrame[Any]]


class TestMatchHeads:
    def test_a_head_is_a_field_or_the_organisation(self) -> None:
        """By id or label, as in tables of events; other columns are let be."""
        assert match_heads(SANCTIONS, ["编号", "日期", "points", "经办人"]) == {
            ORGANISATION_KEY: "编号",
            "day": "日期",
            "points": "points",
        }

    def test_the_scores_of_a_panel_are_called_as_the_panel(self) -> None:
        """Its table has a column for the organisation and one for the score."""
        assert match_heads(JUDGES, ["id", "评委打分"]) == {ORGANISATION_KEY: "id", "judges": "评委打分"}
        assert fields_of(JUDGES) == (ir.Input(JUDGES.origin, ir.Number(1, 0, 100), 5),)

    def test_every_fault_of_the_heads_is_told(self) -> None:
        """No required day, and no organisation."""
        with pytest.raises(FactsError) as caught:
            match_heads(SANCTIONS, ["points"])
        assert [fault.code for fault in caught.value.diagnostics] == ["missing-column", "missing-column"]


class TestKeys:
    @each_engine
    def test_ids_are_texts_without_blanks_around(self, opened: Opener) -> None:
        """An empty one is none."""
        frame = opened({"id": [" a\u3000", "", None, "007"]})
        found = frame.select(organisation_key(nw.col("id"), nw.String()).alias(KEY))
        assert set(found.collect("polars")[KEY].to_list()) == {"a", None, "007"}

    @each_engine
    def test_every_blank_counts_on_either_side(self, opened: Opener) -> None:
        """What stands between others stays."""
        frame = opened({"id": [text for blank in BLANKS for text in (f"{blank}a", f"a{blank}", f"{blank}a\nb{blank}")]})
        found = frame.select(organisation_key(nw.col("id"), nw.String()).alias(KEY))
        assert set(found.collect("polars")[KEY].to_list()) == {"a", "a\nb"}

    @each_engine
    def test_whole_numbers_stay_numbers(self, opened: Opener) -> None:
        """So they are compared faster."""
        frame = opened({"id": [7, None]})
        found = frame.select(organisation_key(nw.col("id"), nw.Int64()).alias(KEY)).collect("polars")
        assert found.schema[KEY] == nw.Int64
        assert set(found[KEY].to_list()) == {7, None}

    @each_engine
    @pytest.mark.parametrize(
        ("given", "own", "wanted"),
        [
            ([" 7", "007", "-3", "+7", "7.0", "1" * 19, "x", None], nw.Int64(), [7, None, -3, *[None] * 5]),
            ([7, None], nw.Int64(), [7, None]),
            ([7, None], nw.String(), ["7", None]),
            ([" a", ""], nw.String(), ["a", None]),
        ],
    )
    def test_the_ids_that_events_name_are_compared_as_text(
        self, opened: Opener, given: list[Any], own: nw.dtypes.DType, wanted: list[Any]
    ) -> None:
        """What is not written as the number is written is of no organisation."""
        frame = opened({"n": list(range(len(given))), "id": given})
        found = frame.with_columns(event_key(nw.col("id"), frame.collect_schema()["id"], own).alias(KEY)).sort("n")
        assert found.collect("polars")[KEY].to_list() == wanted


class TestEventRows:
    @each_engine
    def test_fields_are_held_as_facts_are(self, opened: Opener) -> None:
        """A field without a column has its default or is not known."""
        table = {"编号": ["a", "b"], "日期": ["2020-01-01", "2020-13-01"], "扣分": ["1.5", None], "order": [1, 2]}
        rows = event_rows(SANCTIONS, opened(table), HEADS, nw.String(), "order")
        found = rows.frame.sort("order").collect("polars").to_native()
        assert rows.fields == {n: columns.held(n) for n in range(3)}
        assert found.select(rows.fields[0], rows.fields[1], rows.fields[2]).rows()[0] == (737425, 15, None)
        assert found[rows.fields[1]].to_list() == [15, 10]
        assert found[columns.GOOD].to_list() == [True, False]
        assert found[columns.FAULTS].to_list() == [None, "day"]

    def test_the_rows_of_a_frame_order_the_events(self) -> None:
        """Unless a column does; a relation has no order of its own."""
        frame = polars({columns.ROW: [0], "编号": ["a"], "日期": ["2020-01-01"], "扣分": [1]})
        assert event_rows(SANCTIONS, frame, HEADS, nw.String()).order == columns.ROW
        assert event_rows(SANCTIONS, frame, HEADS, nw.String(), "日期").order == "日期"
        other = relation({"编号": ["a"], "日期": ["2020-01-01"], "扣分": [1]})
        assert event_rows(SANCTIONS, other, HEADS, nw.String()).order is None


@each_engine
def test_strays_are_the_events_of_no_organisation(opened: Opener) -> None:
    """Also those that name none; they keep all their columns."""
    table = {"编号": ["a", "b", None], "日期": ["2020-01-01"] * 3, "扣分": [1, 2, 3], "who": ["x", "y", "z"]}
    rows = event_rows(SANCTIONS, opened(table), HEADS, nw.String())
    found = strays(rows, opened({KEY: ["a", None, "c"]})).sort("扣分").collect("polars")
    assert found["who"].to_list() == ["y", "z"]
