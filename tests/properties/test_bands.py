"""Bands against a slow search of the ladder, written apart from the library from section 7."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from partygrade import laws, loads
from partygrade.strategies import records_near_cuts


def examples(count: int) -> settings:
    """Ask for so many examples, and for more under a profile that wants more."""
    return settings(max_examples=count * settings.default.max_examples // 100)


HOLDS = {
    "from": lambda value, bound: value >= bound,
    "above": lambda value, bound: value > bound,
    "up_to": lambda value, bound: value <= bound,
    "below": lambda value, bound: value < bound,
}


@dataclass(frozen=True)
class Ladder:
    """Bounds, best grade first, the flags that grades need, and whether they need those of lower grades too."""

    bounds: tuple[tuple[str, int] | None, ...]
    flags: tuple[str | None, ...]
    staged: bool

    def text(self) -> str:
        grades: list[dict[str, Any]] = []
        for number, (bound, flag) in enumerate(zip(self.bounds, self.flags, strict=True)):
            made: dict[str, Any] = {"id": f"g{number}"}
            grades.append(made | ({bound[0]: bound[1]} if bound else {}) | ({"when": flag} if flag else {}))
        data = {
            "partygrade": 1,
            "scheme": "s",
            "title": "t",
            "facts": {flag: {"type": "flag"} for flag in ("p", "q")},
            "score": {"id": "total", "points": 20, "step": 0.5},
            "staged": self.staged,
            "grades": [*grades, {"id": "last"}],
        }
        return json.dumps(data)

    def holds(self, number: int, record: dict[str, Any]) -> bool:
        bound, flag = self.bounds[number], self.flags[number]
        reached = bound is None or HOLDS[bound[0]](Fraction(str(record["total"])), bound[1])
        return reached and (flag is None or bool(record[flag]))

    def band(self, record: dict[str, Any]) -> str:
        for number in range(len(self.bounds)):
            needed = range(number, len(self.bounds)) if self.staged else [number]
            if all(self.holds(each, record) for each in needed):
                return f"g{number}"
        return "last"


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    upper, size = draw(st.booleans()), draw(st.integers(1, 4))
    keys = ("up_to", "below") if upper else ("from", "above")
    figures = sorted(draw(st.sets(st.integers(0, 20), min_size=size, max_size=size)), reverse=not upper)
    bounds = [(draw(st.sampled_from(keys)), figure) for figure in figures]
    flags = [draw(st.sampled_from([None, None, "p", "q"])) for _ in figures]
    kept = [bound if flag is None or draw(st.booleans()) else None for bound, flag in zip(bounds, flags, strict=True)]
    return Ladder(tuple(kept), tuple(flags), draw(st.booleans()))


class TestBand:
    """“The *band* is the best grade whose conditions all hold: `from` (inclusive) or `above` (exclusive) on the score,
    and `when`.” “Where less is better, grades have upper bounds: `up_to` (inclusive) or `below` (exclusive), which rise
    from grade to grade.” “With `staged: true` a grade needs the conditions of every grade below it too”"""

    @examples(100)
    @given(st.data())
    def test_the_band_is_the_best_grade_that_holds(self, data: st.DataObject) -> None:
        """On records at, under and over the bounds; and the law of bands holds."""
        ladder = data.draw(ladders())
        scheme = loads(ladder.text())
        for _ in range(3):
            record = scheme.grade(data.draw(records_near_cuts(scheme))).to_dict()["facts"]
            assert scheme.grade(record).band == ladder.band(record)
            laws.score_in_one_band(scheme, record)
