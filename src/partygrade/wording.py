"""Results in words: labels for ids, values and clauses, and each rule, check, move and reading in one line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from partygrade import ir
from partygrade.diagnostics import Lang, Text
from partygrade.engine import Engine
from partygrade.result import (
    CheckResult,
    DerivedResult,
    EventResult,
    MoveResult,
    NamedValue,
    OverrideResult,
    ReadingResult,
    RuleResult,
)

_FLAGS = {"true": Text("yes", "是"), "false": Text("no", "否"), "?": Text("unknown", "未知")}
_WORDS = {**_FLAGS, "-": Text("does not apply", "不适用")}
_STATUS = {
    "stated": Text("stated", "明文"),
    "read": Text("reading", "读法"),
    "assumed": Text("assumed", "假定"),
    "derived": Text("derived", "推算"),
}

MOVEMENTS = {
    "raised": Text("raised", "上升"),
    "kept": Text("kept", "持平"),
    "fell": Text("fell", "下降"),
    "new": Text("new", "新参评"),
    "out": Text("out", "未定级"),
}


class Words:
    """Puts ids into words for one language."""

    def __init__(self, engine: Engine, lang: Lang) -> None:
        self.lang = lang
        self._program = engine.program
        self.labels = {grade.origin.id: grade.origin.label for grade in engine.program.grades}

    @cached_property
    def upper(self) -> frozenset[str]:
        """The grades with an upper bound."""
        return frozenset(grade.origin.id for grade in self._program.grades if grade.upper)

    @cached_property
    def units(self) -> dict[str, str | None]:
        """The units of the derived figures."""
        nodes = self._program.nodes
        return {found.origin.id: _unit(nodes[found.value].type) for found in self._program.derived}

    @cached_property
    def bound_unit(self) -> str | None:
        """The unit of what the bounds of the grades are about."""
        band_on = self._program.band_on
        return None if band_on is None else _unit(self._program.nodes[band_on].type)

    @cached_property
    def banding(self) -> Text:
        """What gives the band."""
        return _banding(self._program)

    @cached_property
    def decision(self) -> str:
        """What people call the decision that gives the band."""
        return _decision(self._program) or self.say("the decision", "上级评定")

    @cached_property
    def names(self) -> dict[str, str]:
        """The labels of facts, score nodes, parameters, derived figures and quotas."""
        program = self._program
        origins = [
            *(found.origin for found in program.inputs),
            *(found.origin for found in program.items()),
            *(found.origin for found in program.parameters),
            *(found.origin for found in program.derived),
            *(quota.origin for quota in (program.cohort.quotas if program.cohort else ())),
        ]
        return {origin.id: origin.label for origin in origins}

    @cached_property
    def options(self) -> dict[str, dict[str, str]]:
        """The labels of the words of each choice."""
        return {item.origin.id: _options(item) for item in self._program.inputs if isinstance(item.type, ir.Choice)}

    @cached_property
    def lists(self) -> frozenset[str]:
        """The lists of events."""
        return frozenset(item.origin.id for item in self._program.inputs if isinstance(item.type, ir.Events))

    def say(self, en: str, zh: str) -> str:
        """Choose the words of the language."""
        return zh if self.lang == "zh" else en

    def grade(self, id: str | None) -> str:
        """Give what people call a grade."""
        if id is None:
            return self.say("no grade", "不定级")
        return self.labels.get(id, id)

    def clause(self, source: str | None) -> str:
        """Print the clause behind a line, if there is one."""
        if not source:
            return ""
        return f"〔{source}〕" if self.lang == "zh" else f" [{source}]"

    def value(self, text: str) -> str:
        """Print a value: yes and no, what is unknown or does not apply, and grades by their label."""
        found = _WORDS.get(text)
        return found[self.lang] if found else self.labels.get(text, text)

    def field(self, field: NamedValue) -> str:
        """Print a field of an event; its value may be any text, also one that is a grade's id."""
        found = _FLAGS.get(field["value"])
        return f"{field['label']} {found[self.lang] if found else field['value']}"

    def values(self, names: Sequence[NamedValue]) -> str:
        """Print the names of a condition with their values."""
        shown = [f"{self.label(n)} {self.value(n['value'])}{self._counter(n)}" for n in names]
        if not shown:
            return ""
        return f"（{'，'.join(shown)}）" if self.lang == "zh" else f" ({', '.join(shown)})"

    def _counter(self, name: NamedValue) -> str:
        """A list of events is told by how many there are."""
        return self.say("", " 条") if name["name"] in self.lists else ""

    def label(self, name: NamedValue) -> str:
        """Give what people call a name of a condition."""
        return self.say("band", "划档") if name["name"] == "band" else name["label"]

    def figure(self, found: DerivedResult) -> str:
        """Print a derived figure with its unit."""
        value = found["value"]
        text = self.value(str(value).lower() if isinstance(value, bool) else value)
        unit = self.units[found["id"]]
        if unit == ir.POINTS:
            return self.say(f"{text} points", f"{text} 分")
        return f"{text}{'' if unit == ir.PERCENT else ' '}{unit}" if unit else text

    def measure(self, value: str) -> str:
        """Print a value of what the bounds of the grades are about, with its unit."""
        if self.bound_unit == ir.PERCENT:
            return f"{value}%"
        if self.bound_unit == ir.POINTS:
            return self.say(f"{value} points", f"{value} 分")
        return f"{value} {self.bound_unit}" if self.bound_unit else value

    def points(self, value: str, sign: bool = False) -> str:
        """Print points, with a plus where the sign matters."""
        plus = "+" if sign and value != "0" and not value.startswith("-") else ""
        number = f"{plus}{value}".replace("-", "−")
        return f"{number} 分" if self.lang == "zh" else number


def _unit(kind: ir.Type) -> str | None:
    return kind.unit if isinstance(kind, ir.Number) else None


def _options(item: ir.Input) -> dict[str, str]:
    """Give the label of each word of a choice."""
    assert isinstance(item.type, ir.Choice)
    labels = {index: word for word, index in reversed(item.words)}
    return {word: labels.get(index, word) for index, word in enumerate(item.type.options)}


def _decision(program: ir.Program) -> str | None:
    """Give the label of the fact that gives the band, if that is how the band comes about and it has one."""
    node = None if program.band is None else program.nodes[program.band]
    origin = program.inputs[node.index].origin if isinstance(node, ir.Fact) else None
    return origin.label if origin is not None and origin.label != origin.id else None


def _banding(program: ir.Program) -> Text:
    """Say what gives the band: bounds on the score or another figure, conditions, both, or a decision."""
    bounds = any(grade.bound is not None for grade in program.grades)
    if any(grade.when is not None for grade in program.grades):
        return Text("by band and condition", "按得分和条件划档") if bounds else Text("by condition", "按条件划档")
    if not bounds:
        decision = _decision(program)
        return Text(decision, decision) if decision else Text("as given", "评定")
    score = None if program.score is None else program.score.value
    labels = [found.origin.label for found in program.derived if found.value == program.band_on != score]
    label = labels[0] if labels else ""
    return Text(f"by {label}", f"按{label}划档") if label else Text("by band", "按得分划档")


def rule_text(rule: RuleResult, words: Words, phase: str | None = None) -> str:
    """Say in one line what a rule did and why; of several effects, with `phase`, only those in that phase."""
    effects = [_effect(e["phase"], e["value"], words) for e in rule["effects"] if phase in (None, e["phase"])]
    joined = words.say(", ", "，").join(effects)
    colon = words.say(": ", "：")
    return f"{rule['label']}{words.values(rule['values'])}{colon}{joined}{words.clause(rule['source'])}"


def _effect(phase: str, value: str, words: Words) -> str:
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


def override_text(rule: RuleResult, found: OverrideResult, words: Words) -> str:
    """Say in one line which rule an override took out, and who decided it, when and why."""
    return words.say(
        f"overridden by {found['authority']} on {found['date']} ({found['reason']}): {rule_text(rule, words)}",
        f"例外（{found['authority']} {found['date']}：{found['reason']}），不适用：{rule_text(rule, words)}",
    )


def move_text(move: MoveResult, words: Words) -> str:
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


def event_text(event: EventResult, words: Words) -> str:
    """Say in one line what an event gave; of its yes-no fields only those that hold are told."""
    fields = words.say(", ", "，").join(words.field(f) for f in event["fields"] if f["value"] != "false")
    inside = words.say(f" ({fields})", f"（{fields}）") if fields else ""
    points = words.points(event["points"], sign=True)
    if event["displaced"]:
        points += words.say(" (another of the same matter counts)", "（同一事项已计另一件）")
    return words.say(f"no. {event['number']}{inside}: {points}", f"第 {event['number']} 件{inside}：{points}")


def check_text(check: CheckResult, words: Words) -> str:
    """Say in one line what does not hold."""
    invalid = check["otherwise"] == "invalid"
    kind = words.say("invalid", "无效") if invalid else words.say("warning", "提示")
    colon = words.say(": ", "：")
    return f"{kind}{colon}{check['label']}{words.values(check['values'])}{words.clause(check['source'])}"


def reading_text(reading: ReadingResult, words: Words) -> str:
    """Say in one line which reading is in force, why, and what the others are."""
    status = (
        words.say("set by the caller", "调用者设定")
        if reading["set_by_caller"]
        else _STATUS[reading["status"]][words.lang]
    )
    if reading["value"] != reading["default"] and not reading["set_by_caller"]:
        status += words.say(", not the default", "，非默认")
    if reading["set_by_caller"] and reading["default"] not in reading["others"]:
        default = words.value(reading["default"])
        status += words.say(f", not {default} as in the scheme", f"，办法中为 {default}")
    others = words.say("; ", "；").join(_other(words, value, why) for value, why in reading["others"].items())
    line = f"{reading['label']} = {words.value(reading['value'])}"
    inside = [status, *([reading["why"]] if reading["why"] else [])]
    if others:
        inside.append(words.say(f"other readings: {others}", f"其他读法：{others}"))
    joined = words.say("; ", "；").join(inside)
    bracket = f"（{joined}）" if words.lang == "zh" else f" ({joined})"
    return f"{line}{bracket}{words.clause(reading['source'])}"


def _other(words: Words, value: str, why: str) -> str:
    return f"{words.value(value)}{words.say(': ', '：')}{why}" if why else words.value(value)
