"""`partygrade explain`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def explained(run: Run, key: str, table: str = "table.csv", *words: str) -> Any:
    return run("explain", "village.yaml", table, "--row", key, *words)


@pytest.mark.parametrize("key", ["v2", "第2村党支部", "#2", " v2 "])
def test_an_organisation_by_id_name_or_number(key: str, run: Run) -> None:
    """`--row` takes the id, the name, or the number of the row."""
    outcome = explained(run, key)
    assert (outcome.code, outcome.err) == (0, "")
    assert "Organisation: v2 第2村党支部" in outcome.out


def test_quotas_of_the_whole_table_show(run: Run) -> None:
    """The organisation is graded among all of its table."""
    out = explained(run, "v1", "table.csv", "--lang", "zh").out
    assert "最终等次：一般（自身等次：好，因比例调整）；排名第 1" in out
    assert "好不超过两成（4 个中不超过 0 个）：好 → 一般〔五〕" in out


def test_the_account_is_a_tree(run: Run) -> None:
    """Items, deductions and clauses stand in a tree, with what it rests on."""
    out = explained(run, "v3").out
    assert "   └─ 组织生活: 25 of 40, lost 15\n         −15  缺席扣分 [三5]\n" in out
    assert "Why not 一般" in out
    assert "缺席次数上限 = 3 (reading; other readings: 4: 「超过」不含本数) [三6]" in out


def test_another_reading(run: Run) -> None:
    """`--set` holds for explanations too."""
    assert "Final grade: 一般" in explained(run, "v3", "table.csv", "--set", "absence_limit=4").out


def test_nobody_is_called_so(run: Run) -> None:
    """An unknown key is a fault, with a suggestion or with what may be written."""
    outcome = explained(run, "第2村支部")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "error: no organisation is called `第2村支部`; did you mean `第2村党支部`?\n"
    assert (
        explained(run, "#6").err == "error: no organisation is called `#6`; rows go by id, by name, or from #1 to #5\n"
    )
    assert (
        explained(run, "zz", "table.csv", "--lang", "zh").err
        == "错误：没有叫 `zz` 的组织；可用编号、名称，或 #1 至 #5\n"
    )


def test_a_name_that_several_have(run: Run, desk: Path) -> None:
    """A name that several organisations share must be made plain."""
    (desk / "t.csv").write_text("id,name,评议,群众满意率\na,x,1,1\nb,x,1,1\n", encoding="utf-8")
    assert explained(run, "x", "t.csv").err == "error: several organisations are called `x`: say which one of #1, #2\n"


def test_faults_of_others_are_noted(run: Run) -> None:
    """Faulty rows do not keep the others from being explained, and are counted."""
    outcome = explained(run, "v3", "faulty.csv")
    assert outcome.code == 0
    assert outcome.err == "note: 2 other rows have faults and do not count for quotas: lines 3, 5\n"
    assert "place 2" in outcome.out


def test_a_faulty_row_cannot_be_explained(run: Run) -> None:
    """A row with faults shows them instead."""
    outcome = explained(run, "v2", "faulty.csv", "--lang", "zh")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.splitlines()[0].startswith("faulty.csv:3: v2 第2村党支部：评议（review）：错误[not-a-number]")
    assert outcome.err.splitlines()[-1] == "错误：该行有差错，未评定"
