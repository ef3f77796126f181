"""Records and cohorts for any scheme, drawn where mistakes live: at the cuts.

A cut is a value at which something changes: a figure that a fact is compared with, an end of its range, the least
amount of a discretionary one, the bound of a band. Values stand at a cut, one step under and one step over it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any, assert_never

from hypothesis import strategies as st

from partygrade import exact, ir
from partygrade.api import Scheme
from partygrade.evaluate import Value
from partygrade.generate import generate

Record = dict[str, Any]

_WORDS = ("东乡", "西乡", "南乡")
_DAYS = tuple(date(year, 2, 28).toordinal() for year in (2015, 2017, 2024))
_FEW = 6
_LEFT_OUT = object()
_NOTHING = [_LEFT_OUT, _LEFT_OUT, None, _LEFT_OUT, "", " "]
_WIDEST = 3
"""A comparison of more facts than these is left to the walk towards the bounds."""


def records(scheme: Scheme) -> st.SearchStrategy[Record]:
    """Draw records without faults; about half of them score at a bound of a band, or next to one.

    Facts that may be missing are given or not, and numbers are ints, decimals, floats or text.
    """
    plan = _Plan(scheme)
    return st.one_of(_spelt(plan, _held(plan)), _spelt(plan, _near(plan)))


def records_near_cuts(scheme: Scheme) -> st.SearchStrategy[Record]:
    """Draw records whose score is at a bound of a band, just under or just over, as near as the facts can bring it."""
    plan = _Plan(scheme)
    return _spelt(plan, _near(plan))


def cohorts(scheme: Scheme, min_size: int = 0, max_size: int = 12) -> st.SearchStrategy[list[Record]]:
    """Draw cohorts with ids; several organisations often have the same facts, and so tie."""
    return _cohort(records(scheme), min_size, max_size)


@st.composite
def _cohort(draw: st.DrawFn, one: st.SearchStrategy[Record], min_size: int, max_size: int) -> list[Record]:
    kinds = draw(st.lists(one, min_size=1, max_size=5))
    picks = draw(st.lists(st.sampled_from(range(len(kinds))), min_size=min_size, max_size=max_size))
    return [{**kinds[pick], "id": f"o{number}"} for number, pick in enumerate(picks, start=1)]


# What can be drawn for each input.


@dataclass(frozen=True, slots=True)
class _Column:
    """One input: values at its cuts and a few others, the value in a dull record, and how many steps its range has."""

    item: ir.Input
    pool: tuple[Value, ...]
    usual: Value
    steps: int = 0


def _at(item: ir.Input, step: int) -> int:
    """Give the held value so many steps up; an amount jumps from 0 to its least."""
    assert isinstance(item.type, ir.Number)
    if item.gap:
        return item.gap + (step - 1) * item.step if step else 0
    return item.type.low + step * item.step


class _Plan:
    """What the strategies of a scheme share."""

    def __init__(self, scheme: Scheme) -> None:
        self.program = scheme.program
        found = cuts(self.program)
        self.columns = tuple(_column(item, near) for item, near in zip(self.program.inputs, found, strict=True))
        self.targets = _targets(self.program)
        self.movable = _movable(self.program)
        self._run = generate(self.program, (self.program.band_on or 0,))

    def score(self, values: Sequence[Value]) -> int:
        """Give what the bounds are compared with."""
        filled = [c.item.default if v is None else v for c, v in zip(self.columns, values, strict=True)]
        return self._run(tuple(filled))[0]


def _column(item: ir.Input, near: tuple[int, ...]) -> _Column:
    steps = 0
    usual: Value
    match item.type:
        case ir.Number():
            steps = (item.type.high - (item.gap or item.type.low)) // item.step + (1 if item.gap else 0)
            spread = (*range(min(steps, _FEW)), *(steps * n // _FEW for n in range(_FEW)), steps)
            pool: list[Value] = [*near, *(_at(item, step) for step in spread)]
            usual = _at(item, 0 if item.better == "down" or item.gap else steps)
        case ir.Flag():
            pool, usual = [False, True], item.better == "up"
        case ir.Choice():
            pool, usual = list(range(len(item.type.options))), 0
        case ir.Rank():
            pool, usual = list(range(len(item.type.ladder))), len(item.type.ladder) - 1
        case ir.Day():
            pool, usual = [*near, *_DAYS], _DAYS[0]
        case ir.Label():
            pool, usual = list(_WORDS), _WORDS[0]
        case ir.Panel() | ir.Events():
            raise AssertionError(item)
        case _:
            assert_never(item.type)
    if item.optional or item.default is not None:
        # A third of the draws give nothing.
        pool, usual = [*[None] * (len(pool) // 2 + 1), *pool], None
    return _Column(item, tuple(pool), usual, steps)


# The cuts of a program.

_Target = tuple[int, bool]
"""A figure that the score is to reach, or to come near to: from above, or else from below."""
_Linear = tuple[Fraction, dict[int, Fraction]]
"""A constant, and by input the factor of its value."""


def cuts(program: ir.Program) -> tuple[tuple[int, ...], ...]:
    """List for each input the held values at, just under and just over every figure it meets, and at its ends."""
    found: list[set[Fraction]] = [set() for _ in program.inputs]
    forms = _linear_forms(program)
    for node in program.nodes:
        for left, right in _compared(node):
            difference = _sum([forms[left], _times(forms[right], Fraction(-1))])
            if difference is not None and len(difference[1]) <= _WIDEST:
                for index, figure in _roots(program, difference):
                    found[index].add(figure)
    return tuple(_on_grid(item, figures) for item, figures in zip(program.inputs, found, strict=True))


def _compared(node: ir.Node) -> list[tuple[int, int]]:
    match node:
        case ir.Less() | ir.LessEqual() | ir.Equal():
            return [(node.left, node.right)]
        case ir.Minimum() | ir.Maximum():
            return list(zip(node.operands, node.operands[1:], strict=False))
        case _:
            return []


def _linear_forms(program: ir.Program) -> list[_Linear | None]:
    forms: list[_Linear | None] = []
    for node in program.nodes:
        match node:
            case ir.Literal():
                forms.append((Fraction(node.value), {}))
            case ir.Fact():
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


def _roots(program: ir.Program, difference: _Linear) -> list[tuple[int, Fraction]]:
    """Give for each input the value at which both sides are equal, the other inputs being at their default, or 0."""
    constant, factors = difference
    usual = {index: default for index in factors if isinstance(default := program.inputs[index].default, int)}
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


def _targets(program: ir.Program) -> tuple[_Target, ...]:
    """List every bound, with the figures just under and just over it, in units of what the bounds are compared with."""
    if program.band_on is None:
        return ()
    out: list[_Target] = []
    on = program.nodes[program.band_on].type
    for bound in (program.nodes[grade.bound] for grade in program.grades if grade.bound is not None):
        if isinstance(bound, ir.Literal) and isinstance(bound.type, ir.Number) and isinstance(on, ir.Number):
            figure = Fraction(bound.value * 10**on.scale, 10**bound.type.scale)
            out += [(ceil(figure), False), (ceil(figure) - 1, False), (floor(figure) + 1, True)]
    return tuple(out)


def _movable(program: ir.Program) -> tuple[int, ...]:
    """List the numeric inputs that what the bounds are compared with depends on."""
    if program.band_on is None:
        return ()
    needed, out = {program.band_on}, set[int]()
    for number in range(program.band_on, -1, -1):
        node = program.nodes[number]
        if number in needed:
            needed.update(ir.operands(node))
            if isinstance(node, ir.Fact) and isinstance(program.inputs[node.index].type, ir.Number):
                out.add(node.index)
    return tuple(sorted(out))


# Records, held as the program holds them.


@st.composite
def _held(draw: st.DrawFn, plan: _Plan) -> list[Value]:
    """Draw a few facts of a dull record, so that one can be seen at work; or, less often, every fact."""
    if draw(st.integers(0, 3)) == 3:
        return [column.pool[draw(st.integers(0, len(column.pool) - 1))] for column in plan.columns]
    values = [column.usual for column in plan.columns]
    if values:
        for index in draw(st.lists(st.integers(0, len(values) - 1), max_size=_FEW, unique=True)):
            column = plan.columns[index]
            anywhere = column.steps > len(column.pool) and draw(st.integers(0, 3)) == 3
            place = draw(st.integers(0, column.steps if anywhere else len(column.pool) - 1))
            values[index] = _at(column.item, place) if anywhere else column.pool[place]
    return values


@st.composite
def _near(draw: st.DrawFn, plan: _Plan) -> list[Value]:
    values = draw(_held(plan))
    if not plan.targets or not plan.movable:
        return values
    target = draw(st.sampled_from(plan.targets))
    first = draw(st.integers(0, len(plan.movable) - 1))
    for index in (*plan.movable[first:], *plan.movable[:first]):
        if plan.score(values) == target[0]:
            break
        _walk(plan, values, index, target)
    return values


def _walk(plan: _Plan, values: list[Value], index: int, target: _Target) -> None:
    """Set one fact so that the score comes as near to the target as this fact can bring it, from the target's side."""
    column = plan.columns[index]

    def score(step: int) -> int:
        values[index] = _at(column.item, step)
        return plan.score(values)

    before, now = values[index], abs(plan.score(values) - target[0])
    low, high = (0, column.steps) if score(0) <= score(column.steps) else (column.steps, 0)
    if score(low) <= target[0] <= score(high):
        values[index] = _at(column.item, _between(score, low, high, target))
    else:
        best = min((low, high), key=lambda step: abs(score(step) - target[0]))
        values[index] = _at(column.item, best) if abs(score(best) - target[0]) < now else before


def _between(score: Callable[[int], int], low: int, high: int, target: _Target) -> int:
    """Halve the steps between one that scores at most the target and one that scores at least as much."""
    while abs(high - low) > 1:
        middle = (low + high) // 2
        found = score(middle)
        if found == target[0]:
            return middle
        low, high = (middle, high) if found < target[0] else (low, middle)
    if score(low) == target[0]:
        return low
    return high if target[1] or score(high) == target[0] else low


# Spelling.


@st.composite
def _spelt(draw: st.DrawFn, plan: _Plan, held: st.SearchStrategy[list[Value]]) -> Record:
    """Write the facts down; the style 0 writes every one in the plainest way."""
    style = draw(st.integers(0, 99))
    record: Record = {}
    for number, (column, value) in enumerate(zip(plan.columns, draw(held), strict=True), start=1):
        ways = _NOTHING if value is None else spellings(column.item, value)
        way = ways[style * number % len(ways)]
        if way is not _LEFT_OUT:
            record[column.item.origin.id] = way
    return record


def spellings(item: ir.Input, value: int | str) -> list[object]:
    """List the ways to write a held value in a record, the plainest first."""
    match item.type:
        case ir.Number():
            return _numbers(item.type, int(value))
        case ir.Flag():
            return [bool(value), *(word for word, truth in item.words if truth == value)]
        case ir.Choice() | ir.Rank():
            options = item.type.options if isinstance(item.type, ir.Choice) else item.type.ladder
            return [options[int(value)], *(word for word, place in item.words if place == value)]
        case ir.Day():
            day = date.fromordinal(int(value))
            return [day, day.isoformat()]
        case _:
            return [value, f"\u3000{value}", f" {value}\t"]


def _numbers(kind: ir.Number, value: int) -> list[object]:
    text = exact.text(value, kind.scale)
    plain: list[object] = [int(text)] if "." not in text else []
    out = [*plain, Decimal(text), text, f" {text} ", Decimal(f"{text}.000" if plain else f"{text}00")]
    if Decimal(repr(float(text))) == Decimal(text):
        out.append(float(text))
    return [*out, f"{text}%"] if kind.unit == ir.PERCENT else out
