"""A page as one HTML file that needs nothing else, on the screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from partygrade.diagnostics import Lang
from partygrade.page.part import Column, Part, Sheet

_STYLE = """\
body { font: 15px/1.5 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; max-width: 70em;
  margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.5em; text-align: center; }
h2 { font-size: 1.15em; margin: 1.6em 0 0.4em; break-after: avoid; }
div { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9em; font-variant-numeric: tabular-nums; }
th, td { border: 1px solid #888; padding: 0.25em 0.5em; text-align: left; vertical-align: top; }
td { min-width: 4em; overflow-wrap: break-word; }
th { background: #eee; white-space: nowrap; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
code { font: 0.9em ui-monospace, Consolas, "Noto Sans Mono CJK SC", monospace; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 10pt; } div { overflow: visible; }
  th { print-color-adjust: exact; } @page { size: A4 landscape; margin: 15mm; } }
"""
_LANGS: dict[Lang, str] = {"zh": "zh-CN", "en": "en"}


def html(sheet: Sheet) -> str:
    """Draw the page."""
    lines = [
        "<!doctype html>",
        f'<html lang="{_LANGS[sheet.lang]}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(sheet.title)}</title>",
        f"<style>\n{_STYLE}</style>",
        "</head>",
        "<body>",
        f"<h1>{escape(sheet.title)}</h1>",
        *(line for part in sheet.parts for line in _part(part)),
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _part(part: Part) -> Iterator[str]:
    yield f"<h2>{escape(part.title)}</h2>"
    if part.lead:
        yield f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in part.lead)}</ul>"
    if part.rows:
        # Words are not cut to fit: on a narrow screen the table is moved sideways.
        yield "<div><table>"
        yield f"<thead><tr>{''.join(f'<th>{escape(column.title)}</th>' for column in part.columns)}</tr></thead>"
        yield "<tbody>"
        for row in part.rows:
            yield f"<tr>{''.join(map(_cell, row.cells, part.columns))}</tr>"
        yield "</tbody>"
        yield "</table></div>"


def _cell(cell: str, column: Column) -> str:
    lines = [escape(line) for line in cell.split("\n") if line]
    return f"<td>{'<br>'.join(f'<code>{line}</code>' if column.code else line for line in lines)}</td>"
