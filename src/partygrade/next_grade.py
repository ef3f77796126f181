"""Why not the next grade up: what is missing, and which rule or quota stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from partygrade import ir
from partygrade.named import named_values
from partygrade.result import NamedValue, NextGradeResult, ObstacleResult
from partygrade.trace import Case, fraction_text


def next_grade(case: Case) -> NextGradeResult | None:
    """Name the next grade up and what keeps the organisation from it; None where there is none."""
    program = case.engine.program
    if case.grade is None or case.grade + 1 >= len(case.engine.ladder):
        return None
    target = next(grade for grade in program.grades if grade.rank == case.grade + 1)
    obstacles = [*_band_obstacles(case, target), *_rule_obstacles(case, target.rank)]
    obstacles += [_obstacle("quota", quota.origin) for quota in _quotas(case, target.rank)]
    return NextGradeResult(grade=target.origin.id, label=target.origin.label, obstacles=obstacles)


def _obstacle(
    kind: Literal["score", "condition", "decision", "rule", "quota"],
    origin: ir.Origin,
    needed: str | None = None,
    value: str | None = None,
    values: Sequence[NamedValue] = (),
) -> ObstacleResult:
    short = fraction_text(abs(Fraction(needed) - Fraction(value))) if kind == "score" and needed and value else None
    return ObstacleResult(
        kind=kind,
        id=origin.id,
        label=origin.label,
        source=origin.source,
        needed=needed,
        value=value,
        short=short,
        values=list(values),
    )


def _band_obstacles(case: Case, target: ir.Grade) -> list[ObstacleResult]:
    program = case.engine.program
    if program.band is None or case.values[program.band] >= target.rank:
        return []
    if target.condition is None:
        return [_obstacle("decision", target.origin, target.origin.id, case.text(program.band))]
    stages = [grade for grade in program.grades if 0 < grade.rank <= target.rank] if program.staged else [target]
    return [obstacle for grade in sorted(stages, key=lambda grade: grade.rank) for obstacle in _unmet(case, grade)]


def _unmet(case: Case, grade: ir.Grade) -> list[ObstacleResult]:
    """List what is missing of the bound and the condition of a grade alone."""
    out = []
    band_on = case.engine.program.band_on
    if grade.bound is not None and band_on is not None:
        needed, value = case.number(grade.bound), case.number(band_on)
        beyond = Fraction(value) < Fraction(needed) if grade.upper else Fraction(value) > Fraction(needed)
        if not beyond and (value != needed or grade.strict):
            out.append(_obstacle("score", grade.origin, needed, value, _banded(case, band_on)))
    if grade.when is not None and grade.holds is not None and not case.fires(grade.holds):
        out.append(_obstacle("condition", grade.origin, grade.when, values=named_values(case, grade.when)))
    return out


def _banded(case: Case, band_on: int) -> list[NamedValue]:
    """Name the figure that the bounds are about, where it is another than the score and has a name."""
    program = case.engine.program
    if program.score is not None and program.score.value == band_on:
        return []
    named: list[ir.Derived | ir.Item] = [*program.derived, *program.items()]
    return next((named_values(case, found.origin.id) for found in named if found.value == band_on), [])


def _rule_obstacles(case: Case, target: int) -> list[ObstacleResult]:
    """List the rules that fired and hold the grade below the target, or lowered it."""
    out = []
    for rule in case.engine.program.rules:
        if not case.fires(rule.condition):
            continue
        holds_back = any(
            e.phase == "lower_by" or (e.phase in ("at_most", "grade") and case.values[e.amount] < target)
            for e in rule.effects
        )
        if holds_back:
            out.append(_obstacle("rule", rule.origin))
    return out


def _quotas(case: Case, target: int) -> list[ir.QuotaSpec]:
    """List the quotas that moved the organisation below the target."""
    cohort = case.engine.program.cohort
    moves = [move for move in case.moves if move.after < target <= move.before]
    return [] if cohort is None else [cohort.quotas[move.quota] for move in moves]
