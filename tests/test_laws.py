"""Every law, with a break planted that it catches: a law that cannot fail says nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from partygrade import FactsError, Scheme, ir, laws, loads, seating
from partygrade import facts as facts_module
from partygrade import values as values_module
from partygrade.cohort import Shared, share_out
from partygrade.engine import Engine
from partygrade.grading import Grading
from partygrade.laws import LawBroken

TEXT = """
partygrade: 1
scheme: small
title: 小
facts:
  absences: {type: count, label: 缺席, max: 9, default: 0, better: down}
  bonus: {type: amount, at_least: 2, at_most: 6, step: 0.5, default: 0, better: up}
  opinion: {type: choice, of: [low, high], ordered: true, default: low, better: up}
  excused: {type: flag, default: false}
score:
  id: score
  sum:
    - {id: review, points: 100, step: 0.5}
    - {id: extra, add: [{amount: bonus}]}
grades: [{id: good, label: 好, from: 90}, {id: fair, label: 中, above: 60}, {id: poor, label: 差}]
rules:
  - {id: absent, when: absences >= 3, at_most: fair}
  - {id: again, when: absences >= 5, lower_by: 1}
  - {id: praised, when: excused, raise_by: 1}
cohort:
  rank_by: [score desc]
  quotas:
    - {id: few, label: 少, grades: [good], at_most: 50%}
    - {id: some, label: 有, grades: [poor], at_least: 1}
"""
GOOD = {"review": 95, "absences": 1, "bonus": 3}
ROWS = [{"id": f"o{n}", "review": review} for n, review in enumerate([95, 92, 92, 70, 65])]


@pytest.fixture
def scheme() -> Scheme:
    return loads(TEXT)


def broken(law: Callable[..., object], *args: Any) -> LawBroken:
    with pytest.raises(LawBroken) as caught:
        law(*args)
    assert caught.value.law == law.__name__
    assert caught.value.message("en") != caught.value.message("zh")
    return caught.value


class Broken(Engine):
    """An engine whose functions pass through a hook."""

    def __init__(
        self, scheme: Scheme, trace: Callable[..., Any] | None = None, row: Callable[..., Any] | None = None
    ) -> None:
        plain = scheme._engine
        super().__init__(scheme.program, plain.header)
        if trace is not None:
            self.__dict__["trace"] = lambda facts, quota=None, across=(): trace(list(plain.trace(facts, quota)))
        if row is not None:
            self.__dict__["row"] = lambda facts, quota=None, across=(): row(list(plain.row(facts, quota)))
        scheme.__dict__["_engine"] = self


@pytest.mark.parametrize("law", laws.RECORD_LAWS, ids=lambda law: law.__name__)
def test_a_sound_scheme_obeys_every_law_of_records(scheme: Scheme, law: laws.RecordLaw) -> None:
    """Nothing is raised, and no reversal is given back."""
    assert not law(scheme, GOOD)


@pytest.mark.parametrize("law", laws.COHORT_LAWS, ids=lambda law: law.__name__)
def test_a_sound_scheme_obeys_every_law_of_cohorts(scheme: Scheme, law: laws.CohortLaw) -> None:
    """Nothing is raised."""
    law(scheme, ROWS)


def test_a_law_needs_a_good_record(scheme: Scheme) -> None:
    """A record with a fault raises its faults, not a broken law."""
    with pytest.raises(FactsError):
        laws.engines_agree(scheme, {"review": 101})


def test_a_broken_law_shows_itself_with_the_record(scheme: Scheme) -> None:
    """The text names the law and the record."""
    Broken(scheme, trace=lambda values: [*values[:-1], 77])
    found = broken(laws.engines_agree, scheme, GOOD)
    assert str(found).startswith("engines_agree: the engines differ at node ")
    assert str(found).endswith(f"at {GOOD!r}")
    assert found.record == GOOD


class TestSpelling:
    def test_a_reader_that_loses_a_float_is_caught(self, scheme: Scheme, monkeypatch: pytest.MonkeyPatch) -> None:
        """A float is read through its integer part."""
        plain = values_module._as_number
        monkeypatch.setattr(
            values_module, "_as_number", lambda kind, v: int(v) if isinstance(v, float) else plain(kind, v)
        )
        broken(laws.spelling_never_matters, scheme, GOOD | {"review": "95.5"})

    def test_an_engine_that_minds_the_order_of_keys_is_caught(self, scheme: Scheme) -> None:
        """The name that comes first makes a difference."""
        plain, start = scheme._engine, scheme._engine.start

        def minding(record: Any, as_of: Any = None) -> Any:
            return start(record if next(iter(record)) == "review" else {**record, "absences": 4})

        plain.__dict__["start"] = minding
        broken(laws.spelling_never_matters, scheme, GOOD)


class TestBetter:
    def test_a_fact_that_is_better_the_wrong_way_is_caught(self) -> None:
        """More of it gives less, although it says `better: up`."""
        text = TEXT.replace("max: 9, default: 0, better: down", "max: 9, default: 0, better: up")
        found = broken(laws.better_never_lowers, loads(text), GOOD)
        assert "`absences` improves from 1 to 9, and the result falls from good to poor" in found.message("en") or (
            "`absences` improves from 1 to 5, and the result falls from good to poor" in found.message("en")
        )
        assert "缺席" in found.message("zh")

    def test_a_renormalised_sum_can_break_it(self) -> None:
        """A better fact brings in an item that was left out, and the rest counts for less."""
        text = TEXT.replace(
            "  sum:\n",
            '  renormalise: {digits: 1}\n  sum:\n    - {id: late, points: 100, default: 0, when: opinion == "high"}\n',
        ).replace("    - {id: extra, add: [{amount: bonus}]}\n", "")
        found = broken(laws.better_never_lowers, loads(text), {"review": 85})
        assert "`opinion` improves from low to high" in found.message("en")

    def test_the_exceptions_that_a_project_names_are_given_back(self) -> None:
        """With an example: the record, the values and the grades."""
        text = TEXT.replace("when: absences >= 3, at_most: fair", 'when: opinion == "high", at_most: fair')
        found = laws.better_never_lowers(loads(text), GOOD, except_for=["opinion"])
        record = {"review": "95", "absences": 1, "bonus": "3", "opinion": "low", "excused": False}
        assert found == [laws.Reversal("opinion", record, "low", "high", "good", "fair")]

    @pytest.mark.parametrize(
        "changed",
        [
            ("when: excused, raise_by: 1", "when: bonus > 5, not_graded: 待核"),
            ("cohort:\n", "checks: [{id: praised2, require: bonus <= 5, otherwise: invalid}]\ncohort:\n"),
        ],
    )
    def test_a_grade_that_the_scheme_takes_away_is_given_back(self, changed: tuple[str, str]) -> None:
        """A rule or a check that says so is no break; the reversal names it."""
        found = laws.better_never_lowers(loads(TEXT.replace(*changed)), GOOD)
        assert [one.because for one in found] in ([("praised",)], [("praised2",)])
        assert [(one.fact, one.better, one.grade, one.worse) for one in found] == [("bonus", "6", "good", None)]

    def test_without_grades_the_score_must_not_fall(self) -> None:
        """A scheme of scores only is held to its score."""
        facts = "facts: {late: {type: count, max: 5, better: up}}\nscore: {value: 9 - late}\n"
        text = f"partygrade: 1\nscheme: s\ntitle: s\n{facts}"
        found = broken(laws.better_never_lowers, loads(text), {"late": 1})
        assert "falls from 8 to 7" in found.message("en")

    def test_a_fact_that_does_not_say_which_way_is_not_tried(self) -> None:
        """Nothing is known of it."""
        text = TEXT.replace(", better: down", "").replace("when: absences >= 3", "when: absences < 3")
        assert laws.better_never_lowers(loads(text), GOOD | {"review": 70}) == []


class TestBands:
    def test_a_wrong_band_is_caught(self, scheme: Scheme) -> None:
        """The node of the band says another grade."""
        band = scheme.program.band
        assert band is not None
        Broken(scheme, trace=lambda values: [*values[:band], 0, *values[band + 1 :]])
        found = broken(laws.score_in_one_band, scheme, GOOD)
        assert found.message("en") == "the score falls in good, and the band is poor"

    def test_a_condition_that_minds_the_wrong_bound_is_caught(self, scheme: Scheme) -> None:
        """Both the condition and the band are wrong in the same way; the bound is compared apart from them."""
        program = scheme.program
        good, fair, poor = program.grades
        wrong = replace(program, grades=(replace(good, bound=fair.bound), fair, poor))
        scheme.__dict__["_program"] = wrong
        broken(laws.score_in_one_band, scheme, {"review": 80})

    def test_bounds_that_do_not_fall_are_caught(self, scheme: Scheme) -> None:
        """The ranges of two grades overlap."""
        good, fair, poor = scheme.program.grades
        swapped = (replace(good, bound=fair.bound, condition=fair.condition), replace(fair, bound=good.bound), poor)
        scheme.__dict__["_program"] = replace(scheme.program, grades=swapped)
        broken(laws.score_in_one_band, scheme, {"review": 80})

    def test_an_inclusive_bound_that_excludes_is_caught(self, scheme: Scheme) -> None:
        """At exactly 90."""
        good, fair, poor = scheme.program.grades
        scheme.__dict__["_program"] = replace(scheme.program, grades=(replace(good, strict=True), fair, poor))
        broken(laws.score_in_one_band, scheme, {"review": 90})

    UPPER = (
        "partygrade: 1\nscheme: s\ntitle: t\nscore: {id: total, points: 100}\nstaged: true\n"
        "grades: [{id: gold, up_to: 13}, {id: silver, below: 28}, {id: none}]\n"
    )

    @pytest.mark.parametrize("total", ["0", "13", "13.01", "27.99", "28", "100"])
    def test_upper_bounds_obey_it(self, total: str) -> None:
        """Where less is better, the band is the best grade whose upper bound the score does not pass."""
        laws.score_in_one_band(loads(self.UPPER), {"total": total})

    def test_an_upper_bound_taken_for_a_lower_one_is_caught(self) -> None:
        """20 is above 13, and no gold."""
        scheme = loads(self.UPPER)
        gold, silver, none = scheme.program.grades
        scheme.__dict__["_program"] = replace(scheme.program, grades=(replace(gold, upper=False), silver, none))
        broken(laws.score_in_one_band, scheme, {"total": 20})


class TestPhases:
    def test_a_phase_that_does_nothing_is_caught(self, scheme: Scheme) -> None:
        """The ceiling fires and the node of its phase keeps the band."""
        phases = dict(scheme.program.phases)
        before, after = phases["at_least"], phases["at_most"]
        Broken(scheme, trace=lambda values: [*values[:after], values[before], *values[after + 1 :]])
        found = broken(laws.phases_act_as_written, scheme, GOOD | {"absences": 3})
        assert found.message("en") == "the grade after the phase `at_most` is good: expected fair"

    def test_an_own_grade_that_is_not_the_last_phase_is_caught(self, scheme: Scheme) -> None:
        """The row and the phases differ."""
        Broken(scheme, row=lambda values: [values[0], 0, *values[2:]])
        Engine.start, start = lambda self, record, as_of=None: _started(self, record), Engine.start
        try:
            broken(laws.phases_act_as_written, scheme, GOOD)
        finally:
            Engine.start = start

    def test_a_grade_in_spite_of_a_reason_is_caught(self) -> None:
        """`not_graded` fires and the row has a grade."""
        scheme = loads(TEXT.replace("when: excused, raise_by: 1", "when: excused, not_graded: 不列入"))
        Broken(scheme, row=lambda values: [*values[:2], 0, *values[3:]])
        Engine.start, start = lambda self, record, as_of=None: _started(self, record), Engine.start
        try:
            broken(laws.phases_act_as_written, scheme, GOOD | {"excused": True})
        finally:
            Engine.start = start


def _started(engine: Engine, record: Any) -> Any:
    facts, _ = facts_module.check(engine.program.inputs, record)
    assert facts is not None
    return facts, tuple(engine.row(facts)), None, None


class TestCeilings:
    def test_a_ceiling_that_does_not_hold_is_caught(self, scheme: Scheme) -> None:
        """The phase gives a better grade than the ceiling."""
        after = dict(scheme.program.phases)["at_most"]
        Broken(scheme, trace=lambda values: [*values[:after], 2, *values[after + 1 :]])
        found = broken(laws.ceilings_hold, scheme, GOOD | {"absences": 3})
        assert found.message("en") == "the grade is good, better than the ceiling fair that fired"

    def test_an_own_grade_above_a_ceiling_is_caught(self, scheme: Scheme, monkeypatch: pytest.MonkeyPatch) -> None:
        """No later phase raised it."""
        monkeypatch.setattr(Grading, "own_grade", "good")
        broken(laws.ceilings_hold, scheme, GOOD | {"absences": 3})

    @pytest.mark.parametrize(
        ("order", "grade"),
        [
            ("[at_most, raise_by, at_least, lower_by, grade, quotas]", "good"),
            ("[raise_by, at_least, at_most, lower_by, grade, quotas]", "fair"),
        ],
    )
    def test_a_later_phase_may_raise_it(self, order: str, grade: str) -> None:
        """A promotion after the ceiling is no break; before it, the ceiling holds."""
        scheme = loads(f"{TEXT}order: {order}\n")
        record = GOOD | {"absences": 3, "excused": True}
        assert scheme.grade(record).own_grade == grade
        laws.ceilings_hold(scheme, record)


class TestEngines:
    @pytest.mark.parametrize("node", range(3))
    def test_a_node_that_differs_is_caught(self, scheme: Scheme, node: int) -> None:
        """Whichever it is."""
        Broken(scheme, trace=lambda values: [*values[:node], values[node] + 1, *values[node + 1 :]])
        assert f"node {node}, " in broken(laws.engines_agree, scheme, GOOD).message("en")

    def test_a_row_that_differs_is_caught(self, scheme: Scheme) -> None:
        """Although every node of the trace is right."""
        Broken(scheme, row=lambda values: [values[0] + 1, *values[1:]])
        broken(laws.engines_agree, scheme, GOOD)


class TestReaders:
    def start(self, scheme: Scheme, made: Callable[[Any, Any], Any]) -> None:
        scheme._engine.__dict__["start"] = made

    def test_a_reader_that_gives_other_facts_is_caught(self, scheme: Scheme) -> None:
        """One value is off by one."""
        plain = scheme._engine.start
        self.start(scheme, lambda record, as_of: ((9, *plain(record)[0][1:]), *plain(record)[1:]))
        broken(laws.readers_agree, scheme, GOOD)

    def test_a_reader_that_refuses_a_good_record_is_caught(self, scheme: Scheme) -> None:
        """It finds a fault where there is none."""

        def refusing(record: Any, as_of: Any) -> Any:
            raise FactsError([])

        self.start(scheme, refusing)
        broken(laws.readers_agree, scheme, GOOD)

    def test_a_reader_that_takes_a_bad_record_is_caught(self, scheme: Scheme) -> None:
        """It gives facts where there are faults."""
        plain = scheme._engine.start
        self.start(scheme, lambda record, as_of: plain(GOOD))
        broken(laws.readers_agree, scheme, {"review": "many"})

    def test_a_reader_that_tells_fewer_faults_is_caught(self, scheme: Scheme) -> None:
        """Every fault must be told."""

        def sparing(record: Any, as_of: Any) -> Any:
            raise FactsError(facts_module.check(scheme.program.inputs, record)[1][:1])

        self.start(scheme, sparing)
        broken(laws.readers_agree, scheme, {"review": "many", "bonus": 1})

    def test_bad_records_are_refused_alike(self, scheme: Scheme) -> None:
        """A record with faults obeys the law too."""
        laws.readers_agree(scheme, {"review": "many", "bonus": 1, "nonsense": None})


class TestJson:
    def test_a_text_that_loses_something_is_caught(self, scheme: Scheme, monkeypatch: pytest.MonkeyPatch) -> None:
        """The JSON is that of an empty result."""
        monkeypatch.setattr(Grading, "to_json", lambda self: "{}")
        broken(laws.json_round_trips, scheme, GOOD)

    def test_facts_that_do_not_give_the_result_again_are_caught(
        self, scheme: Scheme, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A fact is told wrongly, in the result and in its text alike."""
        plain = Grading.to_dict

        def wrongly(self: Grading) -> Any:
            found = plain(self)
            return found | {"facts": found["facts"] | {"absences": 4}}

        monkeypatch.setattr(Grading, "to_dict", wrongly)
        monkeypatch.setattr(Grading, "to_json", lambda self: json.dumps(self.to_dict()))
        broken(laws.json_round_trips, scheme, GOOD)


def sharing(monkeypatch: pytest.MonkeyPatch, change: Callable[[Shared, Sequence[Any]], Shared]) -> None:
    """Let the library share out by a changed function."""
    monkeypatch.setattr(
        seating, "share_out", lambda cohort, members, top: change(share_out(cohort, members, top), members)
    )


class TestOrder:
    def test_a_sharing_out_that_favours_the_first_row_is_caught(
        self, scheme: Scheme, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The first row gets the first place."""
        sharing(monkeypatch, lambda found, members: replace(found, places=found.places | {0: 99}))
        found = broken(laws.rows_in_any_order, scheme, ROWS)
        assert found.message("en") == "another order of the rows changes o0, o4"

    def test_an_account_that_depends_on_the_order_is_caught(
        self, scheme: Scheme, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """No grade changes, but a number of the account does."""

        def counting(found: Shared, members: Sequence[Any]) -> Shared:
            first = replace(found.accounts[0], before=members[0].key[0])
            return replace(found, accounts=(first, *found.accounts[1:]))

        sharing(monkeypatch, counting)
        broken(laws.rows_in_any_order, scheme, ROWS)

    def test_the_caller_may_name_the_order(self, scheme: Scheme) -> None:
        """Any order of the rows may be tried."""
        laws.rows_in_any_order(scheme, ROWS, [2, 0, 1, 4, 3])


class TestQuotas:
    @pytest.mark.parametrize(
        ("part", "value"),
        [
            ("base", 4),
            ("limit", 3),
            ("before", 2),
            ("after", 3),
            ("met", False),
            ("problem", "too_few"),
            ("problem", "report_only"),
            ("problem", "no_place"),
            ("problem", "impossible"),
            ("open", (0,)),
        ],
    )
    def test_a_number_that_does_not_add_up_is_caught(
        self, scheme: Scheme, monkeypatch: pytest.MonkeyPatch, part: str, value: Any
    ) -> None:
        """Whichever part of the account it is."""
        sharing(
            monkeypatch,
            lambda found, _: replace(
                found, accounts=(replace(found.accounts[0], **{part: value}), *found.accounts[1:])
            ),
        )
        assert broken(laws.quotas_hold, scheme, ROWS).message("en") == f"the account of `few` is wrong in {part}"

    def test_a_quota_that_fails_without_a_reason_is_caught(
        self, scheme: Scheme, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nobody is moved, and the account has no problem."""

        def idle(found: Shared, members: Sequence[Any]) -> Shared:
            few = replace(found.accounts[0], after=3, met=False, problem=None)
            some = replace(found.accounts[1], after=0, met=False, problem="other_quota")
            return replace(found, moves={}, accounts=(few, some))

        sharing(monkeypatch, idle)
        assert "problem" in broken(laws.quotas_hold, scheme, ROWS).message("en")

    def test_moves_by_a_quota_that_only_reports_are_caught(self, scheme: Scheme) -> None:
        """The quota says `report` after it has acted."""
        cohort = scheme.program.cohort
        assert cohort is not None
        gentle = tuple(replace(quota, action="report") for quota in cohort.quotas)
        plain = scheme.grade_cohort(ROWS)
        scheme.grade_cohort = lambda records, as_of=None: plain
        scheme.__dict__["_program"] = replace(scheme.program, cohort=replace(cohort, quotas=gentle))
        assert "moves" in broken(laws.quotas_hold, scheme, ROWS).message("en")

    AMONG = TEXT.replace("at_most: 50%", "at_most: 50%, among: not excused")

    def test_quotas_of_some_organisations_obey(self) -> None:
        """One that is good stands beside the quota of the others."""
        rows = [ROWS[0] | {"excused": True}, *ROWS[1:]]
        laws.quotas_hold(loads(self.AMONG), rows)

    def test_a_quota_that_counts_the_others_too_is_caught(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its base is that of everybody."""
        monkeypatch.setattr(
            seating,
            "share_out",
            lambda cohort, members, top: share_out(cohort, [replace(m, among=(True, True)) for m in members], top),
        )
        found = broken(laws.quotas_hold, loads(self.AMONG), [ROWS[0] | {"excused": True}, *ROWS[1:]])
        assert found.message("en") == "the account of `few` is wrong in base"

    def test_a_quota_that_moves_who_is_not_counted_is_caught(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its numbers are right."""
        # Of the two that are counted the second falls to fair; the third, who is not, is made to fall with it.
        rows = [{"id": f"o{n}", "review": 95 - n, "excused": n > 1} for n in range(4)]

        def astray(found: Shared, members: Sequence[Any]) -> Shared:
            return replace(found, moves=found.moves | {2: found.moves[1]}, grades=found.grades | {2: 1})

        sharing(monkeypatch, astray)
        found = broken(laws.quotas_hold, loads(self.AMONG), rows)
        assert found.message("en") == "the account of `few` is wrong in among"

    def test_a_chain_with_a_gap_is_caught(self, scheme: Scheme, monkeypatch: pytest.MonkeyPatch) -> None:
        """A second move begins where the first did not end."""

        def torn(found: Shared, members: Sequence[Any]) -> Shared:
            moves = {who: (*made, replace(made[-1], quota=1, before=2, after=0)) for who, made in found.moves.items()}
            return replace(found, moves=moves, grades=found.grades | dict.fromkeys(moves, 0))

        sharing(monkeypatch, torn)
        broken(laws.quotas_hold, scheme, ROWS)

    def test_a_scheme_without_quotas_obeys(self) -> None:
        """There is nothing to hold."""
        laws.quotas_hold(loads(TEXT[: TEXT.index("cohort:")]), ROWS)

    def test_true_reasons_are_accepted(self) -> None:
        """Too few organisations, no place, ties, conflicts and reports all obey the law."""
        for quotas in (
            "{id: some, grades: [poor], at_least: 9}",
            "{id: few, grades: [good], at_most: 0}",
            "{id: few, grades: [good], at_most: 2, ties: in}",
            "{id: few, grades: [good], at_most: 2, ties: report}",
            "{id: few, grades: [good], at_most: 1, action: report}",
            "{id: few, grades: [good, fair], at_most: 1}, {id: some, grades: [poor], at_most: 1}",
        ):
            text = f"{TEXT[: TEXT.index('  quotas:')]}  quotas: [{quotas}]\n"
            laws.quotas_hold(loads(text), ROWS)


def test_the_laws_are_listed() -> None:
    """Every law of the module stands in one of the two lists."""
    listed = {law.__name__ for law in (*laws.RECORD_LAWS, *laws.COHORT_LAWS)}
    assert listed == {name for name in laws.__all__ if name[0].islower()}


def test_a_rank_that_is_better_is_tried_on_the_ladder() -> None:
    """A grade fact can be better too."""
    text = (
        "partygrade: 1\nscheme: s\ntitle: s\nfacts: {last: {type: grade, better: up}}\ngrade_by: last\n"
        "grades: [{id: a}, {id: b}, {id: c}]\nrules: [{id: fall, when: last == a, grade: c}]\n"
    )
    found = broken(laws.better_never_lowers, loads(text), {"last": "b"})
    assert "improves from b to a" in found.message("en")


def test_the_program_is_unchanged_by_the_laws(scheme: Scheme) -> None:
    """Trying the laws leaves the scheme as it was."""
    before = scheme.program
    for law in laws.RECORD_LAWS:
        law(scheme, GOOD)
    assert scheme.program is before and isinstance(before, ir.Program)
