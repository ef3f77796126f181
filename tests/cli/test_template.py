"""`partygrade template`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import partygrade
from partygrade import catalog
from partygrade.cli.template import heads_of
from partygrade.tables import match_columns

Run = Callable[..., Any]


def test_the_heads_of_a_table(run: Run) -> None:
    """The heads are Chinese, those of the organisation first."""
    assert run("template", "village.yaml").out == "编号,名称,评议,缺席,群众满意率\n"


def test_a_file_for_spreadsheets(run: Run, desk: Path) -> None:
    """A file has the mark by which spreadsheets know its encoding."""
    outcome = run("template", "village.yaml", "-o", "new.csv", "--lang", "zh")
    assert (outcome.code, outcome.out) == (0, "已写入 new.csv\n")
    assert (desk / "new.csv").read_bytes() == "\ufeff编号,名称,评议,缺席,群众满意率\r\n".encode()


@pytest.mark.parametrize("name", catalog.names())
def test_every_head_means_its_fact(name: str) -> None:
    """The heads of every shipped scheme are matched with all of its facts, without a doubt."""
    scheme = partygrade.load(name)
    names = {item.origin.id: [item.origin.label] for item in scheme.program.inputs}
    found = match_columns(heads_of(scheme), names)
    assert (found.extra, found.diagnostics) == ((), ())
    assert set(found.columns.values()) == {"id", "name", *names}


def test_labels_that_are_not_plain_give_way_to_ids() -> None:
    """Two facts with one label, or one labelled like the organisation, are called by their ids."""
    text = (
        "partygrade: 1\nscheme: s\ntitle: t\nscore: {points: 100, id: total}\nfacts:\n"
        "  a: {type: count, label: 次数}\n  b: {type: count, label: 次数}\n  c: {type: count, label: 编号}\n"
    )
    assert heads_of(partygrade.loads(text)) == ["id", "名称", "total", "a", "b", "编号"]


def test_an_ending_that_an_empty_table_cannot_have(run: Run) -> None:
    """An empty table is CSV."""
    outcome = run("template", "village.yaml", "-o", "new.jsonl")
    assert (outcome.code, outcome.err) == (
        2,
        "error: `new.jsonl` has no ending of an empty table: expected .csv or .tsv\n",
    )


def test_a_place_where_nothing_can_be_written(run: Run) -> None:
    """A file that cannot be written is a fault."""
    assert run("template", "village.yaml", "-o", "none/new.csv").code == 1
