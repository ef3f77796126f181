"""What is wrong with the lists of a frame: as the plain path says it, on random lists."""

from __future__ import annotations

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
from partygrade.batch.columns import FAULTS, GOOD, KEY
from partygrade.batch.event_rows import Rows, event_rows, fields_of
from partygrade.batch.list_faults import TOLD, list_faults, with_faults
from partygrade.facts import read
from partygrade.tables.events import ORGANISATION_KEY

FIELDS = (
    ir.Input(ir.Origin("day", "日期"), ir.Day()),
    ir.Input(ir.Origin("points", "扣分"), ir.Number(1, 0, 120), default=10),
    ir.Input(ir.Origin("matter", "事项"), ir.Label(), optional=True),
)
KEYS: tuple[tuple[int, ...], ...] = ((), (2,), (0, 2))
JUDGES = ir.Input(ir.Origin("judges", "评委打分"), ir.Panel(ir.Number(1, 0, 100), 5, 2, 3))
SEEDS = st.integers(0, 2**30)
Row = dict[str, Any]


def examples(count: int) -> settings:
    """Ask for so many examples, and for more under a profile that wants more."""
    return settings(max_examples=count * settings.default.max_examples // 100, deadline=None)


def sanctions(key: tuple[int, ...], most: int = 4) -> ir.Input:
    return ir.Input(ir.Origin("sanctions", "处分"), ir.Events(FIELDS, most, key))


items = st.sampled_from([*(sanctions(key) for key in KEYS), JUDGES])


def made_up(item: ir.Input, seed: int) -> list[list[Row]]:
    """Make up lists, of which most have a fault or two events that agree."""
    random = Random(seed)
    bad = random.choice([0, 1])

    def cell(field: ir.Input) -> str | None:
        if isinstance(field.type, ir.Number):
            return random.choice(["1", "2.5", *[None, "x", "99.99"][: 3 * bad]])
        if isinstance(field.type, ir.Day):
            return random.choice(["2020-01-01", "2020-01-02", *["2020-02-30"][:bad]])
        return random.choice(["a", "b", None])

    return [
        [{field.origin.id: cell(field) for field in fields_of(item)} for _ in range(random.randint(0, 5))]
        for _ in range(20)
    ]


def expected(item: ir.Input, rows: list[Row]) -> str | None:
    """Name the faults that the plain path finds."""
    given = [row[item.origin.id] for row in rows] if isinstance(item.type, ir.Panel) else rows
    return ", ".join(str(fault.fact) for fault in read(item, given)[1]) or None


def table(item: ir.Input, lists: list[list[Row]], seed: int) -> pl.DataFrame:
    """Put the events of all organisations into one table, among each other."""
    waiting = [[{"who": f"o{n}", **row} for row in rows] for n, rows in enumerate(lists)]
    waiting.append([{"who": "nobody", **{field.origin.id: "x" for field in fields_of(item)}}])
    rows, random = [], Random(seed)
    while any(waiting):
        rows.append(random.choice([events for events in waiting if events]).pop(0))
    return pl.DataFrame(rows, schema=dict.fromkeys(["who", *(f.origin.id for f in fields_of(item))], pl.String))


def heads(item: ir.Input) -> dict[str, str]:
    return {ORGANISATION_KEY: "who", **{field.origin.id: field.origin.id for field in fields_of(item)}}


def organisations(count: int) -> pl.DataFrame:
    """Make organisations, of which the first has a fault of its own, and the last has no id."""
    return pl.DataFrame(
        {
            "n": range(count + 1),
            KEY: [*(f"o{n}" for n in range(count)), None],
            GOOD: [False, *[True] * count],
            FAULTS: ["own", *[None] * count],
        },
        schema_overrides={FAULTS: pl.String},
    )


def compare(item: ir.Input, lists: list[list[Row]], frame: nw.LazyFrame[Any], rows: Rows) -> None:
    found = with_faults(frame, rows).sort("n").collect("polars").to_native()
    wanted = [expected(item, one) for one in [*lists, []]]
    assert found.columns == ["n", KEY, GOOD, FAULTS]
    assert found[FAULTS].to_list() == ["own" if wanted[0] is None else f"own, {wanted[0]}", *wanted[1:]]
    assert found[GOOD].to_list() == [False, *(text is None for text in wanted[1:])]


class TestWithFaults:
    """“No two events agree in every field of the `key`”; a field that cannot be read, too many and too few."""

    @examples(12)
    @given(items, SEEDS)
    def test_a_frame_has_the_faults_of_the_plain_path(self, item: ir.Input, seed: int) -> None:
        """In the same order, with the position of each event in its list."""
        lists = made_up(item, seed)
        events = table(item, lists, seed).with_row_index(columns.ROW).lazy()
        rows = event_rows(item, nw.from_native(events), heads(item), nw.String())
        compare(item, lists, nw.from_native(organisations(20).lazy()), rows)

    @examples(2)
    @given(items, SEEDS)
    def test_a_relation_has_the_faults_of_the_plain_path(self, item: ir.Input, seed: int) -> None:
        """Where a column orders the events."""
        lists = made_up(item, seed)
        events = table(item, lists, seed).with_row_index("order")
        own, given = (duckdb.from_arrow(one.to_arrow()) for one in (organisations(20), events))
        rows = event_rows(item, nw.from_native(given), heads(item), nw.String(), "order")
        compare(item, lists, nw.from_native(own), rows)


def faults_of(item: ir.Input, rows: list[Row], order: str | None = None) -> str | None:
    given = duckdb.from_arrow(pl.DataFrame([{"who": "x", "order": n, **row} for n, row in enumerate(rows)]).to_arrow())
    found = list_faults(event_rows(item, nw.from_native(given), heads(item), nw.String(), order))
    text: str | None = found.collect("polars")[FAULTS].to_list()[0]
    return text


GOOD_ONE = {"day": "2020-01-01", "points": "1", "matter": "a"}
BAD_ONE = {"day": "?", "points": "?", "matter": "a"}


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([GOOD_ONE, BAD_ONE, BAD_ONE], "sanctions[].day, sanctions[].points"),
        ([GOOD_ONE, GOOD_ONE, GOOD_ONE], "sanctions[]"),
        ([GOOD_ONE], None),
    ],
)
def test_without_an_order_an_event_has_no_position(rows: list[Row], wanted: str | None) -> None:
    """What is said is said once."""
    assert faults_of(sanctions((2,)), rows) == wanted


def test_of_very_many_faulty_events_only_the_first_are_named() -> None:
    """And three dots stand for the others; that there are too many is still said."""
    bad = {**GOOD_ONE, "day": "?"}
    named = [f"sanctions[{n}].day" for n in range(1, TOLD + 1)]
    assert faults_of(sanctions(()), [bad] * (TOLD + 5), "order") == ", ".join([*named, "…", "sanctions"])
    assert faults_of(sanctions((), TOLD), [bad] * TOLD, "order") == ", ".join(named)
