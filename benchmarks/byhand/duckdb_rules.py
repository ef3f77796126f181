"""SQL of DuckDB over an Arrow table in memory, which it reads in place. Text is cast to decimals."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import numpy as np
import polars as pl
from frames.organisations import COUNTS, DECIMALS, FACTS, NUMBERS
from records import ASPECTS

from byhand import Way, polars_rules

RULES = f"""
with scored as (
    select *, absences + late_tasks as missed, election_overdue_months > 0 and not election_excused as overdue,
        greatest(0, least(100,
            {" + ".join(ASPECTS)}
            + case when commendations_national > 0 then 8 when commendations_province > 0 then 5
                   when commendations_city > 0 then 3 else 0 end
            + 3 * innovations_city + 5 * innovations_province + 8 * innovations_national
            - 3 * (criticised_by_committee + leaders_punished_light + absences + late_tasks)
            - 5 * (criticised_by_city + leaders_punished_heavy) - 2 * members_punished
            - case when satisfaction <= 60 then 5 else 0 end
        )) as score
    from facts
),
ranked as (
    select *, least(
        case when score >= 90 then 5 when score >= 80 then 4 when score >= 70 then 3 when score >= 60 then 2
             when score >= 50 then 1 else 0 end,
        case when overdue and election_overdue_months > 12 then 3 when overdue or missed >= 3 then 4 else 5 end
    ) - case when missed >= 3 then 1 else 0 end as lowered
    from scored
)
select score,
    case when turnout < 80 then null when satisfaction <= 50 then 'unrated'
         else case lowered when 5 then 'five_star' when 4 then 'four_star' when 3 then 'three_star'
                           when 2 then 'two_star' when 1 then 'one_star' else 'unrated' end end as own_grade
from ranked
"""

READ = f"""
with facts as (
    select {", ".join(f"{name}::decimal({3 + places}, {places}) as {name}" for name, places in DECIMALS.items())},
        {", ".join(f"{name}::bigint as {name}" for name in COUNTS)}, election_excused::boolean as election_excused
    from given
),
"""


def make(frame: pl.DataFrame) -> Callable[[], object]:
    """Name the table."""
    connection = duckdb.connect()
    text = frame.schema["satisfaction"] == pl.String
    connection.register("given" if text else "facts", frame.select(FACTS).to_arrow())
    query = READ + RULES.lstrip().removeprefix("with") if text else RULES
    return lambda: connection.sql(query).to_arrow_table()


def outcome(result: object) -> tuple[np.ndarray, np.ndarray]:
    """Read score and grade."""
    return polars_rules.outcome(pl.DataFrame(pl.from_arrow(result)))


WAYS = (Way("DuckDB SQL by hand", make, outcome, NUMBERS),)
