"""From one year to the next: how organisations moved, and how targets came out; every figure is worked by hand."""

from __future__ import annotations

import pytest

from partygrade import Scheme, ir, loads
from partygrade.cycle import cycle, moved, movement, previous
from partygrade.result import Movement

TEXT = """
partygrade: 1
scheme: small
title: 小办法
facts: {last: {type: grade, label: 上年等次, optional: true}}
score: {id: total, points: 100}
grades: [{id: good, label: 好, from: 90}, {id: fair, label: 一般, from: 60}, {id: poor, label: 较差}]
cycle:
  previous: last
  targets:
    - {id: poor_rise, label: 后进转化, grades: [poor], reach: fair, source: 五1}
    - {id: some_rise, grades: [poor, fair], reach: good, share: 30%}
"""
SCHEME = loads(TEXT)
POOR, FAIR, GOOD = 0, 1, 2


def program(scheme: Scheme = SCHEME) -> ir.Program:
    return scheme.program


class TestMoved:
    @pytest.mark.parametrize(
        ("before", "after", "name"),
        [
            (POOR, FAIR, "raised"),
            (POOR, GOOD, "raised"),
            (FAIR, FAIR, "kept"),
            (GOOD, FAIR, "fell"),
            (None, POOR, "new"),
            (GOOD, None, "out"),
            (None, None, "out"),
        ],
    )
    def test_a_movement_has_one_name(self, before: int | None, after: int | None, name: Movement) -> None:
        """Who has no grade now is out, whatever was before."""
        assert moved(before, after) == name


class TestOne:
    def test_it_tells_last_years_grade_the_movement_and_the_targets_it_comes_under(self) -> None:
        """From poor to fair: the first target is met, the second one asks for good."""
        assert cycle(program(), POOR, FAIR) == {
            "previous": "poor",
            "movement": "raised",
            "targets": [
                {"id": "poor_rise", "label": "后进转化", "source": "五1", "reach": "fair", "met": True},
                {"id": "some_rise", "label": "some_rise", "source": None, "reach": "good", "met": False},
            ],
        }

    def test_it_comes_under_no_target_of_another_grade(self) -> None:
        """Fair is a grade of the second only, good of none."""
        assert [target["id"] for target in cycle(program(), FAIR, GOOD)["targets"]] == ["some_rise"]
        assert cycle(program(), GOOD, FAIR)["targets"] == []

    def test_without_a_grade_no_target_is_met(self) -> None:
        """Nor is there one where last year's grade is not known."""
        assert [target["met"] for target in cycle(program(), POOR, None)["targets"]] == [False, False]
        assert cycle(program(), None, GOOD) == {"previous": None, "movement": "new", "targets": []}

    def test_last_years_grade_is_the_fact_that_the_scheme_names(self) -> None:
        """None where it is not known, and where the scheme does not ask."""
        facts = tuple(GOOD if item.origin.id == "last" else 50 for item in program().inputs)
        assert previous(program(), facts) == GOOD
        assert previous(program(), (None,) * len(facts)) is None
        assert previous(program(loads(TEXT[: TEXT.index("cycle:")])), facts) is None


# 上年较差 4 个：今年较差 1、一般 2、未定级 1；上年一般 3 个：好 1、一般 1、较差 1；上年好 1 个：好；新参评 1 个：一般。
PAIRS = [
    (POOR, POOR),
    (POOR, FAIR),
    (POOR, FAIR),
    (POOR, None),
    (FAIR, GOOD),
    (FAIR, FAIR),
    (FAIR, POOR),
    (GOOD, GOOD),
    (None, FAIR),
]


class TestCohort:
    def test_the_matrix_counts_from_each_grade_to_each(self) -> None:
        """Best first; new and out stand last, and nobody is counted twice."""
        matrix = movement(program(), PAIRS)["matrix"]
        assert matrix == {
            "good": {"good": 1, "fair": 0, "poor": 0, "out": 0},
            "fair": {"good": 1, "fair": 1, "poor": 1, "out": 0},
            "poor": {"good": 0, "fair": 2, "poor": 1, "out": 1},
            "new": {"good": 0, "fair": 1, "poor": 0, "out": 0},
        }
        assert (list(matrix), list(matrix["new"])) == (
            ["good", "fair", "poor", "new"],
            ["good", "fair", "poor", "out"],
        )

    def test_movements_are_counted(self) -> None:
        """Raised 2 + 1, kept 1 + 1 + 1, fell 1; new and out are in the matrix."""
        found = movement(program(), PAIRS)
        assert (found["raised"], found["kept"], found["fell"]) == (3, 3, 1)

    def test_a_target_counts_who_is_due_and_who_reaches_it(self) -> None:
        """All four poor ones are due, also without a grade: two reach fair. Of seven, 30 % is 2.1, so three."""
        first, second = movement(program(), PAIRS)["targets"]
        assert first == {
            "id": "poor_rise",
            "label": "后进转化",
            "source": "五1",
            "grades": ["poor"],
            "reach": "fair",
            "share": "100%",
            "due": 4,
            "needed": 4,
            "reached": 2,
            "met": False,
        }
        assert (second["grades"], second["share"], second["due"], second["needed"], second["reached"]) == (
            ["fair", "poor"],
            "30%",
            7,
            3,
            1,
        )

    @pytest.mark.parametrize(("due", "needed"), [(0, 0), (1, 1), (10, 3), (11, 4)])
    def test_a_share_is_rounded_up(self, due: int, needed: int) -> None:
        """Exactly: 30 % of ten is three, of eleven 3.3."""
        assert movement(program(), [(FAIR, GOOD)] * due)["targets"][1]["needed"] == needed

    @pytest.mark.parametrize(("reached", "met"), [(2, False), (3, True), (4, True)])
    def test_a_target_is_met_with_as_many_as_are_needed(self, reached: int, met: bool) -> None:
        """Three of ten."""
        pairs = [(FAIR, GOOD)] * reached + [(FAIR, FAIR)] * (10 - reached)
        assert movement(program(), pairs)["targets"][1]["met"] is met

    def test_a_target_that_nobody_comes_under_is_met(self) -> None:
        """Nobody is needed."""
        found = movement(program(), [])
        assert [(target["due"], target["met"]) for target in found["targets"]] == [(0, True), (0, True)]
        assert (found["raised"], found["kept"], found["fell"]) == (0, 0, 0)
