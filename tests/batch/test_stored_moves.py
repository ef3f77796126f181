"""The moves of one organisation by quotas, out of its row and the account."""

from __future__ import annotations

from typing import Any

import pytest

from partygrade import FactsError, loads
from partygrade.batch.stored_moves import stored_moves
from partygrade.cohort import Move

SCHEME = loads("""partygrade: 1
scheme: moved
title: 例
facts: {county: {type: text, default: ""}, town: {type: flag}}
score: {id: total, points: 100}
grades: [{id: good, from: 80}, {id: fair, from: 60}, {id: poor}]
cohort:
  within: [county, town]
  rank_by: [total desc]
  quotas: [{id: few, at_most: 30%, grades: [good]}, {id: some, at_least: 1, grades: [poor]}]
""")
ENGINE = SCHEME._engine
FACTS = ENGINE.start({"county": "东", "town": True, "total": "89.5"})[0]
VALUES = ENGINE.trace(FACTS)
FEW: dict[str, Any] = {
    "county": "东",
    "town": "true",
    "quota": "few",
    "limit": 1,
    "base": 4,
    "cut": "95",
    "tied": "89.5",
}
SOME: dict[str, Any] = FEW | {"quota": "some", "limit": "1", "cut": 89.5, "tied": None}
SAID = "few good→fair; some fair→poor"


def moves(said: str | None, *accounts: dict[str, Any]) -> tuple[Move, ...]:
    """Read the moves."""
    return stored_moves(ENGINE, {"quota": said}, FACTS, VALUES, accounts)


def test_a_row_that_no_quota_moved_needs_no_account() -> None:
    """Nothing, or an empty text."""
    assert moves(None) == moves("") == ()


def test_moves_have_the_figures_of_their_accounts() -> None:
    """One after the other; who has the key that ties across the cut is tied."""
    assert moves(SAID, SOME, FEW) == (
        Move(0, 2, 1, 1, 4, (9500,), True),
        Move(1, 1, 0, 1, 4, (8950,), False),
    )


@pytest.mark.parametrize("change", [{"county": "西"}, {"town": "false"}, {"quota": "some"}, {"town": None}])
def test_the_account_is_that_of_the_cohort(change: dict[str, Any]) -> None:
    """Each part of the cohort counts."""
    with pytest.raises(FactsError, match=r"missing-account.*county = 东, town = true"):
        moves("few good→fair", FEW | change)


def test_a_flag_may_come_back_as_one() -> None:
    """As a reader of CSV makes of it."""
    assert moves("few good→fair", FEW | {"town": True}) == moves("few good→fair", FEW)


@pytest.mark.parametrize("said", ["few", "few good→best", "many good→fair", "few good→fair, some fair→poor"])
def test_moves_that_no_quota_of_the_scheme_makes_are_refused(said: str) -> None:
    """They are of another scheme."""
    with pytest.raises(FactsError, match="other-scheme"):
        moves(said, FEW, SOME)


@pytest.mark.parametrize("change", [{"limit": None}, {"cut": "high"}, {"tied": "1, 2"}])
def test_a_figure_that_cannot_be_read_is_told(change: dict[str, Any]) -> None:
    """By the name of its column."""
    with pytest.raises(FactsError, match=f"not-a-number.*`{next(iter(change))}`"):
        moves("few good→fair", FEW | change)


@pytest.mark.parametrize("hash", [SCHEME.hash, None, ""])
def test_an_account_without_a_hash_is_taken(hash: str | None) -> None:
    """One of another scheme is not."""
    assert moves("few good→fair", FEW | {"hash": hash})
    with pytest.raises(FactsError, match="the accounts are of `0123`"):
        moves(None, FEW | {"hash": "0123"})
