"""Formulas and words that people can read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from partygrade.api import Scheme
from partygrade.page.words import Words, plain


@pytest.mark.parametrize(
    ("formula", "zh", "en"),
    [
        ("absences >= limit", "缺席 ≥ 次数上限（3）", "缺席 ≥ 次数上限 (3)"),
        ("not known(income) or income != 6", "未填(收入) 或 收入 ≠ 6", "not known(收入) or 收入 ≠ 6"),
        ("not ready and absences == 0", "并非 已备 且 缺席 = 0", "not 已备 and 缺席 = 0"),
        ('kind == "town"', "类型 = 镇", "类型 = 镇"),
        ('kind not in ["town", "village"]', "类型 不属于 [镇，村]", "类型 not in [镇, 村]"),
        ("5 if ready else -2", "5（若 已备），否则 −2", "5 if 已备 else −2"),
        ("(total - 3) * 2 / 4", "(总分 − 3) × 2 ÷ 4", "(总分 − 3) × 2 ÷ 4"),
        ("mean(judges, digits=1, empty=0)", "平均(评委，小数位=1，没有时=0)", "mean(评委, digits=1, empty=0)"),
        ('count(sanctions, sort == "heavy")', "个数(处分，种类 = 重)", "count(处分, 种类 = 重)"),
        ("last < fair", "上年 < 中", "上年 < 中"),
        ("later(day, months=12, days=3)", "推后(day，月数=12，天数=3)", "later(day, months=12, days=3)"),
        ('counted == "each"', '计法 = "each"', '计法 = "each"'),
    ],
)
def test_a_formula_in_words(formula: str, zh: str, en: str, small: Scheme) -> None:
    """Names give way to labels, a parameter has its value beside it, and signs are those of people."""
    assert Words(small, "zh").formula(formula, None, "k") == zh
    assert Words(small, "en").formula(formula, None, "k") == en


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (5, "5"),
        (Decimal("0.50"), "0.5"),
        (True, "是"),
        ("20%", "20%"),
        ("2019-11-30", "2019-11-30"),
        ("limit", "3（次数上限）"),
        ("good", "好"),
    ],
)
def test_a_figure_or_a_name_is_no_formula(value: object, said: str, small: Scheme) -> None:
    """It is printed as it is, or by its label, and not kept for the end."""
    words = Words(small, "zh")
    assert words.formula(value, "x", "k") == said
    assert words.formulas == {}


def test_a_formula_is_kept_as_it_is_written(small: Scheme) -> None:
    """For the end of the page, once for each place."""
    words = Words(small, "zh")
    for key in ("when", "when", "value"):
        words.formula("absences > 3", "often", key)
    kept = [row.cells for row in words.formulas.values()]
    assert kept == [("缺席多", "often", "when", "absences > 3"), ("缺席多", "often", "value", "absences > 3")]


def test_a_field_has_its_label_only_within_its_list(small: Scheme) -> None:
    """Another list may call its field of that name otherwise."""
    words = Words(small, "zh")
    assert words.formula('sort == "heavy"', None, "k", "sanctions") == "种类 = 重"
    assert words.formula('sort == "heavy"', None, "k") == 'sort = "heavy"'


def test_settings(small: Scheme) -> None:
    """A word that settles something is said, also where a parameter gives it."""
    words = Words(small, "zh")
    assert words.setting("warning") == "提示"
    assert words.setting("counted") == "取最高（计法）"


@pytest.mark.parametrize(("value", "text"), [(True, "true"), (7, "7"), (Decimal("70.0"), "70"), ("a", "a")])
def test_plain_values(value: object, text: str) -> None:
    """Figures are in their shortest form."""
    assert plain(value) == text
