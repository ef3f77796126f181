"""Tests which words of a file may be names."""

from __future__ import annotations

import pytest

import partygrade
from partygrade.check import Subject
from partygrade.check.mentions import mentions, mentions_below, words
from partygrade.document import read


def found(text: str) -> frozenset[str]:
    return mentions(read(text).data)


def test_the_words_of_a_formula_are_its_names_and_not_its_texts() -> None:
    """What stands in quotes names nothing; Chinese names count."""
    assert words('kind == "village" and 满意率 < limit') == {"kind", "and", "满意率", "limit"}


def test_a_figure_mentions_nothing() -> None:
    """A formula may be a number or a flag."""
    assert words(60) == frozenset()


@pytest.mark.parametrize("key", ["label", "note", "source", "id"])
def test_what_people_are_told_is_no_mention(key: str) -> None:
    """A label may be the same word as a parameter."""
    assert found(f"rules: [{{{key}: limit, when: absent}}]") == {"absent"}


def test_the_keys_of_a_table_are_mentioned() -> None:
    """A key may name the parameter of its bound."""
    assert {"line", "best"} <= found("score: {of: x, table: {from line: best, else: 0}}")


def test_a_fact_mentions_only_in_its_derived_figures_and_its_key() -> None:
    """Options, defaults and fields of a fact are names of its own."""
    text = "facts: {e: {type: events, key: [no], fields: {kind: {of: [a]}}, derived: {d: cost * 2}}, c: {of: [b]}}"
    assert found(text) == {"no", "cost"}


def test_a_parameter_called_like_a_key_still_mentions() -> None:
    """Names that the author chose are not taken for keys."""
    assert "other" in found("parameters: {note: {value: 1 - other}}")


def test_who_takes_a_step_is_no_mention_and_until_when_is() -> None:
    """The key `by` of a step is a text, that of a line a formula."""
    assert found("procedure: [{by: committee, until: due}]") == {"due"}
    assert "day" in found("score: {deduct: [{by: day}]}")


def test_a_part_of_a_file_mentions_what_stands_in_it() -> None:
    """A node of the score tree alone."""
    assert mentions_below({"value": "a + b", "label": "c"}) == {"a", "b"}


def test_a_subject_knows_the_mentions_of_its_file() -> None:
    """The setting of a quota is one."""
    text = """
partygrade: 1
scheme: some
title: 例
parameters: {share: {value: 20%, assumed: 未写}}
score: {id: total, points: 100}
grades: [{id: good, from: 60}, {id: poor}]
cohort: {rank_by: [total], quotas: [{id: few, grades: [good], at_most: share}]}
"""
    assert "share" in Subject(partygrade.loads(text)).mentions
