"""How a node of the score tree, a line of it, or a derived figure is worked out, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from partygrade.diagnostics import Text
from partygrade.page.words import Words, plain

Spec = Mapping[str, Any]

CHILDREN: Mapping[str, Text] = {
    "sum": Text("the sum", "合计"),
    "weighted": Text("the weighted sum", "加权合计"),
    "highest": Text("the highest", "取最高"),
    "lowest": Text("the lowest", "取最低"),
}
_BOUNDS = {"from": "≥", "above": ">", "up_to": "≤", "below": "<"}


class Forms:
    """Describes what belongs to the element `id`."""

    def __init__(self, words: Words, id: str | None, within: str | None = None) -> None:
        self.words = words
        self.id = id
        self.within = within

    def say(self, en: str, zh: str) -> str:
        """Choose the words of the language."""
        return self.words.say(en, zh)

    def formula(self, value: object, key: str) -> str:
        """Print a formula of the element."""
        return self.words.formula(value, self.id, key, self.within)

    def in_points(self, value: object, key: str = "points") -> str:
        """Print points with their unit."""
        said = self.formula(value, key)
        return self.say(f"{said} points", f"{said}{'分' if said.endswith('）') else ' 分'}")

    def node(self, spec: Spec) -> str:
        """Say what a node gives: its form, then what bounds it, a line each."""
        return "\n".join([*self.form(spec), *self.limits(spec)])

    def form(self, spec: Spec) -> Iterator[str]:
        """Say what a node or a derived figure is made of."""
        for key, text in CHILDREN.items():
            if key in spec:
                yield text[self.words.lang]
        if "deduct" in spec or "add" in spec:
            yield self._lines(spec)
        elif "points" in spec:
            yield self._assessed(spec)
        if "value" in spec:
            yield self.formula(spec["value"], "value")
        if "of" in spec:
            yield from self._lookup(spec)

    def _lines(self, spec: Spec) -> str:
        if "add" in spec:
            return self.say("the sum of the bonuses", "加分合计")
        if "points" not in spec:
            return self.say("less the deductions", "扣分合计")
        points = self.in_points(spec["points"])
        return self.say(f"{points} less the deductions, not below 0", f"{points}，扣完为止")

    def _assessed(self, spec: Spec) -> str:
        points = self.in_points(spec["points"])
        said = [self.say(f"assessed, 0 to {points}", f"评分，0 至 {points}")]
        if "step" in spec:
            said.append(self.say(f"in steps of {plain(spec['step'])}", f"以 {plain(spec['step'])} 分为单位"))
        if "default" in spec:
            said.append(self.say(f"{plain(spec['default'])} if not given", f"未填的记 {plain(spec['default'])} 分"))
        if spec.get("optional"):
            said.append(self.say("may be left out", "可以不评"))
        return self.say(", ", "，").join(said)

    def _lookup(self, spec: Spec) -> Iterator[str]:
        of = spec["of"] if isinstance(spec["of"], list) else [spec["of"]]
        looked = self.words.joined([self.formula(name, "of") for name in of])
        yield self.say(f"by {looked}:", f"按{looked}：")
        for step in spec.get("steps") or ():
            bound = self.bound(step) or self.say("else", "其余")
            yield f"{bound} → {self.formula(step['points'], 'points')}"
        for corner in spec.get("linear") or ():
            yield f"{self.formula(corner['at'], 'at')} → {self.formula(corner['points'], 'points')}"
        if "table" in spec:
            yield from self._entries(spec["table"], [str(name) for name in of], ())

    def bound(self, spec: Spec) -> str:
        """Print the bound of a step or of a grade; nothing where there is none."""
        return next((f"{sign} {self.formula(spec[key], key)}" for key, sign in _BOUNDS.items() if key in spec), "")

    def _entries(self, table: object, of: list[str], keys: tuple[str, ...]) -> Iterator[str]:
        if not isinstance(table, dict):
            yield f"{self.say(', ', '，').join(keys)} → {self.formula(table, 'table')}"
            return
        for key, below in table.items():
            yield from self._entries(below, of[1:], (*keys, self._key(str(key), of[0] if of else "")))

    def _key(self, key: str, of: str) -> str:
        if key == "else":
            return self.say("else", "其余")
        sign, _, figure = key.partition(" ")
        if sign in _BOUNDS and figure:
            return f"{_BOUNDS[sign]} {self.formula(figure, 'table')}"
        return self.words.options.get(of, {}).get(key) or self.words.setting(key)

    def limits(self, spec: Spec) -> Iterator[str]:
        """Say what bounds, rounds and weighs a value, and when it applies."""
        if "weight" in spec:
            yield self.say("weight ", "权重 ") + self.formula(spec["weight"], "weight")
        if "at_least" in spec:
            yield self.say("not below ", "不低于 ") + self.formula(spec["at_least"], "at_least")
        if "at_most" in spec:
            yield self.say("not above ", "不高于 ") + self.formula(spec["at_most"], "at_most")
        if "round" in spec:
            yield self.rounding(spec["round"])
        if "renormalise" in spec:
            yield self._renormalised(spec["renormalise"])
        if "when" in spec:
            yield self.say("applies when ", "适用：") + self.formula(spec["when"], "when")

    def rounding(self, value: object) -> str:
        """Say how a number is rounded."""
        spec = value if isinstance(value, dict) else {"digits": value}
        digits, mode = plain(spec.get("digits")), self.words.setting(spec.get("mode", "half_up"))
        return self.say(f"{digits} decimals, {mode}", f"保留 {digits} 位小数，{mode}")

    def _renormalised(self, spec: Spec) -> str:
        said = [self.say("scaled to what applies", "不适用的除外，其余折算"), self.rounding(spec)]
        if "to" in spec:
            said.append(self.say("to ", "折算到 ") + self.formula(spec["to"], "to"))
        if "when" in spec:
            said.append(self.say("when ", "适用：") + self.formula(spec["when"], "when"))
        return self.say(", ", "，").join(said)

    def line(self, spec: Spec) -> str:
        """Say what a deduction or a bonus costs or gives."""
        return "\n".join([self._worth(spec), *self._conditions(spec)])

    def _worth(self, spec: Spec) -> str:
        if "amount" in spec:
            return self.say("at discretion: ", "酌定：") + self.formula(spec["amount"], "amount")
        if "value" in spec:
            return self.formula(spec["value"], "value")
        points = self.points(spec.get("points"), str(spec.get("each")))
        apart = "" if isinstance(spec.get("points"), list) else self.say("for each: ", "每次 ")
        if "when" in spec:
            return f"{self.formula(spec['when'], 'when')}{self.say(': ', '：')}{points}"
        each = self.formula(spec["each"], "each")
        return f"{each}{self.say(', ', '，')}{apart}{points}"

    def points(self, points: object, tally: str) -> str:
        """Print points, points by category, or points of the first, the second … event."""
        match points:
            case dict():
                said = [
                    f"{self.category(tally, str(key))} {self.in_points(value, f'points.{key}')}"
                    for key, value in points.items()
                ]
                return self.words.joined(said)
            case list():
                said = [
                    self.say(f"no. {n} {self.in_points(value)}", f"第{n}次 {self.in_points(value)}")
                    for n, value in enumerate(points, 1)
                ]
                return self.words.joined([*said, self.say("further ones as the last", "以后同末次")])
            case _:
                return self.in_points(points)

    def category(self, tally: str, key: str) -> str:
        """Give what people call a category of a tally."""
        spec = (self.words.data.get("facts") or {}).get(tally) or {}
        of = spec.get("of")
        return str(of.get(key, key)) if isinstance(of, dict) else key

    def _conditions(self, spec: Spec) -> Iterator[str]:
        if "where" in spec:
            yield self.say("counted where ", "计入：") + self.formula(spec["where"], "where")
        for key, text in {
            "by": Text("in the order of ", "先后依据："),
            "nth_of": Text("numbered apart by ", "分别计次："),
            "once_per": Text("once for each ", "同一项只计最高一次："),
        }.items():
            if key in spec:
                names = spec[key] if isinstance(spec[key], list) else [spec[key]]
                yield text[self.words.lang] + self.words.joined([self.formula(name, key) for name in names])
        if "counting" in spec:
            yield self.words.setting(spec["counting"])
        if "at_most" in spec:
            yield self.say("not above ", "不超过 ") + self.formula(spec["at_most"], "at_most")
