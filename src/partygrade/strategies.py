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

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partygrade import exact, ir
from partygrade.api import Scheme
from partygrade.cuts import cuts, cuts_among
from partygrade.evaluate import Event, Scalar, Value
from partygrade.generate import generate

Record = dict[str, Any]

_WORDS = ("东乡", "西乡", "南乡")
_DATES = ((1, 31), (2, 27), (2, 28), (3, 1), (8, 28))
_USUAL_YEAR = 2017

_FEW = 6
_EVENTS = 4
_LEFT_OUT = object()
_NOTHING = [_LEFT_OUT, _LEFT_OUT, None, _LEFT_OUT, "", " "]


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


def days(scheme: Scheme) -> st.SearchStrategy[date | None]:
    """Draw a day as of which to grade, on which the scheme is in force; None for a scheme that looks at no day."""
    if scheme.program.as_of is None:
        return st.none()
    first, last = scheme.in_force
    low, high = first or date.min, last or date.max
    found = [day for day in map(date.fromordinal, _days(scheme)) if low <= day <= high]
    return st.sampled_from(found or [day for day in (first, last) if day is not None])


def _days(scheme: Scheme) -> tuple[int, ...]:
    """List days about the time when a scheme is in force: whole months and years apart, and a day more or less."""
    first, last = scheme.in_force
    middle = min(_USUAL_YEAR if last is None else last.year, 9998)
    middle = max(middle, 2 if first is None else first.year)
    return tuple(date(year, *day).toordinal() for year in (middle - 1, middle, middle + 1) for day in _DATES)


def cohorts(scheme: Scheme, min_size: int = 0, max_size: int = 12) -> st.SearchStrategy[list[Record]]:
    """Draw cohorts with ids; several organisations often have the same facts, and so tie."""
    return _cohort(records(scheme), min_size, max_size)


@st.composite
def _cohort(draw: st.DrawFn, one: st.SearchStrategy[Record], min_size: int, max_size: int) -> list[Record]:
    kinds = draw(st.lists(one, min_size=1, max_size=5))
    picks = draw(st.lists(st.sampled_from(range(len(kinds))), min_size=min_size, max_size=max_size))
    return [{**kinds[pick], "id": f"o{number}"} for number, pick in enumerate(picks, start=1)]


def try_examples(
    see: Callable[[Any, date | None], None],
    drawn: st.SearchStrategy[Any],
    day: st.SearchStrategy[date | None],
    count: int,
) -> None:
    """Call a function with so many drawn values and days, the same every time.

    What it raises is raised, for the simplest values at which it does.
    """

    def once(value: Any, as_of: date | None) -> None:
        see(value, as_of)

    asked = settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )
    asked(given(drawn, day)(once))()


# What can be drawn for each input.


@dataclass(frozen=True, slots=True)
class _Column:
    """One input: values at its cuts and a few others, the value in a dull record, and how many steps its range has.

    A list has `fields` in place of a pool.
    """

    item: ir.Input
    pool: tuple[Scalar, ...]
    usual: Value
    steps: int = 0
    fields: tuple[_Column, ...] = ()


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
        pairs = enumerate(zip(self.program.inputs, found, strict=True))
        days = _days(scheme)
        self.columns = tuple(_column(item, near, days, _each(self.program, n)) for n, (item, near) in pairs)
        self.day = self.program.as_of
        self.targets = _targets(self.program)
        self.movable = _movable(self.program)
        across = any(isinstance(node, ir.Across) for node in self.program.nodes)
        self._run = generate(self.program, () if across else (self.program.band_on or 0,))

    def score(self, values: Sequence[Value]) -> int:
        """Give what the bounds are compared with."""
        filled = [c.item.default if v is None else v for c, v in zip(self.columns, values, strict=True)]
        return self._run(tuple(filled))[0]


def _each(program: ir.Program, index: int) -> list[ir.Each]:
    """List what is worked out for the events of an input."""
    return [node.each for node in program.nodes if isinstance(node, ir.Aggregate) and node.index == index]


def _column(item: ir.Input, near: tuple[int, ...], days: tuple[int, ...], each: Sequence[ir.Each] = ()) -> _Column:
    steps = 0
    usual: Scalar
    match item.type:
        case ir.Number():
            steps = (item.type.high - (item.gap or item.type.low)) // item.step + (1 if item.gap else 0)
            spread = (*range(min(steps, _FEW)), *(steps * n // _FEW for n in range(_FEW)), steps)
            pool: list[Scalar] = [*near, *(_at(item, step) for step in spread)]
            usual = _at(item, 0 if item.better == "down" or item.gap else steps)
        case ir.Flag():
            pool, usual = [False, True], item.better == "up"
        case ir.Choice():
            pool, usual = list(range(len(item.type.options))), 0
        case ir.Rank():
            pool, usual = list(range(len(item.type.ladder))), len(item.type.ladder) - 1
        case ir.Day():
            pool, usual = [*near, *days], days[0]
        case ir.Label():
            pool, usual = list(_WORDS), _WORDS[0]
        case ir.Panel() | ir.Events():
            return _list_column(item, item.type, days, each)
        case _:
            assert_never(item.type)
    if item.optional or item.default is not None:
        # A third of the draws give nothing.
        pool, usual = [*[None] * (len(pool) // 2 + 1), *pool], None
    return _Column(item, tuple(pool), usual, steps)


def _list_column(item: ir.Input, kind: ir.Panel | ir.Events, days: tuple[int, ...], each: Sequence[ir.Each]) -> _Column:
    fields = kind.fields if isinstance(kind, ir.Events) else (ir.Input(item.origin, kind.member, kind.step),)
    near: list[set[int]] = [set() for _ in fields]
    for one in each:
        for found, figures in zip(near, cuts_among(one.nodes, fields), strict=True):
            found.update(figures)
    columns = tuple(_column(field, tuple(sorted(found)), days) for field, found in zip(fields, near, strict=True))
    least = kind.least if isinstance(kind, ir.Panel) else 0
    first = columns[0].usual
    assert not isinstance(first, tuple)
    return _Column(item, (), ((first,),) * least, fields=columns)


# What the bounds of the grades ask for.

_Target = tuple[int, bool]
"""A figure that the score is to reach, or to come near to: from above, or else from below."""


def _targets(program: ir.Program) -> tuple[_Target, ...]:
    """List every bound, with the figures just under and just over it, in units of what the bounds are compared with.

    What the cohort gives cannot be aimed at.
    """
    if program.band_on is None or any(isinstance(node, ir.Across) for node in program.nodes):
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
        return [_any_of(draw, column) for column in plan.columns]
    values = [column.usual for column in plan.columns]
    if values:
        for index in draw(st.lists(st.integers(0, len(values) - 1), max_size=_FEW, unique=True)):
            column = plan.columns[index]
            if column.fields:
                values[index] = _listed(draw, column)
                continue
            anywhere = column.steps > len(column.pool) and draw(st.integers(0, 3)) == 3
            place = draw(st.integers(0, column.steps if anywhere else len(column.pool) - 1))
            values[index] = _at(column.item, place) if anywhere else column.pool[place]
    return values


def _any_of(draw: st.DrawFn, column: _Column) -> Value:
    return _listed(draw, column) if column.fields else column.pool[draw(st.integers(0, len(column.pool) - 1))]


def _listed(draw: st.DrawFn, column: _Column) -> tuple[Event, ...]:
    """Draw a few events, or now and then many; no two agree in the key."""
    kind = column.item.type
    assert isinstance(kind, ir.Panel | ir.Events)
    least = kind.least if isinstance(kind, ir.Panel) else 0
    many = draw(st.integers(0, 9)) == 9
    count = draw(st.integers(least, min(kind.most, least + (3 * _EVENTS if many else _EVENTS))))
    rows = [
        tuple(field.pool[draw(st.integers(0, len(field.pool) - 1))] for field in column.fields) for _ in range(count)
    ]
    rows = [tuple(_given(field, value) for field, value in zip(column.fields, row, strict=True)) for row in rows]
    if isinstance(kind, ir.Events) and kind.key:
        rows = list({tuple(row[n] for n in kind.key): row for row in rows}.values())
    return tuple(rows)


def _given(column: _Column, value: Scalar) -> Scalar:
    """Fill in the default: inside a list nothing tells apart what was given and what was not."""
    return column.item.default if value is None else value


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
        if number - 1 == plan.day:
            continue
        ways = _NOTHING if value is None else spellings(column.item, value)
        way = ways[style * number % len(ways)]
        if way is not _LEFT_OUT:
            record[column.item.origin.id] = way
    return record


def spellings(item: ir.Input, value: int | str | tuple[Event, ...]) -> list[object]:
    """List the ways to write a held value in a record, the plainest first."""
    if isinstance(value, tuple):
        return _lists(item, value)
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


def _lists(item: ir.Input, rows: tuple[Event, ...]) -> list[object]:
    """Spell a list; each of its values in the plainest way, or in the last."""
    match item.type:
        case ir.Panel(member=member):
            texts = [exact.text(int(row[0] or 0), member.scale) for row in rows]
            return [[Decimal(text) for text in texts], texts, "; ".join(texts), "、".join(texts)]
        case ir.Events(fields=fields):
            out: list[object] = [_events(fields, rows, 0), _events(fields, rows, -1)]
            return out if rows else [*out, _LEFT_OUT, None]
        case _:
            raise AssertionError(item)


def _events(fields: Sequence[ir.Input], rows: tuple[Event, ...], way: int) -> list[Record]:
    return [
        {
            field.origin.id: spellings(field, value)[way]
            for field, value in zip(fields, row, strict=True)
            if value is not None
        }
        for row in rows
    ]


def _numbers(kind: ir.Number, value: int) -> list[object]:
    text = exact.text(value, kind.scale)
    plain: list[object] = [int(text)] if "." not in text else []
    out = [*plain, Decimal(text), text, f" {text} ", Decimal(f"{text}.000" if plain else f"{text}00")]
    if Decimal(repr(float(text))) == Decimal(text):
        out.append(float(text))
    return [*out, f"{text}%"] if kind.unit == ir.PERCENT else out
