"""Makes IR nodes: shares equal ones, folds constants, and works out scale, range and unit of every number.

Complains of: a value that can reach 2^53, too many decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from partygrade import exact, ir
from partygrade.diagnostics import Diagnostic, Note, Text
from partygrade.evaluate import apply
from partygrade.exact import LIMIT, MAX_DIGITS, Mode
from partygrade.source import Place

FLAG = ir.Flag()


_FROM_OUTSIDE = (ir.Quota, ir.Aggregate, ir.Across)
"""Nodes that no constant operand settles."""

MAX_FAULTS = 100
"""After so many faults the rest of the scheme is not checked."""


class Enough(Exception):
    """The rest of the scheme is not worth checking."""


class Faults:
    """The faults found so far, each said once."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, Place, str], Diagnostic] = {}

    def add(
        self,
        code: str,
        place: Place,
        en: str,
        zh: str,
        help: Text | None = None,
        notes: tuple[Note, ...] = (),
    ) -> None:
        """Keep a fault."""
        self.keep(Diagnostic(code, Text(en, zh), place, help=help, notes=notes))

    def keep(self, fault: Diagnostic) -> None:
        """Keep a fault that another pass made.

        Raises:
            Enough: when there are many.
        """
        self.found.setdefault((fault.code, fault.place, fault.text.en), fault)
        if len(self.found) >= MAX_FAULTS:
            raise Enough

    def __len__(self) -> int:
        return len(self.found)


class Builder:
    """The nodes made so far. An operand of None is broken: what uses it is broken too, without a further message."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.nodes: list[ir.Node] = []
        self._index: dict[ir.Node, int] = {}

    def type(self, node: int) -> ir.Type:
        """Give the type of a node."""
        return self.nodes[node].type

    def number_type(self, node: int) -> ir.Number:
        """Give the type of a node that is known to be a number."""
        found = self.nodes[node].type
        assert isinstance(found, ir.Number)
        return found

    def constant(self, node: int | None) -> int | None:
        """Give the value of a literal, None for any other node."""
        found = None if node is None else self.nodes[node]
        return found.value if isinstance(found, ir.Literal) else None

    def emit(self, node: ir.Node, place: Place) -> int | None:
        """Add a node, or find its like; None where its value could grow too large."""
        known = self._index.get(node)
        if known is not None:
            return known
        operands = ir.operands(node)
        constants = {n: found.value for n in operands if isinstance(found := self.nodes[n], ir.Literal)}
        if operands and len(constants) == len(set(operands)) and not isinstance(node, _FROM_OUTSIDE):
            return self.emit(_tight(apply(node, constants, ()), node.type), place)
        if not self._fits(node, place):
            return None
        self.nodes.append(node)
        self._index[node] = len(self.nodes) - 1
        return len(self.nodes) - 1

    def _fits(self, node: ir.Node, place: Place) -> bool:
        found = node.type
        if not isinstance(found, ir.Number):
            return True
        largest = max(abs(found.low), abs(found.high))
        if isinstance(node, ir.Round):
            inner = self.number_type(node.operand)
            largest = max(largest, 2 * max(abs(inner.low), abs(inner.high)) + node.divisor)
        if isinstance(node, ir.Quotient):
            above, below = self.number_type(node.numerator), self.number_type(node.denominator)
            spread = max(abs(below.low), abs(below.high))
            largest = max(largest, 2 * max(abs(above.low), abs(above.high)) + spread)
        if largest < LIMIT and found.scale <= MAX_DIGITS:
            return True
        self.faults.add(
            "too-large",
            place,
            f"this can reach {exact.text(largest, found.scale)} in steps of 10^-{found.scale}: "
            "expected fewer than 2^53 steps",
            f"此处的值可达 {exact.text(largest, found.scale)}，步长 10^-{found.scale}：不得达到 2^53 步",
            help=Text("give the facts smaller ranges or fewer decimals", "请缩小事实的范围或减少小数位"),
        )
        return False

    # Constants and inputs.

    def literal(self, value: int, kind: ir.Type, place: Place) -> int:
        """Give a constant."""
        node = self.emit(ir.Literal(value, kind), place)
        assert node is not None
        return node

    def figure(self, value: Decimal | int, unit: str | None, place: Place) -> int | None:
        """Give a number as it is written."""
        scale = exact.decimals(value)
        whole = exact.scaled(value, scale)
        return self.emit(ir.Literal(whole, ir.Number(scale, whole, whole, unit)), place)

    def truth(self, value: bool, place: Place) -> int:
        """Give yes or no."""
        return self.literal(value, FLAG, place)

    # Numbers. All operands are numbers.

    def rescale(self, node: int | None, scale: int, place: Place) -> int | None:
        """Give the same number with more decimals."""
        if node is None:
            return None
        found = self.number_type(node)
        factor = 10 ** (scale - found.scale)
        if factor == 1:
            return node
        kind = ir.Number(scale, found.low * factor, found.high * factor, found.unit)
        literal = self.nodes[node]
        if isinstance(literal, ir.Literal):
            return self.emit(ir.Literal(literal.value * factor, kind), place)
        return self._scaled(node, factor, kind, place)

    def _scaled(self, node: int, factor: int, kind: ir.Number, place: Place) -> int | None:
        """Multiply by a whole number; a chain of such steps becomes one."""
        inner = self.nodes[node]
        if isinstance(inner, ir.Scale):
            node, factor = inner.operand, factor * inner.factor
        if factor == 1 and self.type(node) == kind:
            return node
        return self.emit(ir.Scale(node, factor, kind), place)

    def with_unit(self, node: int | None, unit: str | None, place: Place) -> int | None:
        """Give the same number in another unit; only the type changes."""
        if node is None:
            return None
        found = self.number_type(node)
        if found.unit == unit:
            return node
        kind = ir.Number(found.scale, found.low, found.high, unit)
        literal = self.nodes[node]
        if isinstance(literal, ir.Literal):
            return self.emit(ir.Literal(literal.value, kind), place)
        return self._scaled(node, 1, kind, place)

    def _aligned(self, nodes: Sequence[int | None], place: Place) -> list[int] | None:
        """Bring numbers to one scale."""
        if any(n is None for n in nodes):
            return None
        known = [n for n in nodes if n is not None]
        scale = max(self.number_type(n).scale for n in known)
        out = [self.rescale(n, scale, place) for n in known]
        return None if any(n is None for n in out) else [n for n in out if n is not None]

    def _unit(self, nodes: Sequence[int]) -> str | None:
        return next((unit for n in nodes if (unit := self.number_type(n).unit) is not None), None)

    def add(self, nodes: Sequence[int | None], place: Place) -> int | None:
        """Give the sum; zeros are left out."""
        found = self._aligned(nodes, place)
        if found is None:
            return None
        kept = [n for n in found if self.constant(n) != 0] or found[:1]
        if len(kept) == 1:
            return self.with_unit(kept[0], self._unit(found), place)
        kinds = [self.number_type(n) for n in kept]
        kind = ir.Number(kinds[0].scale, sum(k.low for k in kinds), sum(k.high for k in kinds), self._unit(found))
        return self.emit(ir.Add(tuple(kept), kind), place)

    def negative(self, node: int | None, place: Place) -> int | None:
        """Give the number with the other sign."""
        if node is None:
            return None
        found = self.number_type(node)
        return self._scaled(node, -1, ir.Number(found.scale, -found.high, -found.low, found.unit), place)

    def multiply(self, left: int | None, right: int | None, place: Place) -> int | None:
        """Give the exact product."""
        if left is None or right is None:
            return None
        if self.constant(left) is not None and self.constant(right) is None:
            left, right = right, left
        one, two = self.number_type(left), self.number_type(right)
        scale, unit = one.scale + two.scale, one.unit if one.unit is not None else two.unit
        factor = self.constant(right)
        if factor is None:
            ends = [a * b for a in (one.low, one.high) for b in (two.low, two.high)]
            return self.emit(ir.Multiply(left, right, ir.Number(scale, min(ends), max(ends), unit)), place)
        if factor == 0:
            return self.emit(ir.Literal(0, ir.Number(0, 0, 0, unit)), place)
        while scale and factor % 10 == 0 and scale > one.scale:
            factor, scale = factor // 10, scale - 1
        ends = [one.low * factor, one.high * factor]
        kind = ir.Number(scale, min(ends), max(ends), unit)
        if self.constant(left) is not None:
            return self.emit(_tight(ends[0], kind), place)
        return self._scaled(left, factor, kind, place)

    def extreme(self, nodes: Sequence[int | None], least: bool, place: Place) -> int | None:
        """Give the least or the greatest number."""
        found = self._aligned(nodes, place)
        if found is None:
            return None
        pick, unit = (min if least else max), self._unit(found)
        found = self._contenders(found, least)
        if len(found) == 1:
            return found[0]
        kinds = [self.number_type(n) for n in found]
        kind = ir.Number(kinds[0].scale, pick(k.low for k in kinds), pick(k.high for k in kinds), unit)
        node = ir.Minimum(tuple(found), kind) if least else ir.Maximum(tuple(found), kind)
        return self.emit(node, place)

    def extreme_of(self, nodes: Sequence[int | None], least: bool, place: Place) -> int | None:
        """Give the least or the greatest of values of one type that is no number: grades, dates, ordered choices."""
        known = [n for n in dict.fromkeys(nodes) if n is not None]
        if None in nodes or len(known) == 1:
            return None if None in nodes else known[0]
        kind, pick = self.type(known[0]), min if least else max
        days = [found for n in known if isinstance(found := self.type(n), ir.Day)]
        if days:
            kind = ir.Day(pick(day.low for day in days), pick(day.high for day in days))
        return self.emit((ir.Minimum if least else ir.Maximum)(tuple(known), kind), place)

    def _contenders(self, nodes: list[int], least: bool) -> list[int]:
        """Leave out what can never win, such as a ceiling that nothing reaches."""
        kinds = {n: self.number_type(n) for n in nodes}
        best = min(nodes, key=lambda n: kinds[n].high) if least else max(nodes, key=lambda n: kinds[n].low)
        limit = kinds[best].high if least else kinds[best].low
        return [n for n in kinds if n == best or (kinds[n].low < limit if least else kinds[n].high > limit)]

    def round(self, node: int | None, digits: int, mode: Mode, place: Place) -> int | None:
        """Give the number rounded to so many digits."""
        if node is None:
            return None
        found = self.number_type(node)
        if found.scale <= digits:
            return node
        divisor = 10 ** (found.scale - digits)
        low, high = exact.divide(found.low, divisor, mode), exact.divide(found.high, divisor, mode)
        return self.emit(ir.Round(node, divisor, mode, ir.Number(digits, low, high, found.unit)), place)

    def quotient(
        self, above: int | None, below: int | None, digits: int, mode: Mode, empty: int | None, place: Place
    ) -> int | None:
        """Give the rounded quotient; `empty` has at most so many digits, and is needed where `below` can be 0."""
        if above is None or below is None:
            return None
        one, two = self.number_type(above), self.number_type(below)
        power = digits + two.scale - one.scale
        above = self.rescale(above, one.scale + max(power, 0), place)
        below = self.rescale(below, two.scale + max(-power, 0), place)
        empty = self.rescale(empty if empty is not None else self.figure(0, None, place), digits, place)
        if above is None or below is None or empty is None:
            return None
        one, two, fallback = self.number_type(above), self.number_type(below), self.number_type(empty)
        ends = [exact.divide(a, b, mode) for a in (one.low, one.high) for b in _nonzero_ends(two)]
        kind = ir.Number(digits, min(*ends, fallback.low), max(*ends, fallback.high))
        return self.emit(ir.Quotient(above, below, mode, empty, kind), place)

    # Conditions.

    def compare(self, sign: str, left: int | None, right: int | None, place: Place) -> int | None:
        """Give a comparison of two values of one type."""
        if left is None or right is None:
            return None
        if isinstance(self.type(left), ir.Number):
            aligned = self._aligned([left, right], place)
            if aligned is None:
                return None
            left, right = aligned
        match sign:
            case "<":
                return self.emit(ir.Less(left, right), place)
            case "<=":
                return self.emit(ir.LessEqual(left, right), place)
            case ">":
                return self.emit(ir.Less(right, left), place)
            case ">=":
                return self.emit(ir.LessEqual(right, left), place)
            case "==":
                return self.emit(ir.Equal(left, right), place)
            case _:
                return self.negation(self.emit(ir.Equal(left, right), place), place)

    def negation(self, node: int | None, place: Place) -> int | None:
        """Say that the condition does not hold."""
        return None if node is None else self.emit(ir.Not(node), place)

    def all_of(self, nodes: Sequence[int | None], place: Place) -> int | None:
        """Say that every condition holds; constants are settled now."""
        return self._joined(nodes, place, neutral=True)

    def any_of(self, nodes: Sequence[int | None], place: Place) -> int | None:
        """Say that a condition holds; constants are settled now."""
        return self._joined(nodes, place, neutral=False)

    def _joined(self, nodes: Sequence[int | None], place: Place, neutral: bool) -> int | None:
        kept: list[int] = []
        for node in nodes:
            if node is None:
                return None
            value = self.constant(node)
            if value is None:
                kept.append(node)
            elif bool(value) is not neutral:
                return self.truth(not neutral, place)
        kept = list(dict.fromkeys(kept))
        if not kept:
            return self.truth(neutral, place)
        if len(kept) == 1:
            return kept[0]
        return self.emit(ir.And(tuple(kept)) if neutral else ir.Or(tuple(kept)), place)

    def choose(self, condition: int | None, then: int | None, otherwise: int | None, place: Place) -> int | None:
        """Give one of two values of one type; a constant condition is settled now."""
        if condition is None or then is None or otherwise is None:
            return None
        value = self.constant(condition)
        if value is not None:
            return then if value else otherwise
        if then == otherwise:
            return then
        kind = self.type(then)
        if isinstance(kind, ir.Number):
            aligned = self._aligned([then, otherwise], place)
            if aligned is None:
                return None
            then, otherwise = aligned
            one, two = self.number_type(then), self.number_type(otherwise)
            unit = one.unit if one.unit is not None else two.unit
            kind = ir.Number(one.scale, min(one.low, two.low), max(one.high, two.high), unit)
        elif isinstance(kind, ir.Day):
            other = self.type(otherwise)
            assert isinstance(other, ir.Day)
            kind = ir.Day(min(kind.low, other.low), max(kind.high, other.high))
        return self.emit(ir.If(condition, then, otherwise, kind), place)


def _tight(value: int, kind: ir.Type) -> ir.Literal:
    """Give a constant whose range is its value."""
    if isinstance(kind, ir.Number):
        kind = ir.Number(kind.scale, value, value, kind.unit)
    return ir.Literal(value, kind)


def _nonzero_ends(kind: ir.Number) -> list[int]:
    """List the denominators at which a quotient is greatest or least: the ends of the range, and the nearest to 0."""
    ends = [end for end in (kind.low, kind.high) if end]
    if kind.low <= 1 <= kind.high:
        ends.append(1)
    if kind.low <= -1 <= kind.high:
        ends.append(-1)
    return ends or [1]
