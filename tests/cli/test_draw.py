"""`partygrade draw`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

SCHEME = """\
partygrade: 1
scheme: year
title: 年度办法
facts: {county: {type: text, label: 县}}
score: {id: total, label: 总分, points: 100}
grades: [{id: good, label: 好, from: 80}, {id: poor, label: 差}]
cohort: {within: [county]}
draws: [{id: visit, label: 抽查, grades: [good, poor], share: 50%, source: 六2}]
"""
# 抽取一半，进位：东县好 3 取 2，西县好 1 取 1，差 1 取 1。
TABLE = """\
编号,名称,县,总分
a,一支部,东县,90
b,二支部,东县,85
c,,东县,80
,四支部,西县,95
,,西县,50
"""
DRAW = ("draw", "year.yaml", "year.csv", "--seed", "2024")


@pytest.fixture(autouse=True)
def files(desk: Path) -> None:
    """Put a scheme with a spot check and its table on the desk."""
    (desk / "year.yaml").write_text(SCHEME, encoding="utf-8")
    (desk / "year.csv").write_text(TABLE, encoding="utf-8")


def test_it_prints_who_is_picked_of_which_group_and_grade(run: Run) -> None:
    """Below the scheme with its hash and the seed, so that anybody can draw again."""
    outcome = run(*DRAW, "--lang", "zh")
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0].startswith("办法：年度办法  year ")
    assert lines[1] == "种子：2024"
    assert lines[3].split() == ["抽查", "分组", "等次", "共", "抽取", "组织", "依据"]
    first, second, third, fourth = (line.split() for line in lines[5:])
    assert first[:5] == ["抽查", "东县", "好", "3", "2"] and first[-1] == "六2"
    assert second[0] == "·"
    assert third == ["抽查", "西县", "好", "1", "1", "四支部", "六2"]
    assert fourth == ["抽查", "西县", "差", "1", "1", "#5", "六2"]


def test_the_order_of_the_rows_changes_nothing(run: Run, desk: Path) -> None:
    """The same seed picks the same organisations."""
    head, *rows = TABLE.splitlines()
    named = [row for row in rows if not row.startswith(",,")]
    (desk / "year.csv").write_text("\n".join([head, *named]), encoding="utf-8")
    one = run(*DRAW).out
    (desk / "year.csv").write_text("\n".join([head, *named[::-1]]), encoding="utf-8")
    assert run(*DRAW).out == one


def test_csv_has_a_row_for_each_organisation_that_is_picked(run: Run) -> None:
    """With ids of the scheme in English, and labels in Chinese."""
    lines = run(*DRAW, "--format", "csv").out.splitlines()
    assert lines[0] == "draw,group,grade,id,name,row"
    assert len(lines) == 5
    assert lines[3:] == ["visit,西县,good,,四支部,4", "visit,西县,poor,,,5"]
    chinese = run(*DRAW, "--format", "csv", "--lang", "zh").out.splitlines()
    assert chinese[0] == "抽查,分组,等次,编号,名称,行"
    assert chinese[3] == "抽查,西县,好,,四支部,4"


def test_json_has_the_scheme_the_seed_and_the_draws(run: Run) -> None:
    """As the library gives them."""
    found = json.loads(run(*DRAW, "--format", "json").out)
    assert (found["scheme"]["id"], found["seed"]) == ("year", "2024")
    assert [(d["within"], d["grade"], d["of"], len(d["picked"])) for d in found["draws"]] == [
        ({"county": "东县"}, "good", 3, 2),
        ({"county": "西县"}, "good", 1, 1),
        ({"county": "西县"}, "poor", 1, 1),
    ]


def test_with_faulty_rows_nobody_is_drawn(run: Run, desk: Path) -> None:
    """They might have been picked too."""
    (desk / "year.csv").write_text(TABLE.replace("东县,85", "东县,850"), encoding="utf-8")
    outcome = run(*DRAW)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("year.csv:3: b 二支部: 总分 (total): error[out-of-range]")
    assert outcome.err.splitlines()[-1] == "error: there are faults, so nobody is drawn"
    assert run(*DRAW, "--lang", "zh").err.splitlines()[-1] == "错误：表格有差错，未抽取"


def test_a_scheme_without_draws_has_nobody_to_pick(run: Run) -> None:
    """That is said."""
    outcome = run("draw", "village.yaml", "table.csv", "--seed", "x")
    assert (outcome.code, outcome.err) == (1, "error: the scheme has no `draws`\n")


def test_a_seed_is_needed(run: Run) -> None:
    """Nothing is left to chance."""
    outcome = run("draw", "year.yaml", "year.csv")
    assert outcome.code == 2
    assert "missing: --seed" in outcome.err
