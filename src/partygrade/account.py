"""The account of a grading.

Every node with its value, what fired, what stands in the way of the next grade, and the clauses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from partygrade import exact, ir, syntax
from partygrade.cohort import Move
from partygrade.engine import Engine
from partygrade.facts import Facts, show
from partygrade.parse import parse
from partygrade.result import (
    CheckResult,
    EffectResult,
    FollowUpResult,
    ItemResult,
    LineResult,
    MoveResult,
    NamedValue,
    NextGradeResult,
    ObstacleResult,
    PhaseResult,
    ReadingResult,
    Result,
    RuleResult,
    SchemeResult,
)
from partygrade.source import ROOT


@dataclass(frozen=True, slots=True)
class Case:
    """One graded organisation: its facts, every node's value, and what the quotas did. `grade` is the final rank."""

    engine: Engine
    facts: Facts
    values: Sequence[int]
    id: str | None
    name: str | None
    own_grade: int | None
    grade: int | None
    place: int | None
    moves: tuple[Move, ...]

    def number(self, node: int) -> str:
        """Print the value of a number node."""
        kind = self.engine.program.nodes[node].type
        assert isinstance(kind, ir.Number)
        return exact.text(self.values[node], kind.scale)

    def text(self, node: int) -> str:
        """Print the value of any node, grades and options by their id."""
        return _value_text(self.engine.program.nodes[node].type, self.values[node])

    def settled(self, node: int, truth: bool) -> bool:
        """Say whether the readings in force make a condition constant, so that it can only be this."""
        found = self.engine.program.nodes[node]
        return isinstance(found, ir.Literal) and bool(found.value) is truth

    def fires(self, node: int) -> bool:
        """Say whether a condition holds."""
        return bool(self.values[node])


def _value_text(kind: ir.Type, value: int) -> str:
    match kind:
        case ir.Number():
            return exact.text(value, kind.scale)
        case ir.Rank():
            return kind.ladder[value]
        case ir.Choice():
            return kind.options[value]
        case ir.Day():
            return date.fromordinal(value).isoformat()
        case _:
            return "true" if value else "false"


@dataclass(frozen=True, slots=True)
class Brief:
    """What made the grade beside the plain score: lines with points, rules that fired, failed checks, moves."""

    lines: list[LineResult]
    rules: list[RuleResult]
    checks: list[CheckResult]
    moves: list[MoveResult]


def brief(case: Case) -> Brief:
    """Give the part of the account that the reasons need, without working out the rest."""
    engine, program = case.engine, case.engine.program
    return Brief(
        [_line(case, line) for line in engine.lines if case.values[line.value]],
        [_rule(case, rule) for rule in program.rules if case.fires(rule.condition)],
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
        score=case.number(score.value) if score else None,
        full=_fraction(score.full) if score else None,
        band=case.text(program.band) if program.band is not None else None,
        own_grade=_grade_id(engine, case.own_grade),
        grade=_grade_id(engine, case.grade),
        grade_label=label,
        place=case.place,
        reasons=reasons_for_no_grade(case),
        phases=_phases(case),
        items=_items(case),
        rules=[_rule(case, rule) for rule in program.rules if not case.settled(rule.condition, False)],
        checks=[_check(case, check) for check in program.checks if not case.settled(check.holds, True)],
        moves=[_move(case, move) for move in case.moves],
        next_grade=_next_grade(case),
        readings=[reading(parameter) for parameter in program.parameters],
        follow_up=[
            FollowUpResult(label=f.label, source=f.source)
            for f in program.follow_up
            if case.grade is not None and case.grade in f.ranks
        ],
        facts={item.origin.id: show(item, value) for item, value in zip(program.inputs, case.facts, strict=True)},
    )


def scheme_result(engine: Engine) -> SchemeResult:
    """Say which scheme was applied."""
    header = engine.header
    return SchemeResult(id=header.scheme, title=header.title, edition=header.edition, hash=header.hash)


def _grade_id(engine: Engine, rank: int | None) -> str | None:
    return None if rank is None else engine.ladder[rank]


def _label_of(program: ir.Program, rank: int | None) -> str | None:
    return next((grade.origin.label for grade in program.grades if grade.rank == rank), None)


def _fraction(value: Fraction | None) -> str | None:
    found = None if value is None else exact.finite(value)
    return None if found is None else exact.text(*found)


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
    applies = item.applies is None or case.fires(item.applies)
    value = case.number(item.value)
    lost = None if item.full is None else max(item.full - Fraction(value), Fraction(0))
    return ItemResult(
        id=item.origin.id,
        label=item.origin.label,
        source=item.origin.source,
        note=item.origin.note,
        form=item.form,
        parent=parent,
        value=value,
        full=_fraction(item.full),
        lost=_fraction(lost) if applies else None,
        weight=_fraction(item.weight),
        applies=applies,
        lines=[_line(case, line) for line in item.lines],
    )


def _line(case: Case, line: ir.Line) -> LineResult:
    return LineResult(
        id=line.origin.id,
        label=line.origin.label,
        source=line.origin.source,
        note=line.origin.note,
        value=case.number(line.value),
        formula=line.formula,
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
    )


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
        cut_off=[] if move.cut is None else [_key_text(engine, n, value) for n, value in enumerate(move.cut)],
        tied=move.tied,
    )


def _key_text(engine: Engine, position: int, value: int) -> str:
    assert engine.program.cohort is not None
    key = engine.program.cohort.rank_by[position]
    return _value_text(engine.program.nodes[key.value].type, value if key.descending else -value)


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


# The names of a condition.


def named_values(case: Case, formula: str) -> list[NamedValue]:
    """List the facts, score nodes and figures of a formula with their values; words of readings are left out."""
    known = case.engine.named
    return [_named(case, name, known[name]) for name in _names_in(formula) if name in known]


@lru_cache(maxsize=4096)
def _names_in(formula: str) -> tuple[str, ...]:
    tree = parse(formula, ROOT)
    return tuple(dict.fromkeys(_names(tree))) if isinstance(tree, syntax.Expr) else ()


def _named(case: Case, name: str, found: ir.Item | ir.Parameter | int) -> NamedValue:
    program = case.engine.program
    match found:
        case ir.Item():
            return NamedValue(name=name, label=found.origin.label, value=case.number(found.value))
        case ir.Parameter():
            return NamedValue(name=name, label=found.origin.label, value=found.value)
        case int() if found < 0:
            assert program.band is not None
            return NamedValue(name=name, label="band", value=case.text(program.band))
        case _:
            column = program.inputs[found]
            return NamedValue(name=name, label=column.origin.label, value=_fact_text(column, case.facts[found]))


def _fact_text(column: ir.Input, value: int | str | None) -> str:
    shown = show(column, value)
    if shown is None:
        return "?"
    if isinstance(shown, bool):
        return "true" if shown else "false"
    if isinstance(column.type, ir.Choice) and column.words:
        return column.words[int(value or 0)][0]
    unit = "%" if isinstance(column.type, ir.Number) and column.type.unit == ir.PERCENT else ""
    return f"{shown}{unit}"


def _names(tree: syntax.Expr) -> list[str]:
    match tree:
        case syntax.Name():
            return [tree.id]
        case syntax.Number() | syntax.String() | syntax.Boolean():
            return []
        case syntax.Negative() | syntax.Negation():
            return _names(tree.operand)
        case syntax.Arithmetic():
            return _names(tree.left) + _names(tree.right)
        case syntax.Compare() | syntax.AllOf() | syntax.AnyOf():
            return [name for operand in tree.operands for name in _names(operand)]
        case syntax.In():
            return [name for operand in (tree.operand, *tree.options) for name in _names(operand)]
        case syntax.Choose():
            return _names(tree.condition) + _names(tree.then) + _names(tree.otherwise)
        case syntax.Call():
            return [name for argument in tree.arguments for name in _names(argument)]


# Why not the next grade up.


def _next_grade(case: Case) -> NextGradeResult | None:
    program = case.engine.program
    if case.grade is None or case.grade + 1 >= len(case.engine.ladder):
        return None
    target = next(grade for grade in program.grades if grade.rank == case.grade + 1)
    obstacles = [*_band_obstacles(case, target), *_rule_obstacles(case, target.rank)]
    obstacles += [
        _obstacle("quota", move["quota"], move["label"], move["source"])
        for move, raw in zip((_move(case, m) for m in case.moves), case.moves, strict=True)
        if raw.after < target.rank <= raw.before
    ]
    return NextGradeResult(grade=target.origin.id, label=target.origin.label, obstacles=obstacles)


def _obstacle(
    kind: Literal["score", "condition", "decision", "rule", "quota"],
    id: str,
    label: str,
    source: str | None,
    needed: str | None = None,
    value: str | None = None,
) -> ObstacleResult:
    short = _fraction(Fraction(needed) - Fraction(value)) if kind == "score" and needed and value else None
    return ObstacleResult(
        kind=kind,
        id=id,
        label=label,
        source=source,
        needed=needed,
        value=value,
        short=short,
    )


def _band_obstacles(case: Case, target: ir.Grade) -> list[ObstacleResult]:
    program = case.engine.program
    if program.band is None or case.values[program.band] >= target.rank:
        return []
    origin = target.origin
    if target.condition is None:
        band = case.text(program.band)
        return [_obstacle("decision", origin.id, origin.label, origin.source, origin.id, band)]
    out = []
    if target.bound is not None and program.band_on is not None:
        needed, value = case.number(target.bound), case.number(program.band_on)
        reached = Fraction(value) > Fraction(needed) or (value == needed and not target.strict)
        if not reached:
            out.append(_obstacle("score", origin.id, origin.label, origin.source, needed, value))
    if target.when is not None and not out:
        out.append(_obstacle("condition", origin.id, origin.label, origin.source, target.when))
    return out


def _rule_obstacles(case: Case, target: int) -> list[ObstacleResult]:
    """List the rules that fired and hold the grade below the target, or lowered it."""
    out = []
    for rule in case.engine.program.rules:
        if not case.fires(rule.condition):
            continue
        holds_back = any(
            e.phase == "lower_by" or (e.phase in ("at_most", "grade") and case.values[e.amount] < target)
            for e in rule.effects
        )
        if holds_back:
            out.append(_obstacle("rule", rule.origin.id, rule.origin.label, rule.origin.source))
    return out
