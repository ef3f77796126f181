"""Golden cases: every case beside a scheme holds, and a case that is wrong is found out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from partygrade import FactsError, Scheme, SchemeError, load, loads, scheme_names
from partygrade.cases import Case, read_cases, run
from partygrade.catalog import find, gallery

PATHS = {name: path for name in [*scheme_names(), *gallery()] if (path := find(name))}
FILES = {
    name: read_cases(beside) for name, path in PATHS.items() if (beside := path.with_suffix(".cases.yaml")).is_file()
}
SCHEMES: dict[str, Scheme] = {}
ALL = [pytest.param(name, case, id=f"{name}: {case.name}") for name, found in FILES.items() for case in found.cases]


def scheme(name: str) -> Scheme:
    if name not in SCHEMES:
        SCHEMES[name] = load(name)
    return SCHEMES[name]


@pytest.mark.parametrize(("name", "case"), ALL)
def test_a_golden_case_holds(name: str, case: Case) -> None:
    """What was worked out by hand comes out."""
    found = run(scheme(name), case)
    assert not found, "\n".join([f"{name}.cases.yaml, line {case.line}: {case.name}", *map(str, found)])


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_cases_belongs_to_its_scheme(name: str) -> None:
    """The file says which scheme it is about, and no two of its cases have one name."""
    names = [case.name for case in FILES[name].cases]
    assert FILES[name].scheme == name
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", FILES)
def test_every_reading_is_set_by_a_case(name: str) -> None:
    """Each of the other readings of a scheme decides a case."""
    tried = {(key, str(value).lower()) for case in FILES[name].cases for key, value in case.settings.items()}
    wanted = {(r["id"], value) for r in scheme(name).readings for value in r["others"]}
    assert {(key, value.rstrip("%")) for key, value in wanted} <= {(key, value.rstrip("%")) for key, value in tried}


# Cases that are wrong.

FACTS = {"party_building": 90, "role": 85, "public_rating": 80}
RIGHT: dict[str, Any] = {
    "score": 86,
    "band": "advanced",
    "own_grade": "advanced",
    "grade": "advanced",
    "fired": [],
    "failed_checks": [],
    "not_graded": False,
    "nodes": {"role": 85},
    "faults": [],
}
WRONG: dict[str, Any] = {
    "score": 85.9,
    "band": "general",
    "own_grade": None,
    "grade": "backward",
    "fired": ["committee_general"],
    "failed_checks": ["decision_agrees"],
    "not_graded": True,
    "nodes": {"role": 84},
    "faults": ["role"],
}


@pytest.mark.parametrize("key", RIGHT)
def test_a_right_expectation_of_one_record_passes(key: str) -> None:
    """Nothing differs."""
    assert run(scheme("three-tier-weighted"), Case("right", 1, facts=FACTS, expect={key: RIGHT[key]})) == []


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_expectation_of_one_record_is_found(key: str) -> None:
    """The difference names the key, what is expected, and what came out."""
    found = run(scheme("three-tier-weighted"), Case("wrong", 1, facts=FACTS, expect={key: WRONG[key]}))
    assert [difference.what.split()[0] for difference in found] == ["node" if key == "nodes" else key]
    assert "expected" in str(found[0])


TOWNSHIP = {"work_plan": 10, "work_rules": 10, "premises": 10, "support": 10, "results": 25, "public_opinion": 15}
TOWNSHIP_ROWS = tuple({"id": f"o{n}", "leader": 20 - n, **TOWNSHIP} for n in range(5))
RIGHT_ROWS: dict[str, Any] = {
    "grades": {"o0": "good", "o1": "fair", "o4": "poor"},
    "own_grades": {"o4": "good"},
    "scores": {"o0": 100},
    "places": {"o1": 2},
    "quotas": {"few_good": {"limit": 1, "before": 5, "after": 1, "met": True}},
}
WRONG_ROWS: dict[str, Any] = {
    "grades": {"o1": "good"},
    "own_grades": {"o4": "poor"},
    "scores": {"o0": 99},
    "places": {"o1": 1},
    "quotas": {"few_good": {"limit": 2}},
}


@pytest.mark.parametrize("key", RIGHT_ROWS)
def test_a_right_expectation_of_a_cohort_passes(key: str) -> None:
    """Nothing differs."""
    case = Case("right", 1, records=TOWNSHIP_ROWS, expect={key: RIGHT_ROWS[key]})
    assert run(scheme("township-four-level"), case) == []


@pytest.mark.parametrize("key", WRONG_ROWS)
def test_a_wrong_expectation_of_a_cohort_is_found(key: str) -> None:
    """One difference, whichever key it is."""
    case = Case("wrong", 1, records=TOWNSHIP_ROWS, expect={key: WRONG_ROWS[key]})
    assert len(run(scheme("township-four-level"), case)) == 1


@pytest.mark.parametrize("key", ["grades", "own_grades", "scores", "places"])
def test_an_unknown_organisation_is_a_difference(key: str) -> None:
    """A slip in an id is not passed over."""
    found = run(scheme("township-four-level"), Case("slip", 1, records=TOWNSHIP_ROWS, expect={key: {"o9": 1}}))
    assert "no such organisation" in str(found[0])


def test_an_unknown_quota_is_a_difference() -> None:
    """A slip in the id of a quota is not passed over."""
    case = Case("slip", 1, records=TOWNSHIP_ROWS, expect={"quotas": {"many_good": {"limit": 1}}})
    assert "no such quota" in str(run(scheme("township-four-level"), case)[0])


def test_expected_faults_are_those_of_the_facts() -> None:
    """`faults` names the facts, in any order."""
    facts = {"party_building": 101, "role": "much"}
    case = Case("faults", 1, facts=facts, expect={"faults": ["role", "public_rating", "party_building"]})
    assert run(scheme("three-tier-weighted"), case) == []


def test_a_fault_that_nobody_expects_is_a_difference() -> None:
    """A record that cannot be graded does not pass for want of expectations."""
    found = run(scheme("three-tier-weighted"), Case("faults", 1, facts={"role": 1}, expect={"score": 1}))
    assert [difference.what for difference in found] == ["faults"]


def test_a_fault_in_a_cohort_is_an_error() -> None:
    """With the row and the fact; only a case of one record can expect faults."""
    rows = ({"id": "a", "leader": 99, **TOWNSHIP},)
    with pytest.raises(FactsError) as caught:
        run(scheme("township-four-level"), Case("faults", 1, records=rows, expect={"grades": {"a": "good"}}))
    assert [(fault.row, fault.key, fault.fact) for fault in caught.value.diagnostics] == [(0, "a", "leader")]


def test_a_bad_setting_is_named_by_its_code() -> None:
    """A setting outside of its range can be expected."""
    case = Case("range", 1, settings={"base_weight": "0.6"}, expect={"faults": ["out-of-range"]})
    assert run(scheme("wendian-five-star"), case) == []


DATED = """\
partygrade: 1
scheme: dated
title: 例
facts:
  fines: {type: events, fields: {day: {type: date}}}
  judges: {type: panel, max: 10, step: 0.5, at_least: 0}
score: {id: total, value: "10 - count(fines, days(day, as_of) < 365) + mean(judges, digits=1, empty=0)"}
"""
DAY = date(2020, 6, 30)
FINES = {"fines": [{"day": "2020-01-01"}, {"day": "2018-01-01"}], "judges": "9 9.5"}


def test_a_case_is_graded_as_of_its_day() -> None:
    """Events and panels are read as in a record: 10 less one fine of the year, and 9.25 rounded, 9.3."""
    assert run(loads(DATED), Case("dated", 1, facts=FINES, expect={"score": Decimal("18.3")}, as_of=DAY)) == []
    rows = ({"id": "a", **FINES}, {"id": "b"})
    assert run(loads(DATED), Case("dated", 1, records=rows, expect={"scores": {"b": 10}}, as_of=DAY)) == []


def test_a_case_without_the_day_that_its_scheme_needs() -> None:
    """The fault is told by its code, and may be expected."""
    assert [str(d) for d in run(loads(DATED), Case("dated", 1, facts=FINES, expect={"score": 9}))] == [
        "faults: expected [], got [needs-day]"
    ]
    assert run(loads(DATED), Case("dated", 1, facts=FINES, expect={"faults": ["needs-day"]})) == []
    assert len(run(loads(DATED), Case("dated", 1, records=(FINES,), expect={}))) == 1


def test_a_scheme_that_compares_organisations_grades_records_only() -> None:
    """A case of a single record differs, and says why."""
    scheme = loads("partygrade: 1\nscheme: s\ntitle: t\nscore: {id: total, value: 10 - cohort_count()}\n")
    assert [d.got for d in run(scheme, Case("alone", 1, expect={"score": 9}))] == ["[needs-cohort]"]
    assert run(scheme, Case("together", 1, records=({"id": "a"}, {"id": "b"}), expect={"scores": {"a": 8}})) == []


def test_a_fault_of_an_event_is_named_with_its_number() -> None:
    """A case may expect the fault of a field of the second event."""
    facts = {"fines": [{"day": "2020-01-01"}, {"day": "2020-13-01"}]}
    assert run(loads(DATED), Case("faulty", 1, facts=facts, expect={"faults": ["fines[2].day"]}, as_of=DAY)) == []


# Files that are wrong.


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "some.cases.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_case_takes_the_base_and_puts_its_own_facts_over_it(tmp_path: Path) -> None:
    """`null` takes a fact of the base away; the line is where the case starts."""
    text = (
        "scheme: some\nbase: {a: 1, b: 2}\ncases:\n  - case: one\n    facts: {b: null, c: 3}\n    expect: {score: 4}\n"
    )
    assert read_cases(written(tmp_path, text)).cases == (Case("one", 4, {}, {"a": 1, "c": 3}, None, {"score": 4}),)


def test_a_day_of_the_file_holds_where_a_case_has_none(tmp_path: Path) -> None:
    """`as_of` is a day, of the file or of the case; a case that expects nothing is a case too."""
    text = (
        "scheme: some\nas_of: 2020-06-30\ncases:\n  - {case: one, expect: null}\n"
        '  - {case: two, as_of: "2021-01-31", expect: {}}\n'
    )
    found = read_cases(written(tmp_path, text)).cases
    assert [(case.as_of, case.expect) for case in found] == [(date(2020, 6, 30), {}), (date(2021, 1, 31), {})]


def test_a_list_over_the_base_replaces_the_list_of_the_base(tmp_path: Path) -> None:
    """Events and panels are facts like any other: nothing is merged inside of them."""
    text = (
        "scheme: some\nbase: {judges: [9, 8.5], fines: [{day: 2020-01-31}]}\ncases:\n"
        "  - {case: one, facts: {fines: []}, expect: {}}\n"
    )
    assert read_cases(written(tmp_path, text)).cases[0].facts == {"judges": [9, Decimal("8.5")], "fines": []}


def test_records_that_are_null_are_none(tmp_path: Path) -> None:
    """The case is one of a single record."""
    text = "scheme: some\ncases:\n  - {case: one, records: null, expect: {grade: good}}\n"
    assert read_cases(written(tmp_path, text)).cases[0].records is None


def test_records_stand_over_the_base_too(tmp_path: Path) -> None:
    """Each record of a case starts from the base."""
    text = "scheme: some\nbase: {a: 1}\ncases:\n  - {case: one, records: [{id: x}, {a: 2}], expect: {}}\n"
    assert read_cases(written(tmp_path, text)).cases[0].records == ({"a": 1, "id": "x"}, {"a": 2})


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("cases: []", {"missing-key"}),
        ("scheme: some", {"missing-key"}),
        ("- 1", {"not-a-mapping", "wrong-type"}),
        ("scheme: some\ncase: []\ncases: []", {"unknown-key"}),
        ("scheme: some\ncases: none", {"wrong-type"}),
        ("scheme: some\nbase: 5\ncases: []", {"wrong-type"}),
        ("scheme: some\ncases: [1]", {"wrong-type"}),
        ("scheme: some\ncases: [{case: a}]", {"missing-key"}),
        ("scheme: some\ncases: [{expect: {}}]", {"missing-key"}),
        ("scheme: some\ncases: [{case: a, expect: 5}]", {"wrong-type"}),
        ("scheme: some\ncases: [{case: a, facts: 5, expect: {}}]", {"wrong-type"}),
        ("scheme: some\ncases: [{case: a, set: 5, expect: {}}]", {"wrong-type"}),
        ("scheme: some\ncases: [{case: a, records: 5, expect: {}}]", {"wrong-type"}),
        ("scheme: some\ncases: [{case: a, records: [5], expect: {}}]", {"wrong-type"}),
        ("scheme: some\nas_of: 2020-02-30\ncases: []", {"bad-date"}),
        ("scheme: some\nas_of: 2020\ncases: []", {"bad-date"}),
        ("scheme: some\ncases: [{case: a, as_of: [], expect: {}}]", {"bad-date"}),
        ("scheme: some\ncases: [{case: a, expect: {grades: {a: good}}}]", {"unknown-key"}),
        ("scheme: some\ncases: [{case: a, records: [], expect: {grade: good}}]", {"unknown-key"}),
        ("scheme: some\ncases: [{case: a, expect: {nodes: null}}]", {"wrong-type"}),
        ("scheme: some\ncases: [{case: a, expect: {derived: [1]}}]", {"wrong-type"}),
        ("scheme: some\ncases: [{case: a, records: [], expect: {fired: [rule]}}]", {"wrong-type"}),
        ("scheme: some\ncases: [{case: a, records: [], expect: {fired: {a: rule}}}]", {"wrong-type"}),
        ("scheme: some\ncases: [{case: a, records: [], expect: {movement: {good: 1}}}]", {"wrong-type"}),
        ("scheme: some\ncases: [{case: a, expect: {nodes: 5}}]", {"wrong-type"}),
        ("scheme: some\ncases: [{case: a, expect: {fired: some_rule}}]", {"wrong-type"}),
        ("scheme: some\ncases: [{case: a, records: [], expect: {quotas: {few: 5}}}]", {"wrong-type"}),
        ("scheme: some\ncases: [{case: a, expect: {scor: 5}}]", {"unknown-key"}),
        ("scheme: some\ncases: [{case: a, records: [], expect: {score: 5}}]", {"unknown-key"}),
        ("scheme: some\ncases: [{case: yes, expect: {}}]", {"yaml-trap"}),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str, codes: set[str]) -> None:
    """With a fault that says what is wrong, and never with an accident."""
    with pytest.raises(SchemeError) as caught:
        read_cases(written(tmp_path, text))
    assert {fault.code for fault in caught.value.diagnostics} & codes


def test_a_fault_of_a_file_shows_its_line(tmp_path: Path) -> None:
    """With a suggestion, and the line of the file."""
    with pytest.raises(SchemeError) as caught:
        read_cases(written(tmp_path, "scheme: some\ncases:\n  - {case: a, expect: {scor: 5}}\n"))
    assert str(caught.value) == (
        "some.cases.yaml:3:24: error[unknown-key]: unknown key `scor`\n"
        "  |\n"
        "3 |   - {case: a, expect: {scor: 5}}\n"
        "  |                        ^^^^\n"
        "  = help: did you mean `score`?\n"
        "\n"
        "1 error"
    )


def test_cases_in_another_encoding_are_a_fault(tmp_path: Path) -> None:
    """A file of cases that is not UTF-8 is told as one, and nothing breaks."""
    path = tmp_path / "small.cases.yaml"
    path.write_bytes("scheme: small\ncases: [{case: 正好, expect: {}}]\n".encode("gb18030"))
    with pytest.raises(SchemeError, match="is not UTF-8 text; save the file"):
        read_cases(path)
