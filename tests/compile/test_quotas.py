"""Tests the cohort as data: what splits it, how it is ranked, and its quotas."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

import partygrade
from partygrade import ir

Load = Callable[[str], partygrade.Scheme]
Faults = Callable[[str], list[tuple[str, str]]]

FACTS = (
    "facts: {county: {type: text}, kind: {type: choice, of: [a, b]}, level: {type: choice, of: [a, b], ordered: true}, "
    "open: {type: flag}, last: {type: grade}, k: {type: count}, day: {type: date}}\n"
)


def cohort(scheme: Load, body: str) -> ir.Cohort:
    found = scheme(f"{FACTS}cohort:\n{body}").program.cohort
    assert found is not None
    return found


def quota(scheme: Load, spec: str) -> ir.QuotaSpec:
    return cohort(scheme, f"  rank_by: [total]\n  quotas: [{spec}]\n").quotas[0]


def quota_faults(faults: Faults, spec: str) -> list[tuple[str, str]]:
    return faults(f"{FACTS}cohort: {{rank_by: [total], quotas: [{spec}]}}")


def test_within_names_facts_of_few_values(scheme: Load) -> None:
    """Texts, choices, flags and grades split a cohort."""
    found = cohort(scheme, "  within: [county, kind, open, last]\n  rank_by: [total]\n")
    names = [one.origin.id for one in scheme(f"{FACTS}cohort: {{}}").program.inputs]
    assert [names[n] for n in found.within] == ["county", "kind", "open", "last"]


@pytest.mark.parametrize(
    ("name", "wanted"), [("k", "wrong-type"), ("total", "wrong-type"), ("day", "wrong-type"), ("city", "unknown-name")]
)
def test_within_names_nothing_else(faults: Faults, name: str, wanted: str) -> None:
    """Numbers and dates do not split a cohort, and what is no fact does not either."""
    assert faults(f"{FACTS}cohort: {{within: [{name}]}}") == [(wanted, name)]


def test_rank_keys_say_which_end_comes_first(scheme: Load) -> None:
    """`desc` is the default; the formula stands before it."""
    found = cohort(scheme, "  rank_by: [total desc, k asc, total + k, own_grade, open, day asc, level]\n").rank_by
    assert [(key.text, key.descending) for key in found] == [
        ("total", True),
        ("k", False),
        ("total + k", True),
        ("own_grade", True),
        ("open", True),
        ("day", False),
        ("level", True),
    ]


def test_a_key_that_the_readings_make_constant_ranks_nobody(scheme: Load) -> None:
    """A constant key is left out."""
    body = (
        f"parameters: {{by_k: {{value: false, source: 一, readings: {{true: 看次数}}}}}}\n{FACTS}"
        "cohort: {rank_by: [total, k if by_k else 0]}\n"
    )
    found = scheme(body)
    cohorts = [found.program.cohort, found.with_parameters(by_k=True).program.cohort]
    assert [len(one.rank_by) for one in cohorts if one] == [1, 2]


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("kind", [("wrong-type", "kind")]),
        ("totl desc", [("unknown-name", "totl")]),
        ("desc", [("unknown-name", "desc")]),
        ("county", [("wrong-type", "county")]),
    ],
)
def test_a_key_must_have_an_order(faults: Faults, key: str, wanted: list[tuple[str, str]]) -> None:
    """What has no order ranks nobody."""
    assert faults(f"{FACTS}cohort: {{rank_by: [{key}]}}") == wanted


def test_defaults_of_a_maximum(scheme: Load) -> None:
    """A maximum is of those with a grade, rounded down, with ties out, and enforced."""
    found = quota(scheme, "{id: few, grades: [good], at_most: 20%}")
    assert (found.kind, found.low, found.high, found.share, found.head_count) == ("at_most", 2, 2, Fraction(1, 5), None)
    assert (found.of, found.rounding, found.ties, found.action) == ("graded", "down", "out", "enforce")


def test_defaults_of_a_minimum(scheme: Load) -> None:
    """A minimum is rounded up, with ties in."""
    found = quota(scheme, "{id: some, grades: [fair, poor], at_least: 3}")
    assert (found.kind, found.low, found.high, found.share, found.head_count) == ("at_least", 0, 1, None, 3)
    assert (found.of, found.rounding, found.ties, found.action) == ("graded", "up", "in", "enforce")


def test_what_is_written_goes_before_the_defaults(scheme: Load) -> None:
    """`of`, `rounding`, `ties` and `action` are as written."""
    found = quota(
        scheme, "{id: few, grades: [good], at_most: 12.5%, of: all, rounding: half_up, ties: report, action: report}"
    )
    assert (found.share, found.of, found.rounding, found.ties, found.action) == (
        Fraction(1, 8),
        "all",
        "half_up",
        "report",
        "report",
    )


def test_limit_and_words_may_name_parameters(scheme: Load) -> None:
    """A quota follows the readings of parameters."""
    body = (
        "parameters:\n  most: {value: 20%, source: 一, readings: {30%: 从宽}}\n"
        "  acts: {value: enforce, source: 一, readings: {report: 只核对}}\n"
        f"{FACTS}cohort: {{rank_by: [total], quotas: [{{id: few, grades: [good], at_most: most, action: acts}}]}}\n"
    )
    found = scheme(body).with_parameters(most="30%", acts="report").program.cohort
    assert found is not None
    assert (found.quotas[0].share, found.quotas[0].action) == (Fraction(3, 10), "report")


def test_a_quota_holds_under_the_readings_that_it_names(scheme: Load) -> None:
    """With `when`, a condition of parameters, a quota is there under some readings only."""
    quota = "{id: few, grades: [good], at_most: 20%, when: 'way == \"far\"'}"
    body = (
        "parameters: {way: {value: near, source: 一, readings: {far: 从宽}}}\n"
        f"{FACTS}cohort: {{rank_by: [total], quotas: [{quota}]}}\n"
    )
    found = scheme(body)
    cohorts = [found.program.cohort, found.with_parameters(way="far").program.cohort]
    assert [len(one.quotas) for one in cohorts if one] == [0, 1]


def test_a_quota_may_count_some_organisations_only(scheme: Load) -> None:
    """`among` is a condition, kept with its text."""
    loaded = scheme(
        f"{FACTS}cohort: {{rank_by: [total], quotas: [{{id: few, grades: [good], at_most: 1, among: not open}}]}}"
    )
    assert loaded.program.cohort is not None
    (found,) = loaded.program.cohort.quotas
    assert found.among is not None
    assert loaded.program.nodes[found.among].type == ir.Flag()
    assert found.among_text == "not open"


def test_among_that_the_readings_make_hold_counts_everybody(scheme: Load) -> None:
    """Then the quota has no condition; under the other reading it has."""
    among = "'place == \"inside\" or not open'"
    body = (
        "parameters: {place: {value: inside, source: 一, readings: {outside: 另加}}}\n"
        f"{FACTS}cohort: {{rank_by: [total], quotas: [{{id: few, grades: [good], at_most: 1, among: {among}}}]}}"
    )
    cohorts = [scheme(body).program.cohort, scheme(body).with_parameters(place="outside").program.cohort]
    assert [one.quotas[0].among is None for one in cohorts if one] == [True, False]
    assert [one.quotas[0].among_text is None for one in cohorts if one] == [True, False]


@pytest.mark.parametrize(
    ("among", "wanted"),
    [
        ("k", ("wrong-type", "k")),
        ("opn", ("unknown-name", "opn")),
        ("own_grade == good", ("unknown-name", "own_grade")),
        ("maybe", ("may-be-unknown", "maybe")),
    ],
)
def test_among_is_a_condition_of_facts(faults: Faults, among: str, wanted: tuple[str, str]) -> None:
    """Not of the grade that the quotas look at, though that may rank."""
    body = FACTS.replace("open:", "maybe: {type: flag, optional: true}, open:")
    quotas = f"[{{id: x, grades: [good], at_most: 1, among: {among}}}]"
    assert faults(f"{body}cohort: {{rank_by: [own_grade, total], quotas: {quotas}}}") == [wanted]


@pytest.mark.parametrize(
    ("spec", "wanted"),
    [
        ("{id: x, grades: [good]}", [("quota-limit", "{id: x, grades: [good]}")]),
        (
            "{id: x, grades: [good], at_most: 1, at_least: 1}",
            [("quota-limit", "{id: x, grades: [good], at_most: 1, at_least: 1}")],
        ),
        ("{id: x, grades: [good], at_most: 0.2}", [("quota-limit", "0.2")]),
        ("{id: x, grades: [good], at_most: 101%}", [("quota-limit", "101%")]),
        ("{id: x, grades: [good], at_most: -1}", [("quota-limit", "-1")]),
        ("{id: x, grades: [good], at_most: k}", [("not-constant", "k")]),
        ("{id: x, grades: [good], at_most: 20%, when: k > 1}", [("not-constant", "k > 1")]),
        ("{id: x, grades: [goood], at_most: 20%}", [("unknown-grade", "goood")]),
        ("{id: x, grades: [good, good], at_most: 20%}", [("repeated-grade", "[good, good]")]),
        ("{id: x, grades: [good, poor], at_most: 20%}", [("quota-grades", "[good, poor]")]),
        ("{id: x, grades: [poor, fair, good], at_most: 20%}", [("quota-grades", "[poor, fair, good]")]),
        ("{id: x, grades: [fair], at_least: 20%}", [("quota-grades", "[fair]")]),
        ("{id: x, grades: [good], at_most: 20%, of: every}", [("unknown-option", "every")]),
        ("{id: x, grades: [good], at_most: 20%, ties: k}", [("unknown-option", "k")]),
        ("{id: total, grades: [good], at_most: 20%}", [("repeated-id", "total")]),
    ],
)
def test_a_quota_that_is_not_well_formed_is_refused(faults: Faults, spec: str, wanted: list[tuple[str, str]]) -> None:
    """A quota has one limit, over grades that stand together, and it is clear who moves."""
    assert quota_faults(faults, spec) == wanted


def test_a_maximum_may_be_of_a_grade_in_the_middle(scheme: Load) -> None:
    """Only a minimum must include the first or the last grade."""
    assert quota(scheme, "{id: few, grades: [fair], at_most: 20%}").low == 1


def test_quotas_need_a_ranking(faults: Faults) -> None:
    """Without `rank_by` nobody knows who moves."""
    assert faults("cohort: {quotas: [{id: few, grades: [good], at_most: 20%}]}") == [("no-ranking", "quotas")]
