"""The events of one organisation, out of the frames or tables that it was graded with, as a record has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw

from partygrade import ir
from partygrade.batch.event_rows import event_key, fields_of, match_heads
from partygrade.batch.row import ORDER
from partygrade.batch.stored import Cells, called, not_a_table, row_of, rows_of
from partygrade.errors import FactsError
from partygrade.tables.events import ORGANISATION_KEY


def stored_events(item: ir.Input, table: Any, key: str | None) -> Any:
    """Give the events of the organisation `key`, or the scores of its panel, in their order, as a record has them.

    `table` is a frame of the events of all, a sequence of rows, or the scores of a panel as a record has them. Rows
    need no id of the organisation where every event is of this one.

    Raises:
        FactsError: if it is no table, or its heads are not those of the list.
    """
    listed = isinstance(table, Sequence)
    if isinstance(table, str) or (listed and not all(isinstance(row, Mapping) for row in table)):
        return table
    rows, heads = _rows(item, table) if listed else _found(item, table, key)
    own = heads.pop(ORGANISATION_KEY)
    mine = [row for row in rows if own not in row or (called(row[own]) or "").strip() == key]
    there = [field.origin.id for field in fields_of(item) if field.origin.id in heads]
    given = [{field: row.get(heads[field]) for field in there} for row in mine]
    return given if isinstance(item.type, ir.Events) else [next(iter(event.values())) for event in given]


def _rows(item: ir.Input, table: Sequence[Any]) -> tuple[list[Cells], dict[str, str]]:
    rows = [row_of(row) for row in table]
    names = list(dict.fromkeys(name for row in rows for name in row))
    return rows, _heads(item, names) if rows else {ORGANISATION_KEY: ORGANISATION_KEY}


def _heads(item: ir.Input, names: Sequence[str]) -> dict[str, str]:
    """Find the columns of the fields; without one for the organisation it is called as no column is."""
    try:
        return match_heads(item, names)
    except FactsError:
        if ORGANISATION_KEY in names:
            raise
        return match_heads(item, [*names, ORGANISATION_KEY])


def _found(item: ir.Input, table: Any, key: str | None) -> tuple[list[Cells], dict[str, str]]:
    """Look for the organisation in a frame, without taking the rest of it into memory."""
    frame = nw.from_native(nw.to_native(table, pass_through=True), pass_through=True)
    if not isinstance(frame, nw.DataFrame | nw.LazyFrame):
        raise not_a_table(table)
    schema = frame.collect_schema()
    heads = match_heads(item, schema.names())
    own = heads[ORGANISATION_KEY]
    found = frame.filter(event_key(nw.col(own), schema[own], nw.String()) == nw.lit(key or ""))
    if ORDER in schema and ORDER not in heads.values():
        found = found.sort(ORDER)
    return rows_of(found), heads
