"""Faults of a table and of its rows as lines of text: file, line, organisation, fact, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from partygrade.diagnostics import Diagnostic, Lang, Text
from partygrade.grading import RowFault
from partygrade.tables import Table

_ERROR = Text("error", "错误")
_COLON = Text(": ", "：")


def of_table(path: Path, faults: Iterable[Diagnostic], lang: Lang) -> list[str]:
    """Show faults of a whole table, a line each."""
    return [f"{path}: {said(fault, lang)}" for fault in faults]


def said(fault: Diagnostic, lang: Lang) -> str:
    """Show the code of a fault, and what is wrong."""
    return f"{_ERROR[lang]}[{fault.code}]{_COLON[lang]}{fault.message(lang)}"


def of_rows(faults: Iterable[RowFault], place: Callable[[RowFault, Diagnostic], str], lang: Lang) -> list[str]:
    """Show every fault of every row, a line each; `place` gives the file and the line."""
    out = []
    for found in faults:
        who = " ".join(part for part in (found.id, found.name) if part)
        for fault in found.diagnostics:
            parts = [who, called(fault, lang), said(fault, lang)]
            out.append(f"{place(found, fault)}: {_COLON[lang].join(part for part in parts if part)}")
    return out


def short(fault: Diagnostic, lang: Lang) -> str:
    """Show a fault of a row without the row: the fact, and what is wrong."""
    fact = called(fault, lang)
    return f"{fact}{_COLON[lang]}{fault.message(lang)}" if fact else fault.message(lang)


def called(fault: Diagnostic, lang: Lang) -> str:
    """Give the label and the id of the fact."""
    if fault.fact is None or fault.label is None or fault.fact == fault.label:
        return fault.label or fault.fact or ""
    return f"{fault.label}（{fault.fact}）" if lang == "zh" else f"{fault.label} ({fault.fact})"


def with_lines(faults: Sequence[RowFault], table: Table, ids: Sequence[object]) -> tuple[RowFault, ...]:
    """Say of a repeated id on which line of the file it stands first, since that is where people look."""
    first: dict[str, int] = {}
    for row, key in enumerate(ids):
        if key is not None:
            first.setdefault(str(key), row)
    out = []
    for found in faults:
        line = table.lines[first[found.id]] if found.id in first else 0
        said = tuple(_repeated(fault, found.id, line) for fault in found.diagnostics)
        out.append(RowFault(found.row, found.id, found.name, said))
    return tuple(out)


def _repeated(fault: Diagnostic, key: str | None, line: int) -> Diagnostic:
    if fault.code != "repeated-id":
        return fault
    text = Text(f"the id `{key}` already stands on line {line}", f"编号 `{key}` 与文件第 {line} 行重复")
    return Diagnostic(fault.code, text, fact=fault.fact, label=fault.label)
