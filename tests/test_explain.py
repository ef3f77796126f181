"""Explanations: the whole text for one small scheme, in Chinese and in English, and each kind of line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from partygrade import Grading, Scheme, loads
from partygrade.diagnostics import Lang

TEXT = """
partygrade: 1
scheme: small
title: 支部评级办法
edition: 2024年
sources: {plan: {title: 支部评级办法}}
parameters:
  limit: {label: 缺席界限, value: 3, source: 三, readings: {4: 「超过」不含本数}}
  weight: {label: 评议权重, value: 0.4, assumed: 文件没有写}
facts:
  absences: {type: count, label: 缺席, unit: 次, max: 9, default: 0, better: down}
  rate: {type: percent, label: 满意率, optional: true}
  excused: {type: flag, label: 有理由, default: false}
  refused: {type: flag, label: 拒绝测评, default: false}
score:
  id: score
  label: 总分
  weighted:
    - id: base
      label: 基础项
      weight: 1 - weight
      source: 一
      sum:
        - {id: work, label: 工作, points: 60, step: 0.5, source: 一1}
        - id: meetings
          label: 会议
          points: 40
          source: 一2
          deduct:
            - {id: missed, label: 缺席扣分, each: absences, points: 5, at_most: 20, source: 一2}
            - {id: late, label: 迟报, when: refused, points: 1}
    - {id: review, label: 评议, points: 100, weight: weight, source: 二}
grades:
  - {id: good, label: 好, from: 80, source: 三}
  - {id: fair, label: 中, from: 60, source: 三}
  - {id: poor, label: 差, source: 三}
rules:
  - {id: absent, label: 缺席过多, when: absences >= limit and not excused, at_most: fair, source: 三2}
  - {id: disliked, label: 满意率低, when: known(rate) and rate < 50%, lower_by: 1, source: 三3}
  - {id: closed, label: 不列入, when: refused, not_graded: 拒绝测评的不定级, source: 三4}
checks:
  - {id: asked, label: 应有满意率, require: known(rate), otherwise: warning, source: 四}
cohort:
  rank_by: [score desc, absences asc]
  quotas:
    - {id: few, label: 好不超过一半, grades: [good], at_most: 50%, source: 五}
    - {id: some, label: 差不少于一个, grades: [poor], at_least: 1, source: 六}
follow_up:
  - {grades: [good], label: 表彰, source: 七}
  - {grades: [poor], label: 整顿}
"""
SCHEME = loads(TEXT)
# 基础项 55 + (40 - 3 × 5) = 80，总分 80 × 0.6 + 87.5 × 0.4 = 83，好；缺席三次最高为中，满意率低再降一级。
ONE = {"id": "a1", "name": "一支部", "work": 55, "review": 87.5, "absences": 3, "rate": 45.5}
ROWS = [
    {"id": "a", "work": 60, "review": 90, "rate": 90},
    {"id": "b", "work": 60, "review": 80, "rate": 90},
    {"id": "c", "work": 60, "review": 80, "rate": 90},
    {"id": "d", "work": 50, "review": 60, "rate": 90},
    {"id": "e", "work": 50, "review": 60, "rate": 90, "refused": True},
]

CHINESE = """\
办法：支部评级办法（2024年）
组织：a1 一支部
得分：83 / 100
最终等次：差

得分构成
└─ 总分：83 / 100 分，失 17 分
   ├─ 基础项：80 / 100 分 × 0.6，失 20 分〔一〕
   │  ├─ 工作：55 / 60 分，失 5 分〔一1〕
   │  └─ 会议：25 / 40 分，失 15 分〔一2〕
   │        −15 分  缺席扣分〔一2〕
   └─ 评议：87.5 / 100 分 × 0.4，失 12.5 分〔二〕

等次形成
  按得分划档：好
  上限：中
    · 缺席过多（缺席 3，缺席界限 3，有理由 否）：不高于中〔三2〕
  降级：差
    · 满意率低（满意率 45.5%）：降 1 级〔三3〕
  未触发的规则：不列入

为什么不是中
  · 满意率低（满意率 45.5%）：降 1 级〔三3〕

所依据的读法与假定
  · 缺席界限 = 3（读法；其他读法：4：「超过」不含本数）〔三〕
  · 评议权重 = 0.4（假定；文件没有写）

结果运用
  · 整顿
"""
ENGLISH = """\
Scheme: 支部评级办法 (2024年)
Organisation: a1 一支部
Score: 83 / 100
Final grade: 差

Score
└─ 总分: 83 of 100, lost 17
   ├─ 基础项: 80 of 100 × 0.6, lost 20 [一]
   │  ├─ 工作: 55 of 60, lost 5 [一1]
   │  └─ 会议: 25 of 40, lost 15 [一2]
   │        −15  缺席扣分 [一2]
   └─ 评议: 87.5 of 100 × 0.4, lost 12.5 [二]

Grade
  by band: 好
  ceiling: 中
    · 缺席过多 (缺席 3, 缺席界限 3, 有理由 no): at most 中 [三2]
  demotion: 差
    · 满意率低 (满意率 45.5%): 1 down [三3]
  did not fire: 不列入

Why not 中
  · 满意率低 (满意率 45.5%): 1 down [三3]

Readings and assumptions
  · 缺席界限 = 3 (reading; other readings: 4: 「超过」不含本数) [三]
  · 评议权重 = 0.4 (assumed; 文件没有写)

What follows
  · 整顿
"""


@pytest.mark.parametrize(("lang", "expected"), [("zh", CHINESE), ("en", ENGLISH)])
def test_an_explanation_says_everything_with_its_clause(lang: Lang, expected: str) -> None:
    """Items with points gained and lost, deductions, rules with what they looked at, the next grade, readings."""
    assert SCHEME.grade(ONE).explain(lang) == expected


def test_chinese_is_the_language_unless_asked_otherwise() -> None:
    """The documents are Chinese."""
    assert SCHEME.grade(ONE).explain() == CHINESE


def lines(scheme: Scheme, record: dict[str, Any], lang: Lang = "en") -> list[str]:
    return [line.strip() for line in scheme.grade(record).explain(lang).splitlines()]


def in_cohort(key: str) -> Grading:
    return next(grading for grading in SCHEME.grade_cohort(ROWS).gradings if grading.id == key)


class TestHead:
    def test_an_organisation_that_a_quota_moved_keeps_its_own_grade_beside(self) -> None:
        """With the place in the ranking."""
        assert "最终等次：中（自身等次：好，因比例调整）；排名第 2" in in_cohort("b").explain()
        assert "Final grade: 中 (own grade: 好, moved by a quota); place 2" in in_cohort("b").explain("en")

    def test_where_there_is_no_grade_the_reason_stands_instead(self) -> None:
        """And the rule behind it, with its clause."""
        found = lines(SCHEME, {**ONE, "refused": True})
        assert "Final grade: no grade" in found
        assert "No grade: 拒绝测评的不定级" in found
        assert found[found.index("no grade") + 1] == "· 不列入 (拒绝测评 yes): 拒绝测评的不定级 [三4]"

    def test_without_a_score_no_score_is_shown(self) -> None:
        """A judged scheme has none."""
        text = (
            "partygrade: 1\nscheme: s\ntitle: s\nfacts: {d: {type: grade}}\ngrade_by: d\ngrades: [{id: a}, {id: b}]\n"
        )
        assert lines(loads(text), {"d": "b"}) == [
            "Scheme: s",
            "Final grade: b",
            "",
            "Grade",
            "as given: b",
            "",
            "Why not a",
            "· the decision is b",
        ]

    def test_a_decision_goes_by_the_label_of_its_fact(self) -> None:
        """Where it has one, it is not said whose decision it is otherwise."""
        text = (
            "partygrade: 1\nscheme: s\ntitle: s\nfacts: {d: {type: grade, label: 集体审定}}\n"
            "grade_by: d\ngrades: [{id: a}, {id: b}]\n"
        )
        assert lines(loads(text), {"d": "b"}, "zh")[4:] == ["集体审定：b", "", "为什么不是a", "· 集体审定为b"]
        assert lines(loads(text), {"d": "b"})[4:] == ["集体审定: b", "", "Why not a", "· 集体审定 is b"]

    def test_without_grades_the_place_stands_beside_the_score(self) -> None:
        """And what makes the grading invalid is no reason for a grade."""
        text = (
            "partygrade: 1\nscheme: s\ntitle: s\nscore: {id: work, points: 10}\ncohort: {rank_by: [work]}\n"
            "checks: [{id: some, label: 应有得分, require: work > 0, otherwise: invalid}]\n"
        )
        best, invalid = loads(text).grade_cohort([{"work": 9}, {"work": 0}]).gradings
        assert best.explain().splitlines()[1] == "得分：9 / 10；排名第 1"
        assert best.explain("en").splitlines()[1] == "Score: 9 / 10; place 1"
        assert invalid.explain().splitlines()[1:3] == ["得分：0 / 10", "无效：应有得分"]
        assert invalid.explain("en").splitlines()[2] == "Invalid: 应有得分"

    def test_without_grades_only_the_score_is_shown(self) -> None:
        """A scheme of scores says nothing of grades."""
        text = "partygrade: 1\nscheme: s\ntitle: s\nscore: {id: work, label: 工作, points: 10}\n"
        assert loads(text).grade({"work": 9.5}).explain() == (
            "办法：s\n得分：9.5 / 10\n\n得分构成\n└─ 工作：9.5 / 10 分，失 0.5 分\n"
        )


class TestScore:
    def test_an_item_that_does_not_apply_says_so(self) -> None:
        """It neither gains nor loses."""
        text = (
            "partygrade: 1\nscheme: s\ntitle: s\nfacts: {hall: {type: flag}}\nscore:\n  id: score\n  sum:\n"
            "    - {id: work, label: 大厅, points: 10, when: hall, source: 二}\n    - {id: rest, points: 5}\n"
        )
        assert "├─ 大厅: does not apply [二]" in lines(loads(text), {"hall": False, "work": 3, "rest": 5})
        assert "├─ 大厅：不适用〔二〕" in lines(loads(text), {"hall": False, "work": 3, "rest": 5}, "zh")

    def test_a_bonus_has_a_plus_and_no_full_points(self) -> None:
        """What is added, line by line; a line of nothing is not shown."""
        text = (
            "partygrade: 1\nscheme: s\ntitle: s\nfacts: {prizes: {type: count, max: 9}, late: {type: count, max: 9}}\n"
            "score:\n  id: score\n  sum:\n    - id: bonus\n      label: 加分\n      add:\n"
            "        - {each: prizes, points: 2, label: 得奖, source: 三}\n        - {each: late, points: 1}\n"
        )
        found = lines(loads(text), {"prizes": 3, "late": 0})
        assert found[-2:] == ["└─ 加分: +6", "+6  得奖 [三]"]


class TestBand:
    @pytest.mark.parametrize(
        ("grades", "zh", "en"),
        [
            ("grades: [{id: a, from: 60}, {id: b}]", "按得分划档：b", "by band: b"),
            ("grades: [{id: a, when: total >= 60}, {id: b}]", "按条件划档：b", "by condition: b"),
            (
                "grades: [{id: a, from: 60}, {id: b, when: total > 99}, {id: c}]",
                "按得分和条件划档：c",
                "by band and condition: c",
            ),
            (
                "derived: {stars: {label: 星数, value: total / 10}}\nband_on: stars\n"
                "grades: [{id: a, from: 6}, {id: b}]",
                "按星数划档：b",
                "by 星数: b",
            ),
            (
                "facts: {given: {type: grade, default: b}}\ngrade_by: given\ngrades: [{id: a}, {id: b}]",
                "评定：b",
                "as given: b",
            ),
        ],
    )
    def test_it_is_said_what_gives_it(self, grades: str, zh: str, en: str) -> None:
        """Bounds on the score or on another figure, conditions, both, or somebody's decision."""
        scheme = loads(f"partygrade: 1\nscheme: s\ntitle: s\nscore: {{id: total, points: 100}}\n{grades}\n")
        assert zh in lines(scheme, {"total": 50}, "zh")
        assert en in lines(scheme, {"total": 50}, "en")


class TestGrade:
    def test_a_check_that_fails_is_shown_with_what_it_looked_at(self) -> None:
        """An unknown fact is called unknown."""
        record = {key: value for key, value in ONE.items() if key != "rate"}
        assert "· warning: 应有满意率 (满意率 unknown) [四]" in lines(SCHEME, record)
        assert "· 提示：应有满意率（满意率 未知）〔四〕" in lines(SCHEME, record, "zh")

    def test_a_check_that_makes_it_invalid_is_called_so(self) -> None:
        """And its label is the reason."""
        scheme = loads(TEXT.replace("otherwise: warning", "otherwise: invalid"))
        found = lines(scheme, {"work": 1, "review": 1})
        assert "No grade: 应有满意率" in found
        assert "· invalid: 应有满意率 (满意率 unknown) [四]" in found

    def test_of_a_rule_with_several_effects_each_phase_tells_its_own(self) -> None:
        """The ceiling, and then the demotion."""
        text = TEXT.replace("at_most: fair, source: 三2", "at_most: fair, lower_by: 1, source: 三2")
        found = lines(loads(text), {**ONE, "rate": 90})
        told = [line.split("): ")[1] for line in found[found.index("Grade") :] if line.startswith("· 缺席过多")]
        assert told == ["at most 中 [三2]", "1 down [三2]", "1 down, at most 中 [三2]"]

    def test_a_move_names_quota_head_count_cut_off_and_tie(self) -> None:
        """In the phase of the quotas."""
        chinese = "    · 好不超过一半（4 个中不超过 2 个；分界 96，0；与分界处并列）：好 → 中〔五〕\n"
        english = "    · 好不超过一半 (at most 2 of 4; cut-off 96; 0; ties across the cut): 好 → 中 [五]\n"
        assert f"  比例：中\n{chinese}" in in_cohort("b").explain()
        assert f"  quotas: 中\n{english}" in in_cohort("b").explain("en")


class TestNext:
    def why(self, record: dict[str, Any], text: str = TEXT, lang: Lang = "en") -> list[str]:
        found = lines(loads(text), record, lang)
        start = next(n for n, line in enumerate(found) if line.startswith(("Why not", "为什么不是")))
        return found[start : found.index("", start)]

    def test_the_points_that_are_missing_are_told(self) -> None:
        """The bound, what there is, and the difference."""
        record = {"work": 60, "review": 49.75, "rate": 90}
        assert self.why(record) == ["Why not 好", "· 80 points needed, got 79.9: 0.1 short [三]"]
        assert self.why(record, lang="zh") == ["为什么不是好", "· 须达 80 分，现为 79.9 分，差 0.1 分〔三〕"]

    def test_an_exclusive_bound_is_one_to_exceed(self) -> None:
        """At the bound nothing is missing but a little more."""
        text = TEXT.replace("from: 80", "above: 80")
        assert self.why({"work": 60, "review": 50, "rate": 90}, text) == [
            "Why not 好",
            "· more than 80 points needed, got 80 [三]",
        ]

    def test_a_condition_of_the_grade_is_told(self) -> None:
        """Where the bound is reached."""
        text = TEXT.replace("from: 80, source: 三", "from: 80, when: excused, source: 三")
        assert self.why({"work": 60, "review": 90, "rate": 90}, text) == ["Why not 好", "· needs 有理由 (no) [三]"]
        assert self.why({"work": 60, "review": 90, "rate": 90}, text, "zh")[1] == "· 须满足：有理由（否）〔三〕"

    def test_the_condition_of_a_stage_below_is_told_with_its_grade(self) -> None:
        """On a staged ladder, after a promotion."""
        text = TEXT.replace("from: 60, source: 三", "when: excused, source: 三")
        text = text.replace("\ngrades:", "\nstaged: true\ngrades:")
        promoted = text.replace("lower_by: 1", "raise_by: 1").replace("rate < 50%", "rate > 50%")
        record = {"work": 60, "review": 45, "rate": 90}
        assert self.why(record, promoted, "zh") == [
            "为什么不是好",
            "· 须满足：有理由（否）〔三〕（等次「中」的条件）",
            "· 须达 80 分，现为 78 分，差 2 分〔三〕",
        ]

    def test_what_is_no_score_has_its_own_name_and_unit(self) -> None:
        """Bounds may be about any figure."""
        text = TEXT.replace(
            "\ngrades:", "\nderived: {days_in: {label: 出席, value: 9 - absences, unit: 次}}\nband_on: days_in\ngrades:"
        )
        text = text.replace("from: 80", "from: 9").replace("from: 60", "from: 2")
        record = {"work": 60, "review": 50, "rate": 90, "absences": 2}
        assert self.why(record, text) == ["Why not 好", "· 出席: 9 次 needed, got 7: 2 short [三]"]
        assert self.why(record, text, "zh") == ["为什么不是好", "· 出席须达 9 次，现为 7 次，差 2 次〔三〕"]

    def test_a_ceiling_is_told(self) -> None:
        """The rule with its clause."""
        found = self.why({**ONE, "rate": 90})
        assert found == ["Why not 好", "· 缺席过多 (缺席 3, 缺席界限 3, 有理由 no): at most 中 [三2]"]

    def test_a_quota_is_told(self) -> None:
        """The move that the quota made."""
        assert "为什么不是好\n  · 好不超过一半（" in in_cohort("b").explain()

    def test_the_best_grade_has_no_next(self) -> None:
        """There is nothing above it."""
        assert "Why not" not in SCHEME.grade({"work": 60, "review": 100}).explain("en")


class TestReadings:
    def test_a_reading_that_is_not_the_default_is_called_so(self) -> None:
        """With its reason, and the default among the others."""
        found = lines(SCHEME.with_parameters(limit=4), {"work": 1, "review": 1})
        assert any(line.startswith("· 缺席界限 = 4 (reading, not the default; 「超过」不含本数") for line in found)

    def test_a_figure_of_the_callers_own_is_called_so(self) -> None:
        """It is none of the readings."""
        found = lines(SCHEME.with_parameters(limit=5), {"work": 1, "review": 1})
        assert any(line.startswith("· 缺席界限 = 5 (set by the caller") for line in found)
        found = lines(SCHEME.with_parameters(limit=5), {"work": 1, "review": 1}, "zh")
        assert any(line.startswith("· 缺席界限 = 5（调用者设定") for line in found)

    def test_a_figure_of_the_callers_own_keeps_that_of_the_scheme_in_sight(self) -> None:
        """Where no reading has it."""
        scheme = SCHEME.with_parameters(weight="0.5")
        assert "· 评议权重 = 0.5 (set by the caller, not 0.4 as in the scheme; 文件没有写)" in lines(scheme, ONE)
        assert "· 评议权重 = 0.5（调用者设定，办法中为 0.4；文件没有写）" in lines(scheme, ONE, "zh")


class TestReasons:
    def test_they_are_the_lines_rules_checks_and_moves(self) -> None:
        """In short, with their clauses."""
        assert SCHEME.grade(ONE).reasons("zh") == [
            "缺席扣分 −15 分〔一2〕",
            "缺席过多（缺席 3，缺席界限 3，有理由 否）：不高于中〔三2〕",
            "满意率低（满意率 45.5%）：降 1 级〔三3〕",
        ]
        assert SCHEME.grade(ONE).reasons("en") == [
            "缺席扣分 −15 [一2]",
            "缺席过多 (缺席 3, 缺席界限 3, 有理由 no): at most 中 [三2]",
            "满意率低 (满意率 45.5%): 1 down [三3]",
        ]

    def test_a_quota_is_a_reason(self) -> None:
        """The last one."""
        assert in_cohort("d").reasons("en") == ["差不少于一个 (at least 1 of 4; cut-off 78; 0): 中 → 差 [六]"]

    def test_a_full_score_without_rules_needs_none(self) -> None:
        """Nothing was lost and nothing fired."""
        assert SCHEME.grade({"work": 60, "review": 100, "rate": 90}).reasons() == []


YEAR = """
partygrade: 1
scheme: year
title: 年度办法
facts:
  last: {type: grade, label: 上年等次, optional: true}
  complaints: {type: count, label: 投诉, default: 0}
  founded: {type: date, default: "2019-06-30"}
derived: {age: {label: 建立年数, value: "years(founded, as_of)", unit: 年, source: 二1}}
score: {id: total, label: 总分, points: 100}
grades: [{id: good, label: 好, from: 80}, {id: fair, label: 中, from: 60}, {id: poor, label: 差}]
rules:
  - {id: complained, label: 有投诉, when: complaints > 0, at_most: poor, soft: true, source: 六}
  - {id: many, label: 投诉多, when: complaints > 5, lower_by: 1}
procedure:
  - {id: visit, label: 走访, by: 乡镇, yields: 走访记录, dated: false, source: 三1}
  - {id: meeting, label: 评议, after: visit}
  - {id: notice, label: 公示, by: 党委, after: meeting, notice_days: 5, otherwise: warning, source: 三2}
cycle:
  previous: last
  targets:
    - {id: rise, label: 转化, grades: [poor], reach: fair, source: 五1}
    - {id: top, label: 晋位, grades: [poor], reach: good}
"""
# 2019 年 6 月 30 日至 2024 年 6 月 29 日满四年；70 分为中；投诉一次本为差，有例外；公示三天，不足五天。
YEAR_RECORD = {
    "total": 70,
    "last": "差",
    "complaints": 1,
    "overrides": [{"rule": "complained", "authority": "镇党委", "reason": "投诉不实", "date": "2024-05-01"}],
    "meeting": "2024-05-31",
    "notice": "2024-06-01",
    "notice_end": "2024-06-04",
}
YEAR_CHINESE = """\
办法：年度办法
评定基准日：2024-06-29
得分：70 / 100
最终等次：中
不计例外的自身等次：差

派生量
  · 建立年数：4 年〔二1〕

得分构成
└─ 总分：70 / 100 分，失 30 分

等次形成
  按得分划档：中
  · 例外（镇党委 2024-05-01：投诉不实），不适用：有投诉（投诉 1）：不高于差〔六〕
  未触发的规则：投诉多

评定程序
  · 走访（乡镇，形成走访记录）：未记为完成〔三1〕
  · 评议：2024-05-31
  · 公示（党委）：2024-06-01 至 2024-06-04〔三2〕；未通过：公示不少于5天

未通过的校验
  · 提示：公示不少于5天（公示 2024-06-01，公示·结束 2024-06-04）〔三2〕

年度升降
  差 → 中：上升
  · 转化：不低于中：已达到〔五1〕
  · 晋位：不低于好：未达到

为什么不是好
  · 须达 80 分，现为 70 分，差 10 分
"""
YEAR_ENGLISH = """\
Scheme: 年度办法
As of: 2024-06-29
Score: 70 / 100
Final grade: 中
Own grade without overrides: 差

Derived figures
  · 建立年数: 4 年 [二1]

Score
└─ 总分: 70 of 100, lost 30

Grade
  by band: 中
  · overridden by 镇党委 on 2024-05-01 (投诉不实): 有投诉 (投诉 1): at most 差 [六]
  did not fire: 投诉多

Procedure
  · 走访 (乡镇; yields 走访记录): not recorded as done [三1]
  · 评议: 2024-05-31
  · 公示 (党委): 2024-06-01 to 2024-06-04 [三2]; fails: 公示不少于5天

Checks that do not hold
  · warning: 公示不少于5天 (公示 2024-06-01, 公示·结束 2024-06-04) [三2]

From last year
  差 → 中: raised
  · 转化: at least 中: met [五1]
  · 晋位: at least 好: NOT MET

Why not 好
  · 80 points needed, got 70: 10 short
"""


class TestYear:
    def text(self, lang: Lang = "en", **facts: Any) -> str:
        return loads(YEAR).grade(YEAR_RECORD | facts, as_of=date(2024, 6, 29)).explain(lang)

    @pytest.mark.parametrize(("lang", "expected"), [("zh", YEAR_CHINESE), ("en", YEAR_ENGLISH)])
    def test_day_figures_steps_overrides_and_movement_are_told(self, lang: Lang, expected: str) -> None:
        """With their clauses."""
        assert self.text(lang) == expected

    def test_a_step_of_which_nothing_is_known_says_so(self) -> None:
        """One that lasts may have an end alone."""
        assert "· 评议: not recorded\n" in self.text(meeting=None)
        assert "· 评议：未记录\n" in self.text("zh", meeting=None)
        assert "公示 (党委): not recorded to 2024-06-04 [三2]; fails: 公示已完成\n" in self.text(notice=None)

    def test_a_step_without_a_day_is_done_or_not(self) -> None:
        """In words."""
        assert "走访 (乡镇; yields 走访记录): done" in self.text(visit=True)
        assert "走访（乡镇，形成走访记录）：已完成" in self.text("zh", visit=True)

    def test_an_organisation_without_a_grade_last_year_is_new(self) -> None:
        """It comes under no target."""
        text = self.text(last=None)
        assert "  unknown → 中: new\n\n" in text
        assert "  未知 → 中：新参评\n\n" in self.text("zh", last=None)

    def test_without_the_override_there_may_be_no_grade(self) -> None:
        """Then it says so."""
        text = YEAR.replace("at_most: poor, soft", "not_graded: 有投诉不定级, soft")
        found = loads(text).grade(YEAR_RECORD, as_of=date(2024, 6, 29))
        assert "Own grade without overrides: no grade\n" in found.explain("en")


class TestUpperBounds:
    def why(self, points: int, lang: Lang) -> str:
        text = "partygrade: 1\nscheme: s\ntitle: s\nscore: {id: risk, points: 50}\n"
        grades = "grades: [{id: a, below: 10, source: 二}, {id: b, up_to: 28}, {id: c}]\n"
        return loads(text + grades).grade({"risk": points}).explain(lang).splitlines()[-1].strip()

    def test_what_is_too_much_is_told(self) -> None:
        """The bound, what there is, and the difference."""
        assert self.why(30, "en") == "· at most 28 points allowed, got 30: 2 too many"
        assert self.why(30, "zh") == "· 须不超过 28 分，现为 30 分，多 2 分"

    def test_an_exclusive_bound_is_one_to_stay_below(self) -> None:
        """At the bound nothing is too much but a little."""
        assert self.why(10, "en") == "· less than 10 points needed, got 10 [二]"
        assert self.why(10, "zh") == "· 须低于 10 分，现为 10 分〔二〕"
