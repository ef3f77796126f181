"""Tests where the bands begin and end, and which words say the same."""

from __future__ import annotations

from fractions import Fraction

import pytest

import partygrade
from partygrade.check import Subject
from partygrade.check.edges import Band, Edge, bands, gaps, high_fits, low_fits
from partygrade.check.quoted import quotes
from partygrade.source import ROOT

HEAD = """
partygrade: 1
scheme: some
title: 例
facts: {met: {type: flag}, decision: {type: grade}}
parameters: {line: {value: 60, assumed: 未写}}
score: {id: total, points: 100}
"""


def ladder(grades: str) -> list[Band]:
    return bands(Subject(partygrade.loads(HEAD + grades)))


def shown(edge: Edge | None) -> str:
    return "-" if edge is None else f"{'[' if edge.inside else '('}{edge.value}"


def test_a_band_ends_where_the_better_one_begins() -> None:
    """A lower bound that is inside is outside of the band below, and the other way round."""
    found = ladder("grades: [{id: a, from: 90}, {id: b, above: 70}, {id: c}]")
    assert [(shown(band.low), shown(band.high)) for band in found] == [("[90", "-"), ("(70", "(90"), ("-", "[70")]


def test_where_less_is_better_a_band_begins_where_the_better_one_ends() -> None:
    """Upper bounds rise."""
    found = ladder("grades: [{id: a, up_to: 13}, {id: b, below: 28}, {id: c}]")
    assert [(shown(band.low), shown(band.high)) for band in found] == [("-", "[13"), ("(13", "(28"), ("[28", "-")]


def test_a_band_below_one_with_a_condition_has_no_known_end() -> None:
    """Who fails the condition stays in the band below, with any score."""
    found = ladder("grades: [{id: a, from: 90, when: met}, {id: b, from: 70}, {id: c}]")
    assert shown(found[1].high) == "-"


def test_an_equal_bound_of_a_better_grade_is_passed_over() -> None:
    """The next one is the end."""
    found = ladder("grades: [{id: a, from: 95}, {id: b, from: 90, when: met}, {id: c, from: 90}, {id: d}]")
    assert shown(found[2].high) == "(95"


def test_a_bound_by_name_stands_at_the_parameter() -> None:
    """The figure that would have to change."""
    (band, _) = ladder("grades: [{id: a, from: line}, {id: b}]")
    assert band.low is not None and band.low.place.path == ("parameters", "line", "value")


def test_a_judged_ladder_has_no_bands() -> None:
    """The grades have no bounds."""
    assert ladder("grade_by: decision\ngrades: [{id: a}, {id: b}]") == []


@pytest.mark.parametrize(
    ("text", "bound", "inside", "fits"),
    [
        ("90分以上", "90", True, True),
        ("90分以上", "91", True, True),
        ("90分（含）以上", "91", True, False),
        ("90分以上", "85", True, False),
        ("90—100分", "89.5", True, True),
        ("81—90分", "80", False, True),
        ("82—90分", "80", False, False),
    ],
)
def test_the_lower_end_of_a_range_fits_a_bound(text: str, bound: str, inside: bool, fits: bool) -> None:
    """As far as the words and their decimals tell."""
    assert low_fits(quotes(text)[0], Edge(Fraction(bound), inside, "g", ROOT)) is fits


@pytest.mark.parametrize(
    ("text", "bound", "inside", "fits"),
    [
        ("80—89分", "90", False, True),
        ("80—90分", "90", False, True),
        ("80—89分", "89.5", False, True),
        ("80—89.9分", "90", False, True),
        ("80—89分", "95", False, False),
        ("60分以下", "60", True, True),
        ("低于61分", "60", True, True),
        ("61分及以下", "60", True, False),
    ],
)
def test_the_upper_end_of_a_range_fits_a_bound(text: str, bound: str, inside: bool, fits: bool) -> None:
    """As far as the words and their decimals tell."""
    assert high_fits(quotes(text)[0], Edge(Fraction(bound), inside, "g", ROOT)) is fits


def test_words_that_end_before_the_next_band_leave_a_gap() -> None:
    """Between 89 and 90, and where less is better between 13 and 14."""
    best, second, _ = ladder("grades: [{id: a, from: 90}, {id: b, from: 80}, {id: c}]")
    assert [found[1:] for found in gaps(second, [(quotes("80—89分")[0], ROOT)])] == [(89, 90)]
    assert list(gaps(second, [(quotes("80—90分")[0], ROOT)])) == []
    assert list(gaps(best, [(quotes("90—100分")[0], ROOT)])) == []
    _, worse, _ = ladder("grades: [{id: a, up_to: 13}, {id: b, up_to: 27}, {id: c}]")
    assert [found[1:] for found in gaps(worse, [(quotes("14—27分")[0], ROOT)])] == [(13, 14)]
