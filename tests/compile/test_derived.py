"""Tests figures, conditions and grades that are worked out from facts and have a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import partygrade
from partygrade import ir

Grade = Callable[..., partygrade.Grading]
Load = Callable[[str], partygrade.Scheme]
Faults = Callable[[str], list[tuple[str, str]]]

FACTS = """facts:
  kind: {type: choice, of: {village: 村, community: 社区}, default: village}
  late: {type: count, unit: 天, default: 0}
  present: {type: count, default: 0}
  members: {type: count, default: 0}
  rate: {type: percent, default: 0}
  hall: {type: flag, default: true}
  elected: {type: date, default: 2017-06-05}
  last: {type: grade, optional: true}
"""


def kind_of(scheme: Load, derived: str) -> ir.Type:
    program = scheme(f"{FACTS}derived:\n  it: {derived}\n").program
    return program.nodes[program.derived[0].value].type


class TestForms:
    """A derived figure has one of the forms `value`, `steps`, `table` or `linear`."""

    @pytest.mark.parametrize(
        ("derived", "wanted"),
        [
            ("{value: late}", ir.Number(0, 0, 9999, "天")),
            ("{value: late, unit: 次}", ir.Number(0, 0, 9999, "次")),
            ("{value: 3.25, round: 1}", ir.Number(1, 33, 33)),
            ("{value: late > 3}", ir.Flag()),
            ('{value: "default(last, poor)"}', ir.Rank(("poor", "fair", "good"))),
            ("{value: kind}", ir.Choice(("village", "community"), name="`kind`")),
            ("{value: elected}", ir.Day()),
            ("{of: late, steps: [{from: 3, points: 2.5}]}", ir.Number(1, 0, 25)),
            ("{of: late, steps: [{from: 3, points: 20%}, {points: 10%}]}", ir.Number(0, 10, 20, "%")),
            ("{of: kind, table: {village: 3, else: 4}, unit: 分}", ir.Number(0, 3, 4, "分")),
            ("{of: kind, table: {village: true, else: false}}", ir.Flag()),
            ("{of: kind, table: {village: good, else: poor}}", ir.Rank(("poor", "fair", "good"))),
            ("{of: late, linear: [{at: 0, points: 1}, {at: 9, points: 2}], round: 2}", ir.Number(2, 100, 200)),
            (
                "{of: late, linear: [{at: 0, points: 0}, {at: 9, points: 100%}], round: 0}",
                ir.Number(0, 0, 100, "%"),
            ),
        ],
    )
    def test_a_figure_keeps_the_type_of_what_it_is(self, scheme: Load, derived: str, wanted: ir.Type) -> None:
        """A number has its unit, or the one that is stated; it may be a condition, a word, a day or a grade too."""
        assert kind_of(scheme, derived) == wanted

    def test_an_element_has_its_label_and_clause(self, scheme: Load) -> None:
        """A derived figure carries what every element may carry."""
        body = f"{FACTS}derived: {{it: {{label: 迟报, source: 三, note: 见附件, value: late}}}}\n"
        (found,) = scheme(body).program.derived
        origin = found.origin
        assert (origin.id, origin.label, origin.source, origin.note) == ("it", "迟报", "三", "见附件")

    @pytest.mark.parametrize(
        ("derived", "wanted"),
        [
            ("{label: 空}", [("node-form", "{label: 空}")]),
            ("{value: 3, table: {else: 3}}", [("node-form", "{value: 3, table: {else: 3}}")]),
            ("{value: 3, of: late}", [("key-without-form", "of")]),
            ("{value: hall, round: 1}", [("wrong-type", "round")]),
            ("{value: kind, unit: 分}", [("wrong-type", "unit")]),
            ("{of: kind, table: {village: good, else: poor}, unit: 分}", [("wrong-type", "unit")]),
            ("{table: {else: 3}}", [("no-of", "{table: {else: 3}}")]),
            ("{of: kind, table: {village: 3, else: good}}", [("wrong-type", "good")]),
            ("{of: kind, table: {village: true, else: good}}", [("wrong-type", "good")]),
            ("{of: kind, table: {village: 3%, else: span}}", [("unit-mismatch", "span")]),
            ("{of: kind, table: {village: late, else: 3}}", [("not-constant", "late")]),
            ("{of: late, steps: [{from: 1, points: good}]}", [("wrong-type", "good")]),
            ("{value: last}", [("may-be-unknown", "last")]),
            ("{value: lost}", [("unknown-name", "lost")]),
        ],
    )
    def test_a_figure_that_is_not_well_formed_is_refused(
        self, faults: Faults, derived: str, wanted: list[tuple[str, str]]
    ) -> None:
        """A figure has one form; rounding and units are of numbers; the entries of a table are of one type."""
        body = f"parameters: {{span: {{value: 3, unit: 天, source: 一}}}}\n{FACTS}derived: {{it: {derived}}}\n"
        assert faults(body) == wanted


class TestUse:
    """Derived figures stand in formulas like score nodes."""

    BODY = f"""{FACTS}
derived:
  bad_band: {{value: band == poor and late > 100}}
  turnout: {{value: "ratio(present * 100, members, digits=1, empty=0)", unit: "%"}}
  quorate: {{value: turnout >= 50%}}
  penalty: {{of: [kind, late], table: {{village: {{up_to 3: 0, else: 5}}, community: {{up_to 10: 1, else: 4}}}}}}
  cap: {{of: quorate, table: {{true: good, false: fair}}}}
  both: {{value: total + penalty}}
score: {{id: total, sum: [{{value: 100, when: quorate}}, {{value: 60 - penalty, when: not quorate}}]}}
rules:
  - {{id: capped, when: true, at_most: cap}}
  - {{id: lost, when: both > 100, lower_by: 1}}
  - {{id: low, when: bad_band, lower_by: 1}}
checks: [{{id: met, require: quorate, otherwise: warning}}]
cohort: {{rank_by: [penalty asc, quorate], quotas: [{{id: few, grades: [good], at_most: 1}}]}}
"""

    @pytest.mark.parametrize(
        ("record", "score", "wanted"),
        [
            ({"present": 5, "members": 10}, 100, "good"),
            ({"present": 4, "members": 9}, 60, "fair"),
            ({"late": 4}, 55, "poor"),
            ({"late": 4, "present": 1, "members": 2}, 100, "fair"),
            ({"kind": "community", "late": 10}, 59, "poor"),
        ],
    )
    def test_they_stand_everywhere(self, grade: Grade, record: dict[str, Any], score: int, wanted: str) -> None:
        """In the score, in rules and their limits, in checks and in other derived figures."""
        found = grade(self.BODY, **record)
        assert (found.score, found.grade) == (score, wanted)

    def test_the_cohort_ranks_by_them(self, scheme: Load) -> None:
        """A derived figure is a key of the ranking, and a condition too."""
        rows = [{"present": 1, "members": 1, "late": 4}, {"present": 1, "members": 1}]
        found = scheme(self.BODY).grade_cohort(rows)
        assert [grading.grade for grading in found.gradings] == ["fair", "good"]

    def test_they_are_listed_with_the_program(self, scheme: Load) -> None:
        """In the order of the file, used or not."""
        names = [one.origin.id for one in scheme(self.BODY).program.derived]
        assert names == ["bad_band", "turnout", "quorate", "penalty", "cap", "both"]

    def test_a_scheme_without_grades_may_have_them(self) -> None:
        """Derived figures do not need a ladder."""
        text = (
            "partygrade: 1\nscheme: s\ntitle: t\nfacts: {x: {type: count}}\nderived: {double: {value: x * 2}}\n"
            "score: {id: total, value: double + 1}\n"
        )
        assert partygrade.loads(text).grade({"x": 3}).score == 7

    @pytest.mark.parametrize(
        ("more", "wanted"),
        [
            ("derived: {a: {value: b}, b: {value: a + 1}}\n", [("cycle", "a")]),
            ("derived: {a: {value: a}}\n", [("cycle", "a")]),
            ("derived: {a: {value: total}}\nscore: {id: total, value: a}\n", [("cycle", "{id: total, value: a}")]),
            (
                "derived: {a: {value: known(total)}}\nscore: {id: total, value: 1, when: a}\n",
                [("cycle", "{id: total, value: 1, when: a}")],
            ),
            ("derived: {a: {value: band}}\nscore: {id: total, value: 1 if a == good else 2}\n", [("cycle", "band")]),
            ("parameters: {p: {value: a + 1}}\nderived: {a: {value: late}}\n", [("not-constant", "a + 1")]),
            ("derived: {late: {value: 1}}\n", [("repeated-id", "late")]),
            ("derived: {total: {value: 1}}\n", [("repeated-id", "total")]),
            ("derived: {a-b: {value: 1}}\n", [("bad-id", "a-b")]),
            ("derived: {a: {value: known(b)}, b: {value: 1}}\n", [("wrong-arguments", "b")]),
        ],
    )
    def test_names_that_cannot_stand_are_refused(
        self, faults: Faults, more: str, wanted: list[tuple[str, str]]
    ) -> None:
        """Circles are faults, parameters cannot depend on facts, and a name is used once."""
        assert faults(f"{FACTS}{more}") == wanted

    def test_a_circle_is_told_by_its_names(self, scheme: Load) -> None:
        """The message shows the way round."""
        with pytest.raises(partygrade.SchemeError) as caught:
            scheme("derived: {a: {value: total}}\nscore: {id: total, value: a}\n")
        assert caught.value.diagnostics[0].text.en == "these figures need each other: total → a → total"

    def test_what_uses_a_broken_figure_is_silent(self, faults: Faults) -> None:
        """One slip makes one message, whether it is a word or a key."""
        assert faults("derived: {a: {value: lost}}\nscore: {id: total, value: a + 1}\n") == [("unknown-name", "lost")]
        assert faults("derived: {a: {value: [3]}}\nscore: {id: total, value: a + 1}\n") == [("wrong-type", "[3]")]

    def test_many_in_a_row_are_too_deep(self, faults: Faults) -> None:
        """A chain of figures that is too long for the machine is said at its first."""
        chain = "".join(f"  a{n}: {{value: a{n + 1} + 1}}\n" for n in range(3000))
        body = f"derived:\n{chain}  a3000: {{value: 1}}\nscore: {{id: total, points: 9}}\n"
        assert faults(body) == [("too-deep", "a0")]
