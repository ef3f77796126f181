"""Tests the check of clauses and of readings that no case decides."""

from __future__ import annotations

from pathlib import Path

import pytest

import partygrade
from partygrade import catalog
from partygrade.cases import Case, Cases
from partygrade.check import Subject
from partygrade.check.origin import check
from partygrade.diagnostics import Diagnostic

HEAD = """
partygrade: 1
scheme: some
title: 例
facts: {satisfaction: {type: percent}, late: {type: count}}
"""
ONE = "sources: {plan: {title: 方案}}\n"
TWO = "sources: {plan: {title: 方案}, m40: {title: 办法}}\n"
SCORE = "score: {id: total, points: 100}\n"


def findings(text: str, cases: Cases | None = None) -> list[Diagnostic]:
    return list(check(Subject(partygrade.loads(HEAD + text), cases)))


def places(text: str, cases: Cases | None = None) -> list[str]:
    return [str(one.place) for one in findings(text, cases)]


def grades(*sources: str | None) -> str:
    """Give a ladder with a clause on each grade, or none."""
    bounds = [f"from: {90 - 10 * n}" for n in range(len(sources))]
    lines = [
        f"  - {{id: g{n}, {bound}{'' if source is None else f', source: {source}'}}}\n"
        for n, (bound, source) in enumerate(zip(bounds, sources, strict=True))
    ]
    return f"grades:\n{''.join(lines)}  - {{id: last}}\n"


def test_one_entry_without_a_clause_among_several_with_one_is_found() -> None:
    """Its id is underlined."""
    assert places(ONE + SCORE + grades("三", "三", "三", None)) == ["grades[4].id"]


@pytest.mark.parametrize("sources", [("三", None), ("三", "三", None, None), (None, None, None), ("三", "三", "三")])
def test_where_clauses_are_not_the_rule_none_is_missed(sources: tuple[str | None, ...]) -> None:
    """Three times as many must name theirs."""
    assert places(ONE + SCORE + grades(*sources)) == []


def test_a_file_without_documents_names_no_clauses() -> None:
    """There is nothing to name."""
    assert places(SCORE + grades("三", "三", "三", None)) == []


def test_an_entry_without_a_figure_needs_no_clause() -> None:
    """The last grade has none, and a name is no figure."""
    rules = "".join(f"  - {{id: r{n}, when: late > {n}, at_most: last, source: 四}}\n" for n in range(3))
    named = "  - {id: named, when: satisfaction > limit, at_most: last}\n"
    parameter = "parameters: {limit: {value: 50, source: 三}}\n"
    assert places(ONE + SCORE + parameter + grades("三", "三") + "rules:\n" + rules + named) == []


def test_the_clause_of_a_node_is_that_of_everything_in_it() -> None:
    """Children inherit it."""
    children = ", ".join(f"{{id: s{n}, points: 20, source: 三}}" for n in range(3))
    text = "score: {{id: total, {}sum: [{}, {{id: s9, points: 40}}]}}\n"
    assert places(ONE + text.format("", children)) == ["score.sum[4].id"]
    assert places(ONE + text.format("source: 三, ", children)) == []


def test_lines_are_entries_too() -> None:
    """One without an id is underlined whole."""
    lines = ", ".join("{each: late, points: 1, source: 三}" for _ in range(3))
    text = f"score: {{id: total, points: 100, deduct: [{lines}, {{each: late, points: 2}}]}}\n"
    assert places(ONE + text) == ["score.deduct[4]"]


@pytest.mark.parametrize(
    "clause", ["plan", "plan 三(一)", "m40第十八条", "plan 三；m40 四", "plan 三、四", "plan 三；四"]
)
def test_a_clause_begins_with_its_document(clause: str) -> None:
    """Behind a semicolon it may go on with the same document."""
    assert places(TWO + SCORE + f"checks: [{{id: c, require: late < 9, otherwise: warning, source: {clause}}}]") == []


@pytest.mark.parametrize(("clause", "word"), [("三(一)", "三(一)"), ("m401条", "m401条"), ("plan 三；plam 四", "plam")])
def test_a_clause_of_no_document_is_found(clause: str, word: str) -> None:
    """The word is underlined that should be a document."""
    text = TWO + SCORE + f"checks: [{{id: c, require: late < 9, otherwise: warning, source: {clause}}}]"
    (found,) = findings(text)
    assert (str(found.place), found.place.start) == ("checks[1].source", clause.index(word))


def test_with_one_document_a_clause_need_not_name_it() -> None:
    """It can be of no other."""
    assert places(ONE + SCORE + "checks: [{id: c, require: late < 9, otherwise: warning, source: 三}]") == []


def test_a_file_that_adds_a_document_leaves_the_clauses_of_the_other_as_they_are(tmp_path: Path) -> None:
    """Each file names its own documents."""
    rule = "rules: [{id: r, when: late > 3, at_most: last, source: 三}]\n"
    (tmp_path / "base.yaml").write_text(HEAD + ONE + SCORE + grades("三") + rule, encoding="utf-8")
    over = "partygrade: 1\nscheme: over\ntitle: 改\nextends: base.yaml\nsources: {north: {title: 意见}}\n"
    (tmp_path / "over.yaml").write_text(over, encoding="utf-8")
    assert list(check(Subject(partygrade.load(tmp_path / "over.yaml")))) == []


LIMIT = """
parameters: {{limit: {{value: {}, source: 三, {}}}}}
checks: [{{id: c, require: limit > 1, otherwise: warning}}]
"""


@pytest.mark.parametrize("remark", ["note: 「3次以上」含3次, unit: 次", "assumed: 假定为3次", "note: 每2次通报1次"])
def test_a_parameter_that_fits_its_remark_is_fine(remark: str) -> None:
    """Also where the remark gives it no figure."""
    text = LIMIT.format(3, remark)
    assert places(ONE + SCORE + text) == []


@pytest.mark.parametrize("remark", ["note: 「3次以上」含3次, unit: 次", "assumed: 假定为3次", "note: 默认3"])
def test_a_parameter_whose_remark_gives_another_figure_is_found(remark: str) -> None:
    """The value is underlined."""
    text = LIMIT.format(4, remark)
    assert places(ONE + SCORE + text) == ["parameters.limit.value"]


def test_the_remark_is_about_the_value_of_the_file() -> None:
    """Not about one that the caller sets, or a file that extends it."""
    text = HEAD + ONE + SCORE + LIMIT.format(3, "assumed: 假定为3次")
    assert list(check(Subject(partygrade.loads(text).with_parameters(limit=4)))) == []


def test_a_file_may_give_a_parameter_of_another_one_its_own_value(tmp_path: Path) -> None:
    """The remark stands in the other file."""
    text = HEAD + ONE + SCORE + LIMIT.format(3, "assumed: 假定为3次")
    (tmp_path / "base.yaml").write_text(text, encoding="utf-8")
    over = "partygrade: 1\nscheme: over\ntitle: 改\nextends: base.yaml\nparameters: {limit: 4}\n"
    (tmp_path / "over.yaml").write_text(over, encoding="utf-8")
    assert list(check(Subject(partygrade.load(tmp_path / "over.yaml")))) == []


READ = """
parameters:
  strict: {value: false, source: 三, readings: {true: 从严, false: 从宽}}
  limit: {value: 20%, source: 三, readings: {25%: 另一处}}
  acts: {value: warning, source: 三, readings: {invalid: 无效}}
checks:
  - {id: c, require: satisfaction > (limit if strict else 5), otherwise: acts}
"""


def cases(*settings: dict[str, object]) -> Cases:
    return Cases("some", tuple(Case(str(n), n, setting) for n, setting in enumerate(settings)))


def test_a_reading_that_no_case_sets_is_found() -> None:
    """The reading in force needs no setting."""
    assert places(ONE + SCORE + READ, cases()) == [
        "parameters.strict.readings.true",
        "parameters.limit.readings.25%",
        "parameters.acts.readings.invalid",
    ]


def test_a_case_decides_the_readings_that_it_sets() -> None:
    """However the value is written."""
    assert places(ONE + SCORE + READ, cases({"strict": True, "acts": "invalid"}, {"limit": 25})) == []


def test_without_cases_nothing_is_said_of_readings() -> None:
    """There may be cases elsewhere."""
    assert places(ONE + SCORE + READ) == []


def test_the_readings_of_an_extended_file_are_left_to_its_own_cases(tmp_path: Path) -> None:
    """The file that extends it has cases for what it changes."""
    (tmp_path / "base.yaml").write_text(HEAD + ONE + SCORE + READ, encoding="utf-8")
    over = "partygrade: 1\nscheme: over\ntitle: 改\nextends: base.yaml\n"
    (tmp_path / "over.yaml").write_text(over, encoding="utf-8")
    assert list(check(Subject(partygrade.load(tmp_path / "over.yaml"), cases()))) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("wendian-five-star", "    value: 0.7\n", "    value: 0.8\n"),
        ("township-four-level", "label: 较好, from: 80, source: 五", "label: 较好, from: 80"),
        ("tax-credit", "{id: a, label: A级, from: 90, source: m40第十八条}", "{id: a, from: 90, source: 第十八条}"),
    ],
)
def test_a_slip_in_a_shipped_scheme_is_found(name: str, old: str, new: str) -> None:
    """One clause of a copy is changed."""
    path = catalog.find(name)
    assert path is not None
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    assert len(list(check(Subject(partygrade.loads(text.replace(old, new)))))) == 1


SPREAD = """
partygrade: 1
scheme: spread
title: 依据
sources: {plan: {title: 办法}}
score:
  id: total
  sum: [PARTS]
grades: [{id: good, from: 60, source: 一}, {id: poor}]
checks:
  - {id: one, require: total >= 1, otherwise: warning, source: 二}
  - {id: two, require: total >= 2, otherwise: warning}
"""


@pytest.mark.parametrize(("parts", "places"), [(10, ["checks[2].id"]), (9, [])])
def test_an_entry_is_missed_where_nearly_the_whole_file_names_clauses(parts: int, places: list[str]) -> None:
    """One entry without a clause beside one with it is found where twelve others in the file name theirs."""
    text = SPREAD.replace("PARTS", ", ".join(f"{{id: p{n}, points: 10, source: 三}}" for n in range(parts)))
    assert [str(fault.place) for fault in check(Subject(partygrade.loads(text)))] == places
