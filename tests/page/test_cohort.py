"""Quotas, targets, draws and what follows a grade, as tables."""

from __future__ import annotations

import partygrade
from partygrade.api import Scheme
from partygrade.page.cohort import draws, follow_up, quotas, targets
from partygrade.page.words import Words


def test_quotas(small: Scheme) -> None:
    """Each with its limit and how it is counted, also where the file says nothing; above them what ranks."""
    found = quotas(Words(small, "zh"))
    assert found.lead == ("分组：按类型分别计算", "排名依据：总分（高者在前）、缺席（低者在前）")
    (row,) = found.rows
    how = "基数：已定级的\n取整：舍去\n并列：线上并列的都进\n作用：按比例调整\n只计：已备"
    assert row.cells == ("好不多", "few", "好", "不超过 20%（最高比例）", how)


def test_ties_that_are_reported_keep_their_grade() -> None:
    """`report` means one thing of ties and another of the action, also where a parameter gives it."""
    scheme = partygrade.load("anyang-five-star").with_parameters(five_ties="report", quota_acts="report")
    (row,) = [row for row in quotas(Words(scheme, "zh")).rows if row.id == "few_five"]
    assert "并列：保留等次，列出待定（五星级名额线上的同分）\n作用：只报告（比例的效力）" in row.cells[4]


def test_targets(small: Scheme) -> None:
    """Whom they are about, and how many reach which grade."""
    found = targets(Words(small, "zh"))
    assert found.lead == ("上年等次：上年",)
    assert [row.cells for row in found.rows] == [("转化", "rise", "差", "不低于中", "30%")]


def test_draws(small: Scheme) -> None:
    """Of each grade a share, and a number at least."""
    assert [row.cells for row in draws(Words(small, "zh")).rows] == [("抽查", "spot", "好", "15%、2 个")]


def test_what_follows(small: Scheme) -> None:
    """The grades, the condition, what follows, and the clause."""
    assert [row.cells for row in follow_up(Words(small, "zh")).rows] == [("差", "总分 < 40", "约谈", "六")]
