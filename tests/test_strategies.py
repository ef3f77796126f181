"""What the strategies draw: good records, every cut, and scores at the bounds."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from partygrade import Scheme, load, loads, scheme_names
from partygrade.facts import read
from partygrade.strategies import cohorts, cuts, records, records_near_cuts, spellings

SMALL = """
partygrade: 1
scheme: small
title: 小
facts:
  absences: {type: count, max: 20, default: 0, better: down}
  late: {type: count, max: 20, default: 1}
  rate: {type: percent, optional: true}
  loss: {type: amount, at_least: 5, at_most: 10, step: 0.5, default: 0}
  income: {type: number, min: -2, max: 8, decimals: 1}
  excused: {type: flag}
  kind: {type: choice, of: {village: 村, town: 社区}}
  held: {type: date}
  last: {type: grade, optional: true}
  county: {type: text, default: 东乡}
score:
  sum:
    - {id: review, points: 100, step: 0.5}
    - {id: short, value: 'max(0, 3 - absences)'}
grades: [{id: good, label: 好, from: 90}, {id: fair, above: 60}, {id: poor}]
rules:
  - {id: low, when: known(rate) and rate < 80.5, at_most: fair}
  - {id: both, when: absences + late >= 7, lower_by: 1}
  - {id: soon, when: 'held < "2017-06-05" and excused and kind == "town" and income * 2 > 5', raise_by: 1}
  - {id: fallen, when: known(last) and last == poor and loss > 6, grade: poor}
cohort: {within: [county]}
"""


@pytest.fixture(scope="module")
def small() -> Scheme:
    return loads(SMALL)


def drawn(strategy: st.SearchStrategy[Any], count: int = 300) -> list[Any]:
    """Collect what a strategy draws."""
    out: list[Any] = []

    @settings(max_examples=count, phases=[Phase.generate], database=None)
    @given(strategy)
    def collect(value: Any) -> None:
        out.append(value)

    collect()
    return out


def smallest(strategy: st.SearchStrategy[Any], condition: Any) -> Any:
    """Find what a strategy shrinks to."""
    found: list[Any] = []

    @settings(max_examples=1000, database=None, print_blob=False, report_multiple_bugs=False)
    @given(strategy)
    def search(value: Any) -> None:
        if condition(value):
            found.append(value)
            raise NoSuchExample("found")

    with pytest.raises(NoSuchExample):
        search()
    return found[-1]


class TestRecords:
    @pytest.mark.parametrize("name", scheme_names())
    def test_every_record_can_be_graded(self, name: str) -> None:
        """No drawn record has a fault."""
        scheme = load(name)
        assert all(not scheme.faults(record) for record in drawn(records(scheme), 40))

    def test_every_fact_is_given_and_left_out(self, small: Scheme) -> None:
        """A fact that may be missing is sometimes there, sometimes not, and sometimes empty."""
        found = drawn(records(small))
        for key in ("rate", "last", "absences", "county"):
            kinds = {"left out" if key not in r else "empty" if r[key] in (None, "", " ") else "given" for r in found}
            assert {"left out", "given"} <= kinds
        assert any(value in (None, "", " ") for record in found for value in record.values())

    def test_numbers_are_spelt_in_every_way(self, small: Scheme) -> None:
        """As int, Decimal, text and float."""
        assert {int, Decimal, str, float} <= {type(record["review"]) for record in drawn(records(small))}

    def test_both_sides_of_every_rule_are_drawn(self, small: Scheme) -> None:
        """Every rule fires in some record and stays quiet in another."""
        fired = Counter(rule for record in drawn(records(small), 600) for rule in small.grade(record).fired)
        assert set(fired) == {"low", "both", "soon", "fallen"}
        assert all(count < 600 for count in fired.values())

    def test_a_failing_record_shrinks_to_plain_values(self, small: Scheme) -> None:
        """What is left of a failure is what it needs, plainly spelt."""
        found = smallest(records(small), lambda record: small.grade(record).grade == "poor")
        assert all(key not in found for key in ("rate", "absences", "late", "loss", "county"))
        assert type(found["review"]) is int

    def test_a_scheme_without_facts_has_the_empty_record(self) -> None:
        """There is nothing to draw."""
        scheme = loads("partygrade: 1\nscheme: bare\ntitle: 空\ngrades: [{id: a, when: true}, {id: b}]\n")
        assert {len(record) for record in drawn(records(scheme), 5)} == {0}


class TestNearCuts:
    @pytest.mark.parametrize(
        "name", ["anyang-five-star", "township-four-level", "wendian-five-star", "three-tier-weighted"]
    )
    def test_scores_stand_at_the_bounds(self, name: str) -> None:
        """Most scores are within one point of a bound, and every bound is met exactly."""
        scheme = load(name)
        bounds = {
            "anyang-five-star": [90, 80, 70, 60, 50],
            "township-four-level": [90, 80, 60],
            "wendian-five-star": [90, 80, 70, 60],
            "three-tier-weighted": [85, 70],
        }[name]
        scores = [scheme.grade(record).score for record in drawn(records_near_cuts(scheme))]
        known = [score for score in scores if score is not None]
        assert sum(min(abs(score - bound) for bound in bounds) <= 1 for score in known) > len(known) / 2
        if name != "wendian-five-star":
            assert set(bounds) <= set(known)

    def test_scores_stand_one_step_under_and_over(self, small: Scheme) -> None:
        """At 90 and at 60, half a point less, and half a point more."""
        scores = {small.grade(record).score for record in drawn(records_near_cuts(small), 600)}
        assert {Decimal(s) for s in ("89.5", "90", "90.5", "59.5", "60", "60.5")} <= scores

    def test_without_bounds_it_draws_records_all_the_same(self) -> None:
        """A judged scheme has no bound to come near to."""
        scheme = load("three-tier-judged")
        assert all(not scheme.faults(record) for record in drawn(records_near_cuts(scheme), 20))


class TestCohorts:
    def test_ids_are_distinct_and_sizes_within_the_limits(self, small: Scheme) -> None:
        """Every cohort can be graded as it is."""
        for rows in drawn(cohorts(small, 2, 5), 60):
            assert 2 <= len(rows) <= 5
            assert len({row["id"] for row in rows}) == len(rows)
            small.grade_cohort(rows)

    def test_organisations_tie(self, small: Scheme) -> None:
        """Many cohorts hold two organisations with the same facts."""
        found = drawn(cohorts(small, 3, 6), 60)
        tied = [rows for rows in found if len({str({**row, "id": 0}) for row in rows}) < len(rows)]
        assert len(tied) > 20


class TestCuts:
    def of(self, scheme: Scheme, name: str) -> tuple[int, ...]:
        names = [item.origin.id for item in scheme.program.inputs]
        return cuts(scheme.program)[names.index(name)]

    def test_a_figure_compared_with_a_fact_is_a_cut(self, small: Scheme) -> None:
        """With the values one step under and over it."""
        assert {8049, 8050, 8051} <= set(self.of(small, "rate"))

    def test_a_kink_of_a_minimum_or_maximum_is_a_cut(self, small: Scheme) -> None:
        """`max(0, 3 - absences)` changes at 3."""
        assert {2, 3, 4} <= set(self.of(small, "absences"))

    def test_a_sum_of_facts_has_a_cut_with_the_others_at_their_defaults(self, small: Scheme) -> None:
        """`absences + late >= 7` changes at 6 absences, as one late task is the default."""
        assert {5, 6, 7} <= set(self.of(small, "absences"))
        assert {6, 7, 8} <= set(self.of(small, "late"))

    def test_a_scaled_fact_has_its_cut_in_its_own_steps(self, small: Scheme) -> None:
        """`income * 2 > 5` changes at 2.5."""
        assert {24, 25, 26} <= set(self.of(small, "income"))

    def test_the_gap_of_an_amount_is_a_cut(self, small: Scheme) -> None:
        """0, the least amount and the next; nothing between."""
        found = self.of(small, "loss")
        assert {0, 50, 55} <= set(found)
        assert not [value for value in found if 0 < value < 50]

    def test_the_ends_of_the_range_are_cuts(self, small: Scheme) -> None:
        """With one step inwards."""
        assert {-20, -19, 79, 80} <= set(self.of(small, "income"))

    def test_a_day_is_a_cut(self, small: Scheme) -> None:
        """The day itself, the day before and the day after."""
        days = [date(2017, 6, day).toordinal() for day in (4, 5, 6)]
        assert self.of(small, "held") == tuple(days)

    def test_every_cut_is_a_value_of_the_fact(self) -> None:
        """On every shipped scheme: in range, on the step, outside of the gap."""
        for name in scheme_names():
            program = load(name).program
            for item, found in zip(program.inputs, cuts(program), strict=True):
                for value in found:
                    assert read(item, spellings(item, value)[0]) == (value, [])


class TestSpellings:
    def test_every_spelling_is_read_as_the_same_value(self, small: Scheme) -> None:
        """Whatever the type."""
        for item, found in zip(small.program.inputs, cuts(small.program), strict=True):
            for value in found or (0, 1):
                held = "东乡" if item.origin.id == "county" else value
                assert all(read(item, spelt) == (held, []) for spelt in spellings(item, held))
