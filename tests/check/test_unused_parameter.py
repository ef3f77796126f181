"""Tests which parameters count as unused."""

from __future__ import annotations

import pytest

import partygrade
from partygrade.check import Subject
from partygrade.check.unused_parameter import check

HEAD = """
partygrade: 1
scheme: some
title: 例
sources: {plan: {title: 方案}}
parameters:
  line: {value: 60, source: 三}
  word: {value: one, source: 三, readings: {other: 另一读法}}
  acts: {value: warning, source: 三, readings: {invalid: 无效}}
facts: {satisfaction: {type: percent}}
score: {id: total, points: 100}
grades: [{id: good, from: 60}, {id: poor}]
"""
USED = {
    "line": "rules: [{id: low, when: 'word == \"other\" and satisfaction < line', at_most: poor}]\n",
    "acts": "checks: [{id: known_well, require: satisfaction > 1, otherwise: acts}]\n",
}


def found(text: str) -> list[str]:
    return [one.text.en.split("`")[1] for one in check(Subject(partygrade.loads(HEAD + text)))]


def test_a_parameter_that_nothing_names_is_unused() -> None:
    """Each of the three."""
    assert found("") == ["line", "word", "acts"]


def test_a_parameter_of_a_reading_that_is_not_in_force_is_used() -> None:
    """The rule is switched off, and names the line all the same."""
    assert found(USED["line"]) == ["acts"]


def test_a_setting_is_a_use() -> None:
    """What follows where a check fails."""
    assert found(USED["acts"]) == ["line", "word"]


def test_a_mention_in_a_label_is_none() -> None:
    """People are told, and nothing follows."""
    assert found("note: line word acts\n") == ["line", "word", "acts"]


@pytest.mark.parametrize("scheme", partygrade.scheme_names())
def test_no_shipped_scheme_has_an_unused_parameter(scheme: str) -> None:
    """All of them are named somewhere."""
    assert list(check(Subject(partygrade.load(scheme)))) == []
