"""Which values a number can have: the steps in which it goes, worked out from the steps of the facts.

A grid is a start and a width, both in units of the node's scale; every value is the start and a multiple of the width.
It may have points that no value falls on: so what is off the grid cannot be, and what is on it may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from partygrade import ir


@dataclass(frozen=True, slots=True)
class Grid:
    """The values `start` + k × `width` for whole k; a constant has the width 0."""

    start: int
    width: int

    def has(self, value: int) -> bool:
        """Say whether a value is on the grid."""
        return value == self.start if not self.width else (value - self.start) % self.width == 0


ANY = Grid(0, 1)


def grids(program: ir.Program) -> list[Grid]:
    """Give the grid of every node."""
    found: list[Grid] = []
    for node in program.nodes:
        found.append(_grid(node, program, found))
    return found


def possible(program: ir.Program, node: int, values: tuple[Fraction, Fraction]) -> bool:
    """Say whether a number can lie strictly between two values."""
    kind = program.nodes[node].type
    if not isinstance(kind, ir.Number):
        return True
    grid = grids(program)[node]
    low, high = (value * int(10**kind.scale) for value in values)
    first = low.numerator // low.denominator + 1
    if grid.width:
        first += (grid.start - first) % grid.width
    else:
        first = grid.start if grid.start >= first else kind.high + 1
    return first < high and first <= kind.high


def _grid(node: ir.Node, program: ir.Program, found: list[Grid]) -> Grid:
    match node:
        case ir.Literal():
            return Grid(node.value, 0)
        case ir.Fact():
            return _of_fact(node, program)
        case ir.Add():
            parts = [found[operand] for operand in node.operands]
            return _reduced(sum(part.start for part in parts), gcd(*(part.width for part in parts)))
        case ir.Scale():
            part = found[node.operand]
            return _reduced(part.start * node.factor, abs(part.width * node.factor))
        case ir.Minimum() | ir.Maximum():
            return _either([found[operand] for operand in node.operands])
        case ir.If():
            return _either([found[node.then], found[node.otherwise]])
        case ir.Round():
            part = found[node.operand]
            whole = part.start % node.divisor == 0 and part.width % node.divisor == 0
            return Grid(part.start // node.divisor, part.width // node.divisor) if whole else ANY
        case _:
            return ANY


def _of_fact(node: ir.Fact, program: ir.Program) -> Grid:
    item = program.inputs[node.index]
    if not isinstance(item.type, ir.Number):
        return ANY
    grid = _reduced(item.type.low, item.step)
    return grid if node.absent is None else _either([grid, Grid(node.absent, 0)])


def _either(parts: list[Grid]) -> Grid:
    """Give the grid of what is on one of the grids."""
    start = parts[0].start
    return _reduced(start, gcd(*(part.width for part in parts), *(part.start - start for part in parts)))


def _reduced(start: int, width: int) -> Grid:
    return Grid(start % width if width else start, width)
