"""Whether comparisons of figures with one another can hold together.

A box says of a comparison of two figures only whether it holds. Here the figures themselves are put in order: what is
less than something that is never greater than a third is less than the third, and nothing is less than itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partygrade import ir
from partygrade.boxes import Box

Edge = tuple[int, int, bool]
"""Two nodes of which the first is at most the second, and whether it is less."""


def consistent(nodes: Sequence[ir.Node], box: Box) -> bool:
    """Say whether an order of the figures is left in which all holds that a box says of comparisons.

    Where none is, no record lies in the box.
    """
    edges = [edge for (kind, number), spans in box.items() if kind == "node" for edge in _said(nodes[number], spans)]
    if not any(strict for _, _, strict in edges):
        return True
    edges += [(low, high, False) for low, high in _always(nodes, {n for one, two, _ in edges for n in (one, two)})]
    above: dict[int, list[int]] = {}
    for low, high, _ in edges:
        above.setdefault(low, []).append(high)
    return not any(strict and _leads(above, high, low) for low, high, strict in edges)


def _said(node: ir.Node, spans: object) -> Iterator[Edge]:
    """Give what a comparison says where it holds, or where it does not."""
    holds, fails = spans == ((1, 1),), spans == ((0, 0),)
    match node:
        case ir.Less() | ir.LessEqual() if holds:
            yield node.left, node.right, isinstance(node, ir.Less)
        case ir.Less() | ir.LessEqual() if fails:
            yield node.right, node.left, isinstance(node, ir.LessEqual)
        case ir.Equal() if holds:
            yield node.left, node.right, False
            yield node.right, node.left, False
        case _:
            return


def _always(nodes: Sequence[ir.Node], numbers: set[int]) -> Iterator[tuple[int, int]]:
    """Give pairs of figures of which the first is never greater, among some and those that they are made of."""
    seen, stack = set[int](), list(numbers)
    while stack:
        number = stack.pop()
        if number in seen:
            continue
        seen.add(number)
        node = nodes[number]
        match node:
            case ir.Later() if node.months >= 0 and node.days >= 0:
                pairs = [(node.operand, number)]
            case ir.Maximum():
                pairs = [(operand, number) for operand in node.operands]
            case ir.Minimum():
                pairs = [(number, operand) for operand in node.operands]
            case _:
                pairs = []
        yield from pairs
        stack += [n for pair in pairs for n in pair]


def _leads(above: dict[int, list[int]], start: int, end: int) -> bool:
    seen, stack = set[int](), [start]
    while stack:
        number = stack.pop()
        if number == end:
            return True
        if number not in seen:
            seen.add(number)
            stack += above.get(number, [])
    return False
