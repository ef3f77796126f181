"""Values that depend on the whole cohort, over frames: against the plain path, on random cohorts."""

from __future__ import annotations

from random import Random
from typing import Any, Literal

import duckdb
import narwhals as nw
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from partygrade import ir
from partygrade.across import across as plainly
from partygrade.batch import columns
from partygrade.batch.across import across

N = ir.Number(0, -99, 99)
OPERANDS, CONDITIONS, NOBODY = (1, 2), (3, 4), 5
OPERAND_NAMES = {n: columns.node(n) for n in (*OPERANDS, *CONDITIONS, NOBODY)}
GROUPS = (columns.group(0), columns.group(1))
SEEDS = st.integers(0, 2**30)


def examples(count: int) -> settings:
    """Ask for so many examples, and for more under a profile that wants more."""
    return settings(max_examples=count * settings.default.max_examples // 100, deadline=None)


KINDS: dict[int, Literal["rank", "count", "greatest"]] = {10: "rank", 11: "count", 12: "greatest"}

drawn = st.builds(
    ir.Across,
    st.just(0),
    st.sampled_from(["rank", "count", "sum", "least", "greatest"]),
    st.sampled_from(OPERANDS),
    st.sampled_from(CONDITIONS),
    st.just(NOBODY),
    st.just(N),
)
found_ = st.dictionaries(st.integers(10, 99), drawn, min_size=1, max_size=6)
within_ = st.sampled_from([(), GROUPS[:1], GROUPS])


def cohort(seed: int) -> pl.DataFrame:
    """Make up organisations that often tie; of some groups none is good, and for some conditions nobody counts."""
    random = Random(seed)
    often = random.choice([0.1, 0.5, 0.9])
    rows = [
        {
            "order": number,
            GROUPS[0]: random.choice(["", "东", "西"]),
            GROUPS[1]: random.randint(0, 1),
            columns.GOOD: random.random() < often,
            **{columns.node(n): random.randint(-3, 3) for n in OPERANDS},
            **{columns.node(n): random.random() < often for n in CONDITIONS},
            columns.node(NOBODY): random.randint(-9, 9),
        }
        for number in range(random.randint(1, 30))
    ]
    return pl.DataFrame(rows)


def expected(found: dict[int, ir.Across], within: tuple[str, ...], rows: list[dict[str, Any]]) -> list[dict[str, int]]:
    """Compare the good organisations of each group on the plain path."""
    nodes = tuple(
        ir.Across(n, node.kind, node.operand, node.where, node.empty, N) for n, node in enumerate(found.values())
    )

    def run(facts: tuple[int, ...], quota: None, values: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(facts[n] for node in nodes for n in ir.operands(node))

    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        if row[columns.GOOD]:
            groups.setdefault(tuple(row[name] for name in within), []).append(row)
    out: dict[int, dict[str, int]] = {}
    for members in groups.values():
        facts = [tuple(row.get(columns.node(n), 0) for n in range(NOBODY + 1)) for row in members]
        for row, values in zip(members, plainly([(nodes, run)], facts), strict=True):
            out[row["order"]] = dict(zip(map(columns.node, found), values, strict=True))
    return [{**row, **out[row["order"]]} for row in rows if row[columns.GOOD]]


class TestAcross:
    """“They look at the organisations of the cohort that have no faults, in the groups of `within`.”"""

    @examples(25)
    @given(found_, within_, SEEDS)
    def test_a_frame_gives_what_the_plain_path_gives(
        self, found: dict[int, ir.Across], within: tuple[str, ...], seed: int
    ) -> None:
        """For every organisation without faults; the rows stay in order, and those with faults hold something."""
        rows = cohort(seed)
        frame = across(found, OPERAND_NAMES, within, columns.GOOD, nw.from_native(rows.lazy()))
        table = frame.collect("polars").to_native()
        assert table["order"].to_list() == rows["order"].to_list()
        assert table.filter(columns.GOOD).to_dicts() == expected(found, within, rows.to_dicts())
        assert not any(table.null_count().row(0))
        assert {table.schema[columns.node(number)] for number in found} == {pl.Int64}

    @examples(4)
    @given(found_, within_, SEEDS)
    def test_a_relation_gives_what_the_plain_path_gives(
        self, found: dict[int, ir.Across], within: tuple[str, ...], seed: int
    ) -> None:
        """It has no order of its own."""
        rows = cohort(seed)
        frame = across(
            found, OPERAND_NAMES, within, columns.GOOD, nw.from_native(duckdb.from_arrow(rows.to_arrow()))
        ).sort("order")
        table = frame.collect("polars").to_native()
        assert table.filter(columns.GOOD).to_dicts() == expected(found, within, rows.to_dicts())
        assert not any(table.null_count().row(0))
        assert {table.schema[columns.node(number)] for number in found} == {pl.Int64}


def test_a_row_with_faults_holds_values_in_range() -> None:
    """In its group nobody is good, so that nobody counts; what rests on these values divides by them unseen."""
    rows = cohort(1).head(1).with_columns(pl.lit(False).alias(columns.GOOD), pl.lit(0).alias(columns.node(NOBODY)))
    found = {n: ir.Across(0, kind, OPERANDS[0], CONDITIONS[0], NOBODY, ir.Number(0, 1, 9)) for n, kind in KINDS.items()}
    frame = across(found, OPERAND_NAMES, GROUPS, columns.GOOD, nw.from_native(rows.lazy()))
    table = frame.collect("polars").to_native()
    assert [table[columns.node(n)].item() for n in found] == [1, 1, 1]
