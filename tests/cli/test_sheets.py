"""Tables with rich and without it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest

from partygrade.cli import sheets
from partygrade.cli.layout import Column, sheet
from partygrade.cli.screen import Screen

Run = Callable[..., Any]
SHEET = sheet([Column("编号"), Column("得分", right=True)], [("第1村", "98"), ("b", "7.5")])


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_without_rich_a_table_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, a note says how to get it, once, and the table is aligned text."""
    monkeypatch.setitem(sys.modules, "rich", None)
    screen = Screen("en", StringIO(), StringIO())
    sheets.draw([SHEET, SHEET], screen)
    table = "编号   得分\n-----  ----\n第1村    98\nb       7.5\n"
    assert screen.out.getvalue() == f"{table}\n{table}"
    assert screen.err.getvalue() == "note: tables need the extra `cli`: pip install 'partygrade[cli]'\n"


def test_without_rich_everything_still_works(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`grade`, `explain` and `schemes` need rich for beauty only."""
    monkeypatch.setitem(sys.modules, "rich", None)
    outcome = run("grade", "village.yaml", "table.csv", "--lang", "zh")
    assert outcome.code == 0
    assert outcome.err.startswith("注：表格需要附加包 `cli`：pip install 'partygrade[cli]'")
    assert "   2  v2    第2村党支部  90.5  好        一般      · 缺席扣分 −5 分〔三5〕" in outcome.out
    assert run("explain", "village.yaml", "table.csv", "--row", "v1").err == ""
    assert run("schemes").code == 0


@pytest.mark.parametrize("total", [sheets.LONG, sheets.LONG + 1])
def test_progress_is_for_people_and_long_input(total: int) -> None:
    """A bar is drawn on a terminal, for more rows than a person would wait for without a word."""
    pipe = Screen("en", StringIO(), StringIO())
    person = Screen("en", StringIO(), Terminal())
    for screen in (pipe, person):
        assert sum(1 for _ in sheets.counted(range(total), total, "grading", screen)) == total
    assert pipe.err.getvalue() == ""
    assert ("grading" in person.err.getvalue()) == (total > sheets.LONG)


def test_progress_needs_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without rich the rows go by in silence."""
    monkeypatch.setitem(sys.modules, "rich", None)
    screen = Screen("en", StringIO(), Terminal())
    assert len(list(sheets.counted(range(5000), 5000, "grading", screen))) == 5000
    assert screen.err.getvalue() == ""
