"""The check `phase-order`."""

from __future__ import annotations

import pytest

import partygrade
from partygrade import Scheme
from partygrade.check import Subject, check
from partygrade.diagnostics import Diagnostic

BASE = """\
partygrade: 1
scheme: some
title: 例
parameters: {strict: {value: false, source: 一, readings: {true: 从严}}}
sources: {plan: {title: 方案}}
facts:
  absences: {type: count, max: 20}
  warned: {type: flag}
  kind: {type: choice, of: [village, town]}
  last: {type: grade, optional: true}
  down: {type: count, max: 3, default: 0}
  gifts: {type: events, at_most: 1, fields: {to: {type: grade}}}
score: {id: total, points: 100}
grades: [{id: good, from: 90}, {id: fair, from: 60}, {id: poor}]
"""


def loaded(*rules: str, more: str = "") -> Scheme:
    return partygrade.loads(f"{BASE}rules: [{', '.join(rules)}]\n{more}")


def found(*rules: str, more: str = "") -> list[Diagnostic]:
    return list(check(Subject(loaded(*rules, more=more)), ["phase-order"]))


CEILING = "{id: ceiling, when: absences >= 3, at_most: fair}"
DEMOTION = "{id: demotion, when: warned, lower_by: 1}"
FLOOR = "{id: floor, when: absences >= 3, at_least: fair}"


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ((CEILING, DEMOTION), "rules[1].at_most rules[2].lower_by"),
        ((DEMOTION, CEILING), "rules[2].at_most rules[1].lower_by"),
        (("{id: both, when: absences >= 3, at_most: fair, lower_by: 1}",), "rules[1].at_most rules[1].lower_by"),
        ((FLOOR, DEMOTION), "rules[1].at_least rules[2].lower_by"),
        ((FLOOR, "{id: removed, when: warned, grade: poor}"), "rules[1].at_least rules[2].grade"),
        ((FLOOR, "{id: held, when: warned, at_most: poor}"), "rules[1].at_least rules[2].at_most"),
        ((CEILING, "{id: raised, when: warned, raise_by: 1}"), "rules[2].raise_by rules[1].at_most"),
        (("{id: raised, when: warned, raise_by: 1}", DEMOTION), "rules[1].raise_by rules[2].lower_by"),
        ((CEILING, "{id: by, when: down > 0, lower_by: down}"), "rules[1].at_most rules[2].lower_by"),
        (
            ("{id: gift, when: count(gifts) > 0, at_least: \"max(gifts, to, empty=poor)\"}", DEMOTION),
            "rules[1].at_least rules[2].lower_by",
        ),
        (
            ("{id: high, when: total >= 95, at_most: fair}", "{id: late, when: absences > 3, lower_by: 1}"),
            "rules[1].at_most rules[2].lower_by",
        ),
    ],
)  # fmt: skip
def test_effects_whose_order_matters_are_found(rules: tuple[str, ...], expected: str) -> None:
    """The effect that comes first is underlined, and the other one noted."""
    (fault,) = found(*rules)
    assert f"{fault.place} {fault.notes[0].place}" == expected


@pytest.mark.parametrize(
    "rules",
    [
        (CEILING, "{id: removed, when: warned, grade: poor}"),
        (CEILING, "{id: low, when: warned, at_least: poor}"),
        (CEILING, "{id: worse, when: warned, at_most: poor}"),
        (CEILING, "{id: out, when: warned, not_graded: 撤销}"),
        (CEILING, "{id: few, when: absences < 3, lower_by: 1}"),
        (CEILING, "{id: low, when: absences > 3 and total < 90, lower_by: 1}"),
        (CEILING, "{id: switched, when: strict and warned, lower_by: 1}"),
        ("{id: same, when: known(last), at_least: last, at_most: last}",),
        (CEILING, DEMOTION, "{id: never, when: absences >= 3 and warned, not_graded: 撤销}"),
    ],
)
def test_effects_whose_order_never_matters_are_not_found(rules: tuple[str, ...]) -> None:
    """Whatever the order gives the same, the rules never act together, or a reading switches one off."""
    assert found(*rules) == []


def test_a_scheme_that_states_the_order_is_right() -> None:
    """Whatever the order is."""
    assert found(CEILING, DEMOTION, more="order: [raise_by, at_least, lower_by, at_most, grade, quotas]\n") == []


def test_one_finding_stands_for_the_scheme() -> None:
    """What there is of other phases is noted."""
    floor, promotion = '{id: floor, when: kind == "town", at_least: fair}', "{id: up, when: down > 0, raise_by: 1}"
    (fault,) = found(CEILING, DEMOTION, floor, promotion)
    assert str(fault.place) == "rules[1].at_most"
    notes = [f"{note.place}: {note.text.en}" for note in fault.notes]
    assert notes[0] == "rules[2].lower_by: the other effect is here"
    assert [note.partition(" comes first")[0] for note in notes[1:]] == [
        "rules[3].at_least: no `order` says whether `at_least` of `floor` or `lower_by` of `demotion`",
        "rules[4].raise_by: no `order` says whether `raise_by` of `up` or `at_most` of `ceiling`",
        "rules[4].raise_by: no `order` says whether `raise_by` of `up` or `lower_by` of `demotion`",
        "rules[4].raise_by: no `order` says whether `raise_by` of `up` or `at_least` of `floor`",
    ]


def test_the_example_is_true() -> None:
    """The facts that it names give the one grade, and the other one with the other order."""
    (fault,) = found(CEILING, DEMOTION)
    assert fault.text.en == (
        "no `order` says whether `at_most` of `ceiling` or `lower_by` of `demotion` comes first: "
        "with `absences` 20, `warned` true and the band `good` the grade is `poor` or `fair`"
    )
    record = {"absences": 20, "warned": True, "kind": "village", "total": 90}
    swapped = loaded(CEILING, DEMOTION, more="order: [raise_by, at_least, lower_by, at_most, grade, quotas]\n")
    assert (loaded(CEILING, DEMOTION).grade(record).grade, swapped.grade(record).grade) == ("poor", "fair")
