"""The definition: what a program means, one operator at a time, in plain Python integers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from partygrade import ir
from partygrade.exact import divide

Value = int | str | None
"""One input as it is held: an integer, the text of a `text` fact, or None for an unknown optional fact."""


def apply(
    node: ir.Node, values: Sequence[int] | Mapping[int, int], facts: Sequence[Value], quota: int | None = None
) -> int:
    """Give the value of one node, from the values of the nodes before it."""
    match node:
        case ir.Literal():
            return node.value
        case ir.Fact():
            fact = facts[node.index]
            if fact is None:
                assert node.absent is not None
                return node.absent
            assert not isinstance(fact, str)
            return fact
        case ir.Known():
            return facts[node.index] is not None
        case ir.Add():
            return sum(values[n] for n in node.operands)
        case ir.Scale():
            return values[node.operand] * node.factor
        case ir.Multiply():
            return values[node.left] * values[node.right]
        case ir.Minimum():
            return min(values[n] for n in node.operands)
        case ir.Maximum():
            return max(values[n] for n in node.operands)
        case ir.Round():
            return divide(values[node.operand], node.divisor, node.mode)
        case ir.Quotient():
            below = values[node.denominator]
            return divide(values[node.numerator], below, node.mode) if below else values[node.empty]
        case ir.Less():
            return values[node.left] < values[node.right]
        case ir.LessEqual():
            return values[node.left] <= values[node.right]
        case ir.Equal():
            return values[node.left] == values[node.right]
        case ir.And():
            return all(values[n] for n in node.operands)
        case ir.Or():
            return any(values[n] for n in node.operands)
        case ir.Not():
            return not values[node.operand]
        case ir.If():
            return values[node.then] if values[node.condition] else values[node.otherwise]
        case ir.Quota():
            return values[node.operand] if quota is None else quota
        case _:
            assert_never(node)


def evaluate(program: ir.Program, facts: Sequence[Value], quota: int | None = None) -> tuple[int, ...]:
    """Give the value of every node for the facts of one organisation.

    `facts` holds one value an input. `quota` is the grade that the cohort's quotas gave, if they
    moved the organisation.
    """
    values: list[int] = []
    for node in program.nodes:
        values.append(apply(node, values, facts, quota))
    return tuple(values)
