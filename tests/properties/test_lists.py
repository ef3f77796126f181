"""Functions of lists and of the cohort against the same thing said slowly in Python, on random lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import partygrade

HEAD = "partygrade: 1\nscheme: s\ntitle: t\n"
FACTS = """facts:
  cases:
    type: events
    at_most: 30
    fields:
      day: {type: date}
      matter: {type: text}
      kind: {type: choice, of: [low, mid, high], ordered: true}
      loss: {type: number, min: -20, max: 50, decimals: 1}
  limit: {type: number, min: -20, max: 50, decimals: 1}
"""
KINDS = ("low", "mid", "high")
Event = dict[str, Any]


def examples(count: int) -> settings:
    """Ask for so many examples, and for more under a profile that wants more."""
    return settings(max_examples=count * settings.default.max_examples // 100)


@cache
def scheme(formula: str) -> partygrade.Scheme:
    text = formula.replace('"', '\\"')
    return partygrade.loads(f'{HEAD}{FACTS}score: {{id: total, value: "{text}"}}\n')


EVENTS = st.lists(
    st.fixed_dictionaries(
        {
            "day": st.integers(0, 6).map(lambda n: date(2020, 2, 27) + timedelta(days=n)),
            "matter": st.sampled_from("abc"),
            "kind": st.sampled_from(KINDS),
            "loss": st.integers(-4, 4).map(lambda n: Decimal(n) / 2),
        }
    ),
    max_size=7,
)
LIMITS = st.integers(-3, 3).map(lambda n: Decimal(n) / 2)

CONDITIONS: dict[str, Callable[[Event, Decimal], bool]] = {
    "": lambda event, limit: True,
    "loss > limit": lambda event, limit: bool(event["loss"] > limit),
    'kind >= "mid" and day < "2020-03-01"': lambda event, limit: (
        event["kind"] != "low" and event["day"] < date(2020, 3, 1)
    ),
}
LATEST: dict[str, Callable[[list[Event]], list[Event]]] = {
    "": lambda events: events,
    "latest=2, by=day": lambda events: sorted(events, key=lambda event: event["day"])[-2:],
    "latest=1, by=loss": lambda events: sorted(events, key=lambda event: event["loss"])[-1:],
}
ONCE: dict[str, Callable[[Event], Any]] = {
    "": lambda event: id(event),
    "once_per=matter": lambda event: event["matter"],
    "once_per=[kind, day]": lambda event: (event["kind"], event["day"]),
}


def slowly(
    events: list[Event],
    limit: Decimal,
    condition: str,
    latest: str,
    once: str,
    drop: int,
    numbered: bool = False,
) -> list[Fraction]:
    """Give the values that are left, the least first."""
    left = LATEST[latest]([event for event in events if CONDITIONS[condition](event, limit)])
    best: dict[Any, Fraction] = {}
    for event in left:
        before = [one for one in left if one["kind"] == event["kind"] and _stands_before(one, event, left)]
        value = Fraction(event["loss"]) * (1 + len(before) if numbered else 1)
        key = ONCE[once](event)
        best[key] = max(value, best.get(key, value))
    values = sorted(best.values())
    return values[drop : len(values) - drop] if len(values) > 2 * drop else []


def _stands_before(one: Event, two: Event, events: list[Event]) -> bool:
    places = [id(event) for event in events]
    return (one["day"], places.index(id(one))) < (two["day"], places.index(id(two)))


class TestLists:
    """“The order is: those for which c holds, the latest, once per matter, without the dropped.”"""

    @examples(300)
    @given(
        events=EVENTS,
        limit=LIMITS,
        condition=st.sampled_from(sorted(CONDITIONS)),
        latest=st.sampled_from(sorted(LATEST)),
        once=st.sampled_from(sorted(ONCE)),
        drop=st.integers(0, 2),
        function=st.sampled_from(["sum", "count", "min", "max", "mean", "median", "nth"]),
    )
    def test_a_function_of_a_list_does_what_the_slow_one_does(
        self, events: list[Event], limit: Decimal, condition: str, latest: str, once: str, drop: int, function: str
    ) -> None:
        """With every mixture of its options."""
        left = slowly(events, limit, condition, latest, once, drop, numbered=function == "nth")
        if function == "count":
            # Every event counts one, so that which of a matter is kept makes no difference.
            expected = Fraction(len(left))
        elif function in ("sum", "nth"):
            expected = sum(left, Fraction(0))
        elif not left:
            expected = Fraction(7)
        elif function == "mean":
            expected = _half_up(sum(left, Fraction(0)) / len(left))
        elif function == "median":
            expected = (left[(len(left) - 1) // 2] + left[len(left) // 2]) / 2
        else:
            expected = min(left) if function == "min" else max(left)
        parts = [latest, once, f"drop={drop}" if drop else ""]
        if function in ("min", "max", "mean", "median"):
            parts.append("empty=7")
        if function == "mean":
            parts.append("digits=1")
        value = {"count": "", "nth": "loss * nth(kind, by=day)"}.get(function, "loss")
        if latest == "latest=1, by=loss" and function == "nth":
            value = "loss * nth(kind, by=day)"
        inside = [part for part in ("cases", value, condition, *parts) if part]
        formula = f"{'sum' if function == 'nth' else function}({', '.join(inside)})"
        if not condition and function == "count":
            formula = f"count({', '.join(part for part in ('cases', *parts) if part)})"
        score = scheme(formula).grade({"cases": events, "limit": limit}).score
        assert score is not None
        assert Fraction(score) == expected


def _half_up(value: Fraction) -> Fraction:
    """Round to one digit, away from zero at the half."""
    tenths = abs(value) * 10
    whole = tenths.numerator // tenths.denominator
    whole += tenths - whole >= Fraction(1, 2)
    return Fraction(whole if value >= 0 else -whole, 10)


class TestMonths:
    """“the largest n for which a plus n is not after b”"""

    @examples(300)
    @given(early=st.dates(date(1999, 1, 1), date(2030, 12, 31)), late=st.dates(date(1999, 1, 1), date(2030, 12, 31)))
    def test_one_month_more_would_be_after(self, early: date, late: date) -> None:
        """And so many are not."""
        text = f'{HEAD}score: {{id: t, value: \'months("{early}", "{late}")\'}}\n'
        found = partygrade.loads(text).grade({}).score
        assert found is not None
        assert _later(early, int(found)) <= late < _later(early, int(found) + 1)


def _later(day: date, months: int) -> date:
    """Add months; a day that the month lacks becomes its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


COHORT = """facts: {x: {type: number, min: -9, max: 9, decimals: 1}, in_it: {type: flag}}
derived:
  place: {value: "rank(x, in_it)"}
  mean: {value: "cohort_mean(x, in_it, digits=2, empty=99)"}
  best: {value: "cohort_max(x, in_it, empty=99)"}
  many: {value: "cohort_count(in_it)"}
score: {id: total, value: "cohort_sum(x)"}
"""


class TestCohort:
    """“They look at the organisations of the cohort that have no faults”"""

    @examples(100)
    @given(rows=st.lists(st.tuples(st.integers(-4, 4), st.booleans()), max_size=8))
    def test_the_cohort_comes_to_what_the_slow_one_does(self, rows: list[tuple[int, bool]]) -> None:
        """Rank, mean, greatest, count and sum, with ties."""
        loaded = partygrade.loads(HEAD + COHORT.replace("  mean:", "  middle:"))
        records = [{"x": Decimal(x) / 2, "in_it": flag} for x, flag in rows]
        counted = [Fraction(x, 2) for x, flag in rows if flag]
        for (x, _), grading in zip(rows, loaded.grade_cohort(records).gradings, strict=True):
            assert int(grading.derived["place"]) == 1 + sum(one > Fraction(x, 2) for one in counted)
            assert int(grading.derived["many"]) == len(counted)
            assert Fraction(grading.derived["best"]) == max(counted, default=Fraction(99))
            assert grading.score is not None
            assert Fraction(grading.score) == sum((Fraction(one, 2) for one, _ in rows), Fraction(0))
            mean = sum(counted, Fraction(0)) / len(counted) if counted else Fraction(99)
            assert abs(Fraction(grading.derived["middle"]) - mean) <= Fraction(1, 200)
