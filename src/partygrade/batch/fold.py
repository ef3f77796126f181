"""A program as columns: its nodes become expressions over the columns of a frame.

A node that is used more than once becomes a column of its own, in as few steps as its operands allow; what is used
once stands inside the expression that uses it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, assert_never

import narwhals as nw

from partygrade import ir
from partygrade.batch import days
from partygrade.batch.arithmetic import WIDTHS, balanced, bits, divided, integer
from partygrade.batch.columns import Leaves
from partygrade.batch.settle import Settled, settle
from partygrade.exact import LIMIT

Frame = nw.LazyFrame[Any]

_DEEPEST = 48
"""What walks an expression descends into it, and has only so much stack."""

_CHEAP = 1
"""So many operations on columns are rather done again than kept."""


def fold(nodes: Sequence[ir.Node], outputs: Mapping[int, str], leaves: Leaves, frame: Frame) -> Frame:
    """Add a column for each of the nodes `outputs`, of the name that stands there.

    The names must be new. Flags are Boolean, all else is Int64. No column is null.
    """
    settled = settle(nodes, outputs, leaves.fixed, leaves.given, leaves.quota is not None)
    work = _Work(settled, outputs, leaves, _narrow(frame))
    for number in range(len(settled.nodes)):
        if work.uses[number]:
            work.take(number)
    work.finish()
    for level in work.levels:
        frame = frame.with_columns(*level)
    return frame.drop(*work.passing) if work.passing else frame


def _narrow(frame: Frame) -> Mapping[str, int]:
    """Give the widths of columns that are narrower than others are; only polars has any."""
    if not frame.implementation.is_polars():
        return {}
    return {
        name: width for name, kind in frame.collect_schema().items() for width in (8, 16, 32) if kind == WIDTHS[width]
    }


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
    """What is known of each node so far: how wide it is held, the step in which it can be worked out, how deep it is.

    A width is a number of bits, 0 for flags and labels.
    """

    def __init__(self, settled: Settled, outputs: Mapping[int, str], leaves: Leaves, narrow: Mapping[str, int]) -> None:
        self.nodes, self.ranges, self.leaves = settled.nodes, settled.ranges, leaves
        self.narrow = narrow
        self.outputs: dict[int, list[str]] = {}
        for number, name in outputs.items():
            self.outputs.setdefault(settled.numbers[number], []).append(name)
        self.uses = _uses(settled.nodes, list(self.outputs))
        count = len(settled.nodes)
        self.width, self.level, self.depth, self.cost = [0] * count, [0] * count, [0] * count, [0] * count
        self.steps = [0] * count
        self.columns: dict[int, str] = {}
        self.levels: list[list[nw.Expr]] = []
        self.passing: list[str] = []

    # Which nodes become columns.

    def take(self, number: int) -> None:
        """Settle how a node is worked out, and make a column of it where that is called for."""
        node = self.nodes[number]
        operands = ir.operands(node)
        self.width[number] = self._width(number, node)
        self.steps[number] = self._count(node)
        if not operands and not (isinstance(node, ir.Fact) and node.absent is not None):
            if isinstance(node, ir.Fact):
                self.columns[number] = self._fact(node.index)
            return
        self.level[number] = max((self.level[n] for n in operands), default=0) + bool(self._take_apart(node))
        self.depth[number] = max((self.depth[n] for n in operands), default=0) + _layers(node)
        self.cost[number] = 1 + sum(self.cost[n] for n in operands)
        if (self.uses[number] > 1 and self.cost[number] > _CHEAP) or self.depth[number] > _DEEPEST:
            if number in self.outputs:
                self._keep(number, self.outputs[number][0], 64 if self.width[number] else 0)
            else:
                self._keep(number, f"~t{number}", self.width[number])
                self.passing.append(f"~t{number}")

    def finish(self) -> None:
        """Add the outputs that are columns already, or constants."""
        for number, names in self.outputs.items():
            value = self.value(number, 64 if self.width[number] else 0)
            for name in names:
                if self.columns.get(number) != name:
                    self._add(value, name, self.level[number])

    def _keep(self, number: int, name: str, width: int) -> None:
        self._add(self.value(number, width), name, self.level[number])
        self.columns[number] = name
        self.width[number] = width
        self.level[number] += 1
        self.depth[number] = self.cost[number] = self.steps[number] = 0

    def _count(self, node: ir.Node) -> int:
        """Count the constants that a chain of conditions leads to, 0 for all else."""
        match node:
            case ir.Literal():
                return 1
            case ir.If() if self.steps[node.then] and self.steps[node.otherwise]:
                return self.steps[node.then] + self.steps[node.otherwise]
            case _:
                return 0

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
                    self._add(days.PARTS[part](self.value(n, 64)), name, self.level[n])
                    self.passing.append(name)
        return parts

    # How wide they are.

    def _width(self, number: int, node: ir.Node) -> int:
        match node.type:
            case ir.Flag() | ir.Label():
                return 0
            case _:
                pass
        match node:
            case ir.Literal():
                return bits(abs(node.value))
            case ir.Fact():
                return max(self.narrow.get(self._fact(node.index), 64), bits(abs(node.absent or 0)))
            case ir.If():
                return max(self.width[node.then], self.width[node.otherwise])
            case ir.Minimum() | ir.Maximum():
                return max(self.width[n] for n in node.operands)
            case ir.Add():
                return max(bits(self._reach(node.operands)), *(self.width[n] for n in node.operands))
            case ir.Scale():
                return max(bits(self._reach([number])), bits(abs(node.factor)), self.width[node.operand])
            case ir.Multiply():
                return max(bits(self._reach([number])), self.width[node.left], self.width[node.right])
            case _:
                return 64

    def _reach(self, operands: Sequence[int]) -> int:
        """Give the greatest number that any sum of some of the nodes can be, whatever its sign."""
        return sum(max(map(abs, self.ranges[n])) for n in operands)

    # Their expressions.

    def value(self, number: int, width: int) -> nw.Expr:
        """Give the expression of a node, held so wide at least as it is itself."""
        name = self.columns.get(number)
        if name is None and self.steps[number]:
            return self._steps(number, width, 1)
        found = self._code(number, self.nodes[number]) if name is None else nw.col(name)
        return found.cast(WIDTHS[width]) if width > self.width[number] else found

    def _steps(self, number: int, width: int, factor: int) -> nw.Expr:
        """Give a constant, or a chain of conditions with constants, times a factor."""
        node = self.nodes[number]
        if not isinstance(node, ir.If):
            return self._chain(number, width, factor)
        narrow = bits(abs(factor) * self._reach([number])) if self.steps[number] > 2 and width else width
        found = self._chain(number, narrow, factor)
        return found.cast(WIDTHS[width]) if width > narrow else found

    def _chain(self, number: int, width: int, factor: int) -> nw.Expr:
        node = self.nodes[number]
        if isinstance(node, ir.If):
            then, otherwise = (self._chain(n, width, factor) for n in (node.then, node.otherwise))
            return nw.when(self.value(node.condition, 0)).then(then).otherwise(otherwise)
        assert isinstance(node, ir.Literal)
        return _literal(node.value * factor, width)

    def _code(self, number: int, node: ir.Node) -> nw.Expr:
        """Give the expression of a node over those of its operands."""
        own = self.width[number]
        match node:
            case ir.Fact():
                return nw.coalesce(nw.col(self._fact(node.index)), _literal(node.absent or 0, own))
            case ir.Known():
                return ~nw.col(self._fact(node.index)).is_null()
            case ir.Add() | ir.Scale():
                return self._sum(number, own)
            case ir.Multiply():
                return self.value(node.left, own) * self.value(node.right, own)
            case ir.Minimum():
                return nw.min_horizontal(*self._rest(node.operands, own))
            case ir.Maximum():
                return nw.max_horizontal(*self._rest(node.operands, own))
            case ir.Round():
                signed = self.ranges[node.operand][0] < 0
                return divided(self.value(node.operand, 64), node.divisor, node.mode, signed)
            case ir.Quotient():
                return self._quotient(node)
            case ir.Less() | ir.LessEqual() | ir.Equal():
                return self._compared(node)
            case ir.And():
                return balanced([self.value(n, 0) for n in node.operands], operator.and_)
            case ir.Or():
                return balanced([self.value(n, 0) for n in node.operands], operator.or_)
            case ir.Not():
                return ~self.value(node.operand, 0)
            case ir.If():
                then, otherwise = self.value(node.then, own), self.value(node.otherwise, own)
                return nw.when(self.value(node.condition, 0)).then(then).otherwise(otherwise)
            case ir.Quota():
                assert self.leaves.quota is not None
                return nw.coalesce(nw.col(self.leaves.quota), self.value(node.operand, 64))
            case ir.Months():
                early, late = self._parts(node, node.early), self._parts(node, node.late)
                return days.months(*early, *late, self.value(node.late, 64))
            case ir.Year():
                return days.year(*self._parts(node, node.operand))
            case ir.Later() if not node.months:
                return days.later_days(self.value(node.operand, 64), node.days)
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

    def _rest(self, operands: Sequence[int], width: int) -> list[nw.Expr]:
        """Give the operands, the constants last."""
        ordered = sorted(operands, key=lambda n: isinstance(self.nodes[n], ir.Literal))
        return [self.value(n, width) for n in ordered]

    def _compared(self, node: ir.Less | ir.LessEqual | ir.Equal) -> nw.Expr:
        width = max(self.width[node.left], self.width[node.right])
        left, right = self.value(node.left, width), self.value(node.right, width)
        flags = isinstance(self.nodes[node.left].type, ir.Flag)
        # In memory polars refuses a literal on the left beside a column that is the same in every row.
        turned = isinstance(self.nodes[node.left], ir.Literal)
        match node:
            case ir.Equal():
                return right == left if turned else left == right
            case ir.Less():
                return ~left & right if flags else right > left if turned else left < right
            case ir.LessEqual():
                return ~left | right if flags else right >= left if turned else left <= right

    def _quotient(self, node: ir.Quotient) -> nw.Expr:
        above, below = self.value(node.numerator, 64), self.value(node.denominator, 64)
        signed = self.ranges[node.numerator][0] < 0 or self.ranges[node.denominator][0] < 0
        low, high = self.ranges[node.denominator]
        if low > 0 or high < 0:
            return divided(above, below, node.mode, signed)
        nothing = below == integer(0)
        # An engine may divide before it looks at the condition.
        safe = nw.when(nothing).then(integer(1)).otherwise(below)
        return nw.when(nothing).then(self.value(node.empty, 64)).otherwise(divided(above, safe, node.mode, signed))

    # Sums.

    def _sum(self, number: int, width: int) -> nw.Expr:
        """Add up all that stands in the sum, at any depth; what has the same factor is multiplied once."""
        terms = self._terms(number, 1, flat=True)
        if sum(abs(factor) * self._reach([n]) for n, factor in terms) >= min(LIMIT, 2 ** (width - 1)):
            terms = self._terms(number, 1, flat=False)
        constant, groups = 0, dict[int, tuple[list[_Part], list[_Part]]]()
        for n, factor in terms:
            node, reach = self.nodes[n], self._reach([n])
            if isinstance(node, ir.Literal):
                constant += node.value * factor
            elif self.steps[n]:
                wide = bits(reach * abs(factor))
                part = _Part(self._steps(n, wide, factor), wide, reach * abs(factor))
                groups.setdefault(1, ([], []))[0].append(part)
            else:
                part = _Part(self.value(n, self.width[n]), self.width[n], reach)
                groups.setdefault(abs(factor), ([], []))[factor < 0].append(part)
        plus: list[_Part] = []
        minus: list[_Part] = []
        for factor, (more, less) in groups.items():
            found = _difference(more, less) if more else balanced(less, _more)
            (plus if more else minus).append(found.times(factor))
        total = _difference(plus, minus).held(width)
        return total + constant if constant else total

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


class _Part(NamedTuple):
    """A part of a sum, how wide it is held, and how far from zero it can be: no part is wider than it must."""

    value: nw.Expr
    width: int
    reach: int

    def held(self, width: int) -> nw.Expr:
        """Give the part so wide."""
        return self.value if width == self.width else self.value.cast(WIDTHS[width])

    def times(self, factor: int) -> _Part:
        """Give a multiple."""
        if factor == 1:
            return self
        width = max(bits(self.reach * factor), bits(factor), self.width)
        return _Part(self.held(width) * factor, width, self.reach * factor)


def _joined(one: _Part, two: _Part, join: Callable[[nw.Expr, nw.Expr], nw.Expr]) -> _Part:
    width = max(bits(one.reach + two.reach), one.width, two.width)
    return _Part(join(one.held(width), two.held(width)), width, one.reach + two.reach)


def _more(one: _Part, two: _Part) -> _Part:
    return _joined(one, two, operator.add)


def _difference(more: Sequence[_Part], less: Sequence[_Part]) -> _Part:
    """Add the one and take off the other; one of them at least is there."""
    taken = balanced(less, _more) if less else None
    if not more:
        assert taken is not None
        return taken._replace(value=-taken.value)
    return _joined(balanced(more, _more), taken, operator.sub) if taken else balanced(more, _more)


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


def _literal(value: int, width: int) -> nw.Expr:
    return nw.lit(value, dtype=WIDTHS[width]) if width else nw.lit(bool(value), dtype=nw.Boolean)
