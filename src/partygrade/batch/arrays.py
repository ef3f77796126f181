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
from partygrade.generate import define

Array = npt.NDArray[Any]

INTEGERS: Mapping[int, type[np.signedinteger[Any]]] = {8: np.int8, 16: np.int16, 32: np.int32, 64: np.int64}
"""The types of whole numbers by their bits, the narrowest first."""

# Memory that goes back to the system comes again page by page, which takes longer than a sum. Of what is smaller than
# the largest block that ever went back, the allocator of Linux keeps some for the next array.
np.empty(2**25 - 2**16, np.uint8)

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


class Arrays:
    """A settled program made into a function over arrays, for any number of rows.

    `facts` are the inputs that it looks at; those below zero are given nodes, as in `Settled`. `widths` are those of
    the wanted nodes: so many bits, or 0 for flags.
    """

    def __init__(self, settled: Settled, wanted: Sequence[int]) -> None:
        self._nodes, self._ranges = settled.nodes, settled.ranges
        self._widths = [_width(node, found) for node, found in zip(settled.nodes, settled.ranges, strict=True)]
        outputs = [settled.numbers[number] for number in wanted]
        self.widths = [self._widths[number] for number in outputs]
        last = self._last_uses(outputs)
        used = [(number, node) for number, node in enumerate(self._nodes) if last[number] >= 0]
        self.facts = sorted({node.index for _, node in used if isinstance(node, ir.Fact | ir.Known)})
        lines: list[str] = []
        for number, node in used:
            lines.append(f"v{number} = {self._text(number, node)}")
            lines += [f"del v{n}" for n in sorted({*ir.operands(node)}) if last[n] == number]
        found = ", ".join(f"v{number}" for number in outputs)
        self._run: Callable[[Given], Sequence[Any]] = define("run", "given", [*lines, f"return [{found}]"], _SCOPE)

    def over(self, given: Given) -> list[Array]:
        """Give the wanted nodes: flags as `bool`, all else as whole numbers of its width."""
        with np.errstate(all="ignore"):
            found = zip(self._run(given), self.widths, strict=True)
            return [_handed_out(value, width, given.rows) for value, width in found]

    def _last_uses(self, outputs: Sequence[int]) -> list[int]:
        """Give for each node the last one that rests on it, -1 where none does; what is wanted stays to the end."""
        last = [-1] * len(self._nodes)
        for number in outputs:
            last[number] = len(self._nodes)
        for number in range(len(self._nodes) - 1, -1, -1):
            if last[number] >= 0:
                for operand in ir.operands(self._nodes[number]):
                    last[operand] = max(last[operand], number)
        return last

    def _at(self, number: int, width: int) -> str:
        """Spell an operand, held in so many bits."""
        node = self._nodes[number]
        if isinstance(node, ir.Literal):
            return f"({sized(node.value, width)})" if width else str(bool(node.value))
        return f"v{number}" if width == self._widths[number] else f"v{number}.astype(i{width})"

    def _text(self, number: int, node: ir.Node) -> str:
        """Spell how a node is worked out."""
        width = self._widths[number]
        match node:
            case ir.Literal():
                return self._at(number, width)
            case ir.Fact():
                return f"fact(given.facts[{node.index}], {node.absent}, {width})"
            case ir.Known():
                return f"known(given.facts[{node.index}])"
            case ir.Add():
                return self._sum(node.operands, width)
            case ir.Scale():
                return f"{self._at(node.operand, width)} * ({sized(node.factor, width)})"
            case ir.Multiply():
                return f"{self._at(node.left, width)} * {self._at(node.right, width)}"
            case ir.Minimum():
                return self._extreme(node.operands, "least", width)
            case ir.Maximum():
                return self._extreme(node.operands, "greatest", width)
            case ir.Round():
                wide = bits(max(map(abs, self._ranges[node.operand])) + node.divisor)
                text = f"by_constant({self._at(node.operand, wide)}, {node.divisor}, {node.mode!r})"
                return _cast(text, wide, width)
            case ir.Quotient():
                parts = ", ".join(self._at(n, 64) for n in ir.operands(node))
                return f"quotient({parts}, {node.mode!r})"
            case ir.Less():
                return self._compared(node.left, node.right, "<")
            case ir.LessEqual():
                return self._compared(node.left, node.right, "<=")
            case ir.Equal():
                return self._compared(node.left, node.right, "==")
            case ir.And():
                return _call("both", [self._at(n, 0) for n in node.operands])
            case ir.Or():
                return _call("either", [self._at(n, 0) for n in node.operands])
            case ir.Not():
                return f"~{self._at(node.operand, 0)}"
            case ir.If():
                return self._choice(node, width)
            case ir.Quota():
                return f"moved(given.quota, {self._at(node.operand, width)}, {width})"
            case ir.Months():
                return f"months({self._at(node.early, 64)}, {self._at(node.late, 64)})"
            case ir.Later():
                return f"later({self._at(node.operand, 64)}, {node.months}, {node.days})"
            case ir.Year():
                return f"year({self._at(node.operand, 64)})"
            case ir.Aggregate() | ir.Across():
                raise AssertionError("a settled program has none")
            case _:
                assert_never(node)

    def _sum(self, operands: Sequence[int], width: int) -> str:
        """Add up, the narrow ones first, no wider than the sum so far can be."""
        first, *rest = sorted(operands, key=lambda n: (isinstance(self._nodes[n], ir.Literal), self._widths[n]))
        wide = min(self._widths[first], width)
        parts, reach = [self._at(first, wide)], max(map(abs, self._ranges[first]))
        for n in rest:
            reach += max(map(abs, self._ranges[n]))
            next_wide = min(max(self._widths[n], bits(reach)), width)
            if next_wide > wide:
                parts, wide = [_cast(_call("add", parts), wide, next_wide)], next_wide
            parts.append(self._at(n, wide))
        return _cast(_call("add", parts), wide, width)

    def _extreme(self, operands: Sequence[int], better: str, width: int) -> str:
        wide = max(self._widths[n] for n in operands)
        return _cast(_call(better, [self._at(n, wide) for n in operands]), wide, width)

    def _compared(self, left: int, right: int, sign: str) -> str:
        wide = max(self._widths[left], self._widths[right])
        return f"{self._at(left, wide)} {sign} {self._at(right, wide)}"

    def _choice(self, node: ir.If, width: int) -> str:
        """Spell what `chosen` does, shorter where constants allow it."""
        condition = self._at(node.condition, 0)
        then, otherwise = self._at(node.then, width), self._at(node.otherwise, width)
        if not width:
            return f"{condition} & {then} | ~{condition} & {otherwise}"
        one, two = self._nodes[node.then], self._nodes[node.otherwise]
        if isinstance(two, ir.Literal) and not two.value:
            return f"{condition}.astype(i{width}) * {then}"
        difference = f"({then} - {otherwise})"
        if isinstance(one, ir.Literal) and isinstance(two, ir.Literal):
            difference = f"({sized(one.value - two.value, width)})"
        return f"{condition}.astype(i{width}) * {difference} + {otherwise}"


def _cast(text: str, width: int, wide: int) -> str:
    return text if width == wide else f"({text}).astype(i{wide})"


def _call(name: str, parts: Sequence[str]) -> str:
    """Spell a function of any number of operands; a row of signs would be nested as deep as it is long."""
    return f"{name}({', '.join(parts)})" if len(parts) > 1 else parts[0]


def _over(join: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    return lambda *parts: reduce(join, parts)


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


def _handed_out(value: Any, width: int, rows: int) -> Array:
    if isinstance(value, np.ndarray):
        return value
    return np.full(rows, value, dtype=INTEGERS[width] if width else bool)


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
    if quota.known is None:
        return sized(quota.values, width)
    return chosen(quota.known, quota.values, value, width)


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


def _quotient(above: Any, below: Any, empty: Any, mode: Mode) -> Any:
    """Give `exact.divide`, and where the denominator is 0 what stands for it."""
    below = np.asarray(below)
    nothing = below == 0
    negative = below < 0
    found = _by_array(np.where(negative, -above, above), np.abs(below) + nothing, mode)
    return np.where(nothing, empty, found)


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


def _year(day: Any) -> Any:
    return _date(day).astype("M8[Y]").astype(np.int64) + 1970


_SCOPE = {
    **{f"i{width}": kind for width, kind in INTEGERS.items()},
    "add": _over(operator.add),
    "both": _over(operator.and_),
    "either": _over(operator.or_),
    "least": _over(np.minimum),
    "greatest": _over(np.maximum),
    "fact": _fact,
    "known": _known,
    "moved": _moved,
    "by_constant": _by_constant,
    "quotient": _quotient,
    "months": _months,
    "later": _later,
    "year": _year,
}
"""What the lines of a program use."""
