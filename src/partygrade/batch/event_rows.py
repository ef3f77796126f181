"""A frame of events, or of the scores of a panel, to the values of their fields: one row an event.

Complains of: heads that match no field, as tables of events do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw

from partygrade import ir
from partygrade.batch.columns import KEY, ROW, Frame
from partygrade.batch.ingest import ingest
from partygrade.batch.numbers import BLANKS
from partygrade.errors import FactsError
from partygrade.tables.events import ORGANISATION_KEY, match_fields


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of events as a frame.

    `~key` has the organisation, `fields` the columns of the fields by their number. `order` is the column that says
    which event comes first, None where nothing does. `~good` and `~faults` are of the single event.
    """

    item: ir.Input
    frame: Frame
    fields: Mapping[int, str]
    order: str | None


def fields_of(item: ir.Input) -> tuple[ir.Input, ...]:
    """List the fields of an event; a score of a panel is the only one, and is called as the panel."""
    match item.type:
        case ir.Events():
            return item.type.fields
        case ir.Panel():
            return (ir.Input(item.origin, item.type.member, item.type.step),)
        case _:
            raise TypeError(f"{item.origin.id} is no list")


def match_heads(item: ir.Input, heads: Sequence[str]) -> dict[str, str]:
    """Find the column of each field, and of the organisation under `ORGANISATION_KEY`.

    Raises:
        FactsError: if a column is missing, resembles a field, or several mean the same.
    """
    kind = item.type if isinstance(item.type, ir.Events) else ir.Events(fields_of(item), 0)
    match = match_fields(heads, kind)
    if match.diagnostics:
        raise FactsError(match.diagnostics, item.origin.id)
    return {meaning: head for head, meaning in match.columns.items()}


def organisation_key(column: nw.Expr, dtype: nw.dtypes.DType) -> nw.Expr:
    """Give the ids of the organisations as they are compared: whole numbers as they are, all else as text."""
    return column.cast(nw.Int64) if _whole(dtype) else _text(column)


def event_key(column: nw.Expr, dtype: nw.dtypes.DType, own: nw.dtypes.DType) -> nw.Expr:
    """Give the ids that events name, as the type `own` that those of the organisations have.

    Ids are compared as text: the event of `007` is not that of organisation 7.
    """
    if not isinstance(own, nw.Int64):
        return _text(column)
    if _whole(dtype):
        return column.cast(nw.Int64)
    text = _text(column)
    number = nw.when(text.str.contains(r"\A(0|-?[1-9][0-9]{0,17})\z")).then(text)
    return number.otherwise(nw.lit(None, dtype=nw.String)).cast(nw.Int64)


def _whole(dtype: nw.dtypes.DType) -> bool:
    return dtype.is_integer() and not isinstance(dtype, nw.UInt64 | nw.Int128 | nw.UInt128)


def _text(column: nw.Expr) -> nw.Expr:
    text = column.cast(nw.String)
    # Hardly any id has blanks around it, and DuckDB looks for one much faster than it takes them off.
    text = nw.when(text.str.contains(_AROUND)).then(text.str.strip_chars(BLANKS)).otherwise(text)
    return nw.when(text != nw.lit("")).then(text)


_AROUND = rf"\A[{BLANKS}]|[{BLANKS}]\z"


def event_rows(
    item: ir.Input, events: Frame, heads: Mapping[str, str], own: nw.dtypes.DType, order: str | None = None
) -> Rows:
    """Read a frame of events of one list.

    `heads` has the columns of the fields and of the organisation, as `match_heads` gives them; `own` is the type of
    the column `~key` of the organisations. `order` is the column that orders the events; a frame whose rows have an
    order needs none.
    """
    schema, key = events.collect_schema(), heads[ORGANISATION_KEY]
    frame, fields = ingest(fields_of(item), events, heads)
    frame = frame.with_columns(event_key(nw.col(key), schema[key], own).alias(KEY))
    return Rows(item, frame, fields, order or (ROW if ROW in schema else None))


def strays(rows: Rows, organisations: Frame) -> Frame:
    """Give the events that are of no organisation, also those that name none, with all their columns."""
    return rows.frame.join(organisations.select(KEY), on=KEY, how="anti")
