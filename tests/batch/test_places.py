"""Places in the ranking, as the plain path counts them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partygrade import ir
from partygrade.batch.places import placed
from partygrade.cohort import Member, share_out

ROW = "SELECT 1 AS a, 2 AS b, true AS counts"
NARROW, WIDE = (-3, 9), (-(2**52), 2**52)


def places(frame: Any, keys: Sequence[str], ranges: Sequence[tuple[int, int]], within: Sequence[str]) -> list[Any]:
    """Give the places, in the order of the column `n`."""
    found = placed(nw.from_native(frame), keys, ranges, within, "counts", "place").collect("pyarrow").to_native()
    return [row["place"] for row in sorted(found.to_pylist(), key=lambda row: row["n"])]


def plain(rows: list[dict[str, Any]], keys: Sequence[str]) -> list[int | None]:
    """Rank by the definition, group by group."""
    out: dict[int, int] = {}
    for within in {row["group"] for row in rows}:
        members = [
            Member(row["n"], tuple(row[key] for key in keys), 0)
            for row in rows
            if row["counts"] and row["group"] == within
        ]
        out |= share_out(ir.Cohort((), (), ()), members, 0).places
    return [out.get(row["n"]) for row in rows]


def some_rows(dice: Random, count: int) -> list[dict[str, Any]]:
    """Make up rows of two groups and three keys, among which many tie."""
    highest = [dice.choice([-3, 0, 9]) for _ in "abc"]
    return [
        {
            "n": n,
            "group": dice.choice(["east", "west"]),
            "counts": dice.random() < 0.8,
            **{name: dice.randint(-3, high) for name, high in zip("abc", highest, strict=True)},
        }
        for n in range(count)
    ]


TYPES: Any = {"n": pl.Int64, "group": pl.String, "counts": pl.Boolean} | dict.fromkeys("abc", pl.Int64)


class TestEqual:
    """A place is counted from 1, the best; those who tie share it."""

    @given(st.integers(0, 2**32), st.lists(st.sampled_from([NARROW, WIDE]), max_size=3))
    @settings(max_examples=settings.default.max_examples)
    def test_on_polars(self, seed: int, ranges: list[tuple[int, int]]) -> None:
        """Whether the keys fit into one number or not."""
        dice = Random(seed)
        rows, keys = some_rows(dice, dice.randint(0, 20)), "abc"[: len(ranges)]
        frame = pl.LazyFrame(rows, schema=TYPES)
        assert places(frame, keys, ranges, ["group"]) == plain(rows, keys)
        for row in rows:
            row["group"] = ""
        assert places(frame, keys, ranges, []) == plain(rows, keys)

    @pytest.mark.parametrize("ranges", [[NARROW] * 3, [NARROW, WIDE, WIDE]])
    def test_on_duckdb(self, ranges: list[tuple[int, int]]) -> None:
        """The engines agree."""
        rows = some_rows(Random(7), 300)
        relation = duckdb.from_arrow(pl.DataFrame(rows, schema=TYPES).to_arrow())
        assert places(relation, "abc", ranges, ["group"]) == plain(rows, "abc")
        together = relation.project("* REPLACE ('' AS \"group\")")
        assert places(together, "abc", ranges, []) == plain([row | {"group": ""} for row in rows], "abc")


def test_ties_share_a_place() -> None:
    """The next is counted on; who does not count has none, and takes none."""
    frame = pl.LazyFrame(
        {"n": range(5), "a": [80, 95, 80, 70, 99], "counts": [True, True, True, True, False]}, schema_overrides=TYPES
    )
    assert places(frame, "a", [(0, 100)], []) == [2, 1, 2, 4, None]


def test_the_second_key_decides_among_those_that_tie_in_the_first() -> None:
    """Also where both span the whole range of exact numbers."""
    rows = {"n": range(4), "a": [5, 5, -(2**52), 2**52], "b": [-(2**52), 2**52, 0, 0], "counts": [True] * 4}
    frame = pl.LazyFrame(rows, schema_overrides=TYPES)
    assert places(frame, "ab", [WIDE, WIDE], []) == [3, 2, 4, 1]


@pytest.mark.parametrize("frame", [pl.LazyFrame({"a": [1], "b": [2], "counts": [True]}), duckdb.sql(ROW)])
def test_nothing_of_our_own_is_left_behind(frame: Any) -> None:
    """The place alone is added."""
    found = placed(nw.from_native(frame), "ab", [WIDE, WIDE], [], "counts", "place")
    assert found.collect_schema().names() == ["a", "b", "counts", "place"]
