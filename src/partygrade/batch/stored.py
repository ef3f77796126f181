"""Rows that were written earlier, as they come back from whatever library reads them.

Before: a row or a small table of polars, pandas, pyarrow, DuckDB or PySpark. After: plain Python values by the names of
columns, None where nothing stands. Numbers that became doubles are exact, as all that is held lies within 2^53.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

import narwhals as nw

from partygrade import ir
from partygrade.batch.frames import KINDS, KINDS_ZH
from partygrade.batch.settle import span
from partygrade.diagnostics import Diagnostic, Text
from partygrade.errors import FactsError

Cells = dict[str, Any]

_AS_MAPPING = ("to_dict", "asDict", "_asdict")
"""How a row of pandas, of PySpark and a named tuple become a mapping."""


def row_of(row: Any) -> Cells:
    """Give the cells of a row by the names of their columns.

    Raises:
        FactsError: if it is no row.
    """
    if not isinstance(row, Mapping):
        frame = nw.from_native(row, pass_through=True)
        ways = [way for name in _AS_MAPPING if callable(way := getattr(row, name, None))]
        if not ways or isinstance(frame, nw.DataFrame | nw.LazyFrame):
            raise FactsError([_no_row(row)])
        row = ways[0]()
    return {str(name): cell(value) for name, value in row.items()}


def rows_of(table: Any) -> list[Cells]:
    """Give the rows of a small table: a frame of any kind, or a sequence of rows.

    Raises:
        FactsError: if it is neither.
    """
    if isinstance(table, Sequence) and not isinstance(table, str):
        return [row_of(row) for row in table]
    frame = nw.from_native(nw.to_native(table, pass_through=True), pass_through=True)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    if not isinstance(frame, nw.DataFrame):
        raise not_a_table(table)
    return [row_of(row) for row in frame.rows(named=True)]


def cell(value: Any) -> Any:
    """Give a cell as plain Python has it; a day that became a point in time is a day again."""
    for name in ("as_py", "item"):
        if not isinstance(value, str) and callable(way := getattr(value, name, None)):
            value = way()
            break
    match value:
        case float() if value != value:
            return None
        case datetime() if value == value and value.time() == time():
            return value.date()
        case _:
            return None if type(value).__name__ in ("NAType", "NaTType") else value


def whole(value: Any) -> int:
    """Read the whole number of a cell, which may have become a double, a decimal or text.

    Raises:
        ValueError: if it is none.
    """
    try:
        found = Decimal(float.__repr__(value)) if isinstance(value, float) else Decimal(value)
        if found == found.to_integral_value():
            return int(found)
    except (InvalidOperation, TypeError, ValueError, OverflowError) as error:
        raise ValueError(value) from error
    raise ValueError(value)


def figure(cells: Cells, name: str) -> int:
    """Read the whole number in a column.

    Raises:
        FactsError: if there is none.
    """
    try:
        return whole(cells.get(name))
    except ValueError:
        raise FactsError([no_figure(name, cells.get(name))]) from None


def held(kind: ir.Type, value: Any) -> int:
    """Read the value of a node.

    Raises:
        ValueError: if it is none of the values of its type.
    """
    words = {"true": 1, "false": 0} if isinstance(kind, ir.Flag) else {}
    found = words.get(value.strip().lower()) if isinstance(value, str) else None
    number = whole(value) if found is None else found
    low, high = span(kind)
    if not low <= number <= high:
        raise ValueError(value)
    return number


def called(value: Any) -> str | None:
    """Give what an organisation is called as text; a whole number may have become a double."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return None if value is None else str(value)


def _no_row(row: object) -> Diagnostic:
    kind = type(row).__name__
    text = Text(
        f"expected a row, as a mapping of column names to cells, got `{kind}`",
        f"应为一行，即列名到单元格的映射，现为 `{kind}`",
    )
    return Diagnostic("not-a-row", text)


def not_a_table(table: object) -> FactsError:
    """Say that something is no small table."""
    kind = type(table).__name__
    text = Text(f"expected {KINDS}, or a list of rows, got `{kind}`", f"应为 {KINDS_ZH}，或若干行的列表，现为 `{kind}`")
    return FactsError([Diagnostic("not-a-frame", text)])


def no_figure(name: str, cell: Any) -> Diagnostic:
    """Say that a column does not hold what the grading wrote into it."""
    shown = "" if cell is None else cell
    text = Text(f"`{name}` is `{shown}`: expected a figure of the grading", f"`{name}` 为 `{shown}`：应为评定给出的数")
    return Diagnostic("not-a-number", text, fact=name)


def other_scheme(en: str, zh: str) -> Diagnostic:
    """Say by what it shows that a row is of another scheme, version or reading."""
    text = Text(f"the row is not of this scheme: {en}", f"该行不是按本办法评定的：{zh}")
    help = Text(
        "load the version, with the readings, that it was graded under", "请载入评定时所用的版本，并取相同的读法"
    )
    return Diagnostic("other-scheme", text, help=help)
