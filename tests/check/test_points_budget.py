"""Tests the check of points, ceilings and lines against what texts say of them."""

from __future__ import annotations

from pathlib import Path

import pytest

import partygrade
from partygrade import catalog
from partygrade.check import Subject
from partygrade.check.points_budget import check
from partygrade.diagnostics import Diagnostic

HEAD = """
partygrade: 1
scheme: some
title: 例
sources: {plan: {title: 方案}}
facts:
  late: {type: count}
  given: {type: amount, at_most: 50, default: 0}
  wins: {type: tally, of: [city, province], default: 0}
"""


def findings(text: str, **settings: int) -> list[Diagnostic]:
    return list(check(Subject(partygrade.loads(HEAD + text).with_parameters(**settings))))


def places(text: str, **settings: int) -> list[str]:
    return [str(one.place) for one in findings(text, **settings)]


def node(keys: str) -> str:
    """Give a score of 100 points with one node among them."""
    return f"score: {{id: total, label: 总分, sum: [{{id: rest, points: 60}}, {{{keys}}}]}}\n"


@pytest.mark.parametrize("label", ["组织建设（40分）", "组织建设40分", "组织建设(满分40分)", "组织建设", "低于30分"])
def test_a_label_that_fits_the_points_is_fine(label: str) -> None:
    """However it says so, and if it says nothing of them."""
    assert places(node(f"id: some, label: {label}, points: 40")) == []


@pytest.mark.parametrize("label", ["组织建设（40分）", "组织建设40分", "组织建设(满分40分)"])
def test_a_label_with_other_points_is_found(label: str) -> None:
    """The points are underlined, and a note shows the label."""
    (found,) = findings(node(f"id: some, label: {label}, points: 30"))
    assert str(found.place) == "score.sum[2].points"
    assert str(found.notes[0].place) == "score.sum[2].label"


def test_a_label_may_say_what_the_node_counts_in_the_whole() -> None:
    """100 points with a weight of 0.4 are 40."""
    other = "{{id: b, points: 100, weight: 0.6}}"
    text = (
        f"score: {{{{id: total, weighted: [{{{{id: a, label: 自评（{{}}分）, points: 100, weight: 0.4}}}}, {other}]}}}}"
    )
    assert places(text.format(40)) == places(text.format(100)) == []
    assert places(text.format(60)) == ["score.weighted[1].points"]


def test_a_remark_may_name_the_total_of_a_node_around() -> None:
    """100 are those of the whole score, 90 are of nothing."""
    assert places(node("id: some, points: 40, note: 与其他项合计100分")) == []
    assert places(node("id: some, points: 40, note: 满分90分")) == ["score.sum[2].points"]


def test_a_bare_figure_in_a_remark_is_no_total() -> None:
    """It may be anything."""
    assert places(node("id: some, points: 40, note: 每档5分")) == []


def test_a_label_of_a_bonus_names_its_ceiling() -> None:
    """A bonus has no full points."""
    text = "id: some, label: 加分（20分）, at_most: {}, add: [{{amount: given}}]"
    assert places(node(text.format(20))) == []
    assert places(node(text.format(30))) == ["score.sum[2].at_most"]


def test_a_ceiling_that_a_text_gives_otherwise_is_found() -> None:
    """Of a node and of a line."""
    text = "id: some, note: 累计不超过20分, at_most: {}, add: [{{amount: given}}]"
    assert places(node(text.format(20))) == []
    assert places(node(text.format(30))) == ["score.sum[2].at_most"]
    line = "id: some, points: 40, deduct: [{{label: 累计不超过6分, each: late, points: 2, at_most: {}}}]"
    assert places(node(line.format(6))) == []
    assert places(node(line.format(8))) == ["score.sum[2].deduct[1].at_most"]


def test_a_line_whose_label_gives_other_points_is_found() -> None:
    """Unless the label gives several."""
    text = "id: some, points: 40, deduct: [{{label: '{}', each: late, points: 2}}]"
    assert places(node(text.format("每次扣2分"))) == []
    assert places(node(text.format("每次扣3分"))) == ["score.sum[2].deduct[1].points"]
    assert places(node(text.format("每次扣3分，首次扣2分"))) == []


def test_a_line_with_points_by_category_is_not_compared() -> None:
    """Its label names no single figure."""
    line = "{label: 加1分, each: wins, points: {city: 1, province: 2}}"
    assert places(node(f"id: some, add: [{line}]")) == []


ASSUMED = "parameters: {{of_some: {{value: {}, assumed: 按合计100分{}}}}}\n"


def test_the_total_from_which_points_are_assumed_is_that_of_a_node_around() -> None:
    """60 and 30 are not 100."""
    some = node("id: some, points: of_some")
    assert places(ASSUMED.format(40, "假定") + some) == []
    assert places(ASSUMED.format(30, "假定") + some) == ["score.id"]


def test_under_settings_of_the_caller_the_texts_are_not_compared() -> None:
    """They describe the file's own readings."""
    assert places(ASSUMED.format(40, "假定") + node("id: some, points: of_some"), of_some=30) == []


def test_a_total_in_an_extended_file_is_that_of_the_file(tmp_path: Path) -> None:
    """The file that extends it may add points."""
    scheme = HEAD + ASSUMED.format(40, "假定") + node("id: some, points: of_some")
    (tmp_path / "base.yaml").write_text(scheme, encoding="utf-8")
    over = "partygrade: 1\nscheme: over\ntitle: 改\nextends: base.yaml\ninsert: {total: [{id: extra, points: 10}]}\n"
    (tmp_path / "over.yaml").write_text(over, encoding="utf-8")
    assert list(check(Subject(partygrade.load(tmp_path / "over.yaml")))) == []


def test_a_scheme_without_a_score_has_no_points() -> None:
    """There is nothing to look at."""
    text = "score: {id: total, points: 1}\n"
    judged = "grade_by: decision\ngrades: [{id: good}, {id: poor}]\n"
    facts = "facts: {decision: {type: grade}}\n"
    assert list(check(Subject(partygrade.loads(HEAD[: HEAD.index("facts")] + facts + judged)))) == []
    assert places(text) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("wendian-five-star", "label: 累计加分上限, value: 20", "label: 累计加分上限, value: 200"),
        ("wendian-five-star", "label: 组织生活, points:", "label: 组织生活（20分）, points:"),
        ("member-points-guide", "label: 政治理论学习\n      at_most: 20", "label: 政治理论学习\n      at_most: 30"),
    ],
)
def test_a_slip_in_a_shipped_scheme_is_found(name: str, old: str, new: str) -> None:
    """One figure or label of a copy is changed."""
    path = catalog.find(name)
    assert path is not None
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    assert len(list(check(Subject(partygrade.loads(text.replace(old, new)))))) == 1
