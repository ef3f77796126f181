"""The words of a page: labels for ids, formulas that people can read, and the words that settle something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from partygrade import exact, ir
from partygrade.api import Scheme
from partygrade.diagnostics import Lang, Text
from partygrade.page.part import Row
from partygrade.tokens import Token, tokens

SETTINGS: Mapping[str, Text] = {
    "warning": Text("a warning", "提示"),
    "invalid": Text("the grading is invalid", "评定无效"),
    "each": Text("each counts", "各计"),
    "highest": Text("the highest counts", "取最高"),
    "graded": Text("those with a grade", "已定级的"),
    "all": Text("all", "全部"),
    "down": Text("rounded down", "舍去"),
    "up": Text("rounded up", "进一"),
    "half_up": Text("rounded half up", "四舍五入"),
    "half_even": Text("rounded half to even", "四舍六入五成双"),
    "out": Text("who tie across the cut stay out", "线上并列的都不进"),
    "in": Text("who tie across the cut are in", "线上并列的都进"),
    "report": Text("reported only", "只报告"),
    "enforce": Text("enforced", "按比例调整"),
    "raise_by": Text("promotion", "升级"),
    "at_least": Text("floor", "最低等次"),
    "at_most": Text("ceiling", "最高等次"),
    "lower_by": Text("demotion", "降级"),
    "grade": Text("direct grade", "直接认定"),
    "quotas": Text("quotas", "比例"),
    "true": Text("yes", "是"),
    "false": Text("no", "否"),
}
"""The words of a scheme file that settle something, other than those that the author chose."""

_SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "*": "×", "/": "÷", "-": "−"}
_CHINESE = {
    "and": "且",
    "or": "或",
    "not": "并非",
    "in": "属于",
    "if": "（若",
    "else": "），否则",
    "known": "已填",
    "default": "缺省取",
    "count": "个数",
    "sum": "合计",
    "min": "最小",
    "max": "最大",
    "mean": "平均",
    "median": "中位数",
    "ratio": "相除",
    "round": "取舍",
    "abs": "绝对值",
    "days": "相隔天数",
    "months": "相隔月数",
    "years": "相隔年数",
    "later": "推后",
    "year": "年份",
    "nth": "第几次",
    "rank": "名次",
    "cohort_count": "同批个数",
    "cohort_mean": "同批平均",
    "cohort_max": "同批最大",
    "cohort_min": "同批最小",
    "cohort_sum": "同批合计",
    "as_of": "评定基准日",
    "band": "档次",
}
_OPTIONS = {
    "digits": "小数位",
    "mode": "方式",
    "empty": "没有时",
    "latest": "最近",
    "by": "先后依据",
    "once_per": "同一项只计一次",
    "drop": "去掉高低各",
    "months": "月数",
    "days": "天数",
}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BINARY = frozenset(["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "and", "or", "in", "if", "else"])


class Words:
    """Puts a scheme into words for one language, and keeps the formulas as they are written."""

    def __init__(self, scheme: Scheme, lang: Lang) -> None:
        self.lang = lang
        self.program = scheme.program
        self.data: Mapping[str, Any] = scheme._document.data if isinstance(scheme._document.data, dict) else {}
        parameters = self.data.get("parameters") or {}
        self.values = {id: plain(spec["value"]) for id, spec in parameters.items()}
        self.values |= {parameter.origin.id: parameter.value for parameter in self.program.parameters}
        self.grades = {grade.origin.id: grade.origin.label for grade in self.program.grades}
        self.labels = dict(_labels(self.program, self.data))
        inputs = self.program.inputs
        self.options = _options(inputs)
        lists = {item.origin.id: item.type.fields for item in inputs if isinstance(item.type, ir.Events)}
        self.fields = {
            name: ({f.origin.id: f.origin.label for f in fields}, _options(fields)) for name, fields in lists.items()
        }
        self.formulas: dict[tuple[str | None, str, str], Row] = {}

    def say(self, en: str, zh: str) -> str:
        """Choose the words of the language."""
        return zh if self.lang == "zh" else en

    def label(self, id: str) -> str:
        """Give what people call an element."""
        return self.labels.get(id, id)

    def joined(self, words: Sequence[str]) -> str:
        """List words."""
        return self.say(", ", "、").join(words)

    def all_of(self, said: Sequence[str]) -> str:
        """Join what is said of one thing."""
        return self.say("; ", "；").join(line for line in said if line)

    def setting(self, value: object) -> str:
        """Print a word that settles something, or that of the parameter which is named."""
        text = plain(value)
        if text in self.values:
            return self.beside(self.setting(self.values[text]), self.label(text))
        return SETTINGS[text][self.lang] if text in SETTINGS else self.labels.get(text, text)

    def beside(self, text: str, remark: str) -> str:
        """Put a remark in brackets behind a text."""
        return f"{text}（{remark}）" if self.lang == "zh" else f"{text} ({remark})"

    def formula(self, value: object, id: str | None, key: str, within: str | None = None) -> str:
        """Print a formula with labels; what is more than a figure or a name is kept as it is written, for the end.

        `within` is the list of events whose fields it may name.
        """
        text = plain(value)
        if text in self.values:
            return self.setting(text)
        if text in self.labels:
            return self.labels[text]
        if text in self.fields.get(within or "", ({}, {}))[0]:
            return self.fields[within or ""][0][text]
        if text in ("true", "false"):
            return SETTINGS[text][self.lang]
        found = tokens(text)
        if _DAY.fullmatch(text):
            return text
        if len(found) == 2 and found[0].kind == "number":
            return text
        self.formulas[id, key, text] = Row(id, (self.label(id) if id else "", id or "", key, text))
        return "".join(self._pieces(found, within)).strip()

    def _pieces(self, found: Sequence[Token], within: str | None) -> Iterator[str]:
        labels, options = dict(self.labels), dict(self.options)
        for name in [within, *(token.text for token in found)]:
            if name in self.fields:
                labels |= self.fields[name][0]
                options |= self.fields[name][1]
        asked: str | None = None
        before: Token | None = None
        for position, token in enumerate(found[:-1]):
            asked = token.text if token.kind == "name" and token.text in options else asked
            after = found[position + 1].text
            if self.lang == "zh" and token.text == "not" and after == "known":
                before = token
                continue
            match token.kind:
                case "name" if token.text == "known" and before is not None and before.text == "not":
                    yield self.say("known", "未填")
                case "name":
                    yield self._name(token.text, labels, after)
                case "text":
                    word = token.text[1:-1]
                    yield options.get(asked or "", {}).get(word, token.text)
                case "sign":
                    yield self._sign(token.text, before, after)
                case _:
                    yield token.text
            before = token

    def _name(self, name: str, labels: Mapping[str, str], after: str) -> str:
        if after == "=":
            return self.say(name, _OPTIONS.get(name, name))
        if name in labels and after != "(":
            value = self.values.get(name)
            return self.beside(labels[name], value) if value and value[0].isdigit() else labels[name]
        return self.say(name, _CHINESE.get(name, name))

    def _sign(self, sign: str, before: Token | None, after: str) -> str:
        word = self.say(_SIGNS.get(sign, sign), _CHINESE.get(sign, _SIGNS.get(sign, sign)))
        if sign == ",":
            return self.say(", ", "，")
        if sign == "not":
            return self.say(" not" if after == "in" else "not ", " 不" if after == "in" else "并非 ")
        if sign == "in" and before is not None and before.text == "not":
            return self.say(" in ", "属于 ")
        if sign in ("if", "else") and self.lang == "zh":
            return f"{word} "
        first = before is None or (before.kind == "sign" and before.text not in (")", "]", "true", "false"))
        return word if sign not in _BINARY or (sign == "-" and first) else f" {word} "


def plain(value: object) -> str:
    """Print a value of the file: figures in their shortest form, flags in lower case."""
    match value:
        case bool():
            return str(value).lower()
        case int() | Decimal():
            scale = exact.decimals(value)
            return exact.text(exact.scaled(value, scale), scale)
        case _:
            return str(value)


def _labels(program: ir.Program, data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the labels of all elements."""
    for section in ("facts", "parameters"):
        yield from ((name, str(spec.get("label") or name)) for name, spec in (data.get(section) or {}).items())
    for elements in (program.inputs, program.items(), program.derived, program.parameters, program.grades):
        yield from ((element.origin.id, element.origin.label) for element in elements)
    yield from ((line.origin.id, line.origin.label) for item in program.items() for line in item.lines)
    cohort, cycle = data.get("cohort") or {}, data.get("cycle") or {}
    lists = [data.get(key) for key in ("rules", "checks", "procedure", "draws")]
    for specs in (*lists, cohort.get("quotas"), cycle.get("targets")):
        yield from ((spec["id"], str(spec.get("label") or spec["id"])) for spec in specs or ())


def options(item: ir.Input) -> dict[str, str]:
    """Give the labels of the words of a choice, or of the grades of a ladder, worst first; of others nothing."""
    if not isinstance(item.type, ir.Choice | ir.Rank):
        return {}
    words = item.type.options if isinstance(item.type, ir.Choice) else item.type.ladder
    labels = {index: word for word, index in reversed(item.words)}
    return {word: labels.get(n, word) for n, word in enumerate(words)}


def _options(inputs: Sequence[ir.Input]) -> dict[str, dict[str, str]]:
    return {item.origin.id: options(item) for item in inputs if isinstance(item.type, ir.Choice | ir.Rank)}
