"""What the golden cases of a scheme reach: rules that fire and stay quiet, bands, lines, branches of lookups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from partygrade import ir
from partygrade.api import Scheme
from partygrade.boxes import EVERYTHING, TooMany, conjunction
from partygrade.cases import Case, graded
from partygrade.check.subject import Subject
from partygrade.errors import FactsError, SchemeError
from partygrade.evaluate import evaluate
from partygrade.grading import Grading
from partygrade.outcome import Under, settled
from partygrade.source import Place

Kind = Literal["fires", "quiet", "band", "branch", "line", "check"]
Key = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Goal:
    """Something that a case should reach.

    A rule that fires, one that stays quiet, a band, a branch of a lookup, a line that gives points, a check that fails.
    `name` is the id, of a branch its place.
    """

    kind: Kind
    name: str
    place: Place
    reached: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What there is to reach, in the order of the program; what cannot be under the readings in force is left out."""

    goals: tuple[Goal, ...]

    @property
    def reached(self) -> int:
        """How many goals a case reaches."""
        return sum(goal.reached for goal in self.goals)

    @property
    def missed(self) -> tuple[Goal, ...]:
        """The goals that no case reaches."""
        return tuple(goal for goal in self.goals if not goal.reached)


def coverage(subject: Subject) -> Coverage:
    """Run golden cases until everything is reached, and say what is not; none are run where there are none."""
    own = subject.document.files[0]
    # What stands in a file that this one extends is reached by the cases of that file.
    goals = [goal for goal in _goals(subject) if subject.document.at(goal[2])[0] is own]
    missed = {goal[:2] for goal in goals}
    under: Under = {}
    # A scheme is compiled for each setting: those cases come last.
    for case in sorted(subject.cases.cases if subject.cases else (), key=lambda case: bool(case.settings)):
        if not missed:
            break
        for grading in _gradings(*settled(subject.scheme, case, under)):
            missed.difference_update(_reached(grading))
    return Coverage(tuple(Goal(*goal, goal[:2] not in missed) for goal in goals))


def _gradings(scheme: Scheme, case: Case) -> Sequence[Grading]:
    """Grade the organisations of a case; nothing comes of a case with faults."""
    try:
        found = graded(scheme, case)
    except (FactsError, SchemeError):
        return ()
    return (found,) if isinstance(found, Grading) else found.gradings


def _goals(subject: Subject) -> Iterator[tuple[Kind, str, Place]]:
    program = subject.program
    for rule in program.rules:
        here = rule.origin.place.child("id")
        if not subject.settled(rule.condition):
            yield from (("fires", rule.origin.id, here),) if _can_be(subject, [rule.condition], []) else ()
            yield from (("quiet", rule.origin.id, here),) if _can_be(subject, [], [rule.condition]) else ()
    if program.band is not None and not subject.settled(program.band):
        for grade in program.grades:
            if grade.condition is None or not subject.settled(grade.condition):
                yield "band", grade.origin.id, grade.origin.place.child("id")
    for branch in program.branches:
        if _can_be(subject, branch.needs, branch.unless):
            yield "branch", str(branch.place), branch.place
    for line in _lines(program):
        if not subject.settled(line.value):
            yield "line", line.origin.id, line.origin.place
    for check in program.checks:
        if check.origin.place.path[0] == "checks" and not subject.settled(check.holds):
            yield "check", check.origin.id, check.origin.place.child("id")


def _can_be(subject: Subject, needs: Sequence[int], unless: Sequence[int]) -> bool:
    """Say whether all of some conditions can hold, and none of others."""
    found = EVERYTHING
    try:
        for node, truth in [*((node, True) for node in needs), *((node, False) for node in unless)]:
            found = conjunction(found, subject.boxes.holds(node, truth))
    except TooMany:
        return True
    return bool(found)


def _reached(grading: Grading) -> Iterator[Key]:
    """List what one grading reaches."""
    program = grading._engine.program
    values = evaluate(program, grading._facts, None, grading._across)
    for rule in program.rules:
        yield ("fires" if values[rule.condition] else "quiet"), rule.origin.id
    yield from (("band", name) for name in _grades(grading, values))
    items = {item.origin.place.path: item.applies for item in program.items() if item.applies is not None}
    for branch in program.branches:
        taken = all(values[node] for node in branch.needs) and not any(values[node] for node in branch.unless)
        if taken and all(values[node] for node in _around(branch, items)):
            yield "branch", str(branch.place)
    yield from (("line", line.origin.id) for line in _lines(program) if values[line.value])
    yield from (("check", check.origin.id) for check in program.checks if not values[check.holds])


def _grades(grading: Grading, values: Sequence[int]) -> Iterator[str]:
    """List the band, and of the other grades that come out those without a bound or condition of their own."""
    program = grading._engine.program
    if program.band is not None:
        yield program.grades[-1 - values[program.band]].origin.id
    free = {grade.origin.id for grade in program.grades if grade.condition is None}
    yield from (grade for grade in (grading.own_grade, grading.grade) if grade in free)


def _lines(program: ir.Program) -> Iterator[ir.Line]:
    for item in program.items():
        yield from item.lines


def _around(branch: ir.Branch, items: Mapping[tuple[str | int, ...], int]) -> Iterator[int]:
    """List the conditions under which the score nodes around a branch apply."""
    path = branch.place.path
    for length in range(1, len(path)):
        if path[:length] in items:
            yield items[path[:length]]
