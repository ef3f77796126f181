"""Tables and progress: by rich where it is installed, else as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import zip_longest
from typing import TypeVar

from partygrade.cli.layout import GAP, Cell, Layout, Sheet, laid_out
from partygrade.cli.screen import Screen
from partygrade.cli.text import pad

T = TypeVar("T")

LONG = 2_000
"""Rows above which progress is shown."""


def draw(sheets: Iterable[Sheet], screen: Screen) -> None:
    """Print tables at the width of the screen, a blank line between them."""
    drawing = import_module("partygrade.cli.show") if find_spec("rich") else None
    if drawing is None:
        en, zh = "tables need the extra `cli`", "表格需要附加包 `cli`"
        screen.note(f"{en}: pip install 'partygrade[cli]'", f"{zh}：pip install 'partygrade[cli]'")
    for number, sheet in enumerate(sheets):
        layout = laid_out(sheet, screen.columns)
        if number:
            screen.raw("\n")
        if drawing is not None:
            drawing.show(sheet, layout, screen)
        else:
            screen.raw("".join(f"{line}\n" for line in plain(sheet, layout)))


def counted(items: Iterable[T], total: int, what: str, screen: Screen) -> Iterable[T]:
    """Show progress on the stream for notes while a long input goes by, if a person looks at it."""
    if total <= LONG or not screen.err.isatty() or not find_spec("rich"):
        return items
    found: Iterable[T] = import_module("partygrade.cli.show").progress(items, total, what, screen)
    return found


def plain(sheet: Sheet, layout: Layout) -> Iterator[str]:
    """Lay a table out without any drawing."""
    yield from _lines(sheet, layout, layout.head)
    yield (" " * GAP).join("-" * columns for columns in layout.widths)
    for row in layout.rows:
        yield from _lines(sheet, layout, row)


def _lines(sheet: Sheet, layout: Layout, row: tuple[Cell, ...]) -> Iterator[str]:
    for parts in zip_longest(*row, fillvalue=""):
        cells = zip(parts, layout.widths, sheet.columns, strict=True)
        yield (" " * GAP).join(pad(part, columns, column.right) for part, columns, column in cells).rstrip()
