"""Tests nodes with children that are scaled where some of them do not apply."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import partygrade

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


class TestRenormalisedSum:
    """Its value times its full points, or `to`, divided by the full points of what applies."""

    NODE = (
        "{id: t, sum: [{id: a, points: 10, when: a_on, default: 0}, {id: b, points: 20, when: b_on, default: 0}], "
        "renormalise: {digits: 2}}"
    )

    @pytest.mark.parametrize(
        ("record", "wanted"),
        [
            ({"a": 7, "b": 13}, 20),
            ({"a": 7, "b_on": False}, 21),
            ({"b": 13, "a_on": False}, "19.5"),
            ({"b": 20, "a": 3, "a_on": False}, 30),
            ({"a_on": False, "b_on": False}, 0),
        ],
    )
    def test_the_rest_is_scaled(self, grade: Grade, record: dict[str, Any], wanted: object) -> None:
        """7 of 10 points that apply count as 21 of 30; if nothing applies the value is 0."""
        assert score(grade, self.NODE, **record) == Decimal(str(wanted))

    @pytest.mark.parametrize(("mode", "wanted"), [("half_up", "6.67"), ("down", "6.66"), ("up", "6.67")])
    def test_the_quotient_is_rounded(self, grade: Grade, mode: str, wanted: str) -> None:
        """2 of 3 points scaled to 10 are rounded to the digits by the mode."""
        node = (
            "{id: t, sum: [{id: a, points: 3, default: 2}, {id: b, points: 7, when: b_on, default: 0}], "
            f"renormalise: {{digits: 2, mode: {mode}}}}}"
        )
        assert score(grade, node, b_on=False) == Decimal(wanted)

    @pytest.mark.parametrize(("way", "wanted"), [("scale", 21), ("leave", 7)])
    def test_it_may_depend_on_a_reading(self, scheme: Load, way: str, wanted: int) -> None:
        """With `when`, a condition of parameters, the sum is scaled under some readings only."""
        body = (
            "parameters: {way: {value: scale, source: 一, readings: {leave: 不折算}}}\n"
            f"facts: {{{FACTS}}}\nscore: " + self.NODE.replace("{digits: 2}", "{digits: 2, when: 'way == \"scale\"'}")
        )
        assert scheme(body).with_parameters(way=way).grade({"a": 7, "b_on": False}).score == wanted

    TO = (
        "{id: t, renormalise: {digits: 1, to: 100}, sum: [{id: fire, points: 20, optional: true}, "
        "{id: kitchen, points: 30, optional: true}, "
        "{id: store, sum: [{id: shelves, points: 5, optional: true}, {id: cold, points: 15, default: 0}]}]}"
    )

    @pytest.mark.parametrize(
        ("record", "wanted"),
        [
            ({"fire": 20, "kitchen": 30, "shelves": 5, "cold": 15}, "100"),
            ({"fire": 10, "kitchen": 15, "shelves": 0, "cold": 10}, "50"),
            ({"fire": 15, "cold": 12}, "77.1"),
            ({"fire": 15, "shelves": 3, "cold": 12}, "75"),
            ({"shelves": 4}, "20"),
            ({}, "0"),
        ],
    )
    def test_it_looks_through_sums_inside_it(self, grade: Grade, record: dict[str, Any], wanted: str) -> None:
        """15 and 12 points of 20 and 15 that apply are 27/35 of 100, although the sum inside has 20 in full."""
        assert score(grade, self.TO, **record) == Decimal(wanted)

    def test_it_looks_through_sums_of_sums(self, grade: Grade) -> None:
        """A child of a child of a child is left out: 3 of 4 points are 15 of 20."""
        node = (
            "{id: t, renormalise: {digits: 2}, sum: [{id: s, sum: [{id: u, sum: [{id: a, points: 4, optional: true}, "
            "{id: b, points: 6, optional: true}]}, {id: c, points: 10, optional: true}]}]}"
        )
        assert score(grade, node, a=3) == 15

    def test_a_sum_inside_that_does_not_apply_takes_its_children_with_it(self, grade: Grade) -> None:
        """Its points are left out of what applies, whether or not its children were assessed."""
        node = (
            "{id: t, renormalise: {digits: 2}, sum: [{id: s, when: a_on, sum: [{id: a, points: 10, optional: true}]}, "
            "{id: b, points: 10, optional: true}]}"
        )
        assert [score(grade, node, a=10, b=5, a_on=on) for on in (True, False)] == [15, 10]

    def test_a_group_of_which_nothing_applies_is_left_out(self, grade: Grade) -> None:
        """The highest of no children is no part of the whole."""
        node = (
            "{id: t, renormalise: {digits: 2}, sum: [{id: h, highest: [{id: a, points: 10, optional: true}, "
            "{id: b, points: 10, optional: true}]}, {id: c, points: 10, optional: true}]}"
        )
        assert [score(grade, node, c=5), score(grade, node, b=8, c=5)] == [10, 13]

    def test_a_scaled_sum_inside_counts_whole(self, grade: Grade) -> None:
        """A renormalised sum stands for all its full points where something of it applies."""
        node = (
            "{id: t, renormalise: {digits: 2}, sum: [{id: s, renormalise: {digits: 2}, sum: [{id: a, points: 10, "
            "optional: true}, {id: b, points: 10, optional: true}]}, {id: c, points: 20, optional: true}]}"
        )
        assert score(grade, node, a=5, c=20) == 30
        assert score(grade, node, c=20) == 40
        assert score(grade, node, a=5) == 20

    def test_where_only_a_deduction_applies_the_value_is_0(self, grade: Grade) -> None:
        """Nothing has full points then, and the node does not apply."""
        node = (
            "{id: t, renormalise: {digits: 2}, sum: [{id: a, points: 10, optional: true}, "
            "{id: d, deduct: [{each: k, points: 2}]}]}"
        )
        assert [score(grade, node, k=3), score(grade, node, k=3, a=9)] == [0, 3]

    def test_a_floor_does_not_raise_what_does_not_apply(self, grade: Grade) -> None:
        """If nothing applies the value is 0, whatever floor the node has."""
        node = "{id: t, renormalise: {digits: 2}, at_least: 4, sum: [{id: a, points: 10, optional: true}]}"
        assert [score(grade, node), score(grade, node, a=1)] == [0, 4]

    @pytest.mark.parametrize(
        ("node", "wanted"),
        [
            ("{renormalise: {digits: 1, to: 100}, sum: [{id: a, points: 10}, {id: b, points: 20}]}", 100),
            ("{renormalise: {digits: 1}, sum: [{id: a, points: 10}, {id: b, points: 20}]}", 30),
            ("{renormalise: {digits: 1, to: 99, when: 1 > 2}, sum: [{id: a, points: 10}, {id: b, points: 20}]}", 30),
            ("{full: 100, renormalise: {digits: 1, to: 100}, sum: [{id: a, points: 10}]}", 100),
        ],
    )
    def test_full_points(self, scheme: Load, node: str, wanted: int) -> None:
        """The full points are `to`, where the sum is scaled to it."""
        assert full(scheme, node) == wanted

    @pytest.mark.parametrize(
        ("node", "wanted"),
        [
            ("{sum: [{value: x}], renormalise: {digits: 1, to: 100}}", [("no-full-points", "{digits: 1, to: 100}")]),
            ("{sum: [{id: a, points: 9}], renormalise: {digits: 1, to: 0}}", [("out-of-range", "0")]),
            ("{sum: [{id: a, points: 9}], renormalise: {digits: 1, to: -5}}", [("out-of-range", "-5")]),
            ("{sum: [{id: a, points: 9}], renormalise: {digits: 1, to: 50%}}", [("unit-mismatch", "50%")]),
            ("{sum: [{id: a, points: 9}], renormalise: {digits: 1, to: x}}", [("not-constant", "x")]),
            ("{sum: [{id: a, points: 9}], renormalise: {digits: 1, to: x, when: 1 > 2}}", [("not-constant", "x")]),
            ("{sum: [{id: a, points: 9}], renormalise: {digits: 1, when: a_on}}", [("not-constant", "a_on")]),
            ("{full: 9, sum: [{id: a, points: 9}], renormalise: {digits: 1, to: 10}}", [("points-total", "9")]),
            ("{highest: [{id: a, points: 9}], renormalise: {digits: 1}}", [("key-without-form", "renormalise")]),
        ],
    )
    def test_a_sum_that_cannot_be_scaled_is_refused(
        self, faults: Faults, node: str, wanted: list[tuple[str, str]]
    ) -> None:
        """Every child has full points, and `to` is a positive number of points."""
        assert faults(f"facts: {{{FACTS}}}\nscore: {node}\n") == wanted


class TestRenormalisedWeights:
    """The children that apply, each times its weight, divided by the sum of their weights."""

    NODE = (
        "{id: t, renormalise: {digits: 2}, weighted: [{id: a, points: 10, weight: 10, optional: true}, "
        "{id: b, points: 10, weight: 7.5, optional: true}, {id: c, points: 10, weight: 0, optional: true}]}"
    )

    @pytest.mark.parametrize(
        ("record", "wanted"),
        [
            ({"a": 8, "b": 5, "c": 1}, "6.71"),
            ({"a": 8}, "8"),
            ({"b": 5, "c": 9}, "5"),
            ({"c": 9}, "0"),
            ({}, "0"),
        ],
    )
    def test_the_mean_of_what_applies(self, grade: Grade, record: dict[str, Any], wanted: str) -> None:
        """8 with the weight 10 and 5 with 7.5 are 117.5 of 17.5, which is 6.714…; without weight nothing is known."""
        assert score(grade, self.NODE, **record) == Decimal(wanted)

    def test_a_share_counts_as_in_a_plain_node(self, grade: Grade) -> None:
        """70% is 0.7."""
        node = "{renormalise: {digits: 2}, weighted: [{value: x, weight: 70%, when: a_on}, {value: k, weight: 0.3}]}"
        assert [score(grade, node, x=90, k=80, a_on=on) for on in (True, False)] == [87, 80]

    def test_a_group_of_which_nothing_applies_has_no_weight(self, grade: Grade) -> None:
        """A sum without an assessed child is left out, as the child would be."""
        node = (
            "{renormalise: {digits: 2}, weighted: [{weight: 3, sum: [{id: a, points: 10, optional: true}, "
            "{id: b, points: 10, optional: true}]}, {id: c, points: 20, weight: 1, optional: true}]}"
        )
        assert [score(grade, node, c=20), score(grade, node, a=8, c=20)] == [20, 11]

    @pytest.mark.parametrize(
        ("weighted", "wanted"),
        [
            ("[{id: a, points: 10, weight: 10}, {id: b, points: 10, weight: 7.5}]", "10"),
            ("[{id: a, points: 10, weight: 1}, {id: b, points: 20, weight: 3}]", "17.5"),
            ("[{id: a, points: 10, weight: 1}, {id: b, points: 20, weight: 2}]", None),
            ("[{id: a, points: 10, weight: 1}, {value: x, weight: 2}]", None),
        ],
    )
    def test_full_points(self, scheme: Load, weighted: str, wanted: str | None) -> None:
        """The weighted mean of the full points, unless it is no finite decimal."""
        found = full(scheme, f"{{renormalise: {{digits: 2}}, weighted: {weighted}}}")
        assert found == (None if wanted is None else Fraction(wanted))

    def test_under_another_reading_the_weights_add_to_1(self, scheme: Load) -> None:
        """With a condition that does not hold the node is a plain one."""
        body = (
            "parameters: {way: {value: scale, source: 一, readings: {leave: 不折算}}}\n"
            f"facts: {{{FACTS}}}\nscore: {{renormalise: {{digits: 2, when: 'way == \"scale\"'}}, "
            "weighted: [{value: x, weight: 0.5, when: a_on}, {value: k, weight: 0.5}]}\n"
        )
        record = {"x": 90, "k": 80, "a_on": False}
        assert scheme(body).grade(record).score == 80
        assert scheme(body).with_parameters(way="leave").grade(record).score == 40

    @pytest.mark.parametrize(
        ("node", "wanted"),
        [
            ("{renormalise: {digits: 1}, weighted: [{value: x, weight: 0}, {value: k, weight: 0}]}", "weighted"),
            ("{renormalise: {digits: 1}, weighted: [{value: x, weight: 10000}, {value: k, weight: 1}]}", "10000"),
            ("{renormalise: {digits: 1}, weighted: [{value: x, weight: -1}, {value: k, weight: 1}]}", "-1"),
            ("{renormalise: {digits: 1, when: 1 > 2}, weighted: [{value: x, weight: 3}]}", "weighted"),
        ],
    )
    def test_weights_that_do_not_fit_are_refused(self, faults: Faults, node: str, wanted: str) -> None:
        """Weights run from 0 to 9,999, and one is not 0."""
        assert faults(f"facts: {{{FACTS}}}\nscore: {node}\n") == [("weights", wanted)]

    @pytest.mark.parametrize("more", ["", ", when: 1 > 2"])
    def test_weights_are_not_scaled_to_points(self, faults: Faults, more: str) -> None:
        """`to` belongs to a sum, whatever the reading."""
        node = f"{{renormalise: {{digits: 1, to: 50{more}}}, weighted: [{{value: x, weight: 1}}]}}"
        assert faults(f"facts: {{{FACTS}}}\nscore: {node}\n") == [("key-without-form", "to")]


class TestApplies:
    """A scaled node applies where something of it does."""

    GROUP = "{id: g, renormalise: {digits: 1}, sum: [{id: a, points: 10, optional: true}]}"

    @pytest.mark.parametrize(("record", "wanted"), [({}, -5), ({"a": 3}, 3)])
    def test_a_scaled_node_without_anything_is_left_out(
        self, grade: Grade, record: dict[str, Any], wanted: int
    ) -> None:
        """Of a group that was not assessed and -5 points the highest is -5."""
        assert score(grade, f"{{highest: [{self.GROUP}, {{value: -5}}]}}", **record) == wanted

    def test_the_account_says_so(self, grade: Grade) -> None:
        """The node and its child are reported as not applying."""
        body = f"score: {{id: t, sum: [{self.GROUP}, {{value: 1}}]}}\n"
        found = {item["id"]: item["applies"] for item in grade(body).to_dict()["items"]}
        assert found == {"t": True, "g": False, "a": False, "t.2": True}

    @pytest.mark.parametrize(
        ("node", "record", "wanted"),
        [
            ("a", {}, False),
            ("a", {"a": 0}, True),
            ("g", {}, False),
            ("g", {"a": 0}, True),
            ("plain", {}, False),
            ("plain", {"b": 0}, True),
            ("given", {}, True),
            ("given", {"a_on": False}, False),
            ("t", {"a_on": False}, True),
            ("always", {}, True),
        ],
    )
    def test_known_tells_whether_a_node_applies(
        self, scheme: Load, node: str, record: dict[str, Any], wanted: bool
    ) -> None:
        """A node with children applies where one of them does."""
        body = (
            f"facts: {{{FACTS}}}\nscore: {{id: t, sum: [{self.GROUP}, {{id: plain, sum: [{{id: b, points: 10, "
            "optional: true}]}, {id: given, value: 1, when: a_on}, {id: always, value: 1}]}\n"
            f"rules: [{{id: told, when: known({node}), raise_by: 1}}]\n"
        )
        assert (scheme(body).grade(record).fired == ("told",)) is wanted
