"""Tests the cycle from year to year and the draws as data, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

import partygrade

Load = Callable[[str], partygrade.Scheme]
Faults = Callable[[str], list[tuple[str, str]]]

FACTS = "facts: {last: {type: grade, optional: true}, other: {type: grade, of: [a, b]}, members: {type: count}}\n"


def targets(spec: str) -> str:
    return f"{FACTS}cycle: {{previous: last, targets: [{spec}]}}\n"


class TestCycle:
    def test_it_names_the_input_of_last_years_grade(self, scheme: Load) -> None:
        """By its number."""
        program = scheme(f"{FACTS}cycle: {{previous: last}}\n").program
        assert program.cycle is not None
        assert (program.inputs[program.cycle.previous].origin.id, program.cycle.targets) == ("last", ())

    def test_a_scheme_without_it_has_none(self, scheme: Load) -> None:
        """Nor draws."""
        program = scheme(FACTS).program
        assert (program.cycle, program.draws) == (None, ())

    def test_a_target_is_of_all_unless_it_has_a_share(self, scheme: Load) -> None:
        """Ranks count from 0, the worst."""
        body = targets(
            "{id: rise, label: 转化, grades: [poor], reach: fair, source: 五1}, "
            "{id: third, grades: [fair, poor], reach: good, share: 33.3%, note: 三成}"
        )
        cycle = scheme(body).program.cycle
        assert cycle is not None
        assert [(t.origin.label, t.origin.source, t.ranks, t.reach, t.share) for t in cycle.targets] == [
            ("转化", "五1", (0,), 1, 1),
            ("third", None, (1, 0), 2, Fraction(333, 1000)),
        ]
        assert cycle.targets[1].origin.note == "三成"

    def test_a_share_may_be_a_parameter(self, scheme: Load) -> None:
        """With its readings."""
        body = targets("{id: rise, grades: [poor], reach: fair, share: part}")
        body += "parameters: {part: {value: 30%, source: 五, readings: {50%: 半数}}}\n"
        cycles = [scheme(body).program.cycle, scheme(body).with_parameters(part="50%").program.cycle]
        assert [c and c.targets[0].share for c in cycles] == [Fraction(3, 10), Fraction(1, 2)]

    @pytest.mark.parametrize(
        ("name", "slug"),
        [("other", "cycle-previous"), ("members", "cycle-previous"), ("good", "cycle-previous")],
    )
    def test_previous_is_a_fact_with_a_grade_of_this_ladder(self, faults: Faults, name: str, slug: str) -> None:
        """Not of another ladder, no number, no grade."""
        assert faults(f"{FACTS}cycle: {{previous: {name}}}\n") == [(slug, name)]

    @pytest.mark.parametrize(
        ("spec", "wanted"),
        [
            ("{id: t, grades: [bad], reach: good}", ("unknown-grade", "bad")),
            ("{id: t, grades: [poor], reach: bad}", ("unknown-grade", "bad")),
            ("{id: t, grades: [poor, poor], reach: good}", ("repeated-grade", "[poor, poor]")),
            ("{id: t, grades: [poor], reach: good, share: members}", ("not-constant", "members")),
            ("{id: t, grades: [poor], reach: good, share: -1%}", ("not-a-share", "-1%")),
            ("{id: last, grades: [poor], reach: good}", ("repeated-id", "last")),
        ],
    )
    def test_a_target_has_grades_of_the_ladder_and_a_share(
        self, faults: Faults, spec: str, wanted: tuple[str, str]
    ) -> None:
        """And an id of its own."""
        assert faults(targets(spec)) == [wanted]

    @pytest.mark.parametrize("name", ["new", "out"])
    def test_no_grade_is_called_like_what_stands_for_none(self, faults: Faults, name: str) -> None:
        """The movement would not tell them apart."""
        grades = f"grades: [{{id: {name}, from: 60}}, {{id: poor}}]\n"
        assert faults(f"{targets('')}{grades}") == [("bad-id", name)]

    def test_without_a_cycle_a_grade_may_be_called_so(self, scheme: Load) -> None:
        """Nothing stands beside it."""
        assert scheme("grades: [{id: new, from: 60}, {id: out}]\n").grades == ("new", "out")


class TestDraws:
    def test_a_draw_has_a_share_or_a_least_number_or_both(self, scheme: Load) -> None:
        """Of each of the grades that it names."""
        body = (
            "draws:\n  - {id: a, label: 抽查, grades: [fair, good], share: 12.5%, source: 六}\n"
            "  - {id: b, grades: [poor], at_least: 2}\n  - {id: c, grades: [poor], share: 100%, at_least: 0}\n"
        )
        found = scheme(body).program.draws
        assert [(d.origin.label, d.origin.source, d.ranks, d.share, d.least) for d in found] == [
            ("抽查", "六", (1, 2), Fraction(1, 8), 0),
            ("b", None, (0,), 0, 2),
            ("c", None, (0,), 1, 0),
        ]

    @pytest.mark.parametrize(
        ("spec", "wanted"),
        [
            ("{id: d, grades: [good]}", ("no-size", "{id: d, grades: [good]}")),
            ("{id: d, grades: [best], share: 5%}", ("unknown-grade", "best")),
            ("{id: d, grades: [good, good], share: 5%}", ("repeated-grade", "[good, good]")),
            ("{id: d, grades: [good], share: 5}", ("not-a-share", "5")),
            ("{id: d, grades: [good], at_least: 50%}", ("not-a-count", "50%")),
            ("{id: d, grades: [good], at_least: -1}", ("not-a-count", "-1")),
            ("{id: d, grades: [good], at_least: total}", ("not-constant", "total")),
            ("{id: total, grades: [good], share: 5%}", ("repeated-id", "total")),
        ],
    )
    def test_a_draw_says_of_what_and_how_many(self, faults: Faults, spec: str, wanted: tuple[str, str]) -> None:
        """With an id of its own."""
        assert wanted in faults(f"draws: [{spec}]\n")


def test_a_parameter_that_only_a_draw_uses_is_used(scheme: Load) -> None:
    """Results name it among their readings."""
    body = (
        "parameters: {part: {value: 15%, source: 六}}\n"
        "grades: [{id: good, from: 60}, {id: poor}]\ndraws: [{id: seen, grades: [good], share: part}]\n"
    )
    assert [reading["id"] for reading in scheme(body).readings] == ["part"]
