"""Random programs of every operator: the fast path against the definition, and every value within its range."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partygrade import ir
from partygrade.compile.builder import Builder, Faults
from partygrade.evaluate import evaluate
from partygrade.exact import LIMIT
from partygrade.generate import generate
from partygrade.signs import signs
from partygrade.source import ROOT
from properties.programs import CHOICE, DAY, LADDER, OPERATORS, QUOTAS, Machine, Step, built, ends, examples, runs


class TestPrograms:
    """“A number has a known count of decimals, a known range and perhaps a unit; all three are worked out when the file
    is loaded.”"""

    @examples(250)
    @given(runs(), QUOTAS, st.randoms(use_true_random=False))
    def test_the_fast_path_gives_what_the_definition_gives(
        self, run: tuple[list[ir.Input], list[Step], list[tuple[Any, ...]]], quota: int | None, random: Any
    ) -> None:
        """On every node, and on any choice of outputs in any order."""
        columns, steps, records = run
        program, _ = built(columns, steps)
        outputs = [random.randrange(len(program.nodes)) for _ in range(4)]
        fast, some = generate(program), generate(program, outputs)
        for facts in records:
            expected = evaluate(program, facts, quota)
            assert fast(facts, quota) == expected
            assert some(facts, quota) == tuple(expected[node] for node in outputs)

    @examples(250)
    @given(runs(), QUOTAS)
    def test_every_value_lies_within_its_range(
        self, run: tuple[list[ir.Input], list[Step], list[tuple[Any, ...]]], quota: int | None
    ) -> None:
        """“Anything whose range could reach 2⁵³ in its smallest step is an error of the scheme.”"""
        columns, steps, records = run
        program, _ = built(columns, steps)
        for facts in records:
            for node, value in zip(program.nodes, evaluate(program, facts, quota), strict=True):
                low, high = ends(node.type)
                assert low <= value <= high
                assert isinstance(node.type, ir.Flag) or max(abs(low), abs(high)) < LIMIT

    @examples(250)
    @given(runs())
    def test_constants_are_folded_to_what_facts_would_give(
        self, run: tuple[list[ir.Input], list[Step], list[tuple[Any, ...]]]
    ) -> None:
        """A program over constants gives the figures that the same program gives over facts of those values."""
        columns, steps, records = run
        steps = [step for step in steps if step[0] != "quota"]
        columns = [ir.Input(column.origin, column.type) for column in columns]
        program, machine = built(columns, steps)
        for facts in (facts for facts in records if None not in facts):
            builder = Builder(Faults())
            leaves = [
                builder.literal(value, narrow(column.type, value), ROOT)
                for column, value in zip(columns, facts, strict=True)
            ]
            folded = Machine(leaves, builder)
            for step in steps:
                folded.do(step)
            found = evaluate(program, facts)
            for kind, pool in machine.pools.items():
                for node, constant in zip(pool, folded.pools[kind], strict=True):
                    if node is not None and constant is not None:
                        value = builder.constant(constant)
                        assert value is not None
                        assert figure(builder.type(constant), value) == figure(program.nodes[node].type, found[node])


def improved(columns: list[ir.Input], facts: tuple[Any, ...]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Give the record with one known fact better: next to its value, halfway, and at its best."""
    for index, (column, value) in enumerate(zip(columns, facts, strict=True)):
        if column.better is not None and value is not None:
            best = ends(column.type)[column.better == "up"]
            toward = 1 if best > value else -1
            for better in {best, (value + best) // 2, value + toward} if best != value else ():
                yield index, (*facts[:index], better, *facts[index + 1 :])


class TestSigns:
    """“They may name too many, never too few: an input that is not in `lowering` never lowers the node by getting
    better.”"""

    @examples(500)
    @given(runs(), QUOTAS, st.lists(st.sampled_from(["up", "down"]), min_size=8, max_size=8))
    def test_no_fact_lowers_or_raises_a_node_that_is_not_said_to(
        self, run: tuple[list[ir.Input], list[Step], list[tuple[Any, ...]]], quota: int | None, ways: list[Any]
    ) -> None:
        """A better value moves a node only as its signs say."""
        columns, steps, records = run
        columns = [replace(column, better=way) for column, way in zip(columns, ways, strict=False)]
        program, _ = built(columns, steps)
        found, fast = signs(program), generate(program)
        for facts in records:
            before = fast(facts, quota)
            for index, better in improved(columns, facts):
                for node, (one, two) in enumerate(zip(before, fast(better, quota), strict=True)):
                    assert two >= one or found.lowering[node] >> index & 1
                    assert two <= one or found.raising[node] >> index & 1


def narrow(kind: ir.Type, value: int) -> ir.Type:
    return ir.Number(kind.scale, value, value, kind.unit) if isinstance(kind, ir.Number) else kind


def figure(kind: ir.Type, value: int) -> Fraction:
    return Fraction(value, 10**kind.scale) if isinstance(kind, ir.Number) else Fraction(value)


OF_LISTS = (ir.Aggregate, ir.Across)
"""Those over events and over the cohort have tests of their own."""


@pytest.mark.parametrize("operator", [kind.__name__ for kind in ir.Node.__args__ if kind not in OF_LISTS])
def test_the_steps_make_every_operator(operator: str) -> None:
    """No operator of the language is left out of the random programs."""
    columns = [
        ir.Input(ir.Origin(f"x{n}", f"x{n}"), kind, optional=True)
        for n, kind in enumerate([ir.Number(2, 1, 300), ir.Flag(), CHOICE, LADDER, DAY, ir.Number(0, -5, 5)])
    ]
    steps = [(name, i, j, k) for name in OPERATORS for i, j, k in [(0, 1, 2), (1, 0, 0), (0, 1, 4)]]
    assert operator in {type(node).__name__ for node in built(columns, steps)[0].nodes}
