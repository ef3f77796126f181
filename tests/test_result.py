"""The shape of results: what is said is what comes out, and it is plain data."""

from __future__ import annotations

from datetime import date
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from partygrade import Scheme, load, loads, result, scheme_names

SAMPLES: dict[str, dict[str, Any]] = {
    "anyang-five-star": {
        **dict.fromkeys(["organisation", "systems", "fortress", "members", "service"], 9),
        **dict.fromkeys(["leadership", "discipline", "facilities", "execution", "mass_base"], 9),
        "satisfaction": 80,
        "absences": 3,
    },
    "sumu-2014": {"plan_empty": True},
    "three-tier-judged": {"decision": "general", "satisfaction": 80},
    "three-tier-weighted": {"party_building": 90, "role": 70, "public_rating": 60},
    "township-four-level": {
        "leader": 19, "work_plan": 10, "work_rules": 10, "premises": 10, "support": 10,
        "results": 25, "public_opinion": 9,
    },
    "wendian-five-star": {
        "leadership": 15, "operation": 15, "member_management": 20, "party_life": 15, "support": 15, "effect": 15,
        "review": 90, "bonus_pilot": 3, "deduction_loss": 20,
    },
}  # fmt: skip


def fits(value: object, kind: Any) -> bool:
    """Say whether a value has exactly the shape of a type."""
    if is_typeddict(kind):
        hints = get_type_hints(kind)
        return isinstance(value, dict) and value.keys() == hints.keys() and all(fits(value[k], hints[k]) for k in hints)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return value in inner
    if origin is list:
        return isinstance(value, list) and all(fits(entry, inner[0]) for entry in value)
    if origin is dict:
        return isinstance(value, dict) and all(fits(k, inner[0]) and fits(v, inner[1]) for k, v in value.items())
    if origin in (Union, UnionType):
        return any(fits(value, one) for one in inner)
    return value is None if kind is NoneType else type(value) is kind


@pytest.fixture(scope="module", params=scheme_names())
def scheme(request: pytest.FixtureRequest) -> Scheme:
    return load(str(request.param))


def test_a_result_has_the_shape_that_is_written_down(scheme: Scheme) -> None:
    """Every key, and no other; every value of its type, down to the last."""
    found = scheme.grade(SAMPLES[scheme.id] | {"id": "a", "name": "一"}).to_dict()
    wrong = [key for key, kind in get_type_hints(result.Result).items() if not fits(dict(found)[key], kind)]
    assert wrong == []
    assert fits(found, result.Result)


def test_a_cohort_has_the_shape_that_is_written_down(scheme: Scheme) -> None:
    """With moves, quotas and faults."""
    rows = [SAMPLES[scheme.id] | {"id": f"o{n}"} for n in range(4)]
    found = scheme.grade_cohort([*rows, {"id": "x", "nonsense": 1}], on_error="collect").to_dict()
    assert fits(found, result.CohortResult)
    assert found["faults"]


WHOLE = """
partygrade: 1
scheme: whole
title: 什么都有的办法
facts:
  county: {type: text}
  last: {type: grade, optional: true}
  late: {type: flag, default: false}
  judges: {type: panel, max: 10, step: 0.5, at_least: 0}
  sanctions:
    type: events
    fields: {day: {type: date}, points: {type: points, max: 5}, proven: {type: flag, optional: true}}
derived: {age: {value: "years('2019-06-30', as_of)"}, clean: {value: count(sanctions) == 0}}
score: {id: total, points: 100}
grades: [{id: good, from: 60}, {id: poor}]
rules: [{id: slow, when: late, at_most: poor, soft: true}]
procedure:
  - {id: visit, dated: false}
  - {id: notice, after: visit, notice_days: 3, otherwise: warning}
cohort: {within: [county], rank_by: [total], quotas: [{id: few, grades: [good], at_most: 50%}]}
cycle: {previous: last, targets: [{id: rise, grades: [poor], reach: good, share: 30%}]}
draws: [{id: check, grades: [good], at_least: 1}]
"""


def test_a_scheme_with_everything_has_the_shape_that_is_written_down() -> None:
    """Days, derived figures, panels, events, overrides, steps, movements and draws."""
    override = {"rule": "slow", "authority": "镇", "reason": "断网", "date": "2024-05-01"}
    events = [{"day": "2024-01-02", "points": 1}, {"day": "2024-01-03", "points": "0.5", "proven": True}]
    full = {"judges": [9, "8.5"], "sanctions": events, "notice": "2024-05-01", "last": "poor"}
    rows = [
        {"id": "a", "county": "东县", "total": 90, "late": True, "overrides": [override], **full},
        {"id": "b", "county": "东县", "total": 50},
    ]
    cohort = loads(WHOLE).grade_cohort(rows, as_of=date(2024, 6, 30))
    found = cohort.to_dict()
    assert fits(found, result.CohortResult)
    assert fits(list(cohort.draw("s")), list[result.DrawResult])
    first = found["gradings"][0]
    assert first["derived"] and first["procedure"] and first["cycle"] and first["rules"][0]["override"]
    assert found["movement"] and cohort.draw("s")


def test_a_shape_that_differs_is_found() -> None:
    """The comparison above can fail."""
    good: Any = {"label": "表彰", "source": None}
    assert fits(good, result.FollowUpResult)
    for bad in (
        {"label": "表彰"},
        {**good, "more": 1},
        {"label": 5, "source": None},
        {"label": "表彰", "source": True},
    ):
        assert not fits(bad, result.FollowUpResult)


def test_every_shape_says_what_it_is() -> None:
    """A sentence for each."""
    shapes = [value for value in vars(result).values() if is_typeddict(value)]
    assert shapes
    assert all((shape.__doc__ or "").strip().endswith(".") for shape in shapes)
