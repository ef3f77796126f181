"""The laws: what must hold for every record and every cohort, as functions to call on a scheme of one's own.

Each raises `LawBroken`, with what broke in both languages and the record at which it did. `strategies` draws records
to try.
"""

from __future__ import annotations

from collections.abc import Callable

from partygrade.laws.broken import LawBroken
from partygrade.laws.cohorts import quotas_hold, rows_in_any_order
from partygrade.laws.records import (
    Reversal,
    better_never_lowers,
    ceilings_hold,
    engines_agree,
    json_round_trips,
    phases_act_as_written,
    readers_agree,
    score_in_one_band,
    spelling_never_matters,
)

__all__ = [
    "COHORT_LAWS",
    "RECORD_LAWS",
    "LawBroken",
    "Reversal",
    "better_never_lowers",
    "ceilings_hold",
    "engines_agree",
    "json_round_trips",
    "phases_act_as_written",
    "quotas_hold",
    "readers_agree",
    "rows_in_any_order",
    "score_in_one_band",
    "spelling_never_matters",
]

RecordLaw = Callable[..., object]
"""Called with a scheme, a record and, as `as_of`, the day as of which is graded."""

CohortLaw = Callable[..., None]
"""Called with a scheme, the records of a cohort and, as `as_of`, the day."""

RECORD_LAWS: tuple[RecordLaw, ...] = (
    spelling_never_matters,
    better_never_lowers,
    score_in_one_band,
    phases_act_as_written,
    ceilings_hold,
    engines_agree,
    readers_agree,
    json_round_trips,
)
COHORT_LAWS: tuple[CohortLaw, ...] = (rows_in_any_order, quotas_hold)
