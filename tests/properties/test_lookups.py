"""Steps, tables and straight lines against a slow looking-up, written apart from the library from section 5."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partygrade import Scheme, SchemeError, loads


def examples(count: int) -> settings:
    """Ask for so many examples, and for more under a profile that wants more."""
    return settings(max_examples=count * settings.default.max_examples // 100)


FACTS = {
    "x": {"type": "number", "min": -20, "max": 20, "decimals": 1},
    "k": {"type": "count", "max": 9},
    "kind": {"type": "choice", "of": ["low", "middle", "high"]},
    "hall": {"type": "flag"},
}
HOLDS = {
    "": lambda value, bound: value == bound,
    "from": lambda value, bound: value >= bound,
    "above": lambda value, bound: value > bound,
    "up_to": lambda value, bound: value <= bound,
    "below": lambda value, bound: value < bound,
}
TENTHS = st.integers(-150, 150).map(lambda n: Fraction(n, 10))
XS = st.integers(-200, 200).map(lambda n: Fraction(n, 10))


def loaded(node: dict[str, Any], **more: Any) -> Scheme:
    data = {"partygrade": 1, "scheme": "s", "title": "t", "facts": FACTS, "score": node, **more}
    return loads(json.dumps(data))


def scored(scheme: Scheme, **record: Any) -> Fraction:
    found = scheme.grade({"x": 0, "k": 0, "kind": "low", "hall": True} | record).score
    assert found is not None
    return Fraction(found)


def number(value: Fraction) -> float:
    """Write a fraction with few decimals; JSON text of it is exact, as a reader takes the shortest decimal."""
    return float(value)


class TestLinear:
    """“on straight lines between the corners `{at, points}`, which stand lowest first; outside them the points of the
    nearest”"""

    @staticmethod
    def on_lines(corners: list[tuple[Fraction, Fraction]], x: Fraction) -> Fraction:
        if x <= corners[0][0]:
            return corners[0][1]
        for (start, first), (end, last) in pairwise(corners):
            if x <= end:
                return first + (x - start) * (last - first) / (end - start)
        return corners[-1][1]

    @staticmethod
    def rounded(value: Fraction, digits: int, mode: str) -> Fraction:
        scaled = value * 10**digits
        below = floor(scaled)
        rest = scaled - below
        match mode:
            case "down":
                whole = below
            case "up":
                whole = below + (rest > 0)
            case "half_up":
                whole = below + (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and scaled > 0))
            case _:
                whole = below + (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1))
        return Fraction(whole, 10**digits)

    @examples(150)
    @given(
        st.lists(TENTHS, min_size=2, max_size=5, unique=True).map(sorted),
        st.lists(TENTHS, min_size=5, max_size=5),
        st.integers(0, 3),
        st.sampled_from(["half_up", "half_even", "up", "down"]),
        st.lists(XS, min_size=1, max_size=5),
    )
    def test_every_value_is_that_of_fractions_rounded_once(
        self, ends: list[Fraction], heights: list[Fraction], digits: int, mode: str, xs: list[Fraction]
    ) -> None:
        """At every corner, and anywhere else."""
        corners = list(zip(ends, heights, strict=False))
        scheme = loaded(
            {
                "of": "x",
                "linear": [{"at": number(at), "points": number(points)} for at, points in corners],
                "round": {"digits": digits, "mode": mode},
            }
        )
        for x in [*xs, *ends]:
            assert scored(scheme, x=str(number(x))) == self.rounded(self.on_lines(corners, x), digits, mode)


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, int, int]]:
    """Draw bounds in order, of one kind, with points."""
    upper = draw(st.booleans())
    figures = sorted(draw(st.sets(st.integers(-15, 15), min_size=1, max_size=5)), reverse=not upper)
    keys = ("up_to", "below") if upper else ("from", "above")
    return [(draw(st.sampled_from(keys)), figure, draw(st.integers(-9, 9))) for figure in figures]


class TestSteps:
    """“the points of the first step that holds; `from` is inclusive, `above` exclusive, highest first; or `up_to`
    inclusive, `below` exclusive, lowest first; 0 if none holds”"""

    @examples(80)
    @given(steps(), st.none() | st.integers(-9, 9), st.lists(XS, min_size=1, max_size=5))
    def test_the_first_step_that_holds(
        self, written: list[tuple[str, int, int]], otherwise: int | None, xs: list[Fraction]
    ) -> None:
        """And the highest of the points, 0 among them where no step need hold, are the full points."""
        specs: list[dict[str, int]] = [{key: bound, "points": points} for key, bound, points in written]
        scheme = loaded({"of": "x", "steps": [*specs, *([] if otherwise is None else [{"points": otherwise}])]})
        assert scheme.program.score is not None
        assert scheme.program.score.full == max([otherwise or 0, *(points for _, _, points in written)])
        for x in [*xs, *(Fraction(bound) for _, bound, _ in written)]:
            holding = [points for key, bound, points in written if HOLDS[key](x, bound)]
            assert scored(scheme, x=str(number(x))) == [*holding, otherwise or 0][0]


Figures = dict[tuple[str, int], int]
FIGURES = st.dictionaries(
    st.tuples(st.sampled_from(sorted(HOLDS)), st.integers(0, 9)), st.integers(0, 99), min_size=1, max_size=6
)
HALVES = [Fraction(n, 2) for n in range(-2, 22)]
"""Every figure of a count up to 9, and one value between any two and outside them."""


def takers(keys: Figures) -> list[tuple[str, int]]:
    """Give for each of the values the first key that takes it."""
    out = []
    for value in HALVES:
        holding = [key for key in keys if HOLDS[key[0]](value, key[1])]
        out += holding[:1]
    return out


class TestTable:
    """“The first key that holds counts.”"""

    @examples(150)
    @given(FIGURES, st.integers(0, 99))
    def test_the_first_key_among_figures(self, keys: Figures, otherwise: int) -> None:
        """A key that nothing is left for is a fault, and no other is."""
        dead = sorted(f"{sign} {bound}".strip() for sign, bound in set(keys) - set(takers(keys)))
        table = {f"{sign} {bound}".strip(): points for (sign, bound), points in keys.items()} | {"else": otherwise}
        if dead:
            with pytest.raises(SchemeError) as caught:
                loaded({"of": "k", "table": table})
            assert sorted(str(fault.place.path[-1]) for fault in caught.value.diagnostics) == dead
            return
        scheme = loaded({"of": "k", "table": table})
        for k in range(10):
            holding = [points for (sign, bound), points in keys.items() if HOLDS[sign](k, bound)]
            assert scored(scheme, k=k) == [*holding, otherwise][0]

    FLAGS = (("true", "false"), ("false", "else"), ("else",))

    @examples(60)
    @given(st.data())
    def test_three_levels(self, data: st.DataObject) -> None:
        """The entry is that of nested mappings, with `else` for what is not named."""
        words = data.draw(st.sets(st.sampled_from(["low", "middle", "high"]), min_size=1))
        complete = len(words) == 3 and data.draw(st.booleans())
        table = {
            word: {
                figure: {flag: data.draw(st.integers(0, 99)) for flag in data.draw(st.sampled_from(self.FLAGS))}
                for figure in ("up_to 3", "5", "else")
            }
            for word in [*sorted(words), *([] if complete else ["else"])]
        }
        scheme = loaded({"of": ["kind", "k", "hall"], "table": table})
        for kind in ("low", "middle", "high"):
            for k in (0, 3, 4, 5, 6):
                for hall in (True, False):
                    level = table[kind if kind in table else "else"]["up_to 3" if k <= 3 else "5" if k == 5 else "else"]
                    word = "true" if hall else "false"
                    assert scored(scheme, kind=kind, k=k, hall=hall) == level[word if word in level else "else"]
