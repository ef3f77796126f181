"""Graded frames of every kind beside graded records: every column, the value of every node, accounts and faults."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from random import Random
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

from batch.organisations import listed, moved
from batch.random_frames import LINE, UNORDERED, Rows, Table
from partygrade import CohortGrading, Scheme, ir
from partygrade.batch.outputs import node_columns
from partygrade.diagnostics import Diagnostic
from partygrade.evaluate import evaluate
from partygrade.grading import RowFault
from partygrade.tables.columns import match_columns
from properties.wide_author import wide_scheme

Row = dict[str, Any]
CONNECTION = duckdb.connect()
ALONE = ("score", "own_grade", "rules", "checks", "faults")
"""What a row has by itself."""

COLUMNS = ("score", "own_grade", "grade", "rank", "quota", "rules", "checks")


def to_spark(frame: pl.DataFrame) -> Any:
    """Give a frame to the session of Spark that is there, which has neither categories nor unsigned numbers."""
    from pyspark.sql import SparkSession

    session: Any = SparkSession.getActiveSession()
    plain = frame.with_columns(pl.col(pl.Categorical).cast(pl.String), pl.col(pl.UInt32).cast(pl.Int64))
    return session.createDataFrame(plain.to_arrow())


ENGINES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "lazy": lambda frame: frame.lazy(),
    "pandas": lambda frame: frame.to_pandas(date_as_object=True),
    "pyarrow": lambda frame: frame.to_arrow(),
    "duckdb": lambda frame: CONNECTION.from_arrow(frame.to_arrow()),
    "pyspark": to_spark,
}


def rows(frame: Any) -> list[Row]:
    """Give the rows of a frame of any kind."""
    match frame:
        case pl.LazyFrame():
            return frame.collect().to_dicts()
        case pl.DataFrame():
            return frame.to_dicts()
        case pd.DataFrame():
            found: list[Row] = frame.astype(object).where(frame.notna(), None).to_dict("records")
            return found
        case pa.Table():
            return frame.to_pylist()
        case duckdb.DuckDBPyRelation():
            return frame.to_arrow_table().to_pylist()
        case _:
            return [row.asDict() for row in frame.collect()]


def records(scheme: Scheme, table: Table) -> list[Row]:
    """Give the rows of a table as records, with their events."""
    inputs = scheme.program.inputs
    names = {item.origin.id: [item.origin.label] for item in inputs if not listed(item)}
    heads = match_columns(table.organisations.columns, names).columns
    plain = table.organisations.select(*heads).rename(heads).to_dicts()
    lists: dict[str, dict[Any, list[Any]]] = {}
    for name, events in table.events.items():
        scores = any(item.origin.id == name and isinstance(item.type, ir.Panel) for item in inputs)
        of = lists.setdefault(name, {})
        for event in events.to_dicts():
            of.setdefault(event.pop("id"), []).append(event[name] if scores else event)
    own = {name: of for name, of in lists.items()}
    return [
        {**row, **{n: of[row["id"]] for n, of in own.items() if row["id"] is not None and row["id"] in of}}
        for row in plain
    ]


def wanted(scheme: Scheme, cohort: CohortGrading, count: int, detail: bool) -> list[Row]:
    """Give what a graded frame should hold."""
    nodes = node_columns(scheme.program) if detail else {}
    found: list[Row] = [dict.fromkeys((*COLUMNS, *nodes.values())) for _ in range(count)]
    for one in cohort.gradings:
        seat = one._seat
        quota = seat.moves[-1].after if seat.moves else None
        values = evaluate(scheme.program, one._facts, quota, one._across)
        found[one.row] = {
            "score": one.score, "own_grade": one.own_grade, "grade": one.grade, "rank": one.place,
            "quota": moved(one), "rules": ", ".join(one.fired), "checks": ", ".join(one.failed_checks),
            **{name: values[number] for number, name in nodes.items()},
        }  # fmt: skip
    for row in found:
        row["faults"] = set()
    for fault in cohort.faults:
        found[fault.row]["faults"] = {one.fact for one in fault.diagnostics}
    return found


def accounts(cohort: CohortGrading) -> list[Row]:
    """Give the accounts of quotas as a frame of them has them."""
    return [
        {
            **one["within"], "quota": one["id"], "limit": one["limit"], "base": one["base"], "before": one["before"],
            "after": one["after"], "met": one["met"], "open": len(one["open"]), "problem": one["problem"],
            "conflict": ", ".join(one["conflict"]) or None,
        }
        for one in cohort.quotas
    ]  # fmt: skip


def told(faults: Iterable[RowFault], ordered: bool, words: bool) -> list[Any]:
    """Give faults as they are compared; without an order of rows that of ids."""
    return sorted(
        (one.row if ordered else -1, str(one.id), sorted(_said(fault, words, ordered) for fault in one.diagnostics))
        for one in faults
    )


def _said(one: Diagnostic, words: bool, ordered: bool) -> tuple[str, ...]:
    """Give a fault with its words; where rows have no order, none of them has an id already."""
    worded = words and (ordered or one.code != "repeated-id")
    return (one.code, str(one.fact), one.message("en") if worded else "")


def see(engine: str, seed: int, ends: bool = False, modest: bool = False, detail: bool = True) -> CohortGrading:
    """Draw a scheme and a table for it, and compare an engine with the plain path.

    What takes long by query has many rows.
    """
    dice = Random(seed)
    scheme = wide_scheme(dice, modest)
    count = dice.randint(60, 120) if engine in UNORDERED else dice.randint(5, 40)
    return compare(scheme, Rows(scheme, dice, engine, ends).table(count), engine, ENGINES[engine], detail)


def compare(
    scheme: Scheme, table: Table, engine: str, give: Callable[[pl.DataFrame], Any], detail: bool = True
) -> CohortGrading:
    """See that a table graded on an engine is what its records give on the plain path."""
    ordered = engine not in UNORDERED
    plain = records(scheme, table)
    cohort = scheme.grade_cohort(plain, on_error="collect", as_of=table.day)
    expected = wanted(scheme, cohort, len(plain), detail)
    events = {name: give(one if ordered else one.with_row_index("order")) for name, one in table.events.items()}
    batch = scheme.batch(give(table.organisations), events, detail=detail, as_of=table.day)
    _see_rows(scheme, rows(batch.frame), expected, engine)
    _see_accounts(rows(batch.quotas), accounts(cohort), engine)
    if cohort.faults:
        # Where a number is missing, pandas makes doubles of whole numbers, which are shown with a point.
        as_told = partial(told, ordered=ordered, words=engine != "pandas")
        pairs = zip(as_told(batch.faults(None)), as_told(cohort.faults), strict=True)
        assert not (wrong := [(one, two) for one, two in pairs if one != two]), (engine, wrong)
    if engine == "lazy" and not any(isinstance(node, ir.Across) for node in scheme.program.nodes):
        alone = scheme.grade_frame(give(table.organisations), events, cohort=False, as_of=table.day)
        # Nobody has looked for ids that are repeated.
        kept = [{name: row[name] for name in ALONE if "id" not in row["faults"]} for row in expected]
        _see_rows(scheme, rows(alone), kept, engine)
    return cohort


def _see_rows(scheme: Scheme, found: list[Row], expected: list[Row], engine: str) -> None:
    found = sorted(found, key=lambda row: int(row[LINE])) if engine in UNORDERED else found
    for row, right in zip(found, expected, strict=True):
        row["faults"] = set((row["faults"] or "").split(", ")) - {""}
        wrong = {name: (row[name], value) for name, value in right.items() if row[name] != value}
        assert not wrong, (engine, _behind(scheme, wrong), row)


def _see_accounts(found: list[Row], right: list[Row], engine: str) -> None:
    """See that the accounts agree; the groups of a frame stand in any order."""
    found = [{name: one[name] for name in two} for one, two in zip(found, right, strict=True)]
    for one, two in zip(
        *(sorted(rows, key=lambda row: str(list(row.values()))) for rows in (found, right)), strict=True
    ):
        assert one == two, (engine, one, two)


def _behind(scheme: Scheme, wrong: Mapping[str, Any]) -> dict[str, Any]:
    """Name the first node that differs beside the columns that do."""
    nodes = {name: number for number, name in node_columns(scheme.program).items()}
    first = next((name for name in nodes if name in wrong), None)
    shown: dict[str, Any] = {name: both for name, both in wrong.items() if name not in nodes}
    return shown if first is None else {**shown, first: (wrong[first], scheme.program.nodes[nodes[first]])}
