"""Which facts can raise a figure by getting better, and which can lower it: reasoned from the nodes, without records.

A fact gets better as its `better` says; one that does not say stays as it is, and so does whether it is known. Each
node has two sets of inputs. They may name too many, never too few: an input that is not in `lowering` never lowers the
node by getting better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from partygrade import ir

_DEEPEST = 8
"""The range of a node under a condition is looked for so many nodes deep."""

Inputs = int
"""A set of inputs: its bit n stands for input n."""

Range = tuple[int, int]
Truths = Mapping[int, bool]
_ANYTHING: Range = (-(10**30), 10**30)


@dataclass(frozen=True, slots=True)
class Signs:
    """By node the inputs that can raise its value by getting better, and those that can lower it."""

    raising: tuple[Inputs, ...]
    lowering: tuple[Inputs, ...]

    def lowers(self, node: int, index: int) -> bool:
        """Say whether input `index` may lower a node by getting better."""
        return bool(self.lowering[node] >> index & 1)


def signs(program: ir.Program) -> Signs:
    """Work out for every node which inputs can raise it and which can lower it."""
    found = _Signs(program)
    for node in program.nodes:
        up, down = found.of(node)
        found.up.append(up)
        found.down.append(down)
    return Signs(tuple(found.up), tuple(found.down))


Sign = tuple[Inputs, Inputs]


class _Signs:
    """The signs of the nodes so far."""

    def __init__(self, program: ir.Program) -> None:
        self.nodes = program.nodes
        self.inputs = program.inputs
        self.ranges = _ranges(program.nodes)
        self.up: list[Inputs] = []
        self.down: list[Inputs] = []

    def of(self, node: ir.Node) -> Sign:
        match node:
            case ir.Literal() | ir.Known():
                return 0, 0
            case ir.Fact():
                return self._fact(node.index)
            case ir.Add() | ir.Minimum() | ir.Maximum() | ir.And() | ir.Or():
                return _union(self.up, node.operands), _union(self.down, node.operands)
            case ir.Round() | ir.Later() | ir.Year() | ir.Quota():
                return self._same(node.operand)
            case ir.Not():
                return self._opposite(node.operand)
            case ir.Scale():
                return self._same(node.operand) if node.factor > 0 else self._opposite(node.operand)
            case ir.Less() | ir.LessEqual():
                return self._difference(node.right, node.left)
            case ir.Months():
                return self._difference(node.late, node.early)
            case ir.Equal():
                return self._equal(node)
            case ir.Multiply():
                return _both(self._times(node.left, node.right), self._times(node.right, node.left))
            case ir.Quotient():
                return self._quotient(node)
            case ir.If():
                return self._if(node)
            case ir.Aggregate() | ir.Across():
                # What the events, or the cohort, make of it is not looked into.
                moved = _union(self.up, ir.operands(node)) | _union(self.down, ir.operands(node))
                return moved, moved
            case _:
                assert_never(node)

    def _fact(self, index: int) -> Sign:
        better = self.inputs[index].better
        return (1 << index if better == "up" else 0, 1 << index if better == "down" else 0)

    def _same(self, node: int) -> Sign:
        return self.up[node], self.down[node]

    def _opposite(self, node: int) -> Sign:
        return self.down[node], self.up[node]

    def _either(self, node: int) -> Sign:
        moved = self.up[node] | self.down[node]
        return moved, moved

    def _difference(self, one: int, other: int) -> Sign:
        """Give the sign of what rises with one node and falls with the other."""
        return _both(self._same(one), self._opposite(other))

    def _equal(self, node: ir.Equal) -> Sign:
        (low, high), (least, most) = self.ranges[node.left], self.ranges[node.right]
        if low >= most:
            # Equal only where the left is least and the right is greatest.
            return self._difference(node.right, node.left)
        if high <= least:
            return self._difference(node.left, node.right)
        return _both(self._either(node.left), self._either(node.right))

    def _times(self, node: int, factor: int) -> Sign:
        """Give the sign of a node times a factor that stays as it is."""
        low, high = self.ranges[factor]
        return _both(
            self._same(node) if high > 0 else (0, 0),
            self._opposite(node) if low < 0 else (0, 0),
        )

    def _quotient(self, node: ir.Quotient) -> Sign:
        low, high = self.ranges[node.denominator]
        found = _both(self._times(node.numerator, node.denominator), self._same(node.empty))
        least, most = self.ranges[node.numerator]
        if low <= 0 <= high or least < 0 < most:
            return _both(found, self._either(node.denominator))
        # Apart from 0, what is divided is greatest where a divisor of its own sign is least.
        falls = least >= 0
        return _both(found, self._opposite(node.denominator) if falls else self._same(node.denominator))

    # Choices.

    def _if(self, node: ir.If) -> Sign:
        found = _both(self._same(node.then), self._same(node.otherwise))
        if self.up[node.condition] | self.down[node.condition]:
            if not self._never_less(node.then, node.otherwise, node.condition, True):
                found = _both(found, self._opposite(node.condition))
            if not self._never_less(node.otherwise, node.then, node.condition, False):
                found = _both(found, self._same(node.condition))
        return found

    def _never_less(self, one: int, other: int, condition: int, truth: bool) -> bool:
        """Say whether a node, where the condition has this truth, is never less than another where it has not."""
        if self.ranges[one][0] >= self.ranges[other][1]:
            return True
        least = min(self._end(one, case, 0, 0) for case in self._cases(condition, truth))
        return least >= max(self._end(other, case, 0, 1) for case in self._cases(condition, not truth))

    def _cases(self, condition: int, truth: bool) -> list[dict[int, bool]]:
        """List what may hold where a condition has a truth: one of several, or all of them."""
        node = self.nodes[condition]
        match node:
            case ir.Not():
                return self._cases(node.operand, not truth)
            case ir.And() | ir.Or() if isinstance(node, ir.And) is truth:
                return [{condition: truth} | dict.fromkeys(node.operands, truth)]
            case ir.And() | ir.Or():
                return [{condition: truth, operand: truth} for operand in node.operands]
            case _:
                return [{condition: truth}]

    def _end(self, number: int, known: Truths, depth: int, end: int) -> int:
        """Give the least (0) or the greatest (1) value of a node where conditions have known truths."""
        node = self.nodes[number]
        match node:
            case ir.If() if depth < _DEEPEST:
                truth = known.get(node.condition)
                branches = (node.then, node.otherwise) if truth is None else (node.then if truth else node.otherwise,)
                return (min, max)[end](self._end(branch, known, depth + 1, end) for branch in branches)
            case ir.Minimum() if depth < _DEEPEST:
                return min(self._end(operand, known, depth + 1, end) for operand in node.operands)
            case ir.Maximum() if depth < _DEEPEST:
                return max(self._end(operand, known, depth + 1, end) for operand in node.operands)
            case _:
                return self.ranges[number][end]


def _union(sets: Sequence[Inputs], numbers: Sequence[int]) -> Inputs:
    found = 0
    for number in numbers:
        found |= sets[number]
    return found


def _both(one: Sign, other: Sign) -> Sign:
    return one[0] | other[0], one[1] | other[1]


def _ranges(nodes: Sequence[ir.Node]) -> tuple[Range, ...]:
    """Give the least and the greatest value that each node can have."""
    out: list[Range] = []
    for node in nodes:
        match node:
            case ir.Literal():
                out.append((int(node.value), int(node.value)))
            case ir.If():
                branches = out[node.then], out[node.otherwise]
                out.append((min(low for low, _ in branches), max(high for _, high in branches)))
            case ir.Minimum() | ir.Maximum():
                pick = min if isinstance(node, ir.Minimum) else max
                found = [out[operand] for operand in node.operands]
                out.append((pick(low for low, _ in found), pick(high for _, high in found)))
            case _:
                out.append(_range(node.type))
    return tuple(out)


def _range(kind: ir.Type) -> Range:
    match kind:
        case ir.Number() | ir.Day():
            return kind.low, kind.high
        case ir.Flag():
            return 0, 1
        case ir.Choice():
            return 0, len(kind.options) - 1
        case ir.Rank():
            return 0, len(kind.ladder) - 1
        case _:
            return _ANYTHING
