"""Renormalised groups against a slow reckoning with fractions, written apart from the library from section 5."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from partygrade import laws, loads


def examples(count: int) -> settings:
    """Ask for so many examples, and for more under a profile that wants more."""
    return settings(max_examples=count * settings.default.max_examples // 100)


@dataclass
class Node:
    """A node of the tree: points that were assessed or not, or a sum with or without a condition."""

    id: str
    full: int = 0
    given: Fraction | None = None
    children: list[Node] = field(default_factory=list)
    on: bool | None = None

    def spec(self) -> dict[str, Any]:
        when = {} if self.on is None else {"when": f"on_{self.id}"}
        if self.children:
            return {"id": self.id, "sum": [child.spec() for child in self.children], **when}
        return {"id": self.id, "points": self.full, "step": 0.5, "optional": True, **when}

    def nodes(self) -> list[Node]:
        return [self, *(node for child in self.children for node in child.nodes())]

    def applies(self) -> bool:
        if self.on is False:
            return False
        return any(child.applies() for child in self.children) if self.children else self.given is not None

    def value(self) -> Fraction:
        if not self.applies():
            return Fraction(0)
        return sum((child.value() for child in self.children), self.given or Fraction(0))

    def part(self) -> int:
        if not self.applies():
            return 0
        return sum(child.part() for child in self.children) if self.children else self.full


@st.composite
def trees(draw: st.DrawFn, depth: int, name: str = "a") -> Node:
    on = draw(st.sampled_from([None, None, True, False]))
    if depth and draw(st.booleans()):
        count = draw(st.integers(1, 3))
        return Node(name, children=[draw(trees(depth - 1, f"{name}{n}")) for n in range(count)], on=on)
    full = draw(st.integers(1, 30))
    given = draw(st.none() | st.integers(0, 2 * full).map(lambda n: Fraction(n, 2)))
    return Node(name, full=full, given=given, on=on)


def roots(depth: int) -> st.SearchStrategy[list[Node]]:
    return st.integers(1, 3).flatmap(lambda count: st.tuples(*(trees(depth, "bcd"[n]) for n in range(count))).map(list))


def half_up(value: Fraction, digits: int) -> Fraction:
    return Fraction(floor(value * 10**digits + Fraction(1, 2)), 10**digits)


def check(node: dict[str, Any], children: list[Node], expected: Fraction) -> None:
    """Grade the record of the tree, compare its score, and see that both engines give it."""
    inside = [found for child in children for found in child.nodes()]
    facts = {f"on_{one.id}": {"type": "flag"} for one in inside if one.on is not None}
    head = {"partygrade": 1, "scheme": "s", "title": "t", "facts": facts}
    scheme = loads(json.dumps(head | {"score": {"id": "t", **node}}))
    record: dict[str, Any] = {one.id: str(float(one.given)) for one in inside if one.given is not None}
    record |= {f"on_{one.id}": one.on for one in inside if one.on is not None}
    assert scheme.grade(record).score == expected
    laws.engines_agree(scheme, record)


class TestSums:
    """“A renormalised `sum` is scaled to its full points, or to `to`: its value times those points, divided by the full
    points of what applies; children of a `sum` inside it that do not apply are left out in the same way.”"""

    @examples(120)
    @given(roots(2), st.none() | st.sampled_from([100, 12.5]), st.integers(0, 2))
    def test_a_sum_is_scaled(self, children: list[Node], to: float | None, digits: int) -> None:
        """Whatever applies, and however deep it stands."""
        full = sum(node.full for child in children for node in child.nodes())
        value, part = sum(child.value() for child in children), sum(child.part() for child in children)
        wanted = Fraction(value) * (full if to is None else Fraction(to)) / part if part else Fraction(0)
        spec = {"digits": digits, **({} if to is None else {"to": to})}
        check({"sum": [child.spec() for child in children], "renormalise": spec}, children, half_up(wanted, digits))


class TestWeights:
    """“A renormalised `weighted` is the sum of the children that apply, each times its weight, divided by the sum of
    their weights; the weights then need not add to 1, and may be any figures from 0 to 9,999.”"""

    @examples(100)
    @given(roots(1), st.lists(st.integers(1, 99), min_size=3, max_size=3), st.integers(0, 2))
    def test_the_weighted_mean_of_what_applies(self, children: list[Node], tenths: list[int], digits: int) -> None:
        """Weights of 0.1 to 9.9."""
        weights = [Fraction(n, 10) for n in tenths]
        pairs = [(weight, child) for weight, child in zip(weights, children, strict=False) if child.applies()]
        total = sum(weight for weight, _ in pairs)
        wanted = sum(weight * child.value() for weight, child in pairs) / total if total else Fraction(0)
        specs = [child.spec() | {"weight": float(weight)} for weight, child in zip(weights, children, strict=False)]
        check({"weighted": specs, "renormalise": {"digits": digits}}, children, half_up(Fraction(wanted), digits))
