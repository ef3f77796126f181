"""The plugin of pytest: what it collects, and that it stays out of the way."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points

import pytest

from partygrade import pytest_items, try_law

pytest_plugins = ["pytester"]

# A run inside this process forgets the modules that it is the first to import, and PyYAML does not stand being imported
# twice: what the runs need is imported before them.
LOADED = (pytest_items, try_law)

SCHEME = """\
partygrade: 1
scheme: some
title: 例
facts:
  absences: {type: count, max: 9, default: 0, better: down}
score: {id: total, label: 总分, points: 100}
grades: [{id: good, label: 好, from: 60}, {id: poor, label: 差}]
rules: [{id: absent, label: 缺席过多, when: absences > 3, at_most: poor}]
"""
CASES = """\
scheme: some
base: {total: 80}
cases:
  - case: plain
    expect: {grade: good}
  - case: absent four times
    facts: {absences: 4}
    expect: {grade: poor, fired: [absent]}
"""


@pytest.fixture(autouse=True)
def desk(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Work in a folder with a scheme and its cases, in English."""
    monkeypatch.setenv("PARTYGRADE_LANG", "en")
    write(pytester, "some.yaml", SCHEME)
    write(pytester, "some.cases.yaml", CASES)
    return pytester


def write(pytester: pytest.Pytester, name: str, text: str) -> None:
    path = pytester.path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_it_comes_with_the_library() -> None:
    """Pytest finds it by its entry point."""
    found = [point.value for point in entry_points(group="pytest11") if point.name == "partygrade"]
    assert found == ["partygrade.pytest_plugin"]


def test_every_case_is_a_test(pytester: pytest.Pytester) -> None:
    """By its name, below its file."""
    outcome = pytester.runpytest("-v")
    outcome.assert_outcomes(passed=2)
    outcome.stdout.fnmatch_lines(["some.cases.yaml::plain PASSED*", "some.cases.yaml::absent four times PASSED*"])


def test_cases_run_beside_other_tests(pytester: pytest.Pytester) -> None:
    """Both stand in one run, and `-k` chooses among all of them."""
    write(pytester, "test_other.py", "def test_other():\n    pass\n")
    pytester.runpytest().assert_outcomes(passed=3)
    pytester.runpytest("-k", "plain").assert_outcomes(passed=1, deselected=2)


def test_only_what_pytest_is_asked_for_is_collected(pytester: pytest.Pytester) -> None:
    """A folder that is not among the arguments is left alone."""
    write(pytester, "tests/test_other.py", "def test_other():\n    pass\n")
    pytester.runpytest("tests").assert_outcomes(passed=1)
    pytester.runpytest("some.cases.yaml").assert_outcomes(passed=2)


def test_files_of_others_are_left_alone(pytester: pytest.Pytester) -> None:
    """A file that is only called like golden cases, and any other YAML file, is none of ours."""
    write(pytester, "other.cases.yaml", "- 1\n")
    write(pytester, "other.yaml", "a: 1\n")
    pytester.runpytest("--partygrade-laws", "-k", "plain").assert_outcomes(passed=1, deselected=11)
    assert pytester.runpytest("other.cases.yaml").ret == pytest.ExitCode.USAGE_ERROR


def test_the_laws_are_tests_on_request(pytester: pytest.Pytester) -> None:
    """One for each law of the scheme file."""
    outcome = pytester.runpytest("-v", "--partygrade-laws", "--partygrade-examples", "3", "some.yaml")
    outcome.assert_outcomes(passed=10)
    outcome.stdout.fnmatch_lines(["some.yaml::spelling_never_matters PASSED*", "some.yaml::quotas_hold PASSED*"])
    assert pytester.runpytest("some.yaml").ret == pytest.ExitCode.USAGE_ERROR


@pytest.mark.parametrize("word", ["0", "-1", "many"])
def test_examples_are_a_number(pytester: pytest.Pytester, word: str) -> None:
    """Anything else is a mistake in the command."""
    outcome = pytester.runpytest(f"--partygrade-examples={word}")
    assert outcome.ret == pytest.ExitCode.USAGE_ERROR
    outcome.stderr.fnmatch_lines([f"*--partygrade-examples: expected a whole number from 1, got `{word}`*"])


def imported(*names: str, by: str) -> list[str]:
    """List the modules that are imported after some code."""
    code = f"import sys; {by}; print(*(name for name in {names!r} if name in sys.modules))"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


def test_loading_it_imports_nothing_else_of_the_library() -> None:
    """Not the compiler, not pydantic and not hypothesis: every run of pytest pays for what is imported here."""
    heavy = (
        "partygrade.diagnostics",
        "partygrade.api",
        "partygrade.cases",
        "partygrade.cli",
        "pydantic",
        "yaml",
        "hypothesis",
    )
    assert imported(*heavy, by="import pytest, partygrade.pytest_plugin") == []


def test_a_run_without_files_of_ours_imports_nothing_either(pytester: pytest.Pytester) -> None:
    """The file of a test that looks sees the plugin and no more."""
    for name in ("some.yaml", "some.cases.yaml"):
        (pytester.path / name).unlink()
    seen = "assert 'partygrade.pytest_plugin' in sys.modules and 'partygrade.api' not in sys.modules"
    write(pytester, "test_other.py", f"import sys\n\ndef test_other():\n    {seen}\n")
    write(pytester, "notes.yaml", "a: 1\n")
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_files_that_are_not_asked_for_are_not_read_in_earnest(pytester: pytest.Pytester) -> None:
    """Also where they stand beside the one that is: pytest shows the plugin every file of a folder."""
    seen = "assert 'partygrade.pytest_plugin' in sys.modules and 'partygrade.api' not in sys.modules"
    write(pytester, "test_other.py", f"import sys\n\ndef test_other():\n    {seen}\n")
    pytester.runpytest_subprocess("test_other.py").assert_outcomes(passed=1)
