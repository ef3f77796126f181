"""Tests how the nodes of the score tree are found, and the figures of a file."""

from __future__ import annotations

from fractions import Fraction

import pytest

import partygrade
from partygrade.check import Subject
from partygrade.check.score_nodes import extent, figure, nodes, reads
from partygrade.source import Place

SUBJECT = Subject(
    partygrade.loads(
        """
partygrade: 1
scheme: some
title: 例
sources: {plan: {title: 方案}}
parameters:
  acts: {value: cut, source: 三, readings: {allow: 照计}}
  cap: {value: 50, source: 三}
  read_cap: {value: 50, source: 三, readings: {60: 另一处}}
  share: {value: 20%, source: 三}
  units: {value: '1 if acts == "cut" else 9'}
facts:
  few: {type: count, max: 3}
  e: {type: events, fields: {cost: {type: points, max: 5}}, derived: {doubled: '2 * cost if acts == "cut" else cost'}}
derived: {twice: {value: 2 * units}}
score:
  id: total
  at_most: cap
  at_least: 0 - read_cap
  sum:
    - {id: plain, value: few}
    - {id: switched, value: few * twice}
    - {id: group, highest: [{id: inner, points: 5}, {id: other, value: min(switched, 5)}]}
    - {id: listed, deduct: [{each: e, points: doubled}]}
""".replace("min(switched, 5)", "switched / 2")
    )
)
PLACES = {node.name: node.place for node in nodes(SUBJECT)}


def test_every_node_is_found_with_those_around_it() -> None:
    """Each before those below it."""
    found = nodes(SUBJECT)
    assert [node.name for node in found] == ["total", "plain", "switched", "group", "listed", "inner", "other"]
    assert [above.name for above in found[-1].above] == ["total", "group"]
    assert found[-2].place_of_points == Place(("score", "sum", 2, "highest", 0, "points"))


def test_the_extent_of_a_number_is_its_least_and_greatest_value() -> None:
    """Three at most."""
    assert extent(SUBJECT, nodes(SUBJECT)[1].item.value) == (0, 3)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (20, Fraction(20)),
        ("cap", Fraction(50)),
        ("read_cap", None),
        ("share", None),
        ('cap if acts == "cut" else 999', Fraction(50)),
        ('0.5 if acts == "cut" else 999', Fraction(1, 2)),
        ('cap if acts == "allow" else 999', None),
        ("cap + 1", None),
        (True, None),
        (None, None),
    ],
)
def test_a_figure_is_written_as_such_or_named(written: object, wanted: Fraction | None) -> None:
    """A parameter with readings, a share and a formula are no figures."""
    assert figure(SUBJECT, written) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"), [("plain", False), ("switched", True), ("other", True), ("listed", True), ("inner", False)]
)
def test_a_part_depends_on_a_reading_through_whatever_it_mentions(name: str, wanted: bool) -> None:
    """Another parameter, a derived figure, a figure of an event, another node."""
    assert reads(SUBJECT, PLACES[name]) is wanted
