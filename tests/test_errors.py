"""Tests the exceptions."""

from __future__ import annotations

import pickle

import pytest

import partygrade
from partygrade.diagnostics import Diagnostic, Text
from partygrade.errors import FactsError, PartygradeError, SchemeError, not_utf8
from partygrade.source import Place

FAULT = Diagnostic("unknown-name", Text("no fact is called `x`", "没有 `x`"), Place(("rules", 0, "when")))
ROW = Diagnostic("missing-fact", Text("is missing", "缺少取值"), fact="absences", row=3, key="b04")


@pytest.mark.parametrize("kind", [SchemeError, FactsError])
def test_every_exception_is_one_of_ours(kind: type[SchemeError] | type[FactsError]) -> None:
    """A caller can catch everything that the library raises on purpose by one name."""
    assert issubclass(kind, PartygradeError)


@pytest.mark.parametrize("kind", [SchemeError, FactsError])
def test_diagnostics_are_kept(kind: type[SchemeError] | type[FactsError]) -> None:
    """An exception holds every fault, in order."""
    assert kind([FAULT, ROW]).diagnostics == (FAULT, ROW)


def test_the_text_lists_every_fault() -> None:
    """Printed, an exception has one line a fault, with the place or with the row counted from one."""
    assert str(FactsError([FAULT, ROW])) == (
        "rules[1].when: error[unknown-name]: no fact is called `x`\nrow 4: error[missing-fact]: is missing"
    )


def test_a_heading_stands_first() -> None:
    """A heading, such as the name of a file, stands above the faults."""
    assert str(FactsError([ROW], "table.csv")).splitlines()[0] == "table.csv"


def test_a_rendered_scheme_error_is_shown_as_rendered() -> None:
    """Where the lines of the file are known, the exception shows them."""
    error = SchemeError([FAULT])
    assert str(error) == "rules[1].when: error[unknown-name]: no fact is called `x`"
    error.rendered = "scheme.yaml:4:5: error"
    assert str(error) == "scheme.yaml:4:5: error"


def test_a_scheme_error_has_the_files_of_its_faults() -> None:
    """The document turns the places of the faults into lines; there is none where no file could be read."""
    with pytest.raises(SchemeError) as caught:
        partygrade.loads("partygrade: 1\nscheme: x\ntitle: x\nscore: {id: t, value: y}\n", name="x.yaml")
    (fault,) = caught.value.diagnostics
    document = pickle.loads(pickle.dumps(caught.value)).document
    assert (document.name, document.span(fault.place).line) == ("x.yaml", 4)
    with pytest.raises(SchemeError) as caught:
        partygrade.load("nothing-of-the-kind")
    assert caught.value.document is None


def test_an_exception_can_travel_between_processes() -> None:
    """An exception that is pickled comes back with its faults, its heading and its rendered text."""
    error = SchemeError([FAULT, ROW], "heading")
    error.rendered = "shown"
    back = pickle.loads(pickle.dumps(error))
    assert (back.diagnostics, back.heading, str(back)) == ((FAULT, ROW), "heading", "shown")


def test_a_file_in_another_encoding_is_told_with_what_to_do() -> None:
    """The fault names the file and says how to save it."""
    found = not_utf8("mine.yaml")
    assert found.message("en") == "`mine.yaml` is not UTF-8 text; save the file as UTF-8"
