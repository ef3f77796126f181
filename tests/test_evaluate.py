"""The meaning of every operator, one by one."""

from __future__ import annotations

import pytest

from partygrade import ir
from partygrade.evaluate import apply, evaluate

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
