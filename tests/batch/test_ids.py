"""Ids that stand in a frame more than once."""

from __future__ import annotations

import narwhals as nw
import polars as pl
import pytest

from partygrade.batch.columns import FAULTS, GOOD, KEY, ROW
from partygrade.batch.ids import distinct


def found(keys: list[str | None], ordered: bool = True) -> tuple[list[bool], list[str | None]]:
    """Look for repeated ids; give what is good, and the faults."""
    frame = pl.LazyFrame({KEY: keys, GOOD: [True] * len(keys), FAULTS: [None] * len(keys)}, schema_overrides=TEXT)
    frame = frame.with_row_index(ROW) if ordered else frame
    lazy = nw.from_native(frame)
    out = nw.to_native(distinct(lazy, lazy.drop(GOOD, FAULTS))).collect()
    return out[GOOD].to_list(), out[FAULTS].to_list()


TEXT = {KEY: pl.String, FAULTS: pl.String}


def test_all_but_the_first_have_a_fault() -> None:
    """As on the plain path; who has no id repeats nobody's."""
    assert found(["a", None, "b", "a", None, "a"]) == (
        [True, True, True, False, True, False],
        [None, None, None, "id", None, "id"],
    )


def test_without_an_order_all_have_it() -> None:
    """Nobody can say which of them is the first."""
    assert found(["a", "b", "a"], ordered=False) == ([False, True, False], ["id", None, "id"])


def test_different_ids_have_no_fault() -> None:
    """Nothing is added."""
    assert found(["a", "b"]) == ([True, True], [None, None])


def test_ids_that_are_marked_alike_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Different ids may have the same number; only equal ids repeat one another."""
    monkeypatch.setattr(pl.Expr, "hash", lambda key: key.str.len_bytes())
    assert found(["a", "b", "cc", "a", "dd"]) == ([True, True, True, False, True], [None, None, None, "id", None])
    assert found(["a", "b", "cc"]) == ([True] * 3, [None] * 3)


def test_a_frame_without_ids_is_left_alone() -> None:
    """There is nothing to compare."""
    frame = nw.from_native(pl.LazyFrame({GOOD: [True]}))
    assert distinct(frame, frame) is frame
