"""What a table is, and what a cell may hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from partygrade.diagnostics import Diagnostic, Text
from partygrade.errors import FactsError

Row = dict[str, object]
Format = Literal["csv", "jsonl", "json"]

FORMATS: Mapping[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
}

CELL_LIMIT = 100_000
"""Characters in one cell."""

GUARD = re.compile(r"'*[=+\-@\t\r]")
"""A text that begins like this is run as a formula by a spreadsheet, unless apostrophes stand before it."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FIGURE = r"[+-]?[0-9][0-9.,:/%-]*"
_FIGURES = re.compile(rf"{_FIGURE}(?:[\s;、]+{_FIGURE})*[\s;、]*")
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds.

    Every row has every column; `None` stands where nothing is given. `lines` has the line, from 1, on which each row
    begins.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    lines: tuple[int, ...]


def fault(code: str, en: str, zh: str) -> Diagnostic:
    """Make the diagnostic of a table's fault."""
    return Diagnostic(code, Text(en, zh))


def table_format(path: Path) -> Format:
    """Tell the format of a table from the ending of its file.

    Raises:
        FactsError: if no table has this ending.
    """
    ending = path.suffix.lower()
    if kind := FORMATS.get(ending):
        return kind
    known = " ".join(FORMATS)
    text = Text(
        f"`{path.name}` has no ending of a table: expected one of {known}",
        f"`{path.name}` 的后缀不是表格的后缀：应为 {known} 之一",
    )
    advice = Text("save the sheet as CSV", "请将工作表另存为 CSV") if ending.startswith(".xls") else None
    raise FactsError([Diagnostic("unknown-format", text, help=advice)], str(path))


def plain(text: str) -> str | None:
    """Clean a text: no blanks around it, figures in plain characters, `None` if nothing is left.

    Only full-width characters change, and only in figures, several of which may stand in one cell. Unicode's own
    folding would also turn `9²` into 92.
    """
    text = text.strip()
    if not text.isascii():
        narrow = text.translate(_FULL_WIDTH)
        if _FIGURES.fullmatch(narrow):
            return narrow
    return text or None


def cleaned(cell: object) -> object:
    """Clean the text of a cell, or the texts in a list of scores or of events."""
    match cell:
        case str():
            return plain(cell)
        case list():
            return [_cleaned_part(part) for part in cell]
        case _:
            return cell


def _cleaned_part(part: object) -> object:
    # Nothing that a table may hold is deeper, and text that is deeper may be as deep as Python can follow.
    if isinstance(part, dict):
        return {key: plain(value) if isinstance(value, str) else value for key, value in part.items()}
    return plain(part) if isinstance(part, str) else part


def cell_faults(cells: Iterable[object], line: int) -> Iterator[Diagnostic]:
    """Give the faults of the texts in the cells of one row: too long, or no text."""
    for cell in _texts(cells):
        if len(cell) > CELL_LIMIT:
            en = f"a cell in line {line} has {len(cell):,} characters: expected at most {CELL_LIMIT:,}"
            yield fault("long-cell", en, f"第 {line} 行有一格长达 {len(cell):,} 个字符：最多 {CELL_LIMIT:,} 个")
        if _NO_TEXT.search(cell):
            yield fault("no-text", f"line {line} holds a character that is no text", f"第 {line} 行含有不是文字的字符")


def _texts(cells: Iterable[object]) -> Iterator[str]:
    """Give the texts among values, and those inside of lists and mappings, however deep."""
    stack = [*cells][::-1]
    while stack:
        match stack.pop():
            case str() as text:
                yield text
            case list() as values:
                stack += values[::-1]
            case dict() as values:
                stack += [*values, *values.values()][::-1]
            case _:
                pass


def repeated(words: Iterable[str]) -> list[str]:
    """Give the words that occur more than once, each once."""
    return [word for word, count in Counter(words).items() if count > 1]
