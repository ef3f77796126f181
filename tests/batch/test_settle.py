"""A program made smaller for one frame."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import partygrade
from partygrade import ir
from partygrade.batch.settle import Settled, settle
from partygrade.evaluate import Value, evaluate
from properties.programs import LADDER, STEPS, built, ends, examples, inputs

FLAG = ir.Flag()
SMALL = ir.Number(0, 0, 9)


def fact(index: int, kind: ir.Type = FLAG, absent: int | None = None) -> ir.Fact:
    """Give a fact."""
    return ir.Fact(index, absent, kind)


def figure(value: int) -> ir.Literal:
    """Give a constant."""
    return ir.Literal(value, SMALL)


def settled(nodes: Sequence[ir.Node], **fixed: Value) -> ir.Node:
    """Give what the last node comes to, where the inputs named `x0`, `x1`, … are fixed."""
    found = settle(nodes, [len(nodes) - 1], {int(name[1:]): value for name, value in fixed.items()}, (), False)
    return found.nodes[found.numbers[len(nodes) - 1]]


def evaluated(found: Settled, facts: Sequence[Value], quota: int | None) -> tuple[int, ...]:
    """Work out the smaller program."""
    return evaluate(ir.Program(tuple(found.nodes), ()), facts, quota)


class TestPrograms:
    """“What rests on the others only is a constant, and so is what the ranges of the rest settle.”"""

    @examples(150)
    @given(inputs(), STEPS, st.integers(0, 999), st.booleans())
    def test_every_wanted_node_keeps_its_value(
        self, columns: list[ir.Input], steps: Any, seed: int, moved: bool
    ) -> None:
        """Whatever is fixed, and every value lies within the range that is told."""
        program, random = built(columns, steps)[0], Random(seed)
        rows = [tuple(value(column, random) for column in columns) for _ in range(12)]
        fixed = {n: found for n, found in enumerate(rows[0]) if random.random() < 0.4}
        wanted = random.sample(range(len(program.nodes)), random.randint(1, len(program.nodes)))
        found = settle(program.nodes, wanted, fixed, (), moved)
        for row in rows:
            facts = tuple(fixed.get(n, known) for n, known in enumerate(row))
            quota = random.choice((None, 0, 2)) if moved else None
            expected, got = evaluate(program, facts, quota), evaluated(found, facts, quota)
            assert [got[found.numbers[n]] for n in wanted] == [expected[n] for n in wanted]
            assert all(low <= one <= high for one, (low, high) in zip(got, found.ranges, strict=True))

    @pytest.mark.parametrize("name", partygrade.scheme_names())
    def test_a_scheme_without_its_optional_facts_is_smaller(self, name: str) -> None:
        """Nothing of an unknown fact, of a fact left at its default and of an empty list is left."""
        program = partygrade.load(name).program
        fixed: dict[int, Value] = {}
        for n, item in enumerate(program.inputs):
            if isinstance(item.type, ir.Events | ir.Panel):
                fixed[n] = ()
            elif item.optional or isinstance(item.default, int):
                fixed[n] = item.default if isinstance(item.default, int) else None
        ends = [item.value for item in program.items()] + [number for _, number in program.phases]
        wanted = [n for n in (*ends, program.own_grade) if n is not None]
        found = settle(program.nodes, wanted, fixed, (), False)
        assert not {node.index for node in found.nodes if isinstance(node, ir.Fact | ir.Known)} & fixed.keys()
        assert not any(isinstance(node, ir.Aggregate | ir.Quota) for node in found.nodes)


def value(item: ir.Input, random: Random) -> Any:
    """Give a value of an input, or none where it may be unknown."""
    low, high = ends(item.type)
    return None if item.optional and random.random() < 0.3 else random.choice((low, high, random.randint(low, high)))


def test_an_unknown_fact_is_what_is_said_for_that_case() -> None:
    """A fixed None takes the value for what is absent, and is not known."""
    assert settled([fact(0, SMALL, absent=7)], x0=None) == figure(7)
    assert settled([ir.Known(0)], x0=None) == ir.Literal(0, FLAG)
    assert settled([ir.Known(0)], x0=3) == ir.Literal(1, FLAG)


def test_an_empty_list_adds_up_to_nothing() -> None:
    """And the greatest of it is what is said for that case."""
    each = ir.Each((ir.Fact(0, None, SMALL),), 1, (), (), None, 0, None)
    total = ir.Aggregate(0, "sum", each, None, 0, 0, SMALL)
    greatest = ir.Aggregate(0, "greatest", each, None, 0, 0, SMALL)
    assert settled([figure(5), total], x0=()) == figure(0)
    assert settled([figure(5), greatest], x0=()) == figure(5)


def test_what_events_of_an_empty_list_look_at_is_not_missed() -> None:
    """A node over the cohort may stand there, and is not given."""
    each = ir.Each((ir.Fact(0, None, SMALL),), 0, (1,), (), None, 0, None)
    nodes = [figure(5), ir.Across(0, "count", 0, 0, 0, SMALL), ir.Aggregate(0, "least", each, None, 0, 0, SMALL)]
    assert settled(nodes, x0=()) == figure(5)


def test_a_given_node_is_a_fact_of_its_own() -> None:
    """What stands behind it is not needed."""
    nodes = [fact(0, SMALL), ir.Scale(0, 2, SMALL), ir.Scale(1, 3, SMALL)]
    found = settle(nodes, [2], {}, {1}, False)
    assert list(found.nodes) == [ir.Fact(-2, None, SMALL), ir.Scale(0, 3, SMALL)]


def test_ranges_settle_comparisons() -> None:
    """A number from 0 to 9 is below 10, and never 12."""
    ten, twelve = ir.Literal(10, ir.Number(0, 10, 10)), ir.Literal(12, ir.Number(0, 12, 12))
    assert settled([fact(0, SMALL), ten, ir.Less(0, 1)]) == ir.Literal(1, FLAG)
    assert settled([fact(0, SMALL), twelve, ir.Equal(0, 1)]) == ir.Literal(0, FLAG)


def test_a_limit_that_nothing_reaches_goes() -> None:
    """The greatest of a number from 0 to 9 and 0 is the number."""
    assert settled([fact(0, SMALL), figure(0), ir.Maximum((0, 1), SMALL)]) == fact(0, SMALL)


def test_a_branch_knows_its_condition() -> None:
    """`(2 if a else 3) if a else 4` is `2 if a else 4`."""
    nodes = [fact(0), figure(2), figure(3), figure(4), ir.If(0, 1, 2, SMALL), ir.If(0, 4, 3, SMALL)]
    found = settled(nodes)
    assert isinstance(found, ir.If)
    nodes = [fact(0), figure(5), figure(2), figure(3), ir.If(0, 2, 3, SMALL), ir.Minimum((1, 4), SMALL)]
    assert settled([*nodes, ir.If(0, 5, 1, SMALL)]) == settled([fact(0), figure(5), figure(2), ir.If(0, 2, 1, SMALL)])


def test_the_greatest_of_steps_is_one_chain() -> None:
    """The greatest step comes first, and steps of one value are joined."""
    nodes: list[ir.Node] = [fact(0), fact(1), fact(2), figure(0), figure(3), figure(5)]
    nodes += [ir.If(0, 4, 3, SMALL), ir.If(1, 5, 3, SMALL), ir.If(2, 4, 3, SMALL), ir.Maximum((6, 7, 8, 3), SMALL)]
    found = settle(nodes, [9], {}, (), False)
    chain = found.nodes[found.numbers[9]]
    assert isinstance(chain, ir.If)
    assert found.nodes[chain.condition] == fact(1)
    assert found.nodes[chain.then] == figure(5)
    second = found.nodes[chain.otherwise]
    assert isinstance(second, ir.If)
    joined = found.nodes[second.condition]
    assert isinstance(joined, ir.Or)
    assert [found.nodes[n] for n in joined.operands] == [fact(0), fact(2)]


def test_a_condition_that_chooses_yes_or_no_is_itself() -> None:
    """`yes if a else no` is `a`, and the other way round `not a`."""
    nodes: list[ir.Node] = [fact(0), ir.Literal(1, FLAG), ir.Literal(0, FLAG)]
    assert settled([*nodes, ir.If(0, 1, 2, FLAG)]) == fact(0)
    assert settled([*nodes, ir.If(0, 2, 1, FLAG)]) == ir.Not(0)


def test_a_quotient_by_a_constant_is_a_rounding() -> None:
    """By 0 it is what is said for that case, and a negative divisor turns the sign."""
    nodes: list[ir.Node] = [fact(0, SMALL), fact(1, SMALL), figure(7), ir.Quotient(0, 1, "half_up", 2, SMALL)]
    assert settled(nodes, x1=0) == figure(7)
    assert settled(nodes, x1=4) == ir.Round(0, 4, "half_up", SMALL)
    assert settled(nodes, x1=-4) == ir.Round(3, 4, "half_up", SMALL)


def test_a_product_with_a_constant_is_a_multiple() -> None:
    """On either side, and by 1 it is the number itself."""
    nodes: list[ir.Node] = [fact(0, SMALL), fact(1, SMALL), ir.Multiply(0, 1, SMALL)]
    assert settled(nodes, x0=3) == ir.Scale(1, 3, SMALL)
    assert settled(nodes, x1=3) == ir.Scale(0, 3, SMALL)
    assert settled(nodes, x1=1) == fact(0, SMALL)


def test_without_quotas_a_grade_stays() -> None:
    """The node of the quota is the grade before it."""
    assert settled([fact(0, LADDER), ir.Quota(0, LADDER)]) == fact(0, LADDER)


def test_what_is_not_given_is_missed() -> None:
    """A node over the cohort without its column is an error."""
    with pytest.raises(LookupError):
        settled([figure(1), ir.Across(0, "count", 0, 0, 0, SMALL)])
