"""Aggregates over frames of events: against the definition, on random aggregates and random lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partygrade import ir
from partygrade.batch import columns
from partygrade.batch.events import aggregates, needs_order
from partygrade.errors import FactsError
from partygrade.evaluate import Event, aggregate, apply

N = ir.Number(1, -100, 100)
WIDE = ir.Number(1, -(10**9), 10**9)
COUNT = ir.Number(0, 1, 9)
DAY = ir.Day(730000, 730400)
KIND = ir.Choice(("low", "middle", "high"), ordered=True)
LABEL = ir.Label()


def examples(count: int) -> settings:
    """Ask for so many examples, and for more under a profile that wants more."""
    return settings(max_examples=count * settings.default.max_examples // 100, deadline=None)


# Fields: matter, day, points, kind, loss (optional), note (optional); then two values of the organisation, two places.
MATTER, DAY_, POINTS, KIND_, LOSS, HAS_LOSS, NOTE, OUTER, OTHER, FIRST, SECOND = range(11)
FIELDS = 6
LEAVES: tuple[ir.Node, ...] = (
    ir.Fact(0, None, LABEL),
    ir.Fact(1, None, DAY),
    ir.Fact(2, None, N),
    ir.Fact(3, None, KIND),
    ir.Fact(4, -3, N),
    ir.Known(4),
    ir.Fact(5, 0, LABEL),
    ir.Fact(6, None, N),
    ir.Fact(7, None, N),
    ir.Fact(8, None, COUNT),
    ir.Fact(9, None, COUNT),
)
MORE: tuple[ir.Node, ...] = (
    ir.Literal(1, COUNT),
    ir.LessEqual(OUTER, POINTS),
    ir.And((HAS_LOSS, 12)),
    ir.Literal(1, KIND),
    ir.Equal(KIND_, 14),
    ir.Add((POINTS, LOSS, OTHER), N),
    ir.Multiply(POINTS, FIRST, N),
    ir.LessEqual(SECOND, 11),
    ir.If(18, POINTS, 16, N),
    ir.Year(DAY_, ir.Number(0, 1999, 2000)),
    ir.Literal(1, ir.Flag()),
)
ALONE = (*LEAVES[:FIRST], ir.Literal(1, COUNT), ir.Literal(1, COUNT), *MORE)
"""The nodes where no event is numbered."""

CONDITIONS = (12, 13, 15, 18, 21, HAS_LOSS)
ORDERS = (DAY_, POINTS, KIND_, LOSS, 16, 17, OUTER)
GROUPS = (MATTER, DAY_, KIND_, NOTE, 20, LOSS, 15, OTHER)
VALUES = (POINTS, LOSS, 11, 16, 17, 19, 20, DAY_, KIND_, FIRST, SECOND)
OUTERS = (3, 5)
"""The numbers of the organisation's nodes; 7 is the value where nothing is left."""

some = st.lists(st.sampled_from(GROUPS), max_size=2, unique=True).map(tuple)
numberings = st.builds(ir.Nth, some, st.none() | st.sampled_from(ORDERS))


@st.composite
def nodes(draw: st.DrawFn) -> ir.Aggregate:
    """Draw an aggregate with any of its parts."""
    nth = (draw(numberings), draw(numberings)) if draw(st.booleans()) else ()
    by = draw(st.none() | st.sampled_from(ORDERS))
    where = draw(st.none() | st.sampled_from(CONDITIONS))
    inside, value, outer = (
        (*LEAVES, *MORE) if nth else ALONE,
        draw(st.sampled_from(VALUES)),
        draw(st.permutations(OUTERS)),
    )
    each = ir.Each(inside, FIELDS, tuple(outer), nth, where, value, by, draw(some))
    kind = draw(st.sampled_from(["sum", "least", "greatest", "median"]))
    latest = None if by is None else draw(st.none() | st.integers(1, 3))
    return ir.Aggregate(0, kind, each, latest, draw(st.sampled_from([0, 0, 1, 2])), 7, WIDE)


SEEDS = st.integers(0, 2**30)
aggregates_ = st.dictionaries(st.integers(10, 99), nodes(), min_size=1, max_size=6)


@dataclass(frozen=True)
class Organisation:
    """What the nodes 3, 5 and 7 of it are, and its events."""

    values: tuple[int, int, int]
    events: list[Event]


def organisations(count: int, seed: int) -> list[Organisation]:
    """Make up organisations whose events often agree."""
    random = Random(seed)
    pick = random.choice
    return [
        Organisation(
            (random.randint(-2, 2), random.randint(-1, 1), random.randint(-9, 9)),
            [
                (
                    pick("ab"),
                    pick([730000, 730001, 730365]),
                    random.randint(-2, 2),
                    random.randint(0, 2),
                    pick([None, -3, -2, 0, 1]),
                    pick([None, "a", "0", ""]),
                )
                for _ in range(random.randint(0, 6))
            ],
        )
        for _ in range(count)
    ]


def expected(found: dict[int, ir.Aggregate], organisation: Organisation) -> dict[str, int]:
    """Work out every aggregate as the definition says."""
    node_values = dict(zip((3, 5, 7), organisation.values, strict=True))
    out = {}
    for number, node in found.items():
        outer = tuple(node_values[n] for n in node.each.outer)
        out[columns.node(number)] = aggregate(node, organisation.events, outer, node_values[7], work(node.each))
    return out


def work(each: ir.Each) -> Callable[[Sequence[Any]], list[int]]:
    """Make the function that evaluates an event's program."""

    def done(inputs: Sequence[Any]) -> list[int]:
        values: list[int] = []
        for node in each.nodes:
            values.append(apply(node, values, inputs))
        return values

    return done


FIELD_NAMES = {n: columns.held(n) for n in range(FIELDS)}
OUTER_NAMES = {n: columns.node(n) for n in (3, 5, 7)}
EVENT_TYPES = dict(
    zip(FIELD_NAMES.values(), [pl.String, pl.Int64, pl.Int64, pl.Int64, pl.Int64, pl.String], strict=True)
)


def tables(found: list[Organisation], seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make the two frames; the events of different organisations stand among each other."""
    own = pl.DataFrame(
        [(f"o{n}", *one.values, True) for n, one in enumerate(found)],
        schema={"id": pl.String, **{name: pl.Int64 for name in OUTER_NAMES.values()}, columns.GOOD: pl.Boolean},
        orient="row",
    )
    waiting = [[(f"o{n}", *event) for event in one.events] for n, one in enumerate(found)]
    waiting.append([("nobody", "a", 730000, 1, 1, None, None)])
    rows, random = [], Random(seed)
    while any(waiting):
        rows.append(random.choice([events for events in waiting if events]).pop(0))
    given = pl.DataFrame(rows, schema={"id": pl.String, **EVENT_TYPES}, orient="row")
    return own.with_row_index(columns.ROW), given.with_row_index(columns.ROW).cast({columns.ROW: pl.Int64})


def rows_of(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    return frame.collect("polars").to_native().to_dicts()


class TestAggregates:
    """“In this order: the events that count, the `latest` of them, the greatest value of each matter, all but the
    `drop` greatest and the `drop` least values.”"""

    @examples(25)
    @given(aggregates_, SEEDS)
    def test_a_frame_gives_what_the_definition_gives(self, found: dict[int, ir.Aggregate], seed: int) -> None:
        """For every organisation, whatever is asked of its events; the rows stay in order."""
        given = organisations(30, seed)
        own, events = tables(given, seed)
        frames = [nw.from_native(table.lazy()) for table in (own, events)]
        frame = aggregates(found, OUTER_NAMES, "id", *frames, FIELD_NAMES, None)
        wanted = [{**row, **expected(found, one)} for row, one in zip(own.to_dicts(), given, strict=True)]
        assert rows_of(frame) == wanted

    @examples(4)
    @given(aggregates_, SEEDS)
    def test_a_relation_gives_what_the_definition_gives(self, found: dict[int, ir.Aggregate], seed: int) -> None:
        """The order of the events stands in a column."""
        given = organisations(30, seed)
        own, events = tables(given, seed)
        own = own.drop(columns.ROW).with_columns(order=pl.int_range(pl.len()))
        events = events.rename({columns.ROW: "order"}).sample(fraction=1, shuffle=True, seed=seed)
        relations = [nw.from_native(duckdb.from_arrow(table.to_arrow())) for table in (own, events)]
        frame = aggregates(found, OUTER_NAMES, "id", *relations, FIELD_NAMES, "order")
        wanted = [{**row, **expected(found, one)} for row, one in zip(own.to_dicts(), given, strict=True)]
        assert rows_of(frame.sort("order")) == wanted


ONE, TWO = columns.node(1), columns.node(2)
POINT = ir.Fact(0, None, ir.Number(0, 0, 9))


def simple(kind: Any, latest: int | None = None, nth: tuple[ir.Nth, ...] = (), most: int = 9) -> ir.Aggregate:
    """Make an aggregate of the only field, or of the places of the events."""
    place = ir.Fact(1, None, ir.Number(0, 1, most))
    each = ir.Each((POINT, place) if nth else (POINT,), 1, (), nth, None, 1 if nth else 0, 0 if latest else None)
    return ir.Aggregate(0, kind, each, latest, 0, 9, ir.Number(0, 0, 9 * most))


def both(engine: str) -> tuple[nw.LazyFrame[Any], nw.LazyFrame[Any]]:
    """Make one organisation, and three events of it, without an order."""
    tables = pl.DataFrame({"id": ["x"], columns.node(9): [0]}), pl.DataFrame({"id": ["x"] * 3, "f": [4, 9, 9]})
    if engine == "polars":
        return nw.from_native(tables[0].lazy()), nw.from_native(tables[1].lazy())
    return nw.from_native(duckdb.from_arrow(tables[0].to_arrow())), nw.from_native(
        duckdb.from_arrow(tables[1].to_arrow())
    )


@pytest.mark.parametrize("found", [simple("sum", latest=2), simple("sum", nth=(ir.Nth((), None),))])
def test_where_the_outcome_depends_on_the_order_there_must_be_one(found: ir.Aggregate) -> None:
    """The message says what to add."""
    with pytest.raises(FactsError, match="no order: expected a column `order` that says it; add it") as caught:
        aggregates({1: found}, {9: columns.node(9)}, "id", *both("duckdb"), {0: "f"}, None)
    assert caught.value.diagnostics[0].code == "no-order"
    assert needs_order([found])


@pytest.mark.parametrize(("kind", "value"), [("sum", 22), ("least", 4), ("greatest", 9), ("median", 90)])
def test_otherwise_no_order_is_needed(kind: str, value: int) -> None:
    """Of 4, 9 and 9; a median has one more decimal."""
    frame = aggregates({1: simple(kind)}, {9: columns.node(9)}, "id", *both("duckdb"), {0: "f"}, None)
    assert frame.collect("polars")[ONE].to_list() == [value]
    assert not needs_order([simple(kind)])


def test_more_events_than_there_may_be_leave_values_in_range() -> None:
    """Three where two may be: 4 + 9 + 9 and the places 1 + 2 + 3 are held to what two events give at most."""
    found = {1: simple("sum", most=2), 2: simple("sum", nth=(ir.Nth((), None),), most=2)}
    frame, events = both("polars")
    frame = aggregates(
        found, {9: columns.node(9)}, "id", frame, events.with_row_index(columns.ROW, order_by="f"), {0: "f"}, None
    )
    assert frame.collect("polars").select(ONE, TWO).rows() == [(18, 5)]


def test_of_two_organisations_with_one_id_the_good_one_counts() -> None:
    """The other is a fault, and its value of the organisation must not give the events twice."""
    own = pl.LazyFrame({"id": ["x", "x"], columns.GOOD: [True, False], columns.node(9): [0, 1]})
    nodes_ = (POINT, ir.Fact(1, None, ir.Number(0, 0, 9)), ir.LessEqual(1, 0))
    each = ir.Each(nodes_, 1, (9,), (), 2, 0, None)
    found = ir.Aggregate(0, "sum", each, None, 0, 9, ir.Number(0, 0, 99))
    frame = aggregates({1: found}, {9: columns.node(9)}, "id", nw.from_native(own), both("polars")[1], {0: "f"}, None)
    assert frame.collect("polars")[ONE].to_list()[0] == 22


def test_a_value_that_all_organisations_have_needs_no_column() -> None:
    """Of 4, 9 and 9 those that are at most 4 + 4 count; the node 8 is 4 everywhere."""
    nodes_ = (POINT, ir.Fact(1, None, ir.Number(0, 0, 9)), ir.Add((1, 1), ir.Number(0, 0, 18)), ir.LessEqual(0, 2))
    each = ir.Each(nodes_, 1, (8,), (), 3, 0, None)
    found = ir.Aggregate(0, "sum", each, None, 0, 9, ir.Number(0, 0, 99))
    frame = aggregates({1: found}, {9: columns.node(9)}, "id", *both("duckdb"), {0: "f"}, None, {8: 4})
    assert frame.collect("polars")[ONE].to_list() == [4]
