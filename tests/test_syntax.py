"""Tests the tree of formulas as data."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

import pytest

from partygrade import syntax
from partygrade.parse import parse
from partygrade.source import ROOT

KINDS = get_args(syntax.Expr)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_part_says_where_it_stands(kind: type) -> None:
    """Every kind of node has the offsets of its first character and of the one behind its last."""
    assert {"start", "end"} <= {field.name for field in fields(kind)}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_trees_are_frozen(kind: type) -> None:
    """No node changes, and none has further attributes."""
    assert kind.__dataclass_params__.frozen
    assert not hasattr(kind(*[()] * len(fields(kind))), "__dict__")


def test_the_union_is_closed() -> None:
    """Every class of the module is a kind of node, but for the list that an option may have."""
    classes = {
        found for found in vars(syntax).values() if isinstance(found, type) and found.__module__ == syntax.__name__
    }
    assert classes == {*KINDS, syntax.Several}


def test_equal_texts_have_equal_trees() -> None:
    """Two readings of one text are equal, and serve as keys."""
    one, two = parse("known(a) and a < 60%", ROOT), parse("known(a) and a < 60%", ROOT)
    assert one == two
    assert len({one, two}) == 1
