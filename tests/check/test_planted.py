"""Tests that the faults of `tests/planted.yaml` are found where they are planted, and that their page is in step."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import partygrade
from partygrade.check import CHECKS

ROOT = Path(__file__).resolve().parents[2]


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("planted_tool", ROOT / "tools" / "planted.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses look for their module by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


TOOL = _tool()
ROWS = TOOL.table()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.fault)
def test_the_text_that_is_replaced_stands_there_once(row: Any) -> None:
    """A fault is planted in one place of the shipped scheme."""
    assert TOOL.text_of(row.scheme).count(row.old) == 1


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.fault)
def test_a_planted_fault_is_found_where_it_was_planted(row: Any) -> None:
    """Exactly what is expected is reported, each with its slug and the text under its carets."""
    assert sorted(str(one) for one in TOOL.found(row)) == sorted(row.expect)


def test_faults_are_planted_in_every_shipped_scheme() -> None:
    """Each of the six schemes has several, no two the same."""
    planted = [row.scheme for row in ROWS]
    assert min(planted.count(name) for name in partygrade.scheme_names()) >= 5
    assert len({(row.scheme, row.old, row.new) for row in ROWS}) == len({row.fault for row in ROWS}) == len(ROWS) >= 20


def test_every_check_finds_one_of_them() -> None:
    """No static check is without a fault that it finds."""
    assert set(CHECKS) <= {entry.split(" ", 1)[0] for row in ROWS for entry in row.expect}


def test_the_page_is_in_step_with_the_faults() -> None:
    """`make pages` writes it."""
    assert TOOL.PAGE.read_text("utf-8") == TOOL.page()
