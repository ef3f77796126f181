"""The generated functions: every operator, any outputs, and programs that are deep, long or named badly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from partygrade import ir, loads
from partygrade.evaluate import evaluate
from partygrade.exact import MODES
from partygrade.generate import generate

N = ir.Number(0, -1000, 1000)
D = ir.Day()
FIELDS = (ir.Input(ir.Origin("v", "v"), N), ir.Input(ir.Origin("d", "d"), D))
LISTED = ir.Input(ir.Origin("list", "list"), ir.Events(FIELDS, 9))
FACTS = (*(ir.Input(ir.Origin(f"x{n}", f"x{n}"), N, optional=n == 2) for n in range(3)), LISTED)
LEAVES: tuple[ir.Node, ...] = (
    ir.Fact(0, None, N),
    ir.Fact(1, None, N),
    ir.Fact(2, -5, N),
    ir.Known(2),
    ir.Less(0, 1),
    ir.Literal(-4, N),
    ir.Literal(9, N),
)
# The value and the day of an event, a value of the organisation, the place of the event; a condition and a sum.
INNER: tuple[ir.Node, ...] = (
    ir.Fact(0, None, N),
    ir.Fact(1, None, D),
    ir.Fact(2, None, N),
    ir.Fact(3, None, N),
    ir.Less(0, 2),
    ir.Add((0, 2, 3), N),
    ir.Year(1, N),
)
PLAIN, NUMBERED = ir.Each(INNER, 2, (0,), (), None, 0, None), ir.Nth((6,), 1)
EACH = [
    *(ir.Each(INNER, 2, (0,), (NUMBERED,), where, value, None) for where in (None, 4) for value in (0, 5)),
    ir.Each(INNER, 2, (0,), (NUMBERED,), 4, 5, 1, (6,)),
]
TRIED = [
    *(
        ir.Aggregate(3, kind, each, latest, drop, 5, N)
        for kind in ("sum", "least", "greatest", "median")
        for each in (*EACH, replace(PLAIN, nodes=INNER[:3]), replace(PLAIN, nodes=(*INNER[:3], ir.Less(0, 2)), where=3))
        for latest, drop in ((None, 0), (2, 0), (None, 1))
        if latest is None or each.by is not None
    ),
    ir.Months(0, 1, N),
    ir.Later(0, 1, 0, D),
    ir.Later(0, 13, 2, D),
    ir.Year(0, N),
    ir.Across(1, "rank", 0, 4, 5, N),
    *(ir.Round(n, divisor, mode, N) for n in (0, 1, 5) for divisor in (1, 2, 10) for mode in MODES),
    *(ir.Quotient(a, b, mode, 6, N) for a in (0, 5) for b in (1, 2) for mode in MODES),
    *(kind((0, 1), N) for kind in (ir.Add, ir.Minimum, ir.Maximum)),
    *(kind((0, 5, 1, 2), N) for kind in (ir.Add, ir.Minimum, ir.Maximum)),
    *(ir.Scale(0, factor, N) for factor in (1, -1, 3, -10)),
    *(ir.Scale(5, factor, N) for factor in (1, -1)),
    ir.Multiply(0, 5, N),
    *(kind(a, b) for kind in (ir.Less, ir.LessEqual, ir.Equal) for a in (0, 5) for b in (0, 1, 2)),
    *(kind((3, 4)) for kind in (ir.And, ir.Or)),
    ir.Not(3),
    ir.Not(4),
    ir.If(4, 0, 5, N),
    ir.Quota(0, N),
]
LISTS: list[tuple[tuple[int, int], ...]] = [
    (),
    ((7, 400),),
    ((7, 400), (-3, 900), (7, 380), (0, 380), (12, 1200)),
]
RECORDS = [(a, b, c, ()) for a in (-15, -5, 0, 5, 14) for b in (-3, 0, 14) for c in (None, 0, 7)]
RECORDS += [(a, 3, None, events) for a in (-5, 8) for events in LISTS]
OF_DAYS = (ir.Months, ir.Later, ir.Year)


@pytest.mark.parametrize("node", TRIED, ids=lambda node: type(node).__name__)
def test_an_operator_gives_what_evaluate_gives(node: ir.Node) -> None:
    """On negative and positive values, zero, and unknown facts; with and without a quota."""
    program = ir.Program((*LEAVES, node), FACTS)
    run = generate(program)
    records = [(31, 400, None, ()), (59, 31, 0, ())] if isinstance(node, OF_DAYS) else RECORDS
    for facts in records:
        for quota in (None, 0, 2):
            assert run(facts, quota, (3, 8)) == evaluate(program, facts, quota, (3, 8))


def test_every_operator_is_tried() -> None:
    """A new operator needs a line above."""
    kinds = {type(node) for node in (*LEAVES, *TRIED)}
    assert kinds == set(ir.Node.__args__)


def test_outputs_come_in_the_order_asked_for() -> None:
    """Also twice."""
    run = generate(ir.Program((*LEAVES, ir.Add((0, 1), N)), FACTS), [7, 0, 7, 5])
    assert run((3, 4, None, ())) == (7, 3, 7, -4)


def test_no_outputs_are_an_empty_tuple() -> None:
    """There is nothing to work out."""
    assert generate(ir.Program(LEAVES, FACTS), [])((1, 2, 3, ())) == ()


def test_a_program_without_facts_runs() -> None:
    """Constants need no record."""
    assert generate(ir.Program((ir.Literal(5, N),), ()))(()) == (5,)


def test_a_deep_program_is_cut_into_lines() -> None:
    """Python's own parser gives up at 200 open brackets; the formula has 1,000."""
    wide = ir.Number(0, -(10**6), 10**6)
    nodes: list[ir.Node] = [ir.Fact(0, None, wide), ir.Literal(1, wide)]
    for _ in range(1000):
        nodes.append(ir.Add((len(nodes) - 1 if len(nodes) > 2 else 0, 1), wide))
    program = ir.Program(tuple(nodes), FACTS[:1])
    assert generate(program, [len(nodes) - 1])((7,)) == (1007,)


def test_a_program_where_every_node_doubles_stays_small() -> None:
    """A node that is used twice is worked out once."""
    wide = ir.Number(0, 0, 2**52)
    nodes: list[ir.Node] = [ir.Fact(0, None, wide)]
    for _ in range(40):
        last = len(nodes) - 1
        nodes.append(ir.Minimum((last, last), wide))
        nodes.append(ir.Add((last + 1, last), wide))
    assert generate(ir.Program(tuple(nodes), FACTS[:1]), [len(nodes) - 1])((1,)) == (2**40,)


@pytest.mark.parametrize("name", ["quota", "facts", "divide", "f0", "v3", "run", "record", "f1", "None_", "c", "v"])
def test_the_names_of_an_author_do_not_meet_ours(name: str) -> None:
    """A fact may be called as a name in the function is."""
    facts = f"facts: {{{name}: {{type: count, max: 9}}}}\n"
    score = f"score: {{value: '{name} * 2 + max({name}, 7)'}}\n"
    assert loads(f"partygrade: 1\nscheme: s\ntitle: s\n{facts}{score}").grade({name: 5}).score == 17
