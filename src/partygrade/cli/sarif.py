"""Reports as SARIF 2.1.0, the format in which code hosts and editors take what static checks find.

Every check that there is stands among the rules, with its page as help. So does every kind of fault that was found,
and `golden-case` for the golden cases that fail.

Source: Static Analysis Results Interchange Format (SARIF) Version 2.1.0, OASIS Standard, 3.13 to 3.54.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import partygrade
from partygrade.check import CHECKS, page
from partygrade.cli.report import Report
from partygrade.cli.scheme_file import path_of
from partygrade.diagnostics import Lang, Text
from partygrade.document import Document
from partygrade.source import Place

CASE = "golden-case"

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_CASE = Text("a golden case comes out otherwise than it expects", "样例的结果与预期不符")
_FAULT = Text(
    "a fault of a scheme file: the scheme cannot be used before it is mended", "办法文件的差错：改正之前不能使用"
)

Json = dict[str, Any]


def sarif(reports: Sequence[Report], lang: Lang) -> Json:
    """Give one run with the faults, findings and failing cases of every report."""
    slugs = [*CHECKS, *dict.fromkeys(_others(reports))]
    results = [result for report in reports for result in _results(report, slugs, lang)]
    driver = {"name": "partygrade", "version": partygrade.__version__, "rules": [_rule(slug, lang) for slug in slugs]}
    run = {"tool": {"driver": driver}, "language": lang, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _others(reports: Iterable[Report]) -> Iterator[str]:
    """List the kinds of what was found that are no check."""
    for report in reports:
        yield from (fault.code for fault, _ in report.located if fault.code not in CHECKS)
        if report.failures:
            yield CASE


def _rule(slug: str, lang: Lang) -> Json:
    if slug in CHECKS:
        whole = page(slug)
        first, text, level = whole.partition("\n")[0], whole, "warning"
    else:
        first = text = (_CASE if slug == CASE else _FAULT)[lang]
        level = "error"
    return {
        "id": slug,
        "shortDescription": {"text": first},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": level},
    }


def _results(report: Report, slugs: Sequence[str], lang: Lang) -> Iterator[Json]:
    for fault, document in report.located:
        related = [
            {"id": number, "message": {"text": note.text[lang]}, **_location(report, document, note.place)}
            for number, note in enumerate(fault.notes, 1)
        ]
        yield {
            "ruleId": fault.code,
            "ruleIndex": slugs.index(fault.code),
            "level": fault.severity,
            "message": {"text": fault.message(lang)},
            "locations": [_location(report, document, fault.place)],
            **({"relatedLocations": related} if related else {}),
        }
    for failure in report.failures:
        said = "\n".join([failure.case.name, *(text[lang] for text in failure.differences)])
        where = {"artifactLocation": {"uri": _uri(report.case_file)}, "region": {"startLine": failure.case.line}}
        yield {
            "ruleId": CASE,
            "ruleIndex": slugs.index(CASE),
            "level": "error",
            "message": {"text": said},
            "locations": [{"physicalLocation": where}],
        }


def _location(report: Report, document: Document | None, place: Place) -> Json:
    """Say where something stands: lines and columns from 1, columns in characters, the end column exclusive."""
    if document is None:
        return {"physicalLocation": {"artifactLocation": {"uri": _uri(str(path_of(report.name)))}}}
    file, there = document.at(place)
    span = file.span(there)
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(file.name)}, "region": region}}


def _uri(name: str) -> str:
    path = Path(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
