"""Tests which fractions are found beside percentages."""

from __future__ import annotations

import pytest

import partygrade
from partygrade.check import Subject
from partygrade.check.fraction_of_percent import check

HEAD = """
partygrade: 1
scheme: some
title: 例
facts: {satisfaction: {type: percent}, share: {type: number, max: 1, decimals: 2}}
score: {id: total, points: 100}
grades: [{id: good, from: 60}, {id: poor}]
"""


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("satisfaction < 0.6", ["0.6"]),
        ("0.6 > satisfaction", ["0.6"]),
        ("satisfaction >= 0.855 and total > 3", ["0.855"]),
        ("satisfaction < 0.6%", []),
        ("satisfaction < 60", []),
        ("satisfaction > 0", []),
        ("satisfaction < 1.5", []),
        ("share < 0.6", []),
        ("satisfaction * 0.6 < 40", []),
    ],
)
def test_fractions_beside_percentages(condition: str, found: list[str]) -> None:
    """A figure between 0 and 1 without a percent sign, on either side, and no other figure."""
    scheme = partygrade.loads(f"{HEAD}rules: [{{id: low, when: {condition}, at_most: poor}}]\n")
    told = list(check(Subject(scheme)))
    spans = [scheme._document.span(one.place) for one in told]
    assert [scheme._document.line(span.line)[span.column - 1 : span.end_column - 1] for span in spans] == found


def test_what_to_write_instead() -> None:
    """Both meanings are offered, in both languages."""
    scheme = partygrade.loads(f"{HEAD}rules: [{{id: low, when: satisfaction < 0.6, at_most: poor}}]\n")
    (one,) = check(Subject(scheme))
    assert one.help is not None and one.help.en == "write `60%` or `0.6%`"
    assert "应为 60%" in one.text.zh
