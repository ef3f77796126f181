"""The search for reversals: facts that lower the result by getting better."""

from __future__ import annotations

import pytest

import partygrade
from partygrade.boxes import Boxes
from partygrade.check.reversals import Reversal, Reversals
from partygrade.trials import Trials, trial_day

TEXT = """\
partygrade: 1
scheme: some
title: 例
facts:
  rate: {type: count, max: 100, better: up}
  visits: {type: count, max: 40, default: 0, better: up}
  closed: {type: flag, default: false}
score:
  id: total
  sum:
    - {id: first, points: 50, step: 1}
    - {id: second, points: 30, step: 1}
    - {id: met, of: rate, steps: [{from: 70, points: 19}, {from: 40, points: 20}]}
grades: [{id: good, from: 90}, {id: fair, from: 33}, {id: poor}]
rules:
  - {id: busy, when: closed and visits > 20 and total >= 90, at_most: fair}
  - {id: shut, when: closed, not_graded: 关闭}
"""


def reversal(name: str, text: str = TEXT) -> tuple[Reversals, Reversal | None]:
    program = partygrade.loads(text).program
    assert program.own_grade is not None
    search = Reversals(Boxes(program), Trials(program, trial_day(None, None)), program.own_grade)
    return search, search.of(next(n for n, item in enumerate(program.inputs) if item.origin.id == name))


def test_facts_are_brought_to_a_bound_that_lies_between() -> None:
    """One point less matters at 90 only where all else comes to exactly 70."""
    search, found = reversal("rate")
    assert found is not None
    assert (found.worse[found.index], found.better[found.index]) == (69, 70)
    assert (found.before, found.after) == (2, 1)
    assert [search.program.inputs[n].origin.id for n in search.apart(found)] == ["first"]
    assert found.worse[search.apart(found)[0]] == 40


def test_values_are_brought_next_to_each_other() -> None:
    """A rule that fires from 20 on is shown at 20 and 21."""
    _, found = reversal(
        "visits", TEXT.replace("{id: shut, when: closed, not_graded", "{id: shut, when: rate < 5, not_graded")
    )
    assert found is not None
    assert (found.worse[found.index], found.better[found.index]) == (20, 21)


@pytest.mark.parametrize("name", ["visits", "first"])
def test_what_leaves_no_grade_is_no_reversal(name: str) -> None:
    """The rule `busy` only acts where `shut` takes the grade away."""
    assert reversal(name)[1] is None


def test_where_less_is_better_a_higher_score_is_the_fall() -> None:
    """Points that come with a better value carry the score over an upper bound."""
    ladder = "grades: [{id: good, up_to: 20}, {id: fair, up_to: 60}, {id: poor}]\n"
    text = TEXT[: TEXT.index("grades:")] + ladder
    assert reversal("rate", text)[1] is not None
