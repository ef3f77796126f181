"""Tests the trial records: made up, the same ones every time, and without faults."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import partygrade
from partygrade import catalog, ir
from partygrade.diagnostics import Text
from partygrade.evaluate import Value, evaluate
from partygrade.facts import Facts, check, show
from partygrade.trials import GIVEN, LEVELS, Trials, at, inputs_behind, position, shown, told, trial_day

TEXT = """\
partygrade: 1
scheme: some
title: 例
facts:
  review: {type: points, max: 80, step: 10, better: up}
  faults: {type: count, max: 16, default: 2, better: down}
  visits: {type: count, max: 8, optional: true, better: up}
  members: {type: count, max: 8, optional: true}
  loss: {type: amount, at_least: 20, at_most: 27, step: 1, default: 0, better: down}
  closed: {type: flag, better: down}
  plain: {type: flag}
  kind: {type: choice, of: [village, town]}
  rating: {type: choice, of: [low, middle, high], ordered: true, better: up}
  last: {type: grade}
  held: {type: date}
  county: {type: text}
  judges: {type: panel, max: 8, step: 1, at_least: 2, at_most: 5}
  awards:
    type: events
    at_most: 2
    key: day
    fields: {day: {type: date}, first: {type: flag}, points: {type: count, max: 9}}
score: {id: total, value: "review + sum(awards, points, points > 7) - faults"}
grades: [{id: good, from: 60}, {id: poor}]
rules:
  - {id: lately, when: "years(held, as_of) < 1", not_graded: 刚成立}
"""
DAY = trial_day(None, None)


@pytest.fixture(scope="module")
def trials() -> Trials:
    return Trials(partygrade.loads(TEXT).program, DAY)


def index(trials: Trials, name: str) -> int:
    return next(n for n, item in enumerate(trials.program.inputs) if item.origin.id == name)


def written(trials: Trials, facts: Facts | None) -> dict[str, Any]:
    assert facts is not None
    return {item.origin.id: show(item, value) for item, value in zip(trials.program.inputs, facts, strict=True)}


def values(trials: Trials, name: str) -> list[Value]:
    return list(trials.values(index(trials, name)))


class TestLevels:
    def test_the_best_trial_has_every_fact_at_its_best(self, trials: Trials) -> None:
        """Defaults stay, what says which way is better is known, and the rest is unknown or the first of its kind."""
        found = written(trials, trials.at(LEVELS))
        del found["held"]
        assert found == {
            "review": 80, "faults": 2, "visits": 8, "members": None, "loss": 0, "closed": False, "plain": False,
            "kind": "village", "rating": "high", "last": "good", "county": "甲", "judges": [8, 8], "awards": [],
            "as_of": "2017-06-30",
        }  # fmt: skip

    def test_the_worst_trial_has_every_fact_at_its_worst(self, trials: Trials) -> None:
        """What does not say which way is better stays, if it is no number, grade or panel."""
        found = written(trials, trials.at(0))
        assert (found["review"], found["closed"], found["rating"], found["last"]) == (0, True, "low", "poor")
        assert (found["plain"], found["kind"], found["judges"]) == (False, "village", [0, 0])

    def test_a_level_between_is_on_the_way(self, trials: Trials) -> None:
        """At half, 40 of 80 points, and values on the step of each fact."""
        found = written(trials, trials.at(4))
        assert (found["review"], found["visits"], found["rating"]) == (40, 4, "middle")
        assert written(trials, trials.at(5))["review"] == 50

    def test_more_can_be_given(self, trials: Trials) -> None:
        """With a direction also what has a default; with all also what does not say which way is better."""
        directed, everything = (written(trials, trials.at(4, given)) for given in ("directed", "all"))
        assert (directed["faults"], directed["loss"], directed["members"]) == (8, 23, None)
        assert (everything["faults"], everything["members"]) == (8, 4)

    def test_facts_are_mended_until_there_is_a_grade(self, trials: Trials) -> None:
        """The day of the trial would be less than a year ago, so that an earlier one is taken."""
        assert trials.program.excluded is not None
        assert not evaluate(trials.program, trials.at(LEVELS))[trials.program.excluded]
        assert written(trials, trials.at(0))["held"] < "2016-06-30"

    def test_a_day_lies_where_the_scheme_is_in_force(self) -> None:
        """The usual day, or the nearest end."""
        day = date(2017, 6, 30).toordinal()
        assert trial_day(None, None) == trial_day(date(2017, 1, 1), date(2018, 1, 1)) == day
        assert trial_day(date(2020, 1, 1), None) == date(2020, 1, 1).toordinal()
        assert trial_day(None, date(2010, 1, 1)) == date(2010, 1, 1).toordinal()


class TestInside:
    def test_a_fact_is_brought_to_the_nearest_allowed_value(self, trials: Trials) -> None:
        """From 80 down to 50, which is on the step, where at most 55 is allowed."""
        box = {("fact", index(trials, "review")): ((5, 15), (32, 55))}
        assert written(trials, trials.inside(trials.at(LEVELS), box))["review"] == 50

    def test_an_unknown_fact_is_made_known_and_a_known_one_unknown(self, trials: Trials) -> None:
        """As the box says."""
        box = {("known", index(trials, "members")): ((1, 1),), ("known", index(trials, "visits")): ((0, 0),)}
        found = written(trials, trials.inside(trials.at(LEVELS), box))
        assert (found["members"], found["visits"]) == (8, None)

    def test_a_box_without_a_value_of_the_fact_is_left(self, trials: Trials) -> None:
        """Nothing between two steps is a value, and a needed fact is never unknown."""
        number = index(trials, "review")
        assert trials.inside(trials.at(LEVELS), {("fact", number): ((11, 19),)}) is None
        assert trials.inside(trials.at(LEVELS), {("known", number): ((0, 0),)}) is None

    def test_figures_that_are_no_facts_are_passed_over(self, trials: Trials) -> None:
        """Whether they come out is seen when the record is tried."""
        assert trials.inside(trials.at(LEVELS), {("node", 0): ((1, 1),)}) == trials.at(LEVELS)


class TestValues:
    def test_the_worst_stands_first(self, trials: Trials) -> None:
        """In the direction that is better."""
        assert values(trials, "rating") == [0, 1, 2]
        assert values(trials, "closed") == [True, False]
        assert values(trials, "faults")[0] == 16
        assert values(trials, "faults")[-1] == 0

    def test_an_amount_is_nothing_or_at_least_its_least(self, trials: Trials) -> None:
        """27 is the worst; between 20 and 0 there is nothing."""
        found = values(trials, "loss")
        assert (found[0], found[-1]) == (27, 0)
        assert not {value for value in found if isinstance(value, int) and 0 < value < 20}

    def test_lists_have_one_event_or_two_that_differ_in_the_key(self, trials: Trials) -> None:
        """The figure 7 that an event is compared with is among the values of its field."""
        found = values(trials, "awards")
        lists = [value for value in found if isinstance(value, tuple)]
        assert {len(events) for events in lists} == {1, 2}
        assert all(len({event[0] for event in events}) == len(events) for events in lists)
        assert {8, 7} <= {event[2] for events in lists for event in events}

    def test_panels_have_as_many_scores_as_are_allowed(self, trials: Trials) -> None:
        """Of one, three, five and seven those between two and five."""
        assert {len(value) for value in values(trials, "judges") if isinstance(value, tuple)} == {3, 5}

    def test_every_position_is_a_value_and_back(self, trials: Trials) -> None:
        """The numbers of a range with a step, and of an amount with a gap."""
        for name in ("review", "loss", "rating"):
            item = trials.program.inputs[index(trials, name)]
            for value in values(trials, name):
                assert isinstance(value, int)
                assert at(item, position(item, value)) == value
        loss = trials.program.inputs[index(trials, "loss")]
        assert [at(loss, n) for n in range(3)] == [0, 20, 21]
        assert position(loss, 12) == 0


def test_trials_have_no_faults() -> None:
    """Of every scheme, at every level, with every value of every fact."""
    for name in [*partygrade.scheme_names(), *catalog.gallery()]:
        path = catalog.find(name)
        assert path is not None
        scheme = partygrade.load(path)
        trials = Trials(scheme.program, trial_day(*scheme.in_force))
        records = [trials.at(level, given) for level in (0, 3, LEVELS) for given in GIVEN]
        best = trials.at(LEVELS)
        inputs = range(len(scheme.program.inputs))
        records += [(*best[:n], value, *best[n + 1 :]) for n in inputs for value in trials.values(n)[::7]]
        for facts in records:
            record = {key: value for key, value in written(trials, facts).items() if value is not None}
            assert check(scheme.program.inputs, record) == (facts, []), name


class TestWords:
    def test_facts_are_told_by_their_ids(self, trials: Trials) -> None:
        """Numbers and words as a record has them, lists by their length."""
        names = ["review", "closed", "members", "judges"]
        found = told(trials.program, trials.at(LEVELS), [index(trials, name) for name in names])
        assert found == Text(
            "`review` 80, `closed` false, `members` unknown and 2 of `judges`",
            "`review` 为 80、`closed` 为 false、`members` 未知、`judges` 2 项",
        )

    def test_more_may_be_told(self, trials: Trials) -> None:
        """Behind the facts, or alone."""
        rest = Text("the rest", "其余")
        assert told(trials.program, trials.at(LEVELS), [0], rest) == Text(
            "`review` 80 and the rest", "`review` 为 80、其余"
        )
        assert told(trials.program, trials.at(LEVELS), [], rest) == rest

    def test_a_value_is_shown_as_it_is_written(self) -> None:
        """Exact text for decimals, true and false for flags."""
        assert shown(ir.Input(ir.Origin("x", "x"), ir.Number(2, 0, 10000)), 8950) == "89.5"
        assert shown(ir.Input(ir.Origin("x", "x"), ir.Flag()), True) == "true"


def test_the_inputs_behind_a_node_are_those_that_it_rests_on(trials: Trials) -> None:
    """Facts and lists, without the day as of which is graded."""
    assert trials.program.score is not None
    assert trials.program.excluded is not None
    names = [trials.program.inputs[n].origin.id for n in inputs_behind(trials.program, [trials.program.score.value])]
    assert names == ["review", "faults", "awards"]
    assert inputs_behind(trials.program, [trials.program.excluded]) == (index(trials, "held"),)
