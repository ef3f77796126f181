"""Write the tables of mistakes into the page of a new author's hour.

`make pages` runs this; a test sees that the page is in step with tests/hour/mistakes.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from partygrade.document import read

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "authors-hour.md"
TABLE = ROOT / "tests" / "hour" / "mistakes.yaml"

_LONGEST = 160
_HEADS = {"scheme": "In the scheme", "cases": "In the golden cases", "table": "In the table"}


def page(text: str) -> str:
    """Give the page with the tables of mistakes at its end."""
    start = text.index(f"### {_HEADS['scheme']}\n")
    data: Any = read(TABLE.read_text(encoding="utf-8")).data
    return text[:start] + "\n".join(_part(kind, data[kind]) for kind in _HEADS)


def _part(kind: str, found: list[dict[str, str]]) -> str:
    rows = [row for number, mistake in enumerate(found, 1) for row in _row(number, mistake)]
    return "\n".join(
        [f"### {_HEADS[kind]}", "", "| | mistake | written | what is said |", "|---|---|---|---|", *rows, ""]
    )


def _row(number: int, mistake: dict[str, str]) -> Iterator[str]:
    at = f"{mistake['at']} " if mistake["at"] else ""
    said = [f"{at}{_cell(mistake['en'])}", _cell(mistake["zh"])]
    if "before" in mistake:
        said.append(f"*before:* {_cell(mistake['before'])}")
    yield f"| {number} | {_cell(mistake['mistake'])} | {_written(mistake)} | {'<br>'.join(said)} |"


def _written(mistake: dict[str, str]) -> str:
    """Show the first line that differs, or say what was done to the lines that were there."""
    lines, before = (
        [line.strip() for line in mistake[key].split("\n") if line.strip()] for key in ("write", "instead")
    )
    if mistake["write"].startswith("\t"):
        return f"(tab) `` {_cell(lines[0])} ``"
    if lines == before:
        return "(indented otherwise)"
    if sorted(lines) == sorted(before):
        return "(in the other order)"
    shown = next((line for line in lines if line not in before), None)
    return f"`` {_cell(shown)} ``" if shown else "(left out)"


def _cell(text: str) -> str:
    """Shorten a text to one cell, with every backtick closed."""
    text = re.sub(r"\s+", " ", text)
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
        text += "`" * (text.count("`") % 2)
    return text.replace("|", "\\|")


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
