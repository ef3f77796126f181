"""Spot checks of generated cohorts: enough of every grade in every group, and the same for the same seed."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from partygrade import ir, loads
from partygrade.draw import Ball, draw

TEXT = """
partygrade: 1
scheme: small
title: 小办法
facts: {county: {type: text}}
score: {id: total, points: 100}
grades: [{id: good, from: 90}, {id: fair, from: 60}, {id: poor}]
cohort: {within: [county]}
draws:
  - {id: upper, grades: [fair, good], share: 15%, at_least: 1}
  - {id: last, grades: [poor], at_least: 2}
"""
PROGRAM = loads(TEXT).program
RANKS = {"good": 2, "fair": 1, "poor": 0}

NAMES = st.lists(st.text("甲乙丙丁abc0123", min_size=1, max_size=4), min_size=1, max_size=30, unique=True)


@st.composite
def cohorts(draw: st.DrawFn) -> list[Ball]:
    """Draw organisations with names of their own, in two counties and three grades."""
    places = st.tuples(st.sampled_from(["东县", "西县"]), st.sampled_from([0, 1, 2]))
    return [Ball(name, (county,), rank) for name in draw(NAMES) for county, rank in [draw(places)]]


class TestSpotChecks:
    """“of each of the `grades`, in each group of `within`, at least `share` of the organisations, rounded up”."""

    @given(cohorts(), st.text(max_size=5))
    def test_at_least_the_share_is_picked_and_no_one_more(self, cohort: list[Ball], seed: str) -> None:
        """One fewer would be less than the share, or than the least number."""
        specs: dict[str, ir.Draw] = {spec.origin.id: spec for spec in PROGRAM.draws}
        for found in draw(PROGRAM, "small", seed, cohort):
            spec, picked = specs[found["id"]], len(found["picked"])
            least = min(spec.least, found["of"])
            assert picked >= spec.share * found["of"] and picked >= least
            assert picked - 1 < spec.share * found["of"] or picked == least

    @given(cohorts(), st.text(max_size=5))
    def test_only_organisations_of_the_grade_and_group_are_picked(self, cohort: list[Ball], seed: str) -> None:
        """Each at most once."""
        for found in draw(PROGRAM, "small", seed, cohort):
            within = tuple(found["within"].values())
            there = [b.called for b in cohort if b.rank == RANKS[found["grade"]] and b.within == within]
            assert found["of"] == len(there)
            assert len(set(found["picked"])) == len(found["picked"])
            assert set(found["picked"]) <= set(there)


class TestSameSeed:
    """“pick the same organisations for the same seed and the same ids, in whatever order the rows stand”."""

    @given(cohorts(), st.text(max_size=5), st.randoms(use_true_random=False))
    def test_the_order_of_the_rows_changes_nothing(self, cohort: list[Ball], seed: str, chance: Random) -> None:
        """Whoever shuffles them."""
        shuffled = list(cohort)
        chance.shuffle(shuffled)
        assert draw(PROGRAM, "small", seed, shuffled) == draw(PROGRAM, "small", seed, cohort)
