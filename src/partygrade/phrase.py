"""A condition in words: its names by their labels with their values, its signs as people write them."""

from __future__ import annotations

from collections.abc import Sequence

from partygrade.diagnostics import Text
from partygrade.result import NamedValue
from partygrade.tokens import Token, tokens
from partygrade.wording import Words

_SIGNS = {
    "==": Text("=", "="),
    "!=": Text("≠", "≠"),
    "<=": Text("≤", "≤"),
    ">=": Text("≥", "≥"),
    "*": Text("×", "×"),
    "/": Text("÷", "÷"),
    "-": Text("−", "−"),
    "and": Text("and", "且"),
    "or": Text("or", "或"),
    "not": Text("not", "非"),
    "in": Text("in", "属于"),
    "if": Text("if", "若"),
    "else": Text("else", "否则"),
    "true": Text("yes", "是"),
    "false": Text("no", "否"),
}
_FUNCTIONS = {
    "known": Text("known", "已知"),
    "default": Text("default", "缺省"),
    "count": Text("count", "计数"),
    "min": Text("least", "最小"),
    "max": Text("greatest", "最大"),
    "sum": Text("sum", "合计"),
    "mean": Text("mean", "平均"),
    "median": Text("median", "中位数"),
    "abs": Text("abs", "绝对值"),
    "days": Text("days", "天数"),
    "months": Text("months", "月数"),
    "years": Text("years", "年数"),
    "year": Text("year", "年份"),
    "rank": Text("rank", "名次"),
}


def phrase(formula: str, values: Sequence[NamedValue], words: Words) -> str:
    """Put a condition into words; a name that has a value shows it where it first stands.

    The structure stays that of the formula, so that nothing is said that it does not say.
    """
    writer = _Writer(values, words)
    found = [token for token in tokens(formula) if token.kind != "end"]
    out = ""
    for before, token, after in zip([None, *found], found, [*found[1:], None], strict=False):
        gap = before is not None and token.start > before.end and not out.endswith("）")
        out += (" " if gap else "") + writer.text(token, after)
    return out.replace("非 属于", "不属于")


class _Writer:
    def __init__(self, values: Sequence[NamedValue], words: Words) -> None:
        self.words = words
        self.values = {value["name"]: value for value in values}
        self.told: set[str] = set()

    def text(self, token: Token, after: Token | None) -> str:
        """Give the words for a token; a name before a bracket is a function."""
        if token.kind == "text":
            return self._option(token.text[1:-1])
        if token.kind == "name":
            return self._name(token.text, after is not None and after.text == "(")
        sign = _SIGNS.get(token.text)
        return sign[self.words.lang] if sign and token.kind == "sign" else token.text

    def _option(self, word: str) -> str:
        """Give the label of an option, if the choices among the names agree in it."""
        labels = {found[word] for name in self.values if word in (found := self.words.options.get(name, {}))}
        return labels.pop() if len(labels) == 1 else self.words.grade(word)

    def _name(self, name: str, called: bool) -> str:
        function = _FUNCTIONS.get(name)
        if called and function is not None:
            return function[self.words.lang]
        value = self.values.get(name)
        if value is None:
            return self.words.names.get(name) or self.words.grade(name)
        if name in self.told:
            return self.words.label(value)
        self.told.add(name)
        shown = self.words.value(value["value"])
        return self.words.say(f"{self.words.label(value)} ({shown})", f"{self.words.label(value)}（{shown}）")
