"""Tests places: how they are made and printed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from partygrade.source import ROOT, Place, Span


def test_a_child_stands_below_its_place() -> None:
    """The place of a child is that of its parent with further steps."""
    assert ROOT.child("score").child("sum", 2) == Place(("score", "sum", 2))


def test_a_child_is_a_value_again() -> None:
    """The child of a key or of a part of a text is neither a key nor a part."""
    assert Place(("a",), key=True).child("b") == Place(("a", "b"))
    assert Place(("a",), start=1, end=2).child("b") == Place(("a", "b"))


def test_the_key_of_a_place_has_the_same_path() -> None:
    """A place and its key differ in nothing but the key."""
    place = Place(("facts", "absences"))
    assert place.at_key() == Place(("facts", "absences"), key=True)
    assert place.at_key() != place


def test_a_part_of_a_text_has_offsets() -> None:
    """A part of the scalar at a place has the offsets of its characters."""
    part = Place(("rules", 0, "when")).within(4, 9)
    assert (part.path, part.start, part.end) == (("rules", 0, "when"), 4, 9)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ((), ""),
        (("score",), "score"),
        (("score", "sum", 0, "when"), "score.sum[1].when"),
        (("rules", 11), "rules[12]"),
        ((0, "id"), "[1].id"),
    ],
)
def test_a_place_is_printed_with_entries_counted_from_one(path: tuple[str | int, ...], wanted: str) -> None:
    """A place reads like `score.sum[1].when`: people count from one."""
    assert str(Place(path)) == wanted


def test_places_and_spans_do_not_change() -> None:
    """A place is frozen, and can be a key of a mapping; so is a span."""
    assert len({Place(("a",)), Place(("a",)), Place(("a",), key=True)}) == 2
    with pytest.raises(FrozenInstanceError):
        Place().key = True
    with pytest.raises(FrozenInstanceError):
        Span(1, 1, 1, 2).line = 2
