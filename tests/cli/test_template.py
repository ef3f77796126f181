"""`partygrade template`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import partygrade
from partygrade import catalog, ir
from partygrade.cli.organisations import columns
from partygrade.cli.template import heads_of
from partygrade.tables import match_columns

Run = Callable[..., Any]


def test_the_heads_of_a_table(run: Run) -> None:
    """The heads are Chinese, those of the organisation first."""
    assert run("template", "village.yaml").out == "编号,名称,评议,缺席,群众满意率\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_heads_are_in_the_language_of_the_file(lang: str, run: Run) -> None:
    """Those of the organisation go with the labels, whatever the language of messages is."""
    assert run("template", "village.yaml", "--lang", lang).out.startswith("编号,名称,评议,")
    run("new", "english", "--lang", "en")
    assert run("template", "english.yaml", "--lang", lang).out.startswith("id,name,review,absences,")


def test_a_file_for_spreadsheets(run: Run, desk: Path) -> None:
    """A file has the mark by which spreadsheets know its encoding."""
    outcome = run("template", "village.yaml", "-o", "new.csv", "--lang", "zh")
    assert (outcome.code, outcome.out) == (0, "已写入 new.csv\n")
    assert (desk / "new.csv").read_bytes() == "\ufeff编号,名称,评议,缺席,群众满意率\r\n".encode()


@pytest.mark.parametrize("name", [*catalog.names(), *catalog.gallery()])
def test_every_head_means_its_fact(name: str) -> None:
    """The heads of every shipped scheme are matched with all of its facts, without a doubt."""
    scheme = partygrade.load(name)
    inputs = [item for item in columns(scheme) if not isinstance(item.type, ir.Events)]
    names = {item.origin.id: [item.origin.label] for item in inputs}
    found = match_columns(heads_of(scheme), names)
    assert (found.extra, found.diagnostics) == ((), ())
    assert set(found.columns.values()) == {"id", "name", *names}


EVENTS = """\
partygrade: 1
scheme: s
title: t
sources: {plan: {title: 方案}}
facts:
  judges: {type: panel, label: 评委, max: 10, roles: {leaders: 领导, masses: 群众}}
  fines: {type: events, label: 处分, fields: {day: {type: date, label: 日期}, kind: {type: text, label: 名称}}}
score: {id: total, value: "10 - count(fines, days(day, as_of) < 365)"}
grades: [{id: good, label: 好, from: 9}, {id: poor, label: 差}]
rules: [{id: fined, when: count(fines) > 0, at_most: poor, soft: true, source: 三}]
"""


def test_lists_of_events_are_no_columns(run: Run, desk: Path) -> None:
    """A panel is a column; a list of events is not, nor is the day as of which is graded."""
    (desk / "s.yaml").write_text(EVENTS, encoding="utf-8")
    assert run("template", "s.yaml").out == "编号,名称,评委·领导,评委·群众\n"


@pytest.mark.parametrize(
    ("name", "heads"),
    [("fines", "编号,日期,名称\n"), ("处分", "编号,日期,名称\n"), ("overrides", "编号,规则,决定机关,理由,日期\n")],
)
def test_the_heads_of_a_table_of_events(name: str, heads: str, run: Run, desk: Path) -> None:
    """`--events` gives the table of one list: the organisation, then the fields by their labels."""
    (desk / "s.yaml").write_text(EVENTS, encoding="utf-8")
    assert run("template", "s.yaml", "--events", name).out == heads
    assert run("template", "s.yaml", "--events", name, "-o", "new.csv", "--lang", "zh").out == "已写入 new.csv\n"
    assert (desk / "new.csv").read_text("utf-8-sig") == heads


def test_the_template_of_a_list_that_is_none(run: Run) -> None:
    """A name that is no list of events is a fault."""
    outcome = run("template", "village.yaml", "--events", "absences", "--lang", "zh")
    assert (outcome.code, outcome.err) == (1, "错误：`absences` 不是本办法的事件列表；本办法没有事件列表\n")


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
