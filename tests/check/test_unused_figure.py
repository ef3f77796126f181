"""Tests which derived figures count as unused."""

from __future__ import annotations

import pytest

import partygrade
from partygrade.check import Subject
from partygrade.check.unused_figure import check

HEAD = """
partygrade: 1
scheme: some
title: 例
score: {id: total, points: 100}
grades: [{id: good, from: 60}, {id: poor}]
"""
FACTS = "facts: {satisfaction: {type: percent}}\n"


def found(text: str) -> list[str]:
    return [one.text.en.split("`")[1] for one in check(Subject(partygrade.loads(HEAD + text)))]


def test_a_figure_without_a_label_that_nothing_names_is_unused() -> None:
    """It only helps other formulas."""
    assert found(FACTS + "derived: {half: {value: satisfaction / 2}}") == ["half"]


def test_a_figure_with_a_label_is_a_result_by_itself() -> None:
    """It is shown with every grading."""
    assert found(FACTS + "derived: {half: {label: 一半, value: satisfaction / 2}}") == []


def test_a_condition_decides_something() -> None:
    """With or without a label."""
    assert found(FACTS + "derived: {low: {label: 过低, value: satisfaction < 60}}") == ["low"]


def test_a_figure_that_another_one_needs_is_used() -> None:
    """Though the other is a result by itself."""
    text = "derived: {half: {value: satisfaction / 2}, quarter: {label: 四分之一, value: half / 2}}"
    assert found(FACTS + text) == []


def test_a_figure_of_an_event_that_nothing_names_is_unused() -> None:
    """It has no label, and is no result."""
    text = "facts: {e: {type: events, fields: {cost: {type: count}}, derived: {double: 2 * cost}}}\n"
    assert found(text + "rules: [{id: r, when: count(e) > 2, at_most: poor}]") == ["double"]
    assert found(text + "rules: [{id: r, when: 'sum(e, double) > 2', at_most: poor}]") == []


@pytest.mark.parametrize("scheme", partygrade.scheme_names())
def test_no_shipped_scheme_has_an_unused_figure(scheme: str) -> None:
    """All of them are named somewhere, or are results."""
    assert list(check(Subject(partygrade.load(scheme)))) == []
