"""The account of a grading.

Every node with its value, what fired, what stands in the way of the next grade, and the clauses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import cast

from partygrade import ir
from partygrade.cohort import Move
from partygrade.cycle import cycle, previous
from partygrade.engine import Engine
from partygrade.facts import show
from partygrade.line_events import line_events
from partygrade.named import named_values
from partygrade.next_grade import next_grade
from partygrade.result import (
    CheckResult,
    DerivedResult,
    EffectResult,
    EventResult,
    FactValue,
    FollowUpResult,
    ItemResult,
    LineResult,
    MoveResult,
    OverrideResult,
    PhaseResult,
    ReadingResult,
    Result,
    RuleResult,
    SchemeResult,
    StepResult,
)
from partygrade.trace import Case, fraction_text, key_texts


@dataclass(frozen=True, slots=True)
class Brief:
    """What made the grade beside the plain score: lines with points, rules that fired, failed checks, moves.

    A soft rule that would have fired, had it not been overridden, is among the rules. What the events of a line gave
    is not worked out.
    """

    lines: list[LineResult]
    rules: list[RuleResult]
    checks: list[CheckResult]
    moves: list[MoveResult]


def brief(case: Case) -> Brief:
    """Give the part of the account that the reasons need, without working out the rest."""
    engine, program = case.engine, case.engine.program
    return Brief(
        [_line(case, line, []) for line in engine.lines if case.values[line.value]],
        [_rule(case, rule) for rule in program.rules if case.fires(rule.holds if rule.soft else rule.condition)],
        [_check(case, check) for check in program.checks if not case.fires(check.holds)],
        [_move(case, move) for move in case.moves],
    )


def account(case: Case) -> Result:
    """Give the whole account of a grading."""
    program, engine = case.engine.program, case.engine
    score = program.score
    label = _label_of(program, case.grade)
    return Result(
        partygrade=1,
        scheme=scheme_result(engine),
        id=case.id,
        name=case.name,
        as_of=_as_of(case),
        score=case.number(score.value) if score else None,
        full=fraction_text(score.full) if score else None,
        band=case.text(program.band) if program.band is not None else None,
        own_grade=_grade_id(engine, case.own_grade),
        without_overrides=_grade_id(engine, case.without_overrides),
        grade=_grade_id(engine, case.grade),
        grade_label=label,
        place=case.place,
        reasons=reasons_for_no_grade(case),
        phases=_phases(case),
        items=_items(case),
        rules=[_rule(case, rule) for rule in program.rules if not case.settled(rule.condition, False)],
        checks=[_check(case, check) for check in program.checks if not case.settled(check.holds, True)],
        moves=[_move(case, move) for move in case.moves],
        next_grade=next_grade(case),
        readings=[reading(parameter) for parameter in program.parameters],
        follow_up=[FollowUpResult(label=f.label, source=f.source) for f in program.follow_up if _leads(case, f)],
        derived=[_derived(case, found) for found in program.derived],
        procedure=[_step(case, step) for step in program.procedure],
        cycle=None if program.cycle is None else cycle(program, previous(program, case.facts), case.grade),
        facts=_facts(case),
    )


def scheme_result(engine: Engine) -> SchemeResult:
    """Say which scheme was applied."""
    header = engine.header
    return SchemeResult(id=header.scheme, title=header.title, edition=header.edition, hash=header.hash)


def _leads(case: Case, found: ir.FollowUp) -> bool:
    return (found.ranks is None or case.grade in found.ranks) and (
        found.condition is None or case.fires(found.condition)
    )


def _grade_id(engine: Engine, rank: int | None) -> str | None:
    return None if rank is None else engine.ladder[rank]


def _label_of(program: ir.Program, rank: int | None) -> str | None:
    return next((grade.origin.label for grade in program.grades if grade.rank == rank), None)


def _as_of(case: Case) -> str | None:
    index = case.engine.program.as_of
    return None if index is None else date.fromordinal(cast(int, case.facts[index])).isoformat()


def _facts(case: Case) -> dict[str, FactValue]:
    """Give what the record says; the day as of which is graded is none of it."""
    program = case.engine.program
    columns = zip(program.inputs, case.facts, strict=True)
    return {item.origin.id: show(item, value) for n, (item, value) in enumerate(columns) if n != program.as_of}


def _derived(case: Case, found: ir.Derived) -> DerivedResult:
    flag = isinstance(case.engine.program.nodes[found.value].type, ir.Flag)
    return DerivedResult(
        id=found.origin.id,
        label=found.origin.label,
        source=found.origin.source,
        note=found.origin.note,
        value=case.fires(found.value) if flag else case.text(found.value),
    )


def _step(case: Case, step: ir.Step) -> StepResult:
    program = case.engine.program
    failed = [c.origin.id for c in program.checks if c.origin.id in step.checks and not case.fires(c.holds)]
    return StepResult(
        id=step.origin.id,
        label=step.origin.label,
        source=step.origin.source,
        note=step.origin.note,
        by=step.by,
        yields=step.yields,
        done=cast(str | bool | None, show(program.inputs[step.done], case.facts[step.done])),
        failed_checks=failed,
    )


def reasons_for_no_grade(case: Case) -> list[str]:
    """List why there is no grade: the reasons of rules, and the checks that make the grading invalid."""
    program = case.engine.program
    out = [
        effect.reason
        for rule in program.rules
        if case.fires(rule.condition)
        for effect in rule.effects
        if effect.phase == "not_graded"
    ]
    return out + [c.origin.label for c in program.checks if c.otherwise == "invalid" and not case.fires(c.holds)]


def _phases(case: Case) -> list[PhaseResult]:
    program = case.engine.program
    if program.band is None:
        return []
    out = [PhaseResult(phase="band", grade=case.text(program.band), rules=[])]
    for phase, node in program.phases:
        fired = [
            rule.origin.id
            for rule in program.rules
            if case.fires(rule.condition) and any(effect.phase == phase for effect in rule.effects)
        ]
        out.append(PhaseResult(phase=phase, grade=case.text(node), rules=fired))
    return out


def _items(case: Case) -> list[ItemResult]:
    score = case.engine.program.score
    out: list[ItemResult] = []
    stack: list[tuple[ir.Item, str | None]] = [(score, None)] if score else []
    while stack:
        item, parent = stack.pop()
        out.append(_item(case, item, parent))
        stack.extend((child, item.origin.id) for child in reversed(item.children))
    return out


def _item(case: Case, item: ir.Item, parent: str | None) -> ItemResult:
    applies = case.applies(item)
    value = case.number(item.value)
    lost = None if item.full is None or _less_is_better(case, item) else max(item.full - Fraction(value), Fraction(0))
    sign = -1 if item.form == "deduct" else 1
    return ItemResult(
        id=item.origin.id,
        label=item.origin.label,
        source=item.origin.source,
        note=item.origin.note,
        form=item.form,
        parent=parent,
        value=value,
        full=fraction_text(item.full),
        lost=fraction_text(lost) if applies else None,
        weight=fraction_text(item.weight),
        applies=applies,
        lines=[_line(case, line, line_events(case, line, sign)) for line in item.lines],
    )


def _less_is_better(case: Case, item: ir.Item) -> bool:
    """Say whether the points of a node are better few, so that nothing is lost by having few of them."""
    program = case.engine.program
    own = item.form == "points" and any(c.better == "down" and c.origin.id == item.origin.id for c in program.inputs)
    return own or any(grade.upper for grade in program.grades)


def _line(case: Case, line: ir.Line, events: list[EventResult]) -> LineResult:
    return LineResult(
        id=line.origin.id,
        label=line.origin.label,
        source=line.origin.source,
        note=line.origin.note,
        value=case.number(line.value),
        formula=line.formula,
        events=events,
    )


def _rule(case: Case, rule: ir.Rule) -> RuleResult:
    return RuleResult(
        id=rule.origin.id,
        label=rule.origin.label,
        source=rule.origin.source,
        note=rule.origin.note,
        fired=case.fires(rule.condition),
        when=rule.when,
        values=named_values(case, rule.when),
        effects=[
            EffectResult(phase=e.phase, value=e.reason if e.phase == "not_graded" else case.text(e.amount))
            for e in rule.effects
        ],
        soft=rule.soft,
        override=_override(case, rule) if rule.soft else None,
    )


def _override(case: Case, rule: ir.Rule) -> OverrideResult | None:
    """Give the override of a soft rule, if the record has one."""
    index = case.engine.program.overrides
    if index is None:
        return None
    for said in cast(list[dict[str, str]], show(case.engine.program.inputs[index], case.facts[index])):
        if said["rule"] == rule.origin.id:
            return OverrideResult(authority=said["authority"], reason=said["reason"], date=said["date"])
    return None


def _check(case: Case, check: ir.Check) -> CheckResult:
    return CheckResult(
        id=check.origin.id,
        label=check.origin.label,
        source=check.origin.source,
        note=check.origin.note,
        holds=case.fires(check.holds),
        otherwise=check.otherwise,
        require=check.require,
        values=named_values(case, check.require),
    )


def _move(case: Case, move: Move) -> MoveResult:
    cohort, engine = case.engine.program.cohort, case.engine
    assert cohort is not None
    quota = cohort.quotas[move.quota]
    return MoveResult(
        quota=quota.origin.id,
        label=quota.origin.label,
        source=quota.origin.source,
        before=engine.ladder[move.before],
        after=engine.ladder[move.after],
        kind=quota.kind,
        limit=move.limit,
        base=move.base,
        cut_off=[] if move.cut is None else key_texts(engine.program, move.cut),
        tied=move.tied,
    )


def rests_on(found: ReadingResult) -> bool:
    """Say whether a parameter is more than what the document states: read, assumed, or set by the caller."""
    return found["status"] in ("read", "assumed") or found["set_by_caller"]


def reading(parameter: ir.Parameter) -> ReadingResult:
    """Describe a parameter."""
    origin = parameter.origin
    known = dict(parameter.readings)
    if known:
        known = {parameter.default: origin.note or "", **known}
    why = known.get(parameter.value) or parameter.why
    return ReadingResult(
        id=origin.id,
        label=origin.label,
        source=origin.source,
        note=origin.note,
        value=parameter.value,
        default=parameter.default,
        status=parameter.status,
        why=why,
        set_by_caller=parameter.set_by_caller,
        others={value: why for value, why in known.items() if value != parameter.value},
    )
