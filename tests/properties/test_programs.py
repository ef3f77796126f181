"""Random programs of every operator: the fast path against the definition, and every value within its range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partygrade import ir
from partygrade.compile.builder import Builder, Faults
from partygrade.evaluate import evaluate
from partygrade.exact import LIMIT, MODES
from partygrade.generate import generate
from partygrade.signs import signs
from partygrade.source import ROOT


def examples(count: int) -> settings:
    """Ask for so many examples, and for more under a profile that wants more."""
    return settings(max_examples=count * settings.default.max_examples // 100)


LADDER = ir.Rank(("poor", "fair", "good"))
CHOICE = ir.Choice(("low", "middle", "high"), ordered=True)
DAY = ir.Day(730000, 730040)
SIGNS = ("<", "<=", ">", ">=", "==", "!=")

Step = tuple[str, int, int, int]
"""An operator with three numbers, of which each operator takes what it needs."""
OPERATORS = (
    "figure", "add", "add3", "negative", "multiply", "least", "greatest", "greatest3", "round", "quotient", "compare",
    "compare_other", "negation", "all_of", "any_of", "choose", "choose_other", "unit", "quota", "shift", "months",
    "year", "later",
)  # fmt: skip


@st.composite
def inputs(draw: st.DrawFn) -> list[ir.Input]:
    """Draw up to six facts of every type, some optional."""
    kinds: list[ir.Type] = [ir.Flag(), CHOICE, LADDER, DAY]
    for _ in range(draw(st.integers(1, 4))):
        scale = draw(st.integers(0, 3))
        low = draw(st.integers(-50, 50))
        kinds.append(ir.Number(scale, low, low + draw(st.integers(0, 300)), draw(st.sampled_from([None, None, "分"]))))
    chosen = draw(st.permutations(kinds))
    return [ir.Input(ir.Origin(f"x{n}", f"x{n}"), kind, optional=draw(st.booleans())) for n, kind in enumerate(chosen)]


STEPS = st.lists(
    st.tuples(st.sampled_from(OPERATORS), st.integers(0, 999), st.integers(0, 999), st.integers(0, 999)), max_size=25
)


class Machine:
    """Builds a program from steps; a step takes its operands among the nodes of the right type made so far."""

    def __init__(self, leaves: Sequence[int | None], builder: Builder) -> None:
        self.builder = builder
        self.pools: dict[str, list[int | None]] = {"number": [], "flag": [], "rank": [], "choice": [], "day": []}
        for leaf in leaves:
            self.put(leaf)
        self.pools["number"].append(builder.figure(7, None, ROOT))

    def put(self, node: int | None, kind: str = "number") -> None:
        if node is not None:
            found = self.builder.type(node)
            kind = {
                ir.Number: "number", ir.Flag: "flag", ir.Rank: "rank", ir.Choice: "choice", ir.Day: "day",
            }[type(found)]  # fmt: skip
        self.pools[kind].append(node)

    def take(self, kind: str, number: int) -> int | None:
        pool = self.pools[kind]
        return pool[number % len(pool)]

    def do(self, step: Step) -> None:
        name, i, j, k = step
        build, one, two, three = self.builder, *(self.take("number", n) for n in (i, j, k))
        other = ("rank", "choice", "day")[k % 3]
        match name:
            case "figure":
                self.put(build.figure(i - 500, None, ROOT))
            case "add":
                self.put(build.add([one, two], ROOT))
            case "add3":
                self.put(build.add([one, two, three], ROOT))
            case "negative":
                self.put(build.negative(one, ROOT))
            case "multiply":
                self.put(build.multiply(one, two, ROOT))
            case "least" | "greatest":
                self.put(build.extreme([one, two], name == "least", ROOT))
            case "greatest3":
                self.put(build.extreme([one, two, three], j % 2 == 0, ROOT))
            case "round":
                self.put(build.round(one, j % 3, MODES[k % 4], ROOT))
            case "quotient":
                digits, mode = k % 3, MODES[j % 4]
                empty = build.round(three, digits, mode, ROOT)
                self.put(build.quotient(one, two, digits, mode, empty, ROOT))
            case "compare":
                self.put(build.compare(SIGNS[k % 6], one, two, ROOT), "flag")
            case "compare_other":
                self.put(build.compare(SIGNS[(i + j) % 6], self.take(other, i), self.take(other, j), ROOT), "flag")
            case "months":
                early, late = self.take("day", i), self.take("day", j)
                assert early is not None and late is not None
                self.put(build.emit(ir.Months(early, late, ir.Number(0, -119988, 119988)), ROOT))
            case "later":
                day = self.take("day", i)
                assert day is not None
                self.put(build.emit(ir.Later(day, j % 30, k % 40, ir.Day()), ROOT), "day")
            case "year":
                day = self.take("day", i)
                assert day is not None
                self.put(build.emit(ir.Year(day, ir.Number(0, 1, 9999)), ROOT))
            case "unit":
                self.put(build.with_unit(one, (None, "分", "次")[j % 3], ROOT))
            case _:
                self.conditional(name, i, j, k)

    def conditional(self, name: str, i: int, j: int, k: int) -> None:
        build, other = self.builder, ("rank", "choice", "day")[k % 3]
        flags = [self.take("flag", n) for n in (i, j, k)]
        rank = self.take("rank", i)
        match name:
            case "negation":
                self.put(build.negation(flags[0], ROOT), "flag")
            case "all_of" | "any_of":
                self.put((build.all_of if name == "all_of" else build.any_of)(flags, ROOT), "flag")
            case "choose":
                self.put(build.choose(flags[0], self.take("number", j), self.take("number", k), ROOT))
            case "choose_other":
                self.put(build.choose(flags[0], self.take(other, i), self.take(other, j), ROOT), other)
            case "quota":
                assert rank is not None
                self.put(build.emit(ir.Quota(rank, LADDER), ROOT), "rank")
            case "shift":
                # A grade moved up by a count and held on the ladder, as a rule does it.
                assert rank is not None
                steps = build.choose(flags[1], build.figure(1, None, ROOT), build.figure(0, None, ROOT), ROOT)
                assert steps is not None
                moved = build.emit(ir.Add((rank, steps), ir.Number(0, 0, 3)), ROOT)
                top = build.literal(2, LADDER, ROOT)
                assert moved is not None
                self.put(build.emit(ir.Minimum((moved, top), LADDER), ROOT), "rank")


def built(columns: list[ir.Input], steps: list[Step]) -> tuple[ir.Program, Machine]:
    builder = Builder(Faults())
    leaves: list[int | None] = []
    for index, column in enumerate(columns):
        absent = (column.type.low if isinstance(column.type, ir.Number | ir.Day) else 0) if column.optional else None
        leaves.append(builder.emit(ir.Fact(index, absent, column.type), ROOT))
        if column.optional:
            leaves.append(builder.emit(ir.Known(index), ROOT))
    machine = Machine(leaves, builder)
    for step in steps:
        machine.do(step)
    return ir.Program(tuple(builder.nodes), tuple(columns)), machine


def ends(kind: ir.Type) -> tuple[int, int]:
    match kind:
        case ir.Number() | ir.Day():
            return kind.low, kind.high
        case ir.Choice():
            return 0, len(kind.options) - 1
        case ir.Rank():
            return 0, len(kind.ladder) - 1
        case _:
            return 0, 1


def values(column: ir.Input) -> st.SearchStrategy[Any]:
    """Draw the ends of the range as often as all that lies between."""
    low, high = ends(column.type)
    held = st.one_of(st.sampled_from([low, high]), st.integers(low, high))
    if isinstance(column.type, ir.Flag):
        held = st.booleans()
    return st.one_of(st.none(), held) if column.optional else held


@st.composite
def runs(draw: st.DrawFn) -> tuple[list[ir.Input], list[Step], list[tuple[Any, ...]]]:
    """Draw facts, steps, and a few records."""
    columns = draw(inputs())
    records = st.tuples(*(values(column) for column in columns))
    return columns, draw(STEPS), draw(st.lists(records, min_size=1, max_size=4))


QUOTAS = st.one_of(st.none(), st.integers(0, 2))


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
