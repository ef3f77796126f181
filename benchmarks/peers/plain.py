"""(a) Plain Python by hand: one function over floats, nothing validated. Text is read with `float`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

NAME = "(a) plain Python, float"
READS_TEXT = True

GRADES = ("unrated", "one_star", "two_star", "three_star", "four_star", "five_star")

Result = tuple[float, str | None, list[str]]


def grade(record: dict[str, Any]) -> Result:
    """Give the score, the grade and what applied."""
    applied = []
    score = (
        record["organisation"]
        + record["systems"]
        + record["fortress"]
        + record["members"]
        + record["service"]
        + record["leadership"]
        + record["discipline"]
        + record["facilities"]
        + record["execution"]
        + record["mass_base"]
    )
    if record["commendations_national"]:
        score += 8
        applied.append("commendation_line")
    elif record["commendations_province"]:
        score += 5
        applied.append("commendation_line")
    elif record["commendations_city"]:
        score += 3
        applied.append("commendation_line")
    innovations = (
        record["innovations_city"] * 3 + record["innovations_province"] * 5 + record["innovations_national"] * 8
    )
    if innovations:
        score += innovations
        applied.append("innovation_line")
    if count := record["criticised_by_committee"]:
        score -= count * 3
        applied.append("circular_committee")
    if count := record["criticised_by_city"]:
        score -= count * 5
        applied.append("circular_city")
    if count := record["leaders_punished_light"]:
        score -= count * 3
        applied.append("light_sanctions")
    if count := record["leaders_punished_heavy"]:
        score -= count * 5
        applied.append("heavy_sanctions")
    if count := record["members_punished"]:
        score -= count * 2
        applied.append("member_offences")
    satisfaction = record["satisfaction"]
    if satisfaction <= 60:
        score -= 5
        applied.append("low_satisfaction")
    absences = record["absences"] + record["late_tasks"]
    if absences:
        score -= absences * 3
        applied.append("absence_line")
    if score > 100:
        score = 100
    elif score < 0:
        score = 0

    if score >= 90:
        rank = 5
    elif score >= 80:
        rank = 4
    elif score >= 70:
        rank = 3
    elif score >= 60:
        rank = 2
    elif score >= 50:
        rank = 1
    else:
        rank = 0
    overdue = record["election_overdue_months"]
    if overdue > 0 and not record["election_excused"]:
        rank = min(rank, 4)
        applied.append("late_election")
        if overdue > 12:
            rank = min(rank, 3)
            applied.append("long_overdue")
    if absences >= 3:
        rank = max(min(rank, 4) - 1, 0)
        applied.append("absent_ceiling")
        applied.append("absent_demotion")
    if satisfaction <= 50:
        rank = 0
        applied.append("dissatisfied")
    if record["turnout"] < 80:
        return score, None, applied
    return score, GRADES[rank], applied


def _grade_text(record: dict[str, Any]) -> Result:
    return grade({key: float(value) if key not in NO_NUMBERS else value for key, value in record.items()})


NO_NUMBERS = frozenset(("id", "name", "election_excused"))


def make(records: list[dict[str, Any]]) -> Callable[[dict[str, Any]], Result]:
    """Choose by what the records hold."""
    return _grade_text if isinstance(records[0]["satisfaction"], str) else grade


def outcome(result: Result) -> tuple[Decimal, str | None, list[str] | None]:
    """Read the result."""
    score, label, applied = result
    return Decimal(repr(score)), label, applied
