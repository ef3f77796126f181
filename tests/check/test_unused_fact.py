"""Tests which facts count as unused."""

from __future__ import annotations

import pytest

import partygrade
from partygrade.check import Subject
from partygrade.check.unused_fact import check

HEAD = """
partygrade: 1
scheme: some
title: 例
score: {id: total, points: 100}
grades: [{id: good, from: 60}, {id: poor}]
"""


def found(text: str) -> list[str]:
    return [one.text.en.split("`")[1] for one in check(Subject(partygrade.loads(HEAD + text)))]


@pytest.mark.parametrize(
    "fact",
    [
        "{type: count, default: 0}",
        "{type: flag, default: false}",
        "{type: text}",
        "{type: tally, of: [city, province], default: 0}",
        "{type: panel, max: 10, roles: [leaders, masses]}",
        "{type: events, fields: {day: {type: date}, other: {type: count}}}",
    ],
)
def test_a_fact_that_nothing_names_is_unused(fact: str) -> None:
    """Of whatever type; of a list only the list is reported."""
    assert found(f"facts: {{some: {fact}}}") == ["some"]


@pytest.mark.parametrize(
    "use",
    [
        "facts: {some: {type: tally, of: [city], default: 0}}\nrules: [{id: r, when: some_city > 0, at_most: poor}]",
        "facts: {some: {type: panel, max: 9, roles: [x]}}\nderived: {m: {value: 'mean(some_x, digits=1)'}}",
        "facts: {some: {type: text}}\ncohort: {within: [some], rank_by: [total]}",
        "facts: {some: {type: grade, optional: true}}\ncycle: {previous: some}",
        "facts: {some: {type: date}}\nprocedure: [{id: told, until: some, otherwise: warning}]",
        "facts: {some: {type: flag}}\nfollow_up: [{when: some, label: 约谈}]",
    ],
)
def test_a_fact_is_used_wherever_it_is_named(use: str) -> None:
    """By one of its columns, in a group, as last year's grade, as a day."""
    assert found(use) == []


LIST = "facts: {{e: {{type: events, fields: {{{}: {}}}}}}}\nrules: [{{id: r, when: count(e) > 2, at_most: poor}}]"


@pytest.mark.parametrize("field", ["{type: count}", "{type: points, max: 5}", "{type: flag}", "{type: percent}"])
def test_a_field_that_measures_and_is_not_named_is_unused(field: str) -> None:
    """Of a list that is counted."""
    assert found(LIST.format("some", field)) == ["some"]


@pytest.mark.parametrize("field", ["{type: text}", "{type: date}", "{type: choice, of: [a, b]}"])
def test_a_field_may_just_say_which_event_it_is(field: str) -> None:
    """A text, a day, a kind."""
    assert found(LIST.format("some", field)) == []


def test_what_is_passed_on_to_the_organisation_above_is_used() -> None:
    """The same file grades both, and the list of those below has a field of that name."""
    below = """
facts:
  members: {type: count}
  rating: {type: count}
  below:
    type: events
    children: true
    fields: {child_members: {type: count, optional: true}, spare: {type: count, optional: true}}
rules:
  - {id: r, when: count(below) > 2 and rating > 2, at_most: poor}
"""
    assert found(below) == []


@pytest.mark.parametrize("scheme", partygrade.scheme_names())
def test_no_shipped_scheme_has_an_unused_fact(scheme: str) -> None:
    """All of them are named somewhere."""
    assert list(check(Subject(partygrade.load(scheme)))) == []
