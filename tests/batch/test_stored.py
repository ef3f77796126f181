"""Rows that were written earlier, as every library gives them back."""

from __future__ import annotations

import types
from collections import namedtuple
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from partygrade import FactsError, ir
from partygrade.batch.stored import called, cell, held, row_of, rows_of, whole

FRAME = pl.DataFrame({"n": [None, 3], "on": [None, True], "day": [None, date(2017, 6, 5)], "word": [None, "好"]})
ROW = {"n": 3, "on": True, "day": date(2017, 6, 5), "word": "好"}
ROWS = [dict.fromkeys(ROW), ROW]
TABLES: dict[str, Callable[[], Any]] = {
    "polars": lambda: FRAME,
    "lazy": lambda: FRAME.lazy(),
    "pandas": lambda: FRAME.to_pandas(),
    "pandas with nullable types": lambda: FRAME.to_pandas().convert_dtypes(),
    "pyarrow": lambda: FRAME.to_arrow(),
    "duckdb": lambda: duckdb.from_arrow(FRAME.to_arrow()),
    "list": lambda: FRAME.to_dicts(),
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_small_table_of_any_kind_has_rows(kind: str) -> None:
    """A whole number that became a double is one again when it is read, and a day that became a time is a day."""
    rows = rows_of(TABLES[kind]())
    assert rows == ROWS
    assert type(rows[1]["day"]) is date


@pytest.mark.parametrize(
    "row",
    [
        ROW,
        FRAME.to_pandas().iloc[1],
        types.SimpleNamespace(columns=["n"], asDict=lambda: ROW),
        namedtuple("Row", ROW)(**ROW),
    ],
    ids=["mapping", "series", "row with a column called columns", "named tuple"],
)
def test_a_row_of_any_kind_is_a_mapping(row: object) -> None:
    """As `iloc` and `itertuples` of pandas give it."""
    assert row_of(row) == ROW


@pytest.mark.parametrize("row", [3, "a", ["a"], FRAME, FRAME.to_pandas(), pa.table({"a": [1]})])
def test_what_is_no_row_is_refused(row: object) -> None:
    """Also a frame of one row."""
    with pytest.raises(FactsError, match=r"error\[not-a-row\]"):
        row_of(row)


@pytest.mark.parametrize("table", [3, "a", None])
def test_what_is_no_table_is_refused(table: object) -> None:
    """Text is no list of rows."""
    with pytest.raises(FactsError, match=r"error\[not-a-frame\]"):
        rows_of(table)


@pytest.mark.parametrize("value", [None, float("nan"), np.float64("nan"), pd.NA, pd.NaT, pa.scalar(None)])
def test_what_is_missing_is_none(value: object) -> None:
    """In the way of every library."""
    assert cell(value) is None


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.int64(3), 3),
        (np.bool_(True), True),
        (pa.scalar("a"), "a"),
        (pd.Timestamp(2017, 6, 5), date(2017, 6, 5)),
        (datetime(2017, 6, 5, 1), datetime(2017, 6, 5, 1)),
        (Decimal("1.50"), Decimal("1.50")),
    ],
)
def test_a_cell_is_plain_python(value: object, plain: object) -> None:
    """A time that is no midnight stays one."""
    assert (cell(value), type(cell(value))) == (plain, type(plain))


@pytest.mark.parametrize("value", [7, 7.0, "7", Decimal("7.0"), np.float64(7)])
def test_a_whole_number_is_read_whatever_it_became(value: object) -> None:
    """A double, text or a decimal."""
    assert whole(value) == 7


@pytest.mark.parametrize("value", [7.5, "seven", "", None, float("inf"), float("nan"), Decimal("sNaN"), [7]])
def test_what_is_no_whole_number_is_refused(value: object) -> None:
    """Whatever it is."""
    with pytest.raises(ValueError):
        whole(value)


@pytest.mark.parametrize("value", [True, 1, 1.0, "true", "True", "1"])
def test_a_condition_is_read_whatever_it_became(value: object) -> None:
    """Also as text."""
    assert held(ir.Flag(), value) == 1


@pytest.mark.parametrize(
    ("kind", "value"),
    [(ir.Number(1, 0, 50), 51), (ir.Number(1, 0, 50), -1), (ir.Rank(("poor", "good")), 2), (ir.Flag(), "maybe")],
)
def test_a_value_out_of_the_range_of_its_node_is_refused(kind: ir.Type, value: object) -> None:
    """A row of the same program has none."""
    with pytest.raises(ValueError):
        held(kind, value)


@pytest.mark.parametrize(("value", "name"), [(7, "7"), (7.0, "7"), ("07", "07"), (None, None)])
def test_an_organisation_is_called_by_text(value: object, name: str | None) -> None:
    """A whole number has no decimals."""
    assert called(value) == name
