"""Places and quotas of polars at once: what every row gets equals what `share_out` gives every member."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given

from batch.some_quotas import GOOD, SEEDS, examples, of, quota
from batch.test_quotas import HUNDRED, LADDER, expected, frame_of, plainly, ranked, rows_of, some_rows, told
from partygrade import ir
from partygrade.batch import packed
from partygrade.batch.packed import Seats, seats
from partygrade.batch.ranked import Ranked

RANKING = (ir.RankKey(0, "key", True),)
HALF = replace(of(quota("at_most", (GOOD, GOOD), "50%")), rank_by=RANKING)


def seated(spec: ir.Cohort, frame: pl.DataFrame, names: Ranked) -> tuple[list[tuple[Any, ...]], Seats]:
    """Give place, grade and moves of every row."""
    found = seats(spec, LADDER, nw.from_native(frame.lazy()), names, "place")
    assert found is not None
    out: pl.LazyFrame = nw.to_native(found.beside(nw.from_native(frame.with_columns(found.rows).lazy())))
    return out.select("place", "~quota", "~moves").collect().rows(), found


def compare(seed: int) -> None:
    """Seat random rows of several cohorts, and compare with the definition."""
    spec, ranges, rows = some_rows(Random(seed))
    spec = replace(spec, rank_by=RANKING)
    group = pl.col("group").cast(pl.Categorical(pl.Categories.random()))
    out, found = seated(spec, frame_of(rows).with_columns(group), ranked(spec, ranges))
    plain = expected(spec, len(ranges), rows)
    wanted: list[tuple[Any, ...]] = [(None, None, None)] * len(rows)
    for positions, shared in plain.values():
        for position, n in enumerate(positions):
            path = shared.moves.get(position, ())
            said = "; ".join(f"q {LADDER[move.before]}→{LADDER[move.after]}" for move in path) or None
            wanted[n] = shared.places.get(position), path[-1].after if path else None, said
    assert out == wanted
    assert told(found.accounts) == {within: plainly(shared) for within, (_, shared) in sorted(plain.items())}


class TestEqual:
    """Quotas act in the order written, each on what the ones before it left."""

    @given(SEEDS)
    @examples(40)
    def test_at_once(self, seed: int) -> None:
        """Whatever the quotas, in every group; rows with faults get nothing."""
        compare(seed)

    @given(SEEDS)
    @examples(15)
    def test_part_by_part(self, seed: int) -> None:
        """Also where few rows are packed at a time, and sorted by numbers that leave no room for their places."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(packed, "_PART", 7)
            patch.setattr(packed, "_BITS", 26)
            compare(seed)


def test_keys_that_do_not_fit_into_a_number_are_left_to_others() -> None:
    """Two of 32 bits each."""
    frame = pl.DataFrame({"~good": [True], "grade": [0], "a": [0], "b": [0]})
    names = Ranked([], ["a", "b"], [(0, 2**31)] * 2, "grade", None, {})
    assert seats(HALF, LADDER, nw.from_native(frame.lazy()), names, "place") is None


def test_rows_with_faults_may_hold_anything() -> None:
    """Nobody looks at what stands there."""
    rows = rows_of((95, GOOD), (90, GOOD))
    frame = frame_of([*rows, rows[0] | {"~good": False, "key0": None, "grade": None, "excluded": None}])
    out, _ = seated(HALF, frame, ranked(HALF, HUNDRED))
    assert out == [(1, None, None), (2, 1, "q good→fair"), (None, None, None)]


def test_nobody_is_ranked_where_nothing_ranks() -> None:
    """All tie across the cut, and fall."""
    spec = of(quota("at_most", (GOOD, GOOD), 1))
    out, _ = seated(spec, frame_of(rows_of((95, GOOD), (90, GOOD))), ranked(spec, ()))
    assert out == [(None, 1, "q good→fair")] * 2


def test_without_quotas_there_are_places_alone() -> None:
    """And no accounts."""
    spec = replace(of(), rank_by=RANKING)
    out, found = seated(spec, frame_of(rows_of((90, GOOD), (95, GOOD), (90, GOOD))), ranked(spec, HUNDRED))
    assert (out, found.accounts) == ([(2, None, None), (1, None, None), (2, None, None)], ())


def test_a_frame_without_good_rows_has_no_cohort() -> None:
    """And no accounts."""
    frame = frame_of([rows_of((90, GOOD))[0] | {"~good": False}])
    out, found = seated(HALF, frame, ranked(HALF, HUNDRED))
    assert (out, found.accounts) == ([(None, None, None)], [])
