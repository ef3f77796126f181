"""Tests which keys a place of a scheme file allows, and what they mean."""

from __future__ import annotations

import pytest

from partygrade.diagnostics import Text
from partygrade.keys import described, keys
from partygrade.scheme import SchemeFile


@pytest.mark.parametrize(
    ("loc", "some", "none"),
    [
        ((), {"title", "facts"}, "label"),
        (("facts", "title", "flag"), {"label", "default"}, "max"),
        (("facts", "x", "events", "fields", "y", "count"), {"max", "unit"}, "title"),
        (("score", "sum", 0), {"points", "deduct"}, "title"),
        (("cohort", "quotas", 1), {"grades", "ties"}, "points"),
    ],
)
def test_the_keys_of_a_place(loc: tuple[int | str, ...], some: set[str], none: str) -> None:
    """Names that the author chose and numbers of entries are passed over."""
    found = keys(loc, SchemeFile)
    assert some <= found
    assert none not in found


def test_what_a_key_means() -> None:
    """A key is described in both languages, at its place; one that is not there is not."""
    assert described(("rules", 0), "when", SchemeFile) == Text("condition", "条件")
    assert described(("rules", 0), "points", SchemeFile) is None
