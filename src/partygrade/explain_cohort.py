"""The quota account of a cohort, its movement from year to year and its targets, in Chinese or English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partygrade.cycle import NEW, OUT
from partygrade.diagnostics import Lang, Text
from partygrade.engine import Engine
from partygrade.phrase import phrase
from partygrade.result import MovementResult, QuotaResult, TargetAccount
from partygrade.wording import MOVEMENTS, Words

_PROBLEMS = {
    "no_place": Text("the share of so few organisations leaves no place", "组织数太少，按比例没有名额"),
    "ties": Text("there are ties across the cut", "分界处有并列"),
    "too_few": Text("there are too few organisations", "组织数不足"),
    "impossible": Text("cannot be met together with", "无法与下列比例同时满足："),
    "other_quota": Text("another quota stands in the way", "受其他比例影响"),
    "report_only": Text("the quota only reports, and moves nobody", "本比例仅作提示，不调整等次"),
}


def explain_cohort(
    quotas: Sequence[QuotaResult],
    movement: MovementResult | None,
    engine: Engine,
    counts: tuple[int, int],
    lang: Lang,
) -> str:
    """Give a line for every quota, and then the movement; `counts` are the graded and the faulty organisations."""
    words = Words(engine, lang)
    graded, faulty = counts
    head = words.say(f"{graded} organisation{'' if graded == 1 else 's'} graded", f"共评定 {graded} 个组织")
    if faulty:
        rows = f"{faulty} row{'' if faulty == 1 else 's'}"
        head += words.say(f", {rows} with faults not counted", f"，另有 {faulty} 行有差错，未计入")
    moves = [] if movement is None else [*_movement(movement, words)]
    return "\n".join([head, *(quota_text(quota, words) for quota in quotas), *moves]) + "\n"


def quota_text(quota: QuotaResult, words: Words) -> str:
    """Say in one line how a quota came out."""
    within = words.say(", ", "，").join(quota["within"].values())
    where = words.say(f"{within}: ", f"{within}：") if within else ""
    grades = words.say(" and ", "、").join(words.grade(grade) for grade in quota["grades"])
    most = quota["kind"] == "at_most"
    sign = words.say("at most" if most else "at least", "不超过" if most else "不少于")
    limit = words.say(f"{quota['limit']} of {quota['base']}", f"{quota['base']} 个中 {quota['limit']} 个")
    among = quota["among"] and phrase(quota["among"], (), words)
    among = words.say(f" (only where {among})", f"（只计 {among} 的）") if among else ""
    share = f" {quota['share']} =" if quota["share"] else ""
    verdict = words.say("met", "满足") if quota["met"] else words.say("NOT MET", "未满足")
    counts = words.say(
        f"{quota['before']} before, {quota['after']} after", f"调整前 {quota['before']} 个，调整后 {quota['after']} 个"
    )
    line = words.say(
        f"{where}{grades} {sign}{share} {limit}{among}: {counts}, {verdict}",
        f"{where}{grades}{sign}{share} {limit}{among}：{counts}，{verdict}",
    )
    return line + _problem(quota, words) + words.clause(quota["source"])


def _problem(quota: QuotaResult, words: Words) -> str:
    out = ""
    if quota["problem"] is not None:
        out += words.say("; ", "；") + _PROBLEMS[quota["problem"]][words.lang]
        if quota["problem"] == "impossible":
            others = [words.names.get(other, other) for other in quota["conflict"] if other != quota["id"]]
            out += words.say(" ", "") + words.say(", ", "、").join(others)
    if quota["open"]:
        names = words.say(", ", "、").join(quota["open"])
        out += words.say(f"; left open: {names}", f"；待定：{names}")
    return out


def _movement(found: MovementResult, words: Words) -> Iterator[str]:
    matrix = found["matrix"]
    new = sum(count for after, count in matrix[NEW].items() if after != OUT)
    out = sum(row[OUT] for row in matrix.values())
    counts = {"raised": found["raised"], "kept": found["kept"], "fell": found["fell"], "new": new, "out": out}
    listed = words.say(", ", "，").join(f"{MOVEMENTS[name][words.lang]} {count}" for name, count in counts.items())
    yield words.say(f"From last year: {listed}", f"年度升降：{listed}")
    for before, row in matrix.items():
        gone = [f"{_after(after, words)} {count}" for after, count in row.items() if count]
        if gone:
            grade = words.say("unknown", "未知") if before == NEW else words.grade(before)
            joined = words.say(", ", "，").join(gone)
            yield words.say(f"  · {grade} last year: {joined}", f"  · 上年{grade}：{joined}")
    yield from (f"  · {target_text(target, words)}" for target in found["targets"])


def _after(grade: str, words: Words) -> str:
    return words.grade(None if grade == OUT else grade)


def target_text(target: TargetAccount, words: Words) -> str:
    """Say in one line how a target came out."""
    grades = words.say(" and ", "、").join(words.grade(grade) for grade in target["grades"])
    reach, due, needed, reached = words.grade(target["reach"]), target["due"], target["needed"], target["reached"]
    verdict = words.say("met", "满足") if target["met"] else words.say("NOT MET", "未满足")
    line = words.say(
        f"of {due} that were {grades}, {needed} ({target['share']}) are to reach {reach}: {reached} do, {verdict}",
        f"上年{grades} {due} 个，须有 {needed} 个（{target['share']}）达到{reach}：实有 {reached} 个，{verdict}",
    )
    return f"{target['label']}{words.say(': ', '：')}{line}{words.clause(target['source'])}"
