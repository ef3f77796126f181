"""Where a further grade stands on the ladder."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import partygrade

Load = Callable[..., partygrade.Scheme]


@pytest.mark.parametrize(
    ("grade", "wanted"),
    [
        ("{id: new, from: 95}", ("new", "good", "fair", "poor")),
        ("{id: new, from: 70}", ("good", "new", "fair", "poor")),
        ("{id: new, from: 10}", ("good", "fair", "new", "poor")),
        ("{id: new, above: 80}", ("new", "good", "fair", "poor")),
        ("{id: new, from: 60, when: excused}", ("good", "new", "fair", "poor")),
        ("{id: new, from: half}", ("good", "fair", "new", "poor")),
    ],
)
def test_a_bound_says_where(grade: str, wanted: tuple[str, ...], load: Load) -> None:
    """A grade stands below those with a greater bound and above all others."""
    parameters = "parameters: {half: {value: 50, source: 一}}\n"
    assert load(f"{parameters}grades: [{grade}]\n").grades == wanted


def test_several(load: Load) -> None:
    """Each further grade takes its place among all of them."""
    scheme = load("grades: [{id: low, from: 50}, {id: top, from: 90}, {id: mid, from: 55}]\n")
    assert scheme.grades == ("top", "good", "fair", "mid", "low", "poor")


def test_upper_bounds(load: Load) -> None:
    """Where less is better, the bounds rise."""
    other = """partygrade: 1
scheme: other
title: other
score: {id: t, points: 100, better: down}
grades: [{id: gold, up_to: 13}, {id: bronze, below: 28}, {id: none_}]
"""
    head = "partygrade: 1\nscheme: over\nextends: other.yaml\n"
    scheme = load("grades: [{id: silver, below: 20}, {id: top, below: 13}]\n", head, other=other)
    assert scheme.grades == ("top", "gold", "silver", "bronze", "none_")


def test_without_a_bound_it_stands_last(load: Load) -> None:
    """A grade that nothing puts anywhere stands behind the others."""
    scheme = load("change: {poor: {from: 30}}\ngrades: [{id: worst}]\n")
    assert scheme.grades == ("good", "fair", "poor", "worst")


def test_its_bound_counts_after_every_change(load: Load) -> None:
    """The place is among the bounds as they are in the end."""
    assert load("change: {good: {from: 95}}\ngrades: [{id: new, from: 90}]\n").grades == ("good", "new", "fair", "poor")
