"""The names of our own columns."""

from __future__ import annotations

from partygrade.batch.columns import group, held, node


def test_no_two_columns_have_one_name() -> None:
    """Whatever stands in them."""
    assert len({name(3) for name in (held, node, group)}) == 3
