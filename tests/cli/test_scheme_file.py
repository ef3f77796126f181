"""Schemes as commands open them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from partygrade.cli.scheme_file import open_scheme
from partygrade.cli.stop import Stop

Run = Callable[..., Any]
GRADE = ("grade", "village.yaml", "table.csv")


def test_faults_show_the_line_in_the_language_of_the_reader(desk: Path) -> None:
    """A broken scheme ends the command with every fault, located and in Chinese."""
    text = (desk / "village.yaml").read_text("utf-8").replace("satisfaction <", "satisfction <")
    (desk / "village.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Stop) as stop:
        open_scheme("village.yaml", [], "zh")
    assert stop.value.code == 1
    assert stop.value.text.startswith("village.yaml:27:41: 错误[unknown-name]：")
    assert "^^^^^^^^^^^" in stop.value.text


def test_a_name_that_is_no_scheme(run: Run) -> None:
    """An unknown scheme is a fault with a suggestion, and no line of a file."""
    outcome = run("grade", "anyang-five-sta", "table.csv")
    assert outcome.code == 1
    assert outcome.err.startswith("error[no-scheme]: `anyang-five-sta` is neither")
    assert "did you mean `anyang-five-star`?" in outcome.err


@pytest.mark.parametrize("name", ["absence_limt", "self", "总分"])
def test_a_setting_of_no_parameter(name: str, run: Run) -> None:
    """`--set` of an unknown name is a fault, not of the command but of the scheme."""
    outcome = run(*GRADE, "--set", f"{name}=4")
    assert outcome.code == 1
    assert outcome.err.startswith(f"error[unknown-parameter]: no parameter is called `{name}`")


def test_a_value_that_is_not_allowed(run: Run) -> None:
    """`--set` of a wrong value shows the parameter in its file."""
    outcome = run(*GRADE, "--set", "absence_limit=x", "--lang", "zh")
    assert outcome.code == 1
    assert outcome.err.startswith("village.yaml:8:3: 错误[bad-setting]：`x` 不能用作 `absence_limit`：应为数字")


def test_a_setting_changes_the_result(run: Run) -> None:
    """`--set` puts another reading in force."""
    assert (
        run(*GRADE, "--format", "csv", "--set", "absence_limit=4")
        .out.splitlines()[3]
        .startswith("v3,第3村党支部,75,fair")
    )


def test_a_day_before_the_scheme(run: Run) -> None:
    """`--as-of` a day on which the scheme is not in force is a fault."""
    assert run(*GRADE, "-q", "--as-of", "2017-06-05").code == 0
    outcome = run(*GRADE, "--as-of", "2017-06-04")
    assert outcome.code == 1
    assert "the scheme is not in force on 2017-06-04" in outcome.err
