"""`partygrade grade` by an engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

Run = Callable[..., Any]
GRADE = ("grade", "village.yaml", "table.csv", "--engine", "polars", "--out", "out.parquet", "--lang", "en")


def test_the_counts_add_up_and_the_quotas_are_told(run: Run, desk: Path) -> None:
    """As on the plain path; the results are where they were wanted."""
    outcome = run(*GRADE)
    assert (outcome.code, outcome.err) == (0, "reading …\nwriting …\n")
    assert outcome.out.splitlines() == [
        "Quotas",
        "  · few_good: 2 before, 0 after, limit 0",
        "5 rows: 4 graded, 1 without a grade, 0 with faults",
        "written to out.parquet",
    ]
    found = pl.read_parquet(desk / "out.parquet")
    assert found["grade"].to_list() == ["fair", "fair", "poor", None, "fair"]


def test_in_chinese(run: Run) -> None:
    """Every line is."""
    outcome = run(*GRADE[:-1], "zh")
    assert outcome.out.splitlines() == [
        "比例",
        "  · few_good：原有 2，现有 0，限额 0",
        "共 5 行：定级 4，不定级 1，有差错 0",
        "已写入 out.parquet",
    ]


def test_quiet(run: Run) -> None:
    """Nothing is said where all is well."""
    assert run(*GRADE, "--quiet").out == run(*GRADE, "--quiet").err == ""


def test_faults_are_told_and_nothing_is_written(run: Run, desk: Path) -> None:
    """Every fault of the first rows."""
    outcome = run("grade", "village.yaml", "faulty.csv", *GRADE[3:])
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.splitlines()[-1] == (
        "error: rows have faults, so nothing is graded; `--on-error collect` grades the others"
    )
    assert not (desk / "out.parquet").exists()


def test_collected_faults_stand_in_a_file(run: Run, desk: Path) -> None:
    """The others are graded, and the exit code is still 1."""
    outcome = run("grade", "village.yaml", "faulty.csv", *GRADE[3:], "--on-error", "collect")
    assert outcome.code == 1
    assert outcome.out.splitlines()[-1] == "faults written to out.faults.csv"
    assert "2 with faults" in outcome.out
    assert "expected a number, got `六十`" in (desk / "out.faults.csv").read_text(encoding="utf-8-sig")


def test_parquet_needs_no_engine_named(run: Run, desk: Path) -> None:
    """Only an engine can read it."""
    pl.read_csv(desk / "table.csv", infer_schema=False).write_parquet(desk / "table.parquet")
    assert run("grade", "village.yaml", "table.parquet", "--out", "out.csv", "--quiet").code == 0
    assert (desk / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--engine", "polars"), "error: an engine writes its results to a file: expected `--out FILE`"),
        (("--memory", "much", "--out", "o.parquet"), "error: `much` is no amount of memory: expected one such as 1GB"),
        (
            ("--memory", "1GB", "--engine", "polars", "--out", "o.parquet"),
            "error: polars keeps no limit of memory: expected duckdb",
        ),
        (
            ("--engine", "polars", "--out", "table.csv"),
            "error: `table.csv`: the results would replace the table that they come from",
        ),
    ],
)
def test_what_cannot_be_done_is_said_before_any_work(run: Run, words: tuple[str, ...], said: str) -> None:
    """With exit code 2."""
    outcome = run("grade", "village.yaml", "table.csv", *words)
    assert (outcome.code, outcome.err.strip()) == (2, said)


@pytest.mark.parametrize(
    ("table", "out", "said"),
    [
        (
            "many",
            "many/out.parquet",
            "error: `many/out.parquet`: the results would become a part of the table that they come from",
        ),
        (
            "out.faults.csv",
            "out.parquet",
            "error: `out.faults.csv`: the results would replace the table that they come from",
        ),
    ],
)
def test_neither_results_nor_faults_are_written_into_what_is_read(
    run: Run, desk: Path, table: str, out: str, said: str
) -> None:
    """A folder is read as a whole, so that what lies in it would be read the next time."""
    (desk / "many").mkdir()
    pl.read_csv(desk / "table.csv", infer_schema=False).write_parquet(desk / "many" / "1.parquet")
    (desk / "out.faults.csv").write_bytes((desk / "table.csv").read_bytes())
    outcome = run("grade", "village.yaml", table, "--engine", "polars", "--out", out, "--lang", "en")
    assert (outcome.code, outcome.err.strip()) == (2, said)


def test_a_missing_extra_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what installs it."""
    monkeypatch.setattr("partygrade.cli.engines.find_spec", lambda name: None)
    outcome = run(*GRADE)
    assert outcome.err.strip() == "error: `narwhals` is not installed: pip install 'partygrade[batch]'"
