"""A program as columns: on every engine what the definition gives."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import partygrade
from partygrade import ir
from partygrade.batch.columns import Leaves, held
from partygrade.catalog import gallery
from partygrade.evaluate import Value, evaluate
from partygrade.facts import check
from partygrade.strategies import days, records
from properties.frames import ENGINES, QUOTA, column, facts, folded
from properties.programs import LADDER, STEPS, built, ends, examples, inputs

SCALE0 = ir.Number(0, -(2**52), 2**52)

Rows = list[tuple[Any, ...]]
Drawn = tuple[ir.Program, Rows, list[int | None], Random]


@st.composite
def frames(draw: st.DrawFn) -> tuple[ir.Program, Rows, list[int | None], Random]:
    """Draw a program and some forty records, each perhaps with a grade that a quota gave.

    The records come from a seed: so many of them are not drawn one by one.
    """
    columns, random = draw(inputs()), Random(draw(st.integers(0, 999)))
    rows = [tuple(value(column, random) for column in columns) for _ in range(40)]
    return built(columns, draw(STEPS))[0], rows, [random.choice((None, None, 0, 1, 2)) for _ in rows], random


def value(item: ir.Input, random: Random) -> Any:
    """Give the ends of a range as often as all that lies between; what is optional may be unknown."""
    if item.optional and random.random() < 0.4:
        return None
    low, high = ends(item.type)
    found = random.choice((low, high, random.randint(low, high), random.randint(low, high)))
    return bool(found) if isinstance(item.type, ir.Flag) else found


def same_everywhere(engine: str, program: ir.Program, rows: Rows, quotas: list[int | None], some: list[int]) -> None:
    """Compare the nodes `some` of every row with the definition."""
    leaves = Leaves({n: held(n) for n in range(len(program.inputs))}, quota=QUOTA)
    columns = [*facts(program, rows), column(QUOTA, LADDER, quotas)]
    found = folded(engine, program, some, columns, leaves)
    for row, quota, got in zip(rows, quotas, found, strict=True):
        expected = evaluate(program, row, quota)
        assert got == tuple(expected[number] for number in some)


class TestPrograms:
    """“`evaluate` is the definition of the language. Whatever else computes a grade is compared with it.”"""

    @examples(25)
    @given(frames())
    def test_every_node_is_what_the_definition_gives(self, drawn: Drawn) -> None:
        """Of random programs of every operator, with unknown facts and grades by quota."""
        program, rows, quotas, _ = drawn
        same_everywhere("polars", program, rows, quotas, list(range(len(program.nodes))))

    @examples(40)
    @given(frames())
    def test_what_stands_between_the_outputs_changes_nothing(self, drawn: Drawn) -> None:
        """Any choice of outputs in any order gives the same, and leaves nothing else in the frame."""
        program, rows, quotas, random = drawn
        some = random.sample(range(len(program.nodes)), min(3, len(program.nodes)))
        same_everywhere("polars", program, rows, quotas, some)

    @examples(8)
    @given(frames())
    def test_another_engine_gives_the_same(self, drawn: Drawn) -> None:
        """Every node on DuckDB, or a few of them."""
        program, rows, quotas, random = drawn
        count = random.choice([3, len(program.nodes)])
        some = random.sample(range(len(program.nodes)), min(count, len(program.nodes)))
        same_everywhere("duckdb", program, rows, quotas, some)

    @examples(25)
    @given(frames())
    def test_facts_without_a_column_are_constants(self, drawn: Drawn) -> None:
        """What is fixed for the whole frame gives the same as a column of that value."""
        program, rows, _, random = drawn
        fixed = {n: found for n, found in enumerate(rows[0]) if random.random() < 0.5}
        rows = [tuple(fixed.get(n, found) for n, found in enumerate(row)) for row in rows]
        there = {n: held(n) for n in range(len(program.inputs)) if n not in fixed}
        frame = [found for found in facts(program, rows) if found.name in there.values()]
        frame = frame or [pl.Series("x", range(len(rows)))]
        found = folded("polars", program, range(len(program.nodes)), frame, Leaves(there, fixed=fixed))
        assert found == [evaluate(program, row) for row in rows]


@cache
def sample(name: str) -> tuple[ir.Program, list[tuple[Value, ...]]]:
    """Give a scheme's program, and records with values at the cuts."""
    scheme = partygrade.load(name)
    program, drawn, found = scheme.program, records(scheme), []

    @settings(max_examples=8, database=None, derandomize=True)
    @given(drawn, days(scheme))
    def draw(record: dict[str, Any], day: Any) -> None:
        keys = {item.origin.id for item in program.inputs}
        held_facts, faults = check(program.inputs, {k: v for k, v in record.items() if k in keys} | as_of(program, day))
        assert held_facts is not None, faults
        found.append(held_facts)

    draw()
    return program, found


def as_of(program: ir.Program, day: Any) -> dict[str, Any]:
    """Give the day as of which is graded as the fact that it is."""
    return {} if program.as_of is None else {program.inputs[program.as_of].origin.id: day}


def schemes_agree(engine: str, name: str, every: bool) -> None:
    """Compare every node of a scheme, or those of a result; what rests on events or on the cohort is given."""
    program, rows = sample(name)
    quotas = [(None, 0, 1)[n % 3] if program.grades else None for n in range(len(rows))]
    across = [1] * sum(isinstance(found, ir.Across) for found in program.nodes)
    expected = [evaluate(program, row, quota, across) for row, quota in zip(rows, quotas, strict=True)]
    given_ = [n for n, found in enumerate(program.nodes) if isinstance(found, ir.Aggregate | ir.Across)]
    columns = [column(f"g{n}", program.nodes[n].type, [row[n] for row in expected]) for n in given_]
    lists = [n for n, item in enumerate(program.inputs) if isinstance(item.type, ir.Events | ir.Panel)]
    there = {n: held(n) for n in range(len(program.inputs)) if n not in lists}
    leaves = Leaves(there, {n: f"g{n}" for n in given_}, QUOTA)
    frame = [*facts(program, rows), *columns, column(QUOTA, LADDER, quotas)]
    some = list(range(len(program.nodes)) if every else shown(program))
    found = folded(engine, program, some, frame, leaves)
    assert found == [tuple(row[n] for n in some) for row in expected]


def shown(program: ir.Program) -> set[int]:
    """Give the nodes that a result shows: items, phases, rules, checks and the grade."""
    found = [item.value for item in program.items()] + [number for _, number in program.phases]
    found += [rule.condition for rule in program.rules] + [one.holds for one in program.checks]
    return {n for n in (*found, program.own_grade, program.excluded) if n is not None}


class TestSchemes:
    """“The plain evaluator is the definition; the others are tested against it on every scheme.”"""

    @pytest.mark.parametrize("name", [*partygrade.scheme_names(), *gallery()])
    def test_a_scheme_is_what_the_definition_gives(self, name: str) -> None:
        """Every node, on records at the cuts."""
        schemes_agree("polars", name, every=True)

    @pytest.mark.parametrize("name", partygrade.scheme_names())
    def test_another_engine_grades_the_same(self, name: str) -> None:
        """What a result shows, on DuckDB."""
        schemes_agree("duckdb", name, every=False)


def run(engine: str, nodes: list[ir.Node], rows: Rows, outputs: list[int] | None = None) -> list[tuple[Any, ...]]:
    """Fold nodes over columns of whole numbers or flags."""
    kinds = {found.index: found.type for found in nodes if isinstance(found, ir.Fact)}
    program = ir.Program(tuple(nodes), ())
    columns = [column(held(n), kind, [row[n] for row in rows]) for n, kind in kinds.items()]
    leaves = Leaves({n: held(n) for n in kinds})
    return folded(engine, program, [len(nodes) - 1] if outputs is None else outputs, columns, leaves)


@pytest.mark.parametrize("engine", ENGINES)
class TestDepth:
    """What one formula uses once stands inside it, but no engine is made to descend a thousand levels."""

    def test_a_chain_of_a_thousand_conditions_works(self, engine: str) -> None:
        """Each is the other branch of the next."""
        nodes: list[ir.Node] = [ir.Fact(0, None, SCALE0), ir.Literal(0, SCALE0)]
        for bound in range(1, 334):
            nodes += [ir.Literal(bound, SCALE0)]
            nodes += [ir.LessEqual(len(nodes) - 1, 0), ir.If(len(nodes), len(nodes) - 1, len(nodes) - 2, SCALE0)]
        assert run(engine, nodes, [(0,), (7,), (333,), (400,)]) == [(0,), (7,), (333,), (333,)]

    def test_a_chain_of_a_thousand_products_and_sums_works(self, engine: str) -> None:
        """Each is an operand of the next: a number times a fact and the fact, held between -5 and 5."""
        small = ir.Number(0, -5, 5)
        nodes: list[ir.Node] = [
            ir.Fact(0, None, small),
            ir.Literal(-5, small),
            ir.Literal(5, small),
            ir.Literal(2, small),
        ]
        for _ in range(250):
            last = len(nodes) - 1
            nodes += [ir.Multiply(last, 0, ir.Number(0, -25, 25)), ir.Add((last + 1, 0), ir.Number(0, -30, 30))]
            nodes += [ir.Maximum((1, last + 2), ir.Number(0, -5, 30)), ir.Minimum((last + 3, 2), small)]
        rows = [(x,) for x in range(-5, 6)]
        assert run(engine, nodes, rows) == [evaluate(ir.Program(tuple(nodes), ()), row)[-1:] for row in rows]

    def test_a_sum_of_a_thousand_parts_works(self, engine: str) -> None:
        """One node with a thousand operands."""
        nodes: list[ir.Node] = [ir.Fact(0, None, ir.Number(0, 0, 9))]
        nodes += [ir.Scale(0, n, ir.Number(0, 0, 9 * n)) for n in range(2, 1002)]
        nodes += [ir.Add(tuple(range(1, 1001)), SCALE0)]
        assert run(engine, nodes, [(0,), (1,), (3,)]) == [(0,), (501500,), (1504500,)]


@pytest.mark.parametrize("engine", ENGINES)
class TestHeld:
    """“Numbers, words, grades and days are Int64 as `ir` holds them, flags are Boolean.”"""

    def test_the_greatest_numbers_are_exact(self, engine: str) -> None:
        """A sum just below 2⁵³, of parts that are multiplied."""
        most = ir.Number(0, 0, 2**50)
        nodes = [ir.Fact(0, None, most), ir.Scale(0, 7, SCALE0), ir.Fact(1, None, most), ir.Add((1, 2), SCALE0)]
        assert run(engine, nodes, [(2**50, 2**50 - 1)]) == [(2**53 - 1,)]

    def test_what_cancels_is_not_multiplied_out(self, engine: str) -> None:
        """2⁵³ · (a − b), where a and b are far beyond what may be multiplied so."""
        nodes: list[ir.Node] = [
            ir.Fact(0, None, ir.Number(0, 2**50, 2**50 + 1)),
            ir.Fact(1, None, ir.Number(0, -(2**50), 1 - 2**50)),
        ]
        nodes += [ir.Add((0, 1), ir.Number(0, 0, 2)), ir.Scale(2, 2**51, ir.Number(0, 0, 2**52))]
        assert run(engine, nodes, [(2**50 + 1, -(2**50)), (2**50 + 1, 1 - 2**50)]) == [(2**51,), (2**52,)]

    def test_small_figures_do_not_wrap(self, engine: str) -> None:
        """Points of conditions, added up and multiplied past what eight bits hold."""
        flag, kind = ir.Flag(), ir.Number(0, -200000, 200000)
        nodes: list[ir.Node] = [
            ir.Fact(0, None, flag),
            ir.Fact(1, None, flag),
            ir.Literal(100, kind),
            ir.Literal(120, kind),
        ]
        nodes += [ir.If(0, 2, 3, kind), ir.If(1, 2, 3, kind), ir.Scale(5, -1, kind), ir.Add((4, 6), kind)]
        nodes += [ir.Scale(7, 1000, kind), ir.Multiply(7, 7, kind), ir.Add((4, 4, 5), kind), ir.Minimum((8, 10), kind)]
        rows = [(a, b) for a in (False, True) for b in (False, True)]
        expected = [evaluate(ir.Program(tuple(nodes), ()), row) for row in rows]
        assert run(engine, nodes, rows, list(range(4, 12))) == [row[4:] for row in expected]

    def test_flags_are_compared(self, engine: str) -> None:
        """No before yes."""
        nodes = [
            ir.Fact(0, None, ir.Flag()),
            ir.Fact(1, None, ir.Flag()),
            ir.Less(0, 1),
            ir.LessEqual(0, 1),
            ir.Equal(0, 1),
        ]
        rows = [(a, b) for a in (False, True) for b in (False, True)]
        assert run(engine, nodes, rows, [2, 3, 4]) == [(a < b, a <= b, a == b) for a, b in rows]

    def test_days_are_worked_out_over_the_whole_calendar(self, engine: str) -> None:
        """Later by years, months and days, the year, and the months between."""
        nodes: list[ir.Node] = [ir.Fact(0, None, ir.Day()), ir.Fact(1, None, ir.Day())]
        nodes += [ir.Later(0, *more, ir.Day()) for more in ((12, 0), (24, 5), (5, 3), (0, 9))]
        nodes += [ir.Year(1, ir.Number(0, 1, 9999)), ir.Months(0, 1, SCALE0), ir.Months(2, 1, SCALE0)]
        random = Random(0)
        rows = [
            (1, 3652059),
            (3652059, 1),
            *((random.randint(1, 3652059), random.randint(1, 3652059)) for _ in range(99)),
        ]
        expected = [evaluate(ir.Program(tuple(nodes), ()), row) for row in rows]
        assert run(engine, nodes, rows, list(range(2, 9))) == [row[2:] for row in expected]

    def test_labels_are_compared_for_equality(self, engine: str) -> None:
        """A text of an event with another."""
        nodes = [ir.Fact(0, None, ir.Label()), ir.Fact(1, None, ir.Label()), ir.Equal(0, 1)]
        assert run(engine, nodes, [("东乡", "东乡"), ("东乡", "西乡")]) == [(True,), (False,)]

    def test_a_leaf_may_be_an_output(self, engine: str) -> None:
        """A fact, a constant, and the same node under two numbers."""
        kind = ir.Number(0, 0, 9)
        nodes = [
            ir.Fact(0, None, kind),
            ir.Literal(3, kind),
            ir.Scale(0, 1, ir.Number(0, 0, 9, "分")),
            ir.Fact(0, None, kind),
        ]
        assert run(engine, nodes, [(4,), (5,)], [0, 1, 2, 3]) == [(4, 3, 4, 4), (5, 3, 5, 5)]


def test_a_divisor_of_zero_divides_nothing() -> None:
    """Where it is 0 the quotient is what is said for that case."""
    kind = ir.Number(0, -9, 9)
    nodes = [
        ir.Fact(0, None, kind),
        ir.Fact(1, None, kind),
        ir.Literal(-1, kind),
        ir.Quotient(0, 1, "half_up", 2, kind),
    ]
    for engine in ENGINES:
        assert run(engine, nodes, [(5, 0), (5, 2), (-5, 2), (5, -2)]) == [(-1,), (3,), (-3,), (-3,)]


def test_a_node_over_events_must_be_given() -> None:
    """Without its column nothing is worked out."""
    kind = ir.Number(0, 0, 9)
    nodes: list[ir.Node] = [ir.Literal(0, kind), ir.Across(0, "count", 0, 0, 0, kind)]
    with pytest.raises(LookupError):
        folded("polars", ir.Program(tuple(nodes), ()), [1], [pl.Series("x", [1])], Leaves({}))
