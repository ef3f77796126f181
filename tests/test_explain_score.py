"""The score tree in words: each kind of node, its lines, and the events that made them."""

from __future__ import annotations

from typing import Any

from partygrade import loads
from partygrade.diagnostics import Lang

CREDIT = """
partygrade: 1
scheme: credit
title: 信用办法
facts:
  lapses:
    type: events
    label: 失信行为
    at_most: 50
    fields:
      kind: {type: choice, label: 情形, of: {late: 迟报, lost: 遗失}}
      matter: {type: text, label: 事项, optional: true}
      day: {type: date, label: 日期}
      cost: {type: number, label: 金额, max: 99, unit: 元, default: 0}
      admitted: {type: flag, label: 主动报告, default: false}
score:
  id: total
  label: 总分
  sum:
    - id: rest
      label: 信用
      points: 100
      deduct:
        - LINE
    - {id: work, label: 工作, points: 10, default: 10}
grades: [{id: good, label: 好, from: 60}, {id: poor, label: 差}]
"""
LINE = "{each: lapses, points: 2 if kind == 'late' else 1.5, source: 一}"
LATE = {"kind": "late", "matter": "good", "day": "2020-01-02", "cost": 5}
LOST = {"kind": "lost", "day": "2020-02-03", "admitted": True}


def tree(*lapses: dict[str, Any], line: str = LINE, lang: Lang = "zh", text: str = CREDIT) -> list[str]:
    found = loads(text.replace("LINE", line)).grade({"lapses": list(lapses)}).explain(lang).splitlines()
    start = next(n for n, line in enumerate(found) if line in ("得分构成", "Score"))
    return found[start + 1 : found.index("", start)]


def test_a_node_of_which_no_part_applies_does_not_apply_itself() -> None:
    """It loses nothing."""
    text = CREDIT.replace(
        "default: 10}", "default: 10}\n    - {id: hall, sum: [{id: seats, points: 5, optional: true}]}"
    )
    assert tree(text=text)[-2:] == ["   └─ hall：不适用", "      └─ seats：不适用"]


def of_score(score: str, lang: Lang = "zh", more: str = "", **record: Any) -> list[str]:
    text = f"partygrade: 1\nscheme: s\ntitle: s\nscore:\n  id: total\n  label: 总分\n  {score}\n{more}"
    return loads(text).grade(record).explain(lang).split("\n\n")[1].splitlines()[1:]


class TestNodes:
    def test_of_several_of_which_one_counts_the_others_lose_nothing(self) -> None:
        """Only the node as a whole loses."""
        score = "highest: [{id: a, points: 50}, {id: b, points: 40}]"
        assert of_score(score, a=30, b=10) == [
            "└─ 总分（取最高）：30 / 50 分，失 20 分",
            "   ├─ a：30 / 50 分",
            "   └─ b：10 / 40 分",
        ]
        lowest = of_score(score.replace("highest", "lowest"), "en", a=30, b=10)
        assert lowest[0] == "└─ 总分 (the lowest): 10 of 40, lost 30"

    def test_weights_that_are_no_shares_are_no_factors(self) -> None:
        """They are divided by what they come to."""
        score = (
            "renormalise: {digits: 1}\n  weighted: [{id: a, points: 10, weight: 10}, {id: b, points: 10, weight: 5}]"
        )
        assert of_score(score, a=10, b=4)[1:] == ["   ├─ a：10 / 10 分，权重 10", "   └─ b：4 / 10 分，权重 5，失 6 分"]
        assert of_score(score, "en", a=10, b=4)[2] == "   └─ b: 4 of 10, weight 5, lost 6"

    def test_deductions_alone_are_told_once(self) -> None:
        """They have no full points of which anything could be lost."""
        score = "sum: [{id: a, points: 10}, {id: loss, deduct: [{value: a / 4}]}]"
        assert of_score(score, a=10)[2] == "   └─ loss：−2.5 分"

    def test_where_less_is_better_nothing_is_lost(self) -> None:
        """On a ladder of upper bounds, and by points that are better few."""
        ladder = "grades: [{id: good, up_to: 5}, {id: poor}]\n"
        assert of_score("sum: [{id: a, points: 10}]", more=ladder, a=4) == ["└─ 总分：4 / 10 分", "   └─ a：4 / 10 分"]
        found = of_score("sum: [{id: a, points: 10, better: down}, {id: b, points: 5}]", a=4, b=2)
        assert found[1:] == ["   ├─ a：4 / 10 分", "   └─ b：2 / 5 分，失 3 分"]


class TestEvents:
    def test_each_stands_below_its_line_with_number_fields_and_points(self) -> None:
        """Fields that are unknown and flags that do not hold are not told; a text is not taken for a grade."""
        assert tree(LATE, LOST) == [
            "└─ 总分：106.5 / 110 分，失 3.5 分",
            "   ├─ 信用：96.5 / 100 分，失 3.5 分",
            "   │     −3.5 分  失信行为〔一〕",
            "   │        · 第 1 件（情形 迟报，事项 good，日期 2020-01-02，金额 5 元）：−2 分",
            "   │        · 第 2 件（情形 遗失，日期 2020-02-03，金额 0 元，主动报告 是）：−1.5 分",
            "   └─ 工作：10 / 10 分",
        ]

    def test_in_english_too(self) -> None:
        """With the authors' own words."""
        assert tree(LATE, LOST, lang="en")[2:5] == [
            "   │     −3.5  失信行为 [一]",
            "   │        · no. 1 (情形 迟报, 事项 good, 日期 2020-01-02, 金额 5 元): −2",
            "   │        · no. 2 (情形 遗失, 日期 2020-02-03, 金额 0 元, 主动报告 yes): −1.5",
        ]

    def test_one_that_another_of_its_matter_displaces_says_so(self) -> None:
        """It gives nothing."""
        line = "{each: lapses, points: cost, once_per: kind}"
        dear = {**LATE, "cost": 7}
        assert [text.split("）：", 1)[1] for text in tree(LATE, dear, line=line)[3:5]] == [
            "0 分（同一事项已计另一件）",
            "−7 分",
        ]
        assert tree(LATE, dear, line=line, lang="en")[3].endswith("): 0 (another of the same matter counts)")

    def test_the_limit_of_the_line_is_told(self) -> None:
        """Three times 2 are 6, of which 5 count."""
        line = "{each: lapses, points: 2, at_most: 5}"
        assert tree(LATE, LATE, LATE, line=line)[6].strip("│ ") == "· 合计 −6 分，按上限计 −5 分"
        assert tree(LATE, LATE, LATE, line=line, lang="en")[6].strip("│ ") == "· together −6, limited to −5"

    def test_after_twenty_only_how_many_more_there_are(self) -> None:
        """And what they come to: three times 2."""
        found = tree(*[LATE] * 23)
        assert "· 第 20 件" in found[22] and found[23].strip("│ ") == "· 另有 3 件，共 −6 分"
        assert tree(*[LATE] * 23, lang="en")[23].strip("│ ") == "· 3 more: −6"

    def test_a_line_that_counts_otherwise_stands_alone(self) -> None:
        """Its formula is over all events."""
        assert len(tree(LATE, LOST, line="{each: count(lapses), points: 2}")) == 4
