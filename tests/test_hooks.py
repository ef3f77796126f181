"""The hook of pre-commit, at the top of the repository."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from partygrade.cli import main
from partygrade.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def picked(hook: dict[str, Any], path: str) -> bool:
    """Say whether a path is given to the hook, as pre-commit decides it."""
    return bool(re.search(hook["files"], path)) and not re.search(hook["exclude"], path)


def test_the_hook_runs_a_command_of_ours() -> None:
    """Installed with the library, on YAML files."""
    program, command = HOOK["entry"].split()
    assert (HOOK["id"], HOOK["language"], HOOK["types"]) == ("partygrade-check", "python", ["yaml"])
    assert program == "partygrade" and command in COMMANDS


def test_the_hook_is_given_schemes_and_no_cases() -> None:
    """Wherever a folder `schemes` stands, and nothing outside of one."""
    for path in (ROOT / "schemes").rglob("*.yaml"):
        assert picked(HOOK, path.relative_to(ROOT).as_posix()) is not path.name.endswith(".cases.yaml")
    assert picked(HOOK, "office/schemes/2024/village.yaml")
    assert not any(map(lambda path: picked(HOOK, path), [".pre-commit-config.yaml", "schemes.yaml", "docs/a.yaml"]))


def test_the_command_takes_the_paths_it_is_given() -> None:
    """Several at once, as the hook hands them over."""
    paths = [str(ROOT / "schemes" / f"{name}.yaml") for name in ("three-tier-weighted", "township-four-level")]
    assert main([*HOOK["entry"].split()[1:], *paths]) == 0
