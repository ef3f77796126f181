"""Whether a grade can come out under some conditions: a search that stops at the first way in which it can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from partygrade import ir
from partygrade.boxes import Box, Boxes, TooMany, both

_MOST_STEPS = 5_000
"""After so many steps every value is worked out instead."""


def reachable(boxes: Boxes, node: int, low: int, high: int, box: Box) -> bool:
    """Say whether a grade may lie between two ranks, both inclusive, somewhere in a box.

    Raises:
        TooMany: if there are too many ways to look at.
    """
    if low > high:
        return False
    try:
        return next(_Search(boxes).ways(node, low, high, box), None) is not None
    except TooMany:
        found = boxes.values(node)
        return any(low <= rank <= high and both(one, box) is not None for one, rank in found)


@dataclass(slots=True)
class _Search:
    boxes: Boxes
    steps: int = 0

    def ways(self, number: int, low: int, high: int, box: Box) -> Iterator[tuple[Box, int]]:
        """List boxes inside a box in which a node has a value between two, each with the value, as they are found."""
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise TooMany
        node = self.boxes.program.nodes[number]
        match node:
            case ir.Quota():
                yield from self.ways(node.operand, low, high, box)
            case ir.If():
                for truth, branch in ((True, node.then), (False, node.otherwise)):
                    for one in self.boxes.holds(node.condition, truth):
                        if (inner := both(box, one)) is not None:
                            yield from self.ways(branch, low, high, inner)
            case ir.Minimum():
                yield from self.least(node.operands, low, high, box)
            case ir.Maximum():
                yield from self.greatest(node.operands, low, high, box)
            case ir.Add():
                yield from self.total(node.operands, low, high, box)
            case _:
                for one, value in self.boxes.values(number):
                    if low <= value <= high and (inner := both(box, one)) is not None:
                        yield inner, value

    def least(self, operands: Sequence[int], low: int, high: int, box: Box) -> Iterator[tuple[Box, int]]:
        """All are at least `low`, and one of them is at most `high`."""
        first, *rest = operands
        if not rest:
            yield from self.ways(first, low, high, box)
            return
        for inner, value in self.ways(first, low, _FAR, box):
            for found, other in self.least(rest, low, _FAR if value <= high else high, inner):
                yield found, min(value, other)

    def greatest(self, operands: Sequence[int], low: int, high: int, box: Box) -> Iterator[tuple[Box, int]]:
        """All are at most `high`, and one of them is at least `low`."""
        first, *rest = operands
        if not rest:
            yield from self.ways(first, low, high, box)
            return
        for inner, value in self.ways(first, -_FAR, high, box):
            for found, other in self.greatest(rest, -_FAR if value >= low else low, high, inner):
                yield found, max(value, other)

    def total(self, operands: Sequence[int], low: int, high: int, box: Box) -> Iterator[tuple[Box, int]]:
        first, *rest = operands
        if not rest:
            yield from self.ways(first, low, high, box)
            return
        for inner, value in self.ways(first, -_FAR, _FAR, box):
            for found, other in self.total(rest, low - value, high - value, inner):
                yield found, value + other


_FAR = 10**30
