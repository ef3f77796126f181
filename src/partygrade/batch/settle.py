"""A program made smaller for one frame: what is the same in every row is worked out beforehand, and goes.

A frame seldom has a column for every fact of a scheme. What rests on the others only is a constant, and so is what the
ranges of the rest settle. Where the greatest or the least of several steps counts, they become one chain.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from partygrade import ir
from partygrade.evaluate import Value, apply
from partygrade.exact import divide

Range = tuple[int, int]

_DEEPEST = 6
"""So far a branch is searched for what its condition settles."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The smaller program: its nodes, their ranges, and where the nodes of the first are found in it.

    A node that is given is a fact of the number -1 less its own. The range of a label means nothing.
    """

    nodes: Sequence[ir.Node]
    ranges: Sequence[Range]
    numbers: Mapping[int, int]


def settle(
    nodes: Sequence[ir.Node], wanted: Collection[int], fixed: Mapping[int, Value], given: Collection[int], quota: bool
) -> Settled:
    """Give a program in which the wanted nodes have the values that they have in `nodes`.

    `fixed` are inputs with the value that they have in every row, of lists the empty one; `given` are nodes whose
    values are known; without `quota` no quota moves anybody.
    """
    work = _Work()
    for number, needed in enumerate(_needed(nodes, wanted, fixed, given)):
        if needed:
            node = nodes[number]
            leaf = _leaf(number, node, fixed, given)
            if leaf is not None:
                work.numbers[number] = work.put(leaf, _first(leaf))
            elif isinstance(node, ir.Aggregate) or (isinstance(node, ir.Quota) and not quota):
                work.numbers[number] = work.numbers[node.empty if isinstance(node, ir.Aggregate) else node.operand]
            else:
                work.numbers[number] = work.made(node)
    return Settled(work.nodes, work.ranges, work.numbers)


def _needed(
    nodes: Sequence[ir.Node], wanted: Collection[int], fixed: Mapping[int, Value], given: Collection[int]
) -> list[bool]:
    needed = [False] * len(nodes)
    for number in wanted:
        needed[number] = True
    for number in range(len(nodes) - 1, -1, -1):
        if needed[number] and number not in given:
            for operand in _operands(nodes[number], fixed):
                needed[operand] = True
    return needed


def _operands(node: ir.Node, fixed: Mapping[int, Value]) -> tuple[int, ...]:
    """Give the operands; those of an empty list are not looked at."""
    return (node.empty,) if isinstance(node, ir.Aggregate) and node.index in fixed else ir.operands(node)


def _leaf(number: int, node: ir.Node, fixed: Mapping[int, Value], given: Collection[int]) -> ir.Node | None:
    """Give what stands for a node that needs no other; None for all else, and for the least of an empty list."""
    match node:
        case ir.Literal():
            return node
        case ir.Fact() if node.index in fixed:
            value = fixed[node.index]
            value = node.absent if value is None else value
            assert isinstance(value, int)
            return ir.Literal(value, node.type)
        case ir.Known() if node.index in fixed:
            return ir.Literal(fixed[node.index] is not None, node.type)
        case ir.Aggregate() if node.index in fixed:
            return ir.Literal(0, node.type) if node.kind == "sum" else None
        case _ if number in given:
            return ir.Fact(-1 - number, None, node.type)
        case ir.Fact() | ir.Known():
            return node
        case ir.Aggregate() | ir.Across():
            raise LookupError("the values of a node over events or over the cohort are not given")
        case _:
            return None


def _first(node: ir.Node) -> Range:
    """Give the range of a node that needs no other."""
    if isinstance(node, ir.Literal):
        return node.value, node.value
    low, high = span(node.type)
    absent = node.absent if isinstance(node, ir.Fact) else None
    return (low, high) if absent is None else (min(low, absent), max(high, absent))


def span(kind: ir.Type) -> Range:
    """Give the range of the values of a type."""
    match kind:
        case ir.Number() | ir.Day():
            return kind.low, kind.high
        case ir.Choice():
            return 0, len(kind.options) - 1
        case ir.Rank():
            return 0, len(kind.ladder) - 1
        case _:
            return 0, 1


class _Work:
    """The nodes made so far; equal ones are shared."""

    def __init__(self) -> None:
        self.nodes: list[ir.Node] = []
        self.ranges: list[Range] = []
        self.numbers: dict[int, int] = {}
        self._index: dict[ir.Node, int] = {}

    def put(self, node: ir.Node, found: Range) -> int:
        """Add a node, or find its like."""
        known = self._index.get(node)
        if known is None:
            known = self._index[node] = len(self.nodes)
            self.nodes.append(node)
            self.ranges.append(found)
        return known

    def made(self, node: ir.Node) -> int:
        """Add what a node that rests on others comes to."""
        n = self.numbers
        match node:
            case ir.Add():
                return self._sum([n[o] for o in node.operands], node.type)
            case ir.Scale():
                return self._scaled(n[node.operand], node.factor, node.type)
            case ir.Multiply():
                return self._product(n[node.left], n[node.right], node.type)
            case ir.Minimum() | ir.Maximum():
                return self._extreme([n[o] for o in node.operands], isinstance(node, ir.Minimum), node.type)
            case ir.Round():
                return self._emit(ir.Round(n[node.operand], node.divisor, node.mode, node.type))
            case ir.Quotient():
                return self._quotient(node)
            case ir.Less() | ir.LessEqual() | ir.Equal():
                return self._emit(type(node)(n[node.left], n[node.right]))
            case ir.And() | ir.Or():
                return self._joined([n[o] for o in node.operands], isinstance(node, ir.And))
            case ir.Not():
                return self._negation(n[node.operand])
            case ir.If():
                return self._chosen(n[node.condition], n[node.then], n[node.otherwise], node.type)
            case ir.Months():
                return self._emit(ir.Months(n[node.early], n[node.late], node.type))
            case ir.Later():
                return self._emit(ir.Later(n[node.operand], node.months, node.days, node.type))
            case ir.Year():
                return self._emit(ir.Year(n[node.operand], node.type))
            case ir.Quota():
                return self._emit(ir.Quota(n[node.operand], node.type))
            case ir.Literal() | ir.Fact() | ir.Known() | ir.Aggregate() | ir.Across():
                raise AssertionError("rests on no other node")
            case _:
                assert_never(node)

    def constant(self, number: int) -> int | None:
        """Give the value of a literal, None for any other node."""
        node = self.nodes[number]
        return node.value if isinstance(node, ir.Literal) else None

    def _literal(self, value: int, kind: ir.Type) -> int:
        return self.put(ir.Literal(value, kind), (value, value))

    def _emit(self, node: ir.Node) -> int:
        """Add a node, or the literal that it comes to."""
        operands = ir.operands(node)
        values = {n: found for n in operands if (found := self.constant(n)) is not None}
        if len(values) == len(set(operands)) and not isinstance(node, ir.Quota):
            return self._literal(int(apply(node, values, ())), node.type)
        low, high = self._range(node)
        return self._literal(low, node.type) if low == high else self.put(node, (low, high))

    def _range(self, node: ir.Node) -> Range:
        """Give the range of a node from those of its operands."""
        found = [self.ranges[n] for n in ir.operands(node)]
        match node:
            case ir.Add():
                return sum(low for low, _ in found), sum(high for _, high in found)
            case ir.Scale():
                return _ends([end * node.factor for end in found[0]])
            case ir.Multiply():
                return _ends([one * two for one in found[0] for two in found[1]])
            case ir.Minimum():
                return min(low for low, _ in found), min(high for _, high in found)
            case ir.Maximum():
                return max(low for low, _ in found), max(high for _, high in found)
            case ir.Round():
                return _ends([divide(end, node.divisor, node.mode) for end in found[0]])
            case ir.If():
                return _ends([*found[1], *found[2]])
            case ir.Less() | ir.LessEqual() | ir.Equal():
                return self._compared(node)
            case _:
                return span(node.type)

    def _compared(self, node: ir.Less | ir.LessEqual | ir.Equal) -> Range:
        """Say whether the ranges settle a comparison: (1, 1) it holds, (0, 0) it does not."""
        (low, high), (least, most) = self.ranges[node.left], self.ranges[node.right]
        match node:
            case _ if node.left == node.right:
                return (0, 0) if isinstance(node, ir.Less) else (1, 1)
            case _ if isinstance(self.nodes[node.left].type, ir.Label):
                return 0, 1
            case ir.Less():
                holds, never = high < least, low >= most
            case ir.LessEqual():
                holds, never = high <= least, low > most
            case _:
                holds, never = False, high < least or most < low
        return int(holds), int(not never)

    def _sum(self, operands: Sequence[int], kind: ir.Type) -> int:
        """Add up; zeros are left out."""
        kept = [n for n in operands if self.constant(n) != 0]
        return kept[0] if len(kept) == 1 else self._emit(ir.Add(tuple(kept or operands), kind))

    def _scaled(self, operand: int, factor: int, kind: ir.Type) -> int:
        return operand if factor == 1 else self._emit(ir.Scale(operand, factor, kind))

    def _product(self, left: int, right: int, kind: ir.Type) -> int:
        one, two = self.constant(left), self.constant(right)
        if one is not None:
            return self._scaled(right, one, kind)
        return self._emit(ir.Multiply(left, right, kind)) if two is None else self._scaled(left, two, kind)

    def _quotient(self, node: ir.Quotient) -> int:
        """Divide; by a constant that is a rounding."""
        above, below, empty = (self.numbers[n] for n in (node.numerator, node.denominator, node.empty))
        divisor = self.constant(below)
        if divisor is None:
            return self._emit(ir.Quotient(above, below, node.mode, empty, node.type))
        if not divisor:
            return empty
        above = self._scaled(above, 1 if divisor > 0 else -1, node.type)
        return self._emit(ir.Round(above, abs(divisor), node.mode, node.type))

    def _negation(self, operand: int) -> int:
        match self.nodes[operand]:
            case ir.Not(inner):
                return inner
            case ir.Less(left, right):
                return self._emit(ir.LessEqual(right, left))
            case ir.LessEqual(left, right):
                return self._emit(ir.Less(right, left))
            case _:
                return self._emit(ir.Not(operand))

    def _joined(self, operands: Sequence[int], both: bool) -> int:
        """Join conditions; constants are settled."""
        kept: list[int] = []
        for n in dict.fromkeys(operands):
            value = self.constant(n)
            if value is None:
                kept.append(n)
            elif bool(value) is not both:
                return n
        if len(kept) < 2:
            return kept[0] if kept else operands[0]
        return self._emit(ir.And(tuple(kept)) if both else ir.Or(tuple(kept)))

    def _chosen(self, condition: int, then: int, otherwise: int, kind: ir.Type) -> int:
        settled = self.constant(condition)
        if settled is not None:
            return then if settled else otherwise
        node = self.nodes[condition]
        if isinstance(node, ir.Not):
            condition, then, otherwise = node.operand, otherwise, then
        then, otherwise = self._under(then, condition, True), self._under(otherwise, condition, False)
        one, two = self.constant(then), self.constant(otherwise)
        match kind:
            case _ if then == otherwise:
                return then
            case ir.Flag() if one is not None:
                return (
                    self._joined([condition, otherwise], False)
                    if one
                    else self._joined([self._negation(condition), otherwise], True)
                )
            case ir.Flag() if two is not None:
                return (
                    self._joined([self._negation(condition), then], False)
                    if two
                    else self._joined([condition, then], True)
                )
            case _:
                return self._emit(ir.If(condition, then, otherwise, kind))

    def _under(self, number: int, condition: int, holds: bool) -> int:
        """Give what a branch comes to where the condition is known: a constant, or a branch of its own."""
        node = self.nodes[number]
        if isinstance(node, ir.If) and node.condition == condition:
            return node.then if holds else node.otherwise
        value = self._value(number, condition, holds, _DEEPEST)
        return number if value is None else self._literal(value, node.type)

    def _value(self, number: int, condition: int, holds: bool, depth: int) -> int | None:
        node = self.nodes[number]
        if number == condition:
            return holds
        if isinstance(node, ir.Literal):
            return node.value
        if not depth or isinstance(node, ir.Fact | ir.Known | ir.Quota):
            return None
        if isinstance(node, ir.If):
            chosen = self._value(node.condition, condition, holds, depth - 1)
            branch = node.then if chosen else node.otherwise
            return None if chosen is None else self._value(branch, condition, holds, depth - 1)
        values: dict[int, int] = {}
        for n in ir.operands(node):
            found = self._value(n, condition, holds, depth - 1)
            if found is None:
                return None
            values[n] = found
        return int(apply(node, values, ()))

    def _extreme(self, operands: Sequence[int], least: bool, kind: ir.Type) -> int:
        """Give the least or the greatest; steps become one chain, and what can never win is left out."""
        sign = -1 if least else 1
        steps: dict[int, list[int]] = {}
        others: list[int] = []
        ends: list[int] = []
        for n in operands:
            match self.nodes[n]:
                case ir.Literal(value):
                    ends.append(sign * value)
                case ir.If(condition, one, two) if (high := self.constant(one)) is not None and (
                    low := self.constant(two)
                ) is not None:
                    if sign * low > sign * high:
                        condition, high, low = self._negation(condition), low, high
                    steps.setdefault(sign * high, []).append(condition)
                    ends.append(sign * low)
                case _:
                    others.append(n)
        if ends:
            others.insert(0, self._chain(steps, max(ends), sign, kind))
        kept = self._contenders(others, least)
        if len(kept) == 1:
            return kept[0]
        return self._emit((ir.Minimum if least else ir.Maximum)(tuple(kept), kind))

    def _chain(self, steps: Mapping[int, list[int]], end: int, sign: int, kind: ir.Type) -> int:
        """Give the greatest step whose condition holds, and `end` where none does."""
        chain = self._literal(sign * end, kind)
        for value in sorted(steps):
            if value > end:
                condition = self._joined(steps[value], both=False)
                chain = self._chosen(condition, self._literal(sign * value, kind), chain, kind)
        return chain

    def _contenders(self, operands: Sequence[int], least: bool) -> list[int]:
        """Leave out what another one is never beaten by."""
        found = {n: self.ranges[n] for n in operands}
        if least:
            best = min(found, key=lambda n: (found[n][1], found[n][0]))
            return [n for n, (low, _) in found.items() if n == best or low < found[best][1]]
        best = max(found, key=found.__getitem__)
        return [n for n, (_, high) in found.items() if n == best or high > found[best][0]]


def _ends(values: Sequence[int]) -> Range:
    return min(values), max(values)
