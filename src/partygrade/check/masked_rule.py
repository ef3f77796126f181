"""A rule whose effect never shows, because another rule always hides it.

Of several ceilings the worst holds, of several floors the best, of several direct grades the worst. A rule that fires
only where another one fires too, whose effect in the same phase is as strong or stronger, changes nothing: its
condition, its grade, or those of the other rule are not what was meant. It is reported where that is so under every
reading.

Bad: whoever is absent five times is absent three times too.

    facts: {absences: {type: count}}
    grades: [{id: good, from: 60}, {id: fair, from: 40}, {id: poor}]
    rules:
      - {id: absent, when: absences >= 3, at_most: poor}
      - {id: often_absent, when: absences >= 5, at_most: fair}

Good: the narrower condition has the worse ceiling.

    facts: {absences: {type: count}}
    grades: [{id: good, from: 60}, {id: fair, from: 40}, {id: poor}]
    rules:
      - {id: absent, when: absences >= 3, at_most: fair}
      - {id: often_absent, when: absences >= 5, at_most: poor}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from partygrade import ir
from partygrade.boxes import Box, Boxes, TooMany, both
from partygrade.check import dead_rule
from partygrade.check.subject import Subject, finding
from partygrade.check.switched import switched
from partygrade.diagnostics import Diagnostic, Note, Text
from partygrade.errors import SchemeError
from partygrade.orders import consistent

SLUG = "masked-rule"

_LIMITS = ("at_least", "at_most", "grade")
"""The phases in which one effect can hide another; steps up and down add up, and every reason is kept."""

_MANY = 20_000
"""So many pairs of boxes are compared; where there are more, nothing is claimed."""

_WORD = re.compile(r"\w+")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Report effects of rules that another rule always hides, once for each effect."""
    found = list(_hidden(subject))
    # What is dead is reported as such, and that is looked for only where there is something to report.
    dead = {fault.place.path[:2] for fault in dead_rule.check(subject)} if found else set()
    for rule, effect, other, under in found:
        if rule.origin.place.path[:2] not in dead and _under_every_reading(under, rule, other, effect):
            yield _finding(rule, effect, other)


def _hidden(subject: Subject) -> Iterator[tuple[ir.Rule, ir.Effect, ir.Rule, Subject]]:
    """List the effects that are hidden under the readings in force, or the one that the rule asks for, and by which."""
    on = [(rule, subject) for rule in subject.program.rules if not subject.settled(rule.condition)]
    for rule, under in (*on, *subject.once(switched)):
        for effect in rule.effects:
            other = _masking(under.program, under.boxes, rule, effect)
            if other is not None:
                yield rule, effect, other, under


def _finding(rule: ir.Rule, effect: ir.Effect, other: ir.Rule) -> Diagnostic:
    name, hider = rule.origin.id, other.origin.id
    return finding(
        SLUG,
        rule.origin.place.child(effect.phase),
        f"`{effect.phase}` of the rule `{name}` never shows: `{hider}` always fires with it and is at least as strong",
        f"规则 `{name}` 的 `{effect.phase}` 从不起作用：只要它触发，`{hider}` 也触发，且效力相同或更强",
        help=Text("correct one of the conditions or effects", "请改正其中一个条件或效果"),
        notes=(
            Note(
                Text(f"`{hider}` always hides it", f"始终盖过它的规则 `{hider}`"),
                other.origin.place.child(effect.phase),
            ),
        ),
    )


def _masking(program: ir.Program, boxes: Boxes, rule: ir.Rule, effect: ir.Effect) -> ir.Rule | None:
    """Find the rule that hides an effect; of two that hide each other only the second is hidden."""
    for other in program.rules:
        if other is rule or not _hides(program, boxes, other, rule, effect):
            continue
        later = program.rules.index(other) > program.rules.index(rule)
        if not later or not any(_hides(program, boxes, rule, other, back) for back in _like(other, effect)):
            return other
    return None


def _like(rule: ir.Rule, effect: ir.Effect) -> list[ir.Effect]:
    return [one for one in rule.effects if one.phase == effect.phase]


def _hides(program: ir.Program, boxes: Boxes, other: ir.Rule, rule: ir.Rule, effect: ir.Effect) -> bool:
    """Say whether another rule fires whenever a rule does, with an effect as strong at least."""
    if effect.phase not in _LIMITS:
        return False
    try:
        strong = any(not _shows(program, boxes, rule, effect, one) for one in _like(other, effect))
        return strong and not _meet(program, boxes.holds(rule.condition), boxes.holds(other.condition, False))
    except TooMany:
        return False


def _shows(program: ir.Program, boxes: Boxes, rule: ir.Rule, effect: ir.Effect, other: ir.Effect) -> bool:
    """Say whether an effect may be stronger than another one where its rule fires."""
    if effect.amount == other.amount:
        return False
    ours, theirs, fires = boxes.values(effect.amount), boxes.values(other.amount), boxes.holds(rule.condition)
    stronger = [
        box
        for (one, a), (two, b) in product(ours, theirs)
        if (a > b if effect.phase == "at_least" else a < b) and (box := both(one, two)) is not None
    ]
    return _meet(program, stronger, fires)


def _meet(program: ir.Program, one: Sequence[Box], two: Sequence[Box]) -> bool:
    """Say whether something may be in a box of both.

    Raises:
        TooMany: if there are too many to compare.
    """
    if len(one) * len(two) > _MANY:
        raise TooMany
    joint = (both(a, b) for a, b in product(one, two))
    return any(box is not None and consistent(program.nodes, box) for box in joint)


# Other readings.


def _under_every_reading(subject: Subject, rule: ir.Rule, other: ir.Rule, effect: ir.Effect) -> bool:
    """Say whether the effect is hidden, or switched off, under every other reading of what the rules rest on."""
    names = _names_behind(subject.document.data, rule, other)
    for parameter in subject.scheme.readings:
        for value in parameter["others"] if parameter["id"] in names else ():
            try:
                program = subject.scheme.with_parameters(**{parameter["id"]: value}).program
            except SchemeError:
                continue
            if _appears(program, rule.origin.id, effect.phase):
                return False
    return True


def _appears(program: ir.Program, name: str, phase: str) -> bool:
    boxes = Boxes(program)
    rule = next((one for one in program.rules if one.origin.id == name), None)
    if rule is None or program.nodes[rule.condition] == ir.Literal(0, ir.Flag()):
        return False
    return any(_masking(program, boxes, rule, one) is None for one in rule.effects if one.phase == phase)


def _names_behind(data: Any, rule: ir.Rule, other: ir.Rule) -> set[str]:
    """Give the words of two rules, and those of the elements that they name, and so on."""
    elements = {"band": [data.get("grades"), data.get("band_on"), data.get("score")]} | dict(_elements(data))
    rules = data["rules"]
    found = _words([rules[one.origin.place.path[1]] for one in (rule, other)])
    while more := {word for name in found if name in elements for word in _words(elements[name])} - found:
        found |= more
    return found


def _elements(data: object) -> Iterator[tuple[str, object]]:
    """List what has a name in a file: the entries of a mapping, and whatever has an id."""
    match data:
        case Mapping():
            if isinstance(data.get("id"), str):
                yield data["id"], data
            for key, part in data.items():
                yield str(key), part
                yield from _elements(part)
        case list():
            for part in data:
                yield from _elements(part)


def _words(data: object) -> set[str]:
    match data:
        case str():
            return set(_WORD.findall(data))
        case Mapping():
            return {word for part in data.values() for word in _words(part)}
        case list():
            return {word for part in data for word in _words(part)}
        case _:
            return set()
