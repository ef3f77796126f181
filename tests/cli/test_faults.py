"""Faults as lines of text."""

from __future__ import annotations

from partygrade.cli import faults
from partygrade.diagnostics import Diagnostic, Text
from partygrade.grading import RowFault
from partygrade.tables import Table

TABLE = Table(("id",), ({"id": "a"}, {"id": "a"}), (2, 5))
RANGE = Diagnostic("out-of-range", Text("190 is too much", "190 太大"), fact="rate", label="满意率")
REPEATED = Diagnostic("repeated-id", Text("row 1", "第 1 行"), fact="id", label="编号")
ROW = RowFault(1, "a", "东村", (RANGE, REPEATED))


def place(found: RowFault, fault: Diagnostic) -> str:
    return f"t.csv:{TABLE.lines[found.row]}"


def test_a_row_is_named_by_its_line_in_the_file() -> None:
    """File, line, organisation, label, id, code and sentence stand in one line, for every fault."""
    assert faults.of_rows([ROW], place, "en") == [
        "t.csv:5: a 东村: 满意率 (rate): error[out-of-range]: 190 is too much",
        "t.csv:5: a 东村: 编号 (id): error[repeated-id]: row 1",
    ]
    assert faults.of_rows([ROW], place, "zh")[0] == "t.csv:5: a 东村：满意率（rate）：错误[out-of-range]：190 太大"


def test_a_repeated_id_names_the_line_where_it_stands_first() -> None:
    """People look for lines of the file, not for rows."""
    (found,) = faults.with_lines([ROW], TABLE, ["a", "a"])
    assert found.diagnostics[0] == RANGE
    assert found.diagnostics[1].text == Text("the id `a` already stands on line 2", "编号 `a` 与文件第 2 行重复")


def test_what_has_no_name_or_fact_is_left_out() -> None:
    """A row without a name and a fault without a fact leave no gap."""
    bare = RowFault(0, None, None, (Diagnostic("odd", Text("odd", "怪")),))
    assert faults.of_rows([bare], place, "en") == ["t.csv:2: error[odd]: odd"]
    assert faults.short(bare.diagnostics[0], "en") == "odd"
    assert faults.short(RANGE, "zh") == "满意率（rate）：190 太大"
