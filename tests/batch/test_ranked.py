"""The columns that quotas look at, and tables of the classes in them."""

from __future__ import annotations

import numpy as np

from partygrade.batch.ranked import Counted, Ranked, joined

RANKED = Ranked(["county"], ["score", "age"], [(-2, 9), (0, 7)], "grade", "none", {1: "old", 3: "new", 4: "old"})
TABLE = Counted(
    cohort=np.array([1, 0, 0, 0]),
    figures=[np.array([4, 4, 5, 4]), np.array([0, 1, 0, 1])],
    left=np.array([0, 0, 0, 0]),
    kind=np.array([1, 2, 3, 4]),
    heads=np.array([10, 20, 30, 40]),
)


def test_each_column_is_named_once() -> None:
    """Two quotas count the same organisations."""
    assert RANKED.names == ["~good", "county", "score", "age", "grade", "none", "old", "new"]
    assert RANKED.flags == ["old", "new"]


def test_bits_are_left_out_from_the_last_key_on() -> None:
    """From -2 to 9 there are 12 values, which 4 bits hold."""
    assert RANKED.bits == [4, 3]
    assert [tuple(RANKED.left(bits)) for bits in (0, 2, 3, 5, 7)] == [(0, 0), (0, 2), (0, 3), (2, 3), (4, 3)]


def test_the_best_of_a_cohort_stand_first() -> None:
    """The first key goes before the second."""
    assert TABLE.sorted().heads.tolist() == [30, 20, 40, 10]


def test_classes_with_the_same_keys_are_a_run() -> None:
    """But not in another cohort."""
    found = TABLE.sorted().classes()
    assert (found.cohort.tolist(), found.run.tolist()) == ([0, 0, 0, 1], [0, 1, 1, 2])
    assert found.kind.tolist() == [3, 2, 4, 1]


def test_tables_stand_one_under_the_other() -> None:
    """With all their columns."""
    found = joined([TABLE.picked(TABLE.heads > 30), TABLE.picked(TABLE.heads < 20)])
    assert (found.heads.tolist(), found.cohort.tolist(), found.kind.tolist()) == ([40, 10], [0, 1], [4, 1])
    assert [figure.tolist() for figure in found.figures] == [[4, 4], [1, 0]]
