"""What callers hold: gradings, alone and in a cohort, with their properties and their JSON."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from partygrade import Scheme, loads

TEXT = """
partygrade: 1
scheme: small
title: 小办法
parameters:
  limit: {value: 3, source: 三, readings: {4: 第四次才算}}
  points: {value: 10, source: 三}
facts:
  absences: {type: count, max: 9, default: 0}
  county: {type: text, default: 东乡}
score:
  id: score
  sum:
    - {id: work, points: 100, step: 0.5}
    - id: late
      deduct: [{id: missed, each: absences, points: points}]
grades: [{id: good, label: 好, from: 60}, {id: fair, label: 中, from: 30}, {id: poor, label: 差}]
rules:
  - {id: absent, when: absences >= limit, at_most: fair}
  - {id: out, when: absences == 9, not_graded: 不列入}
checks: [{id: present, require: absences < 2, otherwise: warning}]
cohort:
  within: [county]
  rank_by: [score desc]
  quotas:
    - {id: few, label: 少, grades: [good], at_most: 12.5%, of: all, rounding: up, ties: report, source: 五}
    - {id: some, grades: [poor, fair], at_least: 1, action: report}
"""


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return loads(TEXT)


class TestAlone:
    def test_score_and_grades(self, scheme: Scheme) -> None:
        """The score is an exact decimal, grades are ids."""
        found = scheme.grade({"work": "95.5", "absences": 3})
        assert found.score == Decimal("65.5")
        assert (found.band, found.own_grade, found.grade, found.grade_label) == ("good", "fair", "fair", "中")

    def test_the_score_has_no_trailing_zeros(self, scheme: Scheme) -> None:
        """It prints as people write it."""
        assert [str(scheme.grade({"work": work}).score) for work in (100, "95.50", 0)] == ["100", "95.5", "0"]

    def test_nodes_hold_every_item_and_line(self, scheme: Scheme) -> None:
        """By id, as decimals."""
        nodes = scheme.grade({"work": 90, "absences": 2}).nodes
        assert nodes == {"score": 70, "work": 90, "late": -20, "missed": -20}
        assert all(isinstance(value, Decimal) for value in nodes.values())

    def test_what_fired_and_what_failed(self, scheme: Scheme) -> None:
        """By id."""
        found = scheme.grade({"work": 90, "absences": 3})
        assert (found.fired, found.failed_checks) == (("absent",), ("present",))
        assert (scheme.grade({"work": 90}).fired, scheme.grade({"work": 90}).failed_checks) == ((), ())

    def test_no_grade_is_none(self, scheme: Scheme) -> None:
        """The score stays."""
        found = scheme.grade({"work": 95, "absences": 9})
        assert (found.score, found.own_grade, found.grade, found.grade_label) == (5, None, None, None)
        assert found.band == "poor"

    def test_alone_there_is_no_place(self, scheme: Scheme) -> None:
        """And the row is 0."""
        found = scheme.grade({"work": 95})
        assert (found.place, found.row, found.id, found.name) == (None, 0, None, None)

    def test_id_and_name_are_text(self, scheme: Scheme) -> None:
        """An id may be a number in the record, also 0."""
        found = scheme.grade({"work": 95, "id": 0, "name": "第一支部"})
        assert (found.id, found.name) == ("0", "第一支部")

    def test_readings_are_those_that_somebody_could_question(self, scheme: Scheme) -> None:
        """Not what the document states, unless the caller set it."""
        assert [r["id"] for r in scheme.grade({"work": 1}).readings] == ["limit"]
        assert [r["id"] for r in scheme.with_parameters(points=5).grade({"work": 1}).readings] == ["limit", "points"]

    @pytest.mark.parametrize(
        ("record", "text"),
        [
            ({"id": "a1"}, "<Grading a1: score=95, own_grade=good, grade=good>"),
            ({"name": "一支部"}, "<Grading 一支部: score=95, own_grade=good, grade=good>"),
            ({}, "<Grading row 0: score=95, own_grade=good, grade=good>"),
        ],
    )
    def test_it_prints_what_matters(self, scheme: Scheme, record: dict[str, Any], text: str) -> None:
        """Who, and what came out."""
        assert repr(scheme.grade({"work": 95, **record})) == text

    def test_json_is_the_dictionary_as_text(self, scheme: Scheme) -> None:
        """In Chinese letters, on one line unless asked otherwise."""
        found = scheme.grade({"work": 95, "id": "a"})
        assert json.loads(found.to_json()) == found.to_dict()
        assert "小办法" in found.to_json()
        assert "\n" not in found.to_json()
        assert found.to_json(indent=2).startswith('{\n  "partygrade": 1,')

    def test_a_judged_scheme_has_no_score(self) -> None:
        """None, not 0."""
        text = (
            "partygrade: 1\nscheme: s\ntitle: s\nfacts: {d: {type: grade}}\ngrade_by: d\ngrades: [{id: a}, {id: b}]\n"
        )
        found = loads(text).grade({"d": "a"})
        assert (found.score, found.grade, found.nodes) == (None, "a", {})
        assert found.to_dict()["score"] is None


ROWS = [
    {"id": "a", "work": 90},
    {"id": "b", "work": 70},
    {"id": "c", "work": 70, "county": "西乡"},
    {"id": "d", "work": 80},
    {"id": "e", "work": 90, "absences": 9},
    {"name": "无号", "work": 90},
]


class TestInACohort:
    def test_the_order_of_the_input_is_kept(self, scheme: Scheme) -> None:
        """Whatever the ranking is."""
        found = scheme.grade_cohort(ROWS)
        assert [grading.id for grading in found.gradings] == ["a", "b", "c", "d", "e", None]
        assert [grading.row for grading in found.gradings] == [0, 1, 2, 3, 4, 5]
        assert len(found) == 6

    def test_places_are_those_of_the_own_county(self, scheme: Scheme) -> None:
        """Who ties shares a place; who has no grade has none."""
        assert [grading.place for grading in scheme.grade_cohort(ROWS).gradings] == [1, 4, 1, 3, None, 1]

    def test_own_and_final_grade_stand_side_by_side(self, scheme: Scheme) -> None:
        """The quota of one place leaves the tie open, and the others fall."""
        found = scheme.grade_cohort(ROWS).gradings
        assert [grading.own_grade for grading in found] == ["good", "good", "good", "good", None, "good"]
        assert [grading.grade for grading in found] == ["good", "fair", "good", "fair", None, "good"]

    def test_an_account_tells_everything_about_a_quota(self, scheme: Scheme) -> None:
        """In the order of the counties, then of the quotas; open ties by id or name."""
        first, second, *others = scheme.grade_cohort(ROWS).quotas
        assert first == {
            "id": "few",
            "label": "少",
            "source": "五",
            "within": {"county": "东乡"},
            "grades": ["good"],
            "kind": "at_most",
            "share": "12.5%",
            "of": "all",
            "among": None,
            "limit": 1,
            "base": 5,
            "before": 4,
            "after": 2,
            "met": False,
            "action": "enforce",
            "ties": "report",
            "open": ["a", "无号"],
            "problem": "ties",
            "conflict": [],
        }
        assert (second["id"], second["share"], second["label"], second["grades"]) == (
            "some",
            None,
            "some",
            ["fair", "poor"],
        )
        assert (second["met"], second["before"], second["after"]) == (True, 2, 2)
        assert [account["within"] for account in others] == [{"county": "西乡"}] * 2
        assert others[1]["problem"] == "report_only"

    def test_an_organisation_without_id_and_name_is_called_by_its_row(self, scheme: Scheme) -> None:
        """Counted from 1, as people do."""
        found = scheme.grade_cohort([{"work": 90}, {"work": 90}])
        assert found.quotas[0]["open"] == ["1", "2"]

    def test_faults_are_collected_beside_the_gradings(self, scheme: Scheme) -> None:
        """With row, organisation and fact; the row takes no part."""
        found = scheme.grade_cohort([*ROWS, {"id": "x", "name": "坏", "work": 101}], on_error="collect")
        assert len(found.gradings) == 6
        assert [(fault.row, fault.id, fault.name) for fault in found.faults] == [(6, "x", "坏")]
        assert found.to_dict()["faults"] == [
            {
                "row": 6,
                "id": "x",
                "name": "坏",
                "fact": "work",
                "label": "work",
                "code": "out-of-range",
                "en": "101 is out of range: expected 0 to 100",
                "zh": "101 超出范围：应为 0 至 100",
            }
        ]
        assert found.quotas[0]["base"] == 5

    def test_the_readings_of_a_cohort_are_those_of_its_scheme(self, scheme: Scheme) -> None:
        """Also where nobody was graded."""
        assert [r["id"] for r in scheme.grade_cohort([]).readings] == ["limit"]

    def test_json_is_the_dictionary_as_text(self, scheme: Scheme) -> None:
        """Gradings, quotas and faults."""
        found = scheme.grade_cohort(ROWS)
        assert json.loads(found.to_json()) == found.to_dict()
        assert json.loads(found.to_json(indent=1)) == found.to_dict()
        assert list(found.to_dict()) == ["partygrade", "scheme", "gradings", "quotas", "movement", "faults"]

    def test_a_scheme_without_quotas_has_no_accounts(self) -> None:
        """Nor places."""
        plain = loads(TEXT[: TEXT.index("cohort:")]).grade_cohort(ROWS)
        assert (plain.quotas, plain.gradings[0].place) == ((), None)
        assert plain.explain("en") == "6 organisations graded\n"

    def test_a_demotion_after_the_quotas_acts_on_what_they_gave(self) -> None:
        """The final grade has the later phases too."""
        text = TEXT.replace("at_most: fair}", "lower_by: 1}").replace(
            "at_most: 12.5%, of: all, rounding: up, ties: report", "at_most: 1"
        )
        text += "order: [quotas, raise_by, at_least, at_most, lower_by, grade]\n"
        rows = [{"id": "a", "work": 100}, {"id": "b", "work": 95, "absences": 3}, {"id": "c", "work": 70}]
        found = loads(text).grade_cohort(rows).gradings
        assert [(grading.own_grade, grading.grade) for grading in found] == [
            ("good", "good"),
            ("fair", "poor"),
            ("good", "fair"),
        ]
        assert [phase["grade"] for phase in found[1].to_dict()["phases"]][:2] == ["good", "fair"]


YEARLY = """
partygrade: 1
scheme: yearly
title: 年度办法
facts:
  county: {type: text, default: 东县}
  last: {type: grade, label: 上年等次, optional: true}
  late: {type: flag, default: false}
derived: {double: {value: total * 2}, high: {value: total > 50}}
score: {id: total, points: 100}
grades: [{id: good, label: 好, from: 60}, {id: fair, label: 中, from: 30}, {id: poor, label: 差}]
rules: [{id: slow, when: late, at_most: poor, soft: true}]
cohort: {within: [county], rank_by: [total], quotas: [{id: few, grades: [good], at_most: 1}]}
cycle:
  previous: last
  targets: [{id: rise, grades: [poor], reach: fair, share: 50%}]
draws: [{id: visit, label: 抽查, grades: [good, fair], share: 50%}]
"""
YEAR_ROWS = [
    {"id": "a", "total": 90, "last": "good"},
    {"id": "b", "total": 80, "last": "poor"},
    {"name": "无号", "total": 40, "last": "poor"},
    {"total": 45},
    {"id": "e", "total": 95, "county": "西县"},
]


class TestYear:
    def test_derived_figures_by_id(self) -> None:
        """Numbers as text."""
        found = loads(YEARLY).grade({"total": 40})
        assert found.derived == {"double": "80", "high": False}

    def test_the_grade_without_overrides(self) -> None:
        """The rule would have held it down."""
        override = {"rule": "slow", "authority": "镇", "reason": "断网", "date": "2024-05-01"}
        found = loads(YEARLY).grade({"total": 40, "late": True, "overrides": [override]})
        assert (found.own_grade, found.without_overrides, found.fired) == ("fair", "poor", ())

    def test_alone_the_movement_is_that_of_the_own_grade(self) -> None:
        """There is no quota."""
        found = loads(YEARLY).grade({"total": 80, "last": "fair"})
        assert found.cycle == {"previous": "fair", "movement": "raised", "targets": []}

    def test_in_a_cohort_it_is_that_of_the_final_grade(self) -> None:
        """The second good one of the county fell to fair by the quota."""
        found = loads(YEARLY).grade_cohort(YEAR_ROWS)
        cycles = [grading.cycle for grading in found.gradings]
        assert [cycle and (cycle["previous"], cycle["movement"]) for cycle in cycles] == [
            ("good", "kept"),
            ("poor", "raised"),
            ("poor", "raised"),
            (None, "new"),
            (None, "new"),
        ]
        assert found.movement is not None
        assert found.movement["matrix"]["poor"] == {"good": 0, "fair": 2, "poor": 0, "out": 0}
        assert found.movement["targets"][0]["needed"] == 1
        assert found.to_dict()["movement"] == found.movement

    def test_without_a_cycle_there_is_no_movement(self, scheme: Scheme) -> None:
        """None, not an empty matrix."""
        assert scheme.grade_cohort(ROWS).movement is None
        assert scheme.grade({"work": 95}).cycle is None


class TestDraw:
    def test_each_grade_of_each_group_is_drawn_from(self) -> None:
        """By the final grades: in the east one good and three fair ones, of whom two are picked."""
        found = loads(YEARLY).grade_cohort(YEAR_ROWS).draw("2024")
        assert [(d["within"], d["grade"], d["of"], len(d["picked"])) for d in found] == [
            ({"county": "东县"}, "good", 1, 1),
            ({"county": "东县"}, "fair", 3, 2),
            ({"county": "西县"}, "good", 1, 1),
        ]
        assert set(found[1]["picked"]) <= {"b", "无号", "4"}

    def test_the_order_of_the_records_changes_nothing(self) -> None:
        """Where each has an id or a name."""
        rows = [row for row in YEAR_ROWS if len(row) > 1 and ("id" in row or "name" in row)]
        scheme = loads(YEARLY)
        assert scheme.grade_cohort(rows).draw("s") == scheme.grade_cohort(rows[::-1]).draw("s")

    def test_who_has_no_grade_is_not_drawn(self, scheme: Scheme) -> None:
        """There is no grade to draw from."""
        text = TEXT + "draws: [{id: visit, grades: [good, fair, poor], share: 100%}]\n"
        found = loads(text).grade_cohort([{"id": "a", "work": 90, "absences": 9}, {"id": "b", "work": 10}]).draw("s")
        assert [one["picked"] for one in found] == [["b"]]
        assert scheme.grade_cohort(ROWS).draw("s") == ()
