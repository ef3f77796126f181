"""The subcommands."""

from __future__ import annotations

import re
from importlib import import_module

from partygrade.cli import _MODULES
from partygrade.cli.commands import COMMANDS, EXIT_CODES, OPERANDS


def test_every_command_has_a_module_with_run() -> None:
    """Called like the command, or as `_MODULES` says."""
    for name in COMMANDS:
        assert callable(import_module(f"partygrade.cli.{_MODULES.get(name, name)}").run)


def test_every_command_says_what_stands_behind_it() -> None:
    """Commands and operands have the same names, in one order."""
    assert list(OPERANDS) == list(COMMANDS)


def test_every_exit_code_is_explained_in_both_languages() -> None:
    """Done, faults, usage and interrupted."""
    for text in (EXIT_CODES.en, EXIT_CODES.zh):
        assert re.findall(r"^  (\d+) +\S", text, re.MULTILINE) == ["0", "1", "2", "130"]
