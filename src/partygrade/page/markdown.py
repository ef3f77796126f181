"""A page as Markdown, with the tables of GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterator

from partygrade.page.part import Column, Part, Sheet

_MARKED = re.compile(r"([\\`*_\[\]|~])")


def markdown(sheet: Sheet) -> str:
    """Draw the page."""
    return "\n".join([f"# {_escaped(sheet.title)}", *(line for part in sheet.parts for line in _part(part))]) + "\n"


def _part(part: Part) -> Iterator[str]:
    yield from ("", f"## {_escaped(part.title)}", "")
    if part.lead:
        yield from (f"- {_escaped(line)}" for line in part.lead)
    if part.lead and part.rows:
        yield ""
    if part.rows:
        yield _row([_escaped(column.title) for column in part.columns])
        yield _row(["---"] * len(part.columns))
        for row in part.rows:
            yield _row([_cell(cell, column) for cell, column in zip(row.cells, part.columns, strict=True)])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: str, column: Column) -> str:
    lines = [line for line in cell.split("\n") if line]
    return "<br>".join(_code(line) if column.code else _escaped(line) for line in lines)


def _code(text: str) -> str:
    """Put text between more backticks than it has in a row; a bar would end the cell even there."""
    longest = max((len(found) for found in re.findall("`+", text)), default=0)
    mark, blank = "`" * (longest + 1), " " if longest else ""
    return f"{mark}{blank}{text.replace('|', chr(92) + '|')}{blank}{mark}"


def _escaped(text: str) -> str:
    return _MARKED.sub(r"\\\1", text).replace("&", "&amp;").replace("<", "&lt;")
