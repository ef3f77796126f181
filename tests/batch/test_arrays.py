"""A program over arrays: what the definition gives, at the ends of every width."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partygrade import ir
from partygrade.batch.arrays import INTEGERS, Arrays, Given, Leaf, bits, sized
from partygrade.batch.settle import settle
from partygrade.evaluate import evaluate
from partygrade.exact import LIMIT, MODES, Mode

FLAG = ir.Flag()
EDGES = (-(2**31) - 1, -32769, -32768, -129, -128, -127, -1, 0, 1, 2, 5, 126, 127, 128, 255, 32767, 32768, 2**31, 2**40)


def number(low: int, high: int) -> ir.Number:
    """Give a type."""
    return ir.Number(0, low, high)


def over(nodes: Sequence[ir.Node], rows: Sequence[Sequence[int]]) -> list[int]:
    """Work the last node out for rows of facts."""
    last = len(nodes) - 1
    program = Arrays(settle(nodes, [last], {}, (), quota=False), [last])
    columns = [Leaf(np.array(column)) for column in zip(*rows, strict=True)]
    (found,) = program.over(Given(len(rows), dict(enumerate(columns))))
    assert found.dtype == (INTEGERS[program.widths[0]] if program.widths[0] else bool)
    assert bool(program.widths[0]) is not isinstance(nodes[last].type, ir.Flag)
    out: list[int] = found.tolist()
    return out


def expected(nodes: Sequence[ir.Node], rows: Sequence[Sequence[int]]) -> list[int]:
    """Work it out one row after the other."""
    return [evaluate(ir.Program(tuple(nodes), ()), tuple(row))[-1] for row in rows]


@pytest.mark.parametrize(
    ("reach", "width"), [(0, 8), (127, 8), (128, 16), (32767, 16), (32768, 32), (2**31, 64), (2**52, 64)]
)
def test_the_least_width_that_holds_a_number(reach: int, width: int) -> None:
    """Whatever its sign."""
    assert bits(reach) == width
    assert sized(reach, width) == reach
    assert sized(-reach, width) == -reach


def test_what_does_not_fit_wraps() -> None:
    """A constant as an array does."""
    values = np.array([200, -129, 65536 + 7])
    assert [sized(int(value), 8) for value in values] == sized(values, 8).tolist() == [-56, 127, 7]


@st.composite
def sums(draw: st.DrawFn) -> tuple[list[ir.Node], list[tuple[int, ...]]]:
    """Draw a program of sums, products, choices and comparisons over facts at the ends of widths, and rows for it."""
    ends = [sorted(draw(st.tuples(*[st.sampled_from(EDGES)] * 2))) for _ in range(3)]
    nodes: list[ir.Node] = [ir.Fact(n, None, number(low, high)) for n, (low, high) in enumerate(ends)]
    nodes.append(ir.Literal(draw(st.sampled_from(EDGES)), number(EDGES[0], EDGES[-1])))
    wide, pick = number(-(2**52), 2**52), lambda: draw(st.integers(0, len(nodes) - 1))
    for _ in range(draw(st.integers(1, 6))):
        numbers = [n for n, node in enumerate(nodes) if not isinstance(node.type, ir.Flag)]
        one, two, three = (numbers[pick() % len(numbers)] for _ in range(3))
        flags = [n for n, node in enumerate(nodes) if isinstance(node.type, ir.Flag)]
        match draw(st.sampled_from(["add", "scale", "least", "greatest", "less", "equal", "choose", "round"])):
            case "add":
                nodes.append(ir.Add((one, two, three), wide))
            case "scale":
                nodes.append(ir.Scale(one, draw(st.sampled_from([-200, -3, -1, 2, 129])), wide))
            case "least":
                nodes.append(ir.Minimum((one, two, three), wide))
            case "greatest":
                nodes.append(ir.Maximum((one, two), wide))
            case "less":
                nodes.append(ir.Less(one, two))
            case "equal":
                nodes.append(ir.Equal(one, two))
            case "choose" if flags:
                nodes.append(ir.If(flags[pick() % len(flags)], one, two, wide))
            case _:
                nodes.append(
                    ir.Round(one, draw(st.sampled_from([1, 2, 3, 10, 127, 128])), draw(st.sampled_from(MODES)), wide)
                )
        settled = settle(nodes, [len(nodes) - 1], {}, (), quota=False)
        if max(map(abs, settled.ranges[settled.numbers[len(nodes) - 1]])) >= LIMIT // 4:
            # No compiled program reaches so far.
            nodes.pop()
    rows = draw(st.lists(st.tuples(*(st.one_of(st.sampled_from(end), st.integers(*end)) for end in ends)), min_size=1))
    return nodes, rows


@settings(max_examples=150)
@given(sums())
def test_nothing_is_lost_in_a_narrow_type(drawn: tuple[list[ir.Node], list[tuple[int, ...]]]) -> None:
    """“Whole numbers wrap in silence, so that sums, products and differences come out right.”"""
    nodes, rows = drawn
    assert over(nodes, rows) == expected(nodes, rows)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("signed", [False, True])
def test_a_quotient_of_columns(mode: Mode, signed: bool) -> None:
    """By zero it is what stands for it, by a negative number what the definition says."""
    low = -9 if signed else 0
    kind = number(low, 9)
    nodes = [ir.Fact(0, None, kind), ir.Fact(1, None, kind), ir.Literal(77, number(77, 77))]
    rows = [(above, below) for above in range(low, 10) for below in range(low, 10)]
    program = [*nodes, ir.Quotient(0, 1, mode, 2, number(-9, 77))]
    assert over(program, rows) == expected(program, rows)


def test_flags_are_chosen_joined_and_compared() -> None:
    """As the definition does; `False` is less than `True`."""
    rows = [(a, b, c) for a in (False, True) for b in (False, True) for c in (False, True)]
    facts: list[ir.Node] = [ir.Fact(n, None, FLAG) for n in range(3)]
    for node in (
        ir.If(0, 1, 2, FLAG),
        ir.And((0, 1, 2)),
        ir.Or((0, 1, 2)),
        ir.Not(1),
        ir.Less(0, 1),
        ir.LessEqual(0, 1),
        ir.Equal(1, 2),
    ):
        assert over([*facts, node], rows) == expected([*facts, node], rows)


def test_what_is_not_known_has_its_substitute() -> None:
    """A number and a flag; whether they are known can be asked."""
    nodes = [ir.Fact(0, 7, number(0, 9)), ir.Fact(1, 1, FLAG), ir.Known(0)]
    program = Arrays(settle(nodes, [0, 1, 2], {}, (), quota=False), [0, 1, 2])
    known = np.array([True, False])
    leaves = {0: Leaf(np.array([3, 0]), known), 1: Leaf(np.array([False, False]), known)}
    assert [found.tolist() for found in program.over(Given(2, leaves))] == [[3, 7], [False, True], [True, False]]


def test_the_grade_that_a_quota_gave() -> None:
    """It stands where the quotas moved somebody; everywhere where they moved all."""
    ladder = ir.Rank(("poor", "fair", "good"))
    nodes = [ir.Fact(0, None, ladder), ir.Quota(0, ladder)]
    program = Arrays(settle(nodes, [1], {}, (), quota=True), [1])
    facts = {0: Leaf(np.array([2, 2]))}
    some = Given(2, facts, Leaf(np.array([0, 1]), np.array([False, True])))
    assert program.over(some)[0].tolist() == [2, 1]
    assert program.over(Given(2, facts, Leaf(np.array([0, 1]))))[0].tolist() == [0, 1]


def test_a_constant_stands_in_every_row() -> None:
    """It needs no column."""
    nodes = [ir.Literal(5, number(5, 5)), ir.Literal(1, FLAG)]
    program = Arrays(settle(nodes, [0, 1], {}, (), quota=False), [0, 1])
    assert program.facts == []
    assert [found.tolist() for found in program.over(Given(2, {}))] == [[5, 5], [True, True]]


def test_as_many_operands_as_a_file_can_hold() -> None:
    """A sum, a choice of the greatest and a condition of thousands of parts."""
    count = 5000
    facts = [ir.Fact(n, None, number(0, 1)) for n in range(count)]
    flags = [ir.Less(0, n) for n in range(1, count)]
    nodes = [*facts, *flags]
    operands, conditions = tuple(range(count)), tuple(range(count, 2 * count - 1))
    kind = number(0, count)
    wanted = [ir.Add(operands, kind), ir.Maximum(operands, kind), ir.Or(conditions), ir.And(conditions)]
    row = [n % 2 for n in range(count)]
    assert [over([*nodes, node], [row]) for node in wanted] == [[count // 2], [1], [True], [False]]
