"""`partygrade check`: every fault of scheme files, and the golden cases that fail."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from partygrade import cases
from partygrade.api import Scheme, load
from partygrade.cli.options import Options
from partygrade.cli.scheme_file import document_of, path_of, shown
from partygrade.cli.screen import Screen
from partygrade.cli.stop import FAULTS
from partygrade.diagnostics import Diagnostic, Lang
from partygrade.document import Document
from partygrade.errors import FactsError, SchemeError
from partygrade.render import to_dict


@dataclass(frozen=True, slots=True)
class Failure:
    """A golden case that fails: where it stands, and what differs."""

    file: str
    line: int
    case: str
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What was found about one scheme; `ran` counts the cases, None where none were asked for or found."""

    name: str
    scheme: Scheme | None
    document: Document | None = None
    faults: tuple[Diagnostic, ...] = ()
    ran: int | None = None
    failures: tuple[Failure, ...] = ()

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults and not self.failures


def run(options: Options, screen: Screen) -> int:
    """Check scheme files one after the other."""
    reports = [_check(name, options.cases) for name in options.schemes]
    match options.format:
        case "json":
            screen.raw(json.dumps([_data(report) for report in reports], ensure_ascii=False, indent=2) + "\n")
        case "github":
            for report in reports:
                screen.raw("".join(f"{line}\n" for line in _annotations(report, screen.lang)))
        case _:
            for report in reports:
                screen.raw("".join(f"{line}\n" for line in _text(report, screen)))
    return 0 if all(report.good for report in reports) else FAULTS


def _check(name: str, with_cases: bool) -> Report:
    try:
        scheme = load(name)
    except SchemeError as error:
        return Report(name, None, error.document, error.diagnostics)
    beside = path_of(name).with_suffix(".cases.yaml")
    if not with_cases or not beside.is_file():
        return Report(name, scheme)
    return _with_cases(name, scheme, beside)


def _with_cases(name: str, scheme: Scheme, path: Path) -> Report:
    try:
        found = cases.read_cases(path)
    except SchemeError as error:
        return Report(name, scheme, document_of(str(path)), error.diagnostics)
    failures = [
        Failure(path.name, case.line, case.name, said) for case in found.cases if (said := tuple(_run(scheme, case)))
    ]
    return Report(name, scheme, ran=len(found.cases), failures=tuple(failures))


def _run(scheme: Scheme, case: cases.Case) -> Iterator[str]:
    try:
        yield from map(str, cases.run(scheme, case))
    except FactsError as error:
        yield str(error)


def _counts(scheme: Scheme) -> dict[str, int]:
    program = scheme.program
    readings = [reading for reading in scheme.readings if reading["status"] in ("read", "assumed")]
    facts = len(program.inputs) - sum(own is not None for own in (program.as_of, program.overrides))
    return {"facts": facts, "rules": len(program.rules), "readings": len(readings)}


def _text(report: Report, screen: Screen) -> Iterator[str]:
    if report.faults:
        yield shown(report.faults, report.document, screen.lang)
    for failure in report.failures:
        for said in failure.differences:
            yield f"{failure.file}:{failure.line}: {screen.say('case', '样例')} `{failure.case}`: {said}"
    if report.good and report.scheme is not None:
        counts = _counts(report.scheme)
        listed = {what if count != 1 else what.removesuffix("s"): count for what, count in counts.items()}
        en = f"{report.name}: no faults ({', '.join(f'{count} {what}' for what, count in listed.items())})"
        zh = f"{report.name}：没有差错（事实 {counts['facts']}，规则 {counts['rules']}，读法 {counts['readings']}）"
        yield screen.say(en, zh) + _passed(report, screen)
    elif report.ran is not None:
        failed = len(report.failures)
        yield screen.say(
            f"{report.name}: {failed} of {report.ran} cases fail",
            f"{report.name}：{report.ran} 个样例中 {failed} 个不符",
        )


def _passed(report: Report, screen: Screen) -> str:
    return "" if report.ran is None else screen.say(f", {report.ran} cases pass", f"，{report.ran} 个样例全部相符")


def _data(report: Report) -> dict[str, Any]:
    return {
        "scheme": report.name,
        "file": str(path_of(report.name)),
        "good": report.good,
        **(_counts(report.scheme) if report.scheme else {}),
        "faults": [to_dict(fault, report.document) for fault in report.faults],
        "cases": report.ran,
        "failures": [
            {"file": f.file, "line": f.line, "case": f.case, "differences": list(f.differences)}
            for f in report.failures
        ],
    }


def _annotations(report: Report, lang: Lang) -> Iterator[str]:
    """Give the annotations that GitHub shows beside the lines of a change."""
    for fault in report.faults:
        where: list[tuple[str, object]] = [("file", report.name)]
        if report.document is not None:
            file, place = report.document.at(fault.place)
            span = file.span(place)
            where = [
                ("file", file.name),
                ("line", span.line),
                ("col", span.column),
                ("endLine", span.end_line),
                ("endColumn", span.end_column),
            ]
        yield _annotation([*where, ("title", fault.code)], fault.message(lang))
    for failure in report.failures:
        where = [("file", failure.file), ("line", failure.line), ("title", failure.case)]
        yield _annotation(where, "\n".join(failure.differences))


def _annotation(where: Sequence[tuple[str, object]], message: str) -> str:
    said = ",".join(f"{key}={_escaped(str(value), inside=True)}" for key, value in where)
    return f"::error {said}::{_escaped(message)}"


def _escaped(text: str, inside: bool = False) -> str:
    out = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return out.replace(":", "%3A").replace(",", "%2C") if inside else out
