"""(b) By hand with a pydantic v2 model and `Decimal`: validated input, exact arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

NAME = "(b) pydantic v2 model, Decimal"
READS_TEXT = True

GRADES = ("unrated", "one_star", "two_star", "three_star", "four_star", "five_star")

Aspect = Annotated[Decimal, Field(ge=0, le=10, multiple_of=Decimal("0.5"))]
Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]
Count = Annotated[int, Field(ge=0, le=99)]

Result = tuple[Decimal, str | None, list[str]]


class Organisation(BaseModel):
    """The facts about one organisation."""

    model_config = ConfigDict(extra="forbid")

    id: str | None = None
    name: str | None = None
    organisation: Aspect
    systems: Aspect
    fortress: Aspect
    members: Aspect
    service: Aspect
    leadership: Aspect
    discipline: Aspect
    facilities: Aspect
    execution: Aspect
    mass_base: Aspect
    satisfaction: Percent
    commendations_city: Count = 0
    commendations_province: Count = 0
    commendations_national: Count = 0
    innovations_city: Count = 0
    innovations_province: Count = 0
    innovations_national: Count = 0
    criticised_by_committee: Count = 0
    criticised_by_city: Count = 0
    leaders_punished_light: Count = 0
    leaders_punished_heavy: Count = 0
    members_punished: Count = 0
    absences: Count = 0
    late_tasks: Count = 0
    election_overdue_months: Annotated[int, Field(ge=0, le=600)] = 0
    election_excused: bool = False
    turnout: Percent | None = None


def _band(score: Decimal) -> int:
    for rank, bound in ((5, 90), (4, 80), (3, 70), (2, 60), (1, 50)):
        if score >= bound:
            return rank
    return 0


def _bonus(facts: Organisation, applied: list[str]) -> int:
    bonus = 0
    if facts.commendations_national:
        bonus = 8
    elif facts.commendations_province:
        bonus = 5
    elif facts.commendations_city:
        bonus = 3
    if bonus:
        applied.append("commendation_line")
    innovations = facts.innovations_city * 3 + facts.innovations_province * 5 + facts.innovations_national * 8
    if innovations:
        applied.append("innovation_line")
    return bonus + innovations


def _deductions(facts: Organisation, applied: list[str]) -> int:
    total = 0
    for line, count, points in (
        ("circular_committee", facts.criticised_by_committee, 3),
        ("circular_city", facts.criticised_by_city, 5),
        ("light_sanctions", facts.leaders_punished_light, 3),
        ("heavy_sanctions", facts.leaders_punished_heavy, 5),
        ("member_offences", facts.members_punished, 2),
        ("low_satisfaction", 1 if facts.satisfaction <= 60 else 0, 5),
        ("absence_line", facts.absences + facts.late_tasks, 3),
    ):
        if count:
            total += count * points
            applied.append(line)
    return total


def grade(record: dict[str, Any]) -> Result:
    """Give the score, the grade and what applied."""
    facts = Organisation.model_validate(record)
    applied: list[str] = []
    base = (
        facts.organisation
        + facts.systems
        + facts.fortress
        + facts.members
        + facts.service
        + facts.leadership
        + facts.discipline
        + facts.facilities
        + facts.execution
        + facts.mass_base
    )
    score = base + _bonus(facts, applied) - _deductions(facts, applied)
    score = min(max(score, Decimal(0)), Decimal(100))
    rank = _band(score)
    if facts.election_overdue_months > 0 and not facts.election_excused:
        rank = min(rank, 4)
        applied.append("late_election")
        if facts.election_overdue_months > 12:
            rank = min(rank, 3)
            applied.append("long_overdue")
    if facts.absences + facts.late_tasks >= 3:
        rank = max(min(rank, 4) - 1, 0)
        applied += ("absent_ceiling", "absent_demotion")
    if facts.satisfaction <= 50:
        rank = 0
        applied.append("dissatisfied")
    if facts.turnout is not None and facts.turnout < 80:
        return score, None, applied
    return score, GRADES[rank], applied


def make(records: list[dict[str, Any]]) -> Callable[[dict[str, Any]], Result]:
    """Give the function; the model is built at import."""
    return grade


def outcome(result: Result) -> tuple[Decimal, str | None, list[str] | None]:
    """Read the result."""
    return result
