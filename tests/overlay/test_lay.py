"""What a file changes in the one that it extends, key by key."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import partygrade
from partygrade.document import read
from partygrade.overlay.lay import lay

Load = Callable[..., partygrade.Scheme]
Faults = Callable[..., list[tuple[str, int, str, str]]]


def score(scheme: partygrade.Scheme, **facts: object) -> Decimal | None:
    return scheme.grade({"review": 50, **facts}).score


class TestParameters:
    """`parameters`: another value, other keys, or a new parameter."""

    def test_another_value(self, load: Load) -> None:
        """A value alone replaces the value; origin and clause stay."""
        (found,) = [reading for reading in load("parameters: {limit: 5}\n").readings if reading["id"] == "limit"]
        assert (found["value"], found["source"], found["status"]) == ("5", "三", "read")

    def test_other_keys(self, load: Load) -> None:
        """A mapping replaces the keys that it names, and takes out those with nothing behind them."""
        scheme = load("parameters: {limit: {value: 9, at_most: 9, source: 北 一, note: , readings: }}\n")
        (found,) = [reading for reading in scheme.readings if reading["id"] == "limit"]
        assert (found["value"], found["source"], found["status"], found["note"], found["others"]) == (
            "9",
            "北 一",
            "stated",
            None,
            {},
        )

    def test_a_new_parameter(self, load: Load) -> None:
        """A new id with a value is a new parameter."""
        scheme = load("parameters: {least: {value: 70, source: 二}}\nchange: {fair: {from: least}}\n")
        assert [scheme.grade({"review": n}).grade for n in (30, 29)] == ["fair", "poor"]

    def test_out_of_the_range_of_the_other_file(self, faults: Faults) -> None:
        """A value that the other file does not allow is told where it is written."""
        assert faults("parameters: {limit: 6}\n") == [("over.yaml", 5, "out-of-range", "6")]

    @pytest.mark.parametrize("written", ["limt: 4", "limt: {note: x}", "absence: 3"])
    def test_an_unknown_parameter(self, written: str, faults: Faults) -> None:
        """What is neither a parameter nor a new one is a fault."""
        assert faults(f"parameters: {{{written}}}\n") == [
            ("over.yaml", 5, "unknown-element", written.partition(":")[0])
        ]

    def test_a_new_one_whose_id_is_taken(self, faults: Faults) -> None:
        """A new parameter cannot be called like another element."""
        found = faults("parameters: {absences: {value: 3, source: 一}}\n")
        assert found == [("over.yaml", 5, "repeated-id", "absences")]

    def test_a_value_that_is_empty(self, faults: Faults) -> None:
        """A parameter with nothing behind it is a fault at its name."""
        assert faults("parameters:\n  limit:\n") == [("over.yaml", 6, "wrong-type", "limit")]


class TestChange:
    """`change`: these keys of the element replace its own."""

    @pytest.mark.parametrize(
        "written",
        [
            "limit: {label: x}",
            "absences: {label: x}",
            "twice: {label: x}",
            "total: {label: x}",
            "review: {label: x}",
            "late: {label: x}",
            "meetings.1: {label: x}",
            "good: {label: x}",
            "absent: {label: x}",
            "shown: {label: x}",
            "few: {label: x}",
        ],
    )
    def test_every_kind_of_element(self, written: str, load: Load, folder: Path) -> None:
        """Whatever has an id can be changed; a line without one by the name that results give it."""
        changed = load(f"change: {{{written}}}\n")
        assert changed.hash != load("").hash
        assert '"x"' in repr(changed.program).replace("'", '"')

    def test_procedure_targets_and_draws(self, load: Load, folder: Path) -> None:
        """Steps of the procedure, targets and draws are elements too."""
        text = (
            (folder / "base.yaml")
            .read_text("utf-8")
            .replace("facts:\n", "facts:\n  last: {type: grade, optional: true}\n")
        )
        more = """procedure: [{id: told, by: 甲, dated: false}]
cycle: {previous: last, targets: [{id: rise, grades: [poor], reach: fair}]}
draws: [{id: drawn, grades: [good], share: 10%}]
"""
        change = "change: {told: {by: 乙}, rise: {reach: good}, drawn: {share: 25%}}\n"
        program = load(change, base=text + more).program
        assert program.cycle is not None
        assert (program.procedure[0].by, program.cycle.targets[0].reach, program.draws[0].share * 4) == ("乙", 2, 1)

    def test_the_other_keys_stay(self, load: Load) -> None:
        """What is not named is as it was."""
        (rule,) = load("change: {absent: {at_most: poor}}\n").program.rules
        assert (rule.when, rule.origin.source) == ("twice >= limit", "六")

    def test_a_key_with_nothing_behind_it_goes(self, load: Load) -> None:
        """So an element can take another form."""
        scheme = load("change: {good: {from: , above: 80}}\n")
        assert [scheme.grade({"review": n}).grade for n in (41, 40)] == ["good", "fair"]

    def test_a_score_tree_without_an_id_is_called_score(self, load: Load) -> None:
        """The root of the tree has the name that formulas use for it."""
        part = "partygrade: 1\nscheme: part\ntitle: part\nscore: {sum: [{id: a, points: 5}]}\n"
        head = "partygrade: 1\nscheme: over\nextends: part.yaml\n"
        assert load("change: {score: {at_most: 3}}\n", head, part=part).grade({"a": 4}).score == 3

    def test_what_is_no_mapping(self, faults: Faults) -> None:
        """An element is changed by keys."""
        assert faults("change: {good: 85}\n") == [("over.yaml", 5, "wrong-type", "85")]

    def test_an_unknown_key(self, faults: Faults) -> None:
        """A key that the element cannot have is told where it is written."""
        assert faults("change: {good: {form: 85, aliases: }}\n") == [("over.yaml", 5, "unknown-key", "form")]

    def test_a_fault_in_a_formula(self, faults: Faults) -> None:
        """A part of a formula is underlined in the file that it stands in."""
        assert faults("change: {absent: {when: twice >= limmit}}\n") == [("over.yaml", 5, "unknown-name", "limmit")]

    def test_an_unknown_id(self, load: Load) -> None:
        """An id that the other file lacks comes with the one that it resembles."""
        with pytest.raises(partygrade.SchemeError) as caught:
            load("change: {goood: {from: 85}}\n")
        assert str(caught.value).splitlines() == [
            "over.yaml:5:10: error[unknown-element]: `goood` is no element of `base.yaml`: expected the id of one",
            "  |",
            "5 | change: {goood: {from: 85}}",
            "  |          ^^^^^",
            "  = help: did you mean `good`?",
            "",
            "1 error",
        ]

    @pytest.mark.parametrize(
        ("text", "underlined"),
        [
            ("change: {good: {from: 85}}\nremove: [good]\n", "good"),
            ("insert: {total: []}\nremove: [total]\n", "total"),
            ("change: {late: {points: 3}}\nremove: [meetings]\n", "late"),
            ("change: {limit: {value: 4}}\nparameters: {limit: 5}\n", "limit"),
        ],
    )
    def test_two_changes_that_contradict(self, text: str, underlined: str, faults: Faults) -> None:
        """What is changed is not taken out too, and a parameter is changed in one place."""
        assert ("over.yaml", 5, "two-changes", underlined) in faults(text)


class TestRemove:
    """`remove`: elements that are taken out."""

    def test_elements_are_taken_out(self, load: Load) -> None:
        """What is taken out is gone from the scheme."""
        scheme = load("remove: [absent, shown, few, late]\n")
        assert (scheme.program.rules, scheme.program.checks) == ((), ())
        assert scheme.program.cohort is not None and scheme.program.cohort.quotas == ()
        assert score(scheme, absences=4) == 70

    def test_a_line_without_an_id(self, load: Load) -> None:
        """A line is taken out by the name that results give it."""
        assert score(load("remove: [meetings.1]\n"), absences=4) == 89

    def test_the_score_tree(self, load: Load) -> None:
        """The whole tree goes with its root, and the bounds then need something else to be compared with."""
        part = "partygrade: 1\nscheme: p\ntitle: p\nscore: {id: t, points: 5}\ngrades: [{id: a, from: 3}, {id: b}]\n"
        head = "partygrade: 1\nscheme: over\nextends: part.yaml\n"
        scheme = load("remove: [t]\nfacts: {x: {type: count}}\nband_on: x\n", head, part=part)
        assert (scheme.program.score, scheme.grade({"x": 3}).grade) == (None, "a")

    def test_what_still_refers_to_it_is_told_in_the_other_file(self, faults: Faults) -> None:
        """A name that is gone is missed where it stands."""
        assert faults("remove: [twice]\n") == [("base.yaml", 30, "unknown-name", "twice")]

    def test_it_can_be_written_anew(self, load: Load) -> None:
        """An id that is taken out is free for a new element."""
        scheme = load("remove: [absent]\nrules: [{id: absent, when: absences > 1, grade: poor}]\n")
        assert scheme.grade({"review": 50, "absences": 2}).grade == "poor"

    @pytest.mark.parametrize(
        ("written", "code"), [("[nobody]", "unknown-element"), ("[3]", "wrong-type"), ("3", "wrong-type")]
    )
    def test_what_cannot_be_taken_out(self, written: str, code: str, faults: Faults) -> None:
        """Only ids of elements can."""
        assert faults(f"remove: {written}\n") == [("over.yaml", 5, code, written.strip("[]"))]


class TestInsert:
    """`insert`: child nodes or lines that a score node gets after its own."""

    def test_child_nodes(self, load: Load) -> None:
        """Nodes are added behind the children."""
        scheme = load("insert: {total: [{id: extra, points: 10}]}\n")
        assert score(scheme, extra=7) == 97
        assert [item.origin.id for item in scheme.program.items()] == ["total", "review", "meetings", "extra"]

    def test_lines(self, load: Load) -> None:
        """Lines are added behind the lines."""
        scheme = load("insert: {meetings: [{when: absences > 0, points: 7}]}\n")
        assert (score(scheme, absences=1), score(scheme, absences=0)) == (78, 90)

    @pytest.mark.parametrize("name", ["review", "late", "nobody", "absent"])
    def test_what_takes_none(self, name: str, faults: Faults) -> None:
        """Only a score node that has child nodes or lines can get more of them."""
        code = "no-children" if name == "review" else "unknown-element"
        assert faults(f"insert: {{{name}: [{{when: true, points: 1}}]}}\n") == [("over.yaml", 5, code, name)]

    def test_what_is_no_list(self, faults: Faults) -> None:
        """What is inserted is a list."""
        assert faults("insert: {total: 3}\n") == [("over.yaml", 5, "wrong-type", "3")]

    def test_an_id_that_is_taken(self, faults: Faults) -> None:
        """An id below what is inserted is one of its own; the names beside it are not missed."""
        text = "insert: {total: [{id: more, sum: [{id: absent, points: 1}]}]}\nband_on: more\n"
        assert faults(text) == [("over.yaml", 5, "repeated-id", "absent")]

    def test_a_fault_of_shape_is_told_once(self, faults: Faults) -> None:
        """A key that a node cannot have is told once, where it is written."""
        found = faults("insert: {total: [{id: more, points: 1, setp: 1}]}\n")
        assert found == [("over.yaml", 5, "unknown-key", "setp")]


class TestFurtherEntries:
    """Sections: further entries; one whose id the other file has is a fault."""

    def test_they_are_added(self, load: Load) -> None:
        """Facts, derived figures, rules, checks and follow-ups are added behind those of the other file."""
        scheme = load(
            "sources: {north: {title: 北区}}\nfacts: {fires: {type: count, default: 0}}\n"
            "derived: {burnt: {value: fires > 0}}\nrules: [{id: fire, when: burnt, grade: poor}]\n"
            "checks: [{id: safe, require: fires < 9, otherwise: warning}]\n"
            "follow_up: [{grades: [poor], label: 整顿}]\nleft_out: [{what: 其他, why: 没有写}]\n"
        )
        grading = scheme.grade({"review": 50, "fires": 1})
        assert (grading.grade, grading.fired, grading.failed_checks) == ("poor", ("fire",), ())
        assert [rule.origin.id for rule in scheme.program.rules] == ["absent", "fire"]

    @pytest.mark.parametrize(
        ("text", "underlined"),
        [
            ("facts: {absences: {type: flag}}", "absences"),
            ("facts: {late: {type: flag}}", "late"),
            ("derived: {twice: {value: 1}}", "twice"),
            ("rules: [{id: absent, when: true, grade: poor}]", "absent"),
            ("checks: [{id: few, require: true, otherwise: warning}]", "few"),
            ("sources: {plan: {title: x}}", "plan"),
        ],
    )
    def test_an_id_that_is_taken(self, text: str, underlined: str, faults: Faults) -> None:
        """An id that the other file has, in whatever section, is a fault."""
        assert faults(f"{text}\n") == [("over.yaml", 5, "repeated-id", underlined)]

    def test_where_it_is_taken_is_shown(self, load: Load) -> None:
        """The message shows the element of the other file, and says what to do."""
        with pytest.raises(partygrade.SchemeError) as caught:
            load("rules:\n  - {id: absent, when: true, grade: poor}\n")
        assert str(caught.value).splitlines() == [
            "over.yaml:6:10: error[repeated-id]: `absent` is already in `base.yaml`: expected an id of its own",
            "   |",
            " 6 |   - {id: absent, when: true, grade: poor}",
            "   |          ^^^^^^",
            "   = help: put it under `change` to change that element",
            "   |",
            "30 |   - {id: absent, when: twice >= limit, at_most: fair, source: 六}",
            "   |          ^^^^^^",
            "   = note: it stands here (base.yaml:30:10)",
            "",
            "1 error",
        ]

    @pytest.mark.parametrize("key", ["facts", "derived", "sources", "rules", "checks", "grades", "parameters", "draws"])
    def test_a_section_of_a_wrong_kind(self, key: str, faults: Faults) -> None:
        """A section that is no mapping or list of its kind is told once."""
        assert faults(f"{key}: 3\n") == [("over.yaml", 5, "wrong-type", "3")]

    @pytest.mark.parametrize("key", ["score", "cohort", "cycle", "staged", "grade_by"])
    def test_what_a_change_cannot_hold(self, key: str, load: Load) -> None:
        """What has ids inside is changed by them."""
        with pytest.raises(partygrade.SchemeError, match=f"unknown key `{key}`\n(.*\n)*.*under `change`, `remove`"):
            load(f"{key}: {{}}\n")

    def test_a_fault_of_shape_in_an_entry_is_told_once(self, faults: Faults) -> None:
        """What is wrong with a new entry is told of the merged scheme alone, in this file."""
        assert faults("facts: {x: {type: flga}}\n") == [("over.yaml", 5, "unknown-option", "flga")]


class TestReplaced:
    """Single settings replace those of the other file."""

    def test_they_replace(self, load: Load) -> None:
        """Title, edition, days and what the bounds are compared with are those of this file, else of the other."""
        scheme = load("edition: 第二版\nband_on: review\nin_force: {from: 2020-01-01}\n")
        assert (scheme.id, scheme.title, scheme.edition) == ("over", "增改办法", "第二版")
        assert scheme.grade({"review": 60, "absences": 1}).grade == "fair"
        assert load("", "partygrade: 1\nscheme: over\nextends: base.yaml\n").title == "原办法"

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("title: 5\n", ("over.yaml", 4, "wrong-type", "5")),
            ("in_force: {from: 2020-13-01}\n", ("over.yaml", 4, "bad-date", "2020-13-01")),
            ("order: [grade]\n", ("over.yaml", 4, "bad-order", "[grade]")),
        ],
    )
    def test_a_fault_is_told_once(self, text: str, found: tuple[str, int, str, str], faults: Faults) -> None:
        """What is wrong with a setting is told once, in this file."""
        assert faults(text, "partygrade: 1\nscheme: over\nextends: base.yaml\n") == [found]

    def test_a_file_needs_an_id_of_its_own(self, faults: Faults) -> None:
        """`partygrade` and `scheme` do not come from the other file."""
        found = faults("", "extends: base.yaml\n")
        assert [(file, code) for file, _, code, _ in found] == [("over.yaml", "missing-key")] * 2


def test_the_other_document_is_not_changed(folder: Path) -> None:
    """Laying a file over a document leaves its data as it was."""
    other = read((folder / "base.yaml").read_text("utf-8"))
    before = repr(other.data)
    change = "remove: [few]\nchange: {good: {from: 1}}\ninsert: {total: [{id: z, points: 1}]}\nparameters: {limit: 5}\n"
    found = lay(read(f"extends: x\n{change}"), other)
    assert repr(found.document.data) != before == repr(other.data)


def test_the_hash_is_that_of_the_merged_scheme(load: Load, folder: Path) -> None:
    """The hash changes with either file, and not with what is written twice."""
    first = load("parameters: {weight: 0.5}\n").hash
    assert load("parameters: {weight: 0.50}\n").hash == first
    assert load("parameters: {weight: {value: 0.5}}\n").hash == first
    assert load("parameters: {weight: 0.6}\n").hash != first
    other = (folder / "base.yaml").read_text("utf-8")
    assert load("parameters: {weight: 0.5}\n", base=other.replace("from: 60", "from: 61")).hash != first


def test_a_damaged_other_file_is_told_and_not_tripped_over(faults: Faults) -> None:
    """Sections of the other file that are no sections are faults of that file."""
    other = "partygrade: 1\nscheme: o\ntitle: o\nfacts: 3\nrules: {}\ngrades: [1, {id: [a]}]\nscore: 5\ncohort: []\n"
    text = "facts: {x: {type: flag}}\nrules: [{id: r, when: true, grade: a}]\ngrades: [{id: b}]\nremove: [x]\n"
    found = faults(text, "partygrade: 1\nscheme: over\nextends: other.yaml\n", other=other)
    assert {("other.yaml", n) for n in (4, 5, 6, 7, 8)} <= {(file, line) for file, line, _, _ in found}
