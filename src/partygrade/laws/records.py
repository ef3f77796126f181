"""The laws of one record."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from partygrade import exact, ir
from partygrade.across import across
from partygrade.api import Scheme
from partygrade.engine import Engine, Row
from partygrade.errors import FactsError
from partygrade.evaluate import Value, evaluate
from partygrade.facts import Facts, check, show
from partygrade.grading import Grading
from partygrade.laws.broken import LawBroken
from partygrade.result import Result

Record = Mapping[str, Any]


def spelling_never_matters(scheme: Scheme, record: Record, as_of: date | None = None) -> None:
    """The order of the keys and the spelling of the numbers change nothing in the result."""
    expected = graded(scheme, record, as_of).to_dict()
    for changed in (dict(sorted(record.items())), dict(list(record.items())[::-1]), *_respelt(scheme, record, as_of)):
        if graded(scheme, changed, as_of).to_dict() != expected:
            raise LawBroken(
                "spelling_never_matters",
                f"the result changes when the record is written as {changed!r}",
                f"记录改写为 {changed!r} 后，结果不同",
                record,
            )


def _respelt(scheme: Scheme, record: Record, as_of: date | None) -> list[dict[str, object]]:
    """Write every number as a decimal, as text, as a float where it is exactly one, and as an int where it is whole."""
    held = _facts(scheme, record, as_of)
    out: list[dict[str, object]] = [dict(record) for _ in range(4)]
    for item, value in zip(scheme.program.inputs, held, strict=True):
        if not isinstance(item.type, ir.Number) or not isinstance(value, int):
            continue
        text, key = exact.text(value, item.type.scale), item.origin.id
        number = Decimal(text)
        out[0][key], out[1][key] = number, f" {text} "
        out[2][key] = float(text) if Decimal(repr(float(text))) == number else text
        out[3][key] = int(text) if "." not in text else Decimal(f"{text}0")
    return out


@dataclass(frozen=True, slots=True)
class Reversal:
    """A better fact that gives a worse grade; `because` names the rules and checks that take the grade away."""

    fact: str
    record: dict[str, object]
    value: object
    better: object
    grade: str | None
    worse: str | None
    because: tuple[str, ...] = ()


def better_never_lowers(
    scheme: Scheme, record: Record, except_for: Collection[str] = (), as_of: date | None = None
) -> list[Reversal]:
    """Raising a `better: up` fact, or lowering a `better: down` one, never lowers the grade.

    Without grades it never lowers the score. The scheme says itself where it takes the grade away: by a rule with
    `not_graded`, or a check that makes the grading invalid. Such places, and those of the facts named in `except_for`,
    are given back as reversals. Any other breaks the law. A fact that is unknown, or that does not say which way is
    better, is not tried.
    """
    engine, held = scheme._engine, _facts(scheme, record, as_of)
    before = _row(engine, held)
    out = []
    for index, item in enumerate(scheme.program.inputs):
        for better in _better(item, held[index]):
            facts = (*held[:index], better, *held[index + 1 :])
            after = _row(engine, facts)
            if not _lower(engine, before, after):
                continue
            found = _reversal(scheme, item, held, facts, better)
            if not found.because and item.origin.id not in except_for:
                raise LawBroken(
                    "better_never_lowers",
                    f"`{item.origin.id}` improves from {found.value} to {found.better}, and the result falls "
                    f"from {found.grade} to {found.worse}",
                    f"“{item.origin.label}”由 {found.value} 改善为 {found.better}，"
                    f"结果却由 {found.grade} 降为 {found.worse}",
                    found.record,
                )
            out.append(found)
    return out


def _better(item: ir.Input, value: Value) -> list[int]:
    """Give the next better value, one halfway, and the best."""
    if item.better is None or not isinstance(value, int):
        return []
    least, most, step = 0, 1, item.step
    if isinstance(item.type, ir.Number):
        least, most = item.type.low, item.type.high - (item.type.high - item.type.low) % step
    elif isinstance(item.type, ir.Choice | ir.Rank):
        most = len(item.type.options if isinstance(item.type, ir.Choice) else item.type.ladder) - 1
    best, sign = (most, step) if item.better == "up" else (least, -step)
    halfway = value + (best - value) // sign // 2 * sign
    found = dict.fromkeys([value + sign, halfway, best] if value != best else [])
    if item.gap:
        # Between 0 and the least amount there is nothing.
        found = dict.fromkeys((item.gap if sign > 0 else 0) if 0 < other < item.gap else other for other in found)
    return [other for other in found if other != value]


def _lower(engine: Engine, before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    if not engine.ladder:
        return after[0] < before[0]
    return not before[2] and bool(after[2] or after[1] < before[1])


def _reversal(scheme: Scheme, item: ir.Input, held: Facts, facts: Facts, better: int) -> Reversal:
    engine = scheme._engine
    old, new = (_alone(engine, f) for f in (held, facts))
    score_only = not engine.ladder
    return Reversal(
        item.origin.id,
        _written(scheme, held),
        show(item, held[scheme.program.inputs.index(item)]),
        show(item, better),
        str(old.score) if score_only else old.own_grade,
        str(new.score) if score_only else new.own_grade,
        () if score_only or new.own_grade is not None else _takers(new.to_dict()),
    )


def _takers(result: Result) -> tuple[str, ...]:
    rules = [r["id"] for r in result["rules"] if r["fired"] and any(e["phase"] == "not_graded" for e in r["effects"])]
    return (*rules, *(c["id"] for c in result["checks"] if not c["holds"] and c["otherwise"] == "invalid"))


def score_in_one_band(scheme: Scheme, record: Record, as_of: date | None = None) -> None:
    """Every score falls in exactly one band: the best grade whose bound it reaches and whose condition holds.

    Where the grades have bounds only, their ranges do not overlap and leave no gap.
    """
    program = scheme.program
    if program.band is None or program.band_on is None or not any(grade.bound is not None for grade in program.grades):
        return
    facts = _facts(scheme, record, as_of)
    values = scheme._engine.trace(facts, None, _across(scheme._engine, facts))
    reached = [_reached(program, grade, values) for grade in program.grades]
    holding = [
        grade.condition is None or bool(values[grade.condition]) if grade.rank else True for grade in program.grades
    ]
    expected = program.grades[holding.index(True)].rank
    plain = all(grade.when is None for grade in program.grades)
    ranges = [grade for n, grade in enumerate(program.grades) if reached[n] and not any(reached[:n])]
    sound = all(reached[n] for n, holds in enumerate(holding) if holds)
    if plain:
        # The range of a grade ends where that of the next better one begins: exactly one holds the score.
        sound = sound and len(ranges) == 1 and ranges[0].rank == expected and reached == sorted(reached)
    if not sound or values[program.band] != expected:
        names = ", ".join(grade.origin.id for grade in ranges)
        raise LawBroken(
            "score_in_one_band",
            f"the score falls in {names}, and the band is {_grade_id(scheme, values[program.band])}",
            f"得分所在档次为 {names}，划档结果为 {_grade_id(scheme, values[program.band])}",
            record,
        )


def _reached(program: ir.Program, grade: ir.Grade, values: Sequence[int]) -> bool:
    """Compare the score with the bound of a grade as fractions, apart from the program's own comparison."""
    if grade.bound is None:
        return True
    assert program.band_on is not None
    score, bound = _figure(program, program.band_on, values), _figure(program, grade.bound, values)
    if score == bound:
        return not grade.strict
    return score < bound if grade.upper else score > bound


def _figure(program: ir.Program, node: int, values: Sequence[int]) -> Fraction:
    kind = program.nodes[node].type
    assert isinstance(kind, ir.Number)
    return Fraction(values[node], 10**kind.scale)


def phases_act_as_written(scheme: Scheme, record: Record, as_of: date | None = None) -> None:
    """From the band, the effects of the rules that fired give the own grade, phase by phase in the order in force."""
    grading = graded(scheme, record, as_of)
    result, ladder = grading.to_dict(), scheme.grades[::-1]
    if not result["phases"]:
        return
    grade = ladder.index(str(result["band"]))
    for phase in result["phases"][1:]:
        fired = [effect for rule in result["rules"] if rule["fired"] for effect in rule["effects"]]
        effects = [effect["value"] for effect in fired if effect["phase"] == phase["phase"]]
        grade = _after_phase(phase["phase"], grade, effects, ladder)
        if phase["grade"] != ladder[grade]:
            _wrong_phase(phase["phase"], phase["grade"], ladder[grade], record)
    if grading.own_grade not in (None, ladder[grade]) or (grading.own_grade is None) is not bool(result["reasons"]):
        _wrong_phase("not_graded", str(grading.own_grade), ladder[grade], record)


def _wrong_phase(phase: str, found: str, expected: str, record: Record) -> None:
    raise LawBroken(
        "phases_act_as_written",
        f"the grade after the phase `{phase}` is {found}: expected {expected}",
        f"阶段 `{phase}` 之后的等次为 {found}：应为 {expected}",
        record,
    )


def _after_phase(phase: str, grade: int, effects: Sequence[str], ladder: Sequence[str]) -> int:
    if not effects or phase == "quotas":
        return grade
    if phase in ("raise_by", "lower_by"):
        steps = sum(int(effect) for effect in effects)
        return max(0, min(len(ladder) - 1, grade + steps if phase == "raise_by" else grade - steps))
    ranks = [ladder.index(effect) for effect in effects]
    match phase:
        case "at_least":
            return max(grade, *ranks)
        case "at_most":
            return min(grade, *ranks)
        case _:
            return min(ranks)


def ceilings_hold(scheme: Scheme, record: Record, as_of: date | None = None) -> None:
    """The own grade is never better than a ceiling that fired.

    Exactly: the grade right after the phase `at_most` is never better than any ceiling that fired; and neither is the
    own grade, unless a rule that fired acts in a later phase that can raise it: `raise_by`, `at_least` or `grade`.
    """
    grading = graded(scheme, record, as_of)
    result, ladder = grading.to_dict(), scheme.grades[::-1]
    order = [phase["phase"] for phase in result["phases"]]
    effects = [effect for rule in result["rules"] if rule["fired"] for effect in rule["effects"]]
    ceilings = [ladder.index(effect["value"]) for effect in effects if effect["phase"] == "at_most"]
    if not ceilings or "at_most" not in order:
        return
    place = order.index("at_most")
    later = {phase for phase in order[place + 1 :] if phase in ("raise_by", "at_least", "grade")}
    found = [result["phases"][place]["grade"]]
    if grading.own_grade is not None and not any(effect["phase"] in later for effect in effects):
        found.append(grading.own_grade)
    for grade in found:
        if ladder.index(grade) > min(ceilings):
            raise LawBroken(
                "ceilings_hold",
                f"the grade is {grade}, better than the ceiling {ladder[min(ceilings)]} that fired",
                f"等次为 {grade}，高于已触发的上限 {ladder[min(ceilings)]}",
                record,
            )


def engines_agree(scheme: Scheme, record: Record, as_of: date | None = None) -> None:
    """The generated functions give what `evaluate` gives, on every node, whatever grade a quota gives."""
    engine, facts = scheme._engine, _facts(scheme, record, as_of)
    given = _across(engine, facts)
    for quota in (None, *range(len(engine.ladder))):
        expected = evaluate(scheme.program, facts, quota, given)
        found = engine.trace(facts, quota, given)
        row = tuple(expected[node] for node in engine.row_nodes)
        wrong = [n for n, (a, b) in enumerate(zip(expected, found, strict=True)) if a != b]
        started = engine.start(record, as_of)[1] if quota is None and not engine.across else row
        if wrong or engine.row(facts, quota, given) != row or started != row:
            node = f"{wrong[0]}, {scheme.program.nodes[wrong[0]]}" if wrong else "a node of the row"
            raise LawBroken(
                "engines_agree", f"the engines differ at node {node}", f"两种求值在节点 {node} 不一致", record
            )


def readers_agree(scheme: Scheme, record: Record, as_of: date | None = None) -> None:
    """The fast reader gives what `check` gives for a good record, and refuses every other; any record will do."""
    expected, faults = check(scheme.program.inputs, _dated(scheme, record, as_of))
    try:
        found: Facts | None = scheme._engine.start(record, as_of)[0]
    except FactsError as error:
        found, faults = None, faults if list(error.diagnostics) == faults else []
    if found != expected or (found is None and not faults):
        raise LawBroken(
            "readers_agree",
            f"the fast reader gives {found}, the plain one {expected}",
            f"快速读取得到 {found}，逐项检查得到 {expected}",
            record,
        )


def json_round_trips(scheme: Scheme, record: Record, as_of: date | None = None) -> None:
    """The JSON text of a result reads back as the result, and its facts, graded again, give it once more."""
    grading = graded(scheme, record, as_of)
    result = grading.to_dict()
    again = {key: value for key, value in result["facts"].items() if value is not None and key != "as_of"}
    again |= {key: record[key] for key in ("id", "name") if record.get(key) is not None}
    if json.loads(grading.to_json()) != result or graded(scheme, again, as_of).to_dict() != result:
        raise LawBroken(
            "json_round_trips", "the result is lost on the way through JSON", "结果经 JSON 往返后不同", record
        )


def graded(scheme: Scheme, record: Record, as_of: date | None = None) -> Grading:
    """Grade a record; one of a scheme that compares organisations as a cohort of its own."""
    if scheme._engine.across:
        return scheme.grade_cohort([record], as_of=as_of).gradings[0]
    return scheme.grade(record, as_of=as_of)


def _alone(engine: Engine, facts: Facts) -> Grading:
    given = _across(engine, facts)
    grading = Grading(engine, facts, engine.row(facts, None, given))
    grading._across = given
    return grading


def _across(engine: Engine, facts: Facts) -> tuple[int, ...]:
    """Give what the cohort gives in a cohort of one."""
    return across(engine.passes(), [facts])[0]


def _row(engine: Engine, facts: Facts) -> Row:
    return engine.row(facts, None, _across(engine, facts)) if engine.across else engine.row(facts)


def _dated(scheme: Scheme, record: Record, as_of: date | None) -> Record:
    return record if scheme.program.as_of is None else {**record, "as_of": as_of}


def _facts(scheme: Scheme, record: Record, as_of: date | None) -> Facts:
    facts, faults = check(scheme.program.inputs, _dated(scheme, record, as_of))
    if facts is None:
        raise FactsError(faults)
    return facts


def _written(scheme: Scheme, held: Facts) -> dict[str, object]:
    pairs = zip(scheme.program.inputs, held, strict=True)
    return {i.origin.id: show(i, value) for i, value in pairs if value is not None and i.origin.id != "as_of"}


def _grade_id(scheme: Scheme, rank: int) -> str:
    return scheme.grades[-1 - rank]
