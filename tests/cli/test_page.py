"""What docs/cli.md shows is what the commands print."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from partygrade import catalog
from partygrade.cli.options import COMMANDS

Run = Callable[..., Any]
PAGE = Path(__file__).resolve().parents[2] / "docs" / "cli.md"
SHOWN = re.findall(r"^\$ partygrade (.*)\n((?:(?!\$ |```).*\n)+)", PAGE.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[command for command, _ in SHOWN])
def test_what_the_page_shows_is_printed(command: str, output: str, run: Run, desk: Path) -> None:
    """Every line that the page shows is printed, in its order; `…` stands for anything."""
    (desk / "schemes").symlink_to(catalog.folder(), target_is_directory=True)
    pattern = re.escape(output).replace("…\\\n", r"(?:.*\n)*").replace("…", ".*")
    assert re.fullmatch(pattern, run(*shlex.split(command)).out)


def test_every_command_has_a_part_on_the_page() -> None:
    """Each command and each of its options is on the page."""
    text = PAGE.read_text("utf-8")
    assert [name for name in COMMANDS if f"\n## {name}\n" not in text] == []


def test_every_option_is_on_the_page(run: Run) -> None:
    """No option is left out."""
    helps = "".join(run(name, "--help").out for name in COMMANDS)
    text = PAGE.read_text("utf-8")
    assert [option for option in sorted(set(re.findall(r"--[a-z][a-z-]+", helps))) if option not in text] == []
