"""Result files: complete, exact, and whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from partygrade.cli import save

Run = Callable[..., Any]
COLLECT = ("grade", "village.yaml", "faulty.csv", "--on-error", "collect", "-q")


def schema(name: str) -> jsonschema.Draft202012Validator:
    text = files("partygrade").joinpath(f"{name}.schema.json").read_text("utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_a_table_of_results_loses_nothing(run: Run, desk: Path) -> None:
    """Every row of the input is in the file, in its order; faulty rows carry their faults in the last column."""
    assert run(*COLLECT, "-o", "out.csv").code == 1
    rows = read(desk / "out.csv")
    assert list(rows[0]) == ["id", "name", "score", "own_grade", "grade", "place", "reasons", "faults"]
    assert [(row["id"], row["score"], row["own_grade"], row["grade"], row["place"]) for row in rows] == [
        ("v1", "98", "good", "fair", "1"),
        ("v2", "", "", "", ""),
        ("v3", "75", "poor", "poor", "2"),
        ("v1", "", "", "", ""),
    ]
    assert rows[1]["faults"] == (
        "评议 (review): expected a number, got `六十`; "
        "群众满意率 (satisfaction): 190 is out of range: expected 0 to 100"
    )
    assert rows[3]["faults"] == "编号 (id): the id `v1` already stands on line 2"


def test_a_table_of_results_in_chinese(run: Run, desk: Path) -> None:
    """In Chinese the heads are Chinese, and grades go by their labels."""
    run(*COLLECT, "-o", "out.csv", "--lang", "zh")
    rows = read(desk / "out.csv")
    assert list(rows[0]) == ["编号", "名称", "得分", "自身等次", "最终等次", "名次", "说明", "差错"]
    assert list(rows[2].values()) == [
        "v3",
        "第3村党支部",
        "75",
        "较差",
        "较差",
        "2",
        "缺席扣分 −15 分〔三5〕；缺席过多（缺席 3，缺席次数上限 3）：降 1 级〔五2〕",
        "",
    ]


def test_json_lines_are_results_and_faults(run: Run, desk: Path) -> None:
    """A line is a result that its JSON Schema allows, or a faulty row with its line in the file and its faults."""
    run(*COLLECT, "-o", "out.jsonl")
    first, second, third, fourth = map(json.loads, (desk / "out.jsonl").read_text("utf-8").splitlines())
    for result in (first, third):
        schema("result").validate(result)
    assert (first["grade"], third["grade"]) == ("fair", "poor")
    assert (second["row"], second["line"], second["id"]) == (1, 3, "v2")
    assert [fault["fact"] for fault in second["faults"]] == ["review", "satisfaction"]
    assert [fault["code"] for fault in fourth["faults"]] == ["repeated-id"]


def test_json_is_the_whole_cohort(run: Run, desk: Path) -> None:
    """One object holds results, quotas and faults, as its JSON Schema says."""
    run(*COLLECT, "-o", "out.json")
    cohort = json.loads((desk / "out.json").read_text("utf-8"))
    schema("cohort").validate(cohort)
    assert (len(cohort["gradings"]), len(cohort["faults"])) == (2, 3)
    assert cohort["quotas"][0]["id"] == "few_good"


@pytest.mark.parametrize("kind", ["csv", "jsonl", "json"])
def test_what_is_printed_is_what_is_written(kind: str, run: Run, desk: Path) -> None:
    """`--format` prints what `-o` writes, and everything else stands on stderr."""
    outcome = run("grade", "village.yaml", "table.csv", "--format", kind, "-o", f"out.{kind}")
    assert outcome.code == 0
    written = (desk / f"out.{kind}").read_text("utf-8-sig")
    assert outcome.out.splitlines() == written.splitlines()
    assert outcome.err == f"5 rows: 4 graded, 1 without a grade, 0 with faults\nwritten to out.{kind}\n"


def test_faulty_rows_leave_a_file_as_it_was(run: Run, desk: Path) -> None:
    """Without `--on-error collect` a faulty row means that nothing is written."""
    (desk / "out.csv").write_text("before", encoding="utf-8")
    assert run("grade", "village.yaml", "faulty.csv", "-o", "out.csv").code == 1
    assert (desk / "out.csv").read_text("utf-8") == "before"


@pytest.mark.parametrize("kind", ["csv", "jsonl", "json"])
def test_a_write_that_fails_leaves_no_half_file(
    kind: str, run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full half-way leaves what stood there, and no draft."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    out = desk / f"out.{kind}"
    out.write_text("before", encoding="utf-8")
    before = sorted(path.name for path in desk.iterdir())
    monkeypatch.setattr(os, "fsync", full)
    outcome = run("grade", "village.yaml", "table.csv", "-o", out.name)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == f"error: `out.{kind}` cannot be written: No space left on device\n"
    assert out.read_text("utf-8") == "before"
    assert sorted(path.name for path in desk.iterdir()) == before


def test_a_folder_that_is_missing(run: Run) -> None:
    """A place where nothing can be written is a fault."""
    outcome = run("grade", "village.yaml", "table.csv", "-o", "none/out.csv", "--lang", "zh")
    assert outcome.code == 1
    assert outcome.err.startswith("错误：无法写入 `none/out.csv`：")


def test_a_cell_is_never_run_as_a_formula(run: Run, desk: Path) -> None:
    """A name that begins like a formula is guarded, in a file and in print."""
    (desk / "t.csv").write_text("id,name,评议,群众满意率\na,=1+1,58,90\n", encoding="utf-8")
    assert ",'=1+1," in run("grade", "village.yaml", "t.csv", "--format", "csv").out


def test_every_head_is_in_both_languages() -> None:
    """Each column of the result has a head in English and one in Chinese."""
    assert len({text.zh for text in save.HEADS.values()}) == len(save.HEADS) == 8
