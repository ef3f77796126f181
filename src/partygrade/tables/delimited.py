"""CSV text to rows: every cell is text or nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from partygrade.diagnostics import Diagnostic
from partygrade.tables.table import CELL_LIMIT, GUARD, Row, Table, cell_faults, fault, plain, repeated

Cells = list[str | None]


def delimited(text: str, faults: list[Diagnostic]) -> Table:
    """Read text whose first line names the columns.

    Comma, tab or semicolon stands between cells; the head shows which. Lines with nothing in them are passed over.

    Complains of:
        ragged rows, heads that are empty or repeated, cells that are too long, quotation marks that do not match. The
        complaints are added to `faults`.
    """
    records = _records(text, faults)
    line, head = next(records, (1, []))
    columns = _head(head, line, faults)
    rows: list[Row] = []
    lines: list[int] = []
    wide = next((cell for cell in columns if "，" in cell), None)
    for line, cells in records:
        if wide is not None and len(cells) > len(columns):
            faults.append(_wide_comma(wide))
            break
        if len(cells) < len(columns) or any(cell is not None for cell in cells[len(columns) :]):
            en = f"line {line} has {len(cells)} cells: expected {len(columns)}, as in the head"
            faults.append(
                fault("ragged-row", en, f"第 {line} 行有 {len(cells)} 格：应与表头一致，为 {len(columns)} 格")
            )
        rows.append(dict(zip(columns, cells, strict=False)))
        lines.append(line)
    return Table(columns, tuple(rows), tuple(lines))


def _wide_comma(head: str) -> Diagnostic:
    shown = head if len(head) <= 30 else f"{head[:29]}…"
    en = f"`，` in the head `{shown}` is a full-width sign: expected `,` between the heads"
    return fault("wide-comma", en, f"表头 `{shown}` 里的 `，` 是全角符号：列名之间应为 `,`")


def _records(text: str, faults: list[Diagnostic]) -> Iterator[tuple[int, Cells]]:
    """Give the records that hold anything, cleaned, each with the line on which it begins."""
    source = io.StringIO(text, newline="").readlines()
    reader = csv.reader(source, delimiter=_delimiter(source), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader, None)
        except csv.Error:
            faults.append(_broken(line, "".join(source[line - 1 : reader.line_num])))
            return
        if record is None:
            return
        faults.extend(cell_faults(record, line))
        cells = [_unguarded(plain(cell)) for cell in record]
        if any(cell is not None for cell in cells):
            yield line, cells


def _delimiter(lines: list[str]) -> str:
    """Take what stands most often in the head, outside quotation marks; a comma if in doubt."""
    head = re.sub(r'"[^"]*"', "", next((line for line in lines if line.strip()), ""))
    return max(",\t;", key=head.count)


def _broken(line: int, raw: str) -> Diagnostic:
    if len(raw) > CELL_LIMIT:
        en = f"a cell in line {line} has more than {CELL_LIMIT:,} characters, or a quotation mark is not closed"
        return fault("long-cell", en, f"第 {line} 行有一格超过 {CELL_LIMIT:,} 个字符，或者引号没有闭合")
    en = f"a quotation mark in line {line} is not closed, or stands inside a cell"
    return fault("open-quote", en, f"第 {line} 行的引号没有闭合，或者出现在格子中间")


def _head(cells: Cells, line: int, faults: list[Diagnostic]) -> tuple[str, ...]:
    """Give the columns. Empty cells at the end of the head, which spreadsheets leave there, are no columns."""
    while cells and cells[-1] is None:
        cells = cells[:-1]
    for number, cell in enumerate(cells, 1):
        if cell is None:
            en = f"column {number} has no head in line {line}"
            faults.append(fault("empty-head", en, f"第 {line} 行的表头中，第 {number} 列没有列名"))
    for word in repeated(cell for cell in cells if cell is not None):
        faults.append(fault("repeated-head", f"several columns have the head `{word}`", f"有几列的列名都是 `{word}`"))
    return tuple(cell or "" for cell in cells)


def _unguarded(text: str | None) -> str | None:
    """Take away the apostrophe that keeps a spreadsheet from running a text as a formula."""
    return text[1:] if text and text[0] == "'" and GUARD.match(text) else text
