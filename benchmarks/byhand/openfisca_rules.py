"""openfisca-core in its usual style: a variable for every line of the document, a grade that is one of an `Enum`.

Its numbers are floats and whole numbers of 32 bits, which hold these figures exactly. It uses one core. A simulation
keeps what it has calculated, so every run makes a new one from the same arrays, and that is timed. The arrays have its
own types already. Figures are written into the formulas; parameters would take a little longer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from frames.organisations import COUNTS, DECIMALS
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import Variable, max_, min_, select, where
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from records import ASPECTS

from byhand import NONE, Way
from byhand.numpy_rules import arrays

YEAR = "2026"

Organisation = build_entity(key="organisation_", plural="organisations", label="基层党组织", is_person=True)


class Star(Enum):
    """The grades; the first one is that of nobody."""

    none = "none"
    unrated = "无星"
    one_star = "一星级"
    two_star = "二星级"
    three_star = "三星级"
    four_star = "四星级"
    five_star = "五星级"


def yearly(of: type) -> Callable[[Callable[[Any, Any], Any]], type[Variable]]:
    """Make a formula a variable; openfisca-core inherits no attributes, and so every class would state them again."""

    def variable(formula: Callable[[Any, Any], Any]) -> type[Variable]:
        return type(formula.__name__, (Variable,), {**attributes(of), "formula": formula})

    return variable


def attributes(of: type) -> dict[str, object]:
    """Say what a variable is."""
    found = {"value_type": of, "entity": Organisation, "definition_period": DateUnit.YEAR}
    if issubclass(of, Enum):
        found |= {"value_type": Enum, "possible_values": of, "default_value": next(iter(of))}
    return found


@yearly(float)
def base(organisation, period):
    return sum(organisation(aspect, period) for aspect in ASPECTS)


@yearly(float)
def commendation_line(organisation, period):
    national = organisation("commendations_national", period) > 0
    province = organisation("commendations_province", period) > 0
    city = organisation("commendations_city", period) > 0
    return where(national, 8, where(province, 5, where(city, 3, 0)))


@yearly(float)
def innovation_line(organisation, period):
    return (
        3 * organisation("innovations_city", period)
        + 5 * organisation("innovations_province", period)
        + 8 * organisation("innovations_national", period)
    )


@yearly(float)
def circular_committee(organisation, period):
    return 3 * organisation("criticised_by_committee", period)


@yearly(float)
def circular_city(organisation, period):
    return 5 * organisation("criticised_by_city", period)


@yearly(float)
def light_sanctions(organisation, period):
    return 3 * organisation("leaders_punished_light", period)


@yearly(float)
def heavy_sanctions(organisation, period):
    return 5 * organisation("leaders_punished_heavy", period)


@yearly(float)
def member_offences(organisation, period):
    return 2 * organisation("members_punished", period)


@yearly(float)
def low_satisfaction(organisation, period):
    return where(organisation("satisfaction", period) <= 60, 5, 0)


@yearly(int)
def missed(organisation, period):
    return organisation("absences", period) + organisation("late_tasks", period)


@yearly(float)
def absence_line(organisation, period):
    return 3 * organisation("missed", period)


@yearly(float)
def deductions(organisation, period):
    return (
        organisation("circular_committee", period)
        + organisation("circular_city", period)
        + organisation("light_sanctions", period)
        + organisation("heavy_sanctions", period)
        + organisation("member_offences", period)
        + organisation("low_satisfaction", period)
        + organisation("absence_line", period)
    )


@yearly(float)
def score(organisation, period):
    bonus = organisation("commendation_line", period) + organisation("innovation_line", period)
    return min_(100, max_(0, organisation("base", period) + bonus - organisation("deductions", period)))


@yearly(int)
def band(organisation, period):
    points = organisation("score", period)
    return select([points >= 90, points >= 80, points >= 70, points >= 60, points >= 50], [5, 4, 3, 2, 1])


@yearly(bool)
def late_election(organisation, period):
    return (organisation("election_overdue_months", period) > 0) * ~organisation("election_excused", period)


@yearly(bool)
def long_overdue(organisation, period):
    return (organisation("election_overdue_months", period) > 12) * organisation("late_election", period)


@yearly(bool)
def absent(organisation, period):
    return organisation("missed", period) >= 3


@yearly(int)
def level(organisation, period):
    held = organisation("absent", period) + organisation("late_election", period)
    ceiling = where(organisation("long_overdue", period), 3, where(held, 4, 5))
    lowered = max_(0, min_(organisation("band", period), ceiling) - organisation("absent", period))
    return where(organisation("satisfaction", period) <= 50, 0, lowered)


@yearly(Star)
def own_grade(organisation, period):
    reached = organisation("level", period)
    return select(
        [organisation("turnout", period) < 80, *(reached == number for number in range(6))],
        [Star.none, Star.unrated, Star.one_star, Star.two_star, Star.three_star, Star.four_star, Star.five_star],
    )


WORKED_OUT = (
    base,
    commendation_line,
    innovation_line,
    circular_committee,
    circular_city,
    light_sanctions,
    heavy_sanctions,
    member_offences,
    low_satisfaction,
    missed,
    absence_line,
    deductions,
    score,
    band,
    late_election,
    long_overdue,
    absent,
    level,
    own_grade,
)

Result = tuple[np.ndarray, np.ndarray]


def system(worked_out: tuple[type[Variable], ...]) -> TaxBenefitSystem:
    """Declare the facts and what is worked out from them."""
    made = TaxBenefitSystem([Organisation])
    facts = {**dict.fromkeys(DECIMALS, float), **dict.fromkeys(COUNTS, int), "election_excused": bool}
    for variable in (*(type(name, (Variable,), attributes(of)) for name, of in facts.items()), *worked_out):
        made.add_variable(variable)
    return made


def own_types(made: TaxBenefitSystem, frame: pl.DataFrame) -> dict[str, np.ndarray]:
    """Give the columns as arrays of the types that openfisca-core uses."""
    return {name: values.astype(made.get_variable(name).dtype) for name, values in arrays(frame).items()}


def run(made: TaxBenefitSystem, facts: dict[str, np.ndarray]) -> Result:
    """Work out score and grade of everybody."""
    return calculated(SimulationBuilder().build_default_simulation(made, len(facts["satisfaction"])), facts)


def calculated(simulation: Simulation, facts: dict[str, np.ndarray]) -> Result:
    """Hand the facts in, and ask for the results."""
    for name, values in facts.items():
        simulation.set_input(name, YEAR, values)
    return simulation.calculate("score", YEAR), simulation.calculate("own_grade", YEAR)


def make(frame: pl.DataFrame) -> Callable[[], Result]:
    """Declare the system, and give the columns as arrays."""
    made = system(WORKED_OUT)
    facts = own_types(made, frame)
    return lambda: run(made, facts)


def outcome(result: Result) -> tuple[np.ndarray, np.ndarray]:
    """Read score and grade; the grade is the place in the `Enum`, whose first member is no grade."""
    points, grade = result
    assert Star.none.index - 1 == NONE
    return np.rint(points.astype(np.float64) * 10).astype(np.int64), np.asarray(grade).astype(np.int8) - 1


WAYS = (Way("openfisca-core, usual formulas", make, outcome),)
