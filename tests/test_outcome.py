"""What comes of a golden case."""

from __future__ import annotations

from typing import Any

import pytest

import partygrade
from partygrade.cases import Case
from partygrade.outcome import MOST, Under, outcome

TEXT = """\
partygrade: 1
scheme: some
title: 例
parameters:
  limit: {value: 60, at_least: 50, at_most: 70, source: 一, readings: {61: 「60分以上」不含本数}}
sources: {plan: {title: 方案}}
score: {id: total, label: 总分, points: 100}
grades: [{id: good, label: 好, from: limit}, {id: poor, label: 差}]
cohort: {rank_by: [total desc], quotas: [{id: few, label: 少数, grades: [good], at_most: 1}]}
"""


@pytest.fixture
def scheme() -> partygrade.Scheme:
    return partygrade.loads(TEXT)


def case(**more: Any) -> Case:
    return Case("one", 1, **more)


def test_a_case_that_comes_out_passes(scheme: partygrade.Scheme) -> None:
    """Nothing differs."""
    assert outcome(scheme, case(facts={"total": 60}, expect={"grade": "good", "score": 60})).passes


def test_what_differs_is_said_in_both_languages(scheme: partygrade.Scheme) -> None:
    """With the value that is expected and the one that came out."""
    found = outcome(scheme, case(facts={"total": 59}, expect={"grade": "good", "score": 59}))
    assert [(text.en, text.zh) for text in found.differences] == [
        ("grade: expected good, got poor", "grade：应为 good，得到 poor")
    ]


def test_the_account_of_a_record(scheme: partygrade.Scheme) -> None:
    """Says how the grade came about."""
    found = outcome(scheme, case(facts={"total": 59}, expect={"grade": "good"}))
    account = found.account("en")
    assert "Final grade: 差" in account and "1 short" in account
    assert "最终等次：差" in found.account("zh")


ROWS = tuple({"id": f"o{n}", "total": 90 - n} for n in range(MOST + 2))


def test_the_account_of_a_cohort(scheme: partygrade.Scheme) -> None:
    """The quotas, and the organisations that differ."""
    found = outcome(scheme, case(records=ROWS, expect={"grades": {"o0": "good", "o1": "good", "o2": "poor"}}))
    assert [text.zh for text in found.differences] == ["o1 的 grade：应为 good，得到 poor"]
    account = found.account("en")
    assert "少数" in account and "Organisation: o1" in account
    assert "Organisation: o0" not in account


def test_a_few_organisations_are_explained(scheme: partygrade.Scheme) -> None:
    """Not every one of a long list."""
    wrong = {f"o{n}": "good" for n in range(1, MOST + 2)}
    found = outcome(scheme, case(records=ROWS, expect={"grades": wrong}))
    assert (len(found.differences), found.account("en").count("Organisation: ")) == (MOST + 1, MOST)


def test_faults_of_one_record_may_be_expected(scheme: partygrade.Scheme) -> None:
    """Those that are not are told as they are, others than expected are a difference, and nothing is explained."""
    assert outcome(scheme, case(facts={"total": 101}, expect={"faults": ["total"]})).passes
    found = outcome(scheme, case(facts={"total": 101}, expect={"grade": "good"}))
    assert [text.en for text in found.differences] == [
        "总分 (total): error[out-of-range]: 101 is out of range: expected 0 to 100"
    ]
    others = outcome(scheme, case(facts={"total": 101}, expect={"faults": ["other"]}))
    assert [text.en for text in others.differences] == ["faults: expected [other], got [total]"]
    assert found.account("en") == ""


def test_faults_in_a_cohort_are_told_one_by_one(scheme: partygrade.Scheme) -> None:
    """With row, organisation and fact."""
    rows = ({"id": "a", "total": 101}, {"id": "b"})
    found = outcome(scheme, case(records=rows, expect={"grades": {"a": "good"}}))
    assert [text.en.partition(": error")[0] for text in found.differences] == [
        "row 1 (a): 总分 (total)",
        "row 2 (b): 总分 (total)",
    ]
    assert found.differences[0].zh.startswith("第1行（a）：总分（total）：错误[out-of-range]")


def test_settings_are_worked_out_once(scheme: partygrade.Scheme) -> None:
    """Cases with the same settings share the scheme under them."""
    under: Under = {}
    first = outcome(scheme, case(settings={"limit": 61}, facts={"total": 60}, expect={"grade": "poor"}), under)
    again = outcome(scheme, case(settings={"limit": 61}, facts={"total": 61}, expect={"grade": "good"}), under)
    assert first.passes and again.passes
    assert len(under) == 1 and first.scheme is again.scheme is not scheme


def test_a_setting_that_is_refused_may_be_expected(scheme: partygrade.Scheme) -> None:
    """By the code of its fault."""
    settings = {"limit": 90}
    assert outcome(scheme, case(settings=settings, expect={"faults": ["out-of-range"]})).passes
    assert not outcome(scheme, case(settings=settings, expect={"grade": "good"})).passes
