"""A grade that no organisation can have.

The score and the facts have ranges, the rules have conditions, and quotas move organisations to the grade next to
theirs. A grade that none of them gives has a bound out of reach, or a condition that cannot hold.

Bad: the points add to 80.

    grades:
      - {id: good, from: 90}
      - {id: poor}

Good: the bound can be reached.

    grades:
      - {id: good, from: 70}
      - {id: poor}
"""

from __future__ import annotations

from collections.abc import Iterator

from partygrade import ir
from partygrade.boxes import TooMany
from partygrade.check.reachable import reachable
from partygrade.check.subject import Subject, finding
from partygrade.diagnostics import Diagnostic, Text

SLUG = "unreachable-grade"


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Report grades that neither the bands nor the rules nor the quotas can give."""
    program = subject.program
    if program.own_grade is None:
        return
    if subject.moved(program.own_grade) and not isinstance(program.nodes[program.own_grade], ir.Quota):
        return
    by_quotas = set(_by_quotas(subject))
    for grade in program.grades:
        if grade.rank in by_quotas or (grade.condition is not None and subject.settled(grade.condition)):
            continue
        try:
            if reachable(subject.boxes, program.own_grade, grade.rank, grade.rank, {}):
                continue
        except TooMany:
            return
        name = grade.origin.id
        yield finding(
            SLUG,
            grade.origin.place.child("id"),
            f"no organisation can have the grade `{name}`",
            f"任何组织都达不到等次 `{name}`",
            help=Text("correct its bound or condition", "请改正其界限或条件"),
        )


def _by_quotas(subject: Subject) -> Iterator[int]:
    """List the grades into which quotas move organisations."""
    for quota in subject.enforced:
        if quota.kind == "at_most":
            yield quota.low - 1 if quota.low > 0 else quota.high + 1
        else:
            yield quota.low if quota.low > 0 else quota.high
