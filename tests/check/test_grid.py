"""Tests in which steps a score can go."""

from __future__ import annotations

from fractions import Fraction

import pytest

import partygrade
from partygrade import ir
from partygrade.check.grid import Grid, grids, possible

HEAD = """
partygrade: 1
scheme: some
title: 例
facts:
  whole: {type: count, max: 50}
  late: {type: flag}
"""


def program(score: str) -> ir.Program:
    return partygrade.loads(HEAD + score).program


def grid(score: str) -> tuple[Grid, int]:
    """Give the grid of the score, and its scale."""
    found = program(score)
    assert found.score is not None
    kind = found.nodes[found.score.value].type
    assert isinstance(kind, ir.Number)
    return grids(found)[found.score.value], kind.scale


def test_a_fact_goes_in_its_steps() -> None:
    """Half points are five tenths."""
    assert grid("score: {id: total, points: 100, step: 0.5}") == (Grid(0, 5), 1)


def test_a_sum_goes_in_the_common_step() -> None:
    """Steps of 2 and of 5 add to every whole number, those of 4 and of 6 to every even one."""
    both = "score: {{id: total, sum: [{{id: a, points: 60, step: {}}}, {{id: b, points: 60, step: {}}}]}}"
    assert grid(both.format(2, 5)) == (Grid(0, 1), 0)
    assert grid(both.format(4, 6)) == (Grid(0, 2), 0)


def test_a_constant_moves_the_grid() -> None:
    """Three and multiples of ten."""
    assert grid("score: {id: total, value: 3 + 10 * whole}") == (Grid(3, 10), 0)


def test_one_of_two_is_on_the_grid_of_both() -> None:
    """5 or 11 leave the rest 5 in steps of 6; beside the tens it is steps of 5."""
    assert grid("score: {id: total, value: 5 if late else 11}") == (Grid(5, 6), 0)
    assert grid("score: {id: total, value: 5 if late else 10 * whole}") == (Grid(0, 5), 0)


def test_a_rounded_score_goes_in_steps_of_its_digits() -> None:
    """Unless the rounding changes nothing, when it goes as before."""
    assert grid("score: {id: total, points: 100, step: 0.5, round: 0}") == (Grid(0, 1), 0)
    assert grid("score: {id: total, value: whole * 2.50 * 4, round: 0}") == (Grid(0, 10), 0)


@pytest.mark.parametrize(
    ("step", "between"), [("0.5", True), ("0.01", True), ("1", False), ("0.25", True), ("2", False)]
)
def test_a_score_between_two_whole_numbers_needs_a_step_that_gives_one(step: str, between: bool) -> None:
    """89.5 is possible in half points and not in whole ones."""
    found = program(f"score: {{id: total, points: 100, step: {step}}}")
    assert found.score is not None
    assert possible(found, found.score.value, (Fraction(89), Fraction(90))) is between


def test_no_score_is_above_the_highest() -> None:
    """Nothing lies between 100 and 101."""
    found = program("score: {id: total, points: 100, step: 0.5}")
    assert found.score is not None
    assert not possible(found, found.score.value, (Fraction(100), Fraction(101)))


def test_a_constant_is_between_two_figures_or_not() -> None:
    """The grid of a constant has the width 0."""
    found = program("score: {id: total, value: 5.5}")
    assert found.score is not None
    assert possible(found, found.score.value, (Fraction(5), Fraction(6)))
    assert not possible(found, found.score.value, (Fraction(6), Fraction(7)))
    assert not possible(found, found.score.value, (Fraction(4), Fraction(5)))
