"""Tests the lines of `deduct` and `add`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import partygrade

Grade = Callable[..., partygrade.Grading]
Faults = Callable[[str], list[tuple[str, str]]]

EVENTS = (
    "cases: {type: events, at_most: 9, fields: {day: {type: date}, matter: {type: text}, "
    "kind: {type: choice, of: [late, lost]}, cost: {type: number, max: 9, decimals: 1}}}, "
)
FACTS = EVENTS + (
    "absences: {type: count, default: 0}, hall: {type: flag, default: true}, rate: {type: percent, default: 0}, "
    "won: {type: tally, of: [city, province], default: 0}, loss: {type: amount, at_least: 2, at_most: 9, default: 0}, "
    "given: {type: points, max: 5, default: 0}, seen: {type: tally, of: [a, b], optional: true}"
)


CASES = [
    {"day": "2020-01-01", "matter": "a", "kind": "late", "cost": "1.5"},
    {"day": "2020-01-02", "matter": "a", "kind": "lost", "cost": 2},
    {"day": "2019-01-03", "matter": "a", "kind": "late", "cost": 5},
    {"day": "2020-01-04", "matter": "b", "kind": "lost", "cost": 3},
]


def add(grade: Grade, line: str, **record: Any) -> Decimal | None:
    return grade(f"facts: {{{FACTS}}}\nscore:\n  id: total\n  add:\n    - {line}\n", **record).score


def line_faults(faults: Faults, line: str) -> list[tuple[str, str]]:
    return faults(f"facts: {{{FACTS}}}\nscore:\n  id: total\n  add:\n    - {line}\n")


@pytest.mark.parametrize(
    ("line", "record", "wanted"),
    [
        ("{when: not hall, points: 2}", {"hall": False}, 2),
        ("{when: not hall, points: 2}", {"hall": True}, 0),
        ("{when: absences > 2, points: 0.5}", {"absences": 3}, "0.5"),
        ("{each: absences, points: 3}", {"absences": 4}, 12),
        ("{each: absences, points: 3}", {"absences": 0}, 0),
        ("{each: absences, points: 3, at_most: 9}", {"absences": 3}, 9),
        ("{value: absences / 4}", {"absences": 3}, "0.75"),
        ("{value: absences / 4, at_most: 0.5}", {"absences": 3}, "0.5"),
        ("{each: cases, points: 2}", {"cases": CASES}, 8),
        ("{each: cases, points: 2, at_most: 7}", {"cases": CASES}, 7),
        ('{each: cases, where: kind == "lost", points: 2}', {"cases": CASES}, 4),
        ("{each: cases, points: cost * 2}", {"cases": CASES}, 23),
        ("{each: cases, points: cost, once_per: matter}", {"cases": CASES}, 8),  # a 5, b 3
        ("{each: cases, points: cost, once_per: [matter, kind]}", {"cases": CASES}, 10),  # a late 5, a lost 2, b 3
        ("{each: cases, points: [1, 5, 10]}", {"cases": CASES}, 26),
        ("{each: cases, points: [1, 5], by: day, nth_of: kind}", {"cases": CASES}, 12),  # late 1 + 5, lost 1 + 5
        ('{each: cases, where: kind == "lost", points: [1, 5]}', {"cases": CASES}, 6),
        ("{each: cases, points: [4]}", {}, 0),
        ("{each: absences, points: 3, at_most: 9}", {"absences": 4}, 9),
        ("{each: absences, points: 3, at_most: absences + 1}", {"absences": 4}, 5),
        ("{each: 'max(0, absences - 2)', points: 0.25}", {"absences": 5}, "0.75"),
        ("{each: '2', points: 3}", {}, 6),
        ("{each: 2, points: 3}", {}, 6),
        ("{each: won, points: {city: 3, province: 5}}", {"won_city": 2, "won_province": 1}, 11),
        ("{each: won, points: {city: 3, province: 5}, counting: each}", {"won_city": 2}, 6),
        ("{each: won, points: {city: 3, province: 5}, counting: highest}", {"won_city": 9, "won_province": 1}, 5),
        ("{each: won, points: {city: 3, province: 5}, counting: highest}", {"won_city": 9}, 3),
        ("{each: won, points: {city: 3, province: 5}, counting: highest}", {}, 0),
        ("{each: won, points: {province: 5, city: 3}, at_most: 10}", {"won_city": 2, "won_province": 1}, 10),
        ("{each: won_city, points: 4}", {"won_city": 2}, 8),
        ("{amount: loss}", {"loss": "2.5"}, "2.5"),
        ("{amount: loss}", {}, 0),
        ("{amount: loss, at_most: 4}", {"loss": 9}, 4),
        ("{amount: given}", {"given": "4.25"}, "4.25"),
    ],
)
def test_the_value_of_a_line(grade: Grade, line: str, record: dict[str, Any], wanted: object) -> None:
    """A line counts once, per occurrence up to its limit, by category, or what was given."""
    assert add(grade, line, **record) == Decimal(str(wanted))


def test_a_deduction_counts_against(grade: Grade) -> None:
    """The lines of `deduct` have negative values."""
    node = "{id: total, points: 10, deduct: [{each: absences, points: 2}, {amount: loss}]}"
    found = grade(f"facts: {{{FACTS}}}\nscore: {node}", absences=2, loss=3)
    assert found.score == 3
    assert (found.nodes["total.1"], found.nodes["total.2"]) == (-4, -3)


@pytest.mark.parametrize(
    ("counting", "wanted"),
    [("each", 11), ("highest", 5)],
)
def test_counting_may_name_a_parameter(grade: Grade, counting: str, wanted: int) -> None:
    """`counting` follows the reading of a parameter."""
    parameter = f"parameters: {{way: {{value: {counting}, source: 一, readings: {{each: 各计, highest: 取最高}}}}}}"
    node = "{id: total, add: [{each: won, points: {city: 3, province: 5}, counting: way}]}"
    body = f"{parameter}\nfacts: {{{FACTS}}}\nscore: {node}"
    assert grade(body, won_city=2, won_province=1).score == wanted


def test_points_may_be_formulas_of_parameters(grade: Grade) -> None:
    """Points follow parameters."""
    parameter = "parameters: {base: {value: 2, source: 一}}"
    lines = "{each: absences, points: base * 1.5}, {each: won, points: {city: base, province: 5}}"
    body = f"{parameter}\nfacts: {{{FACTS}}}\nscore: {{id: total, add: [{lines}]}}"
    assert grade(body, absences=2, won_city=1).score == 8


def test_a_line_without_id_is_called_after_its_node(grade: Grade) -> None:
    """A line has its own id, or the node's id with its number."""
    body = (
        "score: {id: total, add: [{when: true, points: 1}, {id: own, when: true, points: 2}, {when: true, points: 3}]}"
    )
    assert set(grade(body).nodes) == {"total", "total.1", "own", "total.3"}


def test_a_line_without_label_is_called_after_what_it_counts(grade: Grade) -> None:
    """A line over one fact has the fact's label; any other its id."""
    body = (
        "facts: {absences: {type: count, label: 缺席, default: 0}}\n"
        "score: {id: total, add: [{each: absences, points: 1}, {when: absences > 1, points: 1}, "
        "{label: 自名, when: true, points: 1}]}"
    )
    assert [line["label"] for line in grade(body).to_dict()["items"][0]["lines"]] == ["缺席", "total.2", "自名"]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("{points: 3}", [("line-form", "{points: 3}")]),
        ("{when: hall, amount: loss}", [("line-form", "{when: hall, amount: loss}")]),
        ("{when: hall, points: 3, at_most: 3}", [("key-without-form", "at_most")]),
        ("{when: hall, points: 3, counting: each}", [("key-without-form", "counting")]),
        ("{amount: loss, points: 3}", [("key-without-form", "points")]),
        ("{amount: loss, counting: each}", [("key-without-form", "counting")]),
        ("{each: absences, points: 3, counting: each}", [("key-without-form", "counting")]),
        ("{when: hall}", [("no-points", "{when: hall}")]),
        ("{each: won}", [("no-points", "{each: won}")]),
        ("{each: rate, points: 3}", [("not-a-count", "rate")]),
        ("{each: absences - 3, points: 3}", [("not-a-count", "absences - 3")]),
        ("{each: hall, points: 3}", [("wrong-type", "hall")]),
        ("{when: absences, points: 3}", [("wrong-type", "absences")]),
        ("{when: hall, points: absences}", [("not-constant", "absences")]),
        ("{when: hall, points: {city: 3}}", [("wrong-type", "{city: 3}")]),
        ("{each: won, points: 3}", [("wrong-type", "3")]),
        ("{each: won, points: {city: 3}}", [("missing-category", "{city: 3}")]),
        ("{each: won, points: {city: 3, province: 5, county: 1}}", [("unknown-option", "county")]),
        ("{each: won, points: {city: 3, province: 5}, counting: most}", [("unknown-option", "most")]),
        ("{each: seen, points: {a: 1, b: 2}}", [("may-be-unknown", "seen")]),
        ("{amount: absences}", [("wrong-type", "absences")]),
        ("{amount: nothing}", [("unknown-name", "nothing")]),
        ("{each: absences, points: 3, at_most: hall}", [("wrong-type", "hall")]),
    ],
)
def test_a_line_that_is_not_well_formed_is_refused(faults: Faults, line: str, wanted: list[tuple[str, str]]) -> None:
    """A line has one form, and the keys of that form."""
    assert line_faults(faults, line) == wanted
