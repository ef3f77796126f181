"""The laws of `partygrade test --laws`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def odd(desk: Path) -> Path:
    """Punish three absences and no others, so that a third less is not better."""
    path = desk / "village.yaml"
    path.write_text(path.read_text("utf-8").replace("absences >= absence_limit", "absences == 3"), encoding="utf-8")
    (desk / "village.cases.yaml").unlink()
    return path


@pytest.mark.usefixtures("odd")
def test_a_law_that_is_broken_is_told_with_a_record(run: Run) -> None:
    """The sentence, then a line for each fact; and the rest of the laws are tried all the same."""
    outcome = run("test", "village.yaml", "--laws", "--examples", "60")
    assert outcome.code == 1
    lines = outcome.out.splitlines()
    assert lines[0].startswith("village.yaml: law `better_never_lowers`: `absences` improves from ")
    assert lines[1] == ""
    assert any(line.startswith("    absences: ") for line in lines)
    assert lines[-1] == "1 of 10 laws are broken"


@pytest.mark.usefixtures("odd")
def test_a_broken_law_in_chinese(run: Run) -> None:
    """Sentence and count."""
    lines = run("test", "village.yaml", "--laws", "--examples", "60", "--lang", "zh").out.splitlines()
    assert lines[0].startswith("village.yaml: 定律 `better_never_lowers`: “缺席”由 ")
    assert lines[-1] == "10 条定律中 1 条不成立"


def test_nothing_is_left_in_the_working_folder(run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What hypothesis keeps is kept elsewhere, and only while the laws are tried."""
    monkeypatch.delenv("HYPOTHESIS_STORAGE_DIRECTORY", raising=False)
    before = sorted(desk.iterdir())
    assert run("test", "--laws", "--examples", "1").code == 0
    assert sorted(desk.iterdir()) == before
    assert "HYPOTHESIS_STORAGE_DIRECTORY" not in os.environ


def test_a_folder_that_somebody_chose_is_kept(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable stands as it was."""
    monkeypatch.setenv("HYPOTHESIS_STORAGE_DIRECTORY", "mine")
    assert run("test", "--laws", "--examples", "1").code == 0
    assert os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] == "mine"
