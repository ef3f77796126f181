"""What the plugin of pytest collects, and what its failures say."""

from __future__ import annotations

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
parameters:
  bound: {value: 60, source: 一, readings: {61: 「以上」不含本数}}
sources: {plan: {title: 方案}}
facts:
  absences: {type: count, max: 9, default: 0, better: down}
score: {id: total, label: 总分, points: 100}
grades: [{id: good, label: 好, from: bound}, {id: poor, label: 差}]
rules: [{id: absent, label: 缺席过多, when: absences > 3, at_most: poor}]
cohort: {rank_by: [total desc], quotas: [{id: few, label: 少数, grades: [good], at_most: 1}]}
"""
CASES = """\
scheme: some
base: {total: 60}
cases:
"""


@pytest.fixture(autouse=True)
def desk(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Work in a folder with a scheme, in English."""
    monkeypatch.setenv("PARTYGRADE_LANG", "en")
    write(pytester, "some.yaml", SCHEME)
    return pytester


def write(pytester: pytest.Pytester, name: str, text: str) -> None:
    (pytester.path / name).write_text(text, encoding="utf-8")


def cases(pytester: pytest.Pytester, *lines: str) -> None:
    write(pytester, "some.cases.yaml", CASES + "".join(f"  - {line}\n" for line in lines))


def test_a_case_that_fails_says_what_differs_and_why(pytester: pytest.Pytester) -> None:
    """The line of the case, what is expected and what came out, and the account of the grading."""
    cases(pytester, "{case: plain, expect: {grade: good}}", "{case: odd, facts: {absences: 4}, expect: {grade: good}}")
    outcome = pytester.runpytest()
    outcome.assert_outcomes(passed=1, failed=1)
    outcome.stdout.fnmatch_lines(
        [
            "*odd*",
            "some.cases.yaml:5: grade: expected good, got poor",
            "",
            "    Scheme: 例",
            "    Score: 60 / 100",
            "    Final grade: 差",
            "*缺席过多*",
            "FAILED some.cases.yaml::odd*",
        ]
    )
    outcome.stdout.no_fnmatch_line("*Traceback*")
    outcome.stdout.no_fnmatch_line("*CaseFailed*")


def test_failures_are_in_the_language_of_the_reader(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the variable, as on the command line."""
    monkeypatch.setenv("PARTYGRADE_LANG", "zh")
    cases(pytester, "{case: odd, facts: {absences: 4}, expect: {grade: good}}")
    pytester.runpytest().stdout.fnmatch_lines(["some.cases.yaml:4: grade：应为 good，得到 poor", "    最终等次：差"])


def test_a_cohort_that_fails_explains_the_organisations_that_differ(pytester: pytest.Pytester) -> None:
    """With the account of the quotas."""
    records = "[{id: a, total: 90}, {id: b, total: 80}]"
    cases(pytester, f"{{case: two, records: {records}, expect: {{grades: {{a: good, b: good}}}}}}")
    outcome = pytester.runpytest()
    outcome.assert_outcomes(failed=1)
    outcome.stdout.fnmatch_lines(
        ["some.cases.yaml:4: grade of b: expected good, got poor", "    Organisation: b", "*少数*"]
    )
    outcome.stdout.no_fnmatch_line("    Organisation: a")


def test_settings_of_a_case_hold(pytester: pytest.Pytester) -> None:
    """Each case is graded under its own."""
    cases(
        pytester,
        "{case: default, expect: {grade: good}}",
        "{case: strict, set: {bound: 61}, expect: {grade: poor}}",
        "{case: strict again, set: {bound: 61}, facts: {total: 61}, expect: {grade: good}}",
    )
    pytester.runpytest().assert_outcomes(passed=3)


def test_a_broken_file_of_cases_is_an_error(pytester: pytest.Pytester) -> None:
    """With its line, and other files are still run."""
    cases(pytester, "{csae: odd, expect: {}}")
    write(pytester, "test_other.py", "def test_other():\n    pass\n")
    outcome = pytester.runpytest("--continue-on-collection-errors")
    outcome.assert_outcomes(passed=1, errors=1)
    outcome.stdout.fnmatch_lines(["some.cases.yaml:4:6: error[[]unknown-key]: unknown key `csae`"])


def test_a_broken_scheme_is_an_error(pytester: pytest.Pytester) -> None:
    """With the line of the scheme, for its cases and for its laws."""
    cases(pytester, "{case: plain, expect: {grade: good}}")
    write(pytester, "some.yaml", SCHEME.replace("absences > 3", "absense > 3"))
    outcome = pytester.runpytest("--partygrade-laws")
    outcome.assert_outcomes(errors=2)
    outcome.stdout.fnmatch_lines(["*some.yaml:11:*error[[]unknown-name]*`absense`*", "*did you mean `absences`?*"])
    outcome.stdout.no_fnmatch_line("*Traceback*")


def test_cases_without_a_scheme_are_an_error(pytester: pytest.Pytester) -> None:
    """They are not passed over when the scheme is called otherwise."""
    cases(pytester, "{case: plain, expect: {grade: good}}")
    (pytester.path / "some.yaml").rename(pytester.path / "other.yaml")
    outcome = pytester.runpytest()
    outcome.assert_outcomes(errors=1)
    outcome.stdout.fnmatch_lines(["no scheme `some.yaml` stands beside the cases"])


def test_cases_of_another_scheme_are_an_error(pytester: pytest.Pytester) -> None:
    """The file says of which scheme it is."""
    write(pytester, "some.cases.yaml", "scheme: other\ncases: []\n")
    pytester.runpytest().assert_outcomes(errors=1)


def test_a_law_that_is_broken_says_what_and_where(pytester: pytest.Pytester) -> None:
    """The sentence of the law, and the record, a fact a line."""
    write(pytester, "some.yaml", SCHEME.replace("absences > 3", "absences == 3"))
    outcome = pytester.runpytest("--partygrade-laws", "some.yaml", "-k", "better_never_lowers")
    outcome.assert_outcomes(failed=1, deselected=9)
    outcome.stdout.fnmatch_lines(
        [
            "some.yaml: `absences` improves from 4 to 3, and the result falls from good to poor",
            "    absences: 4",
        ]
    )


def test_laws_without_hypothesis_are_an_error(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, and how to get it."""
    monkeypatch.setattr("partygrade.pytest_items.find_spec", lambda name: None)
    outcome = pytester.runpytest("--partygrade-laws")
    outcome.assert_outcomes(errors=1)
    outcome.stdout.fnmatch_lines(["*draws examples with hypothesis, which is not installed: pip install hypothesis"])


def test_an_accident_keeps_its_traceback(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw is not hidden behind a short message."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("an accident")

    monkeypatch.setattr("partygrade.pytest_items.outcome", fail)
    monkeypatch.setattr("partygrade.try_law.try_law", fail)
    cases(pytester, "{case: plain, expect: {grade: good}}")
    outcome = pytester.runpytest("--partygrade-laws")
    outcome.assert_outcomes(failed=11)
    outcome.stdout.fnmatch_lines(["*ZeroDivisionError: an accident*"])
