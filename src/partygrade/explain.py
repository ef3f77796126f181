"""An account as readable text, in Chinese or English.

What was gained and lost where, by which clause, and what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from partygrade.account import Brief, rests_on
from partygrade.diagnostics import Lang, Text
from partygrade.engine import Engine
from partygrade.result import (
    CheckResult,
    ItemResult,
    LineResult,
    MoveResult,
    NamedValue,
    ObstacleResult,
    QuotaResult,
    ReadingResult,
    Result,
    RuleResult,
)

_FLAGS = {"true": Text("yes", "是"), "false": Text("no", "否"), "?": Text("unknown", "未知")}
_STATUS = {
    "stated": Text("stated", "明文"),
    "read": Text("reading", "读法"),
    "assumed": Text("assumed", "假定"),
    "derived": Text("derived", "推算"),
}
_PHASES = {
    "band": Text("by band", "按得分划档"),
    "raise_by": Text("promotion", "升级"),
    "at_least": Text("floor", "保底"),
    "at_most": Text("ceiling", "上限"),
    "lower_by": Text("demotion", "降级"),
    "grade": Text("direct grade", "直接认定"),
    "quotas": Text("quotas", "比例"),
}
_PROBLEMS = {
    "no_place": Text("the share of so few organisations leaves no place", "组织数太少，按比例没有名额"),
    "ties": Text("there are ties across the cut", "分界处有并列"),
    "too_few": Text("there are too few organisations", "组织数不足"),
    "impossible": Text("cannot be met together with", "无法与下列比例同时满足："),
    "other_quota": Text("another quota stands in the way", "受其他比例影响"),
    "report_only": Text("the quota only reports, and moves nobody", "本比例仅作提示，不调整等次"),
}


class _Words:
    """Puts ids into words for one language."""

    def __init__(self, engine: Engine, lang: Lang) -> None:
        self.lang = lang
        self.labels = {grade.origin.id: grade.origin.label for grade in engine.program.grades}

    def say(self, en: str, zh: str) -> str:
        return zh if self.lang == "zh" else en

    def grade(self, id: str | None) -> str:
        if id is None:
            return self.say("no grade", "不定级")
        return self.labels.get(id, id)

    def clause(self, source: str | None) -> str:
        if not source:
            return ""
        return f"〔{source}〕" if self.lang == "zh" else f" [{source}]"

    def value(self, text: str) -> str:
        found = _FLAGS.get(text)
        return found[self.lang] if found else self.labels.get(text, text)

    def values(self, names: Sequence[NamedValue]) -> str:
        """Print the names of a condition with their values."""
        shown = [f"{self.label(n)} {self.value(n['value'])}" for n in names]
        if not shown:
            return ""
        return f"（{'，'.join(shown)}）" if self.lang == "zh" else f" ({', '.join(shown)})"

    def label(self, name: NamedValue) -> str:
        return self.say("band", "划档") if name["name"] == "band" else name["label"]

    def points(self, value: str, sign: bool = False) -> str:
        plus = "+" if sign and value != "0" and not value.startswith("-") else ""
        number = f"{plus}{value}".replace("-", "−")
        return f"{number} 分" if self.lang == "zh" else number


def explain(result: Result, engine: Engine, lang: Lang) -> str:
    """Give the whole account of a grading."""
    words = _Words(engine, lang)
    lines = [*_head(result, words), *_score(result, words), *_grade(result, words), *_checks(result["checks"], words)]
    lines += [*_next(result, words), *_readings(result["readings"], words), *_follow_up(result, words)]
    return "\n".join(lines) + "\n"


def _head(result: Result, words: _Words) -> list[str]:
    scheme = result["scheme"]
    name = " ".join(part for part in (result["id"], result["name"]) if part)
    edition = f"（{scheme['edition']}）" if scheme["edition"] and words.lang == "zh" else ""
    edition = f" ({scheme['edition']})" if scheme["edition"] and words.lang == "en" else edition
    head = [words.say(f"Scheme: {scheme['title']}{edition}", f"办法：{scheme['title']}{edition}")]
    if name:
        head.append(words.say(f"Organisation: {name}", f"组织：{name}"))
    if result["score"] is not None:
        full = f" / {result['full']}" if result["full"] else ""
        head.append(words.say(f"Score: {result['score']}{full}", f"得分：{result['score']}{full}"))
    if result["band"] is not None:
        head.append(_grade_line(result, words))
    for reason in result["reasons"]:
        head.append(words.say(f"No grade: {reason}", f"不定级：{reason}"))
    return head


def _grade_line(result: Result, words: _Words) -> str:
    final = words.grade(result["grade"])
    line = words.say(f"Final grade: {final}", f"最终等次：{final}")
    if result["own_grade"] != result["grade"]:
        own = words.grade(result["own_grade"])
        line += words.say(f" (own grade: {own}, moved by a quota)", f"（自身等次：{own}，因比例调整）")
    if result["place"] is not None:
        line += words.say(f"; place {result['place']}", f"；排名第 {result['place']}")
    return line


def _score(result: Result, words: _Words) -> list[str]:
    if not result["items"]:
        return []
    out = ["", words.say("Score", "得分构成")]
    children: dict[str | None, list[ItemResult]] = {}
    for item in result["items"]:
        children.setdefault(item["parent"], []).append(item)
    return out + _items(children, None, "", words)


def _items(children: dict[str | None, list[ItemResult]], parent: str | None, indent: str, words: _Words) -> list[str]:
    out = []
    entries: list[ItemResult] = children.get(parent, [])
    for position, item in enumerate(entries):
        last = position == len(entries) - 1
        mark, below = ("└─ ", "   ") if last else ("├─ ", "│  ")
        out.append(f"{indent}{mark}{_item(item, words)}")
        inner = _items(children, item["id"], indent + below, words)
        shown = [line for line in item["lines"] if line["value"] != "0"]
        stem = "│  " if inner else "   "
        out += [f"{indent}{below}{stem}{_line(line, words)}" for line in shown]
        out += inner
    return out


def _item(item: ItemResult, words: _Words) -> str:
    if not item["applies"]:
        return f"{item['label']}{words.say(': does not apply', '：不适用')}{words.clause(item['source'])}"
    gained = words.points(item["value"], sign=item["full"] == "0")
    if item["full"] not in (None, "0"):
        gained = words.say(f"{item['value']} of {item['full']}", f"{item['value']} / {item['full']} 分")
    lost = item["lost"]
    missing = words.say(f", lost {lost}", f"，失 {lost} 分") if lost and lost != "0" else ""
    weight = words.say(f" × {item['weight']}", f" × {item['weight']}") if item["weight"] else ""
    colon = words.say(": ", "：")
    return f"{item['label']}{colon}{gained}{weight}{missing}{words.clause(item['source'])}"


def _line(line: LineResult, words: _Words) -> str:
    return f"{words.points(line['value'], sign=True)}  {line['label']}{words.clause(line['source'])}"


def _grade(result: Result, words: _Words) -> list[str]:
    if result["band"] is None:
        return []
    out = ["", words.say("Grade", "等次形成")]
    before = None
    for phase in result["phases"]:
        fired = [rule for rule in result["rules"] if rule["id"] in phase["rules"]]
        moves = result["moves"] if phase["phase"] == "quotas" else []
        if phase["phase"] != "band" and not fired and not moves and phase["grade"] == before:
            continue
        name = _PHASES[phase["phase"]][words.lang]
        if phase["phase"] == "band" and result["score"] is None:
            name = words.say("as given", "评定")
        out.append(f"  {name}{words.say(': ', '：')}{words.grade(phase['grade'])}")
        out += [f"    · {rule_text(rule, words)}" for rule in fired]
        out += [f"    · {move_text(move, words)}" for move in moves]
        before = phase["grade"]
    excluding = [rule for rule in result["rules"] if rule["fired"] and _excludes(rule)]
    if excluding:
        out.append(words.say("  no grade", "  不定级"))
        out += [f"    · {rule_text(rule, words)}" for rule in excluding]
    quiet = [rule["label"] for rule in result["rules"] if not rule["fired"]]
    if quiet:
        out.append(words.say(f"  did not fire: {'; '.join(quiet)}", f"  未触发的规则：{'；'.join(quiet)}"))
    return out


def _excludes(rule: RuleResult) -> bool:
    return any(effect["phase"] == "not_graded" for effect in rule["effects"])


def rule_text(rule: RuleResult, words: _Words) -> str:
    """Say in one line what a rule did and why."""
    effects = [_effect(e["phase"], e["value"], words) for e in rule["effects"]]
    joined = words.say(", ", "，").join(effects)
    colon = words.say(": ", "：")
    return f"{rule['label']}{words.values(rule['values'])}{colon}{joined}{words.clause(rule['source'])}"


def _effect(phase: str, value: str, words: _Words) -> str:
    grade = words.grade(value) if phase in ("at_least", "at_most", "grade") else value
    texts = {
        "raise_by": Text(f"{value} up", f"升 {value} 级"),
        "at_least": Text(f"at least {grade}", f"不低于{grade}"),
        "at_most": Text(f"at most {grade}", f"不高于{grade}"),
        "lower_by": Text(f"{value} down", f"降 {value} 级"),
        "grade": Text(f"directly {grade}", f"直接定为{grade}"),
        "not_graded": Text(value, value),
    }
    return texts[phase][words.lang]


def move_text(move: MoveResult, words: _Words) -> str:
    """Say in one line how a quota moved the organisation."""
    most = move["kind"] == "at_most"
    cut = words.say("; ", "，").join(move["cut_off"])
    limit = words.say(
        f"{'at most' if most else 'at least'} {move['limit']} of {move['base']}",
        f"{move['base']} 个中{'不超过' if most else '不少于'} {move['limit']} 个",
    )
    parts = [limit]
    if cut:
        parts.append(words.say(f"cut-off {cut}", f"分界 {cut}"))
    if move["tied"]:
        parts.append(words.say("ties across the cut", "与分界处并列"))
    inside = words.say("; ", "；").join(parts)
    changed = f"{words.grade(move['before'])} → {words.grade(move['after'])}"
    if words.lang == "zh":
        return f"{move['label']}（{inside}）：{changed}{words.clause(move['source'])}"
    return f"{move['label']} ({inside}): {changed}{words.clause(move['source'])}"


def _checks(checks: Sequence[CheckResult], words: _Words) -> list[str]:
    failed = [check for check in checks if not check["holds"]]
    if not failed:
        return []
    return ["", words.say("Checks that do not hold", "未通过的校验"), *(f"  · {check_text(c, words)}" for c in failed)]


def check_text(check: CheckResult, words: _Words) -> str:
    """Say in one line what does not hold."""
    invalid = check["otherwise"] == "invalid"
    kind = words.say("invalid", "无效") if invalid else words.say("warning", "提示")
    colon = words.say(": ", "：")
    return f"{kind}{colon}{check['label']}{words.values(check['values'])}{words.clause(check['source'])}"


def _next(result: Result, words: _Words) -> list[str]:
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
            out.append(f"  · {_obstacle(obstacle, words)}")
    return out


def _obstacle(found: ObstacleResult, words: _Words) -> str:
    needed, value = found["needed"] or "", found["value"] or ""
    match found["kind"]:
        case "score":
            if found["short"] == "0":
                return words.say(
                    f"more than {needed} points needed, got {value}", f"须超过 {needed} 分，现为 {value} 分"
                )
            short = found["short"]
            return words.say(
                f"{needed} points needed, got {value}: {short} short",
                f"须达 {needed} 分，现为 {value} 分，差 {short} 分",
            ) + words.clause(found["source"])
        case "decision":
            return words.say(f"the decision is {words.grade(value)}", f"上级评定为{words.grade(value)}")
        case _:
            return words.say(f"needs {needed}", f"须满足：{needed}") + words.clause(found["source"])


def _readings(readings: Iterable[ReadingResult], words: _Words) -> list[str]:
    found = [r for r in readings if rests_on(r)]
    if not found:
        return []
    return [
        "",
        words.say("Readings and assumptions", "所依据的读法与假定"),
        *(f"  · {reading_text(r, words)}" for r in found),
    ]


def reading_text(reading: ReadingResult, words: _Words) -> str:
    """Say in one line which reading is in force, why, and what the others are."""
    status = (
        words.say("set by the caller", "调用者设定")
        if reading["set_by_caller"]
        else _STATUS[reading["status"]][words.lang]
    )
    if reading["value"] != reading["default"] and not reading["set_by_caller"]:
        status += words.say(", not the default", "，非默认")
    others = words.say("; ", "；").join(_other(words, value, why) for value, why in reading["others"].items())
    line = f"{reading['label']} = {words.value(reading['value'])}"
    inside = [status, *([reading["why"]] if reading["why"] else [])]
    if others:
        inside.append(words.say(f"other readings: {others}", f"其他读法：{others}"))
    joined = words.say("; ", "；").join(inside)
    bracket = f"（{joined}）" if words.lang == "zh" else f" ({joined})"
    return f"{line}{bracket}{words.clause(reading['source'])}"


def _other(words: _Words, value: str, why: str) -> str:
    return f"{words.value(value)}{words.say(': ', '：')}{why}" if why else words.value(value)


def _follow_up(result: Result, words: _Words) -> list[str]:
    if not result["follow_up"]:
        return []
    lines = [f"  · {found['label']}{words.clause(found['source'])}" for found in result["follow_up"]]
    return ["", words.say("What follows", "结果运用"), *lines]


def reasons(found: Brief, engine: Engine, lang: Lang) -> list[str]:
    """List in short why the grade is what it is."""
    words = _Words(engine, lang)
    out = [
        f"{line['label']} {words.points(line['value'], sign=True)}{words.clause(line['source'])}"
        for line in found.lines
    ]
    out += [rule_text(rule, words) for rule in found.rules]
    out += [check_text(check, words) for check in found.checks]
    return out + [move_text(move, words) for move in found.moves]


def explain_cohort(quotas: Sequence[QuotaResult], engine: Engine, graded: int, faulty: int, lang: Lang) -> str:
    """Give the quota account of a cohort."""
    words = _Words(engine, lang)
    head = words.say(f"{graded} organisations graded", f"共评定 {graded} 个组织")
    if faulty:
        head += words.say(f", {faulty} rows with faults not counted", f"，另有 {faulty} 行有差错，未计入")
    return "\n".join([head, *(quota_text(quota, words) for quota in quotas)]) + "\n"


def quota_text(quota: QuotaResult, words: _Words) -> str:
    """Say in one line how a quota came out."""
    within = words.say(", ", "，").join(quota["within"].values())
    where = words.say(f"{within}: ", f"{within}：") if within else ""
    grades = words.say(" and ", "、").join(words.grade(grade) for grade in quota["grades"])
    most = quota["kind"] == "at_most"
    sign = words.say("at most" if most else "at least", "不超过" if most else "不少于")
    limit = words.say(f"{quota['limit']} of {quota['base']}", f"{quota['base']} 个中 {quota['limit']} 个")
    share = f" {quota['share']} =" if quota["share"] else ""
    verdict = words.say("met", "满足") if quota["met"] else words.say("NOT MET", "未满足")
    counts = words.say(
        f"{quota['before']} before, {quota['after']} after", f"调整前 {quota['before']} 个，调整后 {quota['after']} 个"
    )
    line = words.say(
        f"{where}{grades} {sign}{share} {limit}: {counts}, {verdict}",
        f"{where}{grades}{sign}{share} {limit}：{counts}，{verdict}",
    )
    return line + _problem(quota, words) + words.clause(quota["source"])


def _problem(quota: QuotaResult, words: _Words) -> str:
    out = ""
    if quota["problem"] is not None:
        out += words.say("; ", "；") + _PROBLEMS[quota["problem"]][words.lang]
        if quota["problem"] == "impossible":
            others = [other for other in quota["conflict"] if other != quota["id"]]
            out += words.say(" ", "") + words.say(", ", "、").join(others)
    if quota["open"]:
        names = words.say(", ", "、").join(quota["open"])
        out += words.say(f"; left open: {names}", f"；待定：{names}")
    return out
