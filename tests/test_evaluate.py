"""The meaning of every operator, one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from partygrade import ir
from partygrade.evaluate import Counted, apply, counted, evaluate

N = ir.Number(0, -1000, 1000)
FLAG = ir.Flag()
VALUES = (7, -3, 0, 1, False, True)
"""The values of the nodes 0 to 5."""


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (ir.Literal(12, N), 12),
        (ir.Add((0, 1, 0), N), 11),
        (ir.Scale(1, -4, N), 12),
        (ir.Multiply(0, 1, N), -21),
        (ir.Minimum((0, 1, 2), N), -3),
        (ir.Maximum((1, 2, 0), N), 7),
        (ir.Round(0, 2, "half_up", N), 4),
        (ir.Round(0, 2, "half_even", N), 4),
        (ir.Round(0, 2, "down", N), 3),
        (ir.Round(1, 2, "half_up", N), -2),
        (ir.Round(1, 2, "half_even", N), -2),
        (ir.Round(1, 2, "up", N), -1),
        (ir.Round(1, 2, "down", N), -2),
        (ir.Quotient(0, 1, "half_up", 3, N), -2),
        (ir.Quotient(0, 1, "down", 3, N), -3),
        (ir.Quotient(0, 2, "half_up", 3, N), 1),
        (ir.Less(1, 0), True),
        (ir.Less(0, 0), False),
        (ir.LessEqual(0, 0), True),
        (ir.LessEqual(0, 1), False),
        (ir.Equal(0, 0), True),
        (ir.Equal(0, 1), False),
        (ir.And((5, 5)), True),
        (ir.And((5, 4)), False),
        (ir.Or((4, 5)), True),
        (ir.Or((4, 4)), False),
        (ir.Not(4), True),
        (ir.Not(5), False),
        (ir.If(5, 0, 1, N), 7),
        (ir.If(4, 0, 1, N), -3),
        (ir.Quota(3, N), 1),
    ],
)
def test_an_operator_means_what_its_line_says(node: ir.Node, expected: int) -> None:
    """The value follows from the values of the nodes before it."""
    assert apply(node, VALUES, ()) == expected


def test_a_fact_is_the_value_of_its_input() -> None:
    """Counted from 0."""
    assert apply(ir.Fact(1, None, N), (), (5, 9)) == 9


def test_an_unknown_fact_has_its_absent_value() -> None:
    """A value that no formula may use unguarded."""
    assert apply(ir.Fact(0, -7, N), (), (None,)) == -7


def test_known_tells_whether_a_fact_is_given() -> None:
    """0 is known."""
    assert apply(ir.Known(0), (), (0,)) is True
    assert apply(ir.Known(0), (), (None,)) is False


def test_a_quota_takes_the_place_of_the_grade() -> None:
    """The grade that the quota gave, also where it is 0."""
    assert apply(ir.Quota(3, N), VALUES, (), 0) == 0


def test_only_the_chosen_branch_matters() -> None:
    """Both branches have values; the condition picks."""
    program = ir.Program((ir.Fact(0, None, FLAG), ir.Literal(1, N), ir.Literal(2, N), ir.If(0, 1, 2, N)), ())
    assert [evaluate(program, (flag,))[3] for flag in (True, False)] == [1, 2]


def test_a_program_is_evaluated_from_the_front() -> None:
    """Every node has a value, in order."""
    nodes = (ir.Fact(0, None, N), ir.Literal(10, N), ir.Add((0, 1), N), ir.Multiply(2, 2, N))
    assert evaluate(ir.Program(nodes, ()), (5,)) == (5, 10, 15, 225)


# An event is a matter and its points; the organisation's node 0 is the least that counts.
EACH = ir.Each(
    (ir.Fact(0, None, ir.Label()), ir.Fact(1, None, N), ir.Fact(2, None, N), ir.LessEqual(2, 1)),
    fields=2,
    outer=(0,),
    nth=(),
    where=3,
    value=1,
    by=None,
)
EVENTS = (("x", 3), ("y", 5), ("x", 4), ("z", 1), ("y", 5))


def the_counted(drop: int = 0, latest: int | None = None, **changes: Any) -> list[tuple[int, int, bool]]:
    node = ir.Aggregate(0, "sum", replace(EACH, **changes), latest, drop, 1, N)
    found = counted(node, (2, 0), (EVENTS,))
    assert all(isinstance(one, Counted) for one in found)
    return [(one.position, one.value, one.left) for one in found]


class TestCounted:
    def test_only_events_that_count_are_listed(self) -> None:
        """The fourth has less than the 2 points that are asked for."""
        assert the_counted() == [(0, 3, True), (1, 5, True), (2, 4, True), (4, 5, True)]

    def test_of_one_matter_the_first_of_the_greatest_is_left(self) -> None:
        """Of x the third event, of y the second, which the fifth only equals."""
        assert the_counted(once=(0,)) == [(0, 3, False), (1, 5, True), (2, 4, True), (4, 5, False)]

    def test_what_is_dropped_is_not_left(self) -> None:
        """One of the two greatest values, and the least."""
        assert the_counted(drop=1) == [(0, 3, False), (1, 5, True), (2, 4, True), (4, 5, False)]

    def test_events_that_are_not_among_the_latest_do_not_count(self) -> None:
        """By points: the three last are the third, second and fifth, told in the order of the record."""
        assert the_counted(latest=3, by=1) == [(1, 5, True), (2, 4, True), (4, 5, True)]

    def test_the_place_of_an_event_is_that_among_those_that_count(self) -> None:
        """Of its matter: the second x and the second y."""
        nodes = (*EACH.nodes, ir.Fact(3, None, N))
        found = the_counted(nodes=nodes, value=4, nth=(ir.Nth((0,), None),))
        assert found == [(0, 1, True), (1, 1, True), (2, 2, True), (4, 2, True)]

    def test_what_is_left_adds_up_to_the_aggregate(self) -> None:
        """5 of y and 4 of x."""
        node = ir.Aggregate(0, "sum", replace(EACH, once=(0,)), None, 0, 1, N)
        assert apply(node, (2, 0), (EVENTS,)) == 9 == sum(v for _, v, left in the_counted(once=(0,)) if left)
