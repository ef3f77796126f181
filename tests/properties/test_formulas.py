"""Random formulas, as text, against Python's own reading of the same text over fractions."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from partygrade import Scheme, SchemeError, loads
from partygrade.exact import MODES


def examples(count: int) -> settings:
    """Ask for so many examples, and for more under a profile that wants more."""
    return settings(max_examples=count * settings.default.max_examples // 100)


FACTS = {
    "review": {"type": "points", "max": 100, "step": 0.5},
    "rate": {"type": "percent"},
    "members": {"type": "count", "max": 60},
    "absences": {"type": "count", "max": 9, "default": 0},
    "balance": {"type": "number", "min": -50, "max": 50, "decimals": 1},
    "bonus": {"type": "amount", "at_least": 2, "at_most": 8, "step": 0.5, "default": 0},
    "extra": {"type": "number", "max": 20, "optional": True},
    "excused": {"type": "flag"},
    "kind": {"type": "choice", "of": ["village", "community", "office"]},
    "level": {"type": "choice", "of": ["low", "middle", "high"], "ordered": True},
    "elected": {"type": "date"},
    "seen": {"type": "date", "optional": True},
    "last": {"type": "grade", "optional": True},
}
PLAIN = ("members", "absences", "balance")
DAYS = [date(2016, 2, 29), date(2017, 6, 4), date(2017, 6, 5), date(2017, 6, 6), date(2020, 1, 1)]
GRADES = {"good": 2, "fair": 1, "poor": 0}


def value(whole: int, scale: int) -> str:
    return (
        f"{Fraction(whole, 10**scale).numerator}"
        if scale == 0
        else f"{whole // 10**scale}.{whole % 10**scale:0{scale}d}"
    )


SIGNS = ["<", "<=", ">", ">=", "==", "!="]
ORDERED = ['"low"', '"middle"', '"high"']
WORDS = ['"village"', '"community"', '"office"']


class Author:
    """Writes formulas of plain numbers, and conditions; some brackets are left out, so that precedence is tried too."""

    def __init__(self, draw: st.DrawFn, rank: str) -> None:
        self.draw = draw
        self.rank = rank

    def one(self, *options: Any) -> Any:
        return options[self.draw(st.integers(0, len(options) - 1))]

    def figure(self) -> str:
        return value(self.draw(st.integers(0, 120)), self.one(0, 0, 0, 1, 2))

    def number(self, depth: int) -> str:
        if depth == 0 or self.draw(st.integers(0, 5)) == 0:
            return self.one(self.figure(), *PLAIN)
        a, kind = self.number(depth - 1), self.one("sum", "call", "scale", "round", "if", "count")
        if kind == "scale":
            return self.one(f"-{a}", f"({a}) / {self.one('2', '4', '0.5', '8', '100')}", f"{a} / 5", f"(-({a})) * 3")
        if kind == "count":
            return f"count({self.condition(1, depth - 1)}, {self.condition(0, 0)}, excused)"
        b = self.number(depth - 1)
        if kind == "sum":
            text = f"{a} {self.one('+', '-', '*')} {b}"
            return self.one(text, f"({text})")
        if kind == "call":
            return self.one(f"min({a}, {b})", f"max({a}, {b}, 7)", f"sum({a}, {b}, 0.5)", f"abs({a})", f"min({a})")
        if kind == "round":
            digits, mode = self.one(0, 1, 2), self.one("", *(f', mode="{mode}"' for mode in MODES))
            return self.one(
                f"round({a}, {digits}{mode})",
                f"ratio({a}, {b}, digits={digits}{mode}, empty={self.figure()})",
                f"mean({a}, {b}, digits={digits}{mode})",
            )
        return self.one(
            f"({a} if {self.condition(1, 0)} else {b})",
            f"(extra + {a} if known(extra) else {b})",
            f"default(extra, {a})",
        )

    def condition(self, depth: int, inner: int) -> str:
        if depth == 0 or self.draw(st.integers(0, 3)) == 0:
            return self.simple(inner)
        a, b = self.condition(depth - 1, inner), self.condition(depth - 1, inner)
        return self.one(f"{a} and {b}", f"{a} or {b}", f"not {a}", f"({a} or {b}) and {a}", f"not ({a})")

    def simple(self, inner: int) -> str:
        sign, kind = self.one(*SIGNS), self.one("number", "between", "word", "other")
        if kind == "number":
            return f"{self.number(inner)} {sign} {self.number(inner)}"
        if kind == "between":
            return f"{self.figure()} <= {self.number(inner)} < {self.figure()}"
        if kind == "word":
            words = ", ".join(self.draw(st.lists(st.sampled_from(WORDS), min_size=1, unique=True)))
            return f"kind {self.one('in', 'not in')} [{words}]"
        grade = self.one(*GRADES)
        return self.one(
            f"rate {sign} {self.one('60', '60%', '59.99', '60.01%')}",
            f"review {sign} {self.figure()}",
            f"level {sign} {self.one(*ORDERED)}",
            f'elected {sign} "{self.one(*DAYS)}"',
            f"(known(last) and last {sign} {grade})",
            f"{self.rank} {sign} {grade}",
            f"(known(seen) and days(seen, elected) {sign} {self.one(0, 1, 366)})",
            self.one("excused", "known(extra)", "true", "false", "not known(seen)"),
        )


@st.composite
def formulas(draw: st.DrawFn) -> str:
    return Author(draw, "good").number(3)


@st.composite
def conditions(draw: st.DrawFn) -> str:
    return Author(draw, "band").condition(2, 1)


# The same text in Python.


class Ranked(str):
    """An option of an ordered choice, or a grade, compared by its place in a list."""

    order: tuple[str, ...] = ()

    def __lt__(self, other: str) -> bool:
        return self.order.index(self) < self.order.index(other)

    def __le__(self, other: str) -> bool:
        return self == other or self < other

    def __gt__(self, other: str) -> bool:
        return not self <= other

    def __ge__(self, other: str) -> bool:
        return not self < other

    __hash__ = str.__hash__


class Level(Ranked):
    """How high."""

    order = ("low", "middle", "high")


def rounded(number: Fraction, digits: int = 0, mode: str = "half_up") -> Fraction:
    power = 10**digits
    exact = number * power
    if mode == "half_up":
        whole = floor(abs(exact) + Fraction(1, 2)) * (1 if exact >= 0 else -1)
    elif mode == "half_even":
        whole = round(exact)
    else:
        whole = ceil(exact) if mode == "up" else floor(exact)
    return Fraction(whole, power)


def ratio(one: Fraction, two: Fraction, digits: Fraction, empty: Fraction, mode: str = "half_up") -> Fraction:
    return rounded(one / two if two else empty, int(digits), mode)


def mean(*numbers: Fraction, digits: Fraction, mode: str = "half_up") -> Fraction:
    return rounded(sum(numbers, Fraction(0)) / len(numbers), int(digits), mode)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": lambda *numbers: min(numbers),
    "max": lambda *numbers: max(numbers),
    "abs": abs,
    "sum": lambda *numbers: sum(numbers, Fraction(0)),
    "count": lambda *conditions: Fraction(sum(bool(condition) for condition in conditions)),
    "round": lambda number, digits, mode="half_up": rounded(number, int(digits), mode),
    "ratio": ratio,
    "mean": mean,
    "known": lambda fact: fact is not None,
    "default": lambda fact, other: other if fact is None else fact,
    "days": lambda one, two: Fraction(date.fromisoformat(two).toordinal() - date.fromisoformat(one).toordinal()),
}


def in_python(text: str, record: dict[str, Any], band: str) -> Any:
    """Evaluate a formula by Python; every figure is made a fraction first, and dates compare as their text does."""
    figured = "".join(
        f"F('{token}')" if token[0].isdigit() else token for token in _tokens(text.replace("%", "").replace("\n", " "))
    )
    names = {**GRADES, **FUNCTIONS, "true": True, "false": False, "F": Fraction, "band": GRADES[band]}
    for name, fact in FACTS.items():
        held = record.get(name, fact.get("default"))
        if held is not None and fact["type"] not in ("flag", "choice", "date", "grade"):
            held = Fraction(str(held))
        names[name] = Level(held) if name == "level" else GRADES[held] if name == "last" and held else held
    return eval(figured, {"__builtins__": {}}, names)


def _tokens(text: str) -> list[str]:
    """Split off the figures, outside of quotation marks."""
    out, rest, quoted = [], "", False
    for letter in text:
        quoted ^= letter == '"'
        if not quoted and (letter.isdigit() or (letter == "." and rest[:1].isdigit())):
            if not rest[:1].isdigit():
                out.append(rest)
                rest = ""
            rest += letter
        else:
            if rest[:1].isdigit():
                out.append(rest)
                rest = ""
            rest += letter
    return [token for token in [*out, rest] if token]


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    record = {
        "review": draw(st.integers(0, 200)) / 2,
        "rate": f"{draw(st.sampled_from([0, 59, 60, 61, 100]))}.{draw(st.sampled_from(['00', '01', '99']))}",
        "members": draw(st.integers(0, 60)),
        "absences": draw(st.integers(0, 9)),
        "balance": draw(st.integers(-500, 500)) / 10,
        "excused": draw(st.booleans()),
        "kind": draw(st.sampled_from(["village", "community", "office"])),
        "level": draw(st.sampled_from(["low", "middle", "high"])),
        "elected": draw(st.sampled_from(DAYS)).isoformat(),
    }
    if record["rate"] in ("100.01", "100.99"):
        record["rate"] = "100"
    optional = {"extra": draw(st.integers(0, 20)), "seen": draw(st.sampled_from(DAYS)).isoformat()}
    optional["last"] = draw(st.sampled_from(sorted(GRADES)))
    kept = draw(st.sets(st.sampled_from(sorted(optional))))
    return record | {key: optional[key] for key in sorted(kept)}


def scheme(formulas: list[str], conditions: list[str]) -> Scheme:
    data = {
        "partygrade": 1,
        "scheme": "random",
        "title": "随机",
        "facts": FACTS,
        "score": {"sum": [{"id": f"f{n}", "value": formula} for n, formula in enumerate(formulas)]},
        "band_on": "review",
        "grades": [{"id": "good", "from": 90}, {"id": "fair", "from": 60}, {"id": "poor"}],
        "rules": [{"id": f"c{n}", "when": condition, "at_most": "poor"} for n, condition in enumerate(conditions)],
    }
    try:
        return loads(json.dumps(data, indent=1))
    except SchemeError as error:
        # The one fault that is nobody's: numbers that grow past what a double holds.
        if {fault.code for fault in error.diagnostics} != {"too-large"}:
            raise
    assume(False)
    raise AssertionError


class TestFormulas:
    """“Precedence, from loose to tight: `if else`, `or`, `and`, `not`, comparisons, `+ -`, `*` and `/`, unary `-`.”"""

    @examples(120)
    @given(
        st.lists(formulas(), min_size=1, max_size=4),
        st.lists(conditions(), max_size=4),
        st.lists(facts(), min_size=1, max_size=4),
    )
    def test_a_formula_means_what_the_same_text_means_in_python(
        self, formulas: list[str], conditions: list[str], records: list[dict[str, Any]]
    ) -> None:
        """Exactly, over fractions: the value of a formula and the truth of a condition."""
        made = scheme(formulas, conditions)
        for record in records:
            found = made.grade(record)
            band = "good" if record["review"] >= 90 else "fair" if record["review"] >= 60 else "poor"
            nodes = found.nodes
            assert {n: Fraction(nodes[f"f{n}"]) for n in range(len(formulas))} == {
                n: in_python(formula, record, band) for n, formula in enumerate(formulas)
            }
            assert [f"c{n}" in found.fired for n in range(len(conditions))] == [
                bool(in_python(condition, record, band)) for condition in conditions
            ]
