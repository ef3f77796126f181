"""Spot checks: how many are picked, of which groups and grades, and whom a seed picks."""

from __future__ import annotations

import hashlib

import pytest

from partygrade import loads
from partygrade.draw import Ball, count, draw, group

TEXT = """
partygrade: 1
scheme: small
title: 小办法
facts: {county: {type: text, optional: true}, open: {type: flag, default: false}}
score: {id: total, points: 100}
grades: [{id: good, label: 好, from: 90}, {id: fair, label: 一般, from: 60}, {id: poor, label: 较差}]
cohort: {within: [county, open]}
draws:
  - {id: upper, label: 上级抽查, grades: [fair, good], share: 15%, at_least: 1, source: 六2}
  - {id: last, grades: [poor], at_least: 2}
"""
PROGRAM = loads(TEXT).program
GOOD, FAIR, POOR = 2, 1, 0
EAST, WEST = ("东县", "false"), ("西县", "false")


def balls(*names: str, rank: int = GOOD, within: tuple[str, ...] = EAST) -> list[Ball]:
    return [Ball(name, within, rank) for name in names]


def mark(seed: str, draw: str, name: str) -> str:
    """Work out a mark as the documentation states it."""
    return hashlib.sha256(f'["{seed}", "small", "{draw}", "{name}"]'.encode()).hexdigest()


class TestCount:
    @pytest.mark.parametrize(("there", "picked"), [(1, 1), (2, 1), (6, 1), (7, 2), (20, 3), (21, 4)])
    def test_a_share_is_rounded_up(self, there: int, picked: int) -> None:
        """15 % of 20 is three exactly, of 21 it is 3.15."""
        assert count(PROGRAM.draws[0], there) == picked

    @pytest.mark.parametrize(("there", "picked"), [(0, 0), (1, 1), (2, 2), (9, 2)])
    def test_at_least_so_many_where_there_are_so_many(self, there: int, picked: int) -> None:
        """Not more than there are."""
        assert count(PROGRAM.draws[1], there) == picked

    def test_the_greater_of_both_holds(self) -> None:
        """At least one, though 15 % of two is a third of one."""
        assert count(PROGRAM.draws[0], 2) == 1


class TestDraw:
    def test_it_picks_the_lowest_marks_of_each_grade_in_each_group(self) -> None:
        """Two of seven in the east, one of two in the west; the marks are those of the documentation."""
        names = [f"d{n}" for n in range(7)]
        found = draw(PROGRAM, "small", "2024", balls(*names) + balls("x1", "x2", within=WEST))
        east = sorted(names, key=lambda name: mark("2024", "upper", name))[:2]
        west = sorted(["x1", "x2"], key=lambda name: mark("2024", "upper", name))[:1]
        assert [(one["within"], one["grade"], one["of"], one["picked"]) for one in found] == [
            ({"county": "东县", "open": "false"}, "good", 7, east),
            ({"county": "西县", "open": "false"}, "good", 2, west),
        ]
        assert (found[0]["id"], found[0]["label"], found[0]["source"]) == ("upper", "上级抽查", "六2")

    def test_draws_groups_and_grades_stand_in_order(self) -> None:
        """The draws as written, the groups by their values, the grades best first; nothing where there is nobody."""
        cohort = balls("a", rank=POOR) + balls("b", rank=FAIR, within=WEST) + balls("c", rank=FAIR) + balls("d")
        found = draw(PROGRAM, "small", "s", cohort)
        assert [(one["id"], one["within"]["county"], one["grade"]) for one in found] == [
            ("upper", "东县", "good"),
            ("upper", "东县", "fair"),
            ("upper", "西县", "fair"),
            ("last", "东县", "poor"),
        ]

    def test_another_draw_picks_for_itself(self) -> None:
        """The mark has the draw's id, so that two draws of one grade do not always hit the same."""
        text = TEXT.replace("grades: [poor], at_least: 2", "grades: [good], share: 50%")
        program = loads(text.replace("share: 15%", "share: 50%")).program
        one, two = draw(program, "small", "s", balls(*(f"d{n}" for n in range(20))))
        assert set(one["picked"]) != set(two["picked"])

    def test_another_scheme_picks_for_itself(self) -> None:
        """The mark has the scheme's id."""
        names = balls(*(f"d{n}" for n in range(40)))
        assert draw(PROGRAM, "small", "s", names) != draw(PROGRAM, "other", "s", names)

    def test_a_scheme_without_draws_picks_nobody(self) -> None:
        """There is nothing to draw."""
        assert draw(loads(TEXT[: TEXT.index("draws:")]).program, "small", "s", balls("a")) == ()


class TestGroup:
    def test_a_group_is_the_values_that_split_the_cohort(self) -> None:
        """As text; what is not known is empty."""
        columns = [item.origin.id for item in PROGRAM.inputs]
        facts = {"county": "东县", "open": 1, "total": 500}
        assert group(PROGRAM, tuple(facts[name] for name in columns)) == ("东县", "true")
        facts |= {"county": None}
        assert group(PROGRAM, tuple(facts[name] for name in columns)) == ("", "true")

    def test_without_a_cohort_all_are_one_group(self) -> None:
        """It has no values."""
        plain = loads(TEXT.replace("cohort: {within: [county, open]}\n", "")).program
        assert group(plain, (None,) * len(plain.inputs)) == ()
        assert draw(plain, "small", "s", balls("a", within=()))[0]["within"] == {}


def test_seeds_differ() -> None:
    """Two hundred seeds hardly ever agree on six of forty, and everybody is picked by some seed."""
    cohort = balls(*(f"d{n}" for n in range(40)))
    found = [tuple(draw(PROGRAM, "small", str(seed), cohort)[0]["picked"]) for seed in range(200)]
    assert len(set(found)) > 190
    assert {name for picked in found for name in picked} == {ball.called for ball in cohort}
