"""A program as columns: its nodes become expressions over the columns of a frame.

A node that is used more than once becomes a column of its own, in as few steps as its operands allow; what is used
once stands inside the expression that uses it.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from typing import assert_never

import narwhals as nw

from partygrade import ir
from partygrade.batch import at_once, days
from partygrade.batch.arithmetic import balanced, divided, integer
from partygrade.batch.columns import Frame, Leaves
from partygrade.batch.settle import Settled, settle
from partygrade.exact import LIMIT

_DEEPEST = 48
"""What walks an expression descends into it, and has only so much stack."""

_CHEAP = 1
"""So many operations on columns are rather done again than kept."""


def fold(nodes: Sequence[ir.Node], outputs: Mapping[int, str], leaves: Leaves, frame: Frame) -> Frame:
    """Add a column for each of the nodes `outputs`, of the name that stands there.

    The names must be new. Flags are Boolean, all else is Int64. No column is null.
    """
    settled = settle(nodes, outputs, leaves.fixed, leaves.given, leaves.quota is not None)
    if frame.implementation.is_polars():
        return at_once.worked(settled, outputs, leaves, frame)
    work = _Work(settled, outputs, leaves)
    for number in range(len(settled.nodes)):
        if work.uses[number]:
            work.take(number)
    work.finish()
    for level in work.levels:
        frame = frame.with_columns(*level)
    return frame.drop(*work.passing) if work.passing else frame


def _uses(nodes: Sequence[ir.Node], outputs: Sequence[int]) -> list[int]:
    """Count how often the expressions name each node; division and days name their operands several times."""
    uses = [0] * len(nodes)
    for number in outputs:
        uses[number] += 1
    for number in range(len(nodes) - 1, -1, -1):
        if uses[number]:
            node = nodes[number]
            repeats = isinstance(node, ir.Round | ir.Quotient | ir.Months | ir.Later | ir.Year)
            for operand in ir.operands(node):
                uses[operand] += 2 if repeats else 1
    return uses


class _Work:
    """What is known of each node so far: the step in which it can be worked out, and how deep its expression is."""

    def __init__(self, settled: Settled, outputs: Mapping[int, str], leaves: Leaves) -> None:
        self.nodes, self.ranges, self.leaves = settled.nodes, settled.ranges, leaves
        self.outputs: dict[int, list[str]] = {}
        for number, name in outputs.items():
            self.outputs.setdefault(settled.numbers[number], []).append(name)
        self.uses = _uses(settled.nodes, list(self.outputs))
        count = len(settled.nodes)
        self.level, self.depth, self.cost, self.chain = [0] * count, [0] * count, [0] * count, [False] * count
        self.columns: dict[int, str] = {}
        self.levels: list[list[nw.Expr]] = []
        self.passing: list[str] = []

    # Which nodes become columns.

    def take(self, number: int) -> None:
        """Settle how a node is worked out, and make a column of it where that is called for."""
        node = self.nodes[number]
        operands = ir.operands(node)
        self.chain[number] = self._is_chain(node)
        if not operands and not (isinstance(node, ir.Fact) and node.absent is not None):
            if isinstance(node, ir.Fact):
                self.columns[number] = self._fact(node.index)
            return
        self.level[number] = max((self.level[n] for n in operands), default=0) + bool(self._take_apart(node))
        self.depth[number] = max((self.depth[n] for n in operands), default=0) + _layers(node)
        self.cost[number] = 1 + sum(self.cost[n] for n in operands)
        if (self.uses[number] > 1 and self.cost[number] > _CHEAP) or self.depth[number] > _DEEPEST:
            if number in self.outputs:
                self._keep(number, self.outputs[number][0])
            else:
                self._keep(number, f"~t{number}")
                self.passing.append(f"~t{number}")

    def finish(self) -> None:
        """Add the outputs that are columns already, or constants."""
        for number, names in self.outputs.items():
            value = self.value(number)
            for name in names:
                if self.columns.get(number) != name:
                    self._add(value, name, self.level[number])

    def _keep(self, number: int, name: str) -> None:
        self._add(self.value(number), name, self.level[number])
        self.columns[number] = name
        self.level[number] += 1
        self.depth[number] = self.cost[number] = 0
        self.chain[number] = False

    def _is_chain(self, node: ir.Node) -> bool:
        """Tell whether a node is a constant, or a chain of conditions that leads to constants."""
        if isinstance(node, ir.If):
            return self.chain[node.then] and self.chain[node.otherwise]
        return isinstance(node, ir.Literal)

    def _add(self, value: nw.Expr, name: str, level: int) -> None:
        while len(self.levels) <= level:
            self.levels.append([])
        self.levels[level].append(value.alias(name))

    def _fact(self, index: int) -> str:
        return self.leaves.facts[index] if index >= 0 else self.leaves.given[-1 - index]

    def _take_apart(self, node: ir.Node) -> Sequence[str]:
        """Take the days that a node looks at apart, in columns; give what it needs of each."""
        match node:
            case ir.Months():
                parts = ["month", "of_month"]
            case ir.Year():
                parts = ["year", "of_year"]
            case ir.Later() if node.months:
                parts = ["year", "of_year"] if node.months % 12 == 0 else ["month", "of_month"]
            case _:
                return ()
        for n in ir.operands(node):
            for part in parts:
                name = f"~{part}{n}"
                if name not in self.passing:
                    self._add(days.PARTS[part](self.value(n)), name, self.level[n])
                    self.passing.append(name)
        return parts

    def _reach(self, operands: Sequence[int]) -> int:
        """Give the greatest number that any sum of some of the nodes can be, whatever its sign."""
        return sum(max(map(abs, self.ranges[n])) for n in operands)

    # Their expressions.

    def value(self, number: int) -> nw.Expr:
        """Give the expression of a node."""
        name = self.columns.get(number)
        if name is not None:
            return nw.col(name)
        return self._chain(number, 1) if self.chain[number] else self._code(number, self.nodes[number])

    def _chain(self, number: int, factor: int) -> nw.Expr:
        """Give a constant, or a chain of conditions with constants, times a factor."""
        node = self.nodes[number]
        if isinstance(node, ir.If):
            then, otherwise = self._chain(node.then, factor), self._chain(node.otherwise, factor)
            return nw.when(self.value(node.condition)).then(then).otherwise(otherwise)
        assert isinstance(node, ir.Literal)
        return _literal(node.value * factor, node.type)

    def _code(self, number: int, node: ir.Node) -> nw.Expr:
        """Give the expression of a node over those of its operands."""
        match node:
            case ir.Fact():
                return nw.coalesce(nw.col(self._fact(node.index)), _literal(node.absent or 0, node.type))
            case ir.Known():
                return ~nw.col(self._fact(node.index)).is_null()
            case ir.Add() | ir.Scale():
                return self._sum(number)
            case ir.Multiply():
                return self.value(node.left) * self.value(node.right)
            case ir.Minimum():
                return nw.min_horizontal(*self._rest(node.operands))
            case ir.Maximum():
                return nw.max_horizontal(*self._rest(node.operands))
            case ir.Round():
                signed = self.ranges[node.operand][0] < 0
                return divided(self.value(node.operand), node.divisor, node.mode, signed)
            case ir.Quotient():
                return self._quotient(node)
            case ir.Less() | ir.LessEqual() | ir.Equal():
                return self._compared(node)
            case ir.And():
                return balanced([self.value(n) for n in node.operands], operator.and_)
            case ir.Or():
                return balanced([self.value(n) for n in node.operands], operator.or_)
            case ir.Not():
                return ~self.value(node.operand)
            case ir.If():
                then, otherwise = self.value(node.then), self.value(node.otherwise)
                return nw.when(self.value(node.condition)).then(then).otherwise(otherwise)
            case ir.Quota():
                assert self.leaves.quota is not None
                return nw.coalesce(nw.col(self.leaves.quota), self.value(node.operand))
            case ir.Months():
                early, late = self._parts(node, node.early), self._parts(node, node.late)
                return days.months(*early, *late, self.value(node.late))
            case ir.Year():
                return days.year(*self._parts(node, node.operand))
            case ir.Later() if not node.months:
                return days.later_days(self.value(node.operand), node.days)
            case ir.Later() if node.months % 12 == 0:
                return days.later_years(*self._parts(node, node.operand), node.months // 12, node.days)
            case ir.Later():
                return days.later_months(*self._parts(node, node.operand), node.months, node.days)
            case ir.Literal() | ir.Aggregate() | ir.Across():
                raise AssertionError("no operation")
            case _:
                assert_never(node)

    def _parts(self, node: ir.Node, number: int) -> tuple[nw.Expr, nw.Expr]:
        """Give the two columns that a node needs of a day."""
        one, two = (nw.col(f"~{part}{number}") for part in self._take_apart(node))
        return one, two

    def _rest(self, operands: Sequence[int]) -> list[nw.Expr]:
        """Give the operands, the constants last."""
        ordered = sorted(operands, key=lambda n: isinstance(self.nodes[n], ir.Literal))
        return [self.value(n) for n in ordered]

    def _compared(self, node: ir.Less | ir.LessEqual | ir.Equal) -> nw.Expr:
        left, right = self.value(node.left), self.value(node.right)
        flags = isinstance(self.nodes[node.left].type, ir.Flag)
        match node:
            case ir.Equal():
                return left == right
            case ir.Less():
                return ~left & right if flags else left < right
            case ir.LessEqual():
                return ~left | right if flags else left <= right

    def _quotient(self, node: ir.Quotient) -> nw.Expr:
        above, below = self.value(node.numerator), self.value(node.denominator)
        signed = self.ranges[node.numerator][0] < 0 or self.ranges[node.denominator][0] < 0
        low, high = self.ranges[node.denominator]
        if low > 0 or high < 0:
            return divided(above, below, node.mode, signed)
        nothing = below == integer(0)
        # An engine may divide before it looks at the condition.
        safe = nw.when(nothing).then(integer(1)).otherwise(below)
        return nw.when(nothing).then(self.value(node.empty)).otherwise(divided(above, safe, node.mode, signed))

    # Sums.

    def _sum(self, number: int) -> nw.Expr:
        """Add up all that stands in the sum, at any depth; what has the same factor is multiplied once."""
        terms = self._terms(number, 1, flat=True)
        if sum(abs(factor) * self._reach([n]) for n, factor in terms) >= LIMIT:
            terms = self._terms(number, 1, flat=False)
        constant, groups = 0, dict[int, tuple[list[nw.Expr], list[nw.Expr]]]()
        for n, factor in terms:
            node = self.nodes[n]
            if isinstance(node, ir.Literal):
                constant += node.value * factor
            elif self.chain[n]:
                groups.setdefault(1, ([], []))[0].append(self._chain(n, factor))
            else:
                groups.setdefault(abs(factor), ([], []))[factor < 0].append(self.value(n))
        plus: list[nw.Expr] = []
        minus: list[nw.Expr] = []
        for factor, (more, less) in groups.items():
            found = _difference(more, less) if more else balanced(less, operator.add)
            (plus if more else minus).append(found * integer(factor) if factor > 1 else found)
        total = _difference(plus, minus)
        return total + integer(constant) if constant else total

    def _terms(self, number: int, factor: int, flat: bool) -> list[tuple[int, int]]:
        """List the nodes that a sum adds up, each with its factor."""
        node = self.nodes[number]
        operands = ir.operands(node)
        if isinstance(node, ir.Scale):
            factor *= node.factor
        out: list[tuple[int, int]] = []
        for n in operands:
            inner = flat and n not in self.columns and isinstance(self.nodes[n], ir.Add | ir.Scale)
            out += self._terms(n, factor, flat) if inner else [(n, factor)]
        return out


def _difference(more: Sequence[nw.Expr], less: Sequence[nw.Expr]) -> nw.Expr:
    """Add the one and take off the other; one of them at least is there."""
    if not more:
        return -balanced(less, operator.add)
    found = balanced(more, operator.add)
    return found - balanced(less, operator.add) if less else found


def _layers(node: ir.Node) -> int:
    """Give how many layers a node adds to an expression, or a little more."""
    match node:
        case ir.Add() | ir.And() | ir.Or():
            return 2 + len(node.operands).bit_length()
        case ir.Round() | ir.Quotient():
            return 8
        case ir.Months() | ir.Later() | ir.Year():
            return 16
        case _:
            return 2


def _literal(value: int, kind: ir.Type) -> nw.Expr:
    return nw.lit(bool(value), dtype=nw.Boolean) if isinstance(kind, ir.Flag) else integer(value)
