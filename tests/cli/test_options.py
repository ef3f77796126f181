"""Help, the version, and values of options."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import partygrade
from partygrade.cli.options import COMMANDS
from partygrade.cli.text import width

Run = Callable[..., Any]


def test_help_lists_commands_and_exit_codes(run: Run) -> None:
    """`--help` names every command with what it does, and documents the exit codes."""
    outcome = run("--help")
    assert (outcome.code, outcome.err) == (0, "")
    for name, text in COMMANDS.items():
        assert f"{name} " in outcome.out
        assert text.en in outcome.out
    for code in ("0    done", "1    faults", "2    the command", "130  interrupted"):
        assert code in outcome.out


def test_help_in_chinese(run: Run) -> None:
    """`--help --lang zh` is in Chinese, the heads of its parts too."""
    outcome = run("--help", "--lang", "zh")
    assert all(word in outcome.out for word in ("用法：", "选项:", "子命令:", "退出码："))
    assert "options" not in outcome.out


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_help_of_a_command_fits(command: str, lang: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command has help, and no line of it is wider than the terminal."""
    monkeypatch.setenv("COLUMNS", "80")
    outcome = run(command, "--help", "--lang", lang)
    assert outcome.code == 0
    assert f"partygrade {command}" in outcome.out
    assert max(map(width, outcome.out.splitlines())) <= 80


def test_version(run: Run) -> None:
    """`--version` prints name and version."""
    assert run("--version").out == f"partygrade {partygrade.__version__}\n"


def test_no_command_at_all(run: Run) -> None:
    """Nothing asked for is a usage fault that shows the help."""
    outcome = run()
    assert (outcome.code, outcome.out) == (2, "")
    assert "exit codes:" in outcome.err


def test_a_language_before_the_command(run: Run) -> None:
    """`--lang` may stand before the command too."""
    assert run("--lang", "zh", "check", "village.yaml").out.startswith("village.yaml：没有差错")


@pytest.mark.parametrize("word", ["a", "=4", "a=", "a= "])
def test_a_setting_has_two_sides(word: str, run: Run) -> None:
    """`--set` without a name or a value is a usage fault."""
    outcome = run("grade", "village.yaml", "table.csv", "--set", word)
    assert outcome.code == 2
    assert f"`--set`: expected NAME=VALUE, got `{word}`" in outcome.err


@pytest.mark.parametrize("word", ["2017-6-5", "20170605", "2017-02-30", "today"])
def test_a_day_is_a_day(word: str, run: Run) -> None:
    """`--as-of` takes a calendar day in one form."""
    outcome = run("grade", "village.yaml", "table.csv", "--as-of", word, "--lang", "zh")
    assert outcome.code == 2
    assert f"`--as-of`：应为 2017-06-05 这样的日期，不是 `{word}`" in outcome.err
