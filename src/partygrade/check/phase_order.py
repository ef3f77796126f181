"""Rules whose joint outcome depends on the order of the phases, in a scheme that does not state the order.

A ceiling before a demotion gives another grade than after it. The language has an order of its own, but whoever reads
the file should not have to know it, and the document may mean another one. It is said once for a scheme, with an
example: facts for which both effects act, and the grade that each order gives.

Bad: three absences and the band `good` give `poor`; were the demotion first, they would give `fair`.

    facts: {absences: {type: count, max: 12}}
    grades: [{id: good, from: 60}, {id: fair, from: 40}, {id: poor}]
    rules:
      - {id: absent, when: absences >= 3, at_most: fair, lower_by: 1}

Good: the order is stated, here as the language has it.

    facts: {absences: {type: count, max: 12}}
    grades: [{id: good, from: 60}, {id: fair, from: 40}, {id: poor}]
    rules:
      - {id: absent, when: absences >= 3, at_most: fair, lower_by: 1}
    order: [raise_by, at_least, at_most, lower_by, grade, quotas]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

from partygrade import ir
from partygrade.boxes import Box, TooMany, both
from partygrade.check.subject import Subject, finding
from partygrade.diagnostics import Diagnostic, Note, Text
from partygrade.facts import Facts
from partygrade.generate import Run, generate
from partygrade.source import Place
from partygrade.trials import GIVEN, LEVELS, inputs_behind, told

SLUG = "phase-order"

_MOST_TRIALS = 3_000
"""So many records are tried for a pair of effects."""

_MOST_BOXES = 12
_MANY = 20_000
"""So many pairs of boxes are compared."""


@dataclass(frozen=True, slots=True)
class _Act:
    """An effect and its rule."""

    rule: ir.Rule
    effect: ir.Effect

    @property
    def phase(self) -> str:
        return self.effect.phase

    @property
    def place(self) -> Place:
        return self.rule.origin.place.child(self.effect.phase)

    @property
    def name(self) -> Text:
        rule = self.rule.origin.id
        return Text(f"`{self.phase}` of `{rule}`", f"`{rule}` 的 `{self.phase}`")


@dataclass(frozen=True, slots=True)
class _Example:
    """Two effects, facts for which both act, and ranks: the band, the grade, and that with the second effect first.

    `shown` are the facts that make them act.
    """

    first: _Act
    second: _Act
    facts: Facts
    shown: tuple[int, ...]
    band: int
    grade: int
    swapped: int


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Report the first two effects whose order matters; what there is of other phases stands in the notes."""
    program = subject.program
    across = any(isinstance(node, ir.Across) for node in program.nodes)
    if subject.file.order is None and program.own_grade is not None and not across:
        found = list(_Search(subject).examples())
        if found:
            yield _finding(program, *found)


def _finding(program: ir.Program, example: _Example, *others: _Example) -> Diagnostic:
    help = Text(
        f"state the order; without it, it is `order: [{', '.join(ir.PHASES)}]`",
        f"请写明顺序；不写时为 `order: [{', '.join(ir.PHASES)}]`",
    )
    note = Note(Text("the other effect is here", "另一个效果在此"), example.second.place)
    also = [Note(_told(program, other), other.first.place) for other in others]
    text = _told(program, example)
    return finding(SLUG, example.first.place, text.en, text.zh, help, (note, *also))


def _told(program: ir.Program, example: _Example) -> Text:
    ids = [grade.origin.id for grade in reversed(program.grades)]
    band, grade, swapped = ids[example.band], ids[example.grade], ids[example.swapped]
    first, second = example.first.name, example.second.name
    facts = told(program, example.facts, example.shown, Text(f"the band `{band}`", f"档次为 `{band}`"))
    return Text(
        f"no `order` says whether {first.en} or {second.en} comes first: with {facts.en} the grade is `{grade}` or "
        f"`{swapped}`",
        f"没有 `order` 写明 {first.zh} 与 {second.zh} 的先后：{facts.zh}时，等次为 `{grade}` 或 `{swapped}`",
    )


# Phases.


def _after(phase: str, grade: int, amounts: Sequence[int], top: int) -> int:
    """Give the grade after a phase with such effects."""
    if not amounts:
        return grade
    match phase:
        case "raise_by":
            return min(grade + sum(amounts), top)
        case "lower_by":
            return max(grade - sum(amounts), 0)
        case "at_least":
            return max(grade, *amounts)
        case "at_most":
            return min(grade, *amounts)
        case _:
            return min(amounts)


def _amounts(program: ir.Program, act: _Act) -> range:
    """List what an effect can be: grades, or numbers of grades."""
    node = program.nodes[act.effect.amount]
    if isinstance(node, ir.Literal):
        return range(node.value, node.value + 1)
    if isinstance(node.type, ir.Number):
        return range(node.type.low, min(node.type.high, len(program.grades)) + 1)
    return range(len(program.grades))


# Examples.


class _Search:
    """Looks for records on which two effects act, and whose grade their order decides."""

    def __init__(self, subject: Subject) -> None:
        self.boxes = subject.boxes
        self.program = subject.program
        self.top = len(self.program.grades) - 1
        self.order: list[str] = [phase for phase, _ in self.program.phases]
        acts = [_Act(rule, effect) for rule in self.program.rules for effect in rule.effects]
        self.acts = [act for act in acts if act.phase in self.order and not self._is_off(act)]
        self.trials = subject.trials

    @cached_property
    def run(self) -> Run:
        """The function that gives the band, whether there is no grade, and of every effect whether it acts, and how."""
        nodes = [n for act in self.acts for n in (act.rule.condition, act.effect.amount)]
        found = [self.program.band, self.program.excluded, *nodes]
        return generate(self.program, [0 if n is None else n for n in found])

    def examples(self) -> Iterator[_Example]:
        """Give one example for each pair of phases."""
        seen = set()
        for one, two in product(range(len(self.acts)), repeat=2):
            phases = (self.acts[one].phase, self.acts[two].phase)
            before = self.order.index(phases[0]) < self.order.index(phases[1])
            if before and phases not in seen and self._can_matter(one, two):
                example = self._example(one, two)
                if example is not None:
                    seen.add(phases)
                    yield example

    def _is_off(self, act: _Act) -> bool:
        """Say whether the readings in force switch an effect off."""
        node = self.program.nodes[act.rule.condition]
        return isinstance(node, ir.Literal) and not node.value

    def _can_matter(self, one: int, two: int) -> bool:
        """Say whether the order matters for some grade, were both effects always to act."""
        ours, theirs = (_amounts(self.program, self.acts[n]) for n in (one, two))
        return any(self._decided(grade, one, two, a, b) for grade, a, b in product(range(self.top + 1), ours, theirs))

    def _decided(self, grade: int, one: int, two: int, a: int, b: int) -> bool:
        """Say whether the order of two effects alone decides what comes of a grade."""
        first, second = self.acts[one].phase, self.acts[two].phase
        here = _after(second, _after(first, grade, [a], self.top), [b], self.top)
        return here != _after(first, _after(second, grade, [b], self.top), [a], self.top)

    def _example(self, one: int, two: int) -> _Example | None:
        for facts, shown in islice(self._facts(one, two), _MOST_TRIALS):
            found = self._grades(facts, one, two)
            if found is not None and found[1] != found[2]:
                return _Example(self.acts[one], self.acts[two], facts, shown, *found)
        return None

    def _grades(self, facts: Facts, one: int, two: int) -> tuple[int, int, int] | None:
        """Give the band, the grade, and the grade with the second effect's phase first.

        None where not both effects act, or their order alone decides nothing, where one of a phase between theirs acts,
        or there is no grade.
        """
        band, excluded, *values = self.run(facts)
        if (self.program.excluded is not None and excluded) or not (values[2 * one] and values[2 * two]):
            return None
        if not self._decided(band, one, two, values[2 * one + 1], values[2 * two + 1]):
            return None
        amounts: dict[str, list[int]] = {phase: [] for phase in self.order}
        for act, fires, amount in zip(self.acts, values[::2], values[1::2], strict=True):
            if fires:
                amounts[act.phase].append(amount)
        here, there = (self.order.index(self.acts[n].phase) for n in (one, two))
        between = self.order[here + 1 : there]
        if any(amounts[phase] for phase in between):
            return None
        swapped = [*self.order[:here], self.order[there], *between, self.order[here], *self.order[there + 1 :]]
        return band, self._folded(band, self.order, amounts), self._folded(band, swapped, amounts)

    def _folded(self, grade: int, order: Sequence[str], amounts: dict[str, list[int]]) -> int:
        for phase in order:
            grade = _after(phase, grade, amounts[phase], self.top)
        return grade

    def _facts(self, one: int, two: int) -> Iterator[tuple[Facts, tuple[int, ...]]]:
        """Give records on which both effects may act, each with the facts that make them act."""
        started = [
            (facts, tuple(sorted({index for kind, index in box if kind != "node"})))
            for box in self._joint(one, two)
            for given, level in product(GIVEN, range(LEVELS, -1, -1))
            if (facts := self.trials.inside(self.trials.at(level, given), box)) is not None
        ]
        yield from started
        acts = self.acts[one], self.acts[two]
        behind = inputs_behind(self.program, [n for act in acts for n in (act.rule.condition, act.effect.amount)])
        for (facts, shown), index in product(started, behind):
            for value in self.trials.values(index):
                yield (*facts[:index], value, *facts[index + 1 :]), tuple(sorted({*shown, index}))

    def _joint(self, one: int, two: int) -> list[Box]:
        """List boxes in which both effects may act; the box of everything where there are too many."""
        try:
            ours, theirs = (self.boxes.holds(self.acts[n].rule.condition) for n in (one, two))
        except TooMany:
            return [{}]
        if len(ours) * len(theirs) > _MANY:
            return [{}]
        return list(islice((box for a, b in product(ours, theirs) if (box := both(a, b)) is not None), _MOST_BOXES))
