"""Tests grades, rules, phases and checks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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


def ruled(grade: Grade, rules: str, total: int = 75, more: str = "", **record: Any) -> str | None:
    return grade(f"{FLAGS}{LADDER}rules:\n{rules}\n{more}", total=total, **record).grade


class TestBands:
    """The band is the best grade whose conditions all hold."""

    @pytest.mark.parametrize(
        ("total", "wanted"),
        [("100", "best"), ("90", "best"), ("89.99", "good"), ("80", "good"), ("79.99", "fair"), ("0", "poor")],
    )
    def test_from_is_inclusive(self, grade: Grade, total: str, wanted: str) -> None:
        """A score at the bound `from` reaches the grade."""
        assert grade(LADDER, total=total).band == wanted

    TIED = "grades: [{id: best, above: 90}, {id: good, from: 90}, {id: fair, above: 79}, {id: poor}]"

    @pytest.mark.parametrize(
        ("total", "wanted"),
        [("90.01", "best"), ("90", "good"), ("79.01", "fair"), ("79", "poor")],
    )
    def test_above_is_exclusive(self, grade: Grade, total: str, wanted: str) -> None:
        """A score at `above` does not reach the grade; a grade by `from` at the same bound may stand below."""
        assert grade(self.TIED, total=total).band == wanted

    def test_the_band_needs_its_condition_too(self, grade: Grade) -> None:
        """With a bound and a `when`, both must hold; else the next grade is tried."""
        body = f"{FLAGS}grades: [{{id: best, from: 90, when: p}}, {{id: good, when: q}}, {{id: poor}}]\n"
        assert grade(body, total=95, p=True).band == "best"
        assert grade(body, total=89, p=True).band == "poor"
        assert grade(body, total=95, q=True).band == "good"
        assert grade(body, total=95).band == "poor"

    def test_the_best_grade_that_holds_is_the_band(self, grade: Grade) -> None:
        """A better grade by a condition goes before a bound that is reached."""
        body = f"{FLAGS}grades: [{{id: best, when: p}}, {{id: good, from: 90}}, {{id: poor}}]\n"
        assert grade(body, total=95, p=True).band == "best"

    def test_bounds_are_compared_with_band_on(self, grade: Grade) -> None:
        """`band_on` takes the place of the score."""
        body = "band_on: round(total, 0)\ngrades: [{id: good, from: 90}, {id: poor}]\n"
        assert [grade(body, total=total).band for total in ("89.5", "89.49")] == ["good", "poor"]

    def test_bounds_may_be_parameters(self, scheme: Load) -> None:
        """A bound may be named by a parameter, and follows its reading."""
        body = (
            "parameters: {cut: {value: 90, source: 一, readings: {85: 从宽}}}\n"
            "grades: [{id: good, from: cut}, {id: poor}]\n"
        )
        assert scheme(body).grade({"total": 86}).band == "poor"
        assert scheme(body).with_parameters(cut=85).grade({"total": 86}).band == "good"

    def test_grade_by_gives_the_band(self, grade: Grade) -> None:
        """For a judged scheme a fact gives the band, by id, label or alias; rules act on it."""
        body = (
            "facts: {decision: {type: grade}}\nscore: {value: 1}\ngrade_by: decision\n"
            "grades: [{id: best, label: 先进, aliases: [一类]}, {id: good, label: 一般}, {id: poor}]\n"
            "rules: [{id: down, when: decision == best, lower_by: 1}]\n"
        )
        found = [grade(body, decision=word) for word in ("best", "先进", "一类", "一般")]
        assert [one.band for one in found] == ["best", "best", "best", "good"]
        assert [one.grade for one in found] == ["good", "good", "good", "good"]

    @pytest.mark.parametrize(
        ("grades", "wanted"),
        [
            ("[{id: a, from: 90}, {id: b, from: 90}, {id: c}]", [("bands-order", "90")]),
            ("[{id: a, from: 90}, {id: b, from: 95}, {id: c}]", [("bands-order", "95")]),
            ("[{id: a, from: 90}, {id: b, above: 90}, {id: c}]", [("bands-order", "90")]),
            ("[{id: a, above: 89.5}, {id: b, above: 89.50}, {id: c}]", [("bands-order", "89.50")]),
            ("[{id: a, from: 90}, {id: b, when: p}, {id: c, from: 91}, {id: d}]", [("bands-order", "91")]),
            ("[{id: a, from: 90}, {id: b}, {id: c}]", [("bands-gap", "{id: b}")]),
            ("[{id: a, from: 90}, {id: b, from: 3}]", [("bands-gap", "{id: b, from: 3}")]),
            ("[{id: a, from: 90}, {id: b, when: p}]", [("bands-gap", "{id: b, when: p}")]),
            ("[{id: a, from: 90, when: p}, {id: b, from: 91}, {id: c}]", [("bands-order", "91")]),
            ("[{id: a, from: 90}, {id: b, from: 90, when: p}, {id: c}]", [("bands-order", "90")]),
            ("[{id: a, from: 90, above: 89}, {id: b}]", [("two-bounds", "{id: a, from: 90, above: 89}")]),
            ("[{id: a, from: k}, {id: b}]", [("not-constant", "k")]),
            ("[{id: a, from: 90%}, {id: b}]", [("unit-mismatch", "90%")]),
            ("[{id: a, when: k}, {id: b}]", [("wrong-type", "k")]),
            ("[{id: a, when: band == b}, {id: b}]", [("cycle", "band")]),
            ("[{id: a, from: 90}, {id: a}]", [("repeated-id", "a")]),
            ("[{id: a, from: 90, label: 好}, {id: b, label: 好}]", [("ambiguous-word", "好")]),
            ("[{id: a, from: 90}, {id: b, aliases: [a]}]", [("ambiguous-word", "a")]),
        ],
    )
    def test_a_ladder_that_does_not_stand_is_refused(
        self, faults: Faults, grades: str, wanted: list[tuple[str, str]]
    ) -> None:
        """Bounds fall from grade to grade, only the last grade has no condition, and names differ."""
        assert faults(f"{FLAGS}grades: {grades}\n") == wanted

    def test_a_condition_tells_equal_bounds_apart(self, grade: Grade) -> None:
        """The better grade asks for more than the bound."""
        body = "facts: {named: {type: flag}}\ngrades: [{id: a, from: 90, when: named}, {id: b, from: 90}, {id: c}]\n"
        assert [grade(body, total=90, named=named).band for named in (True, False)] == ["a", "b"]

    @pytest.mark.parametrize(
        ("fact", "wanted"),
        [
            ("{type: grade, optional: true}", [("grade-by", "decision")]),
            ("{type: count}", [("grade-by", "decision")]),
            ("{type: grade, of: [a, b]}", [("grade-by", "decision")]),
            ("{type: panel, max: 3}", [("grade-by", "decision")]),
        ],
    )
    def test_grade_by_names_a_required_grade(self, faults: Faults, fact: str, wanted: list[tuple[str, str]]) -> None:
        """The fact that gives the band is of this scheme's ladder, and always given."""
        body = f"facts: {{decision: {fact}}}\ngrade_by: decision\ngrades: [{{id: good}}, {{id: poor}}]\n"
        assert faults(body) == wanted

    def test_a_judged_ladder_has_no_conditions(self, faults: Faults) -> None:
        """Where a fact gives the band, a condition of a grade is a mistake."""
        body = (
            "facts: {d: {type: grade}}\ngrade_by: d\ngrades: [{id: good, from: 3}, {id: fair, up_to: 3}, {id: poor}]\n"
        )
        assert faults(body) == [("two-bands", "{id: good, from: 3}"), ("two-bands", "{id: fair, up_to: 3}")]

    def test_a_judged_ladder_is_not_staged(self, faults: Faults) -> None:
        """Where a fact gives the band, `staged` has no conditions to join."""
        body = "facts: {d: {type: grade}}\ngrade_by: d\nstaged: true\ngrades: [{id: good}, {id: poor}]\n"
        assert faults(body) == [("two-bands", "staged")]


class TestUpperBounds:
    """Where less is better, grades have upper bounds, which rise from grade to grade."""

    LADDER = "grades: [{id: gold, up_to: 13}, {id: silver, below: 28}, {id: bronze, up_to: 28}, {id: none}]\n"

    @pytest.mark.parametrize(
        ("total", "wanted"),
        [("0", "gold"), ("13", "gold"), ("13.01", "silver"), ("27.99", "silver"), ("28", "bronze"), ("28.01", "none")],
    )
    def test_up_to_is_inclusive_and_below_exclusive(self, grade: Grade, total: str, wanted: str) -> None:
        """A score at `up_to` reaches the grade, one at `below` does not; `up_to` may follow at the same bound."""
        assert grade(self.LADDER, total=total).band == wanted

    def test_the_grades_say_which_kind_of_bound_they_have(self, scheme: Load) -> None:
        """A grade with an upper bound says so, and whether the bound itself is outside."""
        found = scheme(self.LADDER).program.grades
        assert [(one.upper, one.strict) for one in found] == [
            (True, False),
            (True, True),
            (True, False),
            (False, False),
        ]

    @pytest.mark.parametrize(
        ("grades", "wanted"),
        [
            ("[{id: a, up_to: 20}, {id: b, up_to: 13}, {id: c}]", [("bands-order", "13")]),
            ("[{id: a, up_to: 20}, {id: b, up_to: 20.0}, {id: c}]", [("bands-order", "20.0")]),
            ("[{id: a, up_to: 20}, {id: b, below: 20}, {id: c}]", [("bands-order", "20")]),
            ("[{id: a, up_to: 20}, {id: b, when: p}, {id: c, up_to: 19}, {id: d}]", [("bands-order", "19")]),
            ("[{id: a, up_to: 20}, {id: b, from: 30}, {id: c}]", [("mixed-bounds", "from")]),
            ("[{id: a, above: 20}, {id: b, below: 10}, {id: c}]", [("mixed-bounds", "below")]),
            ("[{id: a, up_to: 20}, {id: b, up_to: 30}]", [("bands-gap", "{id: b, up_to: 30}")]),
            ("[{id: a, up_to: 20, below: 3}, {id: b}]", [("two-bounds", "{id: a, up_to: 20, below: 3}")]),
            ("[{id: a, up_to: k}, {id: b}]", [("not-constant", "k")]),
            ("[{id: a, below: 9%}, {id: b}]", [("unit-mismatch", "9%")]),
        ],
    )
    def test_upper_bounds_that_do_not_stand_are_refused(
        self, faults: Faults, grades: str, wanted: list[tuple[str, str]]
    ) -> None:
        """Upper bounds rise from grade to grade, and are not mixed with lower ones."""
        assert faults(f"{FLAGS}grades: {grades}\n") == wanted

    def test_an_upper_bound_needs_a_score(self) -> None:
        """Without a score there is nothing to compare a bound with."""
        text = "partygrade: 1\nscheme: s\ntitle: t\ngrades: [{id: a, up_to: 3}, {id: b}]\n"
        with pytest.raises(partygrade.SchemeError) as caught:
            partygrade.loads(text)
        assert [fault.code for fault in caught.value.diagnostics] == ["no-score"]


class TestStaged:
    """With `staged: true` a grade needs the conditions of every grade below it too."""

    BODY = (
        f"{FLAGS}staged: true\n"
        "grades: [{id: gold, from: 90}, {id: silver, when: p}, {id: bronze, from: 60, when: q}, {id: none}]\n"
    )

    @pytest.mark.parametrize(
        ("total", "p", "q", "wanted"),
        [
            (95, True, True, "gold"),
            (95, False, True, "bronze"),
            (95, True, False, "none"),
            (95, False, False, "none"),
            (89, True, True, "silver"),
            (60, True, True, "silver"),
            (59, True, True, "none"),
            (60, False, True, "bronze"),
        ],
    )
    def test_a_grade_needs_what_those_below_it_need(
        self, grade: Grade, total: int, p: bool, q: bool, wanted: str
    ) -> None:
        """95 points without the condition of the lowest stage are no grade at all."""
        assert grade(self.BODY, total=total, p=p, q=q).band == wanted

    def test_without_it_a_grade_needs_its_own_conditions_only(self, grade: Grade) -> None:
        """`staged: false` is as if nothing were said."""
        assert grade(self.BODY.replace("staged: true", "staged: false"), total=95).band == "gold"

    def test_it_needs_a_ladder(self) -> None:
        """`staged` without grades is a fault."""
        text = "partygrade: 1\nscheme: s\ntitle: t\nscore: {id: total, points: 9}\nstaged: true\n"
        with pytest.raises(partygrade.SchemeError) as caught:
            partygrade.loads(text)
        assert [fault.code for fault in caught.value.diagnostics] == ["no-ladder"]


class TestRules:
    """Inside a phase the order of the rules never matters."""

    @pytest.mark.parametrize(
        ("effects", "total", "wanted"),
        [
            (["raise_by: 1"], 75, "good"),
            (["raise_by: 9"], 75, "best"),
            (["raise_by: 0"], 75, "fair"),
            (["raise_by: 1", "raise_by: 1"], 75, "best"),
            (["lower_by: 1"], 75, "weak"),
            (["lower_by: 9"], 75, "poor"),
            (["lower_by: 1", "lower_by: 1"], 85, "weak"),
            (["at_least: good"], 75, "good"),
            (["at_least: good"], 95, "best"),
            (["at_least: good", "at_least: weak"], 50, "good"),
            (["at_most: weak"], 75, "weak"),
            (["at_most: weak"], 50, "poor"),
            (["at_most: good", "at_most: weak"], 95, "weak"),
            (["grade: weak"], 95, "weak"),
            (["grade: best"], 50, "best"),
            (["grade: good", "grade: weak"], 95, "weak"),
            (["raise_by: 1", "at_most: fair"], 75, "fair"),
            (["at_most: fair", "lower_by: 1"], 95, "weak"),
            (["at_least: good", "at_most: weak"], 50, "weak"),
            (["at_least: good", "lower_by: 1"], 50, "fair"),
            (["lower_by: 4", "grade: good"], 50, "good"),
            (["raise_by: 1", "lower_by: 1"], 95, "good"),
        ],
    )
    def test_effects_of_several_rules(self, grade: Grade, effects: list[str], total: int, wanted: str) -> None:
        """Raises and demotions add up, the best floor and the worst ceiling and direct grade hold, phase by phase."""
        for order in (effects, effects[::-1]):
            rules = "\n".join(f"  - {{id: r{n}, when: p, {effect}}}" for n, effect in enumerate(order))
            assert ruled(grade, rules, total, p=True) == wanted

    def test_effects_of_one_rule_act_in_their_phases(self, grade: Grade) -> None:
        """A rule with several effects has each in its own phase."""
        assert ruled(grade, "  - {id: r, when: p, lower_by: 1, at_most: good, raise_by: 1}", 85, p=True) == "fair"

    def test_a_rule_that_does_not_fire_does_nothing(self, grade: Grade) -> None:
        """A rule acts only where its condition holds."""
        rules = "  - {id: r, when: p, grade: poor}\n  - {id: s, when: q, at_most: weak}"
        assert ruled(grade, rules, 95) == "best"
        assert ruled(grade, rules, 95, q=True) == "weak"

    def test_a_rule_that_changes_nothing_is_reported_as_fired(self, grade: Grade) -> None:
        """A rule that fired is reported, although its effect changed nothing."""
        found = grade(f"{FLAGS}{LADDER}rules: [{{id: r, when: p, at_most: best}}]", total=50, p=True)
        assert (found.fired, found.grade) == (("r",), "poor")

    def test_a_condition_that_always_holds_always_acts(self, grade: Grade) -> None:
        """A constant condition is settled when the file is loaded."""
        assert (
            ruled(grade, "  - {id: r, when: true, at_most: weak}\n  - {id: s, when: false, grade: poor}", 95) == "weak"
        )

    def test_the_number_of_grades_may_depend_on_facts(self, grade: Grade) -> None:
        """`lower_by` may be a formula; a count of 0 changes nothing."""
        rules = "  - {id: r, when: true, lower_by: k}"
        assert [ruled(grade, rules, 95, k=k) for k in (0, 2, 9)] == ["best", "fair", "poor"]

    LAST = "facts: {last: {type: grade, optional: true}, cap: {type: grade, default: best}}\n"

    @pytest.mark.parametrize(
        ("record", "wanted"),
        [({}, "best"), ({"last": "fair"}, "fair"), ({"last": "best"}, "best"), ({"cap": "weak"}, "weak")],
    )
    def test_a_ceiling_may_be_a_fact(self, grade: Grade, record: dict[str, str], wanted: str) -> None:
        """`at_most` takes a fact of type grade; an optional one where `when` says that it is known."""
        rules = "rules: [{id: r, when: known(last), at_most: last}, {id: s, when: true, at_most: cap}]\n"
        assert grade(f"{self.LAST}{LADDER}{rules}", total=95, **record).grade == wanted

    @pytest.mark.parametrize(("last", "wanted"), [("good", "good"), ("poor", "weak"), (None, "weak")])
    def test_a_floor_may_be_a_formula(self, grade: Grade, last: str | None, wanted: str) -> None:
        """`at_least` takes a formula that gives a grade."""
        rules = "rules: [{id: r, when: true, at_least: last if known(last) and last > weak else weak}]\n"
        assert grade(f"{self.LAST}{LADDER}{rules}", total=10, last=last).grade == wanted

    def test_the_number_of_grades_may_use_what_when_makes_known(self, scheme: Load, grade: Grade) -> None:
        """A formula of an effect counts only where the rule fires, so that `when` guards it."""
        body = (
            f"facts: {{m: {{type: count, optional: true}}}}\n{LADDER}rules: [{{id: r, when: known(m), lower_by: m}}]\n"
        )
        assert [grade(body, total=95, **record).grade for record in ({}, {"m": 2})] == ["best", "fair"]

    @pytest.mark.parametrize(
        ("effect", "wanted"),
        [
            ("at_most: last", [("may-be-unknown", "last")]),
            ("at_most: other", [("wrong-type", "other")]),
            ("at_most: k", [("wrong-type", "k")]),
            ("at_least: k + 1", [("wrong-type", "k + 1")]),
            ("at_least: lost", [("unknown-grade", "lost")]),
            ("at_least: best if p else lost", [("unknown-name", "lost")]),
            ("grade: cap", [("unknown-grade", "cap")]),
        ],
    )
    def test_a_limit_that_gives_no_grade_is_refused(
        self, faults: Faults, effect: str, wanted: list[tuple[str, str]]
    ) -> None:
        """A floor or ceiling is a grade of this scheme, and known wherever the rule fires; `grade` is constant."""
        facts = (
            "facts: {last: {type: grade, optional: true}, cap: {type: grade}, other: {type: grade, of: [a, b]}, "
            "k: {type: count}, p: {type: flag}}\n"
        )
        assert faults(f"{facts}{LADDER}rules: [{{id: r, when: p, {effect}}}]\n") == wanted

    def test_rules_may_use_the_band_and_score_nodes(self, grade: Grade) -> None:
        """The grade by band and the score are values of conditions."""
        assert ruled(grade, "  - {id: r, when: band >= good and total < 95, lower_by: 1}", 92) == "good"
        assert ruled(grade, "  - {id: r, when: band >= good and total < 95, lower_by: 1}", 95) == "best"

    def test_not_graded_gives_no_grade_and_every_reason(self, grade: Grade) -> None:
        """A rule with `not_graded` takes the grade away; every reason is kept."""
        rules = "rules: [{id: r, when: p, not_graded: 新成立}, {id: s, when: q, not_graded: 已撤销}]"
        found = grade(f"{FLAGS}{LADDER}{rules}", total=95, p=True, q=True)
        assert (found.grade, found.own_grade, found.score) == (None, None, 95)
        assert found.to_dict()["reasons"] == ["新成立", "已撤销"]

    @pytest.mark.parametrize(
        ("rule", "wanted"),
        [
            ("{id: r, when: p}", [("no-effect", "{id: r, when: p}")]),
            ("{id: r, when: p, at_most: bad}", [("unknown-grade", "bad")]),
            ("{id: r, when: p, lower_by: 0.5}", [("not-a-count", "0.5")]),
            ("{id: r, when: p, raise_by: k - 1}", [("not-a-count", "k - 1")]),
            ("{id: r, when: p, raise_by: p}", [("wrong-type", "p")]),
            ("{id: r, when: k, lower_by: 1}", [("wrong-type", "k")]),
            ("{id: p, when: k > 1, lower_by: 1}", [("repeated-id", "p")]),
        ],
    )
    def test_a_rule_that_is_not_well_formed_is_refused(
        self, faults: Faults, rule: str, wanted: list[tuple[str, str]]
    ) -> None:
        """A rule has a condition and an effect on grades of the ladder."""
        assert faults(f"{FLAGS}{LADDER}rules: [{rule}]") == wanted
