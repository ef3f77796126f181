"""Tests which optional facts are known where."""

from __future__ import annotations

import pytest

from partygrade import syntax
from partygrade.compile.scope import facts_known
from partygrade.parse import parse
from partygrade.source import ROOT


@pytest.mark.parametrize(
    ("condition", "if_true", "if_false"),
    [
        ("known(a)", "a", ""),
        ("not known(a)", "", "a"),
        ("known(a) and known(b)", "a b", ""),
        ("known(a) and c > 1", "a", ""),
        ("known(a) or known(b)", "", ""),
        ("known(a) or known(a)", "a", ""),
        ("not known(a) or c > 1", "", "a"),
        ("not (known(a) and known(b))", "", "a b"),
        ("not (known(a) or known(b))", "", ""),
        ("not known(a) and not known(b)", "", ""),
        ("not (not known(a) or not known(b))", "a b", ""),
        ("(known(a) and known(b)) or (known(a) and known(c))", "a", ""),
        ("known(a) == true", "", ""),
        ("true if known(a) else false", "", ""),
        ("c > 1", "", ""),
    ],
)
def test_a_condition_tells_which_facts_are_known(condition: str, if_true: str, if_false: str) -> None:
    """What is known where a condition holds, and where it does not, follows from `known`, `and`, `or` and `not`."""
    tree = parse(condition, ROOT)
    assert isinstance(tree, syntax.Expr)
    assert facts_known(tree, truth=True) == set(if_true.split())
    assert facts_known(tree, truth=False) == set(if_false.split())
