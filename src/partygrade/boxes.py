"""When a condition can hold: a union of boxes, each a set of allowed values for some of a program's figures.

A figure is a fact, or a node that is compared with constants and not looked into any further. What two figures have to
do with each other is not known here: so what has no box can never hold, and what has one may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from partygrade import ir

_FEW = 100

MOST = 2_000
"""A union of more boxes than these is given up: then nothing is claimed."""

Spans = tuple[tuple[int, int], ...]
"""Closed ranges of whole numbers, apart from each other and in order."""

Figure = tuple[str, int]
"""`fact` and the number of an input, `known` and that number, or `node` and the number of a node."""

Box = Mapping[Figure, Spans]


class TooMany(Exception):
    """The condition has more boxes than can be looked at."""


def meet(one: Spans, two: Spans) -> Spans:
    """Give what is in both."""
    found = []
    for (a, b), (c, d) in product(one, two):
        low, high = max(a, c), min(b, d)
        if low <= high:
            found.append((low, high))
    return tuple(sorted(found))


def without(whole: Spans, part: Spans) -> Spans:
    """Give what is in the first and not in the second."""
    left = whole
    for low, high in part:
        left = meet(left, ((-(10**30), low - 1), (high + 1, 10**30)))
    return left


def both(one: Box, two: Box) -> Box | None:
    """Give the box of what is in both; None where nothing is."""
    out = dict(one)
    for figure, spans in two.items():
        left = meet(out[figure], spans) if figure in out else spans
        if not left:
            return None
        out[figure] = left
    return out


def conjunction(one: Sequence[Box], two: Sequence[Box]) -> tuple[Box, ...]:
    """Give the boxes of what is in a box of both.

    Raises:
        TooMany: if there are too many.
    """
    found = [box for a, b in product(one, two) if (box := both(a, b)) is not None]
    if len(found) > MOST:
        raise TooMany
    return tuple({_key(box): box for box in found}.values())


def _key(box: Box) -> tuple[tuple[Figure, Spans], ...]:
    return tuple(sorted(box.items()))


EVERYTHING: tuple[Box, ...] = ({},)
NOTHING: tuple[Box, ...] = ()


@dataclass(slots=True)
class Boxes:
    """Works out the boxes of the conditions of one program, and the values that a grade or a small count can have."""

    program: ir.Program
    _done: dict[tuple[int, bool], tuple[Box, ...]] = field(default_factory=dict)
    _values: dict[int, tuple[tuple[Box, int], ...]] = field(default_factory=dict)

    def holds(self, node: int, truth: bool = True) -> tuple[Box, ...]:
        """Give the boxes in which a condition has this truth.

        Raises:
            TooMany: if there are too many.
        """
        if (node, truth) not in self._done:
            self._done[node, truth] = self._holds(node, truth)
        return self._done[node, truth]

    def _holds(self, number: int, truth: bool) -> tuple[Box, ...]:
        node = self.program.nodes[number]
        match node:
            case ir.Literal():
                return EVERYTHING if bool(node.value) is truth else NOTHING
            case ir.Fact():
                return self._of_fact(node, ((int(truth), int(truth)),))
            case ir.Known():
                return ({("known", node.index): ((int(truth), int(truth)),)},)
            case ir.Not():
                return self.holds(node.operand, not truth)
            case ir.And() | ir.Or():
                parts = [self.holds(operand, truth) for operand in node.operands]
                return self._all(parts) if isinstance(node, ir.And) is truth else self._any(parts)
            case ir.If():
                chosen = conjunction(self.holds(node.condition), self.holds(node.then, truth))
                other = conjunction(self.holds(node.condition, False), self.holds(node.otherwise, truth))
                return self._any([chosen, other])
            case ir.Less() | ir.LessEqual() | ir.Equal():
                return self._compared(node, truth, number)
            case _:
                return ({("node", number): ((int(truth), int(truth)),)},)

    def _all(self, parts: Sequence[tuple[Box, ...]]) -> tuple[Box, ...]:
        out = EVERYTHING
        for part in parts:
            out = conjunction(out, part)
        return out

    def _any(self, parts: Sequence[tuple[Box, ...]]) -> tuple[Box, ...]:
        found = {_key(box): box for part in parts for box in part}
        if len(found) > MOST:
            raise TooMany
        return tuple(found.values())

    def _of_fact(self, node: ir.Fact, allowed: Spans) -> tuple[Box, ...]:
        """Give the boxes in which a fact has an allowed value, known or not."""
        domain = self._domain(node.index)
        inside = meet(domain, allowed)
        known: Box = {("fact", node.index): inside}
        if node.absent is None:
            return (known,) if inside else NOTHING
        out: list[Box] = [{**known, ("known", node.index): ((1, 1),)}] if inside else []
        if any(low <= node.absent <= high for low, high in allowed):
            out.append({("known", node.index): ((0, 0),)})
        return tuple(out)

    def _domain(self, index: int) -> Spans:
        item = self.program.inputs[index]
        match item.type:
            case ir.Number() if item.gap:
                return ((0, 0), (item.gap, item.type.high))
            case ir.Number() | ir.Day():
                return ((item.type.low, item.type.high),)
            case ir.Flag():
                return ((0, 1),)
            case ir.Choice():
                return ((0, len(item.type.options) - 1),)
            case ir.Rank():
                return ((0, len(item.type.ladder) - 1),)
            case _:
                return ((-(10**30), 10**30),)

    # Comparisons.

    def _compared(self, node: ir.Less | ir.LessEqual | ir.Equal, truth: bool, number: int) -> tuple[Box, ...]:
        left, right = self.program.nodes[node.left], self.program.nodes[node.right]
        if isinstance(left, ir.Literal):
            return self._against(node.right, _other(node, left.value), truth)
        if isinstance(right, ir.Literal):
            return self._against(node.left, _one(node, right.value), truth)
        if isinstance(left.type, ir.Rank):
            pairs = product(self.values(node.left), self.values(node.right))
            found = [both(a, b) for (a, x), (b, y) in pairs if _true(node, x, y) is truth]
            return self._any([tuple(box for box in found if box is not None)])
        return ({("node", number): ((int(truth), int(truth)),)},)

    def _against(self, number: int, allowed: Spans, truth: bool) -> tuple[Box, ...]:
        """Give the boxes in which a node has an allowed value, or none of them."""
        if not truth:
            allowed = without(((-(10**30), 10**30),), allowed)
        node = self.program.nodes[number]
        if isinstance(node.type, ir.Rank) and not isinstance(node, ir.Fact):
            ranked = [box for box, rank in self.values(number) if any(a <= rank <= b for a, b in allowed)]
            return self._any([tuple(ranked)])
        if isinstance(node, ir.Scale):
            return self._against(node.operand, _divided(allowed, node.factor), True)
        if isinstance(node, ir.Fact):
            return self._of_fact(node, allowed)
        if isinstance(node, ir.If) and isinstance(node.type, ir.Number | ir.Choice | ir.Day):
            then = conjunction(self.holds(node.condition), self._against(node.then, allowed, True))
            other = conjunction(self.holds(node.condition, False), self._against(node.otherwise, allowed, True))
            return self._any([then, other])
        if isinstance(node, ir.Literal):
            return EVERYTHING if any(a <= node.value <= b for a, b in allowed) else NOTHING
        inside = meet(_range(node.type), allowed)
        return ({("node", number): inside},) if inside else NOTHING

    # Grades and small counts.

    def values(self, number: int) -> tuple[tuple[Box, int], ...]:
        """Give the values that a grade or a small count can have, each with a box in which it has it.

        Raises:
            TooMany: if there are too many.
        """
        if number not in self._values:
            found = {(_key(box), rank): (box, rank) for box, rank in self._value(number)}
            if len(found) > MOST:
                raise TooMany
            self._values[number] = tuple(found.values())
        return self._values[number]

    def _value(self, number: int) -> Iterator[tuple[Box, int]]:
        node = self.program.nodes[number]
        match node:
            case ir.Literal():
                yield {}, node.value
            case ir.Quota():
                yield from self.values(node.operand)
            case ir.If():
                for truth, branch in ((True, node.then), (False, node.otherwise)):
                    for box in self.holds(node.condition, truth):
                        yield from self._inside(box, self.values(branch))
            case ir.Minimum():
                yield from self._folded(node.operands, min)
            case ir.Maximum():
                yield from self._folded(node.operands, max)
            case ir.Add():
                yield from self._folded(node.operands, lambda a, b: a + b)
            case ir.Scale():
                yield from ((box, value * node.factor) for box, value in self.values(node.operand))
            case ir.Fact():
                yield from self._fact_values(node)
            case _:
                yield from (({("node", number): ((value, value),)}, value) for value in _each(_range(node.type)))

    def _fact_values(self, node: ir.Fact) -> Iterator[tuple[Box, int]]:
        """Give the values of a fact; what stands for an unknown one may differ from formula to formula."""
        known: Box = {} if node.absent is None else {("known", node.index): ((1, 1),)}
        for value in _each(self._domain(node.index)):
            yield {**known, ("fact", node.index): ((value, value),)}, value
        if node.absent is not None:
            yield {("known", node.index): ((0, 0),)}, node.absent

    def _folded(self, operands: Sequence[int], pick: Callable[[int, int], int]) -> tuple[tuple[Box, int], ...]:
        so_far = self.values(operands[0])
        for operand in operands[1:]:
            joined: dict[tuple[object, int], tuple[Box, int]] = {}
            for (one, a), (two, b) in product(so_far, self.values(operand)):
                box = both(one, two)
                if box is not None:
                    joined[_key(box), pick(a, b)] = (box, pick(a, b))
            if len(joined) > MOST:
                raise TooMany
            so_far = tuple(joined.values())
        return so_far

    def _inside(self, box: Box, found: Sequence[tuple[Box, int]]) -> Iterator[tuple[Box, int]]:
        for other, rank in found:
            if (inner := both(box, other)) is not None:
                yield inner, rank


def _each(spans: Spans) -> Iterator[int]:
    """List the whole numbers of spans, if they are few."""
    if spans[-1][1] - spans[0][0] > _FEW:
        raise TooMany
    for low, high in spans:
        yield from range(low, high + 1)


def _range(kind: ir.Type) -> Spans:
    match kind:
        case ir.Number() | ir.Day():
            return ((kind.low, kind.high),)
        case ir.Choice():
            return ((0, len(kind.options) - 1),)
        case ir.Rank():
            return ((0, len(kind.ladder) - 1),)
        case ir.Flag():
            return ((0, 1),)
        case _:
            return ((-(10**30), 10**30),)


def _one(node: ir.Less | ir.LessEqual | ir.Equal, value: int) -> Spans:
    """Give the values of the left side for which a comparison with a constant holds."""
    match node:
        case ir.Less():
            return ((-(10**30), value - 1),)
        case ir.LessEqual():
            return ((-(10**30), value),)
        case ir.Equal():
            return ((value, value),)


def _other(node: ir.Less | ir.LessEqual | ir.Equal, value: int) -> Spans:
    """Give the values of the right side for which a comparison with a constant holds."""
    match node:
        case ir.Less():
            return ((value + 1, 10**30),)
        case ir.LessEqual():
            return ((value, 10**30),)
        case ir.Equal():
            return ((value, value),)


def _true(node: ir.Less | ir.LessEqual | ir.Equal, left: int, right: int) -> bool:
    match node:
        case ir.Less():
            return left < right
        case ir.LessEqual():
            return left <= right
        case ir.Equal():
            return left == right


def _divided(spans: Spans, factor: int) -> Spans:
    """Give the values whose product with a factor is in the spans."""
    found = []
    for low, high in spans:
        if factor < 0:
            low, high = -high, -low
        size = abs(factor)
        first, last = -(-low // size), high // size
        if first <= last:
            found.append((first, last))
    return tuple(sorted(found))
