"""Tests which comparisons are conditions, the reading under which each is used, and the share that it asks for."""

from __future__ import annotations

from fractions import Fraction

import pytest

from partygrade import syntax
from partygrade.check.comparisons import comparisons, proportion
from partygrade.parse import parse
from partygrade.source import ROOT

OPTIONS = {"bounds": ("inclusive", "exclusive"), "way": ("one", "two", "three")}


def tree(text: str) -> syntax.Expr:
    found = parse(text, ROOT)
    assert isinstance(found, syntax.Expr)
    return found


def listed(text: str, condition: bool = True) -> list[tuple[str, str | None]]:
    return [
        (text[one.start : one.end], reading and reading[1])
        for one, reading in comparisons(tree(text), condition, OPTIONS)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('a <= 60 if bounds == "inclusive" else a < 60', [("a <= 60", "inclusive"), ("a < 60", "exclusive")]),
        ('bounds == "exclusive" and (a < 60 or b)', [("a < 60", "exclusive")]),
        (
            'a < 1 if way == "one" else a < 2 if way == "two" else a < 3',
            [("a < 1", "one"), ("a < 2", "two"), ("a < 3", None)],
        ),
        ('a < 1 if kind == "one" else a < 2', [("a < 1", None), ("a < 2", None)]),
    ],
)
def test_a_comparison_belongs_to_the_reading_that_is_asked_for(text: str, found: list[tuple[str, str | None]]) -> None:
    """What stands behind a question for a reading is used under it, and the rest under the one that is left."""
    assert [one for one in listed(text) if one[0].startswith("a")] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("max(0, 3 - a)", []),
        ("5 if a > 3 else 0", [("a > 3", None)]),
        ("(a - 3) * 2 if a > 3 else 0", []),
        ("count(a > 3, b) * 2", [("a > 3", None)]),
    ],
)
def test_a_comparison_in_a_formula_counts_where_the_figure_matters(text: str, found: list[tuple[str, None]]) -> None:
    """Formulas that may meet at the figure are left out."""
    assert listed(text, condition=False) == found


@pytest.mark.parametrize(
    ("left", "right", "share"),
    [
        ("agreed * 2", "present", (Fraction(1, 2), False)),
        ("agreed * 3", "present * 2", (Fraction(2, 3), False)),
        ("present", "2 * agreed", (Fraction(1, 2), True)),
        ("agreed", "0.8 * present", (Fraction(4, 5), False)),
        ("agreed", "present", None),
        ("agreed * 2", "7", None),
        ("agreed * 2 + 1", "present", None),
    ],
)
def test_factors_on_both_sides_ask_for_a_share(left: str, right: str, share: tuple[Fraction, bool] | None) -> None:
    """Of two numbers with constant factors the one is compared with a share of the other."""
    assert proportion(tree(left), tree(right)) == share
