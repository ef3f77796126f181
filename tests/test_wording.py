"""Results in words: labels, values and clauses, and single lines, in both languages."""

from __future__ import annotations

import pytest

from partygrade import loads
from partygrade.diagnostics import Lang
from partygrade.engine import Engine, Header
from partygrade.result import (
    CheckResult,
    DerivedResult,
    MoveResult,
    NamedValue,
    OverrideResult,
    ReadingResult,
    RuleResult,
)
from partygrade.wording import Words, check_text, move_text, override_text, reading_text, rule_text

TEXT = """
partygrade: 1
scheme: small
title: 小办法
facts: {late: {type: count, unit: 天, default: 0}, rate: {type: percent, default: 0}}
derived:
  share: {value: rate}
  mark: {value: risk}
  days_late: {value: late}
  plain: {value: 5}
  missed: {value: late > 0}
  floor: {value: "good if late > 0 else poor"}
score: {id: risk, points: 100}
grades: [{id: good, label: 好, up_to: 10}, {id: poor, label: 差}]
"""
ENGINE = Engine(loads(TEXT).program, Header("small", "小办法", None, ""))
ZH, EN = Words(ENGINE, "zh"), Words(ENGINE, "en")

RULE = RuleResult(
    id="absent",
    label="缺席过多",
    source="三2",
    note=None,
    fired=True,
    when="late > 3",
    values=[NamedValue(name="late", label="缺席", value="4"), NamedValue(name="band", label="band", value="good")],
    effects=[{"phase": "at_most", "value": "poor"}, {"phase": "lower_by", "value": "1"}],
    soft=True,
    override=None,
)
CHECK = CheckResult(
    id="met",
    label="应有满意率",
    source=None,
    note=None,
    holds=False,
    otherwise="invalid",
    require="rate > 0",
    values=[NamedValue(name="rate", label="满意率", value="?")],
)
MOVE = MoveResult(
    quota="few",
    label="名额",
    source="五",
    before="good",
    after="poor",
    kind="at_least",
    limit=1,
    base=4,
    cut_off=["90"],
    tied=True,
)
READING = ReadingResult(
    id="limit",
    label="界限",
    source="三",
    note=None,
    value="4",
    default="3",
    status="read",
    why="不含本数",
    set_by_caller=False,
    others={"3": ""},
)


class TestWords:
    def test_a_grade_goes_by_its_label(self) -> None:
        """None is no grade; what is no grade of the ladder stays as it is."""
        assert [ZH.grade(one) for one in ("good", "gold", None)] == ["好", "gold", "不定级"]
        assert EN.grade(None) == "no grade"

    def test_values_are_put_into_words(self) -> None:
        """Yes, no, unknown, what does not apply, and grades by their label."""
        assert [ZH.value(one) for one in ("true", "false", "?", "poor", "5")] == ["是", "否", "未知", "差", "5"]
        assert [EN.value(one) for one in ("true", "false", "?")] == ["yes", "no", "unknown"]
        assert (ZH.value("-"), EN.value("-")) == ("不适用", "does not apply")

    def test_a_list_is_told_by_how_many_there_are(self) -> None:
        """In Chinese with a measure word."""
        facts = "facts: {sanctions: {type: events, label: 处分, fields: {day: {type: date}}}}\n"
        text = f"partygrade: 1\nscheme: s\ntitle: s\n{facts}score: {{value: count(sanctions)}}\n"
        engine = Engine(loads(text).program, Header("s", "s", None, ""))
        names = [NamedValue(name="sanctions", label="处分", value="2")]
        assert (Words(engine, "zh").values(names), Words(engine, "en").values(names)) == ("（处分 2 条）", " (处分 2)")

    def test_a_clause_stands_in_brackets(self) -> None:
        """Nothing where there is none."""
        assert (ZH.clause("三2"), EN.clause("三2"), ZH.clause(None)) == ("〔三2〕", " [三2]", "")

    def test_points_have_a_sign_where_it_matters(self) -> None:
        """A minus as people write it; nothing has no sign."""
        assert [EN.points(one, sign=True) for one in ("3", "-2.5", "0")] == ["+3", "−2.5", "0"]
        assert (ZH.points("3"), ZH.points("-1")) == ("3 分", "−1 分")

    @pytest.mark.parametrize(
        ("id", "value", "zh", "en"),
        [
            ("share", "85.5", "85.5%", "85.5%"),
            ("mark", "85.5", "85.5 分", "85.5 points"),
            ("days_late", "3", "3 天", "3 天"),
            ("plain", "5", "5", "5"),
            ("missed", True, "是", "yes"),
            ("floor", "good", "好", "好"),
        ],
    )
    def test_a_derived_figure_has_its_unit(self, id: str, value: str | bool, zh: str, en: str) -> None:
        """Flags and grades have none."""
        found = DerivedResult(id=id, label=id, source=None, note=None, value=value)
        assert (ZH.figure(found), EN.figure(found)) == (zh, en)

    def test_grades_with_an_upper_bound_are_known(self) -> None:
        """What is missing there is too much."""
        assert ZH.upper == {"good"}


class TestLines:
    def test_a_rule_tells_its_values_and_effects(self) -> None:
        """With its clause."""
        assert rule_text(RULE, ZH) == "缺席过多（缺席 4，划档 好）：不高于差，降 1 级〔三2〕"
        assert rule_text(RULE, EN) == "缺席过多 (缺席 4, band 好): at most 差, 1 down [三2]"

    def test_an_override_tells_who_when_and_why(self) -> None:
        """And the rule that it takes out."""
        found = OverrideResult(authority="镇党委", reason="情有可原", date="2024-05-01")
        zh, en = override_text(RULE, found, ZH), override_text(RULE, found, EN)
        assert (
            zh == "例外（镇党委 2024-05-01：情有可原），不适用：缺席过多（缺席 4，划档 好）：不高于差，降 1 级〔三2〕"
        )
        assert en.startswith("overridden by 镇党委 on 2024-05-01 (情有可原): 缺席过多 (缺席 4, band 好): at most 差")

    def test_a_check_tells_what_it_does(self) -> None:
        """Invalid or a warning."""
        assert check_text(CHECK, ZH) == "无效：应有满意率（满意率 未知）"
        assert check_text({**CHECK, "otherwise": "warning"}, EN) == "warning: 应有满意率 (满意率 unknown)"

    def test_a_move_tells_head_count_cut_off_and_tie(self) -> None:
        """From which grade to which."""
        assert move_text(MOVE, ZH) == "名额（4 个中不少于 1 个；分界 90；与分界处并列）：好 → 差〔五〕"
        plain: MoveResult = {**MOVE, "kind": "at_most", "cut_off": [], "tied": False}
        assert move_text(plain, EN) == "名额 (at most 1 of 4): 好 → 差 [五]"

    @pytest.mark.parametrize(
        ("lang", "text"),
        [
            ("zh", "界限 = 4（读法，非默认；不含本数；其他读法：3）〔三〕"),
            ("en", "界限 = 4 (reading, not the default; 不含本数; other readings: 3) [三]"),
        ],
    )
    def test_a_reading_tells_where_it_comes_from(self, lang: Lang, text: str) -> None:
        """With why, and the others."""
        assert reading_text(READING, Words(ENGINE, lang)) == text
