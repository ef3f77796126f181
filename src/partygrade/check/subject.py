"""What a check looks at: a loaded scheme under the readings in force, its file, and its golden cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from partygrade import ir
from partygrade.api import Scheme
from partygrade.boxes import Boxes
from partygrade.cases import Cases
from partygrade.check.mentions import mentions
from partygrade.diagnostics import Diagnostic, Note, Text
from partygrade.document import Document
from partygrade.scheme import SchemeFile
from partygrade.source import Place
from partygrade.trials import Trials, trial_day

Found = TypeVar("Found")


@dataclass(frozen=True)
class Subject:
    """A scheme that loads, and its golden cases if it has any."""

    scheme: Scheme
    cases: Cases | None = None
    _kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, work: Callable[[Subject], Found]) -> Found:
        """Give what some work comes to, which is done for the first check that asks for it."""
        if work not in self._kept:
            self._kept[work] = work(self)
        found: Found = self._kept[work]
        return found

    @property
    def program(self) -> ir.Program:
        """The compiled scheme."""
        return self.scheme.program

    @property
    def file(self) -> SchemeFile:
        """The file as models."""
        return self.scheme._file

    @property
    def document(self) -> Document:
        """The file as text, with the places of its parts."""
        return self.scheme._document

    @cached_property
    def boxes(self) -> Boxes:
        """When the conditions of the program can hold."""
        return Boxes(self.program)

    @cached_property
    def trials(self) -> Trials:
        """Trial records of the program."""
        return Trials(self.program, trial_day(*self.scheme.in_force))

    @cached_property
    def mentions(self) -> frozenset[str]:
        """The words of the file that may name a fact, a parameter or a derived figure, under every reading."""
        return mentions(self.document.data)

    @property
    def enforced(self) -> tuple[ir.QuotaSpec, ...]:
        """The quotas that move organisations."""
        cohort = self.program.cohort
        return tuple(quota for quota in cohort.quotas if quota.action == "enforce") if cohort else ()

    def moved(self, grade: int) -> bool:
        """Say whether quotas move organisations on the way to a node of the grade: the facts then do not tell it."""
        seen, stack = set[int](), [grade] if self.enforced else []
        while stack:
            number = stack.pop()
            if isinstance(self.program.nodes[number], ir.Quota):
                return True
            if number not in seen:
                seen.add(number)
                stack += ir.operands(self.program.nodes[number])
        return False

    def settled(self, node: int) -> bool:
        """Say whether the readings in force make a node constant: then it is switched off and not at fault."""
        return isinstance(self.program.nodes[node], ir.Literal)


def finding(
    slug: str, place: Place, en: str, zh: str, help: Text | None = None, notes: tuple[Note, ...] = ()
) -> Diagnostic:
    """Make a warning of a check."""
    return Diagnostic(slug, Text(en, zh), place, severity="warning", help=help, notes=notes)
