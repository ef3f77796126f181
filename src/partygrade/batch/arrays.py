"""A program over arrays of numpy: every node is an array with a value for each row, held as narrow as its range allows.

Whole numbers wrap in silence, so that sums, products and differences come out right, whatever happens on the way, if
what comes out lies in range; the compiler proves that it does. Nothing is chosen row by row, which is slow: the number
that a condition is, 0 or 1, is multiplied.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, assert_never

import numpy as np
import numpy.typing as npt

from partygrade import ir
from partygrade.batch.settle import Range, Settled
from partygrade.exact import Mode

Array = npt.NDArray[Any]

INTEGERS: Mapping[int, type[np.signedinteger[Any]]] = {8: np.int8, 16: np.int16, 32: np.int32, 64: np.int64}
"""The types of whole numbers by their bits, the narrowest first."""

np.empty(2**25 - 2**16, np.uint8)
# Memory that goes back to the system comes again page by page, which takes longer than a sum. Of what is smaller than
# the largest block that ever went back, the allocator of Linux keeps some for the next array.

_EPOCH = 719163
"""The ordinal of 1 January 1970."""

_LAST = 3652059
"""The ordinal of 31 December 9999."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a column holds, and where it is known, None where it is everywhere; what is not known is any value."""

    values: Array
    known: Array | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """The rows that a program is worked out for: the leaves by their input, and the grades that quotas gave."""

    rows: int
    facts: Mapping[int, Leaf]
    quota: Leaf | None = None


_Values = list[Any]
"""The values of the nodes: arrays, of a constant the value itself, and None of what is needed no more."""

_Step = Callable[[_Values, Given], Any]


class Arrays:
    """A settled program made ready to be worked out, for any number of rows.

    `facts` are the inputs that it looks at; those below zero are given nodes, as in `Settled`.
    """

    def __init__(self, settled: Settled, wanted: Sequence[int]) -> None:
        self._nodes, self._ranges = settled.nodes, settled.ranges
        self._widths = [_width(node, found) for node, found in zip(settled.nodes, settled.ranges, strict=True)]
        self._wanted = [settled.numbers[number] for number in wanted]
        last = self._last_uses()
        used = [(number, node) for number, node in enumerate(self._nodes) if last[number] >= 0]
        self.facts = sorted({node.index for _, node in used if isinstance(node, ir.Fact | ir.Known)})
        self._steps = [
            (number, self._step(number, node), [n for n in {*ir.operands(node)} if last[n] == number])
            for number, node in used
        ]

    def over(self, given: Given) -> list[Array]:
        """Give the wanted nodes: flags as `bool`, all else as `int64`."""
        values: _Values = [None] * len(self._nodes)
        for number, step, done in self._steps:
            values[number] = step(values, given)
            for n in done:
                values[n] = None
        return [_handed_out(values[number], given.rows) for number in self._wanted]

    def _last_uses(self) -> list[int]:
        """Give for each node the last one that rests on it, -1 where none does; what is wanted stays to the end."""
        last = [-1] * len(self._nodes)
        for number in self._wanted:
            last[number] = len(self._nodes)
        for number in range(len(self._nodes) - 1, -1, -1):
            if last[number] >= 0:
                for operand in ir.operands(self._nodes[number]):
                    last[operand] = max(last[operand], number)
        return last

    def _step(self, number: int, node: ir.Node) -> _Step:
        """Say how a node is worked out."""
        width = self._widths[number]
        match node:
            case ir.Literal():
                constant = node.value if width else bool(node.value)
                return lambda v, given: constant
            case ir.Fact():
                return lambda v, given: _fact(given.facts[node.index], node.absent, width)
            case ir.Known():
                return lambda v, given: _known(given.facts[node.index])
            case ir.Add():
                return self._sum(node.operands, width)
            case ir.Scale():
                return lambda v, given: sized(v[node.operand], width) * sized(node.factor, width)
            case ir.Multiply():
                return lambda v, given: sized(v[node.left], width) * sized(v[node.right], width)
            case ir.Minimum() | ir.Maximum():
                least = isinstance(node, ir.Minimum)
                return self._extreme(node.operands, np.minimum if least else np.maximum, width)
            case ir.Round():
                return self._rounding(node, width)
            case ir.Quotient():
                return lambda v, given: _quotient(node, v)
            case ir.Less():
                return self._compared(node.left, node.right, operator.lt)
            case ir.LessEqual():
                return self._compared(node.left, node.right, operator.le)
            case ir.Equal():
                return self._compared(node.left, node.right, operator.eq)
            case ir.And():
                return lambda v, given: reduce(operator.and_, [v[n] for n in node.operands])
            case ir.Or():
                return lambda v, given: reduce(operator.or_, [v[n] for n in node.operands])
            case ir.Not():
                return lambda v, given: np.logical_not(v[node.operand])
            case ir.If():
                return lambda v, given: chosen(v[node.condition], v[node.then], v[node.otherwise], width)
            case ir.Quota():
                return lambda v, given: _moved(given.quota, v[node.operand], width)
            case ir.Months():
                return lambda v, given: _months(sized(v[node.early], 64), sized(v[node.late], 64))
            case ir.Later():
                return lambda v, given: _later(sized(v[node.operand], 64), node.months, node.days)
            case ir.Year():
                return lambda v, given: _date(v[node.operand]).astype("M8[Y]").astype(np.int64) + 1970
            case ir.Aggregate() | ir.Across():
                raise AssertionError("a settled program has none")
            case _:
                assert_never(node)

    def _sum(self, operands: Sequence[int], width: int) -> _Step:
        """Add up, the narrow ones first, no wider than the sum so far can be."""
        ordered = sorted(operands, key=lambda n: (isinstance(self._nodes[n], ir.Literal), self._widths[n]))
        reach, widths = 0, list[int]()
        for n in ordered:
            reach += max(map(abs, self._ranges[n]))
            widths.append(min(max(self._widths[n], bits(reach)), width))
        first, rest = ordered[0], list(zip(ordered, widths, strict=True))[1:]

        def total(v: _Values, given: Given) -> Any:
            out = v[first]
            for n, wide in rest:
                out = sized(out, wide) + sized(v[n], wide)
            return sized(out, width)

        return total

    def _extreme(self, operands: Sequence[int], better: Callable[[Any, Any], Any], width: int) -> _Step:
        wide = max(self._widths[n] for n in operands)
        # What is no array stands last.
        ordered = sorted(operands, key=lambda n: isinstance(self._nodes[n], ir.Literal))
        return lambda v, given: sized(reduce(better, [sized(v[n], wide) for n in ordered]), width)

    def _compared(self, left: int, right: int, compare: Callable[[Any, Any], Any]) -> _Step:
        wide = max(self._widths[left], self._widths[right])
        if not wide:
            return lambda v, given: compare(v[left], v[right])
        return lambda v, given: compare(sized(v[left], wide), sized(v[right], wide))

    def _rounding(self, node: ir.Round, width: int) -> _Step:
        wide = bits(max(map(abs, self._ranges[node.operand])) + node.divisor)
        return lambda v, given: sized(_by_constant(sized(v[node.operand], wide), node.divisor, node.mode), width)


def _width(node: ir.Node, found: Range) -> int:
    """Give how many bits the values of a node take, 0 for flags and labels."""
    match node:
        case _ if isinstance(node.type, ir.Flag | ir.Label):
            return 0
        case ir.Quotient() | ir.Months() | ir.Later() | ir.Year():
            return 64
        case _:
            return bits(max(map(abs, found)))


def bits(reach: int) -> int:
    """Give the least width, a number of bits, that holds a number, whatever its sign."""
    return next((width for width in INTEGERS if reach < 2 ** (width - 1)), 64)


def sized(value: Any, width: int) -> Any:
    """Hold whole numbers in so many bits; what does not fit wraps."""
    if isinstance(value, np.ndarray):
        return value.astype(INTEGERS[width], copy=False)
    half = 1 << width - 1
    return (value + half) % (2 * half) - half


def _handed_out(value: Any, rows: int) -> Array:
    if not isinstance(value, np.ndarray):
        return np.full(rows, value, dtype=bool if isinstance(value, bool) else np.int64)
    handed: Array = value if value.dtype == bool else value.astype(np.int64, copy=False)
    return handed


# Leaves.


def _fact(leaf: Leaf, absent: int | None, width: int) -> Any:
    values = sized(leaf.values, width) if width else leaf.values
    if leaf.known is None or absent is None:
        return values
    return chosen(leaf.known, values, absent if width else bool(absent), width)


def _known(leaf: Leaf) -> Array:
    return np.ones(len(leaf.values), dtype=bool) if leaf.known is None else leaf.known


def _moved(quota: Leaf | None, value: Any, width: int) -> Any:
    assert quota is not None
    return quota.values if quota.known is None else chosen(quota.known, quota.values, value, width)


# Choices and divisions.


def chosen(condition: Any, then: Any, otherwise: Any, width: int) -> Any:
    """Give the one where the condition holds and the other where not; flags where there is no width."""
    if not width:
        return (condition & then) | (np.logical_not(condition) & otherwise)
    low = sized(otherwise, width)
    return sized(condition.view(np.int8), width) * sized(sized(then, width) - low, width) + low


def _by_constant(above: Any, divisor: int, mode: Mode) -> Any:
    """Give `exact.divide` by a positive constant: what is added makes the floor the right one."""
    half = divisor // 2
    match mode:
        case _ if divisor == 1:
            return above
        case "down":
            return above // divisor
        case "up":
            return (above + (divisor - 1)) // divisor
        case "half_up":
            # Away from zero: of a negative number the half goes down.
            return (above + half if divisor % 2 else above + half - (above < 0)) // divisor
        case "half_even":
            return (above + half if divisor % 2 else above + (half - 1) + above // divisor % 2) // divisor
        case _:
            assert_never(mode)


def _quotient(node: ir.Quotient, v: _Values) -> Any:
    """Give `exact.divide`, and where the denominator is 0 what stands for it."""
    above, below = sized(v[node.numerator], 64), np.asarray(sized(v[node.denominator], 64))
    nothing = below == 0
    safe = below + nothing
    above, safe = np.where(safe < 0, -above, above), np.abs(safe)
    found = _by_array(above, safe, node.mode)
    return np.where(nothing, v[node.empty], found)


def _by_array(above: Any, below: Array, mode: Mode) -> Any:
    """Take the floor, and one more where the rest asks for it."""
    floor = above // below
    twice = 2 * (above - floor * below)
    match mode:
        case "down":
            return floor
        case "up":
            return floor + (twice > 0)
        case "half_up":
            return floor + ((twice > below) | (twice == below) & (above >= 0))
        case "half_even":
            return floor + ((twice > below) | (twice == below) & (floor % 2 == 1))
        case _:
            assert_never(mode)


# Days.


def _date(ordinal: Any) -> Any:
    return (np.asarray(ordinal, dtype=np.int64) - _EPOCH).astype("M8[D]")


def _ordinal(date: Any) -> Any:
    return date.astype("M8[D]").astype(np.int64) + _EPOCH


def _months(early: Any, late: Any) -> Any:
    """Give the whole months between two days, as `evaluate.months` does."""
    first, last = _date(early).astype("M8[M]"), _date(late).astype("M8[M]")
    early_day, late_day = early - _ordinal(first), late - _ordinal(last)
    whole = (early_day <= late_day) | (late == _ordinal(last + 1) - 1)
    return (last - first).astype(np.int64) - ~whole


def _later(day: Any, months: int, days: int) -> Any:
    """Give the day so many months and days later, as `evaluate.later` does."""
    month = _date(day).astype("M8[M]")
    later = month + months
    held = np.minimum(_ordinal(later) + (day - _ordinal(month)), _ordinal(later + 1) - 1)
    return np.minimum(held + days, _LAST)
