"""`partygrade schemes`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import partygrade
from partygrade import catalog

Run = Callable[..., Any]


def test_every_shipped_scheme_is_listed(run: Run) -> None:
    """Each scheme has a line with its title, its edition, and how many grades and readings it has."""
    outcome = run("schemes")
    assert (outcome.code, outcome.err) == (0, "")
    lines = {line.split()[0]: line for line in outcome.out.splitlines()[2:] if line and not line.startswith(" ")}
    assert list(lines)[: len(catalog.names())] == catalog.names()
    scheme = partygrade.load("township-four-level")
    assert scheme.title in lines["township-four-level"]
    assert str(len(scheme.grades)) in lines["township-four-level"].split()


@pytest.mark.skipif(not catalog.gallery(), reason="the gallery is empty")
@pytest.mark.parametrize(("lang", "heading"), [("en", "gallery"), ("zh", "示例库")])
def test_the_gallery_stands_below(lang: str, heading: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its schemes have a heading of their own, and no name is broken however narrow the table is."""
    monkeypatch.setenv("COLUMNS", "80")
    shipped, gallery = run("schemes", "--lang", lang).out.split(f"\n{heading}\n")
    first = [line.split()[0] for line in gallery.splitlines()[2:] if line and not line.startswith(" ")]
    assert first == catalog.gallery()
    assert "\n\n" not in shipped.rstrip("\n")


def test_heads_in_chinese(run: Run) -> None:
    """In Chinese the heads are Chinese."""
    assert run("schemes", "--lang", "zh").out.split()[:5] == ["办法", "标题", "版本", "等次", "读法"]
