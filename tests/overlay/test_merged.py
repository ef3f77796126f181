"""A document of several files knows where every piece of it stands."""

from __future__ import annotations

from partygrade.diagnostics import Diagnostic, Note, Text
from partygrade.document import Document, read
from partygrade.overlay.lay import lay
from partygrade.overlay.merged import OTHER, THIS, Merged, lifted, part
from partygrade.source import ROOT, Place

OTHER_TEXT = """\
title: other
score:
  id: total
  sum:
    - {id: a, points: 1}
    - {id: b, points: 2}
    - {id: c, value: one + two}
rules: [{id: r, when: a > 1, grade: g}]
"""
THIS_TEXT = """\
scheme: this
extends: other
remove: [a]
change: {b: {points: 20}}
insert:
  total: [{id: d, points: 4}]
rules:
  - {id: s, when: d > 1, grade: g}
"""


def documents() -> tuple[Document, Document, Document]:
    this, other = read(THIS_TEXT, "this.yaml"), read(OTHER_TEXT, "other.yaml")
    return this, other, lay(this, other).document


def at(document: Document, place: Place) -> tuple[str, str]:
    """Give the file that a place is in, and the text there."""
    file, there = document.at(place)
    span = file.span(there)
    assert document.span(place) == span
    return file.name, file.line(span.line)[span.column - 1 : span.end_column - 1]


def test_the_data_is_that_of_a_whole_scheme() -> None:
    """Both files together give one plain mapping."""
    *_, merged = documents()
    assert merged.data == {
        "title": "other",
        "scheme": "this",
        "score": {
            "id": "total",
            "sum": [{"id": "b", "points": 20}, {"id": "c", "value": "one + two"}, {"id": "d", "points": 4}],
        },
        "rules": [{"id": "r", "when": "a > 1", "grade": "g"}, {"id": "s", "when": "d > 1", "grade": "g"}],
    }


def test_every_piece_keeps_its_place() -> None:
    """A place leads to the file that the piece was written in, also behind what was taken out."""
    *_, merged = documents()
    wanted = {
        Place(("title",)): ("other.yaml", "other"),
        Place(("scheme",)): ("this.yaml", "this"),
        Place(("score", "sum", 0, "id")): ("other.yaml", "b"),
        Place(("score", "sum", 0, "points")): ("this.yaml", "20"),
        Place(("score", "sum", 0, "points"), key=True): ("this.yaml", "points"),
        Place(("score", "sum", 1, "value"), start=6, end=9): ("other.yaml", "two"),
        Place(("score", "sum", 2)): ("this.yaml", "{id: d, points: 4}"),
        Place(("rules", 0, "when")): ("other.yaml", "a > 1"),
        Place(("rules", 1, "when"), start=0, end=1): ("this.yaml", "d"),
        Place(("remove", 0)): ("this.yaml", "a"),
        Place((*THIS, "rules", 0, "id")): ("this.yaml", "s"),
        Place((*OTHER, "score", "sum", 0, "id")): ("other.yaml", "a"),
        Place(OTHER, start=0, end=5): ("other.yaml", "title"),
    }
    assert {place: at(merged, place) for place in wanted} == wanted


def test_a_place_that_is_nowhere_is_that_of_the_nearest_above() -> None:
    """What no file has stands where it would be."""
    this, other, merged = documents()
    assert merged.span(ROOT) == this.span(ROOT)
    assert merged.span(Place(("cohort", "quotas"))) == this.span(ROOT)
    assert merged.span(Place(("score", "sum", 9))) == other.span(Place(("score", "sum")))


def test_it_is_its_own_file_that_has_lines_and_a_name() -> None:
    """Name and lines are those of the file that extends; the files come in their order."""
    *_, merged = documents()
    assert (merged.name, merged.line(2)) == ("this.yaml", "extends: other")
    assert [file.name for file in merged.files] == ["this.yaml", "other.yaml"]


def test_a_fault_that_misses_what_is_gone_is_remarked() -> None:
    """Only a fault about an unknown name gets the note."""
    *_, merged = documents()
    assert isinstance(merged, Merged)
    unknown = Diagnostic("unknown-name", Text("no fact is called `a`", "没有 `a`"))
    (note,) = merged.remarked(unknown).notes
    assert at(merged, note.place) == ("this.yaml", "a")
    for fault in (Diagnostic("wrong-type", unknown.text), Diagnostic("unknown-name", Text("no `ab`", "没有 `ab`"))):
        assert merged.remarked(fault) == fault


def test_a_fault_is_lifted_with_its_notes() -> None:
    """Every place of a fault leads below the file that it is of."""
    fault = Diagnostic(
        "x", Text("x", "甲"), Place((), start=1, end=2), notes=(Note(Text("y", "乙"), Place(("a",), key=True)),)
    )
    found = lifted(fault, OTHER)
    assert (found.place, found.notes[0].place) == (Place(OTHER, start=1, end=2), Place((*OTHER, "a"), key=True))


def test_a_part_is_taken_out_by_what_it_is() -> None:
    """Of two equal pieces only the one that is meant goes."""
    document = read("a: [1, 1]\nb: {c: 1, d: 1}\n")
    root = part(document.data, document)
    first, second = root.below("a").members()
    root.below("a").drop(first)
    assert root.below("a").members()[0] is second
    root.below("b").drop(root.below("b", "d"))
    assert [key for key, _ in root.below("b").entries()] == ["c"]


def test_nothing_behind_a_key_takes_out_what_is_there() -> None:
    """A key that is not there stays as it is written, so that it can be complained of."""
    document = read("a: {b: 1}\nempty:\n")
    root = part(document.data, document)
    root.below("a").put("b", root.below("empty"))
    root.below("a").put("c", root.below("empty"))
    assert [key for key, _ in root.below("a").entries()] == ["c"]
