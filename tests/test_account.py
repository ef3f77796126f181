"""The account of a grading, part by part: items, lines, phases, rules, checks, the next grade, readings, facts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from partygrade import Scheme, loads
from partygrade.result import Result

TEXT = """
partygrade: 1
scheme: small
title: 小办法
edition: 第一版
parameters:
  limit: {label: 界限, value: 3, source: 三, readings: {4: 第四次才算}}
  weight: {value: 0.4, assumed: 文件没有写, note: 可改}
  other: {value: 1 - weight}
  counting: {value: each, source: 四, readings: {highest: 只取最高}}
  unused: {value: 7, source: 五}
facts:
  absences: {type: count, label: 缺席, max: 9, default: 0}
  rate: {type: percent, label: 满意率, optional: true}
  hall: {type: flag, label: 有大厅}
  kind: {type: choice, of: {village: 村, town: 社区}, optional: true}
  held: {type: date, label: 召开日, default: "2017-06-05"}
  last: {type: grade, label: 上年, optional: true}
  awards: {type: tally, label: 表彰, of: {city: 市级, nation: 国家级}, default: 0}
score:
  id: score
  label: 总分
  at_most: 100
  note: 总则
  weighted:
    - id: base
      weight: other
      sum:
        - {id: work, label: 工作, points: 80, source: 一1}
        - {id: service, label: 服务, points: 20, default: 12.5, when: hall}
        - id: bonus
          add: [{each: awards, points: {city: 1, nation: 2}, counting: counting, source: 二, note: 逐项}]
    - id: extra
      full: 100
      weight: weight
      value: 100 - absences * 5
grades:
  - {id: good, label: 好, aliases: [优], from: 80, source: 三1}
  - {id: fair, label: 中, above: 60, when: absences < 9}
  - {id: poor, label: 差}
rules:
  - id: absent
    label: 缺席过多
    when: absences >= limit and band > poor
    at_most: fair
    lower_by: 1
    source: 三2
    note: 并罚
  - id: praised
    when: 'known(kind) and kind == "town" and held > "2017-06-04" and known(last) and last == good'
    raise_by: 1
  - {id: closed, when: known(rate) and rate == 0, not_graded: 没有人满意}
checks:
  - {id: asked, label: 应有满意率, require: known(rate), otherwise: warning, source: 四}
  - {id: sane, label: 缺席不多于八次, require: absences <= 8, otherwise: invalid}
follow_up:
  - {grades: [good], label: 表彰, source: 七}
  - {grades: [fair, poor], label: 整改}
  - {grades: [fair, poor], when: known(rate) and 0 < rate < 50, label: 约谈}
  - {when: known(rate) and rate == 0, label: 重新测评}
"""
RECORD: dict[str, Any] = {"work": 80, "hall": True, "absences": 0, "rate": 90}


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return loads(TEXT)


def account(scheme: Scheme, **facts: Any) -> Result:
    return scheme.grade(RECORD | facts).to_dict()


def part(found: Result, list_name: str, key: str) -> Any:
    every: Any = dict(found)[list_name]
    return next(entry for entry in every if entry["id"] == key)


class TestHead:
    def test_it_names_scheme_organisation_score_and_grade(self, scheme: Scheme) -> None:
        """(80 + 12.5) × 0.6 + 100 × 0.4 = 95.5 of (80 + 20) × 0.6 + 100 × 0.4 = 100."""
        found = account(scheme, id=7, name="第七支部")
        assert found["scheme"] == {"id": "small", "title": "小办法", "edition": "第一版", "hash": scheme.hash}
        assert (found["id"], found["name"], found["score"], found["full"]) == ("7", "第七支部", "95.5", "100")
        assert (found["band"], found["own_grade"], found["grade"], found["grade_label"]) == (
            "good",
            "good",
            "good",
            "好",
        )
        assert (found["place"], found["reasons"], found["moves"]) == (None, [], [])

    def test_a_rule_takes_the_grade_away_and_leaves_the_score(self, scheme: Scheme) -> None:
        """The reason is the text of the rule."""
        found = account(scheme, rate=0)
        assert (found["score"], found["own_grade"], found["grade"], found["grade_label"]) == ("95.5", None, None, None)
        assert (found["reasons"], found["next_grade"]) == (["没有人满意"], None)

    def test_a_failed_check_takes_the_grade_away_by_its_label(self, scheme: Scheme) -> None:
        """Only where it makes the grading invalid."""
        assert account(scheme, absences=9)["reasons"] == ["缺席不多于八次"]
        assert account(scheme, rate=None)["reasons"] == []


class TestItems:
    def test_every_node_is_listed_parents_first(self, scheme: Scheme) -> None:
        """With its parent and its form."""
        assert [(item["id"], item["parent"], item["form"]) for item in account(scheme)["items"]] == [
            ("score", None, "weighted"),
            ("base", "score", "sum"),
            ("work", "base", "points"),
            ("service", "base", "points"),
            ("bonus", "base", "add"),
            ("extra", "score", "value"),
        ]

    def test_an_item_has_value_full_points_what_is_lost_and_its_weight(self, scheme: Scheme) -> None:
        """As exact text."""
        service = part(account(scheme), "items", "service")
        assert (service["value"], service["full"], service["lost"], service["weight"]) == ("12.5", "20", "7.5", None)
        base = part(account(scheme), "items", "base")
        assert (base["value"], base["full"], base["lost"], base["weight"]) == ("92.5", "100", "7.5", "0.6")

    def test_an_item_that_does_not_apply_loses_nothing(self, scheme: Scheme) -> None:
        """Its value is 0."""
        service = part(account(scheme, hall=False), "items", "service")
        assert (service["applies"], service["value"], service["lost"]) == (False, "0", None)

    def test_more_than_the_full_points_loses_nothing(self, scheme: Scheme) -> None:
        """Nothing less than nothing."""
        assert part(account(scheme, awards_nation=9), "items", "base")["lost"] == "0"

    def test_an_item_carries_label_clause_and_note(self, scheme: Scheme) -> None:
        """The id stands in for a label."""
        found = account(scheme)
        assert [part(found, "items", "work")[key] for key in ("label", "source", "note")] == ["工作", "一1", None]
        assert [part(found, "items", "score")[key] for key in ("label", "source", "note")] == ["总分", None, "总则"]
        assert part(found, "items", "extra")["label"] == "extra"

    def test_a_line_has_its_points_and_what_it_counts(self, scheme: Scheme) -> None:
        """Two of the city and one of the nation are 2 × 1 + 1 × 2."""
        found = account(scheme, awards_city=2, awards_nation=1)
        line = part(found, "items", "bonus")["lines"][0]
        assert (line["id"], line["value"], line["formula"], line["source"], line["note"]) == (
            "bonus.1",
            "4",
            "awards",
            "二",
            "逐项",
        )


class TestPhases:
    def test_each_phase_tells_the_grade_after_it_and_who_acted(self, scheme: Scheme) -> None:
        """From the band on, in the order in force."""
        phases = account(scheme, absences=3)["phases"]
        assert [(phase["phase"], phase["grade"], phase["rules"]) for phase in phases] == [
            ("band", "good", []),
            ("raise_by", "good", []),
            ("at_least", "good", []),
            ("at_most", "fair", ["absent"]),
            ("lower_by", "poor", ["absent"]),
            ("grade", "poor", []),
            ("quotas", "poor", []),
        ]

    def test_a_scheme_without_grades_has_no_phases(self) -> None:
        """There is no band to begin with."""
        found = loads("partygrade: 1\nscheme: s\ntitle: s\nscore: {id: x, points: 5}\n").grade({"x": 1}).to_dict()
        assert (found["phases"], found["band"], found["next_grade"], found["grade"]) == ([], None, None, None)


class TestRules:
    def test_a_rule_tells_its_condition_and_the_values_of_its_names(self, scheme: Scheme) -> None:
        """Facts, parameters and the band, by their labels."""
        rule = part(account(scheme, absences=3), "rules", "absent")
        assert (rule["fired"], rule["when"], rule["source"], rule["note"]) == (
            True,
            "absences >= limit and band > poor",
            "三2",
            "并罚",
        )
        assert rule["values"] == [
            {"name": "absences", "label": "缺席", "value": "3"},
            {"name": "limit", "label": "界限", "value": "3"},
            {"name": "band", "label": "band", "value": "good"},
        ]
        assert rule["effects"] == [{"phase": "lower_by", "value": "1"}, {"phase": "at_most", "value": "fair"}]

    def test_a_rule_that_is_quiet_is_told_too(self, scheme: Scheme) -> None:
        """An unknown fact has a question mark, an option its label."""
        rule = part(account(scheme, kind="村"), "rules", "praised")
        assert rule["fired"] is False
        assert [(value["name"], value["value"]) for value in rule["values"]] == [
            ("kind", "村"),
            ("held", "2017-06-05"),
            ("last", "?"),
        ]

    def test_a_reason_is_the_effect_of_a_rule_without_a_grade(self, scheme: Scheme) -> None:
        """It has no grade to tell."""
        rule = part(account(scheme, rate=0), "rules", "closed")
        assert rule["effects"] == [{"phase": "not_graded", "value": "没有人满意"}]
        assert rule["values"] == [{"name": "rate", "label": "满意率", "value": "0%"}]


def test_a_check_tells_whether_it_holds(scheme: Scheme) -> None:
    """And what it requires, with the values."""
    check = part(account(scheme, rate=None), "checks", "asked")
    assert (check["holds"], check["otherwise"], check["require"], check["source"]) == (
        False,
        "warning",
        "known(rate)",
        "四",
    )
    assert check["values"] == [{"name": "rate", "label": "满意率", "value": "?"}]
    assert part(account(scheme), "checks", "asked")["holds"] is True


class TestReadings:
    def test_every_parameter_in_use_says_where_it_comes_from(self, scheme: Scheme) -> None:
        """Stated, read, assumed, or derived from others; one that nothing uses is left out."""
        found = {r["id"]: (r["value"], r["status"], r["why"], r["others"]) for r in account(scheme)["readings"]}
        assert found == {
            "limit": ("3", "read", None, {"4": "第四次才算"}),
            "weight": ("0.4", "assumed", "文件没有写", {}),
            "other": ("0.6", "derived", None, {}),
            "counting": ("each", "read", None, {"highest": "只取最高"}),
        }

    def test_another_reading_keeps_the_default_in_sight(self, scheme: Scheme) -> None:
        """With the reason of the reading in force."""
        reading = part(
            account(scheme.with_parameters(counting="highest"), awards_city=2, awards_nation=1), "readings", "counting"
        )
        assert (reading["value"], reading["default"], reading["why"], reading["set_by_caller"]) == (
            "highest",
            "each",
            "只取最高",
            False,
        )

    def test_a_figure_of_the_caller_is_marked(self, scheme: Scheme) -> None:
        """It is none of the readings."""
        reading = part(account(scheme.with_parameters(limit=5)), "readings", "limit")
        assert (reading["value"], reading["default"], reading["set_by_caller"]) == ("5", "3", True)


def test_follow_up_is_that_of_the_final_grade(scheme: Scheme) -> None:
    """With its clause."""
    assert account(scheme)["follow_up"] == [{"label": "表彰", "source": "七"}]
    assert account(scheme, work=0)["follow_up"] == [{"label": "整改", "source": None}]


def test_a_follow_up_with_a_condition_needs_both(scheme: Scheme) -> None:
    """The grade is one of its grades, and the condition holds."""
    found = [account(scheme, work=work, rate=rate)["follow_up"] for work, rate in ((0, 49), (0, 50), (80, 49))]
    assert [[entry["label"] for entry in one] for one in found] == [["整改", "约谈"], ["整改"], ["表彰"]]


def test_a_follow_up_without_grades_needs_no_grade(scheme: Scheme) -> None:
    """What is for certain grades does not follow for an organisation that has none; what needs no grade does."""
    found = account(scheme, rate=0)
    assert (found["grade"], found["follow_up"]) == (None, [{"label": "重新测评", "source": None}])


def test_the_facts_are_told_as_they_were_read(scheme: Scheme) -> None:
    """Every one of them, defaults and unknown ones too."""
    assert account(scheme, kind="社区")["facts"] == {
        "work": "80",
        "service": "12.5",
        "absences": 0,
        "rate": "90",
        "hall": True,
        "kind": "town",
        "held": "2017-06-05",
        "last": None,
        "awards_city": 0,
        "awards_nation": 0,
    }


YEAR = """
partygrade: 1
scheme: year
title: 年度办法
facts:
  last: {type: grade, label: 上年等次, optional: true}
  complaints: {type: count, label: 投诉, default: 0}
  judges: {type: panel, max: 10, step: 0.5, at_least: 0}
  founded: {type: date, default: "2019-06-30"}
derived:
  age: {label: 建立年数, value: "years(founded, as_of)", unit: 年, source: 二1, note: 整年}
  fresh: {value: age < 5}
  floor: {value: "fair if fresh else poor"}
score: {id: total, points: 100}
grades: [{id: good, label: 好, from: 80}, {id: fair, label: 中, from: 60}, {id: poor, label: 差}]
rules:
  - {id: complained, label: 有投诉, when: complaints > 0, at_most: poor, soft: true, source: 六}
  - {id: many, label: 投诉多, when: complaints > 5, not_graded: 投诉过多, soft: true}
  - {id: strict, when: complaints > 8, lower_by: 1}
procedure:
  - {id: visit, label: 走访, by: 乡镇, yields: 走访记录, dated: false, source: 三1, note: 留档}
  - {id: notice, label: 公示, notice_days: 5, otherwise: warning, source: 三2}
cycle:
  previous: last
  targets: [{id: rise, label: 转化, grades: [poor], reach: fair, source: 五}]
"""
OVERRIDE = {"rule": "complained", "authority": "镇党委", "reason": "投诉不实", "date": "2024-05-01"}


@pytest.fixture(scope="module")
def year() -> Scheme:
    return loads(YEAR)


def of_year(scheme: Scheme, **facts: Any) -> Result:
    return scheme.grade({"total": 85} | facts, as_of=date(2024, 6, 29)).to_dict()


class TestYear:
    def test_the_day_stands_beside_the_facts_and_not_among_them(self, year: Scheme) -> None:
        """It is the caller's."""
        found = of_year(year, judges=[9, "8.5"])
        assert found["as_of"] == "2024-06-29"
        assert "as_of" not in found["facts"]
        assert found["facts"]["judges"] == ["9", "8.5"]

    def test_a_scheme_that_does_not_look_at_the_day_has_none(self, scheme: Scheme) -> None:
        """Even if one was given."""
        assert scheme.grade(RECORD, as_of=date(2024, 6, 29)).to_dict()["as_of"] is None

    def test_derived_figures_have_their_values(self, year: Scheme) -> None:
        """From 30 June 2019 to 29 June 2024 are four years; numbers as text, conditions as they are, grades by id."""
        assert of_year(year)["derived"] == [
            {"id": "age", "label": "建立年数", "source": "二1", "note": "整年", "value": "4"},
            {"id": "fresh", "label": "fresh", "source": None, "note": None, "value": True},
            {"id": "floor", "label": "floor", "source": None, "note": None, "value": "fair"},
        ]

    def test_a_step_tells_when_or_whether_it_was_done_and_what_fails(self, year: Scheme) -> None:
        """The notice lasted three days."""
        assert of_year(year, visit=True, notice="2024-05-01", notice_end="2024-05-04")["procedure"] == [
            {
                "id": "visit",
                "label": "走访",
                "source": "三1",
                "note": "留档",
                "by": "乡镇",
                "yields": "走访记录",
                "done": True,
                "failed_checks": [],
            },
            {
                "id": "notice",
                "label": "公示",
                "source": "三2",
                "note": None,
                "by": None,
                "yields": None,
                "done": "2024-05-01",
                "failed_checks": ["notice_notice"],
            },
        ]
        assert [(s["done"], s["failed_checks"]) for s in of_year(year)["procedure"]] == [
            (False, []),
            (None, ["notice_done"]),
        ]

    def test_the_cycle_compares_with_the_final_grade(self, year: Scheme) -> None:
        """None where the scheme has no cycle."""
        assert of_year(year, last="差")["cycle"] == {
            "previous": "poor",
            "movement": "raised",
            "targets": [{"id": "rise", "label": "转化", "source": "五", "reach": "fair", "met": True}],
        }

    def test_without_a_cycle_there_is_none(self, scheme: Scheme) -> None:
        """Nor a procedure, nor derived figures."""
        found = account(scheme)
        assert (found["cycle"], found["procedure"], found["derived"]) == (None, [], [])


class TestOverrides:
    def test_an_overridden_rule_has_not_fired_and_says_by_whom(self, year: Scheme) -> None:
        """The grade without the override stands beside the own one."""
        found = of_year(year, complaints=1, overrides=[OVERRIDE])
        assert (found["own_grade"], found["without_overrides"], found["grade"]) == ("good", "poor", "good")
        rule = part(found, "rules", "complained")
        assert (rule["soft"], rule["fired"], rule["override"]) == (
            True,
            False,
            {"authority": "镇党委", "reason": "投诉不实", "date": "2024-05-01"},
        )

    def test_without_an_override_both_grades_are_the_same(self, year: Scheme) -> None:
        """A soft rule fires like any other, and one that is not soft has no override."""
        found = of_year(year, complaints=1)
        assert (found["own_grade"], found["without_overrides"]) == ("poor", "poor")
        rule, strict = part(found, "rules", "complained"), part(found, "rules", "strict")
        assert (rule["soft"], rule["fired"], rule["override"]) == (True, True, None)
        assert (strict["soft"], strict["override"]) == (False, None)

    def test_an_override_of_another_rule_changes_nothing_here(self, year: Scheme) -> None:
        """Each rule has its own."""
        found = of_year(year, complaints=1, overrides=[OVERRIDE | {"rule": "many"}])
        assert (found["own_grade"], found["without_overrides"]) == ("poor", "poor")
        assert part(found, "rules", "complained")["override"] is None

    def test_without_the_override_there_may_be_no_grade(self, year: Scheme) -> None:
        """Six complaints take it away, were it not for the override; the ceiling stays."""
        found = of_year(year, complaints=6, overrides=[OVERRIDE | {"rule": "many"}])
        assert (found["own_grade"], found["without_overrides"], found["reasons"]) == ("poor", None, [])
        assert of_year(year, complaints=6, overrides=[OVERRIDE])["own_grade"] is None

    def test_a_rule_that_would_have_fired_is_a_reason(self, year: Scheme) -> None:
        """With the override; one that would not have fired is none."""
        grading = year.grade({"total": 85, "complaints": 1, "overrides": [OVERRIDE]}, as_of=date(2024, 6, 29))
        assert [line for line in grading.reasons() if "例外" in line] == [
            "例外（镇党委 2024-05-01：投诉不实），不适用：有投诉（投诉 1）：不高于差〔六〕"
        ]
        idle = year.grade({"total": 85, "overrides": [OVERRIDE]}, as_of=date(2024, 6, 29))
        assert [line for line in idle.reasons() if "例外" in line] == []
