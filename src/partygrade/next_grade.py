"""Why not the next grade up: what is missing, and which rule or quota stands in the way."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from partygrade import ir
from partygrade.result import NextGradeResult, ObstacleResult
from partygrade.trace import Case, fraction_text


def next_grade(case: Case) -> NextGradeResult | None:
    """Name the next grade up and what keeps the organisation from it; None where there is none."""
    program = case.engine.program
    if case.grade is None or case.grade + 1 >= len(case.engine.ladder):
        return None
    target = next(grade for grade in program.grades if grade.rank == case.grade + 1)
    obstacles = [*_band_obstacles(case, target), *_rule_obstacles(case, target.rank)]
    obstacles += [
        _obstacle("quota", quota.origin.id, quota.origin.label, quota.origin.source)
        for quota in _quotas(case, target.rank)
    ]
    return NextGradeResult(grade=target.origin.id, label=target.origin.label, obstacles=obstacles)


def _obstacle(
    kind: Literal["score", "condition", "decision", "rule", "quota"],
    id: str,
    label: str,
    source: str | None,
    needed: str | None = None,
    value: str | None = None,
) -> ObstacleResult:
    short = fraction_text(abs(Fraction(needed) - Fraction(value))) if kind == "score" and needed and value else None
    return ObstacleResult(
        kind=kind,
        id=id,
        label=label,
        source=source,
        needed=needed,
        value=value,
        short=short,
    )


def _band_obstacles(case: Case, target: ir.Grade) -> list[ObstacleResult]:
    program = case.engine.program
    if program.band is None or case.values[program.band] >= target.rank:
        return []
    origin = target.origin
    if target.condition is None:
        band = case.text(program.band)
        return [_obstacle("decision", origin.id, origin.label, origin.source, origin.id, band)]
    out = []
    if target.bound is not None and program.band_on is not None:
        needed, value = case.number(target.bound), case.number(program.band_on)
        beyond = Fraction(value) < Fraction(needed) if target.upper else Fraction(value) > Fraction(needed)
        if not beyond and (value != needed or target.strict):
            out.append(_obstacle("score", origin.id, origin.label, origin.source, needed, value))
    if target.when is not None and not out:
        out.append(_obstacle("condition", origin.id, origin.label, origin.source, target.when))
    return out


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
            out.append(_obstacle("rule", rule.origin.id, rule.origin.label, rule.origin.source))
    return out


def _quotas(case: Case, target: int) -> list[ir.QuotaSpec]:
    """List the quotas that moved the organisation below the target."""
    cohort = case.engine.program.cohort
    moves = [move for move in case.moves if move.after < target <= move.before]
    return [] if cohort is None else [cohort.quotas[move.quota] for move in moves]
