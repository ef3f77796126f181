"""`partygrade check`: every fault of scheme files, what the static checks find, and the golden cases that fail."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from partygrade.api import Scheme
from partygrade.check import CHECKS
from partygrade.cli.options import Options
from partygrade.cli.report import Report, report
from partygrade.cli.sarif import sarif
from partygrade.cli.scheme_file import path_of, shown
from partygrade.cli.screen import Screen
from partygrade.cli.stop import FAULTS, USAGE, Stop
from partygrade.diagnostics import Diagnostic, Lang, suggestion
from partygrade.document import Document
from partygrade.render import to_dict


def run(options: Options, screen: Screen) -> int:
    """Check scheme files one after the other."""
    slugs = _slugs(options, screen)
    reports = [report(name, options.cases, slugs) for name in options.schemes]
    match options.format:
        case "json":
            screen.raw(_json([_data(found) for found in reports]))
        case "sarif":
            screen.raw(_json(sarif(reports, screen.lang)))
        case "github":
            for found in reports:
                screen.raw("".join(f"{line}\n" for line in _annotations(found, screen.lang)))
        case _:
            for found in reports:
                screen.raw("".join(f"{line}\n" for line in _text(found, screen)))
    return 0 if all(found.good for found in reports) else FAULTS


def _slugs(options: Options, screen: Screen) -> list[str]:
    """List the checks to run.

    Raises:
        Stop: with exit code 2, if a slug is none.
    """
    for slug in (*options.only, *options.skip):
        if slug not in CHECKS:
            close = suggestion(slug, CHECKS)
            known = screen.say(f"expected one of {', '.join(CHECKS)}", f"应为 {'、'.join(CHECKS)} 之一")
            more = close[screen.lang] if close else known
            said = screen.say(f"error: no check is called `{slug}`; ", f"错误：没有名为 `{slug}` 的检查；")
            raise Stop(said + more, USAGE)
    return [slug for slug in CHECKS if slug not in options.skip and (slug in options.only or not options.only)]


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _counts(scheme: Scheme) -> dict[str, int]:
    program = scheme.program
    readings = [reading for reading in scheme.readings if reading["status"] in ("read", "assumed")]
    facts = len(program.inputs) - sum(own is not None for own in (program.as_of, program.overrides))
    return {"facts": facts, "rules": len(program.rules), "readings": len(readings)}


def _text(found: Report, screen: Screen) -> Iterator[str]:
    if found.findings and found.scheme is not None:
        yield shown(found.findings, found.scheme._document, screen.lang)
    if found.faults:
        yield shown(found.faults, found.document, screen.lang)
    for failure in found.failures:
        for said in failure.differences:
            where = f"{found.case_file}:{failure.case.line}"
            yield f"{where}: {screen.say('case', '样例')} `{failure.case.name}`: {said[screen.lang]}"
    if found.good and found.scheme is not None:
        yield _praise(found, found.scheme, screen)
    elif found.failures:
        yield screen.say(
            f"{found.name}: {len(found.failures)} of {found.ran} cases fail",
            f"{found.name}：{found.ran} 个样例中 {len(found.failures)} 个不符",
        )


def _praise(found: Report, scheme: Scheme, screen: Screen) -> str:
    counts = _counts(scheme)
    listed = {what if count != 1 else what.removesuffix("s"): count for what, count in counts.items()}
    en = f"{found.name}: no faults ({', '.join(f'{count} {what}' for what, count in listed.items())})"
    zh = f"{found.name}：没有差错（事实 {counts['facts']}，规则 {counts['rules']}，读法 {counts['readings']}）"
    if found.ran is not None:
        en, zh = f"{en}, {found.ran} cases pass", f"{zh}，{found.ran} 个样例全部相符"
    if found.coverage is not None:
        reached, of = found.coverage.reached, len(found.coverage.goals)
        en, zh = f"{en}, reaching {reached} of {of}", f"{zh}，覆盖 {reached}/{of}"
    return screen.say(en, zh)


def _data(found: Report) -> dict[str, Any]:
    own = found.scheme._document if found.scheme else None
    return {
        "scheme": found.name,
        "file": str(path_of(found.name)),
        "good": found.good,
        **(_counts(found.scheme) if found.scheme else {}),
        "faults": [to_dict(fault, found.document) for fault in found.faults],
        "findings": [to_dict(fault, own) for fault in found.findings],
        "cases": found.ran,
        "coverage": found.coverage and {"reached": found.coverage.reached, "of": len(found.coverage.goals)},
        "failures": [
            {
                "file": found.case_file,
                "line": failure.case.line,
                "case": failure.case.name,
                "differences": [said.en for said in failure.differences],
            }
            for failure in found.failures
        ],
    }


def _annotations(found: Report, lang: Lang) -> Iterator[str]:
    """Give the annotations that GitHub shows beside the lines of a change."""
    for fault, document in found.located:
        where = [("file", found.name)] if document is None else _span(fault, document)
        yield _annotation(fault.severity, [*where, ("title", fault.code)], fault.message(lang))
    for failure in found.failures:
        where = [("file", found.case_file), ("line", failure.case.line), ("title", failure.case.name)]
        yield _annotation("error", where, "\n".join(said[lang] for said in failure.differences))


def _span(fault: Diagnostic, document: Document) -> list[tuple[str, object]]:
    file, place = document.at(fault.place)
    span = file.span(place)
    return [
        ("file", file.name),
        ("line", span.line),
        ("col", span.column),
        ("endLine", span.end_line),
        ("endColumn", span.end_column),
    ]


def _annotation(severity: str, where: Sequence[tuple[str, object]], message: str) -> str:
    said = ",".join(f"{key}={_escaped(str(value), inside=True)}" for key, value in where)
    kind = {"error": "error", "warning": "warning"}.get(severity, "notice")
    return f"::{kind} {said}::{_escaped(message)}"


def _escaped(text: str, inside: bool = False) -> str:
    out = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return out.replace(":", "%3A").replace(",", "%2C") if inside else out
