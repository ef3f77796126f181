"""Tests the check of quotas that contradict each other."""

from __future__ import annotations

import pytest

import partygrade
from partygrade import catalog
from partygrade.check import Subject
from partygrade.check.quota import check
from partygrade.diagnostics import Diagnostic

SCHEME = """
partygrade: 1
scheme: shares
title: 比例
facts: {{direct: {{type: flag}}, out: {{type: flag, default: false}}}}
score: {{id: total, points: 100}}
grades:
  - {{id: good, from: 90}}
  - {{id: fair, from: 60}}
  - {{id: poor}}
{rules}
cohort:
  rank_by: [total]
  quotas:
{quotas}
"""
OUT = "rules: [{id: leave, when: out, not_graded: 不列入}]"


def found(*quotas: str, rules: str = "") -> list[Diagnostic]:
    written = "\n".join(f"    - {{id: q{n}, {quota}}}" for n, quota in enumerate(quotas, 1))
    return list(check(Subject(partygrade.loads(SCHEME.format(quotas=written, rules=rules)))))


@pytest.mark.parametrize(
    ("quotas", "why"),
    [
        (["grades: [good], at_least: 60%", "grades: [poor], at_least: 50%"], "the minima add to 110%"),
        (
            ["grades: [good], at_most: 20%", "grades: [fair], at_most: 30%", "grades: [poor], at_most: 49%"],
            "the maxima of all grades add to 99%",
        ),
        (["grades: [good, fair], at_most: 50%", "grades: [poor], at_most: 40%"], "the maxima of all grades add to 90%"),
        (["grades: [good], at_most: 20%", "grades: [good], at_least: 25%"], "the minima ask for more"),
        (["grades: [good, fair], at_most: 20%", "grades: [good], at_least: 25%"], "the minima ask for more"),
        (["grades: [good], at_most: 3", "grades: [good], at_least: 4"], "the minima ask for more"),
        (["grades: [good], at_most: 0%", "grades: [good], at_least: 1"], "the minima ask for more"),
    ],
)
def test_quotas_that_contradict_each_other_are_found(quotas: list[str], why: str) -> None:
    """Shares that leave no division of the cohort are reported once, with the reason."""
    (fault,) = found(*quotas)
    assert why in fault.text.en


@pytest.mark.parametrize(
    "quotas",
    [
        ["grades: [good], at_least: 50%", "grades: [poor], at_least: 50%"],
        ["grades: [good], at_most: 20%", "grades: [fair], at_most: 30%", "grades: [poor], at_most: 50%"],
        ["grades: [good], at_most: 20%", "grades: [good], at_least: 20%"],
        ["grades: [good], at_most: 20%", "grades: [poor], at_least: 80%"],
        ["grades: [good], at_most: 10%", "grades: [good], at_least: 5"],
        ["grades: [good], at_most: 5", "grades: [fair, poor], at_most: 80%"],
        ["grades: [good], at_least: 300"],
        ["grades: [good], at_least: 33.4%", "grades: [poor], at_least: 66.6%"],
    ],
)
def test_quotas_that_only_small_cohorts_or_rounding_set_at_odds_are_left_alone(quotas: list[str]) -> None:
    """Shares that add up exactly fail only where they are rounded, and head counts only in cohorts of some sizes."""
    assert found(*quotas) == []


def test_only_quotas_of_the_same_organisations_contradict_each_other() -> None:
    """A quota among some says nothing of a quota of all; two among the same do."""
    few, many = "grades: [good], at_most: 20%", "grades: [good], at_least: 30%"
    assert found(f"{few}, among: direct", many) == []
    assert len(found(f"{few}, among: direct", f"{many}, among: direct")) == 1


def test_a_maximum_of_all_may_leave_the_places_of_those_without_a_grade() -> None:
    """Where somebody may have no grade, maxima of all need not add to the whole; those of the graded must."""
    quotas = ["grades: [good], at_most: 20%, of: {0}", "grades: [fair, poor], at_most: 70%, of: {0}"]
    assert found(*(quota.format("all") for quota in quotas), rules=OUT) == []
    assert len(found(*(quota.format("graded") for quota in quotas), rules=OUT)) == 1
    assert len(found(*(quota.format("all") for quota in quotas))) == 1


def test_the_message_tells_the_size_from_which_it_holds() -> None:
    """Rounded to the nearest, 30 % against 25 % is out of reach from a size on that the message names."""
    (fault,) = found(
        "grades: [good], at_most: 25%, rounding: half_up", "grades: [good], at_least: 30%, rounding: half_up"
    )
    # 18: 4.5 and 5.4 both come to 5. 19: 4.75 and 5.7 come to 5 and 6; 20: 5 and 6; from 21 on they are more than one
    # apart before they are rounded.
    assert fault.text.en == (
        "the quotas `q1` and `q2` cannot all be met by 19 or more organisations: the minima ask for more than the "
        "maxima allow"
    )
    assert "（19 个组织起）" in fault.text.zh


def test_the_other_quotas_are_noted_with_the_size_that_leaves_a_place() -> None:
    """A note stands at each other quota; a maximum says below which size nobody has a place."""
    (fault,) = found("grades: [good], at_most: 20%", "grades: [good], at_least: 30%")
    assert [note.text.en for note in fault.notes] == [
        "this quota takes part; with fewer than 5 organisations it leaves no place"
    ]


def test_a_share_that_is_mistyped_in_a_shipped_scheme_is_found() -> None:
    """At least 60 % with four stars or more, where at most 10 % and 40 % may have five and four, is noticed."""
    path = catalog.find("party-branch-stars")
    assert path is not None
    text = path.read_text("utf-8")
    old = "at_least: five_share + four_share, "
    assert old in text
    before, after = partygrade.loads(text), partygrade.loads(text.replace(old, "at_least: 60%, "))
    assert list(check(Subject(before.with_parameters(shares_are="target")))) == []
    (fault,) = check(Subject(after.with_parameters(shares_are="target")))
    assert "`few_five`, `few_four` and `enough_four`" in fault.text.en
