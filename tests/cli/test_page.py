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
    """Every line that the page shows is printed, in its order, and no other; `_pattern` says what `…` stands for."""
    (desk / "schemes").symlink_to(catalog.folder(), target_is_directory=True)
    assert re.fullmatch(_pattern(output), run(*shlex.split(command)).out)


def _pattern(output: str) -> str:
    """Let `…` on a line of its own stand for one line or more, and elsewhere for the rest of something in its line."""
    lines = output.splitlines(keepends=True)
    return "".join(r"(?:.*\n)+" if line == "…\n" else re.escape(line).replace("…", ".+") for line in lines)


@pytest.mark.parametrize(
    ("shown", "printed", "holds"),
    [
        ("a\n…\nz\n", "a\nb\nc\nz\n", True),
        ("a\n…\nz\n", "a\nz\n", False),
        ("a …\nz\n", "a b\nz\n", True),
        ("a …\nz\n", "a b\nc\nz\n", False),
        ("a …\n", "a \n", False),
    ],
)
def test_what_is_left_out_is_left_out_where_it_says(shown: str, printed: str, holds: bool) -> None:
    """`…` at the end of a line does not stand for further lines, and never for nothing."""
    assert bool(re.fullmatch(_pattern(shown), printed)) is holds


def test_every_command_has_a_part_on_the_page() -> None:
    """Each command and each of its options is on the page."""
    text = PAGE.read_text("utf-8")
    assert [name for name in COMMANDS if f"\n## {name}\n" not in text] == []


def test_every_option_is_on_the_page(run: Run) -> None:
    """No option is left out."""
    helps = "".join(run(name, "--help").out for name in COMMANDS)
    text = PAGE.read_text("utf-8")
    assert [option for option in sorted(set(re.findall(r"--[a-z][a-z-]+", helps))) if option not in text] == []
