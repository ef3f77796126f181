"""Tests figures that are looked up by steps and on straight lines."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import partygrade
from partygrade import ir

Grade = Callable[..., partygrade.Grading]
Load = Callable[[str], partygrade.Scheme]
Faults = Callable[[str], list[tuple[str, str]]]

FACTS = (
    "x: {type: number, min: -100, max: 100, decimals: 3, default: 0}, k: {type: count, default: 0}, "
    "a_on: {type: flag, default: true}, b_on: {type: flag, default: true}, rate: {type: percent, default: 0}"
)


def score(grade: Grade, node: str, **record: Any) -> Decimal | None:
    return grade(f"facts: {{{FACTS}}}\nscore: {node}\n", **record).score


def full(scheme: Load, node: str) -> object:
    item = scheme(f"facts: {{{FACTS}}}\nscore: {node}\n").program.score
    assert item is not None
    return item.full


class TestSteps:
    """The points of the first step that holds; 0 if none holds."""

    STEPS = "{id: t, of: rate, steps: [{from: 30, points: 30}, {above: 20, points: 15}, {from: 20, points: 9}]}"

    @pytest.mark.parametrize(
        ("rate", "wanted"),
        [("100", 30), ("30", 30), ("29.99", 15), ("20.01", 15), ("20", 9), ("19.99", 0), ("0", 0)],
    )
    def test_steps_give_the_points_of_the_first_that_holds(self, grade: Grade, rate: str, wanted: int) -> None:
        """`from` is inclusive and `above` exclusive; if no step holds, the value is 0."""
        assert score(grade, self.STEPS, rate=rate) == wanted

    def test_a_step_without_a_bound_always_holds(self, grade: Grade) -> None:
        """The last step may have no bound; bounds and points may be formulas of parameters."""
        body = (
            f"parameters: {{cut: {{value: 30%, source: 一}}}}\nfacts: {{{FACTS}}}\n"
            "score: {id: t, of: rate, steps: [{from: cut, points: 30}, {points: 2}]}"
        )
        assert [grade(body, rate=rate).score for rate in (30, 29)] == [30, 2]

    RISING = "{id: t, of: k, steps: [{below: 3, points: 9}, {up_to: 3, points: 7}, {up_to: 10, points: 4}]}"

    @pytest.mark.parametrize(("k", "wanted"), [(0, 9), (2, 9), (3, 7), (4, 4), (10, 4), (11, 0)])
    def test_steps_may_have_upper_bounds(self, grade: Grade, k: int, wanted: int) -> None:
        """`up_to` is inclusive and `below` exclusive, lowest first."""
        assert score(grade, self.RISING, k=k) == wanted

    def test_of_may_be_a_list_of_one(self, grade: Grade) -> None:
        """One formula in a list is one formula."""
        assert score(grade, "{id: t, of: [k], steps: [{from: 3, points: 9}]}", k=3) == 9

    @pytest.mark.parametrize(
        ("steps", "wanted"),
        [
            ("[{from: 3, points: 12.5}, {points: 2}]", "12.5"),
            ("[{from: 3, points: -2}, {from: 1, points: -1}]", "0"),
            ("[{from: 3, points: -2}, {points: -1}]", "-1"),
            ("[{up_to: 3, points: 2}, {up_to: 8, points: 6}]", "6"),
        ],
    )
    def test_full_points_are_the_highest(self, scheme: Load, steps: str, wanted: str) -> None:
        """The highest points of a step; also 0 where no step need hold."""
        assert full(scheme, f"{{id: t, of: x, steps: {steps}}}") == Fraction(wanted)

    @pytest.mark.parametrize(
        ("node", "wanted"),
        [
            ("{steps: [{points: 1}]}", [("no-of", "{steps: [{points: 1}]}")]),
            ("{of: k, steps: []}", [("empty-list", "[]")]),
            ("{of: [k, x], steps: [{from: 1, points: 1}]}", [("one-formula", "[k, x]")]),
            ("{of: a_on, steps: [{from: 1, points: 1}]}", [("wrong-type", "a_on")]),
            (
                "{of: k, steps: [{up_to: 3, points: 1}, {up_to: 3, points: 2}]}",
                [("steps-order", "{up_to: 3, points: 2}")],
            ),
            (
                "{of: k, steps: [{up_to: 3, points: 1}, {below: 3, points: 2}]}",
                [("steps-order", "{below: 3, points: 2}")],
            ),
            ("{of: k, steps: [{up_to: 3, points: 1}, {from: 9, points: 2}]}", [("mixed-bounds", "from")]),
            ("{of: k, steps: [{up_to: 3, below: 2, points: 1}]}", [("two-bounds", "{up_to: 3, below: 2, points: 1}")]),
            ("{of: rate, steps: [{up_to: 3次, points: 1}]}", [("formula-syntax", "3次")]),
            ("{of: k, steps: [{up_to: 3, points: 20%}]}", [("unit-mismatch", "20%")]),
        ],
    )
    def test_steps_that_do_not_stand_are_refused(
        self, faults: Faults, node: str, wanted: list[tuple[str, str]]
    ) -> None:
        """Steps look at one number, in order, with bounds of one kind, and give points."""
        assert faults(f"facts: {{{FACTS}}}\nscore: {node}\n") == wanted


class TestLinear:
    """On straight lines between the corners, lowest first; outside them the points of the nearest."""

    LINE = "{id: t, of: x, linear: [{at: 10, points: 0}, {at: 60, points: 30}, {at: 100, points: 60}], round: 1}"

    @pytest.mark.parametrize(
        ("x", "wanted"),
        [
            ("-100", "0"),
            ("9.999", "0"),
            ("10", "0"),
            ("10.083", "0"),
            ("10.084", "0.1"),
            ("35", "15"),
            ("59.999", "30"),
            ("60", "30"),
            ("61", "30.8"),
            ("70", "37.5"),
            ("99.9", "59.9"),
            ("100", "60"),
        ],
    )
    def test_at_the_corners_between_and_outside(self, grade: Grade, x: str, wanted: str) -> None:
        """From 10 to 60 the line rises by 0.6 a unit, from 60 to 100 by 0.75: at 61 it is 30.75, and so 30.8."""
        assert score(grade, self.LINE, x=x) == Decimal(wanted)

    @pytest.mark.parametrize(("mode", "wanted"), [("half_up", "6.7"), ("down", "6.6"), ("up", "6.7")])
    def test_a_line_may_fall(self, grade: Grade, mode: str, wanted: str) -> None:
        """A third of the way down from 10 to 0 is 6.66…, rounded by the mode."""
        node = f"{{of: k, linear: [{{at: 0, points: 10}}, {{at: 3, points: 0}}], round: {{digits: 1, mode: {mode}}}}}"
        assert score(grade, node, k=1) == Decimal(wanted)

    def test_the_value_is_rounded_once(self, grade: Grade) -> None:
        """0.4996 is 0, although 0.5 would be 1."""
        node = "{of: k, linear: [{at: 0, points: 0}, {at: 5000, points: 0.5}], round: 0}"
        assert [score(grade, node, k=k) for k in (4996, 5000)] == [0, 1]

    def test_a_line_may_be_level(self, grade: Grade) -> None:
        """Two corners of one height."""
        node = "{of: k, linear: [{at: 0, points: 2.5}, {at: 3, points: 2.5}, {at: 4, points: 9}], round: 1}"
        assert [score(grade, node, k=k) for k in (0, 2, 3, 4, 5)] == [Decimal("2.5")] * 3 + [9, 9]

    def test_corners_may_be_formulas_of_parameters(self, scheme: Load) -> None:
        """A corner follows a reading."""
        body = (
            "parameters: {top: {value: 100, source: 一, readings: {50: 从宽}}}\n"
            f"facts: {{{FACTS}}}\n"
            "score: {of: rate, linear: [{at: 0, points: 0}, {at: top, points: top / 10}], round: 2}\n"
        )
        assert scheme(body).grade({"rate": 25}).score == Decimal("2.5")
        assert scheme(body).with_parameters(top=50).grade({"rate": 60}).score == 5

    def test_a_ceiling_comes_before_the_rounding(self, grade: Grade) -> None:
        """A ceiling of 2.25 on a line is rounded too, to 2.3."""
        node = "{of: k, linear: [{at: 0, points: 0}, {at: 3, points: 9}], round: 1, at_most: 2.25}"
        assert score(grade, node, k=3) == Decimal("2.3")

    def test_full_points_are_those_of_the_highest_corner(self, scheme: Load) -> None:
        """Wherever it stands."""
        assert full(scheme, "{of: k, linear: [{at: 0, points: 10.5}, {at: 3, points: 0}], round: 1}") == Fraction(21, 2)

    def test_the_range_is_that_of_the_corners(self, scheme: Load) -> None:
        """The value is known to lie between the lowest and the highest corner."""
        found = scheme(f"facts: {{{FACTS}}}\nscore: {self.LINE.replace('points: 0', 'points: 5')}\n").program
        assert found.score is not None
        assert found.nodes[found.score.value].type == ir.Number(1, 50, 600, "分")

    @pytest.mark.parametrize(
        ("node", "wanted"),
        [
            ("{linear: [{at: 0, points: 0}, {at: 1, points: 1}], round: 1}", [("no-of", None)]),
            ("{of: k, linear: [{at: 0, points: 0}, {at: 1, points: 1}]}", [("unrounded-quotient", "linear")]),
            ("{of: k, linear: [], round: 1}", [("empty-list", "[]")]),
            ("{of: k, linear: [{at: 0, points: 1}], round: 1}", [("too-short", "[{at: 0, points: 1}]")]),
            ("{of: k, linear: [{at: 3, points: 0}, {at: 1, points: 1}], round: 1}", [("corners-order", "1")]),
            ("{of: k, linear: [{at: 3, points: 0}, {at: 3.0, points: 1}], round: 1}", [("corners-order", "3.0")]),
            ("{of: [k, x], linear: [{at: 3, points: 0}, {at: 4, points: 1}], round: 1}", [("one-formula", "[k, x]")]),
            ("{of: rate, linear: [{at: 3, points: 0}, {at: 4, points: 1%}], round: 1}", [("unit-mismatch", "1%")]),
            ("{of: k, linear: [{at: x, points: 0}, {at: 4, points: 1}], round: 1}", [("not-constant", "x")]),
            ("{of: k, linear: [{at: 3, points: 0}, {at: 4, points: x}], round: 1}", [("not-constant", "x")]),
        ],
    )
    def test_lines_that_do_not_stand_are_refused(
        self, faults: Faults, node: str, wanted: list[tuple[str, str | None]]
    ) -> None:
        """A line needs `of`, `round`, and two constant corners in order."""
        found = faults(f"facts: {{{FACTS}}}\nscore: {node}\n")
        assert found == [(code, node if text is None else text) for code, text in wanted]

    def test_the_corners_have_the_unit_of_what_they_look_at(self, faults: Faults) -> None:
        """A percentage is no count of days."""
        body = (
            "facts: {late: {type: count, unit: 天}}\n"
            "score: {of: late, linear: [{at: 3%, points: 0}, {at: 4, points: 1}], round: 1}\n"
        )
        assert faults(body) == [("unit-mismatch", "3%")]


class TestBranches:
    """A program lists the steps and entries of its lookups, and when each counts."""

    @staticmethod
    def taken(found: partygrade.Grading) -> list[str]:
        case = found._case()
        branches = case.engine.program.branches
        return [str(b.place) for b in branches if all(map(case.fires, b.needs)) and not any(map(case.fires, b.unless))]

    STEPS = (
        f"facts: {{{FACTS}}}\n"
        "score: {id: t, of: rate, steps: [{from: 30, points: 30}, {above: 20, points: 15}, {points: 1}]}\n"
    )

    @pytest.mark.parametrize(("rate", "step"), [(30, 1), (29, 2), (20, 3)])
    def test_the_first_step_that_holds_counts(self, grade: Grade, rate: int, step: int) -> None:
        """Of all steps exactly the first that holds is taken."""
        assert self.taken(grade(self.STEPS, rate=rate)) == [f"score.steps[{step}]"]

    def test_no_step_counts_where_none_holds(self, grade: Grade) -> None:
        """Below the last bound no step is taken."""
        assert self.taken(grade(f"facts: {{{FACTS}}}\nscore: {TestSteps.STEPS}\n", rate=5)) == []

    TABLE = (
        f"facts: {{{FACTS}}}\nderived:\n  d: {{of: [a_on, k], table: {{true: {{up_to 3: 1, else: 2}}, "
        "false: {5: 3, else: 4}}}\nscore: {id: t, value: d}\n"
    )

    @pytest.mark.parametrize(
        ("on", "k", "entry"),
        [(True, 3, "true.up_to 3"), (True, 4, "true.else"), (False, 5, "false.5"), (False, 3, "false.else")],
    )
    def test_one_entry_of_a_table_counts(self, grade: Grade, on: bool, k: int, entry: str) -> None:
        """Of all entries exactly the one that the keys of every level lead to is taken."""
        assert self.taken(grade(self.TABLE, a_on=on, k=k)) == [f"derived.d.table.{entry}"]
