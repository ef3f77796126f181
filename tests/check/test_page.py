"""The page of the static checks."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from partygrade.check import CHECKS, page

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("checks_tool", ROOT / "tools" / "checks.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_in_step_with_the_checks(tool: ModuleType) -> None:
    """`make pages` writes it."""
    assert tool.PAGE.read_text("utf-8") == tool.text()


def test_every_check_has_a_part_and_a_row(tool: ModuleType) -> None:
    """In the order of the checks, each with its whole docstring."""
    text = tool.text()
    assert re.findall(r"^## (\S+)$", text, re.MULTILINE) == list(CHECKS)
    assert re.findall(r"^\| \[`([a-z-]+)`\]\(#\1\) \| \S", text, re.MULTILINE) == list(CHECKS)
    assert all(page(slug).rstrip() in text for slug in CHECKS)
