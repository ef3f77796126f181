"""Arrays of numpy, doubles and whole numbers of 64 bits. It uses one core, and gives the grade as a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl
from frames.organisations import FACTS
from records import ASPECTS

from byhand import NONE, Way

Result = tuple[np.ndarray, np.ndarray]


def arrays(frame: pl.DataFrame) -> dict[str, np.ndarray]:
    """Give the columns as arrays; what is not known is not a number."""
    return {fact: frame[fact].to_numpy() for fact in FACTS}


def grade(facts: Mapping[str, np.ndarray]) -> Result:
    """Give the score and the grade."""
    score = facts[ASPECTS[0]] + facts[ASPECTS[1]]
    for aspect in ASPECTS[2:]:
        score += facts[aspect]
    score += np.select(
        [facts["commendations_national"] > 0, facts["commendations_province"] > 0, facts["commendations_city"] > 0],
        [8, 5, 3],
    )
    missed = facts["absences"] + facts["late_tasks"]
    score += 3 * facts["innovations_city"] + 5 * facts["innovations_province"] + 8 * facts["innovations_national"]
    score -= 3 * (facts["criticised_by_committee"] + facts["leaders_punished_light"] + missed)
    score -= 5 * (facts["criticised_by_city"] + facts["leaders_punished_heavy"])
    score -= 2 * facts["members_punished"]
    score -= 5 * (facts["satisfaction"] <= 60)
    np.clip(score, 0, 100, out=score)

    rank = (score >= 50).astype(np.int8)
    for bound in (60, 70, 80, 90):
        rank += score >= bound
    overdue = (facts["election_overdue_months"] > 0) & ~facts["election_excused"]
    absent = missed >= 3
    rank[overdue | absent] = np.minimum(rank[overdue | absent], 4)
    long = overdue & (facts["election_overdue_months"] > 12)
    rank[long] = np.minimum(rank[long], 3)
    rank -= absent
    np.maximum(rank, 0, out=rank)
    rank[facts["satisfaction"] <= 50] = 0
    rank[facts["turnout"] < 80] = NONE
    return score, rank


def make(frame: pl.DataFrame) -> Callable[[], Result]:
    """Give the columns as arrays."""
    facts = arrays(frame)
    return lambda: grade(facts)


def outcome(result: Result) -> tuple[np.ndarray, np.ndarray]:
    """Read score and grade."""
    score, rank = result
    return np.rint(score * 10).astype(np.int64), rank


WAYS = (Way("numpy by hand", make, outcome),)
