"""Nodes and lines of the score tree in words."""

from __future__ import annotations

from typing import Any

import pytest

from partygrade.api import Scheme
from partygrade.document import read
from partygrade.page.forms import Forms
from partygrade.page.words import Words


def spec(text: str) -> Any:
    return read(text).data


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("points: 10", "评分，0 至 10 分"),
        ("{points: 10, optional: true}", "评分，0 至 10 分，可以不评"),
        ("points: limit", "评分，0 至 3（次数上限）分"),
        ("{points: 10, deduct: []}", "10 分，扣完为止"),
        ("deduct: []", "扣分合计"),
        ("{lowest: [], weight: 0.3}", "取最低\n权重 0.3"),
        ("{value: absences * 2, at_least: 1}", "缺席 × 2\n不低于 1"),
        (
            "{of: absences, steps: [{up_to: 3, points: 5}, {below: 9, points: limit}]}",
            "按缺席：\n≤ 3 → 5\n< 9 → 3（次数上限）",
        ),
        (
            "{of: [kind, absences], table: {village: {up_to 3: 0, else: 2}, town: {4: 1, else: 0}}}",
            "按类型、缺席：\n村，≤ 3 → 0\n村，其余 → 2\n镇，4 → 1\n镇，其余 → 0",
        ),
        (
            "{sum: [], renormalise: {digits: 2, to: 100, when: limit > 3}}",
            "合计\n不适用的除外，其余折算，保留 2 位小数，四舍五入，折算到 100，适用：次数上限（3） > 3",
        ),
    ],
)
def test_a_node_in_words(text: str, zh: str, small: Scheme) -> None:
    """Its form, then what bounds it, a line each."""
    assert Forms(Words(small, "zh"), "x").node(spec(text)) == zh


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("{when: ready, points: 2}", "已备：2 分", "已备: 2 points"),
        (
            "{each: absences, points: 5, at_most: 9}",
            "缺席，每次 5 分\n不超过 9",
            "缺席, for each: 5 points\nnot above 9",
        ),
        ("{amount: fine}", "酌定：酌扣", "at discretion: 酌扣"),
        ("{value: absences / 2}", "缺席 ÷ 2", "缺席 ÷ 2"),
        (
            "{each: awards, points: {city: 2, province: 4}, counting: each}",
            "表彰，每次 市级 2 分、省级 4 分\n各计",
            "表彰, for each: 市级 2 points, 省级 4 points\neach counts",
        ),
        (
            "{each: sanctions, points: [3, 6], by: day, nth_of: [sort]}",
            "处分，第1次 3 分、第2次 6 分、以后同末次\n先后依据：日期\n分别计次：种类",
            "处分, no. 1 3 points, no. 2 6 points, further ones as the last\n"
            "in the order of 日期\nnumbered apart by 种类",
        ),
        (
            '{each: sanctions, where: sort == "heavy", points: 5, once_per: day}',
            "处分，每次 5 分\n计入：种类 = 重\n同一项只计最高一次：日期",
            "处分, for each: 5 points\ncounted where 种类 = 重\nonce for each 日期",
        ),
    ],
)
def test_a_line_in_words(text: str, zh: str, en: str, small: Scheme) -> None:
    """What it costs or gives, then under which conditions; fields have the labels of their list."""
    found = spec(text)
    within = str(found.get("each"))
    assert Forms(Words(small, "zh"), "x", within).line(found) == zh
    assert Forms(Words(small, "en"), "x", within).line(found) == en
