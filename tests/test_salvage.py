"""Tests what is left of a document without its faulty parts, and how mistyped keys are read."""

from __future__ import annotations

from typing import Any

import pytest

import partygrade
from partygrade.document import Document, read
from partygrade.salvage import salvage
from partygrade.scheme import SchemeFile
from partygrade.shape import MAX_FAULTS

HEAD = "partygrade: 1\nscheme: small\ntitle: small\n"


def document(body: str) -> Document:
    found = read(HEAD + body)
    assert not found.faults
    return found


def left(body: str) -> tuple[SchemeFile, frozenset[str]]:
    found = salvage(document(body))
    assert found is not None
    return found.file, found.lost


def test_a_file_without_faults_is_left_as_it_is() -> None:
    """Where nothing is wrong nothing is taken out."""
    file, lost = left("facts: {x: {type: count}}")
    assert (file.facts is not None, lost) == (True, frozenset())


def test_an_unknown_key_goes_alone() -> None:
    """Without the unknown key the element stays."""
    file, lost = left("score: {id: t, sum: [{id: a, value: 1, xyz: 2}]}\nxyz: 1")
    assert file.score is not None
    assert (file.score.id, lost) == ("t", frozenset())


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ("facts: {x: {type: points}, z: {type: flag}}", {"x"}),
        ("facts: {x: {type: tally, of: [a, b], max: m}}", {"x", "x_a", "x_b"}),
        ("parameters: {p: {value: []}, q: {value: 1}}", {"p"}),
        ("score: {id: t, sum: [{id: a, value: []}, {id: b, value: 1}]}", {"score", "t", "a", "b"}),
        ("in_force: 2017", {"in_force"}),
    ],
)
def test_a_faulty_part_goes_with_its_names(body: str, lost: set[str]) -> None:
    """The names of what is taken out are known as lost."""
    assert left(body)[1] == lost


def test_without_a_ladder_everything_about_grades_goes() -> None:
    """A faulty ladder takes rules, orders and quotas with it, and the names of its grades."""
    file, lost = left("grades: [{id: good, from: []}, {id: poor}]\nrules: [{id: r, when: true, at_most: good}]")
    assert (file.grades, file.rules) == (None, None)
    assert {"grades", "good", "poor", "band", "own_grade"} <= lost


def test_a_faulty_rule_leaves_its_place_empty() -> None:
    """The rules behind a faulty one keep their numbers."""
    file, _ = left("rules: [{id: a, when: []}, {id: b, when: true, lower_by: 1}, 3]")
    assert file.rules is not None
    assert [rule.id for rule in file.rules] == ["a", "b", "_rules_2"]


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ("order: {few: []}", {"order"}),
        ("facts: {x: {type: count, max: a, unit: 3, more: 1}, z: {type: flag}}", {"x"}),
        ("score: {id: t, points: [], more: 1, sum: 3}", {"score", "t"}),
    ],
)
def test_a_part_with_several_faults_goes_once(body: str, lost: set[str]) -> None:
    """What goes with one fault is not looked for with the next."""
    file, gone = left(body)
    assert (file.order, gone) == (None, lost)


def test_a_faulty_head_is_made_up() -> None:
    """Version, id and title are supplied, so that the rest can be checked."""
    found = salvage(read("note: a\n"))
    assert found is not None
    assert (found.file.partygrade, found.file.scheme, found.file.note) == (1, "scheme", "a")


@pytest.mark.parametrize("body", ["facts: 3", "parameters: []", "sources: 3"])
def test_names_that_nobody_knows_leave_nothing(body: str) -> None:
    """Where a whole section of names is faulty, nothing useful is left."""
    assert salvage(document(body)) is None


def test_very_many_faults_leave_nothing() -> None:
    """A file with very many faults of shape is not checked further."""
    assert salvage(document("\n".join(f"key_{n}: 1" for n in range(2 * MAX_FAULTS)))) is None


def test_the_document_does_not_change() -> None:
    """The data of the document stays what it was."""
    found = document("facts: {x: {type: points}}\nxyz: 1")
    before: Any = repr(found.data)
    salvage(found)
    assert repr(found.data) == before


@pytest.mark.parametrize(
    ("body", "path", "written"),
    [
        ("事实: {x: {type: flag}}", ("facts",), "事实"),
        ("facts: {x: {type: count, 单位: 次}}", ("facts", "x", "unit"), "单位"),
        ("rules: [{id: a, if: true, lower_by: 1}]", ("rules", 0, "when"), "if"),
        ("score: {id: t, sum: [{id: a, point: 3}]}", ("score", "sum", 0, "points"), "point"),
    ],
)
def test_a_mistyped_key_is_read_as_the_one_that_was_meant(body: str, path: tuple[str | int, ...], written: str) -> None:
    """What stands under a mistyped key is left, and the key is known as renamed."""
    found = salvage(document(body))
    assert found is not None
    assert found.renamed == {path: written}
    assert found.lost == frozenset()


def test_a_key_that_is_there_is_not_replaced() -> None:
    """A mistyped key beside the one that was meant goes alone."""
    found = salvage(document("score: {id: t, points: 3, point: 4}"))
    assert found is not None and found.file.score is not None
    assert (found.file.score.points, found.renamed) == (3, {})


@pytest.mark.parametrize(("key", "more", "value"), [("when", "points: 1, ", False), ("value", "", 0)])
def test_a_formula_that_a_comma_cuts_is_not_read(key: str, more: str, value: object) -> None:
    """Of a formula that a comma has cut in two neither half is left."""
    file, _ = left(f"score: {{id: t, {more}{key}: max(1, 2) > 0}}")
    assert getattr(file.score, key) == value


def test_a_fault_below_a_mistyped_key_is_told_of_its_own_text() -> None:
    """A fault under a mistyped key underlines the text that is meant, beside that of the key."""
    text = f"{HEAD}事实: {{x: {{type: count, default: 5, max: 3}}}}\nscore: {{id: t, value: x}}\n"
    with pytest.raises(partygrade.SchemeError) as caught:
        partygrade.loads(text)
    found = caught.value.document
    assert found is not None
    spans = [found.span(fault.place) for fault in caught.value.diagnostics]
    assert [text.splitlines()[span.line - 1][span.column - 1 : span.end_column - 1] for span in spans] == ["事实", "5"]
