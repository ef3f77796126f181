"""One line for every row of a table, in its order: what came out, and why, or what is wrong with the row."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from partygrade.cli import faults
from partygrade.cli.organisations import Organisations
from partygrade.cli.screen import Screen
from partygrade.cli.sheets import counted
from partygrade.diagnostics import Lang
from partygrade.grading import Grading, RowFault
from partygrade.result import Result


@dataclass(frozen=True, slots=True)
class Line:
    """What came out for one row. Grades are ids; `faults` is empty where the row was graded."""

    row: int
    id: str | None
    name: str | None
    score: Decimal | None = None
    own_grade: str | None = None
    grade: str | None = None
    place: int | None = None
    reasons: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def lines(found: Organisations, screen: Screen) -> tuple[Line, ...]:
    """Give the lines of a graded table."""
    gradings = found.cohort.gradings
    watched = counted(gradings, len(gradings), screen.say("reasons", "说明"), screen)
    out = [*(_line(grading, screen.lang) for grading in watched), *(_fault(row, screen.lang) for row in found.faulty)]
    return tuple(sorted(out, key=lambda line: line.row))


def labels(found: Organisations) -> Mapping[str, str]:
    """Give the label of every grade by its id."""
    return {grade.origin.id: grade.origin.label for grade in found.scheme.program.grades}


def data(grading: Grading) -> Result:
    """Give the whole account of a grading.

    A copy is asked, since a grading keeps its account, and the accounts of many organisations take much memory.
    """
    return copy.copy(grading).to_dict()


def _line(grading: Grading, lang: Lang) -> Line:
    reasons = tuple(copy.copy(grading).reasons(lang))
    return Line(
        grading.row,
        grading.id,
        grading.name,
        grading.score,
        grading.own_grade,
        grading.grade,
        grading.place,
        reasons,
    )


def _fault(found: RowFault, lang: Lang) -> Line:
    said = tuple(faults.short(fault, lang) for fault in found.diagnostics)
    return Line(found.row, found.id, found.name, faults=said)
