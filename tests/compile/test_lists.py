"""Tests the declaration of panels, lists of events and overrides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import partygrade
from partygrade import ir

TWICE = ("default-and-optional", "optional")
Faults = Callable[[str], list[tuple[str, str]]]
SchemeOf = Callable[[str], partygrade.Scheme]


@pytest.mark.parametrize(
    ("fact", "wanted"),
    [
        ("{type: panel, max: 10, step: 3}", [("bad-limits", "{type: panel, max: 10, step: 3}")]),
        ("{type: panel, max: 10, optional: true}", [("key-without-form", "optional")]),
        ("{type: events, fields: {a: {type: count}}, optional: true}", [("key-without-form", "optional")]),
        ("{type: events, fields: {}}", [("too-short", "{}")]),
        ("{type: events, fields: {sum: {type: count}}}", [("bad-id", "sum")]),
        ("{type: events, fields: {total: {type: count}}}", [("repeated-id", "total")]),
        ("{type: events, fields: {day: {type: date}}, key: dya}", [("unknown-name", "dya")]),
        ("{type: events, fields: {day: {type: date}}, key: [day, x]}", [("unknown-name", "x")]),
        ("{type: events, fields: {a: {type: choice, of: [x, x]}}}", [("ambiguous-word", "x")]),
        ("{type: events, fields: {a: {type: count, default: 1, optional: true}}}", [TWICE]),
    ],
)  # fmt: skip
def test_lists_that_do_not_fit_are_refused(faults: Faults, fact: str, wanted: list[tuple[str, str]]) -> None:
    """The part that must change is underlined, and what uses the list says nothing more."""
    assert faults(f"facts:\n  found: {fact}\nrules: [{{id: r, when: count(found) > 1, lower_by: 1}}]") == wanted


@pytest.mark.parametrize(
    "fact",
    [
        "{type: panel, max: 9, at_least: 5, at_most: 4}",
        "{type: panel, max: 9, at_least: 0, at_most: 0}",
        "{type: events, fields: {a: {type: flag}}, at_most: 0}",
    ],
)
def test_a_list_with_limits_out_of_order_is_refused(faults: Faults, fact: str) -> None:
    """As is one that can hold nothing."""
    assert faults(f"facts:\n  found: {fact}") == [("bad-limits", fact)]


def test_a_panel_has_one_list_for_each_role(scheme: SchemeOf) -> None:
    """Called by the panel and the role, with the labels of both."""
    found = scheme("facts: {p: {type: panel, label: 测评, max: 10, roles: {a: 领导, b: 群众}}}").program.inputs
    assert [(item.origin.id, item.origin.label) for item in found[1:]] == [("p_a", "测评·领导"), ("p_b", "测评·群众")]


def test_two_lists_may_have_fields_of_one_name(scheme: SchemeOf) -> None:
    """Fields have names of their own."""
    body = (
        "facts:\n  a: {type: events, fields: {day: {type: date}}}\n  b: {type: events, fields: {day: {type: date}}}\n"
        'rules: [{id: r, when: \'count(a, day > "2020-01-01") + count(b, day < "2020-01-01") > 1\', lower_by: 1}]'
    )
    assert len(scheme(body).program.inputs) == 3


SOFT = """facts: {late: {type: count}}
rules:
  - {id: r, when: late > 0, grade: poor, soft: true}
  - {id: h, when: late > 5, grade: poor}
"""


def test_a_soft_rule_yields_to_its_override(scheme: SchemeOf) -> None:
    """The other rule does not, and cannot be overridden."""
    found = scheme(SOFT)
    override = {"rule": "r", "authority": "县委", "reason": "洪灾", "date": "2020-06-30"}
    assert found.grade({"total": 95, "late": 1}).grade == "poor"
    assert found.grade({"total": 95, "late": 1, "overrides": [override]}).grade == "good"
    assert found.grade({"total": 95, "late": 6, "overrides": [override]}).grade == "poor"
    wrong = {"total": 95, "late": 1, "overrides": [{**override, "rule": "h"}, {"rule": "r"}]}
    assert [fault.fact for fault in found.faults(wrong)] == [
        "overrides[1].rule", "overrides[2].authority", "overrides[2].reason", "overrides[2].date",
    ]  # fmt: skip
    twice = {"total": 95, "late": 1, "overrides": [override, override]}
    assert [fault.code for fault in found.faults(twice)] == ["repeated-event"]


def test_overrides_are_an_input_only_where_a_rule_is_soft(scheme: SchemeOf) -> None:
    """Its place is told by the program."""
    program = scheme(SOFT).program
    assert program.overrides is not None
    assert isinstance(program.inputs[program.overrides].type, ir.Events)
    assert scheme("").program.overrides is None
