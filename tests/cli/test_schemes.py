"""`partygrade schemes`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import partygrade
from partygrade import catalog

Run = Callable[..., Any]


def test_every_shipped_scheme_is_listed(run: Run) -> None:
    """Each scheme has a line with its title, its edition, and how many grades and readings it has."""
    outcome = run("schemes")
    assert (outcome.code, outcome.err) == (0, "")
    lines = {line.split()[0]: line for line in outcome.out.splitlines()[2:] if not line.startswith(" ")}
    assert list(lines) == catalog.names()
    scheme = partygrade.load("township-four-level")
    assert scheme.title in lines["township-four-level"]
    assert str(len(scheme.grades)) in lines["township-four-level"].split()


def test_heads_in_chinese(run: Run) -> None:
    """In Chinese the heads are Chinese."""
    assert run("schemes", "--lang", "zh").out.split()[:5] == ["办法", "标题", "版本", "等次", "读法"]
