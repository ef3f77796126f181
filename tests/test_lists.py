"""Tests the reading of panels and lists of events."""

from __future__ import annotations

from typing import Any

import pytest

import partygrade

TEXT = """partygrade: 1
scheme: s
title: t
facts:
  judges: {type: panel, label: 打分, max: 10, step: 0.5, at_least: 2, at_most: 4}
  guests: {type: panel, max: 10, step: 1, at_least: 0}
  cases:
    type: events
    label: 案件
    at_most: 3
    key: [day, matter]
    fields:
      day: {type: date, label: 日期}
      matter: {type: text, label: 事项}
      kind: {type: choice, label: 种类, of: {late: 迟, lost: 失}, default: late}
      loss: {type: number, max: 9, decimals: 1, optional: true}
score: {id: total, value: "sum(judges) + count(cases) + count(guests)"}
"""


@pytest.fixture(scope="module")
def scheme() -> partygrade.Scheme:
    return partygrade.loads(TEXT)


def faults(scheme: partygrade.Scheme, **record: Any) -> list[tuple[str | None, str]]:
    """Give the fault's fact and code."""
    given = {"judges": [1, 2], **record}
    return [(fault.fact, fault.code) for fault in scheme.faults(given)]


@pytest.mark.parametrize("scores", [[8, 8.5], ["8", "8.5"], "8 8.5", "8;8.5", "8； 8.5", "8、8.5", (8, "8.50")])
def test_a_panel_is_read_in_any_spelling(scheme: partygrade.Scheme, scores: object) -> None:
    """A list of numbers, or a text with the numbers apart by blanks, `;` or `、`."""
    assert scheme.grade({"judges": scores}).facts["judges"] == ["8", "8.5"]


def test_whole_scores_are_numbers_in_json(scheme: partygrade.Scheme) -> None:
    """Exact text is for decimals only."""
    assert scheme.grade({"judges": [1, 1], "guests": "3 4"}).facts["guests"] == [3, 4]


def test_one_score_stands_alone() -> None:
    """A panel of one may be a bare number."""
    scheme = partygrade.loads(TEXT.replace("at_least: 2", "at_least: 1"))
    assert scheme.grade({"judges": 7}).score == 7


def test_events_are_read_by_their_fields(scheme: partygrade.Scheme) -> None:
    """Labels are understood, defaults filled in, and what is not known is left out."""
    cases = [{"day": "2020-01-01", "matter": " a ", "kind": "失", "loss": "1.5"}, {"day": "2020-01-02", "matter": "b"}]
    assert scheme.grade({"judges": [1, 2], "cases": cases}).facts["cases"] == [
        {"day": "2020-01-01", "matter": "a", "kind": "lost", "loss": "1.5"},
        {"day": "2020-01-02", "matter": "b", "kind": "late"},
    ]


GOOD = {"day": "2020-01-01", "matter": "a"}


@pytest.mark.parametrize(
    ("record", "wanted"),
    [
        ({"judges": [8]}, [("judges", "too-few")]),
        ({"judges": None}, [("judges", "too-few")]),
        ({"judges": [1, 2, 3, 4, 5]}, [("judges", "too-many")]),
        ({"judges": {"a": 1}}, [("judges", "wrong-type")]),
        ({"judges": True}, [("judges", "wrong-type")]),
        ({"judges": [1, 11]}, [("judges[2]", "out-of-range")]),
        ({"judges": ["x", None]}, [("judges[1]", "not-a-number"), ("judges[2]", "missing-fact")]),
        ({"judges": [1, 2.25]}, [("judges[2]", "too-many-decimals")]),
        ({"judges": [1, "2.3"]}, [("judges[2]", "off-step")]),
        ({"cases": "none"}, [("cases", "wrong-type")]),
        ({"cases": {"day": "2020-01-01"}}, [("cases", "wrong-type")]),
        ({"cases": [GOOD, 3]}, [("cases[2]", "wrong-type")]),
        ({"cases": [{"matter": "a", "x": 1}]}, [("cases[1].x", "unknown-fact"), ("cases[1].day", "missing-fact")]),
        ({"cases": [GOOD, {**GOOD, "kind": "stolen"}]}, [("cases[2].kind", "unknown-option")]),
        ({"cases": [GOOD, {**GOOD, "kind": "lost"}]}, [("cases[2]", "repeated-event")]),
        ({"cases": [{**GOOD, "matter": name} for name in "abcd"]}, [("cases", "too-many")]),
        ({"overrides": []}, [("overrides", "unknown-fact")]),
    ],
)  # fmt: skip
def test_every_fault_is_found_where_it_is(
    scheme: partygrade.Scheme, record: dict[str, Any], wanted: list[tuple[str, str]]
) -> None:
    """A fault names the list, the number of the event from 1, and the field."""
    assert faults(scheme, **record) == wanted


def test_a_fault_inside_reads_well(scheme: partygrade.Scheme) -> None:
    """In both languages, with the label of the list and of the field."""
    with pytest.raises(partygrade.FactsError) as caught:
        scheme.grade({"judges": [1, 2], "cases": [{**GOOD, "losss": 1, "loss": 99}]})
    unknown, loss = caught.value.diagnostics
    assert unknown.label == "案件·第1件·losss"
    assert unknown.message("en") == "`losss` is no field of `cases`; did you mean `loss`?"
    assert loss.label == "案件·第1件·loss"
    assert loss.message("zh") == "99 超出范围：应为 0 至 9"


def test_a_key_may_be_one_field() -> None:
    """Two events with one number are one too many."""
    scheme = partygrade.loads(TEXT.replace("key: [day, matter]", "key: matter"))
    again = {**GOOD, "day": "2021-01-01"}
    assert faults(scheme, cases=[GOOD, again]) == [("cases[2]", "repeated-event")]
