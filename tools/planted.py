"""Write the page of the planted faults: what `partygrade check` says of a shipped scheme with one mistake in it.

The faults stand in `tests/planted.yaml`. `make pages` runs this; a test sees that the page is in step, and that every
fault is found where it is said to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import partygrade
from partygrade import catalog
from partygrade.case_files import beside
from partygrade.cases import Cases, read_cases
from partygrade.check import Subject, check
from partygrade.diagnostics import Diagnostic
from partygrade.document import Document, read
from partygrade.errors import SchemeError
from partygrade.outcome import Under, outcome
from partygrade.render import render

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tests" / "planted.yaml"
PAGE = ROOT / "docs" / "planted.md"
CASE = "case"
"""What stands in place of a slug where only a golden case notices."""

_BY_CASES = (CASE, "cases")

_HEAD = """\
# Planted faults

{count} mistakes that somebody might make, each planted alone in a copy of one of the shipped schemes, and what
`partygrade check` says of it: all of them are found. A slug in the list is that of a
[static check](checks/README.md), or of a fault for which the file does not load. Where the file alone looks right, it
is said what the golden cases show (`partygrade check --cases`): {cases} faults are found so. On
[another page](mutations.md) the figures of every shipped scheme are changed one by one.

The table of the faults is `tests/planted.yaml`; a test plants each, and sees that exactly this is found, there and
nowhere else. This page is made of it (`make pages`).

| | fault | scheme | found by |
|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Planted:
    """One fault: in words, the scheme, the text that it replaces and what comes there, and what is to be found."""

    fault: str
    scheme: str
    old: str
    new: str
    expect: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is found: the slug, what is underlined, and how it is shown."""

    slug: str
    underlined: str
    shown: str

    def __str__(self) -> str:
        return f"{self.slug} {self.underlined}"


@cache
def table() -> tuple[Planted, ...]:
    """Read the faults."""
    data = read(TABLE.read_text("utf-8"), TABLE.name).data
    rows = data["faults"] if isinstance(data, dict) else None
    assert isinstance(rows, list)
    return tuple(Planted(**{**row, "expect": tuple(row["expect"])}) for row in rows if isinstance(row, dict))


def text_of(scheme: str) -> str:
    """Give the text of a shipped scheme."""
    return _path(scheme).read_text("utf-8")


def _path(scheme: str) -> Path:
    path = catalog.find(scheme)
    assert path is not None
    return path


@cache
def _cases(scheme: str) -> Cases:
    return read_cases(beside(_path(scheme)))


@cache
def found(row: Planted) -> tuple[Found, ...]:
    """Plant a fault, and give what is found, in the order of the slugs."""
    text = text_of(row.scheme).replace(row.old, row.new)
    try:
        scheme = partygrade.loads(text, name=f"{row.scheme}.yaml")
    except SchemeError as error:
        assert error.document is not None
        return _told(error.diagnostics, error.document)
    alone, subject = Subject(scheme), Subject(scheme, _cases(row.scheme))
    faults = check(alone) or check(subject)
    return _told(faults, subject.document) or tuple(_failing(subject))


def _told(faults: tuple[Diagnostic, ...], document: Document) -> tuple[Found, ...]:
    said = (Found(fault.code, _underlined(fault, document), _shown(fault, document)) for fault in faults)
    return tuple(sorted(said, key=str))


def _underlined(fault: Diagnostic, document: Document) -> str:
    file, place = document.at(fault.place)
    span = file.span(place)
    line = file.line(span.line)
    return line[span.column - 1 : span.end_column - 1 if span.end_line == span.line else len(line)]


def _shown(fault: Diagnostic, document: Document) -> str:
    """Show a fault, its line and the carets, without the numbers of lines and columns, which any other change moves."""
    first, _, line, carets, *_ = render([fault], document).split("\n")
    line, carets = (re.sub(r"^\s*\d*\s*\| ?", "", part) for part in (line, carets))
    indent = min(len(part) - len(part.lstrip()) for part in (line, carets))
    return "\n".join([re.sub(r"^\S+?: ", "", first), f"    {line[indent:]}", f"    {carets[indent:]}"])


def _failing(subject: Subject) -> Iterator[Found]:
    """Give the first golden case that fails, with what differs."""
    under: Under = {}
    for case in subject.cases.cases if subject.cases else ():
        differences = outcome(subject.scheme, case, under).differences
        if differences:
            yield Found(CASE, case.name, f"case `{case.name}`: {differences[0].en}")
            return


def page() -> str:
    """Give the text of the page."""
    rows = list(enumerate(table(), 1))
    lines = (f"| [{number}](#{number}) | {row.fault} | `{row.scheme}` | {_slugs(row)} |\n" for number, row in rows)
    cases = sum(any(one.slug in _BY_CASES for one in found(row)) for row in table())
    head = _HEAD.format(count=len(rows), cases=cases)
    return "".join([head, *lines, *(_part(number, row) for number, row in rows)])


def _slugs(row: Planted) -> str:
    slugs = dict.fromkeys(one.slug for one in found(row))
    return ", ".join("golden case" if slug == CASE else f"`{slug}`" for slug in slugs)


def _part(number: int, row: Planted) -> str:
    change = [*(f"-{line}" for line in _lines(row.old)), *(f"+{line}" for line in _lines(row.new))]
    shown = "\n\n".join(one.shown for one in found(row))
    heading = f"\n## {number}\n\n{row.fault[0].upper()}{row.fault[1:]}, in `{row.scheme}`:\n"
    return "\n".join([heading, "```diff", *change, "```", "", "```text", shown, "```", ""])


def _lines(text: str) -> list[str]:
    return text.rstrip("\n").split("\n") if text else []


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
