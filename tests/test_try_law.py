"""A law tried on generated examples."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import partygrade
from partygrade import laws
from partygrade.laws import LawBroken
from partygrade.try_law import LARGEST, LAWS, try_law

SOUND = """\
partygrade: 1
scheme: sound
title: 例
facts:
  absences: {type: count, max: 9, better: down}
score: {id: total, points: 100}
grades: [{id: good, from: 60}, {id: poor}]
rules: [{id: absent, when: absences > 3, at_most: poor}]
cohort: {rank_by: [total desc], quotas: [{id: few, grades: [good], at_most: 50%}]}
"""
ODD = SOUND.replace("absences > 3", "absences == 3")
DATED = SOUND.replace("absences > 3", "absences > 3 and year(as_of) > 2000")


def test_every_law_can_be_tried() -> None:
    """By its name, those of records first."""
    assert list(LAWS.values()) == [*laws.RECORD_LAWS, *laws.COHORT_LAWS]


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("text", [SOUND, DATED], ids=["sound", "dated"])
def test_a_sound_scheme_obeys(name: str, text: str) -> None:
    """Also one that looks at the day."""
    try_law(name, partygrade.loads(text), 5)


def test_a_law_that_is_broken_is_raised_with_a_record() -> None:
    """Three absences are worse than four under this scheme."""
    with pytest.raises(LawBroken) as caught:
        try_law("better_never_lowers", partygrade.loads(ODD))
    assert caught.value.law == "better_never_lowers"
    record: Any = caught.value.record
    assert record["absences"] == 4


def seen(monkeypatch: pytest.MonkeyPatch, name: str, text: str, count: int) -> list[tuple[object, date | None]]:
    found: list[tuple[object, date | None]] = []

    def law(scheme: object, value: object, as_of: date | None = None) -> None:
        found.append((value, as_of))

    monkeypatch.setattr("partygrade.try_law.LAWS", {**LAWS, name: law})
    monkeypatch.setattr("partygrade.try_law.COHORT_LAWS", (law,) if name in ("rows_in_any_order",) else ())
    try_law(name, partygrade.loads(text), count)
    return found


def test_so_many_examples_are_drawn_and_the_same_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records for a law of records."""
    first = seen(monkeypatch, "ceilings_hold", SOUND, 20)
    assert len(first) == 20
    assert first == seen(monkeypatch, "ceilings_hold", SOUND, 20)
    assert {day for _, day in first} == {None}


def test_a_law_of_cohorts_gets_cohorts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of several sizes, up to the largest."""
    found = seen(monkeypatch, "rows_in_any_order", SOUND, 30)
    sizes = {len(rows) for rows, _ in found if isinstance(rows, list)}
    assert len(sizes) > 3 and max(sizes) <= LARGEST


def test_a_scheme_that_looks_at_the_day_gets_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """On every example."""
    assert all(isinstance(day, date) for _, day in seen(monkeypatch, "ceilings_hold", DATED, 10))
