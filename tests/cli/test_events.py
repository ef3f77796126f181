"""Tables of events beside the table of organisations."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

SCHEME = """\
partygrade: 1
scheme: branches
title: 支部评定办法
sources: {plan: {title: 方案}}
facts:
  judges: {type: panel, label: 评委打分, max: 10, step: 0.5}
  absences: {type: count, label: 缺席, default: 0}
  sanctions:
    type: events
    label: 处分
    fields:
      day: {type: date, label: 日期}
      kind: {type: choice, label: 种类, of: {warning: 警告, serious: 严重警告}}
      points: {type: points, label: 扣分, max: 12, step: 1, default: 1}
  visits: {type: events, label: 走访, fields: {day: {type: date, label: 日期}}}
score:
  id: total
  label: 总分
  at_least: 0
  sum:
    - {id: shown, label: 评委分, value: "mean(judges, digits=2) * 10", full: 100}
    - {id: fines, label: 扣分项, deduct: [{id: fine, each: sanctions, points: points, label: 处分扣分, source: 三}]}
grades:
  - {id: good, label: 好, from: 80}
  - {id: fair, label: 一般, from: 60}
  - {id: poor, label: 较差}
rules:
  - id: sanctioned
    label: 一年内受处分
    source: 四
    soft: true
    when: count(sanctions, months(day, as_of) < 12) > 0
    at_most: fair
"""

TABLES = {
    "branches.yaml": SCHEME,
    "o.csv": "编号,名称,评委打分\nv1,第1村,9 9.5；10\nv2,第2村,8、7\nv3,第3村,10\n",
    "sanctions.csv": (
        "编号,名称,日期,种类,扣分\n"
        "v1,第1村,2020-01-01,警告,2\nv3,第3村,2018-01-01,serious,\nv1,第1村,2019-05-01,警告,3\n"
    ),
    "overrides.csv": "编号,规则,决定机关,理由,日期\nv1,sanctioned,县委组织部,已整改,2020-06-01\n",
    "bad.csv": (
        "编号,日期,种类,扣分\nv2,2020-01-01,警告,2\nv33,2018-01-01,警告,1\nv3,2018-01-01,警靠,3\n,2020-01-01,警告,3\n"
    ),
}
BAD = (
    "bad.csv:3: error[unknown-organisation]: an event of `sanctions` is of `v33`: no organisation has this id; "
    "did you mean `v3`?\n"
    "bad.csv:5: error[missing-organisation]: an event of `sanctions` names no organisation: expected its id\n"
    "bad.csv:4: v3 第3村: 处分·第1件·种类 (sanctions[1].kind): error[unknown-option]: "
    "expected one of 警告, 严重警告, got `警靠`\n"
)


@pytest.fixture(autouse=True)
def tables(desk: Path) -> None:
    for name, text in TABLES.items():
        (desk / name).write_text(text, encoding="utf-8")


def graded(run: Run, *words: str, table: str = "o.csv") -> Any:
    return run("grade", "branches.yaml", table, "--as-of", "2020-06-30", "--format", "csv", *words)


def test_events_are_joined_by_the_id(run: Run) -> None:
    """Every event counts for its organisation; the panels stand in cells of the table of organisations."""
    outcome = graded(run, "--events", "sanctions=sanctions.csv")
    assert (outcome.code, outcome.err) == (0, "3 rows: 3 graded, 0 without a grade, 0 with faults\n")
    assert [line.split(",")[:5] for line in outcome.out.splitlines()[1:]] == [
        ["v1", "第1村", "90", "fair", "fair"],
        ["v2", "第2村", "75", "fair", "fair"],
        ["v3", "第3村", "99", "good", "good"],
    ]


def test_a_list_goes_by_its_label_too(run: Run) -> None:
    """`--events 处分=…` is `--events sanctions=…`."""
    named = [graded(run, "--events", f"{name}=sanctions.csv").out for name in ("sanctions", "处分")]
    assert named[0] == named[1]


def test_overrides_are_a_list_of_events(run: Run) -> None:
    """An override takes a soft rule out for its organisation."""
    outcome = graded(run, "--events", "sanctions=sanctions.csv", "--events", "overrides=overrides.csv")
    assert outcome.out.splitlines()[1].startswith("v1,第1村,90,good,good,")


def test_events_in_json_lines(run: Run, desk: Path) -> None:
    """A table of events is read like any table."""
    rows = [
        {"id": "v1", "day": "2020-01-01", "kind": "警告", "points": 2},
        {"id": "v1", "day": "2019-05-01", "kind": "warning", "扣分": 3},
    ]
    (desk / "s.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    outcome = graded(run, "--events", "sanctions=s.jsonl")
    assert (outcome.code, outcome.out) == (1, "")
    (desk / "s.jsonl").write_text("".join(f"{json.dumps(row).replace('points', '扣分')}\n" for row in rows), "utf-8")
    assert graded(run, "--events", "sanctions=s.jsonl").out.splitlines()[1].startswith("v1,第1村,90,fair,fair,")


def test_events_inside_of_a_json_table(run: Run, desk: Path) -> None:
    """Lists stand in the rows of JSON, by ids or labels, and give what a second table gives."""
    row = {
        "编号": "v1",
        "name": "第1村",
        "评委打分": [9, 9.5, "10"],
        "处分": [
            {"日期": "2020-01-01", "种类": "警告", "扣分": 2},
            {"day": "2019-05-01", "kind": "warning", "points": 3},
        ],
    }
    (desk / "o.json").write_text(json.dumps([row]), encoding="utf-8")
    inside = graded(run, table="o.json").out.splitlines()[1]
    assert inside == graded(run, "--events", "sanctions=sanctions.csv").out.splitlines()[1]


def test_a_nested_value_of_another_fact_is_a_fault_of_its_row(run: Run, desk: Path) -> None:
    """Only panels and events are lists."""
    (desk / "o.jsonl").write_text('{"id": "v1", "judges": [9], "absences": [1]}\n', encoding="utf-8")
    outcome = graded(run, table="o.jsonl")
    assert outcome.err.startswith("o.jsonl:1: v1: 缺席 (absences): error[not-a-number]: expected a number, got `[…]`\n")


def test_events_of_nobody_are_named_and_nothing_is_graded(run: Run) -> None:
    """File and line are those of the table of events, also of a cell that is wrong."""
    outcome = graded(run, "--events", "sanctions=bad.csv")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        f"{BAD}error: 1 of 3 rows has faults and 2 events are of no organisation, so nothing is graded; "
        "`--on-error collect` grades the other 2\n"
    )


def test_nothing_is_lost_when_faults_are_collected(run: Run) -> None:
    """The others are graded, the faults are said, and the closing line counts them."""
    outcome = graded(run, "--events", "sanctions=bad.csv", "--on-error", "collect")
    assert outcome.code == 1
    assert outcome.err == (
        f"{BAD}3 rows: 2 graded, 0 without a grade, 1 with faults\n2 events are of no organisation\n"
    )
    assert [line.split(",")[4] for line in outcome.out.splitlines()[1:]] == ["good", "fair", ""]


def test_only_events_of_nobody(run: Run, desk: Path) -> None:
    """An event that nobody has is enough to refuse."""
    (desk / "s.csv").write_text("id,day,kind\nv9,2020-01-01,警告\n", encoding="utf-8")
    outcome = graded(run, "--events", "sanctions=s.csv", "--lang", "zh")
    assert outcome.err == (
        "s.csv:2: 错误[unknown-organisation]：`sanctions` 中有一件属于 `v9`：没有这个编号的组织\n"
        "错误：有 1 件事件不属于任何组织，未作评定；加上 `--on-error collect` 可评定 3 行\n"
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sanction", "did you mean `sanctions`?"),
        ("处分情况", "did you mean `处分`?"),
        ("absences", "expected one of `sanctions`, `visits`, `overrides`"),
    ],
)
def test_a_name_that_is_no_list_of_events(name: str, said: str, run: Run) -> None:
    """Other facts are no lists of events."""
    outcome = graded(run, "--events", f"{name}=sanctions.csv")
    assert (outcome.code, outcome.err) == (1, f"error: `{name}` is no list of events of this scheme; {said}\n")


def test_a_scheme_without_events(run: Run) -> None:
    """There is nothing to suggest."""
    outcome = run("grade", "village.yaml", "table.csv", "--events", "sanctions=sanctions.csv")
    assert outcome.err == "error: `sanctions` is no list of events of this scheme; it has none\n"


def test_a_list_that_is_given_twice(run: Run, desk: Path) -> None:
    """By two options, or by an option and a column."""
    twice = graded(run, "--events", "sanctions=sanctions.csv", "--events", "处分=sanctions.csv")
    assert (twice.code, twice.err) == (2, "error: `处分` is given twice\n")
    (desk / "o.json").write_text('[{"id": "v1", "judges": [9], "处分": []}]', encoding="utf-8")
    assert graded(run, "--events", "sanctions=sanctions.csv", table="o.json").err == (
        "o.json: error[repeated-list]: the column `处分` and `--events` both give `sanctions`: "
        "expected it in one place\n"
    )


def test_a_cell_of_a_csv_holds_no_events(run: Run, desk: Path) -> None:
    """The column is refused once, with what to do."""
    (desk / "o.csv").write_text("编号,评委打分,处分\nv1,9,2020-01-01 警告\n", encoding="utf-8")
    outcome = graded(run)
    assert (outcome.code, outcome.err) == (
        1,
        "o.csv: error[events-column]: the column `处分` is a list of events: expected a table of its own; "
        "write `--events sanctions=FILE`\n",
    )


def test_organisations_without_ids_have_no_events(run: Run, desk: Path) -> None:
    """Without a column of ids, or with an empty one, events cannot be joined."""
    (desk / "o.csv").write_text("名称,评委打分\n第1村,9\n", encoding="utf-8")
    assert graded(run, "--events", "sanctions=sanctions.csv").err == (
        "o.csv: error[missing-column]: no column gives the id of the organisation, by which events are joined: "
        "expected `id` or `编号`\n"
    )
    (desk / "o.csv").write_text("编号,评委打分\n,9\n", encoding="utf-8")
    assert graded(run, "--events", "sanctions=sanctions.csv").err == (
        "o.csv: error[missing-id]: no record has an id: expected `id`, by which events are joined\n"
    )


def test_the_heads_of_events_are_strict(run: Run, desk: Path) -> None:
    """What is missing, repeated or alike is said of every table of events at once."""
    (desk / "s.csv").write_text("日期,种累\n2020-01-01,警告\n", encoding="utf-8")
    (desk / "v.csv").write_text("id,日期,经办人\nv1,2020-01-01,甲\n", encoding="utf-8")
    outcome = graded(run, "--events", "sanctions=s.csv", "--events", "visits=none.csv")
    assert [line.split(": ")[1] for line in outcome.err.splitlines()] == [
        "error[resembling-column]",
        "error[missing-column]",
        "error[missing-table]",
    ]
    noted = graded(run, "--events", "visits=v.csv")
    assert noted.err.splitlines()[0] == "note: the column `经办人` is no field of `visits`, and is not used"
    assert graded(run, "--events", "visits=v.csv", "--lang", "zh").err.startswith(
        "注：列 `经办人` 不是 `visits` 的字段，没有使用\n"
    )


def test_a_folder_is_no_table_of_events(run: Run) -> None:
    """A folder in the place of a table is a fault."""
    assert graded(run, "--events", "visits=.").err == "error: `.` is a folder: expected a table\n"


@pytest.mark.parametrize("word", ["sanctions", "=a.csv", "sanctions="])
def test_a_table_of_events_has_a_name(word: str, run: Run) -> None:
    """`--events` without a name or a file is a usage fault."""
    outcome = graded(run, "--events", word)
    assert outcome.code == 2
    assert f"`--events`: expected NAME=FILE, got `{word}`" in outcome.err


def test_results_never_replace_a_table_of_events(run: Run) -> None:
    """OUT is none of the tables that are read."""
    outcome = graded(run, "--events", "sanctions=sanctions.csv", "-o", "sanctions.csv")
    assert (outcome.code, outcome.err) == (
        2,
        "error: `sanctions.csv`: the results would replace the table that they come from\n",
    )


def test_an_explanation_has_the_events(run: Run) -> None:
    """`explain` grades with the tables of events, and says what is wrong in the rest of them."""
    words = ("explain", "branches.yaml", "o.csv", "--as-of", "2020-06-30", "--events", "sanctions=bad.csv", "--row")
    good, bad = run(*words, "v2"), run(*words, "v3")
    assert "处分扣分" in good.out
    assert good.err.splitlines() == [
        *BAD.splitlines()[:2],
        "note: another row has faults and does not count for quotas: line 4",
    ]
    assert bad.err == f"{BAD.splitlines()[2]}\nerror: the row has faults, and is not graded\n"


def test_readings_have_the_events(run: Run) -> None:
    """`readings` grades with the tables of events as of the day, and ends as `grade` does."""
    words = ("readings", "branches.yaml", "o.csv", "--as-of", "2020-06-30", "--events")
    assert run(*words, "sanctions=sanctions.csv").code == 0
    outcome = run(*words, "sanctions=bad.csv")
    assert (outcome.code, outcome.err) == (1, BAD)


def test_a_scheme_that_needs_the_day_says_so(run: Run) -> None:
    """Without `--as-of` the place where the day is needed is shown, with what to write."""
    outcome = run("grade", "branches.yaml", "o.csv")
    assert outcome.code == 1
    assert outcome.err.startswith("branches.yaml:32:40: ")
    assert "error[needs-day]" in outcome.err
    assert "= help: say it with `--as-of`, as in `--as-of 2020-06-30`" in outcome.err


def test_the_day_stands_above_the_results(run: Run) -> None:
    """Where the scheme looks at the day, a table of results says it; elsewhere it only has to be in force."""
    words = ("grade", "branches.yaml", "o.csv", "--as-of", "2020-06-30")
    assert run(*words).out.splitlines()[1] == "As of: 2020-06-30"
    assert run(*words, "--lang", "zh").out.splitlines()[1] == "评定基准日：2020-06-30"
    assert "As of" not in run("grade", "village.yaml", "table.csv", "--as-of", "2020-06-30").out


def test_json_carries_panels_and_events_whole(run: Run, desk: Path) -> None:
    """The facts of a result have every score and every event."""
    graded(run, "--events", "sanctions=sanctions.csv", "-o", "out.jsonl")
    first = json.loads((desk / "out.jsonl").read_text("utf-8").splitlines()[0])
    assert first["facts"]["judges"] == ["9", "9.5", "10"]
    assert first["facts"]["sanctions"] == [
        {"day": "2020-01-01", "kind": "warning", "points": 2},
        {"day": "2019-05-01", "kind": "warning", "points": 3},
    ]
