"""Tests the models of the scheme file against the page that describes the language."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from partygrade import scheme
from partygrade.parse import FUNCTIONS
from partygrade.scheme import (
    AnyFact,
    CohortSpec,
    FollowUpSpec,
    InForce,
    LeftOut,
    LineSpec,
    Model,
    NodeSpec,
    OverlayFile,
    ParameterSpec,
    QuotaSpec,
    RuleSpec,
    SchemeFile,
    Source,
    StepOfProcedure,
)

LANGUAGE = Path(__file__).resolve().parent.parent / "docs" / "language.md"
FACTS = get_args(get_args(AnyFact)[0])
MODELS = [found for found in vars(scheme).values() if isinstance(found, type) and issubclass(found, Model)]
HEAD = {"partygrade": 1, "scheme": "small", "title": "small"}


def keys(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def section(title: str) -> str:
    """Give a part of the page, from a heading up to the next of any level."""
    found = re.search(
        rf"^#+ {re.escape(title)}\n(.*?)(?=^#+ |\Z)", LANGUAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found, title
    return found[1]


def rows(title: str) -> set[str]:
    """Give the words in backticks in the first column of a section's tables."""
    cells = re.findall(r"^\| ([^|]*)\|", section(title), re.MULTILINE)
    return {word for cell in cells for word in re.findall(r"`(\w+)(?:: [^`]*)?`", cell)}


def test_the_page_describes_every_key_of_a_file() -> None:
    """The table of section 1 has a row for every key of a file, or names it beside another."""
    beside = {"band_on", "staged", "grade_by", "order"}
    overlay = keys(OverlayFile) - keys(SchemeFile)
    assert rows("1. The file") == keys(SchemeFile) - beside | overlay
    assert all(f"`{key}`" in section("1. The file") for key in beside)


def test_the_page_describes_every_key_of_a_parameter() -> None:
    """The table of section 3, with what every element may carry, has the keys of a parameter."""
    assert rows("3. Parameters") == keys(ParameterSpec) - {"label", "source", "note"}


def test_the_page_describes_every_type_of_fact() -> None:
    """The table of section 4 has a row for every type of fact."""
    types = {get_args(fact.model_fields["type"].annotation)[0] for fact in FACTS}
    assert rows("4. Facts") == types


def test_the_page_describes_every_key_of_a_node() -> None:
    """The tables of section 5 name the forms of a node and what it may carry."""
    own = (keys(NodeSpec) | keys(LineSpec)) - {"id", "label", "source", "note"}
    assert [key for key in own if not re.search(rf"`[^`]*\b{key}\b", section("5. The score tree"))] == []


def test_the_page_describes_every_effect_of_a_rule() -> None:
    """The table of section 8 has a row for every effect."""
    assert rows("8. Rules") == keys(RuleSpec) - {"id", "label", "source", "note", "when", "soft"}


def test_the_page_describes_every_key_of_a_step() -> None:
    """The table of the procedure has a row for every key of a step."""
    found = rows("The procedure")
    assert found == keys(StepOfProcedure) - {"id", "label", "source", "note"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_page_names_every_key(model: type[BaseModel]) -> None:
    """Whatever part of a file it belongs to."""
    page = LANGUAGE.read_text("utf-8")
    assert [key for key in keys(model) if not re.search(rf"[`{{, ]{key}[:`,}}]", page)] == []


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_the_page_describes_every_function(function: str) -> None:
    """Section 6 has a row for it."""
    assert re.search(rf"^\|.*`[^`]*\b{function}\(", section("6. Conditions and formulas"), re.MULTILINE)


def test_the_page_describes_every_key_of_a_quota() -> None:
    """The table of section 10 has a row for every key of a quota."""
    assert rows("10. The cohort") == keys(QuotaSpec) - {"id", "label", "source", "note"}
    assert all(f"`{key}`" in section("10. The cohort") for key in keys(CohortSpec) - {"quotas"})


@pytest.mark.parametrize("model", [Source, InForce, FollowUpSpec, LeftOut])
def test_the_page_shows_small_parts_in_place(model: type[BaseModel]) -> None:
    """The keys of small parts stand in the row of the key that holds them."""
    assert all(re.search(rf"\b{key}\b", section("1. The file")) for key in keys(model))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_is_strict_and_frozen(model: type[BaseModel]) -> None:
    """No model takes an unknown key, changes a value's kind, or can be changed."""
    assert {key: model.model_config.get(key) for key in ("extra", "frozen", "strict")} == {
        "extra": "forbid",
        "frozen": True,
        "strict": True,
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_described_in_both_languages(model: type[BaseModel]) -> None:
    """A key says in English and in Chinese what it is, but for `type`, whose values say it."""
    for name, field in model.model_fields.items():
        if name != "type":
            english, _, chinese = (field.description or "").partition(" / ")
            assert english and re.search("[一-鿿]", chinese), name


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (1, True),
        (Decimal("0.5"), True),
        ("a < b", True),
        (True, True),
        (0.5, False),
        ([], False),
        ({}, False),
        (None, False),
    ],
)
def test_a_formula_is_text_a_figure_or_a_flag(value: Any, kept: bool) -> None:
    """A formula is kept as it is written; a binary float is none."""
    if not kept:
        with pytest.raises(ValidationError):
            NodeSpec.model_validate({"id": "x", "value": value} if value is not None else {"id": "x", "value": [None]})
        return
    found = NodeSpec.model_validate({"id": "x", "value": value}).value
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("value", "kept"), [(1, True), (Decimal("0.5"), True), (True, False), ("1", False), (0.5, False)]
)
def test_a_figure_is_a_number(value: Any, kept: bool) -> None:
    """A figure is an int or a decimal: no flag, no text, no binary float."""
    data = {**HEAD, "facts": {"x": {"type": "points", "max": value}}}
    if kept:
        assert SchemeFile.model_validate(data)
    else:
        with pytest.raises(ValidationError):
            SchemeFile.model_validate(data)


def test_from_is_a_key_although_it_is_a_word_of_python() -> None:
    """`from` of a grade, a step and a span is read by its own name."""
    assert InForce.model_validate({"from": "2017-01-01"}).from_ == "2017-01-01"
    with pytest.raises(ValidationError):
        InForce.model_validate({"from_": "2017-01-01"})
