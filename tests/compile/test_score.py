"""Tests the score tree: every form of node, floors, ceilings, rounding, full points."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
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


class TestForms:
    """A node has exactly one form."""

    def test_points_are_assessed(self, scheme: Load) -> None:
        """`points: 10` declares a required points fact of the node's id, `better: up`."""
        found = scheme("score: {id: led, points: 10, step: 0.5, label: 班子}").program.inputs
        assert [(one.origin.id, one.origin.label, one.better, one.default) for one in found] == [
            ("led", "班子", "up", None)
        ]

    def test_assessed_points_may_have_a_default_and_a_direction(self, scheme: Load) -> None:
        """`default` and `better` of assessed points are those of the fact."""
        found = scheme("score: {id: led, points: 10, default: 5, better: down}").program.inputs[0]
        assert (found.default, found.better) == (500, "down")

    OPTIONAL = "{id: t, at_least: -9, sum: [{id: led, points: 10, optional: true, at_least: 2}, {value: -5}]}"

    @pytest.mark.parametrize(("record", "wanted"), [({}, -5), ({"led": 0}, -3), ({"led": 7}, 2)])
    def test_optional_points_that_are_not_given_count_nothing(
        self, grade: Grade, record: dict[str, Any], wanted: int
    ) -> None:
        """Where no points are given the node does not apply: it is 0, whatever floor it has."""
        assert score(grade, self.OPTIONAL, **record) == wanted

    def test_optional_points_are_an_optional_fact(self, scheme: Load) -> None:
        """`optional: true` declares a fact that may be unknown; `optional: false` says what is so anyway."""
        found = scheme("score: {sum: [{id: a, points: 10, optional: true}, {id: b, points: 10, optional: false}]}")
        assert [one.optional for one in found.program.inputs] == [True, False]

    def test_optional_points_are_left_out_of_the_highest(self, grade: Grade) -> None:
        """As any node that does not apply."""
        node = "{highest: [{id: led, points: 10, optional: true}, {value: -5}]}"
        assert [score(grade, node), score(grade, node, led=0)] == [-5, 0]

    def test_optional_points_may_have_a_condition_too(self, grade: Grade) -> None:
        """The node applies where the condition holds and the points are given."""
        body = f"facts: {{{FACTS}}}\nscore: {{id: led, points: 10, optional: true, when: a_on}}\n"
        found = [grade(body, **record) for record in ({"led": 3}, {"led": 3, "a_on": False}, {})]
        assert [one.score for one in found] == [3, 0, 0]
        assert [one.to_dict()["items"][0]["applies"] for one in found] == [True, False, False]

    def test_known_tells_whether_optional_points_are_given(self, scheme: Load) -> None:
        """A check can ask for a minimum of assessed items."""
        body = (
            "score: {sum: [{id: a, points: 10, optional: true}, {id: b, points: 10, optional: true}]}\n"
            'checks: [{id: enough, require: "count(known(a), known(b)) >= 1", otherwise: invalid}]\n'
        )
        assert [scheme(body).grade(record).grade for record in ({}, {"b": 0})] == [None, "poor"]

    @pytest.mark.parametrize(("k", "wanted"), [(0, 10), (3, 4), (5, 0), (6, 0)])
    def test_points_less_deductions_never_fall_below_0(self, grade: Grade, k: int, wanted: int) -> None:
        """`points` with `deduct` is the points less the deductions, never below 0."""
        assert score(grade, "{id: t, points: 10, deduct: [{each: k, points: 2}]}", k=k) == wanted

    def test_deductions_alone_are_negative(self, grade: Grade) -> None:
        """`deduct` alone is 0 less the deductions."""
        assert score(grade, "{id: t, deduct: [{each: k, points: 2}, {when: true, points: 1}]}", k=3) == -7

    def test_additions_add(self, grade: Grade) -> None:
        """`add` is 0 plus the additions."""
        assert score(grade, "{id: t, add: [{each: k, points: 2}, {when: true, points: 1}]}", k=3) == 7

    def test_a_sum_adds_its_children(self, grade: Grade) -> None:
        """`sum` is the sum of the child nodes."""
        assert score(grade, "{id: t, sum: [{value: x}, {value: k}, {value: 0.5}]}", x="1.25", k=3) == Decimal("4.75")

    def test_a_weighted_node_weighs_its_children(self, grade: Grade) -> None:
        """`weighted` is each child times its weight; a weight of 30% is 0.3."""
        assert score(
            grade, "{id: t, weighted: [{value: x, weight: 0.7}, {value: k, weight: 30%}]}", x=90, k=85
        ) == Decimal("88.5")

    def test_weights_may_be_formulas_of_parameters(self, grade: Grade) -> None:
        """A weight follows parameters."""
        body = (
            f"parameters: {{w: {{value: 0.75, source: 一}}}}\nfacts: {{{FACTS}}}\n"
            "score: {id: t, weighted: [{value: x, weight: w}, {value: k, weight: 1 - w}]}"
        )
        assert grade(body, x=80, k=40).score == 70

    @pytest.mark.parametrize(("form", "wanted"), [("highest", "7.5"), ("lowest", 2)])
    def test_the_highest_and_the_lowest_child(self, grade: Grade, form: str, wanted: object) -> None:
        """`highest` and `lowest` are that of the child nodes."""
        assert score(grade, f"{{id: t, {form}: [{{value: x}}, {{value: k}}, {{value: 3}}]}}", x="7.5", k=2) == Decimal(
            str(wanted)
        )

    def test_a_formula_counts_in_points_whatever_its_unit(self, grade: Grade) -> None:
        """`value` is the formula, in points."""
        assert score(grade, "{id: t, sum: [{value: rate}, {points: 3, id: p, default: 3}]}", rate="88.5") == Decimal(
            "91.5"
        )


class TestModifiers:
    """Floors, ceilings, rounding, and `when`."""

    @pytest.mark.parametrize(("x", "wanted"), [(-5, 0), (0, 0), (7, 7), (20, 20), (21, 20)])
    def test_floor_and_ceiling(self, grade: Grade, x: int, wanted: int) -> None:
        """`at_least` and `at_most` hold the value between them."""
        assert score(grade, "{id: t, value: x, at_least: 0, at_most: 20}", x=x) == wanted

    def test_floor_and_ceiling_may_be_formulas_of_facts(self, grade: Grade) -> None:
        """A ceiling may depend on facts."""
        assert score(grade, "{id: t, value: x, at_most: k * 2}", x=20, k=3) == 6

    @pytest.mark.parametrize(
        ("rounding", "x", "wanted"),
        [
            ("1", "2.25", "2.3"),
            ("1", "-2.25", "-2.3"),
            ("{digits: 1}", "2.25", "2.3"),
            ("{digits: 1, mode: half_even}", "2.25", "2.2"),
            ("{digits: 0, mode: up}", "2.001", 3),
            ("{digits: 0, mode: down}", "-2.001", -3),
        ],
    )
    def test_rounding(self, grade: Grade, rounding: str, x: str, wanted: object) -> None:
        """`round` rounds half up unless it names another mode."""
        assert score(grade, f"{{id: t, value: x, round: {rounding}}}", x=x) == Decimal(str(wanted))

    def test_rounding_comes_after_the_ceiling(self, grade: Grade) -> None:
        """A ceiling of 2.25 is rounded too, to 2.3."""
        assert score(grade, "{id: t, value: x, at_most: 2.25, round: 1}", x=5) == Decimal("2.3")

    def test_a_node_that_does_not_apply_counts_nothing(self, grade: Grade) -> None:
        """Where `when` fails the value is 0, whatever floor the node has."""
        node = "{id: t, sum: [{id: a, when: a_on, value: 5, at_least: 3}, {id: b, value: 1}]}"
        assert score(grade, node) == 6
        assert score(grade, node, a_on=False) == 1

    @pytest.mark.parametrize(
        ("form", "a_on", "b_on", "wanted"),
        [
            ("highest", True, True, -2),
            ("highest", False, True, -5),
            ("highest", True, False, -2),
            ("highest", False, False, 0),
            ("lowest", True, True, -5),
            ("lowest", False, True, -5),
            ("lowest", True, False, -2),
            ("lowest", False, False, 0),
        ],
    )
    def test_what_does_not_apply_is_left_out_of_highest_and_lowest(
        self, grade: Grade, form: str, a_on: bool, b_on: bool, wanted: int
    ) -> None:
        """The highest and the lowest are among the children that apply, also where all are negative; of none, 0."""
        node = f"{{id: t, {form}: [{{when: a_on, value: x}}, {{when: b_on, value: -5}}]}}"
        assert score(grade, node, x=-2, a_on=a_on, b_on=b_on) == wanted

    def test_an_item_says_whether_it_applies(self, grade: Grade) -> None:
        """The account of a node that does not apply says so; a group applies where one of its children does."""
        body = f"facts: {{{FACTS}}}\nscore: {{id: t, sum: [{{id: a, when: a_on, value: 5}}]}}"
        assert [item["applies"] for item in grade(body, a_on=False).to_dict()["items"]] == [False, False]


class TestFullPoints:
    """What a node can give at most, by its form."""

    @pytest.mark.parametrize(
        ("node", "wanted"),
        [
            ("{id: t, points: 10}", 10),
            ("{id: t, points: 10, deduct: [{when: true, points: 1}]}", 10),
            ("{id: t, deduct: [{when: true, points: 1}]}", 0),
            ("{id: t, add: [{when: true, points: 1}]}", 0),
            ("{id: t, sum: [{id: a, points: 10}, {id: b, points: 20.5}]}", "30.5"),
            ("{id: t, sum: [{id: a, points: 10}, {value: x}]}", None),
            ("{id: t, sum: [{id: a, points: 10}, {value: x, full: 5}]}", 15),
            ("{id: t, weighted: [{id: a, points: 100, weight: 0.7}, {id: b, points: 50, weight: 0.3}]}", 85),
            ("{id: t, highest: [{id: a, points: 10}, {id: b, points: 20}]}", 20),
            ("{id: t, lowest: [{id: a, points: 10}, {id: b, points: 20}]}", 10),
            ("{id: t, highest: [{id: a, points: 10}, {value: x}]}", None),
            ("{id: t, value: x}", None),
            ("{id: t, value: x, full: 100}", 100),
            ("{id: t, of: x, steps: [{from: 3, points: 12.5}, {points: 2}]}", "12.5"),
        ],
    )
    def test_full_points(self, scheme: Load, node: str, wanted: object) -> None:
        """Full points are those of the table of forms."""
        found = full(scheme, node)
        assert (
            found is None
            if wanted is None
            else str(Decimal(str(wanted))) == str(wanted) and found == Decimal(str(wanted))
        )

    def test_declared_full_points_that_agree_are_fine(self, scheme: Load) -> None:
        """`full` on a sum that is what the children add up to is no fault."""
        assert full(scheme, "{id: t, full: 30, sum: [{id: a, points: 10}, {id: b, points: 20}]}") == 30

    @pytest.mark.parametrize(
        ("node", "written"),
        [
            ("{id: t, full: 31, sum: [{id: a, points: 10}, {id: b, points: 20}]}", "31"),
            (
                "{id: t, full: 100, weighted: [{id: a, points: 100, weight: 0.7}, {id: b, points: 50, weight: 0.3}]}",
                "100",
            ),
        ],
    )
    def test_declared_full_points_that_differ_are_a_fault(self, faults: Faults, node: str, written: str) -> None:
        """`full` on a sum or a weighted node must be what the children add up to."""
        assert faults(f"score: {node}") == [("points-total", written)]

    def test_the_fault_shows_the_sum(self, scheme: Load) -> None:
        """The message shows what is added."""
        with pytest.raises(partygrade.SchemeError) as caught:
            scheme("score: {id: t, full: 31, sum: [{id: a, points: 10}, {id: b, points: 20.5}]}")
        assert caught.value.diagnostics[0].text.en == "the child nodes add up to 30.5 points (10 + 20.5): expected 31"


@pytest.mark.parametrize(
    ("node", "wanted"),
    [
        ("{id: t}", [("node-form", "{id: t}")]),
        ("{id: t, value: 1, add: []}", [("node-form", "{id: t, value: 1, add: []}")]),
        ("{id: t, points: 1, sum: []}", [("node-form", "{id: t, points: 1, sum: []}")]),
        ("{id: t, sum: []}", [("empty-list", "[]")]),
        ("{id: t, value: x, of: x}", [("key-without-form", "of")]),
        ("{id: t, value: x, step: 1}", [("key-without-form", "step")]),
        ("{id: t, value: x, default: 1}", [("key-without-form", "default")]),
        ("{id: t, value: x, better: up}", [("key-without-form", "better")]),
        ("{id: t, value: x, renormalise: {digits: 1}}", [("key-without-form", "renormalise")]),
        ("{id: t, points: 1, deduct: [], step: 1}", [("key-without-form", "step")]),
        ("{id: t, value: x, optional: true}", [("key-without-form", "optional")]),
        ("{id: t, points: 1, deduct: [], optional: true}", [("key-without-form", "optional")]),
        ("{id: t, points: 1, optional: true, default: 1}", [("default-and-optional", "optional")]),
        ("{id: t, value: x, table: {else: 1}}", [("node-form", "{id: t, value: x, table: {else: 1}}")]),
        ("{id: t, value: x, full: 20%}", [("unit-mismatch", "20%")]),
        ("{id: t, value: x, at_most: 20%}", [("unit-mismatch", "20%")]),
        ("{id: t, value: x, at_least: 0, at_most: 20%}", [("unit-mismatch", "20%")]),
        ("{id: t, deduct: [], at_least: 0, at_most: rate}", [("unit-mismatch", "rate")]),
        ("{id: t, sum: [{value: x, weight: 1}]}", [("key-without-form", "weight")]),
        ("{id: t, weighted: [{value: x, weight: 1}, {value: k}]}", [("no-weight", "{value: k}")]),
        ("{id: t, weighted: [{value: x, weight: 0.5}, {value: k, weight: 0.4}]}", [("weights", "weighted")]),
        ("{id: t, weighted: [{value: x, weight: 1.5}, {value: k, weight: -0.5}]}", [("weights", "-0.5")]),
        ("{id: t, weighted: [{value: x, weight: k}]}", [("not-constant", "k")]),
        ("{id: t, sum: [{points: 5}]}", [("no-id", "{points: 5}")]),
        ("{id: t, points: k}", [("not-constant", "k")]),
        ("{id: t, points: 0}", [("bad-limits", "{id: t, points: 0}")]),
        ("{id: t, steps: [{points: 1}]}", [("no-of", "{id: t, steps: [{points: 1}]}")]),
        ("{id: t, of: rate, steps: [{from: 3次, points: 1}]}", [("formula-syntax", "3次")]),
        ("{id: t, of: k, steps: [{from: 3%, points: 1}, {from: k, points: 1}]}", [("not-constant", "k")]),
        ("{id: t, of: rate, steps: [{from: 3, points: k}]}", [("not-constant", "k")]),
        (
            "{id: t, of: k, steps: [{from: 3, points: 1}, {from: 3, points: 2}]}",
            [("steps-order", "{from: 3, points: 2}")],
        ),
        (
            "{id: t, of: k, steps: [{from: 3, points: 1}, {above: 3, points: 2}]}",
            [("steps-order", "{above: 3, points: 2}")],
        ),
        ("{id: t, of: k, steps: [{points: 1}, {above: 3, points: 2}]}", [("steps-order", "{points: 1}")]),
        ("{id: t, value: a_on}", [("wrong-type", "a_on")]),
        ("{id: t, value: x, when: k}", [("wrong-type", "k")]),
        ("{id: t, value: x, at_most: a_on}", [("wrong-type", "a_on")]),
        ("{id: t, value: t}", [("cycle", "{id: t, value: t}")]),
        ("{id: t, sum: [{id: a, value: t}]}", [("cycle", "{id: t, sum: [{id: a, value: t}]}")]),
        ("{id: t, sum: [{value: x}], renormalise: {digits: 1}}", [("no-full-points", "{digits: 1}")]),
    ],
)
def test_a_node_that_is_not_well_formed_is_refused(faults: Faults, node: str, wanted: list[tuple[str, str]]) -> None:
    """A node has one form, and the keys of that form, and depends on no value of its own."""
    assert faults(f"facts: {{{FACTS}}}\nscore: {node}\ngrades: [{{id: good, from: 1}}, {{id: poor}}]") == wanted


def test_nodes_may_refer_to_one_another_in_any_order(grade: Grade) -> None:
    """A formula may use a node that stands below it, or in another branch."""
    assert score(grade, "{id: t, sum: [{id: a, value: b + 1}, {id: b, value: x}]}", x=2) == 5


def test_a_node_without_id_is_called_after_its_parent(scheme: Load) -> None:
    """A node has its own id, or its parent's with its number; the root without id is `score`."""
    items = scheme("score: {sum: [{value: 1}, {id: b, sum: [{value: 2}]}]}").program.items()
    assert [item.origin.id for item in items] == ["score", "score.1", "b", "b.1"]
