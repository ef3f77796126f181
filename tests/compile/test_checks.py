"""Tests what must hold for a grading to be valid."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import partygrade

Grade = Callable[..., partygrade.Grading]
Load = Callable[[str], partygrade.Scheme]
Faults = Callable[[str], list[tuple[str, str]]]

FLAGS = "facts: {p: {type: flag, default: false}, q: {type: flag, default: false}, k: {type: count, default: 0}}\n"
LADDER = """score: {id: total, points: 100, default: 0}
grades:
  - {id: best, from: 90}
  - {id: good, from: 80}
  - {id: fair, from: 70}
  - {id: weak, from: 60}
  - {id: poor}
"""


class TestChecks:
    """`require` is what must hold; where it does not, `otherwise` says what follows."""

    @pytest.mark.parametrize(
        ("otherwise", "wanted"),
        [("warning", ("best", ("met",), [])), ("invalid", (None, ("met",), ["参与率达标"]))],
    )
    def test_a_check_that_does_not_hold(
        self, grade: Grade, otherwise: str, wanted: tuple[str | None, tuple[str, ...], list[str]]
    ) -> None:
        """A warning reports; an invalid grading has a score, but no grade, and says why."""
        body = f"{FLAGS}{LADDER}checks: [{{id: met, label: 参与率达标, require: k >= 3, otherwise: {otherwise}}}]"
        found = grade(body, total=95, k=2)
        assert (found.grade, found.failed_checks, found.to_dict()["reasons"]) == wanted
        assert found.score == 95

    def test_a_check_that_holds_is_silent(self, grade: Grade) -> None:
        """Where the requirement holds nothing follows."""
        found = grade(f"{FLAGS}{LADDER}checks: [{{id: met, require: k >= 3, otherwise: invalid}}]", total=95, k=3)
        assert (found.grade, found.failed_checks) == ("best", ())

    def test_otherwise_may_name_a_parameter(self, scheme: Load) -> None:
        """What follows may depend on a reading."""
        body = (
            "parameters: {strict: {value: warning, source: 一, readings: {invalid: 从严}}}\n"
            f"{FLAGS}{LADDER}checks: [{{id: met, require: k >= 3, otherwise: strict}}]"
        )
        record = {"total": 95, "k": 2}
        assert scheme(body).grade(record).grade == "best"
        assert scheme(body).with_parameters(strict="invalid").grade(record).grade is None

    def test_a_scheme_without_grades_may_have_checks(self) -> None:
        """Checks do not need a ladder."""
        text = (
            "partygrade: 1\nscheme: s\ntitle: t\nscore: {id: total, points: 100}\n"
            "checks: [{id: met, require: total > 3, otherwise: warning}]\n"
        )
        assert partygrade.loads(text).grade({"total": 2}).failed_checks == ("met",)

    @pytest.mark.parametrize(
        ("check", "wanted"),
        [
            ("{id: c, require: k, otherwise: warning}", [("wrong-type", "k")]),
            ("{id: c, require: p, otherwise: nothing}", [("unknown-option", "nothing")]),
            ("{id: c, require: p, otherwise: k}", [("unknown-option", "k")]),
        ],
    )
    def test_a_check_that_is_not_well_formed_is_refused(
        self, faults: Faults, check: str, wanted: list[tuple[str, str]]
    ) -> None:
        """A check requires a condition, and says what follows."""
        assert faults(f"{FLAGS}checks: [{check}]") == wanted
