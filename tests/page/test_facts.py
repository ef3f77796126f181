"""What is asked, as a table."""

from __future__ import annotations

import pytest

import partygrade
from partygrade.api import Scheme
from partygrade.page.facts import facts
from partygrade.page.words import Words


def test_every_column_of_a_record_has_a_row(small: Scheme) -> None:
    """Also those of assessed items, of steps and of overrides; fields stand below their list."""
    listed = [row.cells[1] for row in facts(Words(small, "zh")).rows]
    assert [name for name in listed if "." not in name] == [item.origin.id for item in small.program.inputs]
    assert [name for name in listed if name.startswith("sanctions.")] == [
        "sanctions.day",
        "sanctions.sort",
        "sanctions.grave",
    ]


@pytest.mark.parametrize(
    ("id", "cells"),
    [
        ("review", ("评分", "0 至 60；以 0.5 为单位", "分", "30")),
        ("absences", ("个数", "0 至 50", "次", "0")),
        ("income", ("数值", "5 至 80；2 位小数", "万元", "可缺")),
        ("fine", ("酌定分", "0，或 2 至 6；以 0.5 为单位", "分", "0")),
        ("awards_city", ("分类计数", "0 至 7", "", "0")),
        ("kind", ("选项", "村、镇", "", "村")),
        ("ready", ("是否", "", "", "否")),
        ("last", ("等次", "好、中、差", "", "可缺")),
        ("judges", ("多人评分", "2 至 5 人；0 至 10；以 0.5 为单位", "", "必填")),
        ("sanctions", ("逐件登记", "最多 12 件；不重复：日期、种类", "", "无")),
        ("sanctions.sort", ("选项", "轻、重", "", "必填")),
        ("sanctions.grave", ("推算", "种类 = 重", "", "")),
        ("held", ("日期", "", "", "可缺")),
        ("held_participation", ("百分率", "0 至 100；2 位小数", "%", "可缺")),
    ],
)
def test_type_range_unit_and_default(id: str, cells: tuple[str, ...], small: Scheme) -> None:
    """A fact says what may be filled in, and what holds where nothing is."""
    (row,) = [row for row in facts(Words(small, "zh")).rows if row.cells[1] == id]
    assert row.cells[2:6] == cells


def test_the_day_as_of_which_is_graded(small: Scheme) -> None:
    """It is said where the scheme looks at it, and is no column of the record."""
    assert facts(Words(small, "zh")).lead == ()
    found = facts(Words(partygrade.load("property-service-credit"), "zh"))
    assert found.lead == ("另须给出评定基准日",)
    assert [row for row in found.rows if row.cells[1] == "as_of"] == []
