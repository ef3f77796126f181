"""`partygrade show`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
OVER = """\
partygrade: 1
scheme: hamlet
title: 小村办法
extends: village.yaml
parameters:
  absence_limit: 5
change:
  good: {from: 85, source: 北 一}
"""


@pytest.fixture
def over(desk: Path) -> Path:
    """Put a file beside the scheme that changes it."""
    path = desk / "over.yaml"
    path.write_text(OVER, encoding="utf-8")
    return path


def row(out: str, name: str) -> list[str]:
    """Give the cells of the line that has this name."""
    (line,) = [line for line in out.splitlines() if f" {name} " in f" {line} "]
    return line.split()


def test_it_says_what_the_scheme_is(run: Run) -> None:
    """Title, id, hash and edition stand above the figures."""
    outcome = run("show", "village.yaml")
    first, second, third = outcome.out.splitlines()[:3]
    assert outcome.code == 0
    assert first.startswith("Scheme: 村党支部分类定级办法  village ")
    assert (second, third) == ("Edition: 试行", "")
    assert run("show", "village.yaml", "--lang", "zh").out.startswith("办法：村党支部分类定级办法  village ")


def test_every_figure_has_a_row(run: Run) -> None:
    """A row has the label, the name, the value, where a parameter's comes from, the clause, file and line."""
    out = run("show", "village.yaml").out
    assert row(out, "absence_limit.value") == [
        "缺席次数上限",
        "absence_limit.value",
        "3",
        "a",
        "reading",
        "三6",
        "village.yaml:8",
    ]
    assert row(out, "missed.points") == ["缺席扣分", "missed.points", "5", "三5", "village.yaml:21"]
    assert row(run("show", "village.yaml", "--lang", "zh").out, "good_share.value") == [
        "好的比例",
        "good_share.value",
        "20%",
        "明文",
        "五",
        "village.yaml:9",
    ]


def test_the_name_of_a_parameter_has_its_value_beside_it(run: Run) -> None:
    """So nobody has to look it up."""
    assert row(run("show", "village.yaml").out, "few_good.at_most")[2:5] == ["good_share", "=", "20%"]


def test_a_setting_is_shown(run: Run) -> None:
    """`--set` gives the figures under another reading."""
    out = run("show", "village.yaml", "--set", "absence_limit=4").out
    assert row(out, "absence_limit.value")[2:4] == ["4", "set"]
    assert run("show", "village.yaml", "--set", "absense=4").code == 1


@pytest.mark.usefixtures("over")
def test_what_it_extends_is_named(run: Run) -> None:
    """A file that changes another shows which, and where each figure is written."""
    out = run("show", "over.yaml").out
    assert out.splitlines()[:3] == [out.splitlines()[0], "Edition: 试行", "Extends: village.yaml"]
    assert row(out, "absence_limit.value")[-1] == "over.yaml:6"
    assert row(out, "good.from")[-2:] == ["一", "over.yaml:8"]
    assert row(out, "fair.from")[-1] == "village.yaml:24"
    assert "原办法：village.yaml" in run("show", "over.yaml", "--lang", "zh").out


def test_without_an_edition(run: Run, desk: Path) -> None:
    """A scheme without an edition has no line for it."""
    (desk / "bare.yaml").write_text("partygrade: 1\nscheme: b\ntitle: b\nscore: {id: t, points: 9}\n", encoding="utf-8")
    assert run("show", "bare.yaml").out.splitlines()[1] == ""


@pytest.mark.usefixtures("over")
def test_as_json(run: Run) -> None:
    """For programs: the scheme, its files, and every figure with all that is known of it."""
    data = json.loads(run("show", "over.yaml", "--format", "json").out)
    assert (data["scheme"]["id"], data["scheme"]["edition"]) == ("hamlet", "试行")
    assert data["files"] == ["over.yaml", "village.yaml"]
    (found,) = [figure for figure in data["figures"] if (figure["element"], figure["key"]) == ("good", "from")]
    assert found == {
        "element": "good",
        "label": "好",
        "key": "from",
        "value": "85",
        "source": "北 一",
        "origin": None,
        "file": "over.yaml",
        "line": 8,
        "place": "grades[1].from",
    }


def test_a_name_that_has_no_room_is_broken(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a narrow screen nothing stands beyond its edge."""
    monkeypatch.setenv("COLUMNS", "60")
    assert all(len(line) <= 60 for line in run("show", "village.yaml").out.splitlines())


@pytest.mark.usefixtures("over")
def test_a_faulty_scheme_is_reported_in_its_files(run: Run, over: Path) -> None:
    """Faults are shown in the language of the reader, each in the file that it stands in."""
    over.write_text(OVER + "remove: [absences]\n", encoding="utf-8")
    outcome = run("show", "over.yaml", "--lang", "zh")
    assert outcome.code == 1
    assert outcome.err.startswith("village.yaml:21:")
    assert "= 注：在此删去（over.yaml:9:10）" in outcome.err


@pytest.mark.parametrize(("format", "start"), [("markdown", "# 村党支部分类定级办法\n"), ("html", "<!doctype html>\n")])
def test_as_a_page(format: str, start: str, run: Run) -> None:
    """The whole scheme, in the language of the reader and under the settings."""
    outcome = run("show", "village.yaml", "--format", format, "--set", "absence_limit=4", "--lang", "zh")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(start)
    assert "缺席 ≥ 缺席次数上限（4）" in outcome.out
    assert "Facts that are asked" in run("show", "village.yaml", "--format", format).out
