"""Tests what is read out of texts: ranges of points, full points, points of one occurrence, ceilings."""

from __future__ import annotations

from fractions import Fraction

import pytest

from partygrade.check.quoted import ceilings, chosen, quotes, totals, worth

Ends = tuple[str | None, bool | None, str | None, bool | None]


def ends(text: str, loose: bool = False) -> list[Ends]:
    return [
        (
            None if quote.low is None else str(quote.low),
            quote.low_inside,
            None if quote.high is None else str(quote.high),
            quote.high_inside,
        )
        for quote in quotes(text, loose)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("80—89分", ("80", True, "89", True)),
        ("100分至90分", ("90", True, "100", True)),
        ("「80—89」归良", ("80", True, "89", True)),
        ("80 to 89 points", ("80", True, "89", True)),
        ("90分以上", ("90", None, None, None)),
        ("90分（含）以上", ("90", True, None, None)),
        ("90分（不含）以上", ("90", False, None, None)),
        ("90分及以上", ("90", True, None, None)),
        ("85分起", ("85", True, None, None)),
        ("不低于80分", ("80", True, None, None)),
        ("高于80分", ("80", False, None, None)),
        ("at least 90 points", ("90", True, None, None)),
        ("90 points or more", ("90", True, None, None)),
        ("60分以下", (None, None, "60", None)),
        ("60分及以下", (None, None, "60", True)),
        ("低于60分", (None, None, "60", False)),
        ("不高于60分", (None, None, "60", True)),
        ("below 60 points", (None, None, "60", False)),
        ("满80分不足90分", ("80", True, "90", False)),
        ("高于900分，不高于950分", ("900", False, "950", True)),
    ],
)
def test_a_range_of_points_is_read(text: str, wanted: Ends) -> None:
    """With what the words say of its ends."""
    assert ends(text) == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "满意率90%以上",
        "缺席3次以上",
        "80—89",
        "三(二)1—5",
        "2016—2019年",
        "each rating spans 50 points",
        "5 or more",
        "3.5.1—3.5.2",
        "没有数字",
    ],
)
def test_a_figure_of_something_else_is_no_range(text: str) -> None:
    """Shares, counts, years and numbers of clauses are not points."""
    assert ends(text) == []


def test_a_label_may_leave_the_points_out() -> None:
    """With `loose`, a range by itself is one of points, though not surely."""
    (quote,) = quotes("良（80—89）", loose=True)
    assert (quote.low, quote.high) == (Fraction(80), Fraction(89))
    assert not quote.sure
    assert ends("前80—89名", loose=True) == []


def test_a_quote_stands_where_it_does() -> None:
    """The offsets are those of its text."""
    text = "优秀：90分以上"
    (quote,) = quotes(text)
    assert text[quote.start : quote.end] == quote.text == "90分以上"


def test_the_unit_follows_the_decimals() -> None:
    """Neighbours of 89.9 are a tenth away."""
    assert [quote.unit for quote in quotes("80—89.9分、60—79分")] == [Fraction(1, 10), Fraction(1)]


@pytest.mark.parametrize("text", ["满分100分", "共计100分", "按百分制折算", "out of 100", "总分为100分"])
def test_full_points_are_read(text: str) -> None:
    """Where a text says that it is about all points."""
    assert {said.value for said in totals(text)} == {100}


@pytest.mark.parametrize("text", ["组织建设（40分）", "组织建设40分", "Building (40 points)"])
def test_a_label_says_its_points_in_brackets_or_at_its_end(text: str) -> None:
    """Elsewhere such a figure may be anything."""
    assert [said.value for said in totals(text, label=True)] == [40]
    assert totals(text) == []


@pytest.mark.parametrize("text", ["低于80分", "每次扣2分", "封顶5分", "加到20分", "公共分", "3人以上"])
def test_a_figure_with_another_meaning_is_no_total(text: str) -> None:
    """Bounds, deductions and ceilings end in points too."""
    assert totals(text, label=True) == []


def test_the_points_of_one_occurrence_are_read() -> None:
    """But not a ceiling, and not a range."""
    assert [said.value for said in worth("每少1次扣0.5分，最多扣2分")] == [Fraction(1, 2)]
    assert worth("扣3—5分") == []
    assert worth("合计100分") == []


def test_ceilings_are_read() -> None:
    """But not those of one occurrence."""
    assert [said.value for said in ceilings("累计一般不超过20分")] == [20]
    assert [said.value for said in ceilings("封顶5分")] == [5]
    assert ceilings("每次最多扣2分") == []


@pytest.mark.parametrize(
    ("text", "unit", "wanted"),
    [
        ("按合计100分假定为20分", None, [20]),
        ("取下限0.7", None, [Fraction(7, 10)]),
        ("取烟台市的80分", None, [80]),
        ("默认30%", "%", [30]),
        ("「3次以上」含3次", "次", [3]),
        ("「达90%以上」包括90%。", "%", [90]),
        ("不低于70%", None, []),
        ("默认30%", None, []),
        ("30日内（含30日）", "%", []),
        ("不含3次", "次", []),
        ("按合计100分假定", None, []),
        ("默认每次都扣3分", None, []),
    ],
)
def test_the_figure_of_a_parameter_is_read(text: str, unit: str | None, wanted: list[Fraction]) -> None:
    """Where a text says that it was chosen, or takes it in with its unit."""
    assert [said.value for said in chosen(text, unit)] == wanted
