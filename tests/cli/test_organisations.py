"""Tables as commands read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def graded(run: Run, name: str, *words: str) -> Any:
    return run("grade", "village.yaml", name, "--format", "csv", *words)


def test_the_encoding_of_spreadsheets_is_read(run: Run, desk: Path) -> None:
    """A CSV in GB18030 gives what the one in UTF-8 gives."""
    text = (desk / "table.csv").read_text("utf-8")
    (desk / "old.csv").write_text(text, encoding="gb18030")
    assert graded(run, "old.csv").out == graded(run, "table.csv").out


def test_json_lines_are_read(run: Run, desk: Path) -> None:
    """JSON Lines with ids for keys are a table too."""
    rows = [
        {"id": "v1", "name": "第1村党支部", "review": 58, "satisfaction": 95},
        {"id": "v2", "name": "第2村党支部", "review": 55.5, "absences": 1, "satisfaction": "190"},
    ]
    (desk / "t.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    outcome = graded(run, "t.jsonl", "--on-error", "collect")
    assert outcome.out.splitlines()[1] == "v1,第1村党支部,98,good,fair,1,好不超过两成 (at most 0 of 1): 好 → 一般 [五],"
    assert outcome.err.startswith("t.jsonl:2: v2 第2村党支部: 群众满意率 (satisfaction): error[out-of-range]")


def test_a_column_that_is_no_fact_is_noted(run: Run, desk: Path) -> None:
    """Columns that are no facts are named on stderr and not used."""
    (desk / "t.csv").write_text("id,评议,群众满意率,电话,联系人\na,58,90,1,x\n", encoding="utf-8")
    outcome = graded(run, "t.csv", "--lang", "zh")
    assert outcome.code == 0
    assert outcome.err.splitlines()[0] == "注：列 `电话`、`联系人` 不是本办法的事实，没有使用"
    assert graded(run, "t.csv").err.startswith("note: the columns `电话`, `联系人` are no facts of this scheme")


def test_a_default_that_counts_beside_an_unused_column_is_said(run: Run, desk: Path) -> None:
    """Where a column is not used, the facts are named that no column gives and whose default counts."""
    (desk / "t.csv").write_text("id,评议,群众满意率,没来\na,58,90,7\n", encoding="utf-8")
    assert graded(run, "t.csv").err.splitlines()[1] == "note: no column gives `缺席`: the default counts in every row"
    (desk / "t.csv").write_text("id,评议,群众满意率\na,58,90\n", encoding="utf-8")
    assert "default" not in graded(run, "t.csv").err


def test_a_column_that_is_missing_may_be_one_that_is_not_used(run: Run, desk: Path) -> None:
    """The columns that are no facts are named beside the one that is missing."""
    (desk / "t.csv").write_text("id,评议,民意\na,58,90\n", encoding="utf-8")
    assert graded(run, "t.csv").err.endswith("these columns are no facts, one of them may be it: `民意`\n")


def test_a_column_that_resembles_a_fact_is_a_fault(run: Run, desk: Path) -> None:
    """A slip of the pen in a head stops the command, before any row is read."""
    (desk / "t.csv").write_text("id,评议,群众满意度\na,58,90\n", encoding="utf-8")
    outcome = graded(run, "t.csv")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("t.csv: error[resembling-column]: the column `群众满意度` is no fact but resembles")
    assert outcome.err.count("\n") == 1


def test_a_missing_column_is_said_once(run: Run, desk: Path) -> None:
    """A required fact that no column gives is one fault, not one for every row."""
    (desk / "t.csv").write_text("id,评议\na,58\nb,59\n", encoding="utf-8")
    outcome = graded(run, "t.csv", "--lang", "zh")
    assert (outcome.code, outcome.err) == (
        1,
        "t.csv: 错误[missing-column]：缺少必填的列 `群众满意率`（satisfaction）\n",
    )


def test_a_table_without_rows(run: Run, desk: Path) -> None:
    """Heads alone are nothing to grade."""
    (desk / "t.csv").write_text("id,评议,群众满意率\n", encoding="utf-8")
    assert graded(run, "t.csv").err == "t.csv: error[no-rows]: the table has no rows\n"


def test_a_folder_is_no_table(run: Run) -> None:
    """A folder in the place of a table is a fault."""
    outcome = graded(run, ".")
    assert (outcome.code, outcome.err) == (1, "error: `.` is a folder: expected a table\n")


def test_a_table_that_is_none(run: Run, desk: Path) -> None:
    """An ending that no table has is a fault."""
    outcome = graded(run, "table.xlsx")
    assert outcome.code == 1
    assert "error[unknown-format]" in outcome.err
