"""An account as readable text, in Chinese or English.

What was gained and lost where, by which clause, and what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from partygrade.account import Brief, rests_on
from partygrade.diagnostics import Lang, Text
from partygrade.engine import Engine
from partygrade.explain_score import explain_score
from partygrade.phrase import phrase
from partygrade.result import (
    CheckResult,
    ObstacleResult,
    ReadingResult,
    Result,
    RuleResult,
    StepResult,
)
from partygrade.wording import MOVEMENTS, Words, check_text, move_text, override_text, reading_text, rule_text

_PHASES = {
    "raise_by": Text("promotion", "升级"),
    "at_least": Text("floor", "保底"),
    "at_most": Text("ceiling", "上限"),
    "lower_by": Text("demotion", "降级"),
    "grade": Text("direct grade", "直接认定"),
    "quotas": Text("quotas", "比例"),
}


def explain(result: Result, engine: Engine, lang: Lang) -> str:
    """Give the whole account of a grading."""
    words = Words(engine, lang)
    lines = [*_head(result, words), *_derived(result, words), *_score(result, words), *_grade(result, words)]
    lines += [*_procedure(result, words), *_checks(result["checks"], words), *_cycle(result, words)]
    lines += [*_next(result, words), *_readings(result["readings"], words), *_follow_up(result, words)]
    return "\n".join(lines) + "\n"


def _head(result: Result, words: Words) -> list[str]:
    scheme = result["scheme"]
    name = " ".join(part for part in (result["id"], result["name"]) if part)
    edition = f"（{scheme['edition']}）" if scheme["edition"] and words.lang == "zh" else ""
    edition = f" ({scheme['edition']})" if scheme["edition"] and words.lang == "en" else edition
    head = [words.say(f"Scheme: {scheme['title']}{edition}", f"办法：{scheme['title']}{edition}")]
    if name:
        head.append(words.say(f"Organisation: {name}", f"组织：{name}"))
    if result["as_of"] is not None:
        head.append(words.say(f"As of: {result['as_of']}", f"评定基准日：{result['as_of']}"))
    place = "" if result["place"] is None else words.say(f"; place {result['place']}", f"；排名第 {result['place']}")
    if result["score"] is not None:
        full = f" / {result['full']}" if result["full"] else ""
        score = words.say(f"Score: {result['score']}{full}", f"得分：{result['score']}{full}")
        head.append(score + (place if result["band"] is None else ""))
    if result["band"] is not None:
        head.append(_grade_line(result, words) + place)
    if any(rule["override"] for rule in result["rules"]):
        held = words.grade(result["without_overrides"])
        head.append(words.say(f"Own grade without overrides: {held}", f"不计例外的自身等次：{held}"))
    why = words.say("Invalid", "无效") if result["band"] is None else words.say("No grade", "不定级")
    head += [f"{why}{words.say(': ', '：')}{reason}" for reason in result["reasons"]]
    return head


def _grade_line(result: Result, words: Words) -> str:
    final = words.grade(result["grade"])
    line = words.say(f"Final grade: {final}", f"最终等次：{final}")
    if result["own_grade"] != result["grade"]:
        own = words.grade(result["own_grade"])
        line += words.say(f" (own grade: {own}, moved by a quota)", f"（自身等次：{own}，因比例调整）")
    return line


def _derived(result: Result, words: Words) -> list[str]:
    if not result["derived"]:
        return []
    colon = words.say(": ", "：")
    lines = [
        f"  · {found['label']}{colon}{words.figure(found)}{words.clause(found['source'])}"
        for found in result["derived"]
    ]
    return ["", words.say("Derived figures", "派生量"), *lines]


def _score(result: Result, words: Words) -> list[str]:
    if not result["items"]:
        return []
    return ["", words.say("Score", "得分构成"), *explain_score(result["items"], words)]


def _grade(result: Result, words: Words) -> list[str]:
    if result["band"] is None:
        return []
    out = ["", words.say("Grade", "等次形成")]
    before = None
    for phase in result["phases"]:
        fired = [rule for rule in result["rules"] if rule["id"] in phase["rules"]]
        moves = result["moves"] if phase["phase"] == "quotas" else []
        if phase["phase"] != "band" and not fired and not moves and phase["grade"] == before:
            continue
        name = (words.banding if phase["phase"] == "band" else _PHASES[phase["phase"]])[words.lang]
        out.append(f"  {name}{words.say(': ', '：')}{words.grade(phase['grade'])}")
        out += [f"    · {rule_text(rule, words, phase['phase'])}" for rule in fired]
        out += [f"    · {move_text(move, words)}" for move in moves]
        before = phase["grade"]
    excluding = [rule for rule in result["rules"] if rule["fired"] and _excludes(rule)]
    if excluding:
        out.append(words.say("  no grade", "  不定级"))
        out += [f"    · {rule_text(rule, words, 'not_graded')}" for rule in excluding]
    out += [f"  · {override_text(r, r['override'], words)}" for r in result["rules"] if r["override"]]
    quiet = [rule["label"] for rule in result["rules"] if not rule["fired"] and not rule["override"]]
    if quiet:
        out.append(words.say(f"  did not fire: {'; '.join(quiet)}", f"  未触发的规则：{'；'.join(quiet)}"))
    return out


def _excludes(rule: RuleResult) -> bool:
    return any(effect["phase"] == "not_graded" for effect in rule["effects"])


def _procedure(result: Result, words: Words) -> list[str]:
    if not result["procedure"]:
        return []
    labels = {check["id"]: check["label"] for check in result["checks"]}
    lines = [_step(step, result, labels, words) for step in result["procedure"]]
    return ["", words.say("Procedure", "评定程序"), *(f"  · {line}" for line in lines)]


def _step(step: StepResult, result: Result, labels: Mapping[str, str], words: Words) -> str:
    yields = step["yields"] and words.say(f"yields {step['yields']}", f"形成{step['yields']}")
    told = words.say("; ", "，").join(part for part in (step["by"], yields) if part)
    by = words.say(f" ({told})", f"（{told}）") if told else ""
    failed = words.say(", ", "、").join(labels[check] for check in step["failed_checks"])
    fails = words.say(f"; fails: {failed}", f"；未通过：{failed}") if failed else ""
    colon = words.say(": ", "：")
    return f"{step['label']}{by}{colon}{_done(step, result, words)}{words.clause(step['source'])}{fails}"


def _done(step: StepResult, result: Result, words: Words) -> str:
    """Say when a step was done, from which day to which where it lasts, or whether it was."""
    done, end = step["done"], result["facts"].get(f"{step['id']}_end")
    if done is None or isinstance(done, str):
        day = words.say("not recorded", "未记录") if done is None else done
        return day if end is None else words.say(f"{day} to {end}", f"{day} 至 {end}")
    return words.say("done", "已完成") if done else words.say("not recorded as done", "未记为完成")


def _checks(checks: Sequence[CheckResult], words: Words) -> list[str]:
    failed = [check for check in checks if not check["holds"]]
    if not failed:
        return []
    return ["", words.say("Checks that do not hold", "未通过的校验"), *(f"  · {check_text(c, words)}" for c in failed)]


def _cycle(result: Result, words: Words) -> list[str]:
    found = result["cycle"]
    if found is None:
        return []
    before = words.say("unknown", "未知") if found["previous"] is None else words.grade(found["previous"])
    after, name = words.grade(result["grade"]), MOVEMENTS[found["movement"]][words.lang]
    out = [
        "",
        words.say("From last year", "年度升降"),
        words.say(f"  {before} → {after}: {name}", f"  {before} → {after}：{name}"),
    ]
    for target in found["targets"]:
        grade = words.grade(target["reach"])
        met = words.say("met", "已达到") if target["met"] else words.say("NOT MET", "未达到")
        line = words.say(f"at least {grade}: {met}", f"不低于{grade}：{met}")
        out.append(f"  · {target['label']}{words.say(': ', '：')}{line}{words.clause(target['source'])}")
    return out


def _next(result: Result, words: Words) -> list[str]:
    found = result["next_grade"]
    if found is None:
        return []
    out = ["", words.say(f"Why not {found['label']}", f"为什么不是{found['label']}")]
    rules = {rule["id"]: rule for rule in result["rules"]}
    moves = {move["quota"]: move for move in result["moves"]}
    for obstacle in found["obstacles"]:
        if obstacle["kind"] == "rule":
            out.append(f"  · {rule_text(rules[obstacle['id']], words)}")
        elif obstacle["kind"] == "quota":
            out.append(f"  · {move_text(moves[obstacle['id']], words)}")
        else:
            stage = words.say(f" (a condition of {obstacle['label']})", f"（等次「{obstacle['label']}」的条件）")
            out.append(f"  · {_obstacle(obstacle, words)}{'' if obstacle['id'] == found['grade'] else stage}")
    return out


def _obstacle(found: ObstacleResult, words: Words) -> str:
    needed, value = found["needed"] or "", found["value"] or ""
    match found["kind"]:
        case "score":
            return _bound(found, needed, value, words) + words.clause(found["source"])
        case "decision":
            return words.say(f"{words.decision} is {words.grade(value)}", f"{words.decision}为{words.grade(value)}")
        case _:
            condition = phrase(needed, found["values"], words)
            return words.say(f"needs {condition}", f"须满足：{condition}") + words.clause(found["source"])


def _bound(found: ObstacleResult, needed: str, value: str, words: Words) -> str:
    """Say which bound is not reached, and by how much; a strict one may be missed by nothing."""
    upper, short = found["id"] in words.upper, words.measure(found["short"] or "")
    name = "".join(entry["label"] for entry in found["values"])
    of = words.say(f"{name}: " if name else "", name)
    limit, now = words.measure(needed), words.measure(value)
    if found["short"] == "0":
        sign = words.say("less" if upper else "more", "低于" if upper else "超过")
        return words.say(f"{of}{sign} than {limit} needed, got {value}", f"{of}须{sign} {limit}，现为 {now}")
    if upper:
        return words.say(
            f"{of}at most {limit} allowed, got {value}: {found['short']} too many",
            f"{of}须不超过 {limit}，现为 {now}，多 {short}",
        )
    return words.say(
        f"{of}{limit} needed, got {value}: {found['short']} short", f"{of}须达 {limit}，现为 {now}，差 {short}"
    )


def _readings(readings: Iterable[ReadingResult], words: Words) -> list[str]:
    found = [r for r in readings if rests_on(r)]
    if not found:
        return []
    return [
        "",
        words.say("Readings and assumptions", "所依据的读法与假定"),
        *(f"  · {reading_text(r, words)}" for r in found),
    ]


def _follow_up(result: Result, words: Words) -> list[str]:
    if not result["follow_up"]:
        return []
    lines = [f"  · {found['label']}{words.clause(found['source'])}" for found in result["follow_up"]]
    return ["", words.say("What follows", "结果运用"), *lines]


def reasons(found: Brief, engine: Engine, lang: Lang) -> list[str]:
    """List in short why the grade is what it is."""
    words = Words(engine, lang)
    out = [
        f"{line['label']} {words.points(line['value'], sign=True)}{words.clause(line['source'])}"
        for line in found.lines
    ]
    out += [
        override_text(rule, rule["override"], words) if rule["override"] else rule_text(rule, words)
        for rule in found.rules
    ]
    out += [check_text(check, words) for check in found.checks]
    return out + [move_text(move, words) for move in found.moves]
