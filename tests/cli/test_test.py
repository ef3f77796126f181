"""`partygrade test`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def failing(desk: Path) -> Path:
    """Expect something else in the first case."""
    path = desk / "village.cases.yaml"
    path.write_text(path.read_text("utf-8").replace("grade: good", "grade: fair"), encoding="utf-8")
    return path


def below(desk: Path, name: str, **files: str) -> None:
    (desk / name).mkdir(parents=True)
    for file, text in files.items():
        (desk / name / f"{file.replace('_', '.')}.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", ["village.yaml", "village.cases.yaml", "."])
def test_a_scheme_its_cases_or_their_folder_is_named(run: Run, name: str) -> None:
    """All three mean the same cases."""
    outcome = run("test", name)
    assert (outcome.code, outcome.out) == (0, "village.cases.yaml: 5 cases pass\n5 cases pass\n")


def test_the_working_folder_is_meant_where_nothing_is_named(run: Run) -> None:
    """And the language is that of the reader."""
    outcome = run("test", "--lang", "zh")
    assert (outcome.code, outcome.out) == (0, "village.cases.yaml: 5 个样例全部相符\n5 个样例全部相符\n")


def test_a_shipped_scheme_is_known_by_its_name(run: Run) -> None:
    """Its cases stand beside it, wherever that is."""
    outcome = run("test", "three-tier-weighted")
    assert outcome.code == 0
    assert outcome.out.splitlines()[0].partition(": ")[0].endswith("three-tier-weighted.cases.yaml")


@pytest.mark.usefixtures("failing")
def test_a_case_that_fails_is_explained(run: Run) -> None:
    """With its line, what differs, and the account of what came out."""
    outcome = run("test", "village.yaml")
    assert outcome.code == 1
    lines = outcome.out.splitlines()
    assert lines[:5] == [
        "village.cases.yaml:4: case `plain`: grade: expected fair, got good",
        "",
        "    Scheme: 村党支部分类定级办法 (试行)",
        "    Score: 90 / 100",
        "    Final grade: 好",
    ]
    assert lines[-1] == "1 of 5 cases fail"


@pytest.mark.usefixtures("failing")
def test_a_case_that_fails_in_chinese(run: Run) -> None:
    """The account too."""
    lines = run("test", "--lang", "zh").out.splitlines()
    assert lines[0] == "village.cases.yaml:4: 样例 `plain`: grade：应为 fair，得到 good"
    assert "    最终等次：好" in lines
    assert lines[-1] == "5 个样例中 1 个不符"


def test_every_file_below_a_folder_is_run_once(run: Run, desk: Path) -> None:
    """In the order of their paths, without hidden folders, and also where a file is named twice."""
    scheme, cases = ((desk / name).read_text("utf-8") for name in ("village.yaml", "village.cases.yaml"))
    below(desk, "b/c", village=scheme, village_cases=cases)
    below(desk, "a", village=scheme, village_cases=cases.replace("grade: good", "grade: fair"))
    below(desk, ".hidden", village=scheme, village_cases=cases)
    outcome = run("test", ".", "a/village.yaml")
    assert outcome.code == 1
    starts = [line.partition(": ")[0] for line in outcome.out.splitlines() if line.startswith(("a", "b", "v"))]
    assert starts == ["a/village.cases.yaml:4", "b/c/village.cases.yaml", "village.cases.yaml"]
    assert outcome.out.endswith("1 of 15 cases fail\n")


def test_a_broken_file_does_not_hide_the_others(run: Run, desk: Path) -> None:
    """It is counted, and the exit code is 1."""
    scheme = (desk / "village.yaml").read_text("utf-8")
    below(desk, "a", village=scheme.replace("absences >=", "absense >="), village_cases="scheme: village\ncases: []\n")
    below(desk, "b", village=scheme, village_cases="scheme: village\ncases: 5\n")
    below(desk, "c", village_cases="scheme: village\ncases: []\n")
    outcome = run("test")
    assert outcome.code == 1
    for start in (
        "a/village.yaml:28:",
        "b/village.cases.yaml:2:8: error[wrong-type]",
        "error[no-scheme]: `c/village.yaml`",
    ):
        assert start in outcome.out
    assert outcome.out.endswith("village.cases.yaml: 5 cases pass\n5 cases pass, 3 files cannot be used\n")


def test_one_case_passes(run: Run, desk: Path) -> None:
    """And is said so."""
    (desk / "village.cases.yaml").write_text(
        "scheme: village\ncases: [{case: x, facts: {review: 1, satisfaction: 1}, expect: {score: 41}}]\n",
        encoding="utf-8",
    )
    assert run("test").out == "village.cases.yaml: 1 case passes\n1 case passes\n"


@pytest.mark.parametrize(
    ("name", "en", "zh"),
    [
        (
            "nothing",
            "`nothing` is neither a shipped scheme nor a file nor a folder",
            "`nothing` 既不是自带办法，也不是文件或文件夹",
        ),
        ("empty", "no golden cases stand in `empty`", "`empty` 中没有样例"),
        ("lone.yaml", "no golden cases stand beside `lone.yaml`", "`lone.yaml` 旁边没有样例"),
    ],
)
def test_nothing_to_run_is_a_fault(run: Run, desk: Path, name: str, en: str, zh: str) -> None:
    """A slip in a path does not pass for success."""
    (desk / "empty").mkdir()
    (desk / "lone.yaml").write_text((desk / "village.yaml").read_text("utf-8"), encoding="utf-8")
    outcome = run("test", name)
    assert (outcome.code, outcome.out, outcome.err) == (1, "", f"error: {en}\n")
    assert run("test", name, "--lang", "zh").err == f"错误：{zh}\n"


@pytest.mark.parametrize("word", ["0", "-3", "many", "²"])
def test_examples_are_a_number(run: Run, word: str) -> None:
    """Anything else is a mistake in the command."""
    outcome = run("test", "--laws", f"--examples={word}")
    assert outcome.code == 2
    assert f"expected a whole number from 1, got `{word}`" in outcome.err


def test_laws_without_hypothesis(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names what is missing, and how to get it."""
    monkeypatch.setattr("partygrade.cli.test.find_spec", lambda name: None)
    outcome = run("test", "--laws")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        "error: `--laws` draws examples with hypothesis, which is not installed: pip install hypothesis\n"
    )
    assert run("test").code == 0


def test_the_laws_are_tried_on_request(run: Run, desk: Path) -> None:
    """On every scheme of a folder, also on those without cases."""
    (desk / "lone.yaml").write_text(
        (desk / "village.yaml").read_text("utf-8").replace("scheme: village", "scheme: lone"), encoding="utf-8"
    )
    (desk / "notes.yaml").write_text("a: 1\n", encoding="utf-8")
    outcome = run("test", "--laws", "--examples", "2")
    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        "lone.yaml: 10 laws hold",
        "village.cases.yaml: 5 cases pass",
        "village.yaml: 10 laws hold",
        "5 cases pass, 20 laws hold",
    ]
