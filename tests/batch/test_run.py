"""Stages of a program, and what quotas leave to be worked out again."""

from __future__ import annotations

import polars as pl

from batch.small_scheme import TEXT, small
from partygrade import ir, loads
from partygrade.batch.run import after_quotas, keys_before


def test_what_rests_on_quotas_is_told_apart() -> None:
    """The final grade rests on them, the score does not; between them stands the grade before quotas."""
    program = small().program
    moved, below = after_quotas(program)
    assert program.own_grade in moved
    assert program.score.value not in moved
    assert program.before_quotas in below
    assert not any(isinstance(program.nodes[n], ir.Literal) for n in below)


def test_rank_keys_that_the_quotas_change_are_named() -> None:
    """The own grade as a key is the node that becomes the final grade; the score stays."""
    program = loads(TEXT.replace("total desc", "own_grade desc, total desc")).program
    assert keys_before(program) == {program.own_grade: f"node_{program.own_grade}_before"}
    assert keys_before(small().program) == {}


def test_events_are_worked_out_before_what_rests_on_them() -> None:
    """The score takes off what the events come to."""
    events = pl.DataFrame({"id": ["a", "a", "b"], "points": [2, 3, 1]})
    frame = small().grade_frame(pl.DataFrame({"id": ["a", "b", "c"], "review": [80, 80, 80]}), {"sanctions": events})
    assert [str(score) for score in frame["score"]] == ["75.00", "79.00", "80.00"]
