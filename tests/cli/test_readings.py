"""`partygrade readings`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_what_another_reading_changes(run: Run) -> None:
    """A reading is shown with its setting, its meaning, and every organisation that it changes."""
    outcome = run("readings", "village.yaml", "table.csv")
    assert (outcome.code, outcome.err) == (0, "")
    lines = [line.rstrip() for line in outcome.out.splitlines()]
    assert lines[0].split() == ["matter", "other", "reading", "changes", "organisations"]
    # v3: 50 + 40 - 15 = 75 is fair, and the third absence lowers it; under the other reading it does not.
    assert lines[2].split() == ["缺席次数上限", "·", "absence_limit=4", "1", "v3", "较差", "→", "一般"]
    assert lines[3].split() == ["·", "「超过」不含本数"]


def test_a_reading_that_changes_nothing(run: Run, desk: Path) -> None:
    """A reading that changes nothing is listed in one line."""
    (desk / "calm.csv").write_text("id,review,satisfaction\nv1,58,95\n", encoding="utf-8")
    out = run("readings", "village.yaml", "calm.csv", "--lang", "zh").out
    assert out == "\n在此表中不改变结果：absence_limit=4\n"


def test_the_reading_in_force_is_compared_with(run: Run) -> None:
    """With another reading in force, the default is one of the others."""
    assert "absence_limit=3" in run("readings", "village.yaml", "table.csv", "--set", "absence_limit=4").out


def test_faulty_rows_are_left_out(run: Run) -> None:
    """Faulty rows do not prevent the comparison, are reported, and set the exit code."""
    outcome = run("readings", "village.yaml", "faulty.csv")
    assert outcome.code == 1
    assert "absence_limit=4" in outcome.out
    assert "faulty.csv:3" in outcome.err
