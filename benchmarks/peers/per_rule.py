"""The rules as one expression each, for engines without intermediate values: the host adds up and applies the effects.

The expressions are written in what rule-engine and CEL have in common.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

GRADES = ("unrated", "one_star", "two_star", "three_star", "four_star", "five_star")

ASPECTS = (
    "organisation", "systems", "fortress", "members", "service",
    "leadership", "discipline", "facilities", "execution", "mass_base",
)  # fmt: skip

LINES = {
    "commendation_line": (
        "commendations_national > 0 ? 8 : (commendations_province > 0 ? 5 : (commendations_city > 0 ? 3 : 0))"
    ),
    "innovation_line": "innovations_city * 3 + innovations_province * 5 + innovations_national * 8",
    "circular_committee": "criticised_by_committee * -3",
    "circular_city": "criticised_by_city * -5",
    "light_sanctions": "leaders_punished_light * -3",
    "heavy_sanctions": "leaders_punished_heavy * -5",
    "member_offences": "members_punished * -2",
    "low_satisfaction": "satisfaction <= 60.0 ? -5 : 0",
    "absence_line": "(absences + late_tasks) * -3",
}

BANDS = ((5, 90), (4, 80), (3, 70), (2, 60), (1, 50))

CONDITIONS = (
    "election_overdue_months > 0 {and_} {not_}election_excused",
    "election_overdue_months > 12 {and_} {not_}election_excused",
    "absences + late_tasks >= 3",
    "satisfaction <= 50.0",
    "turnout < 80.0",
)

Result = tuple[Any, str | None, list[str]]


def decide(base: Any, lines: Any, conditions: Any) -> Result:
    """Add up the base and the lines, and apply the effects of the conditions that hold.

    Args:
        base: the sum of the aspects.
        lines: pairs of a line's id and its points.
        conditions: whether each of `CONDITIONS` holds, in their order.
    """
    applied = []
    score = base
    for line, points in lines:
        if points:
            score += points
            applied.append(line)
    score = min(max(score, 0), 100)
    rank = 0
    for rank_of_band, bound in BANDS:
        if score >= bound:
            rank = rank_of_band
            break
    late, long_overdue, absent, dissatisfied, low_turnout = conditions
    if late:
        rank = min(rank, 4)
        applied.append("late_election")
    if long_overdue:
        rank = min(rank, 3)
        applied.append("long_overdue")
    if absent:
        rank = max(min(rank, 4) - 1, 0)
        applied += ("absent_ceiling", "absent_demotion")
    if dissatisfied:
        rank = 0
        applied.append("dissatisfied")
    return score, None if low_turnout else GRADES[rank], applied


Grade = Callable[[dict[str, Any]], Result]


def outcome(result: Result) -> tuple[Decimal, str | None, list[str] | None]:
    """Read the result."""
    score, grade, applied = result
    return Decimal(str(score)), grade, applied
