"""The definition: what a program means, one operator at a time, in plain Python integers."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import assert_never, cast

from partygrade import ir
from partygrade.exact import divide

Scalar = int | str | None
"""One value as it is held: an integer, the text of a `text` fact, or None for an unknown optional fact."""

Event = tuple[Scalar, ...]
"""One event, a value a field; a score of a panel is an event with one field."""

Value = Scalar | tuple[Event, ...]
"""One input as it is held: a single value, or a list of events."""


def apply(
    node: ir.Node,
    values: Sequence[int] | Mapping[int, int],
    facts: Sequence[Value],
    quota: int | None = None,
    across: Sequence[int] = (),
) -> int:
    """Give the value of one node, from the values of the nodes before it.

    A node of an event's own program may also be the text of a field, which is only compared with its like.
    """
    match node:
        case ir.Literal():
            return node.value
        case ir.Fact():
            fact = facts[node.index]
            if fact is None:
                assert node.absent is not None
                return node.absent
            return cast(int, fact)
        case ir.Known():
            return facts[node.index] is not None
        case ir.Add():
            return sum(values[n] for n in node.operands)
        case ir.Scale():
            return values[node.operand] * node.factor
        case ir.Multiply():
            return values[node.left] * values[node.right]
        case ir.Minimum():
            return min(values[n] for n in node.operands)
        case ir.Maximum():
            return max(values[n] for n in node.operands)
        case ir.Round():
            return divide(values[node.operand], node.divisor, node.mode)
        case ir.Quotient():
            below = values[node.denominator]
            return divide(values[node.numerator], below, node.mode) if below else values[node.empty]
        case ir.Less():
            return values[node.left] < values[node.right]
        case ir.LessEqual():
            return values[node.left] <= values[node.right]
        case ir.Equal():
            return values[node.left] == values[node.right]
        case ir.And():
            return all(values[n] for n in node.operands)
        case ir.Or():
            return any(values[n] for n in node.operands)
        case ir.Not():
            return not values[node.operand]
        case ir.If():
            return values[node.then] if values[node.condition] else values[node.otherwise]
        case ir.Months():
            return months(values[node.early], values[node.late])
        case ir.Later():
            return later(values[node.operand], node.months, node.days)
        case ir.Year():
            return date.fromordinal(values[node.operand]).year
        case ir.Aggregate():
            outer = tuple(values[n] for n in node.each.outer)
            events = cast(tuple[Event, ...], facts[node.index])
            return aggregate(node, events, outer, values[node.empty], partial(_each, node.each))
        case ir.Across():
            return across[node.index]
        case ir.Quota():
            return values[node.operand] if quota is None else quota
        case _:
            assert_never(node)


def evaluate(
    program: ir.Program, facts: Sequence[Value], quota: int | None = None, across: Sequence[int] = ()
) -> tuple[int, ...]:
    """Give the value of every node for the facts of one organisation.

    `facts` holds one value an input. `quota` is the grade that the cohort's quotas gave, if they
    moved the organisation; `across` are the values of the `Across` nodes, which the cohort gives.
    """
    values: list[int] = []
    for node in program.nodes:
        values.append(apply(node, values, facts, quota, across))
    return tuple(values)


def _each(each: ir.Each, inputs: Sequence[Scalar]) -> tuple[int, ...]:
    """Give the value of every node of an event's program."""
    values: list[int] = []
    for node in each.nodes:
        values.append(apply(node, values, inputs))
    return tuple(values)


def months(early: int, late: int) -> int:
    """Give the whole months between two days, by their ordinals: the largest n such that `early` plus n is not after.

    A day that the month lacks becomes its last.
    """
    one, two = date.fromordinal(early), date.fromordinal(late)
    found = (two.year - one.year) * 12 + two.month - one.month
    last = monthrange(two.year, two.month)[1]
    return found if min(one.day, last) <= two.day else found - 1


def later(day: int, months: int, days: int) -> int:
    """Give the ordinal of the day so many months and days later; a day that the month lacks becomes its last."""
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        return date.max.toordinal()
    last = monthrange(year, month + 1)[1]
    return min(date(year, month + 1, min(start.day, last)).toordinal() + days, date.max.toordinal())


Work = Callable[[Sequence[Scalar]], Sequence[int]]
"""Gives the value of every node of an event's program from its inputs."""


def aggregate(node: ir.Aggregate, events: Sequence[Event], outer: tuple[int, ...], empty: int, work: Work) -> int:
    """Give what the values of the events come to; `work` is the event's program, however it is carried out."""
    kept, done = _kept(node, events, outer, work)
    values = [done[n][node.each.value] for n in kept]
    return _together(node.kind, [values[n] for n in _left(node, [done[n] for n in kept], values)], empty)


@dataclass(frozen=True, slots=True)
class Counted:
    """An event that counts: its position in the list, its value, and whether the value is `left`.

    It is not where another event of its matter has more, or where it is dropped.
    """

    position: int
    value: int
    left: bool


def counted(node: ir.Aggregate, values: Sequence[int], facts: Sequence[Value]) -> tuple[Counted, ...]:
    """List the events that an aggregate counts, in the order of the record, from the values of all nodes."""
    outer = tuple(values[n] for n in node.each.outer)
    kept, done = _kept(node, cast(tuple[Event, ...], facts[node.index]), outer, partial(_each, node.each))
    given = [done[n][node.each.value] for n in kept]
    left = set(_left(node, [done[n] for n in kept], given))
    found = (Counted(position, given[n], n in left) for n, position in enumerate(kept))
    return tuple(sorted(found, key=lambda one: one.position))


def _kept(
    node: ir.Aggregate, events: Sequence[Event], outer: tuple[int, ...], work: Work
) -> tuple[list[int], list[Sequence[int]]]:
    """Give the positions of the events that count, and what was worked out for every event."""
    each = node.each
    first = (1,) * len(each.nth)
    inputs = [(*event, *outer, *first) for event in events]
    done = [work(one) for one in inputs]
    kept = [n for n in range(len(events)) if each.where is None or done[n][each.where]]
    if each.by is not None:
        by = each.by
        kept.sort(key=lambda n: done[n][by])
        if node.latest is not None:
            kept = kept[max(0, len(kept) - node.latest) :]
    if each.nth:
        width = len(inputs[0]) - len(first) if inputs else 0
        places = [_places(nth, [done[n] for n in kept]) for nth in each.nth]
        for position, n in enumerate(kept):
            done[n] = work((*inputs[n][:width], *(column[position] for column in places)))
    return kept, done


def _left(node: ir.Aggregate, done: Sequence[Sequence[int]], values: Sequence[int]) -> list[int]:
    """Give the numbers of the values that are left once per matter, and without the dropped."""
    left = list(range(len(values)))
    if node.each.once:
        best: dict[tuple[int, ...], int] = {}
        for n in left:
            matter = tuple(done[n][part] for part in node.each.once)
            if values[n] > values[best.setdefault(matter, n)]:
                best[matter] = n
        left = list(best.values())
    if node.drop:
        left = sorted(left, key=values.__getitem__)[node.drop : max(node.drop, len(left) - node.drop)]
    return left


def _places(nth: ir.Nth, done: Sequence[Sequence[int]]) -> list[int]:
    """Number the events of each group from 1."""
    order = list(range(len(done)))
    if nth.by is not None:
        by = nth.by
        order.sort(key=lambda n: done[n][by])
    seen: dict[tuple[int, ...], int] = {}
    out = [0] * len(done)
    for n in order:
        group = tuple(done[n][part] for part in nth.groups)
        out[n] = seen[group] = seen.get(group, 0) + 1
    return out


def _together(kind: str, values: Sequence[int], empty: int) -> int:
    if kind == "sum":
        return sum(values)
    if not values:
        return empty
    if kind == "median":
        ordered = sorted(values)
        middle = len(ordered) // 2
        return 5 * (ordered[middle] + ordered[-1 - middle])
    return min(values) if kind == "least" else max(values)
