"""Show diagnostics: as text with the line that is meant, or as data for JSON.

    scheme.yaml:41:31: error[unknown-name]: no fact is called `absense`
       |
    41 |   - when: satisfaction < 60 and absense >= 3
       |                                 ^^^^^^^
       = help: did you mean `absences`?

Before: diagnostics, and the document that they are about; no document for the faults of records.
After: text without a final line break.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from partygrade.diagnostics import Diagnostic, Lang, Severity, Text
from partygrade.document import Document
from partygrade.source import Place, Span

MAX_WIDTH = 100
"""How many characters of a source line are shown."""

_WORDS: dict[Severity, Text] = {
    "error": Text("error", "错误"),
    "warning": Text("warning", "警告"),
    "note": Text("note", "注"),
}
_HELP = Text("help", "办法")
_COLON = Text(": ", "：")


def render(diagnostics: Iterable[Diagnostic], document: Document | None = None, lang: Lang = "en") -> str:
    """Show the diagnostics in the order of the files, and how many there are; nothing for none."""
    found = sorted(diagnostics, key=lambda fault: _order(fault, document))
    if not found:
        return ""
    blocks = [_snippets(fault, document, lang) if _in(fault, document) else _line(fault, lang) for fault in found]
    separator = "\n\n" if document else "\n"
    return f"{separator.join(blocks)}\n\n{_count(found, lang)}"


def to_dict(diagnostic: Diagnostic, document: Document | None = None) -> dict[str, Any]:
    """Give the diagnostic as JSON data: lines and columns from 1, the end column exclusive, rows from 0."""
    inside = document if _in(diagnostic, document) else None
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": _both(diagnostic.text),
        "help": _both(diagnostic.help) if diagnostic.help else None,
        **_where(diagnostic.place, inside),
        "notes": [{"message": _both(note.text), **_where(note.place, inside)} for note in diagnostic.notes],
        "fact": diagnostic.fact,
        "label": diagnostic.label,
        "row": diagnostic.row,
        "key": diagnostic.key,
    }


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}


def _where(place: Place, document: Document | None) -> dict[str, Any]:
    file, there = document.at(place) if document else (None, place)
    span = file.span(there) if file else None
    return {
        "file": file and file.name,
        "line": span and span.line,
        "column": span and span.column,
        "end_line": span and span.end_line,
        "end_column": span and span.end_column,
        "path": str(there) or None,
    }


def _in(fault: Diagnostic, document: Document | None) -> bool:
    """Say whether the fault stands in the document, and not in a record."""
    return document is not None and fault.fact is None and fault.row is None and fault.key is None


def _order(fault: Diagnostic, document: Document | None) -> tuple[int, int, int]:
    if document is None or not _in(fault, document):
        return (-1, -1 if fault.row is None else fault.row, 0)
    file, place = document.at(fault.place)
    span = file.span(place)
    return next(n for n, found in enumerate(document.files) if found is file), span.line, span.column


def _count(found: list[Diagnostic], lang: Lang) -> str:
    severities: tuple[Severity, ...] = ("error", "warning", "note")
    counts = [(severity, sum(fault.severity == severity for fault in found)) for severity in severities]
    if lang == "zh":
        return "共" + "、".join(f"{count}处{_WORDS[severity].zh}" for severity, count in counts if count)
    return ", ".join(f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in counts if count)


def _heading(fault: Diagnostic, lang: Lang) -> str:
    return f"{_WORDS[fault.severity][lang]}[{fault.code}]{_COLON[lang]}"


def _line(fault: Diagnostic, lang: Lang) -> str:
    """Show a fault that stands in no document on one line: `row 3 (东村): 缺席 (absences): error[…]: …`."""
    where = [_row(fault, lang), _fact(fault, lang), str(fault.place)]
    start = "".join(part + _COLON[lang] for part in where if part)
    return f"{start}{_heading(fault, lang)}{fault.message(lang)}"


def _row(fault: Diagnostic, lang: Lang) -> str:
    if fault.row is None:
        return fault.key or ""
    row = f"第{fault.row + 1}行" if lang == "zh" else f"row {fault.row + 1}"
    return row + _bracketed(fault.key, lang)


def _fact(fault: Diagnostic, lang: Lang) -> str:
    if fault.label is None or fault.label == fault.fact:
        return fault.label or fault.fact or ""
    return fault.label + _bracketed(fault.fact, lang)


def _bracketed(word: str | None, lang: Lang) -> str:
    if not word:
        return ""
    return f"（{word}）" if lang == "zh" else f" ({word})"


def _snippets(fault: Diagnostic, document: Document | None, lang: Lang) -> str:
    assert document is not None, "a fault without a document is shown on one line"
    file, place = document.at(fault.place)
    span = file.span(place)
    notes = [(note.text, *document.at(note.place)) for note in fault.notes]
    gutter = " " * len(str(max([span.line, *(other.span(there).line for _, other, there in notes)])))
    lines = [f"{_start(file, span)}: {_heading(fault, lang)}{fault.text[lang]}"]
    lines += _snippet(file, span, gutter)
    if fault.help:
        lines.append(f"{gutter} = {_HELP[lang]}{_COLON[lang]}{fault.help[lang]}")
    for text, other, there in notes:
        where = _bracketed(None if other is file else _start(other, other.span(there)), lang)
        lines += _snippet(other, other.span(there), gutter)
        lines.append(f"{gutter} = {_WORDS['note'][lang]}{_COLON[lang]}{text[lang]}{where}")
    return "\n".join(lines)


def _start(document: Document, span: Span) -> str:
    return f"{document.name}:{span.line}:{span.column}"


def _snippet(document: Document, span: Span, gutter: str) -> Iterator[str]:
    """Show the first line of the span with carets under it."""
    line = document.line(span.line)
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    before, marked, after = _window(line, start, max(end, start))
    carets = " " * _width(before) + "^" * max(_width(marked), 1)
    yield f"{gutter} |"
    yield f"{span.line:>{len(gutter)}} | {before}{marked}{after}".rstrip()
    yield f"{gutter} | {carets}"


def _window(line: str, start: int, end: int) -> tuple[str, str, str]:
    """Cut a long line to what stands around the marked part, and split it there."""
    first, last = 0, len(line)
    if last > MAX_WIDTH:
        first = max(0, min(start - MAX_WIDTH // 3, last - MAX_WIDTH))
        last = first + MAX_WIDTH
    end = min(end, last)
    left = "…" if first else ""
    right = "…" if last < len(line) else ""
    return left + _shown(line[first:start]), _shown(line[start:end]), _shown(line[max(start, end) : last]) + right


def _shown(text: str) -> str:
    """Replace what would move or disturb the output by one visible or blank character."""
    return "".join(
        " " if character == "\t" else character if character.isprintable() else "\ufffd" for character in text
    )


def _width(text: str) -> int:
    """Count the columns of a terminal: two for a wide character, none for one that combines with the one before."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
