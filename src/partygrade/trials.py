"""Trial records: facts that are made up to try a program, the same ones every time.

A trial has a level: at the highest every fact is at its best, at level 0 at its worst, and between them on the way. A
fact that does not say which way is better counts as better up where it is a number, a grade or a panel; any other has
its default, is unknown, or is false, the first word, or the day of the trial. A list of events is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice, product
from typing import Literal

from partygrade import ir
from partygrade.boxes import Box, Spans
from partygrade.cuts import cuts, cuts_among
from partygrade.diagnostics import Text
from partygrade.evaluate import Event, Scalar, Value
from partygrade.facts import Facts, show
from partygrade.generate import generate

LEVELS = 8
"""The level of the best trial."""

Given = Literal["needed", "directed", "all"]
GIVEN: tuple[Given, ...] = ("needed", "directed", "all")
"""Which facts a trial gives: those without a default, of the optional ones only if they say which way is better; also
every other that says so; or all. What is not given has its default, or is unknown."""

_FEW = 6
_MOST_LISTS = 150
_PANELS = (1, 3, 5, 7)
_USUAL = date(2017, 6, 30)
_DAYS_BEFORE = (0, 1, 200, 400, 800, 2000)
_WORD = "甲"
_ANYTHING = (-(10**30), 10**30)


def trial_day(first: date | None, last: date | None) -> int:
    """Give the ordinal of a day between two, each of which may be open."""
    day = _USUAL if last is None else min(_USUAL, last)
    return (day if first is None else max(day, first)).toordinal()


@dataclass(frozen=True)
class Trials:
    """Makes the trials of a program as of a day, by its ordinal."""

    program: ir.Program
    day: int

    def at(self, level: int, given: Given = "needed") -> Facts:
        """Give the trial of a level from 0 to `LEVELS`, in which so many facts are given.

        A few facts have other values where without them the best trial would have no grade.
        """
        if (level, given) not in self._made:
            plain = enumerate(self._plain(level, given))
            self._made[level, given] = tuple(self._mended.get(index, value) for index, value in plain)
        return self._made[level, given]

    @cached_property
    def _made(self) -> dict[tuple[int, Given], Facts]:
        return {}

    def inside(self, facts: Facts, box: Box) -> Facts | None:
        """Bring facts into a box, each to the nearest allowed value; None where the box allows none of its values.

        What the box says of figures other than facts, and of the day of the trial, is passed over.
        """
        out = list(facts)
        for index, item in enumerate(self.program.inputs):
            known, spans = box.get(("known", index)), box.get(("fact", index))
            if index == self.program.as_of:
                continue
            if known == ((0, 0),):
                if not item.optional:
                    return None
                out[index] = None
            elif known is not None or spans is not None:
                value = out[index]
                found = _nearest(item, value if isinstance(value, int) else self._best(item), spans)
                if found is None:
                    return None
                out[index] = found
        return tuple(out)

    def values(self, index: int) -> Sequence[Value]:
        """List values of an input at its cuts and between its ends, the worst first; of a list of events a few lists.

        What an optional fact is where it is unknown is not among them.
        """
        if index not in self._values:
            self._values[index] = tuple(self._listed(index))
        return self._values[index]

    def _listed(self, index: int) -> Iterable[Value]:
        item = self.program.inputs[index]
        match item.type:
            case ir.Events():
                return islice(self._lists(index, item.type), _MOST_LISTS)
            case ir.Panel(least=least, most=most):
                sizes = [size for size in _PANELS if least <= size <= most]
                scores = [self._value(item, level) for level in (0, LEVELS)]
                return [score[:1] * size for score in scores if isinstance(score, tuple) for size in sizes]
            case ir.Label():
                return [_WORD]
            case _:
                return sorted(self._scalars(item, self._cuts[index]), reverse=item.better == "down")

    @cached_property
    def _values(self) -> dict[int, tuple[Value, ...]]:
        return {}

    @cached_property
    def _cuts(self) -> tuple[tuple[int, ...], ...]:
        return cuts(self.program)

    @cached_property
    def _mended(self) -> Mapping[int, Value]:
        """Look for values of single facts that take the reasons away for which the best trial has no grade."""
        reasons = _reasons(self.program)
        run = generate(self.program, reasons)
        facts, found = self._plain(LEVELS, "needed"), dict[int, Value]()
        holding = run(facts)
        for index in inputs_behind(self.program, [n for n, holds in zip(reasons, holding, strict=True) if holds]):
            for value in self.values(index) if any(holding) else ():
                changed = (*facts[:index], value, *facts[index + 1 :])
                if sum(map(bool, run(changed))) < sum(map(bool, holding)):
                    facts, holding, found[index] = changed, run(changed), value
        return found

    # One value.

    def _plain(self, level: int, given: Given) -> Facts:
        return tuple(self._value(_given(item, given), level) for item in self.program.inputs)

    def _value(self, item: ir.Input, level: int) -> Value:
        directed = item.better is not None
        if item.default is not None or item.optional:
            return item.default
        match item.type:
            case ir.Number():
                return at(item, _most(item) * _share(item, level) // LEVELS)
            case ir.Rank(ladder=ladder):
                return (len(ladder) - 1) * _share(item, level) // LEVELS
            case ir.Choice(options=options):
                return (len(options) - 1) * _share(item, level) // LEVELS if directed else 0
            case ir.Flag():
                return directed and 2 * _share(item, level) > LEVELS
            case ir.Day():
                return self.day
            case ir.Label():
                return _WORD
            case ir.Panel(member=member, step=step, least=least):
                score = ir.Input(item.origin, member, step)
                return ((at(score, _most(score) * level // LEVELS),),) * max(least, 1)
            case ir.Events():
                return ()

    def _best(self, item: ir.Input) -> int:
        """Give the best value of an input with a scalar that is known."""
        found = self._value(_given(item, "all"), LEVELS)
        return found if isinstance(found, int) else 0

    def _scalars(self, item: ir.Input, near: tuple[int, ...]) -> set[int]:
        match item.type:
            case ir.Number():
                return {*near, *(at(item, _most(item) * n // _FEW) for n in range(_FEW + 1))}
            case ir.Choice(options=words) | ir.Rank(ladder=words):
                return set(range(len(words)))
            case ir.Flag():
                return {False, True}
            case _:
                return {*near, *(max(1, self.day - days) for days in _DAYS_BEFORE)}

    # Lists of events.

    def _lists(self, index: int, kind: ir.Events) -> Iterator[tuple[Event, ...]]:
        """List one event each, then two, that differ from a usual one in one field."""
        single = list(dict.fromkeys(self._events(index, kind)))
        yield from ((event,) for event in single)
        for one, two in product(single, single) if kind.most > 1 else ():
            if not kind.key or any(one[n] != two[n] for n in kind.key):
                yield (one, two)

    def _events(self, index: int, kind: ir.Events) -> Iterator[Event]:
        usual = tuple(self._field(field) for field in kind.fields)
        yield usual
        near: list[set[int]] = [set() for _ in kind.fields]
        for node in self.program.nodes:
            if isinstance(node, ir.Aggregate) and node.index == index:
                for found, figures in zip(near, cuts_among(node.each.nodes, kind.fields), strict=True):
                    found.update(figures)
        for number, field in enumerate(kind.fields):
            if not isinstance(field.type, ir.Label):
                others = sorted(self._scalars(field, tuple(near[number])))
                yield from ((*usual[:number], other, *usual[number + 1 :]) for other in others)

    def _field(self, field: ir.Input) -> Scalar:
        if isinstance(field.type, ir.Number) and field.better is None and field.default is None:
            return None if field.optional else at(field, 1)
        value = self._value(field, LEVELS)
        assert not isinstance(value, tuple)
        return value


def _given(item: ir.Input, given: Given) -> ir.Input:
    """Give an input without its default, and never unknown, where it is among what is given."""
    if given == "all" or (item.better is not None and (given == "directed" or item.default is None)):
        return replace(item, default=None, optional=False)
    return item


def _share(item: ir.Input, level: int) -> int:
    return LEVELS - level if item.better == "down" else level


# The values of an input, counted.


def _most(item: ir.Input) -> int:
    assert isinstance(item.type, ir.Number)
    return position(item, item.type.high)


def at(item: ir.Input, position: int) -> int:
    """Give the value at a position: a step of a number, counted from its least, or else the value itself."""
    if not isinstance(item.type, ir.Number):
        return position
    if item.gap:
        return item.gap + (position - 1) * item.step if position else 0
    return item.type.low + position * item.step


def position(item: ir.Input, value: int) -> int:
    """Give the position of a value; that of the next lower one, where the input does not have it."""
    if not isinstance(item.type, ir.Number):
        return value
    if item.gap:
        return 0 if value < item.gap else (value - item.gap) // item.step + 1
    return (value - item.type.low) // item.step


def _nearest(item: ir.Input, near: int, spans: Spans | None) -> int | None:
    """Give the value in the spans that is nearest to another one; None where they hold none of the input's values."""
    found = [
        value
        for low, high in spans or (_ANYTHING,)
        for first in [position(item, max(low, min(near, high)))]
        for value in (at(item, max(first, 0)), at(item, first + 1))
        if low <= value <= high
    ]
    return min(found, key=lambda value: abs(value - near), default=None)


def told(program: ir.Program, facts: Facts, indices: Sequence[int], *more: Text) -> Text:
    """Put some of the facts into words, and what else there is: `absences` 3, 2 of `sanctions` and the band `good`."""
    parts = [*(_told(program.inputs[n], facts[n]) for n in indices), *more]
    en = [part.en for part in parts]
    return Text(" and ".join([*[", ".join(en[:-1])] * (len(en) > 1), *en[-1:]]), "、".join(part.zh for part in parts))


def _told(item: ir.Input, value: Value) -> Text:
    name = item.origin.id
    match value:
        case None:
            return Text(f"`{name}` unknown", f"`{name}` 未知")
        case tuple():
            return Text(f"{len(value)} of `{name}`", f"`{name}` {len(value)} 项")
        case _:
            return Text(f"`{name}` {shown(item, value)}", f"`{name}` 为 {shown(item, value)}")


def shown(item: ir.Input, value: Value) -> str:
    """Print a value as it is written in a record: exact text for decimals, a word, a day, true or false."""
    text = str(show(item, value))
    return text.lower() if isinstance(item.type, ir.Flag) else text


def _reasons(program: ir.Program) -> tuple[int, ...]:
    """List the conditions under each of which there is no grade."""
    if program.excluded is None:
        return ()
    node = program.nodes[program.excluded]
    return node.operands if isinstance(node, ir.Or) else (program.excluded,)


def inputs_behind(program: ir.Program, nodes: Sequence[int]) -> tuple[int, ...]:
    """List the inputs that nodes rest on, without the day as of which is graded."""
    needed, found = set(nodes), set[int]()
    for number in range(max(nodes, default=-1), -1, -1):
        if number in needed:
            node = program.nodes[number]
            needed.update(ir.operands(node))
            if isinstance(node, ir.Fact | ir.Known | ir.Aggregate):
                found.add(node.index)
    return tuple(sorted(found - {program.as_of}))
