"""Tests the signs: which facts can lower a figure by getting better. Random programs are in `properties`."""

from __future__ import annotations

import pytest

import partygrade
from partygrade.signs import signs

BASE = """\
partygrade: 1
scheme: some
title: 例
facts:
  x: {type: count, max: 9, better: up}
  w: {type: number, min: -5, max: 5, better: up}
  z: {type: number, min: -9, max: -1, better: up}
  m: {type: count, max: 9, better: down}
  last: {type: grade, of: [high, low], optional: true, better: up}
  day: {type: date, better: up}
  due: {type: date, better: down}
  plain: {type: count, max: 9}
  events: {type: events, fields: {points: {type: count, max: 9}}}
"""
GRADES = "grades: [{id: good, from: 80}, {id: fair, from: 60}, {id: poor}]\nrules: [RULES]\n"


def lowering(more: str) -> set[str]:
    program = partygrade.loads(BASE + more).program
    target = program.own_grade
    if target is None:
        assert program.score is not None
        target = program.score.value
    found = signs(program)
    return {item.origin.id for n, item in enumerate(program.inputs) if found.lowers(target, n)}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x + plain", set()),
        ("x - m", set()),
        ("m", {"m"}),
        ("0 - x", {"x"}),
        ("x * 2 - w * 3", {"w"}),
        ("x * plain", set()),
        ("x * z", {"x"}),
        ("plain * w", set()),
        ("x * w", {"x"}),
        ("min(x, 5) + max(w, 0)", set()),
        ("round(x / 4, 0) - round(m / 4, 0)", set()),
        ("ratio(x, plain + 1, digits=1)", set()),
        ("ratio(plain, x + 1, digits=1)", {"x"}),
        ("ratio(plain, z, digits=1)", {"z"}),
        ("ratio(0 - plain, x + 1, digits=1)", set()),
        ("ratio(plain, x, digits=1, empty=0)", {"x"}),
        ("ratio(plain, m, digits=1, empty=0)", {"m"}),
        ("ratio(w, plain + 1, digits=1)", set()),
        ("ratio(w, x + 1, digits=1)", {"x"}),
        ("months(due, day)", set()),
        ("months(day, due)", {"day", "due"}),
        ("year(later(day, months=3))", set()),
    ],
)
def test_a_figure_is_lowered_where_its_operators_turn_a_fact_round(value: str, expected: set[str]) -> None:
    """x, w, z and `day` are better up, m and `due` better down, and `plain` says nothing."""
    assert lowering(f'score: {{id: total, value: "{value}"}}\n') == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("20 if x >= 3 else 10", set()),
        ("10 if x >= 3 else 20", {"x"}),
        ("10 if not x >= 3 else 20", set()),
        ("20 if x > 3 and w > 0 else 10", set()),
        ("20 if m <= 3 or x > 8 else 10", set()),
        ("20 if m > 3 else 10", {"m"}),
        ("x if plain > 3 else 0 - m", set()),
        ("x if x > 3 else 0", set()),
        ("x if x > 3 else 5", {"x"}),
        ("20 if x == 9 else 10", set()),
        ("20 if x == 5 else 10", {"x"}),
        ("20 if m == 0 else 10", set()),
        ("10 if x == 0 else 20", set()),
        ("20 if known(last) else 10", set()),
        ('20 if known(last) and last == "high" else 10', set()),
        ('20 if known(last) and last == "low" else 10', {"last"}),
    ],
)
def test_a_choice_is_lowered_where_the_condition_leads_to_less(value: str, expected: set[str]) -> None:
    """A condition that a better fact makes true must not lead to a lower value, whatever else holds."""
    assert lowering(f"score: {{id: total, value: '{value}'}}\n") == expected


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("{id: r, when: m > 3, at_most: fair}", set()),
        ("{id: r, when: x > 3, at_most: fair}", {"x"}),
        ("{id: r, when: m > 3, lower_by: 1}", set()),
        ("{id: r, when: x > 3, raise_by: 1}", set()),
        ("{id: r, when: m > 3, grade: poor}", set()),
        ("{id: r, when: m > 3 or plain > 1, grade: poor}", set()),
        ("{id: r, when: m > 3, grade: poor}, {id: s, when: x < 2, grade: poor}", set()),
        ("{id: r, when: x > 3, grade: good}", set()),
        ("{id: r, when: x > 3, grade: fair}", {"x"}),
        ("{id: r, when: x > 3, at_least: fair}", set()),
    ],
)
def test_a_grade_is_lowered_by_what_a_rule_takes_away(rules: str, expected: set[str]) -> None:
    """Every kind of effect, under a condition that the better fact meets or leaves."""
    assert lowering("score: {id: total, points: 100}\n" + GRADES.replace("RULES", rules)) == expected


def test_what_the_events_make_of_a_fact_may_be_anything() -> None:
    """A fact inside an aggregate is among those that can lower it."""
    assert lowering('score: {id: total, value: "sum(events, points * x)"}\n') == {"x"}


def test_what_the_cohort_makes_of_a_fact_may_be_anything() -> None:
    """The rank of a figure is not looked into."""
    assert lowering('score: {id: total, value: "rank(x)"}\n') == {"x"}


def test_straight_lines_that_rise_are_seen_to_rise() -> None:
    """Each line begins where the one before ends."""
    line = "score: {id: t, of: x, linear: [{at: 1, points: 0}, {at: 5, points: 3}, {at: 9, points: LAST}], round: 1}\n"
    assert lowering(line.replace("LAST", "8")) == set()
    assert lowering(line.replace("LAST", "2")) == {"x"}
