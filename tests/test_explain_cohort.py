"""The quota account of a cohort in words, its movement from year to year and its targets."""

from __future__ import annotations

from typing import Any

import pytest

from partygrade import loads
from partygrade.diagnostics import Lang

TEXT = """
partygrade: 1
scheme: small
title: 支部评级办法
facts:
  last_year: {type: grade, label: 上年等次, optional: true}
  refused: {type: flag, label: 拒绝测评, default: false}
score: {id: score, label: 总分, points: 100}
grades:
  - {id: good, label: 好, from: 80, source: 三}
  - {id: fair, label: 中, from: 60, source: 三}
  - {id: poor, label: 差, source: 三}
rules:
  - {id: closed, label: 不列入, when: refused, not_graded: 拒绝测评的不定级, source: 三4}
cohort:
  rank_by: [score desc]
  quotas:
    - {id: few, label: 好不超过一半, grades: [good], at_most: 50%, source: 五}
    - {id: some, label: 差不少于一个, grades: [poor], at_least: 1, source: 六}
"""
CYCLE = """
cycle:
  previous: last_year
  targets:
    - {id: rise, label: 后进转化, grades: [poor], reach: fair, source: 七1}
    - {id: third, label: 三成晋级, grades: [fair, poor], reach: good, share: 30%}
"""
SCHEME = loads(TEXT)
ROWS: list[dict[str, Any]] = [
    {"id": "a", "score": 96},
    {"id": "b", "score": 92},
    {"id": "c", "score": 92},
    {"id": "d", "score": 78},
    {"id": "e", "score": 78, "refused": True},
]


class TestQuotas:
    def of(self, quotas: str, lang: Lang = "en") -> list[str]:
        scheme = loads(TEXT[: TEXT.index("  quotas:")] + f"  quotas: [{quotas}]\n")
        return scheme.grade_cohort(ROWS).explain(lang).splitlines()

    def test_it_tells_limit_base_counts_and_verdict(self) -> None:
        """One line a quota, after the number of organisations."""
        assert SCHEME.grade_cohort(ROWS).explain().splitlines() == [
            "共评定 5 个组织",
            "好不超过 50% = 4 个中 2 个：调整前 3 个，调整后 1 个，满足；分界处有并列〔五〕",
            "差不少于 4 个中 1 个：调整前 0 个，调整后 1 个，满足〔六〕",
        ]
        assert SCHEME.grade_cohort(ROWS).explain("en").splitlines() == [
            "5 organisations graded",
            "好 at most 50% = 2 of 4: 3 before, 1 after, met; there are ties across the cut [五]",
            "差 at least 1 of 4: 0 before, 1 after, met [六]",
        ]

    def test_rows_with_faults_are_counted_apart(self) -> None:
        """They take no part."""
        found = SCHEME.grade_cohort([*ROWS, {"id": "x"}], on_error="collect")
        assert found.explain("en").startswith("5 organisations graded, 1 row with faults not counted")
        assert found.explain("zh").startswith("共评定 5 个组织，另有 1 行有差错，未计入")

    @pytest.mark.parametrize(
        ("quota", "end"),
        [
            ("{id: q, grades: [good], at_most: 20%}", "met; the share of so few organisations leaves no place"),
            ("{id: q, grades: [good], at_most: 2, ties: in}", "NOT MET; there are ties across the cut"),
            ("{id: q, grades: [poor], at_least: 9}", "NOT MET; there are too few organisations"),
            (
                "{id: q, grades: [good], at_most: 1, action: report}",
                "NOT MET; the quota only reports, and moves nobody",
            ),
            (
                "{id: q, grades: [good], at_most: 2, ties: report}",
                "NOT MET; there are ties across the cut; left open: b, c",
            ),
        ],
    )
    def test_a_quota_says_why(self, quota: str, end: str) -> None:
        """Each reason has its sentence."""
        assert self.of(quota)[1].endswith(end)

    def test_a_quota_of_some_says_of_which(self) -> None:
        """The condition stands behind the head count, in words."""
        quota = "{id: q, grades: [good], at_most: 50%, among: score < 96}"
        assert self.of(quota)[1] == "好 at most 50% = 1 of 3 (only where 总分 < 96): 2 before, 0 after, met; " + (
            "there are ties across the cut"
        )
        assert self.of(quota, "zh")[1].startswith("好不超过 50% = 3 个中 1 个（只计 总分 < 96 的）：调整前 2 个")

    def test_a_conflict_names_the_other_quotas(self) -> None:
        """Not the quota itself."""
        found = self.of("{id: top, grades: [good, fair], at_most: 1}, {id: low, grades: [poor], at_most: 1}")
        assert found[1].endswith("NOT MET; cannot be met together with low")
        assert found[2].endswith("1 after, met")
        found = self.of(
            "{id: top, grades: [good, fair], at_most: 1}, {id: low, label: 差的上限, grades: [poor], at_most: 1}", "zh"
        )
        assert found[1].endswith("无法与下列比例同时满足：差的上限")

    def test_a_cohort_within_a_county_is_named(self) -> None:
        """One account for each."""
        text = TEXT.replace("facts:\n", "facts:\n  county: {type: text, label: 县}\n").replace(
            "  rank_by", "  within: [county]\n  rank_by"
        )
        rows = [{**row, "county": "东乡" if n % 2 else "西乡"} for n, row in enumerate(ROWS)]
        found = loads(text).grade_cohort(rows).explain("en").splitlines()
        assert [line.split(":")[0] for line in found[1:]] == ["东乡", "东乡", "西乡", "西乡"]


# 上年好的 a 仍为好；上年中的 b 升为好；上年差的 c 升为好，d 升为中，e 未定级；f 无上年等次，为差。
YEARS = ["good", "fair", "poor", "poor", "poor"]
MOVED = [{**row, "last_year": year} for row, year in zip(ROWS, YEARS, strict=True)] + [{"id": "f", "score": 5}]


class TestMovement:
    def lines(self, lang: Lang, rows: list[dict[str, Any]] = MOVED) -> list[str]:
        text = TEXT[: TEXT.index("cohort:")] + CYCLE
        return loads(text).grade_cohort(rows).explain(lang).splitlines()[1:]

    def test_it_tells_who_rose_and_fell_and_how_the_targets_came_out(self) -> None:
        """Of the three poor ones two reach fair; of four, 30 % is 1.2, so two are needed, and two reach good."""
        assert self.lines("zh") == [
            "年度升降：上升 3，持平 1，下降 0，新参评 1，未定级 1",
            "  · 上年好：好 1",
            "  · 上年中：好 1",
            "  · 上年差：好 1，中 1，不定级 1",
            "  · 上年未知：差 1",
            "  · 后进转化：上年差 3 个，须有 3 个（100%）达到中：实有 2 个，未满足〔七1〕",
            "  · 三成晋级：上年中、差 4 个，须有 2 个（30%）达到好：实有 2 个，满足",
        ]

    def test_it_says_the_same_in_english(self) -> None:
        """With the labels of the grades."""
        assert self.lines("en") == [
            "From last year: raised 3, kept 1, fell 0, new 1, out 1",
            "  · 好 last year: 好 1",
            "  · 中 last year: 好 1",
            "  · 差 last year: 好 1, 中 1, no grade 1",
            "  · unknown last year: 差 1",
            "  · 后进转化: of 3 that were 差, 3 (100%) are to reach 中: 2 do, NOT MET [七1]",
            "  · 三成晋级: of 4 that were 中 and 差, 2 (30%) are to reach 好: 2 do, met",
        ]

    def test_it_stands_after_the_quotas(self) -> None:
        """One line a quota comes first."""
        found = loads(TEXT + CYCLE).grade_cohort(MOVED).explain("en").splitlines()
        assert [line.split(" ")[0] for line in found[1:4]] == ["好", "差", "From"]

    def test_who_was_unknown_and_has_no_grade_is_out_and_not_new(self) -> None:
        """Nobody is counted twice."""
        rows = [{"id": "a", "score": 5, "refused": True}]
        assert self.lines("en", rows)[0] == "From last year: raised 0, kept 0, fell 0, new 0, out 1"
