"""Rank keys as text, and back."""

from __future__ import annotations

import pytest

from partygrade import loads
from partygrade.batch.rank_keys import key_text, read_key

PROGRAM = loads("""partygrade: 1
scheme: small
title: 例
facts:
  level: {type: choice, of: ["low", "low, or none", "high"], ordered: true}
  titled: {type: flag}
  elected: {type: date}
score: {id: total, points: 100}
grades: [{id: good, from: 60}, {id: poor}]
cohort: {rank_by: [band desc, level desc, total asc, titled desc, elected asc]}
""").program
KEY = (1, 1, -8950, 1, -736485)
TEXT = "good, low, or none, 89.5, true, 2017-06-05"


def test_a_key_is_text() -> None:
    """Every part as people read it, whichever way it ranks."""
    assert key_text(PROGRAM, KEY) == TEXT


def test_the_text_is_read_again() -> None:
    """Also where an option holds what stands between two parts."""
    assert read_key(PROGRAM, TEXT) == KEY


@pytest.mark.parametrize("text", ["", "good", "best, low, 89.5, true, 2017-06-05", f"{TEXT}, 3", f"{TEXT}, -"])
def test_what_is_no_key_is_refused(text: str) -> None:
    """Too short, a word that is no grade, and too long."""
    with pytest.raises(ValueError):
        read_key(PROGRAM, text)


def test_a_ranking_that_looks_at_nothing_has_a_text_too() -> None:
    """So that a tie of all is told from no tie."""
    program = loads("partygrade: 1\nscheme: x\ntitle: 例\nscore: {id: total, points: 100}\n").program
    program_ranked = loads("""partygrade: 1
scheme: x
title: 例
score: {id: total, points: 100}
grades: [{id: good, from: 60}, {id: poor}]
cohort: {rank_by: ["1 desc"]}
""").program
    assert (key_text(program_ranked, ()), read_key(program_ranked, "-"), read_key(program, "-")) == ("-", (), ())
