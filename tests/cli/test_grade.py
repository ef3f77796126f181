"""`partygrade grade`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
GRADE = ("grade", "village.yaml", "table.csv")
FAULTY = ("grade", "village.yaml", "faulty.csv")


def test_the_whole_picture(run: Run) -> None:
    """Scheme, table, quotas, grades, readings and counts, in the order of the table."""
    outcome = run(*GRADE, "--lang", "zh")
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0].startswith("办法：村党支部分类定级办法  village ")
    assert lines[2].split() == ["名次", "编号", "名称", "得分", "自身等次", "最终等次", "说明"]
    assert [line.split()[1] for line in lines[4:] if "村党支部" in line][:3] == ["v1", "v2", "v3"]
    assert "  · 好不超过 20% = 4 个中 0 个：调整前 2 个，调整后 0 个，满足；组织数太少，按比例没有名额〔五〕" in lines
    assert "各等次数目：好 0，一般 3，较差 1" in lines
    assert "缺席次数上限  absence_limit  3     4       三6" in lines
    assert lines[-1] == "共 5 行：定级 4，不定级 1，有差错 0"


def test_what_is_stated_is_no_reading(run: Run) -> None:
    """A figure that the document states is not among the readings, unless it was set."""
    assert "good_share" not in run(*GRADE).out
    out = run(*GRADE, "--set", "good_share=50%").out
    assert "set; default 20%" in out


def test_faulty_rows_are_all_reported_and_nothing_is_graded(run: Run) -> None:
    """Every fault of every row is a line; then it says what to do."""
    outcome = run(*FAULTY)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.splitlines() == [
        "faulty.csv:3: v2 第2村党支部: 评议 (review): error[not-a-number]: expected a number, got `六十`",
        "faulty.csv:3: v2 第2村党支部: 群众满意率 (satisfaction): error[out-of-range]: "
        "190 is out of range: expected 0 to 100",
        "faulty.csv:5: v1 第4村党支部: 编号 (id): error[repeated-id]: the id `v1` already stands on line 2",
        "error: 2 of 4 rows have faults, so nothing is graded; `--on-error collect` grades the other 2",
    ]


def test_the_refusal_in_chinese(run: Run) -> None:
    """The refusal speaks Chinese too."""
    last = run(*FAULTY, "--lang", "zh").err.splitlines()[-1]
    assert last == "错误：4 行中有 2 行有差错，未作评定；加上 `--on-error collect` 可评定其余 2 行"


def test_where_no_row_is_good_collecting_is_not_advised(run: Run, desk: Path) -> None:
    """If every row is faulty there is nothing else to grade."""
    (desk / "t.csv").write_text("id,评议,群众满意率\na,x,1\n", encoding="utf-8")
    assert (
        run("grade", "village.yaml", "t.csv").err.splitlines()[-1]
        == "error: 1 of 1 rows has faults, so nothing is graded"
    )


def test_collected_rows_add_up(run: Run) -> None:
    """With collect the good rows are graded, the bad ones listed, and the exit code is still 1."""
    outcome = run(*FAULTY, "--on-error", "collect")
    assert outcome.code == 1
    assert outcome.err.count("faulty.csv:") == 3
    assert outcome.out.splitlines()[-1] == "4 rows: 2 graded, 0 without a grade, 2 with faults"
    assert "fault: 编号 (id): the id `v1` already stands on line 2" in outcome.out


def test_quiet_still_reports_faults(run: Run) -> None:
    """`--quiet` prints nothing but faults."""
    assert run(*GRADE, "-q").out == ""
    outcome = run(*FAULTY, "-q", "--on-error", "collect")
    assert outcome.out == ""
    assert outcome.err.count("\n") == 3


def test_where_the_results_are(run: Run) -> None:
    """The last line says where the results were written."""
    assert run(*GRADE, "-o", "out.csv").out.endswith("written to out.csv\n")


@pytest.mark.parametrize("out", ["table.csv", "./table.csv"])
def test_the_input_is_never_overwritten(out: str, run: Run) -> None:
    """Results that would replace the table they come from are a usage fault."""
    outcome = run(*GRADE, "-o", out)
    assert outcome.code == 2
    assert "the results would replace the table that they come from" in outcome.err


def test_an_ending_that_no_table_has(run: Run) -> None:
    """The ending of OUT is looked at before any work."""
    outcome = run("grade", "none", "none.csv", "-o", "out.doc")
    assert outcome.code == 2
    assert outcome.err.startswith("error: `out.doc` has no ending of a table")


def test_a_scheme_without_grades(run: Run, desk: Path) -> None:
    """A scheme that only scores has no columns for grades and counts scores."""
    text = "partygrade: 1\nscheme: s\ntitle: t\nscore: {points: 100, id: total, label: 总分}\n"
    (desk / "s.yaml").write_text(text, encoding="utf-8")
    (desk / "s.csv").write_text("总分\n89.5\n90\n", encoding="utf-8")
    lines = run("grade", "s.yaml", "s.csv").out.splitlines()
    assert [line.split() for line in lines[2:6]] == [["name", "score"], ["────", "─────"], ["#1", "89.5"], ["#2", "90"]]
    assert lines[-1] == "2 rows: 2 scored, 0 with faults"


def test_the_movement_stands_after_the_quotas(run: Run, desk: Path) -> None:
    """With the targets, where the scheme compares with last year."""
    scheme = (desk / "village.yaml").read_text(encoding="utf-8")
    scheme = scheme.replace("facts:\n", "facts:\n  last: {type: grade, label: 上年等次, optional: true}\n")
    scheme += "cycle: {previous: last, targets: [{id: rise, label: 转化, grades: [poor], reach: fair, source: 七}]}\n"
    (desk / "cycle.yaml").write_text(scheme.replace("scheme: village", "scheme: cycle"), encoding="utf-8")
    table = "编号,评议,群众满意率,上年等次\nv1,58,95,好\nv2,50,90,较差\nv3,0,90,\n"
    (desk / "cycle.csv").write_text(table, encoding="utf-8")
    lines = run("grade", "cycle.yaml", "cycle.csv", "--lang", "zh").out.splitlines()
    start = lines.index("比例")
    assert lines[start + 2 : start + 8] == [
        "年度升降：上升 1，持平 0，下降 1，新参评 0，未定级 1",
        "  · 上年好：一般 1",
        "  · 上年较差：一般 1",
        "  · 上年未知：不定级 1",
        "  · 转化：上年较差 1 个，须有 1 个（100%）达到一般：实有 1 个，满足〔七〕",
        "各等次数目：好 0，一般 2，较差 0",
    ]
