"""Tests the procedure: the facts that steps declare, the checks that they make, and what cannot be a step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import partygrade
from partygrade import ir

Load = Callable[[str], partygrade.Scheme]
Faults = Callable[[str], list[tuple[str, str]]]

STEPS = """
facts:
  report_due: {type: date, label: 上报期限, optional: true}
procedure:
  - {id: self_review, label: 自评, by: 党支部, yields: 自评报告, dated: false, source: 三1, note: 留档}
  - {id: review, label: 评议, by: 党员大会, after: self_review, participation: 80%, otherwise: invalid, source: 三2}
  - {id: notice, label: 公示, after: review, notice_days: 5, otherwise: warning, source: 三3}
  - {id: report, label: 上报, after: notice, until: report_due, otherwise: warning, source: 三4}
"""
# 公示 6 月 2 日至 7 日，整五天；评议在前，上报在后，期限当日。
ALL = {
    "self_review": True,
    "review": "2020-06-01",
    "review_participation": 80,
    "notice": "2020-06-02",
    "notice_end": "2020-06-07",
    "report": "2020-06-10",
    "report_due": "2020-06-10",
}


def steps(*written: str, facts: str = "") -> str:
    return f"facts: {{{facts}}}\nprocedure:\n" + "".join(f"  - {step}\n" for step in written)


def failed(scheme: Load, body: str, **record: Any) -> tuple[str, ...]:
    return scheme(body).grade(record).failed_checks


class TestFacts:
    def test_a_step_declares_the_facts_that_it_needs(self, scheme: Load) -> None:
        """A day or a flag, and as it has the keys a last day and a share, called after the step."""
        found = {item.origin.id: item for item in scheme(STEPS).program.inputs}
        assert [(id, found[id].origin.label, found[id].origin.source) for id in list(found)[-6:]] == [
            ("self_review", "自评", "三1"),
            ("review", "评议", "三2"),
            ("review_participation", "评议·参与率", "三2"),
            ("notice", "公示", "三3"),
            ("notice_end", "公示·结束", "三3"),
            ("report", "上报", "三4"),
        ]
        assert (found["self_review"].type, found["self_review"].default) == (ir.Flag(), 0)
        assert (found["review"].type, found["review"].optional) == (ir.Day(), True)
        share = found["review_participation"]
        assert isinstance(share.type, ir.Number) and (share.type.unit, share.optional) == ("%", True)

    def test_a_record_without_any_of_them_is_graded(self, scheme: Load) -> None:
        """Every one may be unknown."""
        assert scheme(STEPS).grade({}).facts["notice_end"] is None

    def test_formulas_use_them(self, scheme: Load) -> None:
        """As any other fact."""
        body = f"{STEPS}rules:\n  - {{id: early, when: known(review) and review < '2020-01-01', raise_by: 1}}\n"
        assert scheme(body).grade({"review": "2019-12-31"}).fired == ("early",)

    def test_no_parameter_depends_on_them(self, faults: Faults) -> None:
        """They are facts."""
        body = f"{STEPS}parameters: {{late: {{value: 1 if self_review else 2, source: 一}}}}\n"
        assert faults(body) == [("not-constant", "1 if self_review else 2")]


class TestSteps:
    def test_a_step_is_told_with_its_fact_and_its_checks(self, scheme: Load) -> None:
        """Also one that is not checked."""
        program = scheme(STEPS).program
        told = [(s.origin.label, s.by, s.yields, program.inputs[s.done].origin.id, s.checks) for s in program.procedure]
        assert told == [
            ("自评", "党支部", "自评报告", "self_review", ()),
            ("评议", "党员大会", None, "review", ("review_done", "review_turnout")),
            ("公示", None, None, "notice", ("notice_done", "notice_in_order", "notice_notice")),
            ("上报", None, None, "report", ("report_done", "report_in_order", "report_in_time")),
        ]
        assert program.procedure[0].origin.note == "留档"

    def test_a_step_goes_by_its_id_without_a_label(self, scheme: Load) -> None:
        """In its checks too."""
        found = scheme(steps("{id: visit, otherwise: warning}")).program
        assert (found.procedure[0].origin.label, found.checks[0].origin.label) == ("visit", "visit已完成")

    def test_the_checks_say_what_they_require(self, scheme: Load) -> None:
        """In words, with the clause of the step, and as a formula."""
        checks = [(c.origin.label, c.origin.source, c.require, c.otherwise) for c in scheme(STEPS).program.checks]
        assert checks == [
            ("评议已完成", "三2", "known(review)", "invalid"),
            (
                "评议参与率不低于80%",
                "三2",
                "not known(review_participation) or review_participation >= 80%",
                "invalid",
            ),
            ("公示已完成", "三3", "known(notice)", "warning"),
            ("公示不早于评议", "三3", "not known(review) or not known(notice) or review <= notice", "warning"),
            (
                "公示不少于5天",
                "三3",
                "not known(notice) or not known(notice_end) or days(notice, notice_end) >= 5",
                "warning",
            ),
            ("上报已完成", "三4", "known(report)", "warning"),
            (
                "上报不早于公示",
                "三4",
                "(not known(notice) or not known(report) or notice <= report)"
                " and (not known(notice_end) or not known(report) or notice_end <= report)",
                "warning",
            ),
            (
                "上报不晚于上报期限",
                "三4",
                "not known(report_due) or not known(report) or report <= report_due",
                "warning",
            ),
        ]

    def test_a_scheme_without_grades_has_a_procedure_too(self, scheme: Load) -> None:
        """The checks stand beside the score."""
        text = "partygrade: 1\nscheme: s\ntitle: s\nscore: {id: total, points: 5}\n"
        found = partygrade.loads(text + "procedure: [{id: visit, otherwise: warning}]\n").grade({"total": 5})
        assert found.failed_checks == ("visit_done",)

    def test_otherwise_may_be_a_parameter(self, scheme: Load) -> None:
        """The step follows its readings."""
        body = (
            "parameters: {strict: {value: warning, source: 一, readings: {invalid: 缺一即无效}}}\n"
            "procedure: [{id: visit, otherwise: strict}]\n"
        )
        assert scheme(body).grade({}).grade == "poor"
        assert scheme(body).with_parameters(strict="invalid").grade({}).grade is None


class TestChecks:
    def test_a_procedure_in_order_fails_nothing(self, scheme: Load) -> None:
        """Each limit is met to the day."""
        assert failed(scheme, STEPS, **ALL) == ()

    @pytest.mark.parametrize(
        ("change", "check"),
        [
            ({"review_participation": "79.99"}, "review_turnout"),
            ({"notice_end": "2020-06-06"}, "notice_notice"),
            ({"notice": "2020-05-31"}, "notice_in_order"),
            ({"report": "2020-06-11"}, "report_in_time"),
            ({"report": "2020-06-06"}, "report_in_order"),
        ],
    )
    def test_a_day_or_a_share_off_fails_its_check(self, scheme: Load, change: dict[str, Any], check: str) -> None:
        """That check alone: just under the share, a day short, a day before, a day late, before the notice is over."""
        assert failed(scheme, STEPS, **(ALL | change)) == (check,)

    @pytest.mark.parametrize("step", ["review", "notice", "report"])
    def test_a_missing_step_is_said_once(self, scheme: Load, step: str) -> None:
        """What looks at its day holds."""
        record = {name: value for name, value in ALL.items() if name != step}
        assert failed(scheme, STEPS, **record) == (f"{step}_done",)

    @pytest.mark.parametrize("fact", ["review_participation", "notice_end", "report_due", "self_review"])
    def test_what_is_not_known_fails_nothing(self, scheme: Load, fact: str) -> None:
        """Nor does a step that is told and not checked."""
        assert failed(scheme, STEPS, **{name: value for name, value in ALL.items() if name != fact}) == ()

    def test_an_undated_step_is_done_or_not(self, scheme: Load) -> None:
        """It has no day that could be out of order."""
        body = steps("{id: a, dated: false, otherwise: warning}", "{id: b, after: a, otherwise: warning}")
        assert [c.origin.id for c in scheme(body).program.checks] == ["a_done", "b_done"]
        assert failed(scheme, body, b="2020-01-01") == ("a_done",)
        assert failed(scheme, body, a=True, b="2020-01-01") == ()

    @pytest.mark.parametrize("until", ['"2020-06-30"', "2020-06-30", "'\"2020-06-30\"'"])
    def test_the_last_day_may_be_written(self, scheme: Load, until: str) -> None:
        """As a day, in quotes or not, or as the text that formulas have."""
        body = steps(f"{{id: a, label: 上报, until: {until}, otherwise: warning}}")
        assert scheme(body).program.checks[1].origin.label == "上报不晚于2020-06-30"
        assert failed(scheme, body, a="2020-06-30") == ()
        assert failed(scheme, body, a="2020-07-01") == ("a_in_time",)

    def test_the_last_day_may_be_a_formula(self, scheme: Load) -> None:
        """Of facts that it guards itself."""
        body = steps(
            "{id: a, label: 上报, until: 'b if known(b) else c', otherwise: warning}",
            facts="b: {type: date, optional: true}, c: {type: date}",
        )
        assert failed(scheme, body, a="2020-06-30", c="2020-06-29") == ("a_in_time",)
        assert failed(scheme, body, a="2020-06-30", c="2020-06-29", b="2020-06-30") == ()
        assert scheme(body).program.checks[1].require == "not known(a) or a <= (b if known(b) else c)"

    def test_the_last_day_may_be_a_derived_figure(self, scheme: Load) -> None:
        """Its label stands in the check."""
        body = "derived: {due: {label: 上报期限, value: b if known(b) else c}}\n" + steps(
            "{id: a, label: 上报, until: due, otherwise: warning}",
            facts="b: {type: date, optional: true}, c: {type: date}",
        )
        assert scheme(body).program.checks[1].origin.label == "上报不晚于上报期限"
        assert failed(scheme, body, a="2020-06-30", c="2020-06-29") == ("a_in_time",)
        assert failed(scheme, body, a="2020-06-30", c="2020-06-30") == ()

    def test_the_last_day_may_rest_on_another_step(self, scheme: Load) -> None:
        """Where that step is not known, nothing is late."""
        body = steps(
            "{id: a, label: 检查, dated: true}",
            "{id: b, label: 通知, after: a, until: 'later(a, days=14)', otherwise: warning}",
        )
        assert failed(scheme, body, a="2020-06-01", b="2020-06-16") == ("b_in_time",)
        assert failed(scheme, body, a="2020-06-01", b="2020-06-15") == ()
        assert failed(scheme, body, b="2020-06-16") == ()

    def test_an_optional_step_need_not_be_taken(self, scheme: Load) -> None:
        """Where it is, it must be in time."""
        body = steps(
            "{id: a, label: 申诉, optional: true, until: 2020-06-30, otherwise: invalid}",
        )
        assert failed(scheme, body) == ()
        assert failed(scheme, body, a="2020-07-01") == ("a_in_time",)

    def test_a_notice_ends_in_time(self, scheme: Load) -> None:
        """Its last day counts, not its first alone."""
        body = steps("{id: a, notice_days: 2, until: 2020-06-30, otherwise: warning}")
        assert failed(scheme, body, a="2020-06-28", a_end="2020-06-30") == ()
        assert failed(scheme, body, a="2020-06-29", a_end="2020-07-01") == ("a_in_time",)

    def test_the_share_may_be_a_parameter(self, scheme: Load) -> None:
        """Its value stands in the label, its name in the formula."""
        body = "parameters: {quorum: {value: 66.67%, source: 二}}\n" + steps(
            "{id: a, label: 大会, participation: quorum, otherwise: warning}"
        )
        check = scheme(body).program.checks[1]
        assert (check.origin.label, check.require) == (
            "大会参与率不低于66.67%",
            "not known(a_participation) or a_participation >= quorum",
        )
        assert failed(scheme, body, a="2020-01-01", a_participation="66.66") == ("a_turnout",)


class TestFaults:
    def test_a_step_comes_after_one_above_it(self, faults: Faults) -> None:
        """Not after itself, one below, or something else."""
        body = steps("{id: a, after: a}", "{id: b, after: c}", "{id: c, after: total}")
        assert faults(body) == [("unknown-step", "a"), ("unknown-step", "c"), ("unknown-step", "total")]

    def test_a_step_without_a_day_has_no_last_day_and_no_notice(self, faults: Faults) -> None:
        """Both look at its day."""
        body = steps("{id: a, dated: false, until: 2020-06-30}", "{id: b, dated: false, notice_days: 3}")
        assert faults(body) == [("not-dated", "until"), ("not-dated", "notice_days")]

    @pytest.mark.parametrize(
        ("until", "slug", "underlined"),
        [
            ("total", "wrong-type", "total"),
            ("nobody", "unknown-name", "nobody"),
            ("2020-06-31", "bad-date", "2020-06-31"),
            ("'\"2020-06-31\"'", "bad-date", '"2020-06-31"'),
            ("5", "wrong-type", "5"),
        ],
    )
    def test_the_last_day_is_a_day(self, faults: Faults, until: str, slug: str, underlined: str) -> None:
        """A fault is underlined in the formula as it is written."""
        found = faults(steps(f"{{id: a, until: {until}}}", facts="due: {type: date, optional: true}"))
        assert (slug, underlined) in found

    @pytest.mark.parametrize("share", ["80", "0.8", "101%", "due"])
    def test_a_share_is_constant_and_at_most_all(self, faults: Faults, share: str) -> None:
        """With its sign."""
        slugs = [slug for slug, _ in faults(steps(f"{{id: a, participation: {share}}}", facts="due: {type: percent}"))]
        assert slugs == ["not-constant" if share == "due" else "not-a-share"]

    def test_what_follows_is_a_warning_or_invalid(self, faults: Faults) -> None:
        """Or a parameter that is one of them."""
        assert faults(steps("{id: a, otherwise: warn}")) == [("unknown-option", "warn")]

    def test_facts_of_a_broken_procedure_are_not_missed(self, faults: Faults) -> None:
        """One slip makes one message."""
        body = steps("{id: a, notice_days: many, participation: 80%}")
        body += "rules: [{id: r, when: known(a_end) and known(a_participation) and known(a), raise_by: 1}]\n"
        assert faults(body) == [("wrong-type", "many")]

    def test_what_a_step_makes_has_an_id_of_its_own(self, faults: Faults) -> None:
        """A clash is said at the step."""
        body = steps("{id: a, notice_days: 3}", "{id: b, otherwise: warning}", facts="a_end: {type: date}")
        assert faults(f"{body}checks: [{{id: b_done, require: total > 0, otherwise: warning}}]\n") == [
            ("repeated-id", "a"),
            ("repeated-id", "b"),
        ]

    def test_a_repeated_step_is_said_once(self, faults: Faults) -> None:
        """Not for everything that it makes again."""
        body = steps("{id: a, notice_days: 3, otherwise: warning}", "{id: a, notice_days: 3, otherwise: warning}")
        assert faults(body) == [("repeated-id", "a")]

    @pytest.mark.parametrize("name", ["name", "id", "if", "a-b"])
    def test_a_step_has_an_id_that_a_fact_can_have(self, faults: Faults, name: str) -> None:
        """It is one."""
        assert faults(steps(f"{{id: {name}, notice_days: 3, otherwise: warning}}")) == [("bad-id", name)]
