"""A rule that can never fire, or that can never change the grade.

The conditions of a scheme are compared with the ranges of its facts and of its score. A rule whose condition holds for
no value of them does nothing, and neither does a ceiling that no grade exceeds, or a floor that none falls short of.

Bad: `satisfaction` is a percentage.

    rules:
      - {id: low, when: satisfaction > 100, at_most: poor}

Good: the condition can hold.

    rules:
      - {id: low, when: satisfaction < 60, at_most: poor}
"""

from __future__ import annotations

from collections.abc import Iterator

from partygrade import ir
from partygrade.boxes import TooMany
from partygrade.check.reachable import reachable
from partygrade.check.subject import Subject, finding
from partygrade.check.switched import switched
from partygrade.diagnostics import Diagnostic, Text

SLUG = "dead-rule"


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Report rules that can never fire, and effects that can never change the grade."""
    on = [(rule, subject) for rule in subject.program.rules if not subject.settled(rule.condition)]
    for rule, under in (*on, *subject.once(switched)):
        try:
            fires = bool(under.boxes.holds(rule.condition))
            idle = fires and all(_is_idle(under, rule, effect) for effect in rule.effects)
        except TooMany:
            continue
        name = rule.origin.id
        if not fires:
            yield finding(
                SLUG,
                rule.origin.place.child("when"),
                f"the rule `{name}` can never fire: no value of the facts meets its condition",
                f"规则 `{name}` 永远不会触发：没有任何取值满足其条件",
                help=Text("correct the condition, or take the rule out", "请改正条件，或删去该规则"),
            )
        elif idle:
            yield finding(
                SLUG,
                rule.origin.place,
                f"the rule `{name}` can fire and never changes the grade",
                f"规则 `{name}` 即使触发也不会改变等次",
                help=Text("correct its effect, or take the rule out", "请改正其效果，或删去该规则"),
            )


def _is_idle(subject: Subject, rule: ir.Rule, effect: ir.Effect) -> bool:
    """Say whether an effect leaves every grade that can stand before its phase as it is."""
    if effect.phase == "not_graded":
        return False
    before = _before(subject.program, effect.phase)
    if before is None or subject.moved(before):
        return False
    limit = subject.program.nodes[effect.amount]
    if not isinstance(limit, ir.Literal):
        return False
    changed = _changed(effect.phase, limit.value, len(subject.program.grades) - 1)
    fires = subject.boxes.holds(rule.condition)
    return not any(reachable(subject.boxes, before, low, high, box) for low, high in changed for box in fires)


def _before(program: ir.Program, phase: str) -> int | None:
    """Give the grade that stands before a phase."""
    grade = program.band
    for name, node in program.phases:
        if name == phase:
            return grade
        grade = node
    return None


def _changed(phase: str, amount: int, top: int) -> tuple[tuple[int, int], ...]:
    """Give the ranks that an effect makes other ones, from the least to the greatest."""
    match phase:
        case "at_most":
            return ((amount + 1, top),)
        case "at_least":
            return ((0, amount - 1),)
        case "grade":
            return (0, amount - 1), (amount + 1, top)
        case "raise_by":
            return ((0, top - 1),) if amount > 0 else ()
        case _:
            return ((1, top),) if amount > 0 else ()
