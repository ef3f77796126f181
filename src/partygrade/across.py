"""Values that depend on the whole cohort: ranks, counts, sums and extremes over its organisations.

Before: the facts of the organisations of one cohort. After: for each the values of the program's `Across` nodes, worked
out in passes: a value may rest on values of the passes before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from partygrade import ir
from partygrade.facts import Facts
from partygrade.generate import Run

Pass = tuple[tuple[ir.Across, ...], Run]
"""Nodes that are worked out together, and the function of their operands, conditions and values for nobody."""


def across(passes: Iterable[Pass], members: Sequence[Facts]) -> list[tuple[int, ...]]:
    """Give the values of the `Across` nodes, by their index, for each member."""
    found: list[dict[int, int]] = [{} for _ in members]
    for nodes, run in passes:
        rows = [run(facts, None, _filled(values)) for facts, values in zip(members, found, strict=True)]
        for position, node in enumerate(nodes):
            column = [row[3 * position : 3 * position + 3] for row in rows]
            for values, value in zip(found, _values(node, column), strict=True):
                values[node.index] = value
    return [_filled(values) for values in found]


def _filled(values: dict[int, int]) -> tuple[int, ...]:
    return tuple(values.get(index, 0) for index in range(max(values, default=-1) + 1))


def _values(node: ir.Across, column: Sequence[tuple[int, ...]]) -> list[int]:
    """Give the value of a node for each member, from its operand, whether it counts, and the value for nobody."""
    counted = [operand for operand, where, _ in column if where]
    match node.kind:
        case "rank":
            ordered = sorted(counted)
            return [1 + len(ordered) - bisect_right(ordered, operand) for operand, _, _ in column]
        case "count":
            return [len(counted)] * len(column)
        case "sum":
            return [sum(counted)] * len(column)
        case "least" | "greatest":
            if not counted:
                return [empty for _, _, empty in column]
            return [min(counted) if node.kind == "least" else max(counted)] * len(column)
