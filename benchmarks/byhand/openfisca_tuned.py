"""openfisca-core, tuned: one formula for the score and one for the grade, `numpy.select`, places instead of members.

A simulation numbers its organisations with a loop of Python; here numpy numbers them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from records import ASPECTS

from byhand import Way
from byhand.openfisca_rules import Result, Star, calculated, outcome, own_types, system, yearly


@yearly(float)
def score(organisation, period):
    def given(name):
        return organisation(name, period)

    points = given(ASPECTS[0]) + given(ASPECTS[1])
    for aspect in ASPECTS[2:]:
        points += given(aspect)
    points += np.select(
        [given("commendations_national") > 0, given("commendations_province") > 0, given("commendations_city") > 0],
        [np.float32(8), np.float32(5), np.float32(3)],
    )
    whole = 3 * given("innovations_city") + 5 * given("innovations_province") + 8 * given("innovations_national")
    whole -= 3 * (given("criticised_by_committee") + given("leaders_punished_light"))
    whole -= 3 * (given("absences") + given("late_tasks"))
    whole -= 5 * (given("criticised_by_city") + given("leaders_punished_heavy")) + 2 * given("members_punished")
    points += whole.astype(np.float32)
    points -= np.float32(5) * (given("satisfaction") <= 60)
    return np.clip(points, 0, 100, out=points)


@yearly(Star)
def own_grade(organisation, period):
    points, satisfaction = organisation("score", period), organisation("satisfaction", period)
    overdue = organisation("election_overdue_months", period)
    late = (overdue > 0) & ~organisation("election_excused", period)
    absent = organisation("absences", period) + organisation("late_tasks", period) >= 3
    band = np.select(
        [points >= 90, points >= 80, points >= 70, points >= 60, points >= 50],
        [np.uint8(6), np.uint8(5), np.uint8(4), np.uint8(3), np.uint8(2)],
        np.uint8(1),
    )
    ceiling = np.select([late & (overdue > 12), late | absent], [np.uint8(4), np.uint8(5)], np.uint8(6))
    lowered = np.maximum(np.minimum(band, ceiling) - absent.astype(np.uint8), np.uint8(1))
    none = organisation("turnout", period) < 80
    return EnumArray(np.select([none, satisfaction <= 50], [np.uint8(0), np.uint8(1)], lowered), Star)


def run(made: TaxBenefitSystem, facts: dict[str, np.ndarray]) -> Result:
    """Work out score and grade of everybody."""
    populations = made.instantiate_entities()
    for population in populations.values():
        population.count = len(facts["satisfaction"])
        population.ids = np.arange(population.count)
    return calculated(Simulation(made, populations), facts)


def make(frame: pl.DataFrame) -> Callable[[], Result]:
    """Declare the system, and give the columns as arrays."""
    made = system((score, own_grade))
    facts = own_types(made, frame)
    return lambda: run(made, facts)


WAYS = (Way("openfisca-core, tuned", make, outcome),)
