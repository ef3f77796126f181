"""How many organisations there are of each class: coarse at first, and finer where a cut falls."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl
import pytest

from batch.some_quotas import GOOD, TOP, of, quota
from partygrade import ir
from partygrade.batch import histogram
from partygrade.batch.histogram import settled
from partygrade.batch.ranked import Ranked, Settled
from partygrade.batch.share import Account
from partygrade.batch.small import fetched

SCORE, INCOME = (0, 1000), (0, 2**30)


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Collect how many classes each count of the frame gave; the first one cuts the keys into 128 pieces."""
    found: list[int] = []
    monkeypatch.setattr(histogram, "FIRST", 128)

    def spied(frame: nw.LazyFrame[Any]) -> dict[str, list[Any]]:
        table = fetched(frame)
        found.append(len(table["~heads"]))
        return table

    monkeypatch.setattr(histogram, "fetched", spied)
    return found


def share(spec: ir.Cohort, ranges: list[tuple[int, int]], **columns: list[Any]) -> Settled:
    """Share out a frame of good ones, of one group."""
    rows = len(next(iter(columns.values())))
    frame = pl.LazyFrame({"~good": [True] * rows, "grade": [GOOD] * rows, **columns})
    names = [f"key{n}" for n in range(len(ranges))]
    ranked = Ranked([], names, ranges, "grade", "excluded" if "excluded" in columns else None, {})
    return settled(spec, TOP, nw.from_native(frame), ranked)


MANY: dict[str, list[Any]] = {"key0": list(range(1000))}


def only(found: Settled) -> Account:
    """Give the account of the only quota in the only cohort."""
    ((_, (account,)),) = found.accounts()
    return account


HALF = of(quota("at_most", (GOOD, GOOD), 500))


def test_where_nothing_exceeds_the_frame_is_counted_once(counts: list[int]) -> None:
    """By 1024 values in 128 pieces, of 8 each."""
    share(of(quota("at_most", (GOOD, GOOD), 1000)), [SCORE], **MANY)
    assert counts == [125]


def test_what_a_cut_falls_into_is_counted_again(counts: list[int]) -> None:
    """500 stay, so that the cut lies between 499 and 500, which are of one class of 8."""
    found = share(HALF, [SCORE], **MANY)
    assert (counts, only(found).cut, found.edges(0)) == ([125, 8], (500,), {(): (499,)})


def test_the_keys_are_told_apart_together(counts: list[int]) -> None:
    """All have one score, and 10 values of a wide second key are found in three counts."""
    found = share(HALF, [SCORE, INCOME], key0=[7] * 1000, key1=[n % 10 for n in range(1000)])
    assert len(counts) <= 3
    assert only(found).cut == (7, 5)


def test_who_has_no_grade_is_in_the_base_only(counts: list[int]) -> None:
    """Whatever stands in the columns of the keys and of the grade."""
    spec = of(quota("at_most", (GOOD, GOOD), "50%", of="all"))
    found = only(share(spec, [SCORE], key0=[0, 0, 0], excluded=[True, False, False]))
    assert (found.base, found.before, found.after) == (3, 2, 0)


def test_a_frame_without_good_rows_has_no_cohort() -> None:
    """Nothing is shared out."""
    frame = pl.LazyFrame({"~good": [False], "grade": [0], "key0": [0]})
    found = settled(HALF, TOP, nw.from_native(frame), Ranked([], ["key0"], [SCORE], "grade", None, {}))
    assert (found.edges(0), found.accounts()) == ({}, [])


def test_a_key_of_the_whole_range_of_numbers_is_looked_at_as_a_whole(counts: list[int]) -> None:
    """It has 54 bits, and less than these are not divided in every engine."""
    wide = (-(2**52), 2**53 - 1)
    found = share(of(quota("at_most", (GOOD, GOOD), 1)), [wide], key0=[2**53 - 1, 2**53 - 2, -(2**52)])
    assert (counts, found.edges(0)) == ([3], {(): (2**53 - 2,)})
