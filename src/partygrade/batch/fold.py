"""A program as columns: its nodes become expressions over the columns of a frame.

A node that is used more than once becomes a column of its own, in as few steps as its operands allow; what is used
once stands inside the expression that uses it.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, assert_never

import narwhals as nw

from partygrade import ir
from partygrade.batch import days
from partygrade.batch.arithmetic import balanced, divided, integer
from partygrade.batch.columns import Leaves

Frame = nw.LazyFrame[Any]

_DEEPEST = 24
"""An engine descends into an expression, and has only so much stack."""


def fold(nodes: Sequence[ir.Node], outputs: Mapping[int, str], leaves: Leaves, frame: Frame) -> Frame:
    """Add a column for each of the nodes `outputs`, of the name that stands there.

    The names must be new. Flags are Boolean, all else is Int64. No column is null.
    """
    work = _Work(nodes, outputs, leaves)
    for number, used in enumerate(_uses(nodes, outputs, leaves)):
        if used:
            work.take(number, used)
    for level in work.levels:
        frame = frame.with_columns(*level)
    return frame.drop(*work.passing) if work.passing else frame


def _uses(nodes: Sequence[ir.Node], outputs: Mapping[int, str], leaves: Leaves) -> list[int]:
    """Count how often the expressions name each node."""
    uses = [0] * len(nodes)
    for number in outputs:
        uses[number] += 1
    for number in range(len(nodes) - 1, -1, -1):
        if uses[number] and number not in leaves.given:
            for operand in ir.operands(nodes[number]):
                uses[operand] += 2 if _repeats(nodes[number]) else 1
    return uses


def _repeats(node: ir.Node) -> bool:
    """Say whether the expression of a node names its operands several times."""
    return isinstance(node, ir.Round | ir.Quotient | ir.Months | ir.Later | ir.Year)


@dataclass(frozen=True, slots=True)
class _Made:
    """The expression of a node, the step from which on it can be worked out, and how deep it is."""

    value: nw.Expr
    level: int = 0
    depth: int = 0


class _Work:
    """The expressions made so far, and the columns of each step."""

    def __init__(self, nodes: Sequence[ir.Node], outputs: Mapping[int, str], leaves: Leaves) -> None:
        self.nodes, self.outputs, self.leaves = nodes, outputs, leaves
        self.made: dict[int, _Made] = {}
        self.days: dict[int, tuple[days.Split, int]] = {}
        self.levels: list[list[nw.Expr]] = []
        self.passing: list[str] = []

    def take(self, number: int, used: int) -> None:
        """Make the expression of a node, and a column of it where that is called for."""
        node = self.nodes[number]
        leaf = self._leaf(number, node)
        made = leaf or self._inner(node)
        if number in self.outputs:
            made = self._column(made, self.outputs[number]) if leaf is None else made
            if leaf is not None:
                self._column(leaf, self.outputs[number])
        elif leaf is None and (used > 1 or made.depth > _DEEPEST):
            made = self._column(made, f"~t{number}")
            self.passing.append(f"~t{number}")
        self.made[number] = made

    def _column(self, made: _Made, name: str) -> _Made:
        while len(self.levels) <= made.level:
            self.levels.append([])
        self.levels[made.level].append(made.value.alias(name))
        return _Made(nw.col(name), made.level + 1)

    def _leaf(self, number: int, node: ir.Node) -> _Made | None:
        """Give what needs no other node."""
        given = self.leaves.given.get(number)
        if given is not None:
            return _Made(nw.col(given))
        match node:
            case ir.Literal(value, ir.Flag()):
                return _Made(nw.lit(bool(value), dtype=nw.Boolean))
            case ir.Literal():
                return _Made(integer(node.value))
            case ir.Fact(absent=None):
                return _Made(nw.col(self.leaves.facts[node.index]))
            case ir.Known():
                return _Made(~nw.col(self.leaves.facts[node.index]).is_null(), depth=2)
            case _:
                return None

    def _inner(self, node: ir.Node) -> _Made:
        level, depth = 0, 0
        for operand in ir.operands(node):
            level = max(level, self.made[operand].level)
            depth = max(depth, self.made[operand].depth)
        if isinstance(node, ir.Months | ir.Later | ir.Year):
            return self._calendar(node)
        return _Made(self._code(node), level, depth + 1 + len(ir.operands(node)).bit_length())

    def _code(self, node: ir.Node) -> nw.Expr:
        """Give the expression of a node over those of its operands."""
        match node:
            case ir.Fact():
                absent = nw.lit(bool(node.absent)) if isinstance(node.type, ir.Flag) else integer(node.absent or 0)
                return nw.coalesce(nw.col(self.leaves.facts[node.index]), absent)
            case ir.Add():
                return balanced(self._all(node), operator.add)
            case ir.Scale():
                return self._scale(node)
            case ir.Multiply():
                return self._of(node.left) * self._of(node.right)
            case ir.Minimum():
                return nw.min_horizontal(*self._all(node))
            case ir.Maximum():
                return nw.max_horizontal(*self._all(node))
            case ir.Round():
                return divided(self._of(node.operand), node.divisor, node.mode, self._signed(node.operand))
            case ir.Quotient():
                return self._quotient(node)
            case ir.Less():
                return self._of(node.left) < self._of(node.right)
            case ir.LessEqual():
                return self._of(node.left) <= self._of(node.right)
            case ir.Equal():
                return self._of(node.left) == self._of(node.right)
            case ir.And():
                return balanced(self._all(node), operator.and_)
            case ir.Or():
                return balanced(self._all(node), operator.or_)
            case ir.Not():
                return ~self._of(node.operand)
            case ir.If():
                then, otherwise = self._of(node.then), self._of(node.otherwise)
                return nw.when(self._of(node.condition)).then(then).otherwise(otherwise)
            case ir.Quota():
                before = self._of(node.operand)
                return before if self.leaves.quota is None else nw.coalesce(nw.col(self.leaves.quota), before)
            case ir.Aggregate() | ir.Across():
                raise LookupError("the values of a node over events or over the cohort are not given")
            case ir.Literal() | ir.Known() | ir.Months() | ir.Later() | ir.Year():
                raise AssertionError("made elsewhere")
            case _:
                assert_never(node)

    def _of(self, number: int) -> nw.Expr:
        return self.made[number].value

    def _all(self, node: ir.Node) -> list[nw.Expr]:
        return [self._of(n) for n in ir.operands(node)]

    def _signed(self, number: int) -> bool:
        kind = self.nodes[number].type
        return not isinstance(kind, ir.Number) or kind.low < 0

    def _scale(self, node: ir.Scale) -> nw.Expr:
        value = self._of(node.operand)
        return value if node.factor == 1 else value * integer(node.factor)

    def _quotient(self, node: ir.Quotient) -> nw.Expr:
        above, below = self._of(node.numerator), self._of(node.denominator)
        signed = self._signed(node.numerator) or self._signed(node.denominator)
        nothing = below == integer(0)
        # An engine may divide before it looks at the condition.
        safe = nw.when(nothing).then(integer(1)).otherwise(below)
        found = divided(above, safe, node.mode, signed)
        return nw.when(nothing).then(self._of(node.empty)).otherwise(found)

    def _calendar(self, node: ir.Months | ir.Later | ir.Year) -> _Made:
        parts = [self._split(n) for n in ir.operands(node)]
        level = max(level for _, level in parts)
        one = parts[0][0]
        match node:
            case ir.Months():
                return _Made(days.months(one, parts[1][0]), level, 12)
            case ir.Later():
                return _Made(days.later(one, node.months, node.days), level, 12)
            case ir.Year():
                return _Made(days.year(one), level, 4)

    def _split(self, number: int) -> tuple[days.Split, int]:
        """Take a day apart, in columns, once."""
        if number not in self.days:
            made, names = self.made[number], [f"~m{number}", f"~d{number}"]
            parts = days.split(made.value)
            columns = [
                self._column(replace(made, value=v), n) for v, n in zip((parts.month, parts.day), names, strict=True)
            ]
            self.passing += names
            self.days[number] = days.Split(columns[0].value, columns[1].value), columns[0].level
        return self.days[number]
