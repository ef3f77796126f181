"""The ladder, rules, checks and procedure as tables."""

from __future__ import annotations

import partygrade
from partygrade.api import Scheme
from partygrade.page.grades import checks, grades, procedure, rules
from partygrade.page.words import Words


def test_the_ladder(small: Scheme) -> None:
    """Each grade with its other names, bound, condition and clause."""
    found = grades(Words(small, "zh"))
    assert [row.cells for row in found.rows] == [
        ("好", "good", "优", "≥ 85", "", "五"),
        ("中", "fair", "", "> 59.5", "未填(收入) 或 收入 > 6", ""),
        ("差", "poor", "", "", "", ""),
    ]
    assert found.lead == ()


def test_what_bands_look_at_is_said_above() -> None:
    """`band_on`, `staged` and `grade_by` are settings of the whole ladder."""
    start = "partygrade: 1\nscheme: b\ntitle: b\n"
    ladder = "grades: [{id: a, up_to: 9}, {id: c}]\n"
    banded = partygrade.loads(f"{start}score: {{id: t, points: 9}}\nband_on: t * 2\nstaged: true\n{ladder}")
    assert grades(Words(banded, "zh")).lead == ("划档依据：t × 2", "逐级达标：须同时符合以下各等次的条件")
    judged = partygrade.loads(
        f"{start}facts: {{d: {{type: grade, label: 审定}}}}\ngrade_by: d\n{ladder.replace(', up_to: 9', '')}"
    )
    assert grades(Words(judged, "zh")).lead == ("档次由「审定」直接给出",)


def test_rules_have_their_effects(small: Scheme) -> None:
    """Each effect on a line of its own, and above them the order of the phases."""
    found = rules(Words(small, "zh"))
    assert found.lead == ("阶段顺序：升级 → 最低等次 → 降级 → 最高等次 → 直接认定 → 比例",)
    assert [row.cells[2:4] for row in found.rows] == [
        ("缺席 ≥ 次数上限（3）", "不高于中\n降 1 级\n原则性规则，可有例外"),
        ("类型 属于 [镇] 且 已备", "不定级：不评"),
    ]


def test_an_order_that_a_parameter_chooses() -> None:
    """Each option has its order."""
    lead = rules(Words(partygrade.load("anyang-five-star"), "zh")).lead
    assert lead[0] == "阶段顺序：按ceilings_first（限制、降级与比例的先后）"
    assert lead[2] == "demotion_first：升级 → 最低等次 → 降级 → 最高等次 → 直接认定 → 比例"


def test_checks(small: Scheme) -> None:
    """What must hold, and what comes of it where it does not."""
    (row,) = checks(Words(small, "zh")).rows
    assert row.cells == ("人数", "enough", "个数(评委) ≥ 3", "提示")


def test_the_procedure(small: Scheme) -> None:
    """Who, what, and when."""
    assert [row.cells for row in procedure(Words(small, "zh")).rows] == [
        ("评议会", "held", "支部", "记录", "参与率不低于 80%", "评定无效"),
        ("公示", "shown", "", "", "在「评议会」之后\n不晚于 2019-11-30\n至少 5 天", "提示"),
    ]
