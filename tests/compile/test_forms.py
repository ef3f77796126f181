"""Tests which form an element has."""

from __future__ import annotations

import pytest

from partygrade.compile.builder import Faults
from partygrade.compile.forms import form_of
from partygrade.diagnostics import Text
from partygrade.scheme import DerivedSpec
from partygrade.source import Place

PLACE = Place(("derived", "x"))


@pytest.mark.parametrize(
    ("spec", "wanted", "messages"),
    [
        (DerivedSpec(value="3"), "value", []),
        (DerivedSpec(of="y", table={"else": 3}), "table", []),
        (DerivedSpec(), None, ["a figure has exactly one form: expected one of value, table, got none"]),
        (
            DerivedSpec(value="3", table={"else": 3}),
            None,
            ["a figure has exactly one form: expected one of value, table, got `value` and `table`"],
        ),
        (DerivedSpec(value="3", of="y"), "value", ["`of` belongs to `table` and `steps`: expected no `of` here"]),
    ],
)
def test_an_element_has_one_form_and_its_keys(spec: DerivedSpec, wanted: str | None, messages: list[str]) -> None:
    """The form is the one key of the forms that is written; a key of another form is a fault."""
    faults = Faults()
    found = form_of(spec, ("value", "table"), {"of": ("table", "steps")}, Text("a figure", "派生量"), PLACE, faults)
    assert found == wanted
    assert [fault.text.en for fault in faults.found.values()] == messages
