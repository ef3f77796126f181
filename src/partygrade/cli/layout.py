"""A table of texts laid out for a width: how wide each column is, and how its cells break into lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from partygrade.cli.text import clean, fold, width

GAP = 2
"""Blanks between columns."""
LEAST = 4
"""Columns to which a column may shrink."""

Cell = tuple[str, ...]
"""The lines of a cell; several stand for several remarks, each of which may break again."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, whether its cells stand on the right, whether it stands out, and whether it never shrinks."""

    head: str
    right: bool = False
    strong: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of texts."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet made to fit: the width of each column, the head and every row as lines of cells."""

    widths: tuple[int, ...]
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheet(columns: Sequence[Column], rows: Sequence[Sequence[str | Sequence[str]]]) -> Sheet:
    """Make a sheet without the columns in which nothing stands."""
    cells = [tuple(_cell(cell) for cell in row) for row in rows]
    kept = [n for n in range(len(columns)) if any(row[n] for row in cells)]
    return Sheet(tuple(columns[n] for n in kept), tuple(tuple(row[n] for n in kept) for row in cells))


def laid_out(found: Sheet, columns: int) -> Layout:
    """Fit a sheet into so many columns. The widest column gives way first, of those that may."""
    heads = tuple((column.head,) for column in found.columns)
    widths = [
        max((width(line) for row in (heads, *found.rows) for line in row[n]), default=0) for n in range(len(heads))
    ]
    room = columns - GAP * (len(heads) - 1)
    giving = [n for n, column in enumerate(found.columns) if not column.whole]
    while sum(widths) > room and any(widths[n] > LEAST for n in giving):
        widths[max(giving, key=widths.__getitem__)] -= 1
    fitted = tuple(_fitted(row, widths) for row in found.rows)
    return Layout(tuple(widths), _fitted(heads, widths), fitted)


def _cell(cell: str | Sequence[str]) -> Cell:
    if isinstance(cell, str):
        return (clean(cell),) if cell else ()
    marked = len(cell) > 1
    return tuple(f"· {clean(line)}" if marked else clean(line) for line in cell)


def _fitted(row: Sequence[Cell], widths: Sequence[int]) -> tuple[Cell, ...]:
    return tuple(tuple(_folded(cell, columns)) for cell, columns in zip(row, widths, strict=True))


def _folded(cell: Cell, columns: int) -> Iterator[str]:
    for line in cell:
        if line.startswith("· ") and columns > LEAST:
            first, *more = fold(line[2:], columns - 2)
            yield f"· {first}"
            yield from (f"  {part}" for part in more)
        else:
            yield from fold(line, columns)
