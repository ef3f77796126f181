"""Tests loading and grading: files, texts, hashes, days, records and cohorts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal, localcontext
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

import partygrade
from partygrade import catalog

TEXT = """partygrade: 1
scheme: small
title: 小办法
edition: 试行
in_force: {from: 2017-06-05, to: 2019-12-31}
parameters:
  limit: {value: 3, source: 三, readings: {4: 从宽}}
facts:
  review: {type: points, label: 评议, max: 100, step: 0.5}
  absences: {type: count, label: 缺席, default: 0}
  hall: {type: flag, label: 有场所, default: true}
  founded: {type: date, label: 成立日, optional: true}
  county: {type: text, label: 县, default: 甲}
score: {id: total, value: review - absences}
grades:
  - {id: good, label: 好, from: 90}
  - {id: fair, label: 一般, from: 60}
  - {id: poor, label: 差}
rules:
  - {id: absent, when: absences >= limit, at_most: fair}
cohort:
  within: [county]
  rank_by: [total desc]
  quotas:
    - {id: few, grades: [good], at_most: 50%}
"""
SCHEME = partygrade.loads(TEXT)


class TestLoad:
    """`load(name_or_path)` and `loads(text)` give a scheme."""

    @pytest.mark.parametrize("name", catalog.names())
    def test_a_shipped_scheme_is_loaded_by_name(self, name: str) -> None:
        """A name gives the shipped scheme of that name, with its title."""
        found = partygrade.load(name)
        assert (found.id, bool(found.title)) == (name, True)

    def test_a_file_is_loaded_by_path(self, tmp_path: Path) -> None:
        """A path gives the scheme of that file, as text or as a path."""
        path = tmp_path / "mine.yaml"
        path.write_text(TEXT, encoding="utf-8")
        assert partygrade.load(path).hash == partygrade.load(str(path)).hash == SCHEME.hash

    def test_a_path_goes_before_a_name(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A `Path` is a file, though a shipped scheme has its name."""
        monkeypatch.chdir(tmp_path)
        with pytest.raises(partygrade.SchemeError) as caught:
            partygrade.load(Path("township-four-level"))
        assert caught.value.diagnostics[0].code == "no-scheme"

    def test_what_is_neither_comes_with_a_suggestion(self) -> None:
        """A slip of the pen in a name is recognised."""
        with pytest.raises(partygrade.SchemeError) as caught:
            partygrade.load("township-four-levels")
        assert caught.value.diagnostics[0].message() == (
            "`township-four-levels` is neither a shipped scheme nor a file that can be read; "
            "did you mean `township-four-level`?"
        )

    def test_a_file_that_is_not_utf_8_is_refused(self, tmp_path: Path) -> None:
        """Text in another encoding is no scheme."""
        path = tmp_path / "mine.yaml"
        path.write_bytes(TEXT.encode("gb18030"))
        with pytest.raises(partygrade.SchemeError, match="is not UTF-8 text"):
            partygrade.load(path)

    def test_a_byte_order_mark_does_no_harm(self, tmp_path: Path) -> None:
        """A file that begins with a byte order mark is read like any other."""
        path = tmp_path / "mine.yaml"
        path.write_text(TEXT, encoding="utf-8-sig")
        assert partygrade.load(path).hash == SCHEME.hash

    def test_faults_name_the_file(self, tmp_path: Path) -> None:
        """The text of the exception begins with the file's name, the line and the column."""
        path = tmp_path / "mine.yaml"
        path.write_text(TEXT.replace("absences >= limit", "absense >= limit"), encoding="utf-8")
        with pytest.raises(partygrade.SchemeError) as caught:
            partygrade.load(path)
        assert re.search(r"mine\.yaml:20:\d+: error\[unknown-name\]", str(caught.value))

    def test_a_file_that_extends_another_is_read_from_its_own_folder(self, tmp_path: Path) -> None:
        """What it extends starts from where the file is, and the files are named in their order."""
        (tmp_path / "base.yaml").write_text(TEXT, encoding="utf-8")
        path = tmp_path / "mine.yaml"
        path.write_text("partygrade: 1\nscheme: mine\nextends: base.yaml\nparameters: {limit: 4}\n", encoding="utf-8")
        scheme = partygrade.load(path)
        assert (scheme.id, scheme.title, scheme.files) == ("mine", "小办法", (str(path), str(tmp_path / "base.yaml")))
        assert scheme.grade({"review": 95, "absences": 3}).grade == "good"
        assert scheme.with_parameters(limit=3).grade({"review": 95, "absences": 3}).grade == "fair"

    def test_a_text_extends_from_the_working_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A text has no folder; a shipped scheme needs none."""
        monkeypatch.chdir(tmp_path)
        (tmp_path / "base.yaml").write_text(TEXT, encoding="utf-8")
        assert partygrade.loads("partygrade: 1\nscheme: mine\nextends: base.yaml\n").grades == SCHEME.grades
        text = "partygrade: 1\nscheme: mine\nextends: township-four-level\n"
        assert partygrade.loads(text).grades == partygrade.load("township-four-level").grades

    def test_a_scheme_of_the_gallery_is_loaded_by_name(self) -> None:
        """The schemes of the gallery have names too, and a slip of the pen in one is recognised."""
        name = catalog.gallery()[0]
        assert partygrade.load(name).id == name
        with pytest.raises(partygrade.SchemeError, match=f"did you mean `{name}`"):
            partygrade.load(f"{name}s")

    def test_a_scheme_says_what_it_is(self) -> None:
        """A scheme has its id, title and edition, its grades best first, and a short form."""
        assert (SCHEME.id, SCHEME.title, SCHEME.edition) == ("small", "小办法", "试行")
        assert SCHEME.grades == ("good", "fair", "poor")
        assert repr(SCHEME) == f"<Scheme small {SCHEME.hash}>"


class TestHash:
    """Every result has a stable hash of the scheme's content."""

    @pytest.mark.parametrize(
        "same",
        [
            "# a remark\n" + TEXT,
            TEXT.replace("{id: good, label: 好, from: 90}", "{from: 90, label: 好, id: good}"),
            TEXT.replace("{id: good, label: 好, from: 90}", "\n    id: good\n    label: '好'\n    from: 90.0"),
            TEXT.replace("max: 100", "max: 100.00"),
            TEXT.replace("title: 小办法\nedition: 试行\n", "edition: 试行\ntitle: 小办法\n"),
            TEXT.replace("\n", "\r\n"),
            TEXT.replace("default: true", "default: True"),
        ],
    )
    def test_it_is_stable_under_reformatting(self, same: str) -> None:
        """Comments, quotes, styles, breaks, the order of keys and the spelling of figures do not matter."""
        assert partygrade.loads(same).hash == SCHEME.hash

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("from: 90", "from: 91"),
            ("小办法", "大办法"),
            ("absences >= limit", "absences > limit"),
            ("value: 3", "value: 2"),
            ("从宽", "放宽"),
            ("max: 100", "max: 99"),
            ("default: true", "default: false"),
            (
                "  - {id: good, label: 好, from: 90}\n  - {id: fair",
                "  - {id: top, from: 95}\n  - {id: good, from: 90}\n  - {id: fair",
            ),
        ],
    )
    def test_it_changes_with_the_content(self, old: str, new: str) -> None:
        """A figure, a word, a formula or an entry changes the hash."""
        assert partygrade.loads(TEXT.replace(old, new)).hash != SCHEME.hash

    def test_it_changes_with_a_setting(self) -> None:
        """Every reading has a hash of its own, the same for every spelling of a setting's text."""
        other = SCHEME.with_parameters(limit=4)
        assert other.hash != SCHEME.hash
        assert other.hash == SCHEME.with_parameters(limit="4").hash
        assert other.hash == SCHEME.with_parameters(limit=3).with_parameters(limit=4).hash

    def test_text_and_figure_differ(self) -> None:
        """The text `100` is no figure."""
        assert partygrade.loads(TEXT + "note: '100'\n").hash != partygrade.loads(TEXT + "note: 1.00e\n").hash

    def test_it_stands_in_every_result(self) -> None:
        """A result and that of a cohort name the scheme by its hash, sixteen hexadecimal digits."""
        assert re.fullmatch("[0-9a-f]{16}", SCHEME.hash)
        assert SCHEME.grade({"review": 90}).to_dict()["scheme"]["hash"] == SCHEME.hash
        assert SCHEME.grade_cohort([]).to_dict()["scheme"]["hash"] == SCHEME.hash


class TestInForce:
    """Grading as of a day outside is an error; the day is given by the caller, or not checked."""

    @pytest.mark.parametrize("day", [date(2017, 6, 5), date(2019, 12, 31), date(2018, 1, 1), None])
    def test_both_ends_are_inclusive(self, day: date | None) -> None:
        """On the first day and on the last the scheme is in force; without a day nothing is checked."""
        assert SCHEME.grade({"review": 90}, as_of=day).grade == "good"
        assert len(SCHEME.grade_cohort([{"review": 90}], as_of=day)) == 1

    @pytest.mark.parametrize("day", [date(2017, 6, 4), date(2020, 1, 1)])
    def test_outside_is_an_error(self, day: date) -> None:
        """The day before the first and the day after the last are refused, at the key `in_force`."""
        for grade in (lambda: SCHEME.grade({"review": 90}, as_of=day), lambda: SCHEME.grade_cohort([], as_of=day)):
            with pytest.raises(partygrade.SchemeError) as caught:
                grade()
            assert [fault.code for fault in caught.value.diagnostics] == ["not-in-force"]
            assert f"not in force on {day}" in str(caught.value)

    @pytest.mark.parametrize("span", ["", "in_force: {}\n", "in_force: {from: 2017-06-05}\n"])
    def test_an_open_end_is_no_end(self, span: str) -> None:
        """Without a last day the scheme stays in force."""
        found = partygrade.loads(TEXT.replace("in_force: {from: 2017-06-05, to: 2019-12-31}\n", span))
        assert found.grade({"review": 90}, as_of=date(2099, 1, 1)).grade == "good"


class Facts(BaseModel):
    """A record of one's own."""

    name: str = "一号支部"
    review: Decimal
    absences: int = 0
    founded: date | None = None


class TestRecords:
    """A record is a mapping of fact ids to values, or a pydantic model."""

    def test_a_pydantic_model_is_a_record(self) -> None:
        """A model is graded as the mapping of its fields, with its name."""
        found = SCHEME.grade(Facts(review=Decimal("89.5"), absences=1))
        assert (found.score, found.name) == (Decimal("88.5"), "一号支部")

    @pytest.mark.parametrize(
        "record",
        [
            {"id": "b1", "review": 90},
            MappingProxyType({"id": "b1", "review": 90}),
        ],
        ids=["dict", "mapping"],
    )
    def test_a_mapping_of_any_kind_is_a_record(self, record: object) -> None:
        """A mapping is graded alike whatever its class, one by one and in a cohort."""
        assert (SCHEME.grade(record).score, SCHEME.grade(record).id) == (90, "b1")
        assert [one.id for one in SCHEME.grade_cohort([record]).gradings] == ["b1"]

    @pytest.mark.parametrize("record", [None, 3, "text", [("review", 90)]])
    def test_anything_else_is_a_mistake_of_the_program(self, record: object) -> None:
        """What has no keys is no record."""
        with pytest.raises(TypeError, match="a record is a mapping"):
            SCHEME.grade(record)

    @pytest.mark.parametrize("value", [90, 90.0, "90", "90.0", " 90 ", Decimal(90), Decimal("9E+1"), "+90", "090"])
    def test_a_number_has_many_spellings(self, value: object) -> None:
        """An int, a decimal, a float and decimal text of the same number are the same fact."""
        assert SCHEME.grade({"review": value}).facts["review"] == "90"

    @given(st.integers(0, 200).map(lambda half: half / 2))
    def test_a_float_is_read_by_its_shortest_decimal_form(self, value: float) -> None:
        """A float is the decimal that it prints as."""
        assert SCHEME.grade({"review": value}).score == Decimal(repr(value))

    def test_a_float_that_prints_with_more_decimals_is_an_error(self) -> None:
        """0.1 + 0.2 prints as 0.30000000000000004, and is refused; 0.3 is not."""
        text = (
            "partygrade: 1\nscheme: s\ntitle: t\nfacts: {x: {type: number, max: 1, decimals: 1}}\nscore: {value: x}\n"
        )
        scheme = partygrade.loads(text)
        assert scheme.grade({"x": 0.3}).score == Decimal("0.3")
        with pytest.raises(partygrade.FactsError) as caught:
            scheme.grade({"x": 0.1 + 0.2})
        assert caught.value.diagnostics[0].code == "too-many-decimals"

    def test_every_fault_of_a_record_is_told(self) -> None:
        """A record with several faults reports all of them, each with the fact's label and id."""
        record = {"review": 100.5, "absences": -1, "hall": "maybe", "founded": "soon", "revew": 3}
        with pytest.raises(partygrade.FactsError) as caught:
            SCHEME.grade(record)
        assert {(fault.fact, fault.label, fault.code) for fault in caught.value.diagnostics} == {
            ("review", "评议", "out-of-range"),
            ("absences", "缺席", "out-of-range"),
            ("hall", "有场所", "not-a-flag"),
            ("founded", "成立日", "bad-date"),
            ("revew", "revew", "unknown-fact"),
        }
        assert SCHEME.faults(record) == caught.value.diagnostics

    def test_the_order_of_keys_does_not_matter(self) -> None:
        """A record graded backwards has the same result."""
        record = {"review": 90, "absences": 3, "hall": False, "county": "乙"}
        backwards = dict(reversed(record.items()))
        assert SCHEME.grade(record).to_dict() == SCHEME.grade(backwards).to_dict()

    def test_grading_one_applies_no_quota(self) -> None:
        """Without a cohort the final grade is the own grade."""
        found = SCHEME.grade({"review": 95})
        assert (found.own_grade, found.grade, found.place) == ("good", "good", None)

    def test_a_scheme_may_be_shared_among_threads(self) -> None:
        """Many threads that grade by one fresh scheme get the same results as one."""
        scheme = partygrade.loads(TEXT)
        records: list[Mapping[str, object]] = [{"review": n % 201 / 2, "absences": n % 7} for n in range(400)]
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda record: scheme.grade(record).score, records))
        assert found == [SCHEME.grade(record).score for record in records]


class TestCohorts:
    """`grade_cohort` keeps the order of the input, and loses nothing."""

    ROWS = ({"id": "a", "review": 91}, {"id": "b", "review": 101}, {"id": "c", "review": 95}, {"name": "d", "revew": 1})

    def test_bad_rows_come_back_with_their_faults(self) -> None:
        """With `collect`, good rows are graded and bad rows are listed, both with their numbers."""
        found = SCHEME.grade_cohort(self.ROWS, on_error="collect")
        assert [(one.id, one.row, one.grade) for one in found.gradings] == [("a", 0, "fair"), ("c", 2, "good")]
        assert [(bad.row, bad.id, bad.name) for bad in found.faults] == [(1, "b", None), (3, None, "d")]
        assert [len(bad.diagnostics) for bad in found.faults] == [1, 2]

    def test_by_default_bad_rows_are_an_error(self) -> None:
        """Every fault of every row is told, with the row and the organisation."""
        with pytest.raises(partygrade.FactsError) as caught:
            SCHEME.grade_cohort(self.ROWS)
        assert [(fault.row, fault.key, fault.fact) for fault in caught.value.diagnostics] == [
            (1, "b", "review"),
            (3, "d", "revew"),
            (3, "d", "review"),
        ]

    def test_a_repeated_id_is_a_fault(self) -> None:
        """Two rows of one id cannot be told apart: the second is refused, with whatever else is wrong in it."""
        rows = [{"id": "a", "review": 91}, {"id": "a", "review": 92}, {"id": "a", "review": 101}]
        found = SCHEME.grade_cohort(rows, on_error="collect")
        assert [one.row for one in found.gradings] == [0]
        codes = [sorted(fault.code for fault in bad.diagnostics) for bad in found.faults]
        assert codes == [["repeated-id"], ["out-of-range", "repeated-id"]]

    def test_a_number_may_be_an_id(self) -> None:
        """An id that is a number is kept as text."""
        assert [one.id for one in SCHEME.grade_cohort([{"id": 7, "review": 91}]).gradings] == ["7"]

    def test_without_a_key_there_are_no_places(self) -> None:
        """Nobody stands before anybody."""
        grades = "grades: [{id: good, from: 60}, {id: poor}]\n"
        for cohort in ("{within: [county]}", "{rank_by: [bonus]}"):
            found = self.ranked(f"{grades}parameters: {{bonus: {{value: 1, source: 一}}}}\ncohort: {cohort}\n")
            assert [grading.place for grading in found] == [None] * 4

    def test_a_scheme_without_grades_ranks_too(self) -> None:
        """In each county; who ties shares a place, and who is not valid has none."""
        ranking = "cohort: {within: [county], rank_by: [total]}\n"
        assert [grading.place for grading in self.ranked(ranking)] == [2, 1, 1, 2]
        check = "checks: [{id: enough, require: total >= 70, otherwise: invalid}]\n"
        found = self.ranked(ranking + check)
        assert [(grading.place, grading.grade) for grading in found] == [
            (None, None),
            (1, None),
            (1, None),
            (None, None),
        ]

    def ranked(self, more: str) -> tuple[partygrade.Grading, ...]:
        text = "partygrade: 1\nscheme: s\ntitle: s\nfacts: {county: {type: text}}\nscore: {id: total, points: 100}\n"
        rows = [("东", 60), ("东", 80), ("西", 90), ("东", 60)]
        records = [{"county": county, "total": total} for county, total in rows]
        return partygrade.loads(text + more).grade_cohort(records).gradings

    def test_a_generator_of_records_is_enough(self) -> None:
        """Records may come one by one."""
        assert len(SCHEME.grade_cohort({"review": n} for n in range(5))) == 5

    def test_no_records_are_a_cohort_too(self) -> None:
        """Nobody to grade is no error."""
        found = SCHEME.grade_cohort([])
        assert (len(found), found.faults, found.quotas) == (0, (), ())


class TestCompareReadings:
    """`compare_readings` grades the cohort under every other reading, one at a time."""

    def test_it_says_what_changes_and_for_whom(self) -> None:
        """An effect names the reading, its meaning, and score and grade before and after."""
        records = [{"id": "a", "review": 95, "absences": 3}, {"id": "b", "review": 95}, {"id": "x", "review": 195}]
        records += [{"id": "c", "review": 10}, {"id": "d", "review": 10}]
        (effect,) = SCHEME.compare_readings(records)
        assert (effect.parameter, effect.value, effect.why) == ("limit", "4", "从宽")
        # x is faulty and left out; of the four others two may be good, and a has 92 points.
        (change,) = effect.changes
        assert (change.row, change.id, change.name) == (0, "a", None)
        assert (change.score, change.grade) == ((Decimal(92), Decimal(92)), ("fair", "good"))

    def test_the_default_is_compared_with_too(self) -> None:
        """With another reading in force, the value of the file is one of the others."""
        effects = SCHEME.with_parameters(limit=4).compare_readings([{"review": 95, "absences": 3}])
        assert [(effect.parameter, effect.value) for effect in effects] == [("limit", "3")]


@pytest.mark.parametrize("value", [10**5000, -(10**5000), Decimal("1E+29")], ids=["huge", "below", "decimal"])
def test_a_huge_number_is_out_of_range(value: int | Decimal) -> None:
    """A number that Python would not even print is a fault like any other."""
    with pytest.raises(partygrade.FactsError) as error:
        SCHEME.grade({"review": value})
    assert [fault.code for fault in error.value.diagnostics] == ["out-of-range"]


def test_the_context_of_decimals_never_matters() -> None:
    """A caller who works with two digits gets the same hash, score and account as everybody else."""
    record = {"review": "95.5", "absences": 2}
    with localcontext(prec=2):
        found = partygrade.loads(TEXT.replace("value: review - absences", "value: review / 64 * 64 - absences"))
        narrow = (found.hash, found.grade(record).score, found.grade(record).to_dict())
    wide = partygrade.loads(TEXT.replace("value: review - absences", "value: review / 64 * 64 - absences"))
    assert narrow == (wide.hash, Decimal("93.5"), wide.grade(record).to_dict())


@pytest.mark.parametrize(
    "body",
    [
        "grades: [{id: a, form: 70}, {id: b}]\nscore: {id: t, points: 100}",
        "score: {id: t, sum: [{id: a, point: 50}, {id: b, points: 50}]}",
    ],
)
def test_a_slip_in_a_key_makes_one_message(body: str) -> None:
    """What the element lacks without the key is not said as well."""
    with pytest.raises(partygrade.SchemeError) as caught:
        partygrade.loads(f"partygrade: 1\nscheme: s\ntitle: t\n{body}\n")
    assert [fault.code for fault in caught.value.diagnostics] == ["unknown-key"]
