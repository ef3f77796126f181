"""Conditions in words."""

from __future__ import annotations

import pytest

from partygrade import loads
from partygrade.diagnostics import Lang
from partygrade.engine import Engine, Header
from partygrade.phrase import phrase
from partygrade.result import NamedValue
from partygrade.wording import Words

TEXT = """
partygrade: 1
scheme: small
title: 小办法
parameters: {way: {label: 读法, value: strict, source: 三, readings: {loose: 宽}}}
facts:
  rate: {type: percent, label: 满意率, optional: true}
  late: {type: flag, label: 迟报}
  kind: {type: choice, label: 类型, of: {village: 村, town: 社区}}
  past: {type: choice, label: 旧类型, of: {village: 老村, hamlet: 屯}}
score: {id: total, label: 总分, points: 100}
grades: [{id: good, label: 好, from: 60}, {id: poor, label: 差}]
rules: [{id: r, when: 'way == "loose" and late', at_most: poor}]
"""
ENGINE = Engine(loads(TEXT).program, Header("small", "小办法", None, ""))
VALUES = {
    "rate": NamedValue(name="rate", label="满意率", value="?"),
    "late": NamedValue(name="late", label="迟报", value="false"),
    "kind": NamedValue(name="kind", label="类型", value="村"),
    "past": NamedValue(name="past", label="旧类型", value="屯"),
    "total": NamedValue(name="total", label="总分", value="79.5"),
    "band": NamedValue(name="band", label="band", value="good"),
}


def said(formula: str, lang: Lang = "zh") -> str:
    values = [value for name, value in VALUES.items() if name in formula]
    return phrase(formula, values, Words(ENGINE, lang))


@pytest.mark.parametrize(
    ("formula", "zh", "en"),
    [
        ("total >= 80", "总分（79.5）≥ 80", "总分 (79.5) ≥ 80"),
        (
            "60 <= total < 80 and total != 70",
            "60 ≤ 总分（79.5）< 80 且 总分 ≠ 70",
            "60 ≤ 总分 (79.5) < 80 and 总分 ≠ 70",
        ),
        (
            "not late or total * 2 == -1",
            "非 迟报（否）或 总分（79.5）× 2 = −1",
            "not 迟报 (no) or 总分 (79.5) × 2 = −1",
        ),
        (
            "known(rate) and rate > 20%",
            "已知(满意率（未知）) 且 满意率 > 20%",
            "known(满意率 (unknown)) and 满意率 > 20%",
        ),
        ("max(total, 3) > 5", "最大(总分（79.5）, 3) > 5", "greatest(总分 (79.5), 3) > 5"),
        ("cohort_mean(total, digits=1) > 5", "cohort_mean(总分（79.5）, digits=1) > 5", None),
        ('kind == "town"', "类型（村）= 社区", "类型 (村) = 社区"),
        ('kind not in ["town", "village"]', "类型（村）不属于 [社区, 村]", "类型 (村) not in [社区, 村]"),
        ("band > poor", "划档（好）> 差", "band (好) > 差"),
        ('way == "strict" and true', "读法 = strict 且 是", "读法 = strict and yes"),
    ],
)
def test_names_signs_and_words_are_those_of_people(formula: str, zh: str, en: str | None) -> None:
    """With the values of this organisation, each once; the structure is that of the formula."""
    assert said(formula) == zh
    assert en is None or said(formula, "en") == en


def test_an_option_that_two_choices_call_differently_stays_as_it_is() -> None:
    """It is not clear whose label is meant."""
    assert said('kind == "village" and past != "hamlet"') == "类型（村）= village 且 旧类型（屯）≠ 屯"
