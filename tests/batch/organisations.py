"""Records as frames, and graded frames beside graded cohorts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from partygrade import Grading, Scheme, ir
from partygrade.facts import read, show

Tables = tuple[dict[str, list[Any]], dict[str, list[dict[str, Any]]]]


def text(value: Any) -> str | None:
    """Write a value as a cell of a table."""
    match value:
        case None:
            return None
        case bool():
            return "是" if value else "否"
        case _:
            return str(value)


def tables(scheme: Scheme, records: Sequence[Mapping[str, Any]]) -> Tables:
    """Give the columns of text of a table of organisations, and the rows of the tables of their events."""
    single = ["id", *(item.origin.id for n, item in enumerate(scheme.program.inputs) if not listed(item))]
    single = [name for name in single if any(name in record for record in records) or name == "id"]
    columns = {name: [text(record.get(name)) for record in records] for name in single}
    events: dict[str, list[dict[str, Any]]] = {}
    for item in (item for item in scheme.program.inputs if listed(item)):
        rows = events.setdefault(item.origin.id, [])
        for record in records:
            value, _ = read(item, record.get(item.origin.id))
            shown = show(item, value)
            for one in shown if isinstance(shown, list) else ():
                fields = one if isinstance(one, Mapping) else {item.origin.id: one}
                rows.append({"#id": record["id"], **{field: text(value) for field, value in fields.items()}})
    return columns, events


def listed(item: ir.Input) -> bool:
    """Tell whether an input is a list."""
    return isinstance(item.type, ir.Events | ir.Panel)


def frames(scheme: Scheme, records: Sequence[Mapping[str, Any]]) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """Give the frame of organisations, of text, and the frames of their events."""
    columns, events = tables(scheme, records)
    wide = pl.DataFrame({name: pl.Series(name, cells, dtype=pl.String) for name, cells in columns.items()})
    out = {}
    for item in (item for item in scheme.program.inputs if listed(item)):
        rows = events[item.origin.id]
        fields = [item.origin.id] if isinstance(item.type, ir.Panel) else [f.origin.id for f in item.type.fields]
        out[item.origin.id] = pl.DataFrame(
            {name: pl.Series(name, [row.get(name) for row in rows], dtype=pl.String) for name in ("#id", *fields)}
        )
    return wide, out


def expected(scheme: Scheme, records: Sequence[Mapping[str, Any]], as_of: date | None) -> list[dict[str, Any]]:
    """Grade a cohort on the plain path; give the columns of a graded frame."""
    cohort = scheme.grade_cohort(records, on_error="collect", as_of=as_of)
    rows: list[dict[str, Any]] = [{} for _ in records]
    for grading in cohort.gradings:
        rows[grading.row] = {
            "score": grading.score,
            "own_grade": grading.own_grade,
            "grade": grading.grade,
            "rank": grading.place,
            "quota": moved(grading),
            "rules": ", ".join(grading.fired),
            "checks": ", ".join(grading.failed_checks),
        }
    for fault in cohort.faults:
        rows[fault.row] = dict.fromkeys(("score", "own_grade", "grade", "rank", "quota", "rules", "checks"))
    return rows


def moved(grading: Grading) -> str | None:
    """Say which quotas moved an organisation."""
    moves = grading.to_dict()["moves"]
    return "; ".join(f"{move['quota']} {move['before']}→{move['after']}" for move in moves) or None
