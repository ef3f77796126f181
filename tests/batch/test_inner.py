"""The programs of several aggregates as one."""

from __future__ import annotations

from typing import Any

import pytest

from partygrade import ir
from partygrade.batch.columns import Leaves
from partygrade.batch.inner import Inner, constants, place, renumbered

N = ir.Number(0, 0, 9)
NODES: dict[type, ir.Node] = {
    ir.Literal: ir.Literal(4, N),
    ir.Fact: ir.Fact(4, None, N),
    ir.Known: ir.Known(4),
    ir.Add: ir.Add((1, 2, 3), N),
    ir.Scale: ir.Scale(1, 4, N),
    ir.Multiply: ir.Multiply(1, 2, N),
    ir.Minimum: ir.Minimum((1, 2), N),
    ir.Maximum: ir.Maximum((2, 1), N),
    ir.Round: ir.Round(1, 4, "down", N),
    ir.Quotient: ir.Quotient(1, 2, "up", 3, N),
    ir.Less: ir.Less(1, 2),
    ir.LessEqual: ir.LessEqual(2, 1),
    ir.Equal: ir.Equal(1, 2),
    ir.And: ir.And((1, 2)),
    ir.Or: ir.Or((3, 2)),
    ir.Not: ir.Not(1),
    ir.If: ir.If(1, 2, 3, N),
    ir.Months: ir.Months(1, 2, N),
    ir.Later: ir.Later(1, 4, 4, ir.Day()),
    ir.Year: ir.Year(1, N),
    ir.Quota: ir.Quota(1, N),
}
OUTSIDE = (ir.Aggregate, ir.Across)
"""No program of an event holds these."""


@pytest.mark.parametrize("kind", [kind for kind in ir.Node.__args__ if kind not in OUTSIDE])
def test_a_node_refers_to_other_numbers(kind: Any) -> None:
    """Every number of a node is changed, and nothing else."""
    node = NODES[kind]
    moved = renumbered(node, lambda number: number + 10)
    assert ir.operands(moved) == tuple(number + 10 for number in ir.operands(node))
    assert renumbered(moved, lambda number: number - 10) == node


def each(threshold: int, outer: tuple[int, ...], nth: tuple[ir.Nth, ...] = ()) -> ir.Each:
    """Make a program of two fields: the second counts where it is at most the organisation's value."""
    nodes: tuple[ir.Node, ...] = (ir.Literal(threshold, N), ir.Fact(1, None, N), ir.Fact(2, None, N), ir.Less(1, 2))
    nodes = (*nodes, ir.Fact(3, None, N)) if nth else nodes
    return ir.Each(nodes, 2, outer, nth, where=3, value=1, by=1, once=(1, 0))


def test_equal_nodes_stand_once() -> None:
    """Of the second program only the other figure is new."""
    inner = Inner({})
    first, second = inner.take(each(1, (7,)), placed=False), inner.take(each(2, (7,)), placed=False)
    assert (first.where, second.where) == (3, 3)
    assert (first.once, second.once) == ((1, 0), (1, 4))
    assert len(inner.nodes) == 5


def test_values_of_the_organisation_are_told_apart_by_their_nodes() -> None:
    """The only outer value of one program is not that of the other."""
    inner = Inner({})
    first, second = inner.take(each(1, (7,)), placed=False), inner.take(each(1, (8,)), placed=False)
    assert first.where != second.where
    assert [node.index for node in inner.nodes if isinstance(node, ir.Fact)] == [1, 9, 10]


def test_every_event_is_the_first_until_it_is_placed() -> None:
    """The place is a constant, and an input once it is known."""
    nth = (ir.Nth((1,), 0),)
    before, after = Inner({}), Inner({})
    taken = before.take(each(1, (7,), nth), placed=False)
    after.take(each(1, (7,), nth), placed=True)
    # The literal 1 stands there already.
    assert len(before.nodes) == 4
    assert after.nodes[4] == ir.Fact(place(0), None, N)
    assert taken.nth == (ir.Nth((1,), 0),)


def test_a_value_that_all_organisations_have_is_a_constant() -> None:
    """It is no input then, and the literal 4 stands there already."""
    inner = Inner({7: 4})
    taken = inner.take(each(4, (7,)), placed=False)
    assert inner.nodes == [ir.Literal(4, N), ir.Fact(1, None, N), ir.Less(1, 0)]
    assert taken.where == 2


def test_what_rests_on_no_column_is_constant() -> None:
    """Of a fact without a column, one of which every cell may differ, and a figure."""
    nodes = (ir.Fact(0, None, N), ir.Fact(1, None, N), ir.Literal(2, N), ir.Add((0, 2), N), ir.Add((1, 2), N))
    leaves = Leaves({1: "a"}, fixed={0: 3})
    assert constants(nodes, {2, 3, 4}, leaves) == {2: 2, 3: 5}
    assert constants(nodes, (), leaves) == {}
