"""`partygrade check`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from partygrade import catalog
from partygrade.check import CHECKS

Run = Callable[..., Any]


@pytest.fixture
def broken(desk: Path) -> Path:
    """Break the scheme in two places."""
    path = desk / "broken.yaml"
    text = (desk / "village.yaml").read_text("utf-8")
    text = text.replace("scheme: village", "scheme: broken")
    path.write_text(
        text.replace("absences >=", "absense >=").replace("at_most: fair", "at_most: fare"), encoding="utf-8"
    )
    return path


def test_a_good_file(run: Run) -> None:
    """A file without faults is one line with what it holds."""
    outcome = run("check", "village.yaml")
    assert (outcome.code, outcome.out) == (0, "village.yaml: no faults (3 facts, 2 rules, 1 reading)\n")
    assert run("check", "village.yaml", "--lang", "zh").out == "village.yaml：没有差错（事实 3，规则 2，读法 1）\n"


def test_the_day_and_overrides_are_no_facts(run: Run, desk: Path) -> None:
    """What a scheme looks at without declaring it is not counted."""
    text = (desk / "village.yaml").read_text("utf-8")
    text = text.replace("lower_by: 1,", "lower_by: 1, soft: true,").replace(
        "review > 0", "review > 0 and year(as_of) > 0"
    )
    (desk / "village.yaml").write_text(text, encoding="utf-8")
    assert run("check", "village.yaml").out == "village.yaml: no faults (3 facts, 2 rules, 1 reading)\n"


def test_every_shipped_scheme_is_good(run: Run) -> None:
    """The schemes that come with the program have no faults, and neither have those of the gallery."""
    names = [*catalog.names(), *catalog.gallery()]
    outcome = run("check", *names)
    assert (outcome.code, outcome.out.count("no faults")) == (0, len(names))


@pytest.mark.parametrize("name", catalog.gallery())
def test_the_cases_of_the_gallery_are_found_by_name(name: str, run: Run) -> None:
    """`--cases` runs the cases that stand beside a scheme of the gallery."""
    outcome = run("check", name, "--cases")
    assert (outcome.code, outcome.err) == (0, "")
    assert re.fullmatch(rf"{name}: no faults \(.*\), [0-9]+ cases pass, reaching ([0-9]+) of \1\n", outcome.out)


@pytest.mark.usefixtures("broken")
def test_every_fault_is_printed_with_its_line(run: Run) -> None:
    """All faults of a file are shown, and the good file beside it too."""
    outcome = run("check", "broken.yaml", "village.yaml")
    assert outcome.code == 1
    assert "broken.yaml:28:" in outcome.out
    assert "broken.yaml:27:" in outcome.out
    assert "did you mean `absences`?" in outcome.out
    assert "2 errors" in outcome.out
    assert outcome.out.endswith("village.yaml: no faults (3 facts, 2 rules, 1 reading)\n")


@pytest.mark.usefixtures("broken")
def test_faults_as_json(run: Run) -> None:
    """For programs every fault has its place in numbers and its sentence in both languages."""
    outcome = run("check", "broken.yaml", "village.yaml", "--format", "json")
    assert outcome.code == 1
    first, second = json.loads(outcome.out)
    assert (first["scheme"], first["good"], len(first["faults"])) == ("broken.yaml", False, 2)
    assert {fault["line"] for fault in first["faults"]} == {27, 28}
    assert set(first["faults"][0]["message"]) == {"en", "zh"}
    assert (second["good"], second["facts"], second["faults"]) == (True, 3, [])


@pytest.mark.usefixtures("broken")
def test_faults_as_annotations(run: Run) -> None:
    """For GitHub a fault is a command with file and line."""
    outcome = run("check", "broken.yaml", "village.yaml", "--format", "github")
    assert outcome.code == 1
    lines = outcome.out.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("::error file=broken.yaml,line=2") and ",endColumn=" in line for line in lines)


@pytest.fixture
def over(desk: Path) -> Path:
    """Change the scheme so that something is missed in it, and something in the change is wrong."""
    path = desk / "over.yaml"
    text = "partygrade: 1\nscheme: over\nextends: village.yaml\nremove: [absences]\nchange: {goood: {from: 9}}\n"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.usefixtures("over")
def test_faults_of_several_files_name_their_files(run: Run) -> None:
    """Where a file changes another, each fault is told in the file that its text is in, in every format."""
    outcome = run("check", "over.yaml", "--lang", "zh")
    assert outcome.code == 1
    starts = [line.partition("：")[0] for line in outcome.out.splitlines() if "错误[" in line]
    assert starts == [
        "over.yaml:5:10: 错误[unknown-element]",
        "village.yaml:21:48: 错误[unknown-name]",
        "village.yaml:28:37: 错误[unknown-name]",
    ]
    annotated = run("check", "over.yaml", "--format", "github").out.splitlines()
    assert sorted(line.partition(",endLine")[0] for line in annotated) == [
        "::error file=over.yaml,line=5,col=10",
        "::error file=village.yaml,line=21,col=48",
        "::error file=village.yaml,line=28,col=37",
    ]
    (report,) = json.loads(run("check", "over.yaml", "--format", "json").out)
    assert (report["file"], [(fault["file"], fault["line"], fault["path"]) for fault in report["faults"]]) == (
        "over.yaml",
        [
            ("over.yaml", 5, "change.goood"),
            ("village.yaml", 21, "score.sum[2].deduct[1].each"),
            ("village.yaml", 28, "rules[2].when"),
        ],
    )
    assert report["faults"][1]["notes"][0]["file"] == "over.yaml"


def test_a_file_that_is_none(run: Run) -> None:
    """A name that means nothing is a fault in every format."""
    for kind in ("text", "json", "github", "sarif"):
        outcome = run("check", "anyang-five-sta", "--format", kind)
        assert outcome.code == 1
        assert "anyang-five-star" in outcome.out
    assert run("check", "anyang-five-sta", "--format", "github").out.startswith(
        "::error file=anyang-five-sta,title=no-scheme::"
    )


def test_golden_cases_pass(run: Run) -> None:
    """`--cases` runs the cases beside the scheme, and counts what they reach.

    Two rules that fire and stay quiet, three bands, a line that costs points, and a check that fails.
    """
    said = run("check", "village.yaml", "--cases").out
    assert said.endswith("1 reading), 5 cases pass, reaching 9 of 9\n")


def test_golden_cases_fail_at_their_line(run: Run, desk: Path) -> None:
    """A case that fails names its line, what is expected and what it got."""
    path = desk / "village.cases.yaml"
    path.write_text(path.read_text("utf-8").replace("grade: good", "grade: fair"), encoding="utf-8")
    outcome = run("check", "village.yaml", "--cases")
    assert outcome.code == 1
    assert outcome.out.splitlines() == [
        "village.cases.yaml:4: case `plain`: grade: expected fair, got good",
        "village.yaml: 1 of 5 cases fail",
    ]
    annotated = run("check", "village.yaml", "--cases", "--format", "github").out
    assert annotated == "::error file=village.cases.yaml,line=4,title=plain::grade: expected fair, got good\n"
    (report,) = json.loads(run("check", "village.yaml", "--cases", "--format", "json").out)
    assert (report["cases"], len(report["failures"])) == (5, 1)


def test_a_broken_file_of_cases(run: Run, desk: Path) -> None:
    """Faults of the file of cases are located like those of a scheme."""
    (desk / "village.cases.yaml").write_text("scheme: village\ncases:\n  - {csae: x, expect: {}}\n", encoding="utf-8")
    outcome = run("check", "village.yaml", "--cases", "--lang", "zh")
    assert outcome.code == 1
    assert "village.cases.yaml:3:" in outcome.out
    assert "是不是 `case`？" in outcome.out


def test_a_scheme_without_cases(run: Run, desk: Path) -> None:
    """Where no file of cases stands beside the scheme, none run."""
    (desk / "village.cases.yaml").unlink()
    assert run("check", "village.yaml", "--cases").out == "village.yaml: no faults (3 facts, 2 rules, 1 reading)\n"


def test_a_case_whose_records_are_faulty_fails(run: Run, desk: Path) -> None:
    """Records that cannot be read make their case fail, with the fault."""
    text = "scheme: village\ncases:\n  - {case: x, records: [{id: a, review: 61, satisfaction: 1}], expect: {}}\n"
    (desk / "village.cases.yaml").write_text(text, encoding="utf-8")
    outcome = run("check", "village.yaml", "--cases", "--only", "dead-rule")
    assert outcome.code == 1
    assert outcome.out.startswith("village.cases.yaml:3: case `x`: row 1 (a): 评议 (review): error[out-of-range]: 61 ")
    assert run("check", "village.yaml", "--cases", "--only", "dead-rule", "--lang", "zh").out.startswith(
        "village.cases.yaml:3: 样例 `x`: 第1行（a）：评议（review）：错误[out-of-range]：61 "
    )


# Findings of static checks.


@pytest.fixture
def odd(desk: Path) -> Path:
    """Give the scheme a grade out of reach, on line 22, and a rule that can never fire, on line 30."""
    path = desk / "odd.yaml"
    text = (desk / "village.yaml").read_text("utf-8").replace("scheme: village", "scheme: odd")
    text = text.replace("grades:\n", "grades:\n  - {id: best, label: 最好, from: 101, source: 四}\n", 1)
    text = text.replace("checks:\n", "  - {id: never, when: satisfaction > 100, lower_by: 1}\nchecks:\n")
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.usefixtures("odd")
def test_findings_are_printed_with_their_lines(run: Run) -> None:
    """As warnings, and the exit code is that of faults."""
    outcome = run("check", "odd.yaml", "village.yaml", "--only", "dead-rule")
    assert outcome.code == 1
    assert outcome.out.splitlines() == [
        "odd.yaml:30:23: warning[dead-rule]: "
        "the rule `never` can never fire: no value of the facts meets its condition",
        "   |",
        "30 |   - {id: never, when: satisfaction > 100, lower_by: 1}",
        "   |                       ^^^^^^^^^^^^^^^^^^",
        "   = help: correct the condition, or take the rule out",
        "",
        "1 warning",
        "village.yaml: no faults (3 facts, 2 rules, 1 reading)",
    ]
    assert "odd.yaml:30:23: 警告[dead-rule]：规则 `never` " in run("check", "odd.yaml", "--lang", "zh").out


def codes(out: str) -> list[str]:
    return re.findall(r"warning\[([a-z-]+)\]", out)


@pytest.mark.usefixtures("odd")
def test_checks_are_chosen_by_their_slugs(run: Run) -> None:
    """`--only` runs what it names and `--skip` runs the rest; both may be repeated."""
    both = ["--only", "dead-rule", "--only", "unreachable-grade"]
    assert codes(run("check", "odd.yaml", *both).out) == ["unreachable-grade", "dead-rule"]
    assert codes(run("check", "odd.yaml", *both, "--skip", "dead-rule").out) == ["unreachable-grade"]
    rest = codes(run("check", "odd.yaml", "--skip", "dead-rule").out)
    assert "unreachable-grade" in rest and "dead-rule" not in rest
    none = run("check", "odd.yaml", "--only", "dead-rule", "--skip", "dead-rule")
    assert (none.code, none.out) == (0, "odd.yaml: no faults (3 facts, 3 rules, 1 reading)\n")


def test_a_check_that_is_none(run: Run) -> None:
    """Is a mistake in the command, with a suggestion, or with all that there are."""
    outcome = run("check", "village.yaml", "--skip", "dead-rul")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == "error: no check is called `dead-rul`; did you mean `dead-rule`?\n"
    listed = run("check", "village.yaml", "--only", "zip", "--lang", "zh").err
    assert listed == f"错误：没有名为 `zip` 的检查；应为 {'、'.join(CHECKS)} 之一\n"


def test_a_finding_that_a_comment_allows(run: Run, odd: Path) -> None:
    """Does not count; a comment without a reason is a fault itself."""
    text = odd.read_text("utf-8")
    allow = "lower_by: 1}  # partygrade: allow dead-rule"
    odd.write_text(text.replace("lower_by: 1}\nchecks", f"{allow}, as published\nchecks"), encoding="utf-8")
    assert run("check", "odd.yaml", "--only", "dead-rule").code == 0
    odd.write_text(text.replace("lower_by: 1}\nchecks", f"{allow}\nchecks"), encoding="utf-8")
    outcome = run("check", "odd.yaml", "--only", "dead-rule")
    assert outcome.code == 1
    assert "error[allow-without-reason]" in outcome.out
    assert outcome.out.endswith("1 error, 1 warning\n")


@pytest.mark.usefixtures("odd")
def test_findings_as_json(run: Run) -> None:
    """They stand apart from the faults, in the same form."""
    (report,) = json.loads(run("check", "odd.yaml", "--format", "json", "--only", "dead-rule").out)
    assert (report["good"], report["faults"], report["rules"]) == (False, [], 3)
    (finding,) = report["findings"]
    assert (finding["code"], finding["severity"], finding["line"], finding["path"]) == (
        "dead-rule",
        "warning",
        30,
        "rules[3].when",
    )


@pytest.mark.usefixtures("odd")
def test_findings_as_annotations(run: Run) -> None:
    """For GitHub a finding is a warning."""
    outcome = run("check", "odd.yaml", "--format", "github", "--only", "dead-rule")
    assert outcome.code == 1
    assert outcome.out.startswith(
        "::warning file=odd.yaml,line=30,col=23,endLine=30,endColumn=41,title=dead-rule::"
        "the rule `never` can never fire"
    )


@pytest.mark.usefixtures("odd")
def test_findings_and_cases_that_fail_are_reported_together(run: Run, desk: Path) -> None:
    """One does not hide the other."""
    cases = (desk / "village.cases.yaml").read_text("utf-8").replace("scheme: village", "scheme: odd")
    cases = cases.replace("grade: good", "grade: fair")
    (desk / "odd.cases.yaml").write_text(cases, encoding="utf-8")
    outcome = run("check", "odd.yaml", "--cases", "--only", "dead-rule")
    assert outcome.code == 1
    assert codes(outcome.out) == ["dead-rule"]
    assert outcome.out.splitlines()[-2:] == [
        "odd.cases.yaml:4: case `plain`: grade: expected fair, got good",
        "odd.yaml: 1 of 5 cases fail",
    ]


def test_cases_of_another_scheme_are_a_fault(run: Run, desk: Path) -> None:
    """The file beside a scheme says that it is about this scheme."""
    path = desk / "village.cases.yaml"
    path.write_text(path.read_text("utf-8").replace("scheme: village", "scheme: city"), encoding="utf-8")
    outcome = run("check", "village.yaml", "--cases")
    assert outcome.code == 1
    assert "village.cases.yaml:1:9: error[other-scheme]: these are cases of `city`, and the scheme" in outcome.out


def test_cases_in_another_folder_are_told_by_their_path(run: Run, desk: Path) -> None:
    """The path of the file of cases is that of the scheme, so that an editor finds it."""
    (desk / "below").mkdir()
    for name in ("village.yaml", "village.cases.yaml"):
        text = (desk / name).read_text("utf-8").replace("grade: good", "grade: fair")
        (desk / "below" / name).write_text(text, encoding="utf-8")
    outcome = run("check", "below/village.yaml", "--cases", "--format", "github")
    assert outcome.out.startswith("::error file=below/village.cases.yaml,line=4,")
