"""Tests the JSON Schema of records."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

import partygrade

TEXT = """partygrade: 1
scheme: s
title: t
facts:
  judges: {type: panel, max: 10, step: 0.5, at_least: 2, at_most: 4}
  guests: {type: panel, max: 10, step: 1, at_least: 0}
  cases: {type: events, at_most: 2, fields: {day: {type: date}, loss: {type: number, max: 9, optional: true}}}
score: {id: total, value: "sum(judges) + count(cases, months(day, as_of) > 1) + count(guests)"}
"""


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = partygrade.loads(TEXT).record_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize(
    ("record", "good"),
    [
        ({"judges": [1, "2.5"]}, True),
        ({"judges": "1 2.5"}, True),
        ({}, False),
        ({"judges": [1]}, False),
        ({"judges": [1] * 5}, False),
        ({"judges": [1, 11]}, False),
        ({"judges": None}, False),
        ({"judges": [1, 2], "guests": None}, True),
        ({"judges": [1, 2], "cases": [{"day": "2020-01-01"}]}, True),
        ({"judges": [1, 2], "cases": [{"day": "2020-01-01", "loss": None}]}, True),
        ({"judges": [1, 2], "cases": [{"loss": 3}]}, False),
        ({"judges": [1, 2], "cases": [{"day": "2020-01-01", "x": 1}]}, False),
        ({"judges": [1, 2], "cases": [{"day": "2020-01-01"}] * 3}, False),
        ({"judges": [1, 2], "as_of": "2020-01-01"}, False),
    ],
)
def test_lists_have_a_shape(validator: Draft202012Validator, record: dict[str, Any], good: bool) -> None:
    """The schema allows what the reader takes, and no more that a schema can say."""
    assert validator.is_valid(record) is good
