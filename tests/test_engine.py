"""The engine: rows, traces, readers, and the records that it takes."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from types import MappingProxyType
from typing import Any

import pytest
from pydantic import BaseModel

from partygrade import FactsError, Scheme, load, loads
from partygrade.evaluate import evaluate

TEXT = """
partygrade: 1
scheme: small
title: 小
facts: {late: {type: count, max: 9}, county: {type: text, default: 东乡}}
score: {id: score, points: 100, step: 0.5}
grades: [{id: good, from: 60}, {id: poor}]
rules: [{id: out, when: late > 5, not_graded: 不列入}]
cohort: {within: [county], rank_by: [score desc, late asc], quotas: [{id: few, grades: [good], at_most: 1}]}
"""


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return loads(TEXT)


class Record(BaseModel):
    """A record of a caller."""

    id: str
    score: float
    late: int


@pytest.mark.parametrize(
    "record",
    [
        {"id": "a", "score": 60, "late": 1},
        OrderedDict(id="a", score=60, late=1),
        MappingProxyType({"id": "a", "score": 60, "late": 1}),
        Record(id="a", score=60, late=1),
    ],
    ids=lambda record: type(record).__name__,
)
def test_a_record_is_a_mapping_or_a_model(scheme: Scheme, record: Any) -> None:
    """A dict, any other mapping, or a pydantic model."""
    found = scheme.grade(record)
    assert (found.id, found.grade, found.facts["late"]) == ("a", "good", 1)


@pytest.mark.parametrize("record", [5, "late", [("late", 1)], None, {"late"}])
def test_anything_else_is_no_record(scheme: Scheme, record: Any) -> None:
    """The message says what a record is."""
    with pytest.raises(TypeError, match="a record is a mapping or a pydantic model, not"):
        scheme.grade(record)


def test_a_mapping_that_makes_up_values_is_not_believed(scheme: Scheme) -> None:
    """What is missing in a `defaultdict` is missing."""
    record: Any = defaultdict(int, late=1)
    with pytest.raises(FactsError, match="is missing"):
        scheme.grade(record)


def test_a_record_is_left_as_it_was(scheme: Scheme) -> None:
    """Nothing is written into it."""
    record = {"score": "60.0", "late": 1}
    scheme.grade(record)
    assert record == {"score": "60.0", "late": 1}


def test_the_row_is_a_part_of_the_trace(scheme: Scheme) -> None:
    """Score, own grade, is there none, the grade that the quotas look at, and the rank keys."""
    engine = scheme._engine
    for facts in ((600, 1, "东乡"), (595, 9, "西乡")):
        values = engine.trace(facts)
        assert engine.row(facts) == tuple(values[node] for node in engine.row_nodes)
        assert values == evaluate(scheme.program, facts)
    assert len(engine.row_nodes) == 6


def test_the_row_ends_with_what_quotas_count() -> None:
    """A node for each quota that does not count everybody, after the rank keys."""
    quotas = "[{id: few, grades: [good], at_most: 1}, {id: rare, grades: [good], at_most: 1, among: late < 3}]"
    engine = loads(f"{TEXT[: TEXT.index('quotas:')]}quotas: {quotas}}}\n")._engine
    assert len(engine.row_nodes) == 7
    assert [engine.start({"score": 60, "late": late})[1][6] for late in (2, 3)] == [1, 0]


def test_reading_and_working_out_in_one_function_give_the_row(scheme: Scheme) -> None:
    """The fast start and the row differ in nothing."""
    facts, row, *names = scheme._engine.start({"id": "a", "score": 60, "late": 1})
    assert facts == (600, 1, "东乡")
    assert row == scheme._engine.row(facts)
    assert names == ["a", None]


def test_the_final_grade_is_that_of_the_phases_after_the_quota() -> None:
    """A demotion after the quotas acts on the grade that the quota gave."""
    text = TEXT.replace("late > 5, not_graded: 不列入", "late > 5, lower_by: 1") + (
        "order: [quotas, raise_by, at_least, at_most, lower_by, grade]\n"
    )
    engine = loads(text)._engine
    facts, *_ = engine.start({"score": 60, "late": 1})
    late, *_ = engine.start({"score": 60, "late": 6})
    assert (engine.final(facts, 1), engine.final(late, 1)) == (1, 0)


def test_the_functions_are_made_once(scheme: Scheme) -> None:
    """They are kept with the engine."""
    engine = scheme._engine
    assert engine.trace is engine.trace
    assert engine.row is engine.row


def test_a_scheme_without_score_or_grades_has_no_ladder() -> None:
    """The engine holds what there is."""
    assert load("sumu-2014")._engine.ladder == ()
    assert load("three-tier-judged")._engine.scale == 0


def test_a_text_keeps_no_blanks_around_it(scheme: Scheme) -> None:
    """Of any width, so that one county is one cohort."""
    spelt = ["西乡", " 西乡", "西乡\u3000", "\u3000西乡", "\t西乡\n", "\u00a0西乡"]
    assert {scheme.grade({"score": 1, "late": 1, "county": county}).facts["county"] for county in spelt} == {"西乡"}
