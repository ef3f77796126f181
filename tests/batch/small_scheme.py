"""A scheme for tests of frames: points, a list, a rule, a check, two cohorts and a quota."""

from __future__ import annotations

from partygrade import Scheme, loads

TEXT = """partygrade: 1
scheme: small
title: 例
facts:
  review: {type: points, label: 评议, max: 100, step: 0.5}
  absences: {type: count, max: 9, default: 0}
  county: {type: text, default: ""}
  sanctions: {type: events, fields: {points: {type: points, max: 5}}}
score: {id: total, value: "review - sum(sanctions, points)", at_least: 0}
grades: [{id: good, from: 80}, {id: fair, from: 60}, {id: poor}]
rules: [{id: absent, when: absences >= 3, at_most: fair}]
checks: [{id: attended, require: absences < 9, otherwise: invalid}]
cohort:
  within: [county]
  rank_by: [total desc]
  quotas: [{id: few_good, at_most: 50%, grades: [good]}]
"""


def small() -> Scheme:
    """Load the scheme."""
    return loads(TEXT)
