"""The values of inputs at which something changes.

A cut is a figure that a fact is compared with, an end of its range, or the least amount of a discretionary one. Values
stand at a cut, one step under and one step over it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from partygrade import ir

_WIDEST = 3
"""A comparison of more facts than these has no cut of its own."""

_Linear = tuple[Fraction, dict[int, Fraction]]
"""A constant, and by input the factor of its value."""


def cuts(program: ir.Program) -> tuple[tuple[int, ...], ...]:
    """List for each input the held values at, just under and just over every figure it meets, and at its ends."""
    return cuts_among(program.nodes, program.inputs)


def cuts_among(nodes: Sequence[ir.Node], inputs: Sequence[ir.Input]) -> tuple[tuple[int, ...], ...]:
    """List the cuts of inputs by the nodes that compare them."""
    found: list[set[Fraction]] = [set() for _ in inputs]
    forms = _linear_forms(nodes, len(inputs))
    for node in nodes:
        for left, right in _compared(node):
            difference = _sum([forms[left], _times(forms[right], Fraction(-1))])
            if difference is not None and len(difference[1]) <= _WIDEST:
                for index, figure in _roots(inputs, difference):
                    found[index].add(figure)
    return tuple(_on_grid(item, figures) for item, figures in zip(inputs, found, strict=True))


def _compared(node: ir.Node) -> list[tuple[int, int]]:
    match node:
        case ir.Less() | ir.LessEqual() | ir.Equal():
            return [(node.left, node.right)]
        case ir.Minimum() | ir.Maximum():
            return list(zip(node.operands, node.operands[1:], strict=False))
        case _:
            return []


def _linear_forms(nodes: Sequence[ir.Node], inputs: int) -> list[_Linear | None]:
    forms: list[_Linear | None] = []
    for node in nodes:
        match node:
            case ir.Literal():
                forms.append((Fraction(node.value), {}))
            case ir.Fact() if node.index < inputs:
                forms.append((Fraction(0), {node.index: Fraction(1)}))
            case ir.Add():
                forms.append(_sum([forms[n] for n in node.operands]))
            case ir.Scale():
                forms.append(_times(forms[node.operand], Fraction(node.factor)))
            case ir.Round():
                forms.append(_times(forms[node.operand], Fraction(1, node.divisor)))
            case _:
                forms.append(None)
    return forms


def _sum(forms: Sequence[_Linear | None]) -> _Linear | None:
    constant, factors = Fraction(0), dict[int, Fraction]()
    for form in forms:
        if form is None:
            return None
        constant += form[0]
        for index, factor in form[1].items():
            factors[index] = factors.get(index, Fraction(0)) + factor
    return constant, factors


def _times(form: _Linear | None, factor: Fraction) -> _Linear | None:
    return None if form is None else (form[0] * factor, {index: one * factor for index, one in form[1].items()})


def _roots(inputs: Sequence[ir.Input], difference: _Linear) -> list[tuple[int, Fraction]]:
    """Give for each input the value at which both sides are equal, the other inputs being at their default, or 0."""
    constant, factors = difference
    usual = {index: default for index in factors if isinstance(default := inputs[index].default, int)}
    at_usual = constant + sum(factors[index] * value for index, value in usual.items())
    return [(index, usual.get(index, 0) - at_usual / factor) for index, factor in factors.items() if factor]


def _on_grid(item: ir.Input, figures: set[Fraction]) -> tuple[int, ...]:
    """Bring figures to values that the input can have, and add its ends."""
    if isinstance(item.type, ir.Day):
        return tuple(sorted({day for f in figures for day in _beside(f) if item.type.low <= day <= item.type.high}))
    if not isinstance(item.type, ir.Number):
        return ()
    low, high = item.type.low, item.type.high
    top = low + (high - low) // item.step * item.step
    wanted = {low, low + item.step, item.gap, item.gap + item.step, top - item.step, top}
    wanted |= {low + n * item.step for f in figures for n in _beside((f - low) / item.step)}
    return tuple(sorted(v for v in wanted if low <= v <= high and not 0 < v < item.gap and (v - low) % item.step == 0))


def _beside(figure: Fraction) -> set[int]:
    return {ceil(figure) - 1, floor(figure), ceil(figure), floor(figure) + 1}
