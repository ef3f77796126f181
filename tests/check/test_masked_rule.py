"""The check `masked-rule`."""

from __future__ import annotations

import pytest

import partygrade
from partygrade.check import Subject, check

BASE = """\
partygrade: 1
scheme: some
title: 例
parameters:
  counts: {value: every, source: 一, readings: {serious: 只计严重的}}
  limit: {value: 5, source: 一, readings: {2: 从严}}
sources: {plan: {title: 方案}}
facts:
  absences: {type: count, max: 20}
  warned: {type: flag}
  kind: {type: choice, of: [village, town, street]}
  last: {type: grade, optional: true}
derived: {absent: {value: "absences >= limit"}}
score: {id: total, points: 100}
grades: [{id: good, from: 90}, {id: fair, from: 70}, {id: weak, from: 60}, {id: poor}]
"""


def found(*rules: str) -> list[str]:
    """Give what is found: the place, and the rule that hides it."""
    scheme = partygrade.loads(f"{BASE}rules: [{', '.join(rules)}]\n")
    faults = check(Subject(scheme), ["masked-rule"])
    return [f"{fault.place} by {fault.notes[0].place}" for fault in faults]


FIRST = "{id: first, when: absences >= 3, at_most: fair}"


@pytest.mark.parametrize(
    "rule",
    [
        "{id: second, when: absences >= 5, at_most: fair}",
        "{id: second, when: absences >= 3, at_most: fair}",
        "{id: second, when: absences > 3 and warned, at_most: fair, lower_by: 1}",
        "{id: second, when: absences == 4 or absences > 9 and total < 90, at_most: fair}",
    ],
)
def test_a_ceiling_under_one_that_always_holds_is_found(rule: str) -> None:
    """The grade of the effect is underlined, and the other one noted."""
    assert found(FIRST, rule) == ["rules[2].at_most by rules[1].at_most"]


@pytest.mark.parametrize(
    "rule",
    [
        "{id: second, when: absences >= 5, at_most: weak}",
        "{id: second, when: absences >= 5 or warned, at_most: fair}",
        "{id: second, when: absences >= 5, lower_by: 1}",
        "{id: second, when: absences >= 5, at_least: weak}",
        "{id: second, when: absences >= 5, grade: poor}",
        "{id: second, when: absences >= 5, not_graded: 缺席}",
    ],
)
def test_an_effect_that_shows_somewhere_is_not_found(rule: str) -> None:
    """Where the other rule does not fire, where the effect is stronger, or where it is of another kind."""
    assert found(FIRST, rule) == []


def test_the_order_in_the_file_makes_no_difference() -> None:
    """The narrower rule is found, also where it stands first."""
    assert found("{id: second, when: absences >= 5, at_most: fair}", FIRST) == ["rules[1].at_most by rules[2].at_most"]


def test_of_rules_that_hide_each_other_one_is_left() -> None:
    """Of three that say the same the first is not found."""
    rules = [FIRST.replace("first", name) for name in ("one", "two", "three")]
    assert found(*rules) == ["rules[2].at_most by rules[1].at_most", "rules[3].at_most by rules[1].at_most"]


def test_the_best_floor_hides_the_others() -> None:
    """A floor is hidden by a better one, not by a lower one."""
    wide, narrow = (
        "{id: wide, when: warned, at_least: fair}",
        "{id: narrow, when: warned and absences > 3, at_least: G}",
    )
    assert found(wide, narrow.replace("G", "weak")) == ["rules[2].at_least by rules[1].at_least"]
    assert found(wide, narrow.replace("G", "good")) == []


def test_the_worst_direct_grade_hides_the_others() -> None:
    """A direct grade is hidden by a worse one, not by a better one."""
    wide, narrow = "{id: wide, when: warned, grade: weak}", "{id: narrow, when: warned and absences > 3, grade: G}"
    assert found(wide, narrow.replace("G", "good")) == ["rules[2].grade by rules[1].grade"]
    assert found(wide, narrow.replace("G", "poor")) == []


def test_grades_that_facts_give_are_compared() -> None:
    """Beside last year's grade, which is weak or poor here, a ceiling of fair never shows, and one of poor may."""
    wide = "{id: wide, when: known(last) and last < fair, at_most: last}"
    narrow = "{id: narrow, when: known(last) and last < fair and warned, at_most: G}"
    assert found(wide, narrow.replace("G", "fair")) == ["rules[2].at_most by rules[1].at_most"]
    assert found(wide, narrow.replace("G", "last")) == ["rules[2].at_most by rules[1].at_most"]
    assert found(wide, narrow.replace("G", "poor")) == []


def test_figures_that_are_compared_with_one_another_are_put_in_order() -> None:
    """A year after the day is after the day, so that the second rule fires only where the first one does."""
    facts = "facts: {due: {type: date}, done: {type: date}}\nscore: {id: total, points: 100}\n"
    text = "partygrade: 1\nscheme: some\ntitle: 例\n" + facts + "grades: [{id: good, from: 90}, {id: poor}]\nrules:\n"
    late = "  - {id: late, when: done > due, at_most: poor}\n"
    later = '  - {id: very_late, when: "done > later(due, months=12)", at_most: poor}\n'
    scheme = partygrade.loads(text + late + later)
    assert [str(fault.place) for fault in check(Subject(scheme), ["masked-rule"])] == ["rules[2].at_most"]
    assert check(Subject(partygrade.loads(text + late + later.replace(">", "<"))), ["masked-rule"]) == ()


def test_steps_up_and_down_add_up() -> None:
    """A second promotion always shows."""
    assert found("{id: a, when: warned, raise_by: 1}", "{id: b, when: warned and absences > 3, raise_by: 1}") == []


def test_a_rule_that_an_override_takes_out_hides_nothing() -> None:
    """With the override the other rule shows."""
    narrow = "{id: second, when: absences >= 5, at_most: fair}"
    assert found(FIRST.replace("}", ", soft: true}"), narrow) == []
    assert found(FIRST, narrow.replace("}", ", soft: true}")) == ["rules[2].at_most by rules[1].at_most"]


def test_another_reading_may_let_the_effect_show() -> None:
    """A rule is found where it is hidden, or switched off, under every reading of what it rests on."""
    switched = '{id: second, when: absences >= 5 and counts == "every", at_most: fair}'
    turned = '{id: second, when: absences >= 5 if counts == "every" else warned, at_most: fair}'
    assert found(FIRST, switched) == ["rules[2].at_most by rules[1].at_most"]
    assert found(FIRST, turned) == []
    assert found(FIRST, "{id: second, when: absences >= limit, at_most: fair}") == []
    assert found(FIRST, "{id: second, when: absent, at_most: fair}") == []
    assert found(FIRST.replace("3", "2"), "{id: second, when: absent, at_most: fair}") == [
        "rules[2].at_most by rules[1].at_most"
    ]


def test_a_dead_rule_is_reported_only_as_such() -> None:
    """It is found by `dead-rule`."""
    rules = [FIRST, "{id: never, when: absences > 20, at_most: fair}", "{id: idle, when: absences > 5, at_most: good}"]
    assert found(*rules) == []


def test_the_message_names_both_rules() -> None:
    """In both languages."""
    rules = f"[{FIRST}, {{id: second, when: absences >= 5, at_most: fair}}]"
    (fault,) = check(Subject(partygrade.loads(f"{BASE}rules: {rules}\n")), ["masked-rule"])
    assert fault.text.en == (
        "`at_most` of the rule `second` never shows: `first` always fires with it and is at least as strong"
    )
    assert "`second`" in fault.text.zh
    assert "`first`" in fault.text.zh
