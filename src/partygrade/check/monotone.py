"""A fact that says which way is better, and can lower the grade by getting better.

`better: up` and `better: down` are what explanations and laws go by, and an assessed item is better up unless it says
otherwise. A table or steps in the wrong order, a bound on the wrong side or a rule that fires too late can turn this
round. It is reported only with an example: two values of the fact, everything else being equal, of which the better one
has the worse grade, or the worse score where there are no grades. That a rule or a check leaves no grade is no finding.

Bad: who has 60 gets more than who has 90.

    facts:
      satisfaction: {type: percent, better: up}
    score: {id: total, of: satisfaction, steps: [{from: 90, points: 40}, {from: 60, points: 80}]}

Good: more of it gives more.

    facts:
      satisfaction: {type: percent, better: up}
    score: {id: total, of: satisfaction, steps: [{from: 90, points: 80}, {from: 60, points: 40}]}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from partygrade import exact, ir
from partygrade.check.reversals import Reversal, Reversals
from partygrade.check.subject import Subject, finding
from partygrade.diagnostics import Diagnostic, Note, Text
from partygrade.evaluate import evaluate
from partygrade.facts import Facts
from partygrade.facts import check as read
from partygrade.signs import signs
from partygrade.source import Path, Place
from partygrade.trials import inputs_behind, shown, told

SLUG = "monotone"

_MOST_TOLD = 8
_MOST_CASES = 12


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Report facts that are not proved to be better as they say, and for which an example shows that they are not."""
    program = subject.program
    target = program.own_grade
    if target is None and program.score is not None:
        target = program.score.value
    if target is None or any(isinstance(node, ir.Across) for node in program.nodes):
        return
    doubtful = _doubtful(program, target)
    if doubtful:
        search = Reversals(subject.boxes, subject.trials, target, tuple(_golden(subject)))
        for index in doubtful:
            found = search.of(index)
            if found is not None:
                yield _finding(subject, found, search.apart(found), target)


def _doubtful(program: ir.Program, target: int) -> list[int]:
    """List the inputs that may lower the result by getting better."""
    found = signs(program)
    lowering, raising = found.lowering[target], found.raising[target]
    if not program.grades and not raising & ~lowering:
        # A score that nothing raises for certain may be one of which less is better.
        return []
    return [index for index in range(len(program.inputs)) if lowering >> index & 1]


def _golden(subject: Subject) -> Iterator[Facts]:
    """Give the facts of golden cases under the readings in force, evenly picked where there are many."""
    found = [case for case in (subject.cases.cases if subject.cases else ()) if not case.settings and not case.records]
    for case in found[:: 1 + len(found) // _MOST_CASES]:
        dated = {} if subject.program.as_of is None else {"as_of": case.as_of}
        facts, _ = read(subject.program.inputs, {**case.facts, **dated})
        if facts is not None:
            yield facts


# The message.


def _finding(subject: Subject, found: Reversal, apart: Sequence[int], target: int) -> Diagnostic:
    program = subject.program
    item = program.inputs[found.index]
    worse, better = (shown(item, facts[found.index]) for facts in (found.worse, found.better))
    before, after = (_result(program, target, value) for value in (found.before, found.after))
    facts = _circumstances(program, found, apart, target)
    what, name = Text("grade", "等次") if program.grades else Text("score", "得分"), item.origin.id
    return finding(
        SLUG,
        _place(subject, item.origin.place),
        f"`{name}` is `better: {item.better}`, but from {worse} to {better} the {what.en} falls from {before} to "
        f"{after}, with {facts.en}",
        f"`{name}` 为 `better: {item.better}`，但由 {worse} 变为 {better} 时{what.zh}由 {before} 降为 {after}"
        f"（{facts.zh}）",
        help=Text(
            "correct the points, the bound or the rule that does it, or the `better` of the fact",
            "请改正造成这一结果的分值、界限或规则，或改正该事实的 `better`",
        ),
        notes=tuple(_causes(subject, found)),
    )


def _result(program: ir.Program, target: int, value: int) -> str:
    kind = program.nodes[target].type
    if isinstance(kind, ir.Number):
        return exact.text(value, kind.scale)
    return f"`{program.grades[-1 - value].origin.id}`"


def _circumstances(program: ir.Program, found: Reversal, apart: Sequence[int], target: int) -> Text:
    """Tell the facts that are not at their best or default, and those that can be neither."""
    items = ((n, program.inputs[n]) for n in inputs_behind(program, [target]) if found.worse[n] != ())
    undirected = {n for n, item in items if item.better is None and item.default is None and not item.optional}
    told_of = [n for n in sorted({*apart, *undirected}) if n != found.index]
    left = len(told_of) - _MOST_TOLD
    more = [Text(f"{left} more at other values", f"另有 {left} 项取其他值")] if left > 0 else []
    rest = Text("everything else at its best or default", "其余取最好值或缺省值")
    return told(program, found.worse, told_of[:_MOST_TOLD], *more, rest)


def _place(subject: Subject, place: Place) -> Place:
    """Give the place of what says which way is better: `better`, or where an item leaves it out its id."""
    return place.child("better" if _holds(subject.document.data, (*place.path, "better")) else "id")


def _holds(data: Any, path: Path) -> bool:
    for step in path:
        if isinstance(data, dict) and step not in data:
            return False
        data = data[step]
    return True


# What does it.


def _causes(subject: Subject, found: Reversal) -> Iterator[Note]:
    """Name the rules that fire with the one value only, or else the lowest score nodes whose points fall."""
    program = subject.program
    before, after = (evaluate(program, facts) for facts in (found.worse, found.better))
    turned = [rule for rule in program.rules if before[rule.condition] != after[rule.condition]]
    for rule in turned:
        name = rule.origin.id
        text = (
            Text(f"`{name}` fires only then", f"此时规则 `{name}` 才触发")
            if after[rule.condition]
            else Text(f"`{name}` then no longer fires", f"此时规则 `{name}` 不再触发")
        )
        yield Note(text, rule.origin.place.child("when"))
    falling = [item for item in program.items() if after[item.value] < before[item.value]]
    for item in falling if not turned else ():
        if not any(child in falling for child in item.children):
            one, two = (_points(program, item, values) for values in (before, after))
            yield Note(
                Text(f"`{item.origin.id}` falls from {one} to {two}", f"`{item.origin.id}` 由 {one} 降为 {two}"),
                item.origin.place.child("id"),
            )


def _points(program: ir.Program, item: ir.Item, values: Sequence[int]) -> str:
    kind = program.nodes[item.value].type
    assert isinstance(kind, ir.Number)
    return exact.text(values[item.value], kind.scale)
