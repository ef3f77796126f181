"""Random programs of every operator, and records for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from partygrade import ir
from partygrade.compile.builder import Builder, Faults
from partygrade.exact import MODES
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
