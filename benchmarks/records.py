"""Made-up organisations for the scheme of Anyang, the same ones for the same seed."""

from __future__ import annotations

from random import Random

ASPECTS = (
    "organisation", "systems", "fortress", "members", "service",
    "leadership", "discipline", "facilities", "execution", "mass_base",
)  # fmt: skip

RARE_COUNTS = (
    "commendations_city", "commendations_province", "commendations_national",
    "innovations_city", "innovations_province", "innovations_national",
    "criticised_by_committee", "criticised_by_city",
    "leaders_punished_light", "leaders_punished_heavy", "members_punished",
)  # fmt: skip

COUNTS = (*RARE_COUNTS, "absences", "late_tasks", "election_overdue_months")
"""Every fact that is a whole number."""

QUALITIES = (2, 10, 12, 13, 14, 15, 15, 16, 16, 17, 17, 18, 18, 19, 19, 19, 20, 20, 20)
"""What an organisation's aspects lie about, in half points."""

SATISFACTION_CUTS = (49.99, 50, 50.01, 59.99, 60, 60.01)
TURNOUT_CUTS = (79.99, 80, 80.01)

Record = dict[str, object]


def _number(value: float) -> int | float:
    """Give a whole number as an int, as a JSON reader gives `8` and `8.5`."""
    return int(value) if value == int(value) else value


def _percent(random: Random, cuts: tuple[float, ...], near_the_cuts: float, low: int) -> int | float:
    if random.random() < near_the_cuts:
        return random.choice(cuts)
    return _number(random.randint(low * 100, 10_000) / 100)


def _record(random: Random, number: int) -> Record:
    quality = random.choice(QUALITIES)
    record: Record = {"id": f"B{number:06}", "name": f"第{number}支部"}
    for aspect in ASPECTS:
        record[aspect] = _number(min(20, max(0, quality + random.randint(-2, 2))) / 2)
    record["satisfaction"] = _percent(random, SATISFACTION_CUTS, 0.25, 55)
    for count in RARE_COUNTS:
        record[count] = random.choice((1, 1, 1, 2)) if random.random() < 0.12 else 0
    record["absences"] = random.choice((0, 0, 0, 0, 1, 1, 2, 3, 4))
    record["late_tasks"] = random.choice((0, 0, 0, 0, 0, 1, 2))
    record["election_overdue_months"] = random.choice((0, 0, 0, 0, 0, 1, 12, 13, 20))
    record["election_excused"] = random.random() < 0.3
    record["turnout"] = _percent(random, TURNOUT_CUTS, 0.1, 80)
    return record


def records(count: int, seed: int = 20170605) -> list[Record]:
    """Give so many records, each with every fact of the scheme that the default readings use."""
    random = Random(seed)
    return [_record(random, number) for number in range(1, count + 1)]


def as_text(record: Record) -> Record:
    """Give the record with every number as decimal text, as a reader of CSV gives it."""
    return {key: str(value) if type(value) in (int, float) else value for key, value in record.items()}
