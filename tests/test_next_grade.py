"""Why not the next grade up: what is missing, and which rule or quota stands in the way."""

from __future__ import annotations

from typing import Any

import pytest

from partygrade import Scheme, loads
from partygrade.result import NextGradeResult

TEXT = """
partygrade: 1
scheme: small
title: 小办法
facts:
  absences: {type: count, label: 缺席, max: 9, default: 0}
  hall: {type: flag, label: 有大厅}
  awards_nation: {type: count, max: 9, default: 0}
score:
  id: score
  weighted:
    - id: base
      weight: 0.6
      sum:
        - {id: work, points: 80}
        - {id: service, points: 20, default: 12.5, when: hall}
        - {id: bonus, add: [{each: awards_nation, points: 2}]}
    - {id: extra, full: 100, weight: 0.4, value: 100 - absences * 5}
grades:
  - {id: good, label: 好, from: 80, source: 三1}
  - {id: fair, label: 中, above: 60, when: absences < 9}
  - {id: poor, label: 差}
rules:
  - id: absent
    label: 缺席过多
    when: absences >= 3 and band > poor
    at_most: fair
    lower_by: 1
"""
RECORD: dict[str, Any] = {"work": 80, "hall": True}


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return loads(TEXT)


def next_grade(scheme: Scheme, **facts: Any) -> NextGradeResult | None:
    return scheme.grade(RECORD | facts).to_dict()["next_grade"]


class TestNextGrade:
    def obstacles(self, scheme: Scheme, **facts: Any) -> tuple[str, list[tuple[str, str, str | None]]]:
        found = next_grade(scheme, **facts)
        assert found is not None
        return found["grade"], [(o["kind"], o["id"], o["short"]) for o in found["obstacles"]]

    def test_the_best_grade_has_none(self, scheme: Scheme) -> None:
        """There is nothing above it."""
        assert next_grade(scheme) is None

    def test_the_score_is_short_of_the_bound(self, scheme: Scheme) -> None:
        """(54 + 12.5) × 0.6 + 40 = 79.9, and 80 is needed."""
        found = next_grade(scheme, work=54)
        assert found is not None
        assert found["obstacles"] == [
            {
                "kind": "score",
                "id": "good",
                "label": "好",
                "source": "三1",
                "needed": "80",
                "value": "79.9",
                "short": "0.1",
                "values": [],
            }
        ]

    def test_at_an_exclusive_bound_nothing_is_short_and_yet_it_is_not_reached(self, scheme: Scheme) -> None:
        """(47.5 + 12.5) × 0.6 + (100 - 8 × 5) × 0.4 = 60, and more than 60 is needed."""
        assert self.obstacles(scheme, work=47.5, absences=8) == ("fair", [("score", "fair", "0")])

    def test_a_condition_of_the_next_grade_is_named(self) -> None:
        """Where the bound is reached, but not the condition."""
        scheme = loads(TEXT.replace("from: 80, source: 三1", "from: 80, when: hall, source: 三1"))
        found = next_grade(scheme, hall=False, awards_nation=9)
        assert found is not None
        assert [(o["kind"], o["needed"]) for o in found["obstacles"]] == [("condition", "hall")]
        assert found["obstacles"][0]["values"] == [{"name": "hall", "label": "有大厅", "value": "false"}]

    def test_bound_and_condition_are_both_named_where_neither_is_met(self) -> None:
        """54 × 0.6 + 40 = 72.4."""
        scheme = loads(TEXT.replace("from: 80, source: 三1", "from: 80, when: hall, source: 三1"))
        found = next_grade(scheme, hall=False, work=54)
        assert found is not None
        assert [(o["kind"], o["needed"]) for o in found["obstacles"]] == [("score", "80"), ("condition", "hall")]

    def test_a_condition_that_holds_stands_in_nobodys_way(self) -> None:
        """Only the bound is missed."""
        scheme = loads(TEXT.replace("from: 80, source: 三1", "from: 80, when: hall, source: 三1"))
        assert self.obstacles(scheme, work=54) == ("good", [("score", "good", "0.1")])

    def test_another_figure_that_the_bounds_are_about_is_named(self) -> None:
        """Stars in place of points."""
        text = TEXT.replace("grades:", "derived: {stars: {label: 星数, value: absences + 1}}\nband_on: stars\ngrades:")
        text = text.replace("from: 80", "from: 9").replace("above: 60, when: absences < 9", "above: 2")
        found = next_grade(loads(text), absences=2)
        assert found is not None
        assert [(o["needed"], o["value"], o["short"]) for o in found["obstacles"]] == [("9", "3", "6")]
        assert found["obstacles"][0]["values"] == [{"name": "stars", "label": "星数", "value": "3"}]

    def test_a_rule_that_holds_the_grade_down_is_named(self, scheme: Scheme) -> None:
        """A ceiling below the next grade, or a demotion."""
        assert self.obstacles(scheme, absences=3) == ("fair", [("rule", "absent", None)])

    def test_a_ceiling_at_the_next_grade_is_none(self) -> None:
        """It would let the grade be."""
        scheme = loads(TEXT.replace("    lower_by: 1\n", ""))
        assert self.obstacles(scheme, absences=4, work=20) == ("fair", [("score", "fair", "8.5")])

    def test_a_decision_is_named_with_what_it_was(self) -> None:
        """A judged scheme has no score to miss."""
        text = (
            "partygrade: 1\nscheme: s\ntitle: s\nfacts: {d: {type: grade}}\ngrade_by: d\ngrades: [{id: a}, {id: b}]\n"
        )
        found = loads(text).grade({"d": "b"}).to_dict()["next_grade"]
        assert found is not None
        assert [(o["kind"], o["needed"], o["value"]) for o in found["obstacles"]] == [("decision", "a", "b")]

    def test_a_quota_that_lowered_the_grade_is_named(self) -> None:
        """The move crossed the next grade."""
        text = TEXT + "cohort: {rank_by: [score desc], quotas: [{id: few, grades: [good], at_most: 1}]}\n"
        rows = [RECORD | {"id": "a"}, RECORD | {"id": "b", "work": 79}]
        found = loads(text).grade_cohort(rows).gradings[1].to_dict()["next_grade"]
        assert found is not None
        assert [(o["kind"], o["id"]) for o in found["obstacles"]] == [("quota", "few")]


UPPER = """
partygrade: 1
scheme: upper
title: 低者为优
facts: {tidy: {type: flag, default: true}}
score: {id: risk, points: 100, better: down}
staged: true
grades: [{id: gold, up_to: 13, source: 二}, {id: silver, below: 28}, {id: basic, when: tidy}, {id: none}]
"""


class TestWhereLessIsBetter:
    def obstacle(self, **facts: Any) -> tuple[str, str | None, str | None, str | None]:
        found = loads(UPPER).grade(facts).to_dict()["next_grade"]
        assert found is not None and len(found["obstacles"]) == 1
        obstacle = found["obstacles"][0]
        return obstacle["kind"], obstacle["needed"], obstacle["value"], obstacle["short"]

    def test_what_is_too_much_is_told(self) -> None:
        """13 is allowed for gold, and 15.5 is 2.5 more."""
        assert self.obstacle(risk=15.5) == ("score", "13", "15.5", "2.5")

    def test_at_an_exclusive_upper_bound_nothing_is_too_much_and_yet_it_is_not_reached(self) -> None:
        """Silver is below 28."""
        assert self.obstacle(risk=28) == ("score", "28", "28", "0")

    def test_a_stage_below_is_told_first(self) -> None:
        """Basic, whatever the score is."""
        assert self.obstacle(risk=5, tidy=False) == ("condition", "tidy", None, None)


STAGED = """
partygrade: 1
scheme: staged
title: 逐级达标
facts: {tidy: {type: flag, label: 整洁}, fitted: {type: flag, label: 装修}, named: {type: flag, default: false}}
score: {id: total, points: 100}
staged: true
grades:
  - {id: gold, label: 金, from: 90}
  - {id: silver, label: 银, from: 60, when: fitted}
  - {id: basic, label: 基本, when: tidy}
  - {id: none, label: 无}
rules: [{id: titled, when: named, raise_by: 1}]
"""


class TestStaged:
    def obstacles(self, **facts: Any) -> tuple[str, list[tuple[str, str]]]:
        found = loads(STAGED).grade({"tidy": True, "fitted": True} | facts).to_dict()["next_grade"]
        assert found is not None
        return found["grade"], [(o["kind"], o["id"]) for o in found["obstacles"]]

    def test_after_a_promotion_every_stage_that_is_missed_is_told(self) -> None:
        """With all of silver but not tidy it is raised from none to basic; silver needs basic's condition too."""
        assert self.obstacles(total=70, tidy=False, named=True) == ("silver", [("condition", "basic")])

    def test_stages_are_told_from_below(self) -> None:
        """Raised from basic to silver; gold needs what silver needs, and its own bound."""
        found = self.obstacles(total=50, fitted=False, named=True)
        assert found == ("gold", [("score", "silver"), ("condition", "silver"), ("score", "gold")])

    def test_what_a_grade_above_needs_is_not_told(self) -> None:
        """From none the next is basic, whatever silver asks."""
        assert self.obstacles(total=50, tidy=False, fitted=False) == ("basic", [("condition", "basic")])
