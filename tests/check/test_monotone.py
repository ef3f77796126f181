"""The check `monotone`."""

from __future__ import annotations

import re

import pytest

import partygrade
from partygrade.cases import Case, Cases
from partygrade.check import Subject, check
from partygrade.diagnostics import Diagnostic

BASE = """\
partygrade: 1
scheme: some
title: 例
facts:
  rate: {type: percent, better: up}
  faults: {type: count, max: 20, default: 0, better: down}
  audited: {type: flag, default: false, better: up}
  county: {type: choice, of: [east, west]}
score:
  id: total
  sum:
    - {id: review, points: 80}
    - NODE
grades: [{id: good, from: 90}, {id: fair, from: 60}, {id: poor}]
"""
PLAIN = "{id: late, points: 20, deduct: [{each: faults, points: 1}]}"


def found(node: str = PLAIN, rules: str = "") -> list[Diagnostic]:
    scheme = partygrade.loads(f"{BASE.replace('NODE', node)}rules: [{rules}]\n")
    return list(check(Subject(scheme), ["monotone"]))


@pytest.mark.parametrize(
    ("node", "place", "cause"),
    [
        (
            "{id: met, of: rate, steps: [{from: 90, points: 5}, {from: 60, points: 20}]}",
            "facts.rate.better",
            "score.sum[2].id",
        ),
        ('{id: met, value: "faults", full: 20}', "facts.faults.better", "score.sum[2].id"),
        ("{id: met, points: 20, deduct: [{when: rate > 80, points: 1}]}", "facts.rate.better", "score.sum[2].id"),
        ("{id: met, points: 20, better: down}", "score.sum[2].better", "score.sum[2].id"),
        (
            "{id: met, of: rate, linear: [{at: 0, points: 0}, {at: 50, points: 20}, {at: 100, points: 19}], round: 1}",
            "facts.rate.better",
            "score.sum[2].id",
        ),
    ],
)
def test_a_score_that_falls_across_a_bound_is_found(node: str, place: str, cause: str) -> None:
    """What says which way is better is underlined, and the node noted whose points fall."""
    (fault,) = found(node)
    assert (str(fault.place), [str(note.place) for note in fault.notes]) == (place, [cause])


@pytest.mark.parametrize(
    "rule",
    [
        "{id: r, when: rate > 80, at_most: fair}",
        "{id: r, when: rate > 80, lower_by: 1}",
        "{id: r, when: rate > 80, grade: poor}",
        "{id: r, when: rate < 20, raise_by: 1}",
        "{id: r, when: rate < 20, at_least: fair}",
        "{id: r, when: 40 < rate < 50, at_most: fair}",
    ],
)
def test_a_rule_that_takes_the_grade_away_from_a_better_fact_is_found(rule: str) -> None:
    """The rule is noted."""
    (fault,) = found(rules=rule)
    assert str(fault.place) == "facts.rate.better"
    assert [str(note.place) for note in fault.notes] == ["rules[1].when"]


def test_an_assessed_item_is_better_up_unless_it_says_otherwise() -> None:
    """Without `better` its id is underlined."""
    (fault,) = found(rules="{id: r, when: review > 79, at_most: fair}")
    assert str(fault.place) == "score.sum[1].id"


@pytest.mark.parametrize(
    ("node", "rules"),
    [
        (PLAIN, ""),
        ("{id: met, of: rate, steps: [{from: 90, points: 20}, {from: 60, points: 5}]}", ""),
        (PLAIN, "{id: r, when: faults > 3, at_most: fair, lower_by: 1}, {id: s, when: rate > 90, raise_by: 1}"),
        (PLAIN, "{id: r, when: audited, not_graded: 不评}"),
        (PLAIN, "{id: r, when: rate > 80 and rate < 70, at_most: fair}"),
        ("{id: met, value: \"20 if county == 'east' else 0\", full: 20}".replace("'", '\\"'), ""),
        ('{id: met, value: "max(0, faults - faults)", full: 20}', ""),
    ],
)
def test_what_is_better_as_it_says_is_not_found(node: str, rules: str) -> None:
    """Also where a rule leaves no grade, and where it only looks as if a better fact could lower the score."""
    assert found(node, rules) == []


def test_without_grades_the_score_counts() -> None:
    """A better fact must not lower it."""
    text = re.sub("grades: .*\n", "", BASE.replace("NODE", "{id: met, value: faults, full: 20}"))
    (fault,) = check(Subject(partygrade.loads(text)), ["monotone"])
    assert fault.text.en == (
        "`faults` is `better: down`, but from 20 to 19 the score falls from 100 to 99, "
        "with everything else at its best or default"
    )


def test_a_score_that_better_facts_only_lower_is_one_of_which_less_is_better() -> None:
    """Without grades nothing else says so."""
    text = re.sub(
        "grades: .*\n",
        "",
        BASE.replace("points: 80", "value: 20 - rate / 5").replace("NODE", "{id: met, value: faults}"),
    )
    assert check(Subject(partygrade.loads(text)), ["monotone"]) == ()


def test_where_less_is_better_a_higher_score_is_worse() -> None:
    """The bounds are upper ones, and a better fact must not raise the score."""
    ladder = "grades: [{id: good, up_to: 10}, {id: fair, up_to: 40}, {id: poor}]\n"
    text = re.sub("grades: .*\n", ladder, BASE).replace("points: 80", "points: 80, better: down")
    right, wrong = (text.replace("NODE", f"{{id: met, value: {value}}}") for value in ("faults", "rate / 5"))
    assert check(Subject(partygrade.loads(right)), ["monotone"]) == ()
    (fault,) = check(Subject(partygrade.loads(wrong)), ["monotone"])
    assert str(fault.place) == "facts.rate.better"


def test_a_scheme_that_compares_organisations_is_left() -> None:
    """What a better fact does there depends on the others."""
    assert found('{id: met, value: "20 - rank(rate)", at_least: 0, full: 20}') == []


def test_golden_cases_are_tried_too() -> None:
    """An example that no made-up record is likely to meet is found where a golden case comes near to it."""
    rules = "rules: [{id: r, when: review * faults == 444 and rate > 80, at_most: fair}]\n"
    scheme = partygrade.loads(BASE.replace("points: 80", "points: 100").replace("NODE", PLAIN) + rules)
    near = Case("near", 1, facts={"rate": 85, "review": 74, "faults": 6, "county": "west"})
    assert check(Subject(scheme), ["monotone"]) == ()
    assert check(Subject(scheme, Cases("some", (near,))), ["monotone"]) == ()
    near = Case("near", 1, facts={"rate": 85, "review": 88.8, "faults": 5, "county": "west"})
    (fault,) = check(Subject(scheme, Cases("some", (near,))), ["monotone"])
    assert "from 80 to 80.01 the grade falls from `good` to `fair`" in fault.text.en


def test_the_example_is_true() -> None:
    """The facts that it names give the one grade, and with the better value the worse one."""
    node = "{id: met, of: rate, steps: [{from: 90, points: 18}, {from: 60, points: 20}]}"
    (fault,) = found(node, '{id: west, when: county == "west", lower_by: 1}')
    assert fault.text.en == (
        "`rate` is `better: up`, but from 89.99 to 90 the grade falls from `good` to `fair`, "
        "with `review` 70, `county` east and everything else at its best or default"
    )
    assert fault.text.zh == (
        "`rate` 为 `better: up`，但由 89.99 变为 90 时等次由 `good` 降为 `fair`"
        "（`review` 为 70、`county` 为 east、其余取最好值或缺省值）"
    )
    scheme = partygrade.loads(BASE.replace("NODE", node))
    grades = [scheme.grade({"rate": rate, "review": 70, "county": "east"}).grade for rate in ("89.99", 90)]
    assert grades == ["good", "fair"]
