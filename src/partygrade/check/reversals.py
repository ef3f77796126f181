"""Looks for a fact that lowers the result by getting better: an example, or none.

Values of the fact stand at its cuts, and the other facts are tried at several levels and where each rule fires. Where
only the score falls, facts are made worse one after the other until a bound of the grades lies between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise, product

from partygrade.boxes import Box, Boxes, TooMany, both
from partygrade.evaluate import Value
from partygrade.facts import Facts
from partygrade.generate import Run, generate
from partygrade.trials import GIVEN, LEVELS, Given, Trials, at, position

_SOME_LEVELS = (LEVELS, 5, 2)
_BOXES_OF_A_RULE = 2
_QUIET_BOXES = 2
_MOST_BASES = 100
_MOST_EDGES = 12
_FALLS = 4
"""So many pairs of values with the steepest falls of the score are brought to a bound."""

Result = tuple[int, int]
"""The grade, or the score where there are none; and what the bounds are compared with, greater where it is better."""

Pair = tuple[int, int]
"""Two values of an input, the worse one first."""


@dataclass(frozen=True, slots=True)
class Reversal:
    """Facts with an input at its worse value, with the better one, and the results: the second is worse."""

    index: int
    worse: Facts
    better: Facts
    before: int
    after: int


class Reversals:
    """Looks for reversals of the result `target` of a program."""

    def __init__(self, boxes: Boxes, trials: Trials, target: int, golden: Sequence[Facts] = ()) -> None:
        self.boxes = boxes
        self.golden = golden
        self.program = trials.program
        self.trials = trials
        self.target = target
        self.best = trials.at(LEVELS)

    def of(self, index: int) -> Reversal | None:
        """Find a reversal of an input, with few facts that are not at their best; None if none is found."""
        found = self._found(index, [value for value in self.trials.values(index) if isinstance(value, int)])
        if found is None:
            return None
        facts, pair = found
        worse, better = self._next_to_each_other(facts, index, *pair)
        others = (self._at_a_bound(start, self._ends[0], index, worse, better) for start in (self.best, self._ends[1]))
        least = [self._least(one, index, worse, better) for one in (facts, *others) if one is not None]
        return min(least, key=lambda one: len(self.apart(one)))

    def _found(self, index: int, values: Sequence[int]) -> tuple[Facts, Pair] | None:
        """Find facts, and two values of an input of which the better one has the worse result."""
        falls: dict[Pair, tuple[int, Facts]] = {}
        for base in self._bases:
            for pair, (before, after) in self._pairs(base, index, values):
                if after[0] < before[0]:
                    return base, pair
                fall = before[1] - after[1]
                if fall > falls.get(pair, (0, base))[0]:
                    falls[pair] = fall, base
        steepest = sorted(falls, key=lambda pair: falls[pair][0], reverse=True)[:_FALLS]
        for pair, ends in product(steepest, self._ends):
            found = self._at_a_bound(falls[pair][1], ends, index, *pair)
            if found is not None:
                return found, pair
        return None

    def _next_to_each_other(self, facts: Facts, index: int, worse: int, better: int) -> Pair:
        """Bring two values together as long as the result falls between them."""
        item = self.program.inputs[index]
        one, two = position(item, worse), position(item, better)
        while abs(two - one) > 1:
            middle = (one + two) // 2
            if self._falls(facts, index, at(item, one), at(item, middle)):
                two = middle
            elif self._falls(facts, index, at(item, middle), at(item, two)):
                one = middle
            else:
                break
        return at(item, one), at(item, two)

    # Results.

    @cached_property
    def _run(self) -> Run:
        found = (self.target, self._on, self.program.excluded)
        return generate(self.program, [self.target if node is None else node for node in found])

    @property
    def _on(self) -> int:
        on = self.program.band_on
        if on is None and self.program.score is not None:
            on = self.program.score.value
        return self.target if on is None else on

    @cached_property
    def _sign(self) -> int:
        return -1 if any(grade.upper for grade in self.program.grades) else 1

    def _result(self, facts: Facts, index: int, value: int) -> Result | None:
        """Give the result with another value of an input; None where there is no grade."""
        found, on, excluded = self._run(_with(facts, index, value))
        return None if self.program.excluded is not None and excluded else (found, self._sign * on)

    def _pairs(self, base: Facts, index: int, values: Sequence[int]) -> Iterator[tuple[Pair, tuple[Result, Result]]]:
        """Give the results of each value and the next better one."""
        results = [(value, found) for value in values if (found := self._result(base, index, value)) is not None]
        for (one, before), (two, after) in pairwise(results):
            yield (one, two), (before, after)

    def _falls(self, facts: Facts, index: int, worse: int, better: int) -> bool:
        before, after = (self._result(facts, index, value) for value in (worse, better))
        return before is not None and after is not None and after[0] < before[0]

    # Bases.

    @cached_property
    def _bases(self) -> tuple[Facts, ...]:
        """Give records to try: the golden cases, every level without a rule that fires, and where a rule fires."""
        quiet = [self._inside(level, "needed", self._quiet[0]) for level in range(LEVELS, -1, -1)]
        quiet += [self._inside(*one, box) for box in self._quiet for one in product(_SOME_LEVELS, GIVEN)]
        found = [*quiet, self._ends[1], *self.golden, *self._where_rules_fire()]
        return tuple(islice(dict.fromkeys(found), _MOST_BASES))

    @cached_property
    def _ends(self) -> tuple[Facts, Facts]:
        """Give the records with the lowest and the highest score that are found by changing one fact after the other.

        Every fact is at its best or at its worst.
        """
        best, worst = (self._inside(level, "needed", self._quiet[0]) for level in (LEVELS, 0))
        lowest, highest = worst, best
        for index, values in enumerate(zip(worst, best, strict=True)):
            if values[0] != values[1] and isinstance(values[0], int) and isinstance(values[1], int):
                lowest = _with(lowest, index, min(values, key=lambda value: self._score(lowest, index, value)))
                highest = _with(highest, index, max(values, key=lambda value: self._score(highest, index, value)))
        return lowest, highest

    def _score(self, facts: Facts, index: int, value: Value) -> int:
        return self._sign * self._run(_with(facts, index, value))[1]

    def _inside(self, level: int, given: Given, box: Box) -> Facts:
        facts = self.trials.at(level, given)
        return self.trials.inside(facts, box) or facts

    @cached_property
    def _quiet(self) -> tuple[Box, ...]:
        """Give a few boxes in which there is a grade and no rule fires; where that is too much, not all of them."""
        found: tuple[Box, ...] = ({},)
        for node in (self.program.excluded, *(rule.condition for rule in self.program.rules)):
            try:
                less = () if node is None else self.boxes.holds(node, False)
            except TooMany:
                continue
            joint = (box for one, two in product(found, less) if (box := both(one, two)) is not None)
            found = tuple(islice(joint, _QUIET_BOXES)) or found
        return found

    def _where_rules_fire(self) -> Iterator[Facts]:
        starts = [self._ends[1], self._inside(_SOME_LEVELS[1], "needed", self._quiet[0])]
        for rule, start in product(self.program.rules, starts):
            try:
                found = self.boxes.holds(rule.condition)
            except TooMany:
                continue
            for box in found[:_BOXES_OF_A_RULE]:
                inside = self.trials.inside(start, box)
                if inside is not None:
                    yield inside

    # Bounds.

    def _at_a_bound(self, start: Facts, ends: Facts, index: int, worse: int, better: int) -> Facts | None:
        """Take the facts to their ends, one after the other, until the score falls across a bound of the grades.

        A fact that would stop the fall stays where it is.
        """
        now = start
        for other, item in enumerate(self.program.inputs):
            end, value = ends[other], now[other]
            if other == index or end == value:
                continue
            if isinstance(value, int) and isinstance(end, int):
                for found in self._edges(now, other, (position(item, value), position(item, end)), (index, worse)):
                    if self._falls(found, index, worse, better):
                        return found
            then = _with(now, other, end)
            before, after = (self._result(then, index, value) for value in (worse, better))
            if before is not None and after is not None and before[1] > after[1]:
                now = then
        return None

    def _edges(self, facts: Facts, other: int, way: tuple[int, int], held: tuple[int, int]) -> Iterator[Facts]:
        """Give the records on both sides of each change of the result, while one fact goes its way.

        Another fact is held at a value. The records at the end of the way come last.
        """
        item = self.program.inputs[other]

        def result(place: int) -> int | None:
            found = self._result(_with(facts, other, at(item, place)), *held)
            return None if found is None else found[0]

        here, end = way
        last = result(end)
        for _ in range(_MOST_EDGES):
            kept = result(here)
            if kept == last:
                break
            good, bad = here, end
            while abs(bad - good) > 1:
                middle = (good + bad) // 2
                good, bad = (middle, bad) if result(middle) == kept else (good, middle)
            yield from (_with(facts, other, at(item, place)) for place in (good, bad))
            here = bad
        yield _with(facts, other, at(item, end))

    # As few facts as can be.

    def _least(self, facts: Facts, index: int, worse: int, better: int) -> Reversal:
        """Bring every fact to its best with which the result still falls."""
        for other, value in enumerate(self.best):
            if other != index and facts[other] != value:
                changed = _with(facts, other, value)
                if self._falls(changed, index, worse, better):
                    facts = changed
        before, after = (self._result(facts, index, value) for value in (worse, better))
        assert before is not None and after is not None
        return Reversal(index, _with(facts, index, worse), _with(facts, index, better), before[0], after[0])

    def apart(self, found: Reversal) -> tuple[int, ...]:
        """List the other facts of a reversal that are not at their best."""
        pairs = enumerate(zip(found.worse, self.best, strict=True))
        return tuple(n for n, (value, best) in pairs if n != found.index and value != best)


def _with(facts: Facts, index: int, value: Value) -> Facts:
    return (*facts[:index], value, *facts[index + 1 :])
