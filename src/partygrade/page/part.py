"""The parts of a page: tables of text, before they are drawn in any format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from partygrade.diagnostics import Lang


@dataclass(frozen=True, slots=True)
class Column:
    """A column; with `code` its cells are text of the scheme file."""

    title: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row about the element `id`, None where it is about none; a cell may have several lines."""

    id: str | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: remarks, and a table."""

    title: str
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    lead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole page."""

    title: str
    lang: Lang
    parts: tuple[Part, ...]


def part(title: str, columns: Sequence[Column], rows: Iterable[Row], lead: Iterable[str] = ()) -> Part:
    """Make a part, without the columns in which nothing stands."""
    found = tuple(rows)
    kept = [n for n in range(len(columns)) if any(row.cells[n] for row in found)]
    cut = tuple(Row(row.id, tuple(row.cells[n] for n in kept)) for row in found)
    return Part(title, tuple(columns[n] for n in kept), cut, tuple(line for line in lead if line))
