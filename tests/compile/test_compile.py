"""Tests the compiler as a whole: ids, settings of the file, parts that are missing, and that every fault is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import partygrade
from partygrade import catalog, ir
from partygrade.compile import compile
from partygrade.document import read
from partygrade.scheme import SchemeFile
from partygrade.shape import shape

Load = Callable[[str], partygrade.Scheme]
Faults = Callable[[str], list[tuple[str, str]]]


def file_of(name: str) -> SchemeFile:
    path = catalog.find(name)
    assert path is not None
    file, faults = shape(read(path.read_text(encoding="utf-8")))
    assert file is not None and not faults
    return file


@pytest.mark.parametrize("name", catalog.names())
def test_a_shipped_scheme_compiles_without_a_fault(name: str) -> None:
    """Every shipped file gives a program, and nothing to complain of."""
    program, faults = compile(file_of(name))
    assert faults == []
    assert program is not None and program.nodes


@pytest.mark.parametrize("name", catalog.names())
def test_compiling_twice_gives_the_same_program(name: str) -> None:
    """A program depends on nothing but the file and the settings."""
    assert compile(file_of(name)) == compile(file_of(name))


@pytest.mark.parametrize("name", catalog.names())
def test_no_part_of_a_file_is_lost(name: str) -> None:
    """Without a fault every rule, check, grade and quota of the file is in the program."""
    file, (program, _) = file_of(name), compile(file_of(name))
    assert program is not None
    for key in ("rules", "checks", "grades", "follow_up"):
        assert len(getattr(program, key)) == len(getattr(file, key) or [])
    quotas = [quota for quota in (file.cohort.quotas or [] if file.cohort else []) if quota.when is None]
    assert {quota.id for quota in quotas} <= {
        quota.origin.id for quota in (program.cohort or ir.Cohort((), (), ())).quotas
    }


class TestIds:
    """Ids share one namespace."""

    @pytest.mark.parametrize(
        ("body", "wanted"),
        [
            ("parameters: {x: {value: 1, source: 一}}\nfacts: {x: {type: count}}", "x"),
            ("facts: {total: {type: count}}", "total"),
            ("facts: {good: {type: count}}", "good"),
            ("facts: {x: {type: count}}\nrules: [{id: x, when: x > 1, lower_by: 1}]", "x"),
            ("facts: {x: {type: count}}\nchecks: [{id: x, require: x > 1, otherwise: warning}]", "x"),
            ("facts: {a: {type: tally, of: [b]}, a_b: {type: count}}", "a_b"),
            ("score: {id: t, sum: [{id: a, value: 1}, {id: a, value: 2}]}", "a"),
            ("score: {id: t, add: [{id: a, when: true, points: 1}, {id: a, when: true, points: 1}]}", "a"),
            ("score: {value: 1}\nfacts: {score: {type: count}}", "score"),
        ],
    )
    def test_no_two_elements_have_the_same(self, faults: Faults, body: str, wanted: str) -> None:
        """The second element with an id is refused, with the first as a note."""
        assert ("repeated-id", wanted) in faults(body)

    def test_the_first_place_is_shown(self, scheme: Load) -> None:
        """A repeated id comes with the place where it stands first."""
        with pytest.raises(partygrade.SchemeError) as caught:
            scheme("parameters: {x: {value: 1, source: 一}}\nfacts: {x: {type: count}}")
        assert [str(note.place) for note in caught.value.diagnostics[0].notes] == ["parameters.x"]

    @pytest.mark.parametrize(
        "name", ["max", "and", "band", "own_grade", "known", "median", "a-b", "a.b", "3a", "''", "a b"]
    )
    def test_an_id_is_a_name_and_no_word_of_the_language(self, faults: Faults, name: str) -> None:
        """Words of formulas, and what a formula could not name, are no ids."""
        assert [slug for slug, _ in faults(f"facts:\n  {name}: {{type: count}}\n")] == ["bad-id"]

    @pytest.mark.parametrize("name", ["x", "_x", "X9", "缺席次数", "满意率_2", "true_vote"])
    def test_letters_may_be_chinese(self, scheme: Load, name: str) -> None:
        """A letter or `_`, then letters, digits and `_`."""
        assert scheme(f"facts: {{{name}: {{type: count}}}}").program.inputs

    @pytest.mark.parametrize("name", ["id", "name"])
    def test_no_fact_is_called_like_the_organisation(self, faults: Faults, name: str) -> None:
        """`id` and `name` of a record are the organisation's."""
        assert faults(f"facts: {{{name}: {{type: count}}}}") == [("bad-id", name)]


class TestParts:
    """A scheme needs `grades` or `score`, or both."""

    HEAD = "partygrade: 1\nscheme: small\ntitle: small\n"

    def load_faults(self, text: str) -> list[str]:
        with pytest.raises(partygrade.SchemeError) as caught:
            partygrade.loads(self.HEAD + text)
        return [fault.code for fault in caught.value.diagnostics]

    def test_a_scheme_without_grades_gives_a_score_only(self) -> None:
        """Without `grades` there is a score, and no grade."""
        found = partygrade.loads(self.HEAD + "score: {id: total, points: 100}").grade({"total": 55})
        assert (found.score, found.band, found.grade, found.own_grade) == (55, None, None, None)

    def test_a_scheme_without_score_gives_a_grade_only(self) -> None:
        """Without `score` there is a grade, and no score."""
        text = "facts: {p: {type: flag}}\ngrades: [{id: good, when: p}, {id: poor}]"
        found = partygrade.loads(self.HEAD + text).grade({"p": True})
        assert (found.score, found.grade) == (None, "good")

    def test_a_scheme_without_both_is_none(self) -> None:
        """With nothing to grade there is no scheme."""
        assert self.load_faults("note: nothing") == ["nothing-to-grade"]

    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("rules: [{id: r, when: true, lower_by: 1}]", 1),
            ("band_on: total", 1),
            ("grade_by: total", 1),
            ("order: []", 1),
            ("follow_up: [{grades: [good], label: 表彰}]", 1),
            ("facts: {last: {type: grade}}", 1),
            ("cohort: {rank_by: [total], quotas: [{id: few, grades: [good], at_most: 1}]}", 1),
        ],
    )
    def test_what_needs_a_ladder_says_so(self, text: str, count: int) -> None:
        """Rules, bands, orders, quotas and grades of this scheme need `grades`."""
        assert self.load_faults(f"score: {{id: total, points: 100}}\n{text}") == ["no-ladder"] * count

    def test_a_bound_needs_a_score(self) -> None:
        """A grade by score needs a score, or `band_on`; it is said beside other faults too."""
        text = "grades: [{id: good, from: 3}, {id: poor}]\n"
        assert self.load_faults(text) == ["no-score"]
        assert self.load_faults(text + "rules: [{id: r, when: nothing, lower_by: 1}]") == ["no-score", "unknown-name"]

    def test_own_grade_stands_in_the_ranking_only(self, faults: Faults) -> None:
        """`own_grade` is no value of a rule."""
        body = "rules: [{id: r, when: own_grade == good, lower_by: 1}]\ncohort: {rank_by: [own_grade]}"
        assert faults(body) == [("unknown-name", "own_grade")]

    def test_own_grade_needs_a_ladder(self) -> None:
        """Without grades there is no own grade to rank by."""
        assert self.load_faults("score: {id: t, points: 9}\ncohort: {rank_by: [own_grade]}") == ["unknown-name"]

    def test_follow_up_names_grades(self, faults: Faults) -> None:
        """What a grade leads to is listed by grades of the ladder."""
        assert faults("follow_up: [{grades: [good, goood], label: 表彰}]") == [("unknown-grade", "goood")]


class TestDays:
    """`in_force` has an end, or two, in order."""

    @pytest.mark.parametrize(
        ("span", "wanted"),
        [
            ("{from: 2017-6-5}", [("bad-date", "2017-6-5")]),
            ("{to: soon}", [("bad-date", "soon")]),
            ("{from: 2017-02-30, to: 2017-W01-1}", [("bad-date", "2017-02-30"), ("bad-date", "2017-W01-1")]),
            ("{from: 2018-01-01, to: 2017-12-31}", [("bad-limits", "2017-12-31")]),
        ],
    )
    def test_days_that_do_not_fit_are_refused(self, faults: Faults, span: str, wanted: list[tuple[str, str]]) -> None:
        """An end is a calendar day, and the last day is not before the first."""
        assert faults(f"in_force: {span}") == wanted

    @pytest.mark.parametrize(
        "span", ["{}", "{from: 2017-01-01}", "{to: 2017-01-01}", "{from: 2017-01-01, to: 2017-01-01}"]
    )
    def test_each_end_is_optional(self, scheme: Load, span: str) -> None:
        """A scheme may be in force for a day, from a day, to a day, or always."""
        assert scheme(f"in_force: {span}")


class TestStaticWords:
    """A word of the file may be the name of a parameter, which must mean something under each of its readings."""

    BODY = (
        "parameters: {{way: {{value: {value}, source: 一, readings: {{{other}: 另一种}}}}}}\n"
        "checks: [{{id: c, require: total > 3, otherwise: way}}]"
    )

    def test_every_reading_must_mean_something(self, faults: Faults) -> None:
        """A reading that is no option there is a fault, though it is not in force."""
        assert faults(self.BODY.format(value="warning", other="error")) == [("unknown-option", "way")]
        assert faults(self.BODY.format(value="error", other="warning")) == [("unknown-option", "way")]

    def test_a_parameter_of_another_kind_means_nothing(self, faults: Faults) -> None:
        """A number is no option."""
        assert faults(self.BODY.format(value="3", other="4")) == [("unknown-option", "way"), ("unknown-option", "way")]

    def test_an_option_goes_before_a_parameter_of_its_name(self, scheme: Load) -> None:
        """A word that is an option means the option."""
        body = (
            "parameters: {warning: {value: invalid, source: 一, readings: {other: 另一种}}}\n"
            "checks: [{id: c, require: total > 3, otherwise: warning}]"
        )
        assert scheme(body).program.checks[0].otherwise == "warning"


class TestAllAtOnce:
    """A pass reports every fault it can; one mistake makes one message."""

    def test_faults_of_text_shape_and_meaning_come_together(self, faults: Faults) -> None:
        """A trap of YAML, an unknown key and an unknown name in one file are all told."""
        body = "note: yes\nsubjekt: x\nrules: [{id: r, when: nothing, lower_by: 1}]"
        assert sorted(faults(body)) == [("unknown-key", "subjekt"), ("unknown-name", "nothing"), ("yaml-trap", "yes")]

    @pytest.mark.parametrize(
        ("body", "wanted"),
        [
            (
                "facts: {x: {type: count, max: many}}\nrules: [{id: r, when: x > 1, lower_by: 1}]",
                [("wrong-type", "many")],
            ),
            (
                "facts: {x: {type: tally, of: [a], max: many}}\nrules: [{id: r, when: x_a > 1, lower_by: 1}]",
                [("wrong-type", "many")],
            ),
            ("facts: {x: {type: points}}\nrules: [{id: r, when: x > 1, lower_by: 1}]", [("missing-key", "x")]),
            (
                "parameters: {x: {value: [], source: 一}}\nrules: [{id: r, when: total > x, lower_by: 1}]",
                [("wrong-type", "[]")],
            ),
            ("score: {id: t, points: []}\nrules: [{id: r, when: t > 1, lower_by: 1}]", [("wrong-type", "[]")]),
            (
                "score: {id: t, sum: [{id: u, round: x}]}\nrules: [{id: r, when: u > 1, lower_by: 1}]",
                [("wrong-type", "x")],
            ),
            (
                "grades: [{id: good, from: []}, {id: poor}]\nrules: [{id: r, when: band < good, at_most: poor}]",
                [("wrong-type", "[]")],
            ),
            ("grades: [{id: good}]\nfollow_up: [{grades: [good], label: 表彰}]", [("too-short", "[{id: good}]")]),
            ("rules: [{id: r, when: total > 1, at_most: 3}]", [("wrong-type", "3")]),
            ("rules: [{when: total > 1, at_most: good}]", [("missing-key", "{when: total > 1, at_most: good}")]),
            ("checks: [{id: c, require: total > 1}]", [("missing-key", "{id: c, require: total > 1}")]),
            ("cohort: {rank_by: total}", [("wrong-type", "total")]),
            ("order: {choose: way}", [("missing-key", "order")]),
            ("facts: {x: {type: flag, default: yes}}\nrules: [{id: r, when: x, lower_by: 1}]", [("yaml-trap", "yes")]),
            ("facts: {x: {type: count, max: 010}}\nrules: [{id: r, when: x > 1, lower_by: 1}]", [("yaml-trap", "010")]),
            ("facts: 3\nrules: [{id: r, when: x > 1, lower_by: 1}]", [("wrong-type", "3")]),
            ("sources: {plan: 3}", [("wrong-type", "3")]),
            ("in_force: 2017", [("wrong-type", "2017")]),
        ],
    )
    def test_a_fault_of_shape_has_no_followers(self, faults: Faults, body: str, wanted: list[tuple[str, str]]) -> None:
        """What is taken out with a fault is missed by nobody."""
        assert faults(body) == wanted

    def test_places_stay_the_same_when_parts_are_taken_out(self, faults: Faults) -> None:
        """A fault behind a part that was taken out stands where the author wrote it."""
        body = (
            "rules:\n  - {id: a, when: [], lower_by: 1}\n  - {id: b, when: nothing, lower_by: 1}\n"
            "checks:\n  - {id: c, require: [], otherwise: warning}\n  - {id: d, require: nought, otherwise: warning}\n"
        )
        assert sorted(faults(body)) == [
            ("unknown-name", "nothing"),
            ("unknown-name", "nought"),
            ("wrong-type", "[]"),
            ("wrong-type", "[]"),
        ]

    def test_a_missing_head_does_not_hide_the_rest(self) -> None:
        """Without a title the other faults are found too."""
        with pytest.raises(partygrade.SchemeError) as caught:
            partygrade.loads("partygrade: 2\nscore: {id: t, value: nothing}")
        assert sorted(fault.code for fault in caught.value.diagnostics) == [
            "missing-key",
            "missing-key",
            "unknown-name",
            "unknown-option",
        ]


class TestChains:
    """Elements may refer to one another in a row, within reason."""

    def test_a_chain_of_some_parameters_is_fine(self, scheme: Load) -> None:
        """Twenty parameters that need each other in a row are compiled, whichever stands first."""
        up = "".join(f"  p{n}: {{value: p{n + 1} + 1}}\n" for n in range(20))
        found = scheme(f"parameters:\n{up}  p20: {{value: 1, source: 一}}\nscore: {{id: t, value: p0}}\n")
        assert found.grade({}).score == 21

    @pytest.mark.parametrize(
        ("body", "wanted"),
        [
            (
                "parameters:\n"
                + "".join(f"  p{n}: {{value: p{n + 1} + 1}}\n" for n in range(2000))
                + "  p2000: {value: 1, source: 一}\n",
                ("too-deep", "p0"),
            ),
            (
                "score:\n  id: t\n  sum:\n"
                + "".join(f"    - {{id: n{n}, value: n{n + 1} + 1}}\n" for n in range(2000))
                + "    - {id: n2000, value: 1}\n",
                ("too-deep", "score"),
            ),
        ],
        ids=["parameters", "score nodes"],
    )
    def test_a_chain_without_end_is_refused(self, faults: Faults, body: str, wanted: tuple[str, str]) -> None:
        """Thousands of elements that need each other in a row are refused, and nothing breaks."""
        assert faults(body) == [wanted]


def test_a_word_that_follows_a_broken_parameter_is_broken_too(faults: Faults) -> None:
    """What a broken parameter says is not asked."""
    body = "parameters: {way: {value: nothing + 1}}\nchecks: [{id: c, require: total > 3, otherwise: way}]"
    assert faults(body) == [("unknown-name", "nothing")]
