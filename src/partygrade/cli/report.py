"""What is wrong with one scheme file: its faults, what the static checks find, and the golden cases that fail."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from partygrade.api import Scheme, load
from partygrade.case_files import beside
from partygrade.cases import Cases, read_cases
from partygrade.check import Subject, check
from partygrade.check.coverage import Coverage, coverage
from partygrade.cli.scheme_file import document_of, path_of
from partygrade.diagnostics import Diagnostic
from partygrade.document import Document
from partygrade.errors import SchemeError
from partygrade.outcome import Outcome, Under, outcome


@dataclass(frozen=True, slots=True)
class Report:
    """What was found about one scheme.

    The faults stand in the document, the findings in that of the scheme. `cases` is the file of golden cases and `ran`
    counts them, None where none were asked for or found. `coverage` says what they reach.
    """

    name: str
    scheme: Scheme | None
    document: Document | None = None
    faults: tuple[Diagnostic, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    cases: Path | None = None
    ran: int | None = None
    failures: tuple[Outcome, ...] = ()
    coverage: Coverage | None = None

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults and not self.findings and not self.failures

    @property
    def case_file(self) -> str:
        """How messages call the file of golden cases: by its path where the scheme is given by one."""
        if self.cases is None:
            return ""
        return str(self.cases) if path_of(self.name) == Path(self.name) else self.cases.name

    @property
    def located(self) -> tuple[tuple[Diagnostic, Document | None], ...]:
        """Every fault and every finding, each with the document in which it stands."""
        own = self.scheme._document if self.scheme else None
        return (*((fault, self.document) for fault in self.faults), *((fault, own) for fault in self.findings))


def report(name: str, with_cases: bool, slugs: Collection[str]) -> Report:
    """Load a scheme, run the static checks of the slugs on it, and its golden cases if they are asked for."""
    try:
        scheme = load(name)
    except SchemeError as error:
        return Report(name, None, error.document, error.diagnostics)
    path = beside(path_of(name))
    if not with_cases or not path.is_file():
        return Report(name, scheme, findings=check(Subject(scheme), slugs))
    try:
        found = read_cases(path, of=scheme.id)
    except SchemeError as error:
        findings = check(Subject(scheme), slugs)
        return Report(name, scheme, document_of(str(path)), error.diagnostics, findings, path)
    return _with_cases(name, scheme, path, found, slugs)


def _with_cases(name: str, scheme: Scheme, path: Path, found: Cases, slugs: Collection[str]) -> Report:
    subject = Subject(scheme, found)
    under: Under = {}
    ran = [outcome(scheme, case, under) for case in found.cases]
    return Report(
        name,
        scheme,
        findings=check(subject, slugs),
        cases=path,
        ran=len(ran),
        failures=tuple(one for one in ran if not one.passes),
        coverage=subject.once(coverage),
    )
