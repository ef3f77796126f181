"""Tests the maker of nodes: sharing, folding, and what is worked out about numbers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

import partygrade
from partygrade import catalog, ir
from partygrade.compile.builder import MAX_FAULTS, Builder, Enough, Faults
from partygrade.evaluate import evaluate
from partygrade.exact import MODES, Mode
from partygrade.facts import check
from partygrade.source import ROOT, Place
from partygrade.strategies import records

Expression = tuple[object, ...]
"""An operation and its operands; a leaf is a number, or a number of a fact."""


@pytest.fixture
def builder() -> Builder:
    return Builder(Faults())


def number(builder: Builder, node: int | None) -> tuple[int, int, int, str | None]:
    assert node is not None
    kind = builder.number_type(node)
    return kind.scale, kind.low, kind.high, kind.unit


def fact(builder: Builder, low: int, high: int, scale: int = 0, unit: str | None = None, index: int = 0) -> int | None:
    return builder.emit(ir.Fact(index, None, ir.Number(scale, low, high, unit)), ROOT)


class TestSharing:
    """Nodes are hash-consed and carry a stable number."""

    def test_equal_nodes_are_one(self, builder: Builder) -> None:
        """A node that was made before is given again."""
        assert builder.add([fact(builder, 0, 9), fact(builder, 0, 5, index=1)], ROOT) == builder.add(
            [fact(builder, 0, 9), fact(builder, 0, 5, index=1)], Place(("elsewhere",))
        )

    def test_numbers_that_differ_in_scale_are_two(self, builder: Builder) -> None:
        """1 in whole steps and 1 in hundredths are nodes of their own."""
        assert builder.literal(1, ir.Number(0, 1, 1), ROOT) != builder.literal(1, ir.Number(2, 1, 1), ROOT)

    def test_a_node_refers_to_earlier_ones_only(self) -> None:
        """In every shipped scheme a fold from the front finds the values that a node needs."""
        for name in catalog.names():
            nodes = partygrade.load(name).program.nodes
            assert all(below < n for n, node in enumerate(nodes) for below in ir.operands(node))
            assert len(set(nodes)) == len(nodes)


class TestNumbers:
    """A number has a known count of decimals, a known range and perhaps a unit."""

    def test_a_sum_has_the_most_decimals_and_the_sums_of_the_ends(self, builder: Builder) -> None:
        """Scales are aligned, ends are added, the unit is that of the operand that has one."""
        node = builder.add([fact(builder, 0, 9), fact(builder, -50, 75, 2, "元", 1)], ROOT)
        assert number(builder, node) == (2, -50, 975, "元")

    def test_zeros_are_left_out_of_a_sum(self, builder: Builder) -> None:
        """Adding 0 changes nothing, but gives its unit."""
        one, zero = fact(builder, 0, 9), builder.figure(0, None, ROOT)
        assert builder.add([zero, one], ROOT) == one
        assert number(builder, builder.add([one, builder.figure(0, "%", ROOT)], ROOT)) == (0, 0, 9, "%")

    def test_a_product_has_both_scales(self, builder: Builder) -> None:
        """The decimals of factors add up; the range has the least and the greatest product of ends."""
        node = builder.multiply(fact(builder, -20, 30, 1), fact(builder, -7, 4, 1, "元", 1), ROOT)
        assert number(builder, node) == (2, -210, 140, "元")

    def test_a_constant_factor_keeps_the_scale_small(self, builder: Builder) -> None:
        """Times 10 in tenths costs a decimal less, and times 0 is 0."""
        one = fact(builder, 0, 55, 1)
        assert number(builder, builder.multiply(one, builder.figure(Decimal("2.0"), None, ROOT), ROOT)) == (
            1,
            0,
            110,
            None,
        )
        assert number(builder, builder.multiply(one, builder.figure(0, None, ROOT), ROOT)) == (0, 0, 0, None)

    def test_a_negative_factor_turns_the_range(self, builder: Builder) -> None:
        """Times -2 the greatest becomes the least."""
        node = builder.multiply(fact(builder, -1, 3), builder.figure(-2, None, ROOT), ROOT)
        assert number(builder, node) == (0, -6, 2, None)

    @pytest.mark.parametrize(("least", "wanted"), [(True, (1, -30, 50, "元")), (False, (1, -20, 90, "元"))])
    def test_an_extreme_has_the_extreme_ends(
        self, builder: Builder, least: bool, wanted: tuple[int, int, int, str]
    ) -> None:
        """The least number lies between the least ends, the greatest between the greatest."""
        node = builder.extreme([fact(builder, -3, 9), fact(builder, -20, 50, 1, "元", 1)], least, ROOT)
        assert number(builder, node) == wanted

    def test_rounding_to_no_fewer_digits_changes_nothing(self, builder: Builder) -> None:
        """A number that has no more digits is its own rounding."""
        one = fact(builder, 0, 99, 1)
        assert builder.round(one, 1, "half_up", ROOT) == one
        assert number(builder, builder.round(one, 0, "half_up", ROOT)) == (0, 0, 10, None)

    def test_a_quotient_lies_between_the_quotients_of_the_ends(self, builder: Builder) -> None:
        """The range of a quotient counts the denominators nearest to 0, and the value for an empty denominator."""
        above, below = fact(builder, -6, 9), fact(builder, 0, 4, index=1)
        node = builder.quotient(above, below, 1, "half_up", builder.figure(20, None, ROOT), ROOT)
        assert number(builder, node) == (1, -60, 200, None)

    def test_a_choice_has_both_ranges(self, builder: Builder) -> None:
        """One of two numbers lies in the range of either, in the finer scale."""
        known = builder.emit(ir.Known(0), ROOT)
        node = builder.choose(known, fact(builder, 0, 3), fact(builder, -5, 15, 1, "分", 1), ROOT)
        assert number(builder, node) == (1, -5, 30, "分")

    def test_another_unit_is_another_type_only(self, builder: Builder) -> None:
        """A number in another unit has the same range; a constant stays a constant."""
        node = builder.with_unit(fact(builder, 0, 9), "分", ROOT)
        assert number(builder, node) == (0, 0, 9, "分")
        assert builder.constant(builder.with_unit(builder.figure(3, None, ROOT), "分", ROOT)) == 3

    @pytest.mark.parametrize("name", catalog.names())
    def test_every_value_lies_in_its_range(self, name: str) -> None:
        """In every shipped scheme no record takes a node out of the range that was worked out for it."""
        program = partygrade.load(name).program

        @given(records(partygrade.load(name)))
        def values_lie_in_range(record: dict[str, object]) -> None:
            facts, _ = check(program.inputs, record)
            assert facts is not None
            for node, value in zip(program.nodes, evaluate(program, facts), strict=True):
                if isinstance(node.type, ir.Number):
                    assert node.type.low <= value <= node.type.high

        values_lie_in_range()


class TestLimit:
    """Anything whose range could reach 2⁵³ in its smallest step is an error of the scheme."""

    @pytest.mark.parametrize(("high", "fits"), [(2**53 - 1, True), (2**53, False)])
    def test_a_number_stays_below_the_limit(self, builder: Builder, high: int, fits: bool) -> None:
        """The greatest number below the limit is one; the limit is none."""
        assert (fact(builder, 0, high) is not None) is fits
        assert (fact(builder, -high, 0) is not None) is fits

    def test_too_many_decimals_are_too_many_steps(self, builder: Builder) -> None:
        """Sixteen decimals are refused whatever the range."""
        assert fact(builder, 0, 1, 15) is not None
        assert fact(builder, 0, 1, 16) is None

    def test_rounding_leaves_room_for_the_half(self, builder: Builder) -> None:
        """A number of which the double does not fit cannot be rounded."""
        assert builder.round(fact(builder, 0, 2**52, 1), 0, "half_up", ROOT) is None

    def test_a_broken_operand_makes_no_further_fault(self, builder: Builder) -> None:
        """What uses a broken node is broken too, and nothing more is said."""
        broken = fact(builder, 0, 2**53)
        assert len(builder.faults) == 1
        zero = builder.figure(0, None, ROOT)
        made = [
            builder.add([broken, zero], ROOT),
            builder.multiply(broken, zero, ROOT),
            builder.extreme([broken, zero], True, ROOT),
            builder.round(broken, 1, "up", ROOT),
            builder.quotient(zero, broken, 1, "up", None, ROOT),
            builder.compare("<", zero, broken, ROOT),
            builder.negation(broken, ROOT),
            builder.all_of([broken], ROOT),
            builder.choose(broken, zero, zero, ROOT),
            builder.negative(broken, ROOT),
            builder.with_unit(broken, "分", ROOT),
            builder.rescale(broken, 3, ROOT),
        ]
        assert made == [None] * len(made)
        assert len(builder.faults) == 1


class TestConditions:
    """Constants are settled when the file is loaded."""

    def test_a_constant_settles_a_conjunction(self, builder: Builder) -> None:
        """With a condition that never holds, nothing holds; one that always holds is left out."""
        known = builder.emit(ir.Known(0), ROOT)
        yes, no = builder.truth(True, ROOT), builder.truth(False, ROOT)
        assert builder.all_of([known, yes], ROOT) == known
        assert builder.all_of([known, no], ROOT) == no
        assert builder.any_of([known, no], ROOT) == known
        assert builder.any_of([known, yes], ROOT) == yes

    def test_nothing_to_ask_is_settled(self, builder: Builder) -> None:
        """All of no conditions hold, and none of them does."""
        assert builder.all_of([], ROOT) == builder.truth(True, ROOT)
        assert builder.any_of([], ROOT) == builder.truth(False, ROOT)

    def test_a_constant_condition_chooses_now(self, builder: Builder) -> None:
        """Where the condition is constant, or both values are one, there is no choice."""
        one, two = fact(builder, 0, 9), fact(builder, 0, 5, index=1)
        assert builder.choose(builder.truth(True, ROOT), one, two, ROOT) == one
        assert builder.choose(builder.truth(False, ROOT), one, two, ROOT) == two
        assert builder.choose(builder.emit(ir.Known(0), ROOT), one, one, ROOT) == one


LEAVES = st.builds(lambda whole, scale: Decimal(whole).scaleb(-scale), st.integers(-999, 999), st.integers(0, 2))
EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(
    LEAVES.map(lambda leaf: ("leaf", leaf)),
    lambda below: st.one_of(
        st.tuples(st.sampled_from(["add", "multiply", "minimum", "maximum", "quotient"]), below, below),
        st.tuples(st.just("choose"), below, below, below),
        st.tuples(st.just("round"), below, st.integers(0, 2), st.sampled_from(MODES)),
    ),
    max_leaves=6,
)


class Made:
    """An expression made twice by one builder's rules: of constants, or of facts that hold them."""

    def __init__(self, constant: bool) -> None:
        self.builder = Builder(Faults())
        self.facts: list[int] = []
        self.constant = constant

    def node(self, expression: Expression) -> int | None:
        operation, *rest = expression
        match operation:
            case "leaf":
                return self.leaf(cast(Decimal, rest[0]))
            case "round":
                return self.builder.round(
                    self.node(cast(Expression, rest[0])), cast(int, rest[1]), cast(Mode, rest[2]), ROOT
                )
        below = [self.node(cast(Expression, part)) for part in rest]
        match operation:
            case "add":
                return self.builder.add(below, ROOT)
            case "multiply":
                return self.builder.multiply(*below, ROOT)
            case "quotient":
                return self.builder.quotient(*below, 1, "half_even", None, ROOT)
            case "choose":
                return self.builder.choose(
                    self.builder.compare("<", below[0], below[1], ROOT), below[1], below[2], ROOT
                )
            case _:
                return self.builder.extreme(below, operation == "minimum", ROOT)

    def leaf(self, value: Decimal) -> int | None:
        if self.constant:
            return self.builder.figure(value, None, ROOT)
        self.facts.append(int(value * 100))
        return fact(self.builder, -99_900, 99_900, 2, index=len(self.facts) - 1)

    def value(self, expression: Expression) -> Fraction | None:
        node = self.node(expression)
        if node is None:
            return None
        values = evaluate(ir.Program(tuple(self.builder.nodes), ()), self.facts)
        return Fraction(values[node], 10 ** self.builder.number_type(node).scale)


@given(EXPRESSIONS)
def test_folding_constants_equals_evaluation(expression: Expression) -> None:
    """A formula of constants has the value that it has for facts of those values."""
    folded, evaluated = Made(constant=True), Made(constant=False)
    one, two = folded.value(expression), evaluated.value(expression)
    assert two is None or one == two
    if one is not None:
        assert folded.builder.constant(folded.node(expression)) is not None


class TestFaults:
    """Faults are collected, each said once."""

    def test_the_same_fault_is_said_once(self) -> None:
        """A fault with the same slug, place and sentence is kept once."""
        faults = Faults()
        for _ in range(2):
            faults.add("unknown-name", ROOT, "one", "一")
        faults.add("unknown-name", ROOT, "two", "二")
        assert [fault.text.en for fault in faults.found.values()] == ["one", "two"]

    def test_very_many_are_enough(self) -> None:
        """After a hundred faults the rest of the scheme is not checked."""
        faults = Faults()
        with pytest.raises(Enough):
            for n in range(1000):
                faults.add("unknown-name", Place((n,)), "one", "一")
        assert len(faults) == MAX_FAULTS


def test_a_value_that_can_grow_too_large_is_refused_with_its_place(
    formula_faults: Callable[..., list[tuple[str, str]]],
) -> None:
    """The underlined text is the operation that can reach 2⁵³."""
    facts = "a: {type: number, max: 99999999}, b: {type: number, max: 99999999}"
    assert formula_faults("1 + a * b", facts) == [("too-large", "a * b")]
