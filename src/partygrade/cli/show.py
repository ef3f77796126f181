"""Tables and progress drawn by rich."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from partygrade.cli.layout import GAP, Cell, Layout, Sheet
from partygrade.cli.screen import Screen

T = TypeVar("T")

_PIECE = 500
"""Rows that are drawn at a time; rich takes ever longer for one long table."""


def show(sheet: Sheet, layout: Layout, screen: Screen) -> None:
    """Draw a table; its cells are folded already, so that rich breaks nothing."""
    # Older releases count the blanks behind the last column, which are taken off again below.
    console = Console(file=screen.out, width=screen.columns + GAP, highlight=False, markup=False, emoji=False)
    for start in range(0, max(len(layout.rows), 1), _PIECE):
        table = _table(sheet, layout, head=start == 0)
        if start == 0:
            table.add_row(*("─" * columns for columns in layout.widths), style="dim")
        for row in layout.rows[start : start + _PIECE]:
            table.add_row(*(_text(cell) for cell in row))
        with console.capture() as drawn:
            console.print(table)
        screen.raw("".join(f"{line.rstrip()}\n" for line in drawn.get().splitlines()))


def progress(items: Iterable[T], total: int, what: str, screen: Screen) -> Iterable[T]:
    """Draw a bar while the items go by, and take it away at the end."""
    console = Console(file=screen.err, highlight=False)
    return track(items, what, total=total, console=console, transient=True)


def _table(sheet: Sheet, layout: Layout, head: bool) -> Table:
    table = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, show_header=head, header_style="bold")
    for column, columns, words in zip(sheet.columns, layout.widths, layout.head, strict=True):
        table.add_column(
            _text(words),
            justify="right" if column.right else "left",
            width=columns,
            no_wrap=True,
            style="bold" if column.strong else "",
        )
    return table


def _text(cell: Cell) -> Text:
    return Text("\n".join(cell))
