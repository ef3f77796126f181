"""Tests the cuts: the values of inputs at which something changes."""

from __future__ import annotations

import partygrade
from partygrade import ir
from partygrade.cuts import cuts, cuts_among

N = ir.Number(0, 0, 100)


def column(step: int = 1, gap: int = 0) -> ir.Input:
    return ir.Input(ir.Origin("x", "x"), N, step=step, gap=gap)


def test_a_figure_that_is_compared_is_a_cut() -> None:
    """At 60, just under and just over, and at the ends."""
    nodes = (ir.Fact(0, None, N), ir.Literal(60, N), ir.LessEqual(1, 0))
    assert cuts_among(nodes, [column()]) == ((0, 1, 59, 60, 61, 99, 100),)


def test_values_stand_on_the_step() -> None:
    """In steps of 25 the values beside 60 are 50 and 75."""
    nodes = (ir.Fact(0, None, N), ir.Literal(60, N), ir.LessEqual(1, 0))
    assert cuts_among(nodes, [column(step=25)]) == ((0, 25, 50, 75, 100),)


def test_an_amount_begins_at_its_least() -> None:
    """Nothing stands between 0 and 20."""
    assert cuts_among((ir.Fact(0, None, N),), [column(gap=20)]) == ((0, 20, 21, 99, 100),)


def test_what_is_no_input_of_the_nodes_has_no_cut() -> None:
    """The value of another program beside a field counts for nothing."""
    nodes = (ir.Fact(0, None, N), ir.Fact(1, None, N), ir.LessEqual(1, 0))
    assert cuts_among(nodes, [column()]) == ((0, 1, 99, 100),)


def test_a_scheme_has_cuts_by_input() -> None:
    """A condition `x * 2 >= z + 10` cuts x at 5 and z at its ends, the other being 0."""
    text = (
        "partygrade: 1\nscheme: s\ntitle: t\nfacts: {x: {type: count, max: 9}, z: {type: count, max: 9}}\n"
        "score: {id: t, value: 1 if x * 2 >= z + 10 else 0}\n"
    )
    assert cuts(partygrade.loads(text).program) == ((0, 1, 4, 5, 6, 8, 9), (0, 1, 8, 9))
