"""Stages of a program, and what quotas leave to be worked out again."""

from __future__ import annotations

import polars as pl

from batch.small_scheme import small
from partygrade import ir
from partygrade.batch.run import after_quotas


def test_what_rests_on_quotas_is_told_apart() -> None:
    """The final grade rests on them, the score does not; between them stands the grade before quotas."""
    program = small().program
    moved, below = after_quotas(program)
    assert program.own_grade in moved
    assert program.score.value not in moved
    assert program.before_quotas in below
    assert not any(isinstance(program.nodes[n], ir.Literal) for n in below)


def test_events_are_worked_out_before_what_rests_on_them() -> None:
    """The score takes off what the events come to."""
    events = pl.DataFrame({"id": ["a", "a", "b"], "points": [2, 3, 1]})
    frame = small().grade_frame(pl.DataFrame({"id": ["a", "b", "c"], "review": [80, 80, 80]}), {"sanctions": events})
    assert [str(score) for score in frame["score"]] == ["75.00", "79.00", "80.00"]
